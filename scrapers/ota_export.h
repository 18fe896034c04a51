/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_EXPORT_H
#define SCRAPERS_OTA_EXPORT_H

/*
 * The archive's versions and snapshots as Open Terms Archive keeps them: two
 * git repositories, DIR/versions and DIR/snapshots, one file a terms, one
 * commit a change, dated as it was first seen.
 *
 *	struct ota_export e = { .dir = "out" };
 *	struct ota_export_result r = { 0 };
 *
 *	rc = ota_export_run(&r, store, &e);
 *	...
 *	ota_export_release(&r);
 *
 * A commit of ours has trailers beyond theirs: X-constat-seen (the instant,
 * exactly), -precision (where only the day is known), -basis, -source,
 * -sha256 (of the file). Imported again (scrapers/ota_import) the versions
 * and their dates are the same. The same archive gives the same commits.
 *
 * Answers that were no page are left out, as Open Terms Archive does; pages
 * that only came as Markdown are versions without a snapshot.
 */

#include "archive/store.h"
#include "base/progress.h"
#include "scrapers/problem.h"

/* Borrowed. */
struct ota_export {
	const char *dir;	    /* made when it is missing */
	const char *service, *type; /* only these; NULL: all */
	bool dry_run;		    /* counts only */
	const struct progress *progress;
};

struct ota_export_result {
	size_t versions, snapshots;   /* commits */
	size_t left_out;	      /* what git or a file cannot hold */
	struct problem_list problems; /* why */
};

/* ERR_NOTFOUND when nothing of it is kept, or there is no git; ERR_EXISTS
 * when DIR holds one of them already. */
int ota_export_run(struct ota_export_result *out, struct store *s,
	const struct ota_export *e);
void ota_export_release(struct ota_export_result *r);

#endif
