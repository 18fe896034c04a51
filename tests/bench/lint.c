/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint FILE…: CPU milliseconds for each part of judging these texts, and the
 * same forms looked for one after the other, for comparison.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/json.h"
#include "scrapers/lint.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* How often all forms of all terms stand in the text, by strstr(). */
static size_t peer(const struct lint *l, const struct lexicon *lex)
{
	const cJSON *term, *form;
	size_t n = 0;

	cJSON_ArrayForEach(term, json_member(lex->tree, "terms"))
	{
		cJSON_ArrayForEach(form, json_member(term, "forms"))
		{
			const char *p = l->folded.text.p;

			while ((p = strstr(p, form->valuestring)) != NULL)
				n++, p++;
		}
	}
	return n;
}

int main(int argc, char **argv)
{
	struct lexicon *lex = NULL;
	double t0 = now(), open, fold = 0, judge = 0, others = 0;
	size_t words = 0, hits = 0, found = 0;

	if (lexicon_open(&lex, argc > 1 ? argv[1] : "en") != 0)
		return 2;
	open = now() - t0;
	for (int i = 2; i < argc; i++) {
		struct str text = { 0 };
		struct lint l = { 0 };
		double t1, t2, t3;

		if (file_read(&text, argv[i]) != 0)
			return 2;
		t1 = now();
		if (lint_plain(&l, text.p, text.len) != 0)
			return 2;
		t2 = now();
		lint_judge(&l, lex, false);
		t3 = now();
		found += peer(&l, lex);
		others += now() - t3;
		fold += t2 - t1;
		judge += t3 - t2;
		words += l.words;
		hits += l.n_hits;
		lint_release(&l);
		str_release(&text);
	}
	printf("%s: %d texts, %zu words, %zu hits (strstr: %zu)\n",
		lex->language, argc - 2, words, hits, found);
	printf("lexicon %.2f ms once; fold and sentences %.3f ms, judge "
	       "%.3f ms a text; strstr form by form %.3f ms a text, %.1f x\n",
		open, fold / (argc - 2), judge / (argc - 2),
		others / (argc - 2), others / judge);
	lexicon_free(lex);
	return 0;
}
