/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTIONS_H
#define CASES_MENTIONS_H

/*
 * Does the text in force on a day name this host, its owner, this kind of
 * data? Five answers, after PoliCheck:
 *
 *	clear		named where data is collected or passed on
 *	vague		only an open category is: "our partners"
 *	omitted		nothing of the kind
 *	denied		named, or a category that holds it, where it is denied
 *	ambiguous	both, or only in words that leave it open
 *
 *	struct mentions m = { 0 };
 *
 *	rc = mentions_ask(&m, &(struct mentions_question){ .store = store,
 *		.host = "api.exemple.net", .at = "2018-09-03" });
 *	rc = mentions_read(&m, "Exemple", "Privacy Policy");
 *	m.v[0].text.answer is MENTIONS_VAGUE
 *	mentions_release(&m);
 *
 * "omitted", "vague" (nothing is named) and "denied" are questions to the
 * person who reads the passages shown, never findings: mentions_to_confirm().
 * Each answer carries the rule that decided, its passages, and what was looked
 * for. Of a text whose language is none of the lists' the answer is
 * "ambiguous", by the rule "language-unknown".
 */

#include <cjson/cJSON.h>

#include "cases/claim.h"
#include "cases/mentions_forms.h"
#include "scrapers/history.h"

enum mentions_answer {
	MENTIONS_OMITTED,
	MENTIONS_CLEAR,
	MENTIONS_VAGUE,
	MENTIONS_AMBIGUOUS,
	MENTIONS_DENIED,
};

struct mentions_question {
	struct store *store;
	const char *host, *term;   /* one of the three; host with owners */
	const char *const *owners; /* names, brands, legal names */
	size_t n_owners;
	const char *at, *zone; /* as history_instant(); NULL: of_text() only */
	const char *lang;      /* of the lists; NULL: that of the text */
	const struct owner_list *list; /* of hosts; NULL: none */
	const struct case_json *c;     /* usable; NULL: none */
};

/* A sentence in which one was found. */
struct mentions_passage {
	size_t form;
	char *text, *lead, *section; /* owned; lead NULL: none */
	bool link;
	struct claim claim;
};

/* How often each kind of claim was made: of what was asked for, of the cloud
 * that a host is in, of categories. */
struct mentions_tally {
	size_t subject[CLAIM_UNSURE + 1], cloud[CLAIM_UNSURE + 1],
		open[CLAIM_UNSURE + 1];
};

/* One text read. All that is found counts for the answer; of categories the
 * first MENTIONS_PASSAGES sentences are kept, of what was asked for as many
 * again. */
struct mentions_text {
	const char *lang; /* of its lists; NULL: it was not told, all */
	enum mentions_answer answer;
	const char *rule; /* constant */
	struct mentions_passage *v;
	size_t n, cap, subjects; /* subjects: of what was asked for */
	size_t more;		 /* found, but not kept */
	struct mentions_tally sum;
};

struct mentions_document {
	struct history h;		 /* closed when there is nothing */
	char *service, *terms, *missing; /* owned; missing: why, or NULL */
	struct version_at known;
	struct mentions_text text;
	bool between;		    /* the text may be the next one already */
	struct mentions_text after; /* the next one, then */
};

struct mentions {
	struct mentions_question q;
	int64_t ns;
	struct owner owner; /* of the host */
	struct cloud cloud; /* that it is in; provider NULL: in none */
	struct mentions_forms forms;
	struct mentions_document *v;
	size_t n, cap;
};

enum { MENTIONS_PASSAGES = 200 };

/* The answer of one text alone; m is of mentions_ask(). */
int mentions_of_text(enum mentions_answer *out, const struct mentions *m,
	const struct version_span *span);

/* Takes the question and makes the forms. ERR_INVALID for a host that is no
 * name, or a form without letters. All of q is borrowed. */
int mentions_ask(struct mentions *out, const struct mentions_question *q);
void mentions_release(struct mentions *m);

/* Reads one document. That the archive lacks it is no error: see missing. */
int mentions_read(struct mentions *m, const char *service, const char *terms);

/* Over all documents read; the rule's name with it. */
enum mentions_answer mentions_answer(
	const char **rule, const struct mentions *m);

/* The same of the provider of the cloud, who receives what is sent there but
 * does not own the host. */
enum mentions_answer mentions_cloud_answer(
	const char **rule, const struct mentions *m);

/* How many of the documents could not be read: the answer is without them. */
size_t mentions_missing(const struct mentions *m);

/* Only a person who has read the passages may say it. */
bool mentions_to_confirm(enum mentions_answer answer);

/* "clear", "vague", … */
const char *mentions_answer_name(enum mentions_answer answer);

/* "seen" on that day, "unchanged" before and after, "between" two texts,
 * "since": not seen after. */
const char *mentions_certainty(
	const struct mentions *m, const struct mentions_document *d);

#endif
