/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_AUTHORITY_H
#define EVIDENCE_AUTHORITY_H

/*
 * The host in a Host header or the authority of a URL (RFC 3986, 3.2):
 * "host", "host:8080", "192.0.2.7:80", "[2001:db8::1]:443"; also a bare IPv6
 * address, which some programs write.
 *
 *	if (!authority_host(host, text, strlen(text)))
 *		return N_("no host name");
 */

#include <stdbool.h>
#include <stddef.h>

#include "evidence/host.h"

/* The normalised host without port and brackets; false when it is none. */
bool authority_host(char out[HOST_MAX + 1], const char *text, size_t len);

#endif
