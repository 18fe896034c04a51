/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_FOLDER_H
#define ARCHIVE_FOLDER_H

/*
 * The case folder: constat.db, secret, case.json, declarations/. Made whole:
 * constat.db is the last thing to appear, and until it does, the next try
 * completes what an interrupted one began.
 *
 *	rc = folder_create("my-case", skeleton);
 */

/* Makes the folder (0700; files 0600) with an archive, a case.json of that
 * text, and an empty declarations/. A folder that is there must be empty or
 * hold only an interrupted creation: ERR_EXISTS otherwise, and nothing in it
 * is touched. */
int folder_create(const char *dir, const char *case_text);

#endif
