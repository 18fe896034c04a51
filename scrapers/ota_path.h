/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_PATH_H
#define SCRAPERS_OTA_PATH_H

/*
 * Files in Open Terms Archive's repositories: which terms they are of.
 *
 *	Exemple/Privacy Policy.md		a version
 *	Exemple/Privacy Policy.html		a snapshot
 *	Exemple/Privacy Policy #legal-cookies.html
 *						one page of several
 *
 *	if (ota_path_parse(&p, path, len))
 *		...
 *	ota_path_release(&p);
 *
 * Names come from outside: what could not be the name of a file of ours, or
 * would drive a terminal, is no such file.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { OTA_PATH_NAME = 200 }; /* bytes of a service, a type, a document */

/* Owned. */
struct ota_path {
	char *service, *type;
	char *document; /* NULL: the terms are one page */
	char *extension;
};

/* False when it is not the path of a version or a snapshot. */
bool ota_path_parse(struct ota_path *out, const char *path, size_t len);
void ota_path_release(struct ota_path *p);

bool ota_path_is_version(const struct ota_path *p);

/* Appends the path; false, and nothing is appended, when a name cannot be
 * one of a file. document may be NULL. */
bool ota_path_write(struct str *out, const struct ota_path *p);

/* Appends the document id of an address: its path without a known extension,
 * slashes as "-", what file systems do not like as "_". */
void ota_path_document(struct str *out, const char *url);

/* The media type of an extension, and the other way; constant. */
const char *ota_path_media_type(const char *extension);
const char *ota_path_extension(const char *media_type);

#endif
