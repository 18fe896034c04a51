/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_MARKDOWN_LIMITED_H
#define BASE_MARKDOWN_LIMITED_H

/*
 * Blocks as bytes, for the way back from the limited child of
 * markdown_parse_limited().
 */

#include "base/markdown.h"

/* Appends the packed form. */
int markdown_pack(struct str *out, const struct markdown *md);

/* Reads it back; ERR_PARSE for anything markdown_pack() would not write. */
int markdown_unpack(struct markdown *out, const void *data, size_t len);

#endif
