/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_HTTP_HEAD_H
#define EVIDENCE_HTTP_HEAD_H

/*
 * The head of an HTTP/1 request that was sent in clear (RFC 9112): to whom,
 * by which method, for which path. What stands behind the path (the query),
 * other fields (cookies, tokens) and the body are never taken; parts of the
 * path that are no words (numbers, tokens) become "*".
 */

#include <stdbool.h>
#include <stddef.h>

#include "evidence/host.h"

enum { HTTP_HEAD_MAX = 16 << 10, HTTP_PATH_MAX = 256 };

enum http_head_state {
	HTTP_HEAD_NONE, /* no request begins so */
	HTTP_HEAD_PART, /* more is to come */
	HTTP_HEAD_WHOLE,
};

struct http_head {
	char method[16];
	char host[HOST_MAX + 1];      /* "" where it names none */
	char path[HTTP_PATH_MAX + 1]; /* cut to that many bytes */
	bool connect; /* asks a proxy for a tunnel: others' bytes follow */
};

/* Whether the bytes may be the beginning of a request, by its method. */
bool http_head_may_be(const unsigned char *bytes, size_t len);

/* Reads a head; WHOLE when its empty line is there. */
enum http_head_state http_head_read(
	struct http_head *out, const unsigned char *bytes, size_t len);

#endif
