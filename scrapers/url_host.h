/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_URL_HOST_H
#define SCRAPERS_URL_HOST_H

/*
 * The host part of a URL (WHATWG URL Standard, section 3): domains through
 * UTS #46, IPv4 in its many spellings, IPv6, and the opaque hosts of schemes
 * that are not special.
 *
 *	rc = url_host_parse(&out, "EXEMPLE.test", 12, true);	exemple.test
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Appends the bytes, as %XX those of the set, controls and all that is not
 * ASCII ("percent-encode sets", section 1.3). */
void url_host_encode(
	struct str *out, const char *text, size_t len, const char *set);

/* Appends the host in its normal form. ERR_INVALID, message "…". */
int url_host_parse(struct str *out, const char *text, size_t len, bool special);

#endif
