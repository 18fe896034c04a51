/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_VALIDATOR_H
#define ARCHIVE_VALIDATOR_H

/*
 * What a conditional request may say (RFC 9110, section 13): the validators
 * of the last page that came, the language it was asked in, and the rules it
 * was read by, so that none is sent when anything else has changed.
 *
 *	rc = validator_find(&v, &found, store, service, terms, part);
 *	if (found && digest_equal(&v.rules, &now))
 *		ask with v.etag, v.modified
 *	validator_release(&v);
 *
 * Operational: replaced at each capture, sealed by nothing, proving nothing.
 */

#include "archive/store.h"
#include "base/digest.h"

/* Strings are borrowed when given, owned when read; "" or NULL: none. */
struct validator {
	char *service, *terms;
	int part;
	char *url;	     /* that was asked for */
	char *etag;	     /* as sent, quotes and all */
	char *modified;	     /* Last-Modified, as sent */
	char *language;	     /* Accept-Language */
	struct digest rules; /* of declaration and extractor */
	int64_t snapshot;    /* that a 304 confirms */
};

void validator_release(struct validator *v);

/* Those of one page of terms. */
int validator_find(struct validator *out, bool *found, struct store *s,
	const char *service, const char *terms, int part);

/* Keeps them in place of the former ones. */
int validator_put(struct store *s, const struct validator *v);

#endif
