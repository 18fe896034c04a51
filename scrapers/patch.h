/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PATCH_H
#define SCRAPERS_PATCH_H

/*
 * A difference as a file that makes the new text from the old one, byte for
 * byte. The form is our own, since others work by lines and have no moves:
 *
 *	constat-patch/1
 *	old 43 sha256:…
 *	new 42 sha256:…
 *	= 0 20			copy 20 bytes of the old text from byte 0
 *	+ 4			4 bytes follow, then a line feed
 *	data
 *	= 25 18
 *	end
 *
 * Lines end in a line feed; numbers are decimal, in bytes. Instructions make
 * the new text from its begin to its end; a copy from further back, or out of
 * order, is a move. Both texts are checked by length and SHA-256.
 *
 *	rc = patch_write(&patch, &redline);
 *	rc = patch_apply(&text, old, old_len, patch.p, patch.len);
 */

#include "base/str.h"
#include "scrapers/redline.h"

/* Appends the patch. ERR_LIMIT. */
int patch_write(struct str *out, const struct redline *r);

/* Appends the new text. ERR_INVALID: the patch is for another text;
 * ERR_PARSE: it is damaged (the message names the byte); ERR_LIMIT. On
 * failure out is as it was. Safe on any bytes. */
int patch_apply(struct str *out, const char *old, size_t old_len,
	const char *patch, size_t patch_len);

#endif
