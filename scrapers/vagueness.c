/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/vagueness.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/lint.h"
#include "scrapers/lint_json.h"

enum { LANGUAGES = 8 };

struct vagueness_reader {
	struct store *store;
	struct lexicon *lexicons[LANGUAGES]; /* as lexicon_languages[] */
	struct digest text;		     /* read last */
	struct vagueness last;
	bool has_last;
};

struct vagueness_reader *vagueness_new(struct store *store)
{
	struct vagueness_reader *r = mem_new(1, sizeof(*r));

	r->store = store;
	return r;
}

void vagueness_free(struct vagueness_reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < LANGUAGES; i++)
		lexicon_free(r->lexicons[i]);
	free(r);
}

static int open_lexicon(
	struct lexicon **out, struct vagueness_reader *r, const char *language)
{
	size_t i = 0;
	int rc = 0;

	while (strcmp(lexicon_languages[i], language) != 0)
		i++;
	if (r->lexicons[i] == NULL)
		rc = lexicon_open(&r->lexicons[i], language);
	*out = r->lexicons[i];
	return rc;
}

static int judge(struct vagueness *out, struct vagueness_reader *r,
	const char *text, size_t len)
{
	struct vagueness v = { 0 };
	struct lexicon *lex = NULL;
	struct lint l = { 0 };
	int rc = lint_read(&l, text, len);

	if (rc == 0)
		v.language = lexicon_guess(&l.folded);
	if (v.language != NULL)
		rc = open_lexicon(&lex, r, v.language);
	if (rc == 0 && lex != NULL)
		rc = lint_judge(&l, lex, false);
	v.words = l.words;
	v.hits = l.counted;
	v.weighted = l.weighted;
	v.rate = lint_rate(&l);
	if (rc == 0)
		*out = v;
	lint_release(&l);
	return rc;
}

int vagueness_read(struct vagueness *out, struct vagueness_reader *r,
	const struct version_span *span)
{
	struct str text = { 0 };
	int rc = 0;

	if (!r->has_last || memcmp(&r->text, &span->text, sizeof(r->text))) {
		r->has_last = false;
		rc = object_get(r->store, &span->text, &text);
		if (rc == 0)
			rc = judge(&r->last, r, text.p, text.len);
		r->text = span->text;
		r->has_last = rc == 0;
	}
	if (rc == 0)
		*out = r->last;
	str_release(&text);
	return rc;
}

cJSON *vagueness_json(
	const struct vagueness *v, const struct version_span *span)
{
	cJSON *o;

	if (v->language == NULL)
		return cJSON_CreateNull();
	o = json_object();
	json_set_int(o, "version", span->number);
	json_set(o, "language", v->language);
	json_set_int(o, "words", (int64_t)v->words);
	json_set_int(o, "hits", (int64_t)v->hits);
	json_set_int(o, "weighted", (int64_t)v->weighted);
	json_add(o, "per_1000_words", lint_json_per_1000(v->rate));
	return o;
}
