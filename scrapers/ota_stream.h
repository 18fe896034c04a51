/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_STREAM_H
#define SCRAPERS_OTA_STREAM_H

/*
 * A new git repository, written by us commit by commit: one file each, in
 * the form that git-fast-import(1) reads.
 *
 *	struct ota_stream s = { 0 };
 *
 *	rc = ota_stream_open(&s, "out/versions");
 *	if (rc == 0)
 *		rc = ota_stream_add(&s, &commit);	(any number of times)
 *	rc = ota_stream_close(&s, rc);
 *
 * It grows in a folder "<dir>.part" beside, which takes its name when all is
 * in it: what bears the name is whole. Memory is that of a few megabytes of
 * commits; git runs once for each such group. The same commits give the same
 * object names everywhere.
 */

#include <stdint.h>

#include "scrapers/ota_git.h"

enum { OTA_STREAM_NAMES = 128 << 20 }; /* bytes of all names, at most */

/* Borrowed. */
struct ota_stream_commit {
	int64_t seen_ns; /* author's and committer's date */
	const char *message;
	const char *path; /* in the repository: valid UTF-8, no controls */
	const void *data;
	size_t len;
};

struct ota_stream {
	struct ota_git git;
	char *dir, *part; /* owned */
	char *marks;	  /* owned: git's file of the commits' names */
	struct str text;
	size_t n;	/* commits so far; the n-th has the mark n */
	size_t written; /* of them, in the repository */
};

/* ERR_EXISTS when the folder, or its ".part", is there. */
int ota_stream_check(const char *dir);

/* ERR_EXISTS when dir, or dir.part of an export that did not end, is there. */
int ota_stream_open(struct ota_stream *out, const char *dir);

/* Appends a commit. ERR_INVALID for an instant before 1970, which git cannot
 * hold. */
int ota_stream_add(struct ota_stream *s, const struct ota_stream_commit *c);

/* The names of all commits that were added so far, a line ":MARK HEX" each,
 * as git writes them, in any order. */
int ota_stream_names(struct str *out, struct ota_stream *s);

/* With rc 0 writes what waits, checks the files out and gives the folder its
 * name; else leaves dir.part and returns rc. */
int ota_stream_close(struct ota_stream *s, int rc);

#endif
