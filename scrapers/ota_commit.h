/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_COMMIT_H
#define SCRAPERS_OTA_COMMIT_H

/*
 * Commits as Open Terms Archive's engine writes them, of all its years:
 *
 *	Record new changes of Exemple Privacy Policy
 *
 *	This version was recorded after extracting from snapshot
 *	https://…/commit/1f0c…
 *
 *	X-engine-version: 14.1.0
 *
 *	rc = ota_commit_parse(&c, text, len);
 *	if (rc == 0 && c.kind != OTA_COMMIT_OTHER)
 *		…  c.author_ns is when the page was fetched
 *	ota_commit_release(&c);
 *
 * The engine sets the author's date to the instant at which it fetched. What
 * this program exports has trailers of its own besides: X-constat-seen, the
 * same instant to the nanosecond, X-constat-precision: day, and others that
 * only inform.
 * Everything here is what somebody else wrote: bounded, repaired UTF-8.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
	OTA_COMMIT_BYTES = 256 << 10, /* of one commit that is read */
	OTA_COMMIT_SNAPSHOTS = 1000,  /* named by one version */
	OTA_COMMIT_TRAILERS = 32,
};

enum ota_commit_kind {
	OTA_COMMIT_OTHER,     /* a person's, or of another program */
	OTA_COMMIT_FIRST,     /* First record of; Start tracking */
	OTA_COMMIT_CHANGE,    /* Record new changes of; Update */
	OTA_COMMIT_TECHNICAL, /* Apply technical or declaration upgrade on;
			       * Refilter */
};

struct ota_commit {
	enum ota_commit_kind kind;
	int64_t author_ns; /* refined by X-constat-seen */
	bool day_only;
	bool ours;	  /* exported by this program */
	char *subject;	  /* owned */
	char *document;	  /* owned: "Document ID …", or NULL */
	cJSON *snapshots; /* array of texts: what the version was made from */
	cJSON *trailers;  /* object: X-… lines, as they stand */
};

/* Reads a commit object. ERR_PARSE when it has no author with a date that we
 * can hold. */
int ota_commit_parse(struct ota_commit *out, const char *text, size_t len);
void ota_commit_release(struct ota_commit *c);

/* A trailer's value, borrowed; NULL when absent. */
const char *ota_commit_trailer(const struct ota_commit *c, const char *name);

/* Appends the message of a commit of ours in that form. Borrowed. */
struct ota_commit_message {
	enum ota_commit_kind kind; /* not OTHER */
	const char *service, *type;
	const char *document;		/* or NULL */
	const char *const *snapshots;	/* NULL-terminated, or NULL */
	const char *const *trailers[2]; /* names and values, both
					 * NULL-terminated */
};
void ota_commit_write(struct str *out, const struct ota_commit_message *m);

#endif
