/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/json_document.h"

#include <string.h>

#include "base/i18n.h"

static int walk(struct json_stream *s, json_stream_fn fn, void *ctx)
{
	struct json_stream_token t;
	int rc = json_stream_next(s, &t);

	if (rc == 0)
		rc = t.kind == JSON_OBJECT ? json_stream_each(s, &t, fn, ctx)
					   : json_stream_skip(s, &t);
	return rc == 0 ? json_stream_next(s, &t) : rc;
}

int json_document_each(struct importer_job *job, json_stream_fn fn, void *ctx,
	const struct json_document_place *place)
{
	struct source *source = NULL;
	struct json_stream s = { 0 };
	int rc = importer_open(&source, job);

	if (rc == 0) {
		json_stream_source(&s, source);
		rc = walk(&s, fn, ctx);
	}
	if (s.why != NULL)
		rc = place == NULL ? 0
				   : importer_bad_at(job, place->number,
					     place->position, s.why);
	json_stream_release(&s);
	return importer_close(source, job, rc);
}

void json_document_begin(struct json_document_place *place,
	const struct json_stream_token *value)
{
	place->position = value->offset;
}

void json_document_end(struct json_document_place *place, struct json_stream *s)
{
	place->number++;
	place->position = json_stream_offset(s);
}

int json_document_tree(cJSON **out, const char **why, struct json_stream *s,
	const struct json_stream_token *value, size_t max)
{
	struct str text;
	int rc;

	*out = NULL;
	*why = NULL;
	str_init(&text, max);
	rc = json_stream_copy(s, value, &text);
	if (rc == 0 && text.over)
		*why = N_("a record that is too long");
	else if (rc == 0 && json_parse(out, text.p, text.len, NULL) != 0)
		*why = N_("no valid JSON");
	str_release(&text);
	return rc;
}

bool json_document_has(
	const struct importer_head *head, const char *const words[])
{
	size_t n = 0;

	while (n < head->len &&
		(head->text[n] == ' ' || head->text[n] == '\n' ||
			head->text[n] == '\r' || head->text[n] == '\t'))
		n++;
	if (n == head->len || head->text[n] != '{')
		return false;
	for (size_t i = 0; words[i] != NULL; i++)
		if (memmem(head->text, head->len, words[i], strlen(words[i])) ==
			NULL)
			return false;
	return true;
}
