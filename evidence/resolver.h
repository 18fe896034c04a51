/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_RESOLVER_H
#define EVIDENCE_RESOLVER_H

/*
 * Public resolvers that are asked for names over an encrypted connection
 * (DoH, DoT, DoQ). A capture in which such a connection stands does not show
 * what names were looked up there.
 *
 *	if (resolver_is_public("dns.google")) …
 */

#include <stdbool.h>

/* Whether a normalised host is such a resolver's, or lies below one of
 * theirs. The list is from their operators' own documentation; a host that
 * is not in it may be a resolver all the same. */
bool resolver_is_public(const char *host);

#endif
