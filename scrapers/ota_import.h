/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_IMPORT_H
#define SCRAPERS_OTA_IMPORT_H

/*
 * A whole repository of Open Terms Archive, versions or snapshots, into the
 * archive:
 *
 *	struct ota_import i = { .dir = "contrib-versions", .folder = dir };
 *	struct ota_import_result r = { 0 };
 *
 *	rc = ota_import_run(&r, store, &i);
 *	...
 *	ota_import_release(&r);
 *
 * The same repository gives the same archive, and given twice changes
 * nothing; what was kept before a kill stays, and the next import goes on.
 * Memory does not grow with the repository, but for a list of its commits.
 */

#include "base/progress.h"
#include "scrapers/ota_keep.h"

enum ota_import_kind {
	OTA_IMPORT_DETECT, /* by what most files are */
	OTA_IMPORT_VERSIONS,
	OTA_IMPORT_SNAPSHOTS,
};

/* Borrowed. */
struct ota_import {
	const char *dir;	    /* the repository */
	const char *folder;	    /* of the declarations */
	const char *service, *type; /* only these; NULL: all */
	enum ota_import_kind kind;
	bool dry_run;
	const struct progress *progress;
};

struct ota_import_result {
	char *repository; /* owned: its name, as the records have it */
	bool versions;
	size_t commits; /* that were looked at */
	size_t foreign; /* that are not the archive's */
	struct ota_keep_count count;
	struct problem_list problems; /* of single documents */
};

/* ERR_NOTFOUND when there is no repository, no git, or nothing in it that
 * Open Terms Archive wrote; the archive's failures. */
int ota_import_run(struct ota_import_result *out, struct store *s,
	const struct ota_import *i);
void ota_import_release(struct ota_import_result *r);

#endif
