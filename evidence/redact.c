/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/redact.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "evidence/mask.h"

#define MASK "***"

/* How far is looked for the end of each, so that a hostile text costs no more
 * than its length. */
enum { NAME = 64, EMAIL_MAX = 320, TOKEN_MAX = 4096, LOGIN_MAX = 1024 };

void redact_init(struct redact *m)
{
	*m = (struct redact){ 0 };
	names_init(&m->names);
}

void redact_release(struct redact *m)
{
	names_release(&m->names);
	free(m->counts);
	*m = (struct redact){ 0 };
}

/* The name, or its last part: "device.id", "client.mac". What we say of the
 * event itself is none. */
bool redact_is_secret(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (strncmp(name, "event.", 6) == 0)
		return false;
	return mask_is_secret(name, strlen(name)) ||
	       (dot != NULL && mask_is_secret(dot + 1, strlen(dot + 1)));
}

static void count(struct redact *m, const char *name, const char *part)
{
	struct str full = { 0 };
	size_t before = m->cap;
	uint32_t id;

	str_init(&full, 0);
	str_puts(&full, name);
	if (part[0] != '\0')
		str_printf(&full, "?%s", part);
	if (names_add(&m->names, &id, full.p) == 0) {
		m->counts = mem_grow(
			m->counts, &m->cap, id + 1, sizeof(*m->counts));
		if (m->cap > before)
			memset(m->counts + before, 0,
				(m->cap - before) * sizeof(*m->counts));
		m->counts[id]++;
	}
	str_release(&full);
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || strchr("._%+-", c) != NULL;
}

/* strcspn(), at most max. */
static size_t span(const char *text, const char *stops, size_t max)
{
	size_t n = 0;

	while (n < max && text[n] != '\0' && strchr(stops, text[n]) == NULL)
		n++;
	return n;
}

/* Bytes of a JSON Web Token at text, 0 when there is none. */
static size_t token_len(const char *text)
{
	size_t n = 0, dots = 0;

	if (strncmp(text, "eyJ", 3) != 0)
		return 0;
	for (; isalnum((unsigned char)text[n]) || strchr("-_.=", text[n]);
		n++) {
		if (text[n] == '\0' || n == TOKEN_MAX)
			break;
		dots += text[n] == '.';
	}
	if (dots != 2 || n <= 20)
		return 0;
	return n + strspn(text + n, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
				    "qrstuvwxyz0123456789-_=");
}

/* Bytes of an address of e-mail at text; "%40" is an @ in a URL. */
static size_t email_len(const char *text)
{
	size_t n = span(text, "@ \t\n?&=/:;,<>\"'()", EMAIL_MAX), at = n,
	       dots = 0;
	const char *coded = memmem(text, n, "%40", 3);

	if (coded != NULL)
		n = (size_t)(coded - text), at = n + 3;
	else if (text[n] == '@')
		at = n + 1;
	else
		return 0;
	if (n == 0)
		return 0;
	for (n = at; text[n] != '\0' && is_word(text[n]) && text[n] != '%'; n++)
		dots += text[n] == '.';
	return dots > 0 && n > at + 2 ? n : 0;
}

/* "//user:password@": bytes of what stands between. */
static size_t login_len(const char *text)
{
	size_t n = span(text, "/?# @", LOGIN_MAX);

	return text[n] == '@' && n > 0 ? n : 0;
}

/* "key=value" at text, whose key is a secret's: bytes up to the value. */
static size_t secret_key(char key[NAME], const char *text)
{
	size_t n = span(text, "=&?;# /", NAME);

	if (text[n] != '=' || n == 0 || n >= NAME)
		return 0;
	memcpy(key, text, n);
	key[n] = '\0';
	return redact_is_secret(key) ? n + 1 : 0;
}

int redact_text(
	struct redact *m, struct str *out, const char *name, const char *text)
{
	bool begin = true; /* of a word, where a secret may begin */
	char key[NAME];
	int rc = 0;

	for (const char *p = text; *p != '\0' && rc == 0;) {
		size_t n = begin ? token_len(p) : 0, skip = 0;

		if (begin && n == 0 && p - text >= 2 && p[-1] == '/' &&
			p[-2] == '/')
			n = login_len(p);
		if (begin && n == 0)
			n = email_len(p);
		if (begin && n == 0 && (skip = secret_key(key, p)) > 0)
			n = skip + strcspn(p + skip, "&;# ");
		if (n > 0) {
			count(m, name, skip > 0 ? key : "");
			rc = str_add(out, p, skip);
			if (rc == 0)
				rc = str_puts(out, MASK);
			p += n;
			begin = false;
			continue;
		}
		begin = !is_word(*p);
		rc = str_putc(out, *p++);
	}
	return rc;
}

static void redact_value(struct redact *m, cJSON *item, const char *name)
{
	struct str text = { 0 };

	if (redact_is_secret(name) && !cJSON_IsNull(item)) {
		cJSON *plain = cJSON_CreateString(MASK);

		if (plain == NULL)
			mem_none();
		count(m, name, "");
		free(item->valuestring);
		item->valuestring = plain->valuestring;
		plain->valuestring = NULL;
		cJSON_Delete(item->child);
		item->child = NULL;
		item->type = (item->type & ~0xFF) | cJSON_String;
		cJSON_Delete(plain);
		return;
	}
	if (!cJSON_IsString(item))
		return;
	str_init(&text, 0);
	if (redact_text(m, &text, name, item->valuestring) == 0 &&
		text.p != NULL && strcmp(text.p, item->valuestring) != 0 &&
		cJSON_SetValuestring(item, text.p) == NULL)
		mem_none();
	str_release(&text);
}

/* Members of arrays have the name of the array. */
static void walk(struct redact *m, cJSON *value, const char *name)
{
	cJSON *item;

	cJSON_ArrayForEach(item, value)
	{
		const char *own = item->string != NULL ? item->string : name;

		redact_value(m, item, own);
		walk(m, item, own);
	}
}

void redact_json(struct redact *m, cJSON *value)
{
	walk(m, value, "");
}

void redact_each(const struct redact *m, redact_fn fn, void *ctx)
{
	for (size_t i = 1; i < m->names.n; i++)
		fn(names_get(&m->names, (uint32_t)i), m->counts[i], ctx);
}
