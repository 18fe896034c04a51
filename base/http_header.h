/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_HEADER_H
#define BASE_HTTP_HEADER_H

/*
 * Reads the header block of an answer, which is kept as it was sent.
 *
 *	rc = http_header(&type, &answer.headers, "Content-Type", 0);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { HTTP_RETRY_MAX_S = 86400 }; /* longest wait that is told */

/* The value of the first (index 0) or a further field of that name in a
 * header block, trimmed, appended to out; ERR_NOTFOUND when there is none. */
int http_header(struct str *out, const struct str *block, const char *name,
	size_t index);

/* How long Retry-After (RFC 9110, 10.2.3) asks to wait, in nanoseconds; a day
 * at most. A date counts from the answer's own Date, else from now_ns. False
 * when the block has no such field or it cannot be read. */
bool http_retry_after(int64_t *out_ns, const struct str *block, int64_t now_ns);

#endif
