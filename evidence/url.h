/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_URL_H
#define EVIDENCE_URL_H

/*
 * The parts of a URL as logs write them, for finding the host that a request
 * went to. No general parser: what is not of the network has no host here.
 *
 *	struct url u;
 *
 *	if (url_read(&u, text, len))
 *		… u.host, u.scheme
 */

#include <stdbool.h>
#include <stddef.h>

#include "evidence/host.h"

enum { URL_SCHEME = 24 };

struct url {
	char scheme[URL_SCHEME + 1]; /* lower case: "https" */
	char host[HOST_MAX + 1];     /* normalised, an address without brackets;
				      * "" unless http, https, ws, wss or ftp */
	int port;		     /* 0: none is written */
	bool user; /* a user or password stands before the host */
	const char *path, *query;   /* borrowed; what follows '?', without it */
	size_t path_len, query_len; /* 0 for what is not of the network */
};

/* False when it is no URL with a scheme, or one of the network whose host is
 * none. */
bool url_read(struct url *out, const char *text, size_t len);

/* "first" when both hosts have the same registrable domain, or are the same;
 * "third" when they have others; "" when that cannot be told. */
const char *url_party(const char *host, const char *document);

#endif
