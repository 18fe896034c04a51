/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_KEEP_H
#define SCRAPERS_OTA_KEEP_H

/*
 * What a commit of Open Terms Archive brought, as a sighting of the archive:
 * its date is the author's of the commit, and the word of Open Terms Archive
 * (basis third-party); the record keeps repository, commit, path and all
 * trailers.
 *
 *	struct ota_keep k = { .store = s, .git = &g, .folder = dir, … };
 *
 *	rc = ota_keep_file(&k, &file);		(each, in order)
 *	if (rc == 0)
 *		rc = ota_keep_end(&k);
 *	ota_keep_release(&k);
 *
 * A version is kept as the Markdown it is: page and text are the same bytes,
 * media type text/markdown. A snapshot is kept as the page, and read by the
 * declaration that was in force then (scrapers/declared); one page of
 * several is read together with the latest of the others, once all that a
 * run of theirs fetched at the same instant have come: Open Terms Archive
 * records a page only when it changed, so the others stood unchanged then.
 */

#include "archive/store.h"
#include "scrapers/declared.h"
#include "scrapers/ota_batch.h"
#include "scrapers/past.h"
#include "scrapers/problem.h"

/* Counts of documents. */
struct ota_keep_count {
	size_t kept;	   /* new in the archive */
	size_t known;	   /* there already */
	size_t texts;	   /* of the kept: a text their neighbours lack */
	size_t technical;  /* of the kept: technical upgrades */
	size_t unread;	   /* kept, but the declaration finds no text */
	size_t undeclared; /* snapshots of terms that are not declared here */
	size_t refused;	   /* not what a version or a snapshot looks like */
};

struct ota_keep {
	struct store *store; /* borrowed, like all up to the counts */
	const struct ota_git *git;
	const char *folder; /* of the declarations */
	bool versions;	    /* else the files are snapshots */
	bool dry_run;
	struct ota_keep_count count;
	struct problem_list problems; /* why some are refused or unread */
	/* inside */
	struct ota_keep_service *services;
	size_t n_services, services_cap;
	struct ota_keep_part *parts; /* latest of each page of several */
	size_t n_parts, parts_cap;
	size_t pending; /* parts that came at the instant now gathered */
};

int ota_keep_file(struct ota_keep *k, const struct ota_batch_file *f);

/* Keeps what waits for its other pages. */
int ota_keep_end(struct ota_keep *k);
void ota_keep_release(struct ota_keep *k);

#endif
