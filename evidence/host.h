/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_HOST_H
#define EVIDENCE_HOST_H

/*
 * Host names as logs write them, made comparable: lower-case ASCII, no final
 * dot, at most 253 octets; what cannot be printed stays out. Names come from
 * the network and may be hostile.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { HOST_MAX = 253 };

/* Writes the normalised name, NUL-terminated; the root stays ".". False when
 * it is no host name or address: empty, too long, an empty label, a character
 * that does not belong there. out is then undefined. */
bool host_normalise(char out[HOST_MAX + 1], const char *text, size_t len);

/* Names that say nothing of the outside: reverse names, .local, .lan, single
 * labels, the root, addresses. */
bool host_is_local(const char *host);

/* The registrable domain by the Public Suffix List (its ICANN and private
 * parts): "shop.example.co.uk" -> "example.co.uk". Borrowed from host; NULL
 * when the host is a suffix itself. */
const char *host_registrable(const char *host);

/* Whether the name ends as the list has it, "….com": names of files and of
 * programs seldom do. */
bool host_has_public_suffix(const char *host);

/* The public suffix that a name ends in, and what says that it is one. */
enum host_suffix {
	HOST_SUFFIX_NONE,    /* the name is local, or an address */
	HOST_SUFFIX_ICANN,   /* a rule for a registry: "co.uk" */
	HOST_SUFFIX_PRIVATE, /* a rule of a company that gives out names below
				it: "eu-west-3.elb.amazonaws.com" */
	HOST_SUFFIX_DEFAULT, /* no rule: the last label counts as one */
};

/* Sets *suffix to the part of host that is one; NULL for NONE. */
enum host_suffix host_suffix(const char **suffix, const char *host);

/* The list's name and date, for records. */
enum { HOST_LIST_VERSION = 64 };
void host_list_version(char out[HOST_LIST_VERSION]);

/* A normalised name as a person would type it: with a dot in it, no pattern,
 * port or path; or an address. */
bool host_is_plain(const char *host);

/* True when the normalised name matches the pattern: '*' any run of
 * characters, '?' one; capitals in the pattern count as small. */
bool host_matches(const char *host, const char *pattern);

#endif
