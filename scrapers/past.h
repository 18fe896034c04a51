/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PAST_H
#define SCRAPERS_PAST_H

/*
 * The one way in for what comes from the past: a saved page, a record of a
 * WARC file, a capture of the Wayback Machine, a commit of Open Terms
 * Archive. Each is a sighting: pages with the instant at which somebody saw
 * them, and whose word that instant is.
 *
 *	struct past_target target = { 0 };
 *	struct past_page page = { .url = url, .seen_ns = ns, .body = p, … };
 *	struct past past = { .target = &target, .pages = &page, .n = 1,
 *		.basis = SNAPSHOT_THIRD_PARTY, .source = "…", … };
 *
 *	rc = past_target_find(&target, &wanted);
 *	if (rc == 0)
 *		rc = past_keep(&result, store, &past);
 *	past_result_release(&result);
 *	past_target_release(&target);
 *
 * What always holds: the bytes are kept as they came, with a record of where
 * they came from; a sighting that is there already (same terms, instants and
 * bytes) is not kept twice, whoever brings it; nothing from here is ever
 * said to be captured by this program.
 */

#include <cjson/cJSON.h>

#include "archive/version.h"
#include "scrapers/declaration.h"

struct extractor;

/* Whose pages they are, and how they are read. Do not copy it: terms may
 * point into it. */
struct past_target {
	char *service; /* owned, as the declarations spell it */
	const struct declaration_terms *terms; /* borrowed from below */
	struct declaration declaration;
	struct declaration_terms own;
};

/* What was said of it. Borrowed; NULL: not said. */
struct past_wanted {
	const char *folder;  /* of the declarations */
	const char *service; /* NULL: the one that is declared at url */
	const char *type;    /* NULL: that one's, or "Privacy Policy" */
	const char *url;
	const char *const *select, *const *remove; /* NULL-terminated */
};

/* The declared terms; or with select, terms of one page made of what was
 * typed, whose service need not be declared. ERR_NOTFOUND, ERR_INVALID. */
int past_target_find(struct past_target *out, const struct past_wanted *wanted);
void past_target_release(struct past_target *t);

/* One page as it was seen. Borrowed; strings may be NULL when unknown. */
struct past_page {
	const char *url, *final_url;
	int64_t seen_ns;
	bool day_only;	  /* only the day of seen_ns is known */
	const char *seen; /* the same as the source wrote it */
	const char *zone; /* in which seen is to be read; NULL: UTC */
	const char *file; /* that it came from, without folders */
	int status;	  /* HTTP; 0: not known */
	const char *media_type;
	const void *body; /* content coding as sent, no transfer coding */
	size_t size;
	const char *coding;  /* Content-Encoding of body */
	const cJSON *record; /* members that the record gets besides */
};

/* A sighting. Borrowed. */
struct past {
	const struct past_target *target;
	const struct past_page *pages; /* one for each part of the terms */
	size_t n;
	enum snapshot_basis basis; /* stated or third-party */
	const char *source;	   /* whose word the instants are */
	const char *text;	   /* NULL: what the terms select */
	size_t text_len;
	const char *extractor;	  /* of text; NULL: "identity" */
	bool technical;		  /* read anew by other rules: no change of the
				   * vendor's */
	struct extractor *reader; /* that serves many pages, or NULL */
	bool must_read;		  /* without a text, keep nothing and fail */
	bool dry_run;
};

struct past_result {
	int64_t snapshot;	  /* of the first page; 0 in a dry run */
	bool kept;		  /* false: it was there already */
	bool read;		  /* it has a text */
	bool is_new;		  /* a text that its neighbours do not have */
	struct digest page, text; /* of the first page; of the text */
	size_t text_bytes;
	char *message; /* owned: why there is no text, or NULL */
};
void past_result_release(struct past_result *r);

/* Keeps a sighting, in one transaction. Answers of a status that is no page
 * (404, 500…) and pages without the selected text are kept without a
 * reading, and message says why, unless must_read. ERR_INVALID when pages
 * are missing, or an instant lies in the future. */
int past_keep(struct past_result *out, struct store *s, const struct past *p);

#endif
