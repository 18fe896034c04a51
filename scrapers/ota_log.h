/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_LOG_H
#define SCRAPERS_OTA_LOG_H

/*
 * What git's reading commands say, taken apart. The repository is hostile:
 * names may hold line feeds and be as long as they like; so everything is
 * read in the forms that end a name with NUL, or say its length first.
 *
 *	struct ota_log_change c;
 *	size_t at = 0;
 *
 *	while ((rc = ota_log_change(&c, text, len, &at)) == 0 && c.commit)
 *		...
 *
 * All is borrowed from the text. ERR_PARSE where it is not what git writes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An object's name in hex: 40 characters, or 64. */
struct ota_log_name {
	const char *hex;
	size_t len;
};

/* One file that a commit brought, changed or removed. */
struct ota_log_change {
	struct ota_log_name commit;
	struct ota_log_name blob; /* behind the change */
	unsigned mode;		  /* octal as git's: 0100644; 0: removed */
	const char *path;	  /* with a NUL behind it */
	size_t path_len;
};

/* The next line of `git rev-list`; name.hex is NULL at the end. */
int ota_log_commit(
	struct ota_log_name *out, const char *text, size_t len, size_t *at);

/* The next change in the output of `git diff-tree --stdin -r -z --raw
 * --root`; commit.hex is NULL at the end. *out must be zeroed at the start,
 * and is carried from one call to the next. */
int ota_log_change(
	struct ota_log_change *out, const char *text, size_t len, size_t *at);

/* One object of `git cat-file --batch`, or of --batch-check (body: false,
 * data is NULL). type is "blob", "commit", …; "missing" has no size. name
 * hex is NULL at the end. */
struct ota_log_object {
	struct ota_log_name name;
	char type[8];
	uint64_t size;
	const char *data;
};
int ota_log_object(struct ota_log_object *out, const char *text, size_t len,
	size_t *at, bool body);

#endif
