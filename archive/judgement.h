/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_JUDGEMENT_H
#define ARCHIVE_JUDGEMENT_H

/*
 * Why a snapshot was taken for a wall and became no version, and the word of
 * a person who overruled that.
 *
 *	struct judgement j = { .snapshot = id, .kind = "bot-check", … };
 *
 *	rc = judgement_add(store, &j);		sets j.id
 *	rc = judgement_find(&j, &found, store, id);
 *	judgement_release(&j);
 *
 * Both are facts: sealed, never changed, never taken back.
 */

#include "archive/store.h"

/* Strings are borrowed when given, owned when read. */
struct judgement {
	int64_t id, snapshot;
	char *kind;    /* code of the kind of wall */
	int score;     /* 0 to 100 */
	char *reasons; /* JSON array; NULL for none */
	bool accepted; /* a person overruled it … */
	char *why;     /* … for this reason, in their words */
};

void judgement_release(struct judgement *j);

/* Keeps it; sets j->id. */
int judgement_add(struct store *s, struct judgement *j);

/* The last one of a snapshot. */
int judgement_find(
	struct judgement *out, bool *found, struct store *s, int64_t snapshot);

/* The one of the latest wall of terms that nobody accepted. */
int judgement_latest(struct judgement *out, bool *found, struct store *s,
	const char *service, const char *terms);

/* A person overrules: the page is the document after all. ERR_NOTFOUND when
 * the snapshot was never judged a wall, ERR_EXISTS when it is accepted. */
int judgement_accept(struct store *s, int64_t snapshot, const char *why);

#endif
