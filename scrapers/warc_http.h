/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_HTTP_H
#define SCRAPERS_WARC_HTTP_H

/*
 * An HTTP answer as a WARC record holds it: the header block as it was sent
 * (RFC 9112), and the body with its content coding but without its transfer
 * coding.
 *
 *	struct warc_http a = { 0 };
 *
 *	rc = warc_http_read(&a, block.p, block.len);
 *	if (rc == 0 && a.status == 200 && !a.cut)
 *		…				a.body, a.body_len
 *	warc_http_release(&a);
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { WARC_HTTP_HEAD = 256 << 10 }; /* bytes of one header block */

struct warc_http {
	int status;
	struct str head;     /* header block, verbatim; owned */
	const char *payload; /* what stands behind it; borrowed */
	size_t payload_len;
	const char *body; /* without chunks; borrowed from plain or the
			   * caller's block */
	size_t body_len;
	struct str plain;			 /* owned */
	struct str media_type, coding, location; /* "" when absent */
	bool cut; /* the body is shorter than announced */
};

/* Reads a block. Interim answers (1xx) before it are passed over. Some
 * writers keep "chunked" in the header but not in the body: then it is read
 * as it stands. ERR_PARSE when it is no HTTP answer. */
int warc_http_read(struct warc_http *out, const char *block, size_t len);
void warc_http_release(struct warc_http *a);

/* Appends what the chunks hold; *cut when the last one is missing. ERR_PARSE
 * when these are no chunks. */
int warc_http_unchunk(struct str *out, bool *cut, const char *data, size_t len);

#endif
