/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/peek.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "evidence/detect.h"
#include "evidence/json_items.h"

enum { LINES = 20 };

bool peek_line(const struct importer_head *head, size_t *at, const char **text,
	size_t *len)
{
	while (*at < head->len) {
		const char *p = head->text + *at;
		const char *end = memchr(p, '\n', head->len - *at);
		size_t n = end != NULL ? (size_t)(end - p) : head->len - *at;

		*at += n + 1;
		if (end == NULL && !head->whole)
			return false;
		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n == 0)
			continue;
		*text = p;
		*len = n;
		return true;
	}
	return false;
}

bool peek_json_line(const struct importer_head *head, struct json_pick *out,
	const char *const *names, size_t n, peek_is_fn is)
{
	const char *text;
	size_t at = 0, len;

	for (int i = 0; i < LINES && peek_line(head, &at, &text, &len); i++)
		if (json_pick(out, names, n, text, len) == NULL && is(out))
			return true;
	return false;
}

static int keep_first(const struct json_item *item, void *ctx)
{
	struct str *room = ctx;

	str_add(room, item->text, item->len);
	return ERR_LIMIT;
}

bool peek_json_item(const struct importer_head *head, const char *wanted,
	struct json_pick *out, struct str *room)
{
	struct json_items i;

	*out = (struct json_pick){ .kind = JSON_END };
	str_clear(room);
	if (head->len == 0 || memchr("{[ \t\r\n", head->text[0], 6) == NULL)
		return false;
	json_items_init(&i, wanted, keep_first, room);
	json_items_feed(&i, head->text, head->len);
	json_items_release(&i);
	return room->len > 0 &&
	       json_pick_value(out, room->p, room->len) == NULL;
}

bool peek_json_record(const struct importer_head *head, const char *wanted,
	struct json_pick *out, const char *const *names, size_t n,
	struct str *room)
{
	struct json_pick first;

	return peek_json_item(head, wanted, &first, room) &&
	       first.kind == JSON_OBJECT &&
	       json_pick_in(out, names, n, &first) == NULL;
}

/* Whether one of the headings is the name. */
static bool has_name(
	const char *text, size_t len, char delimiter, const char *name)
{
	const char *end = text + len;

	while (text < end) {
		const char *next =
			memchr(text, delimiter, (size_t)(end - text));
		size_t n = (size_t)((next != NULL ? next : end) - text);
		size_t quoted = n > 1 && text[0] == '"' && text[n - 1] == '"';

		if (n - 2 * quoted == strlen(name) &&
			strncasecmp(text + quoted, name, n - 2 * quoted) == 0)
			return true;
		text += n + 1;
	}
	return false;
}

bool peek_heading(const struct importer_head *head, const char *const names[])
{
	static const char delimiters[] = { ',', ';', '\t' };
	const char *text;
	size_t at = 0, len;

	if (!peek_line(head, &at, &text, &len))
		return false;
	for (size_t d = 0; d < sizeof(delimiters); d++) {
		size_t i = 0;

		while (names[i] != NULL &&
			has_name(text, len, delimiters[d], names[i]))
			i++;
		if (names[i] == NULL)
			return true;
	}
	return false;
}

int peek_member(struct importer_head *head, struct str *room,
	const struct importer_job *job)
{
	struct source *source = NULL;
	int rc = source_open(&source, job->path, false, NULL);

	if (rc == 0)
		rc = source_seek(source, job->index);
	if (rc == 0)
		rc = detect_read_head(head, room, source);
	head->name = "";
	return source_close(source, rc, NULL);
}
