/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/detail.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

void detail_clear(struct detail *d)
{
	d->n = 0;
}

void detail_release(struct detail *d)
{
	str_release(&d->json);
	d->n = 0;
}

/* Members stay in the order of their names. */
static struct detail_member *add(struct detail *d, const char *name)
{
	size_t i = d->n;

	assert(d->n < DETAIL_MEMBERS);
	for (; i > 0 && strcmp(d->v[i - 1].name, name) > 0; i--)
		d->v[i] = d->v[i - 1];
	d->n++;
	d->v[i] = (struct detail_member){ .name = name };
	return &d->v[i];
}

void detail_text(struct detail *d, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		add(d, name)->text = text;
}

void detail_number(struct detail *d, const char *name, int64_t number)
{
	add(d, name)->number = number;
}

void detail_true(struct detail *d, const char *name)
{
	add(d, name)->is_true = true;
}

/* Whether a text stands in the object as it is, and its length. */
static bool is_plain(const char *s, size_t *len)
{
	size_t n = 0;

	for (; s[n] != '\0'; n++)
		if (s[n] < ' ' || s[n] > '~' || s[n] == '"' || s[n] == '\\' ||
			n >= DETAIL_TEXT)
			return false;
	*len = n;
	return true;
}

/* before, the text in quotes, after: in one step, as there is one for many a
 * row. */
static void put_quoted(
	struct str *out, char before, const char *text, size_t len, char after)
{
	char *to;

	if (str_reserve(out, len + 4) != 0)
		return;
	to = out->p + out->len;
	if (before != '\0')
		*to++ = before;
	*to++ = '"';
	memcpy(to, text, len);
	to += len;
	*to++ = '"';
	if (after != '\0')
		*to++ = after;
	str_added(out, (size_t)(to - out->p) - out->len);
}

static void put_text(struct str *out, const char *text)
{
	struct str safe;
	size_t n;

	if (is_plain(text, &n)) {
		put_quoted(out, '\0', text, n, '\0');
		return;
	}
	str_init(&safe, 0);
	utf8_printable(&safe, text, strlen(text), false);
	n = safe.len;
	if (n > DETAIL_TEXT)
		for (n = DETAIL_TEXT;
			((unsigned char)safe.p[n] & 0xC0) == 0x80;)
			n--;
	if (n < safe.len) {
		str_cut(&safe, n);
		str_puts(&safe, "…");
	}
	json_quote(out, safe.p, safe.len);
	str_release(&safe);
}

const char *detail_json(struct detail *d)
{
	if (d->n == 0)
		return "";
	str_clear(&d->json);
	for (size_t i = 0; i < d->n; i++) {
		const struct detail_member *m = &d->v[i];

		put_quoted(&d->json, i == 0 ? '{' : ',', m->name,
			strlen(m->name), ':');
		if (m->text != NULL)
			put_text(&d->json, m->text);
		else if (m->is_true)
			str_puts(&d->json, "true");
		else
			str_printf(&d->json, "%lld", (long long)m->number);
	}
	str_putc(&d->json, '}');
	return d->json.p;
}
