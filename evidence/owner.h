/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_OWNER_H
#define EVIDENCE_OWNER_H

/*
 * Who runs a host, with the basis of the answer:
 *
 *	confirmed	a log shows that the owner's own name leads there
 *(CNAME), to a machine that the provider keeps for one customer; names of two
 *owners leading there confirm nothing
 *	listed		a list that the person gave names it
 *	registered	the host lies under this registrable domain
 *	derived		only the label in the host's name suggests it
 *
 * Never more than the basis bears: a derived owner is a guess and is printed
 * as one. The provider of a cloud is not the owner of what runs in it.
 *
 *	rc = owner_names_read(&names, store);
 *	owner_find(&o, "push-vendor-net-1516654448.eu-west-3.elb.amazonaws.com",
 *		NULL, names);
 *	o.basis is OWNER_DERIVED, o.name "vendor.net"
 */

#include <stdbool.h>
#include <stddef.h>

#include "archive/store.h"
#include "base/digest.h"

enum owner_basis {
	OWNER_NONE,
	OWNER_DERIVED,
	OWNER_REGISTERED,
	OWNER_LISTED,
	OWNER_CONFIRMED,
};

struct owner {
	enum owner_basis basis;
	char name[256];	  /* a domain, or a company as the list names it */
	char source[256]; /* the list's file name, or the name that led there */
	/* What more is known; "" unless evidence/whose.h found it. */
	const char *how;	       /* constant: see there */
	char set[128];		       /* the data set's name */
	char licence[64], version[64]; /* of the data set */
	char entry[256];	       /* the entry that matched */
	char country[64]; /* of establishment, as the source tells it */
};

/* A list of hosts and their owners, given as a file: lines "domain;owner;…"
 * (the owner as it names it), or one host a line, with an address before it
 * in hosts files (the owner is then the file's name). Digest and name say
 * which list it was. ERR_PARSE when it holds no host, ERR_LIMIT. */
struct owner_list;
int owner_list_read(struct owner_list **out, const char *path);
void owner_list_free(struct owner_list *list);
const struct digest *owner_list_digest(const struct owner_list *list);
const char *owner_list_name(const struct owner_list *list);

/* The owner of just that domain; the owner who is named as a domain of theirs
 * begins. Borrowed from the list; NULL when there is none. */
const char *owner_list_domain(
	const struct owner_list *list, const char *domain);
const char *owner_list_brand(const struct owner_list *list, const char *word);

/* What the logs of an archive tell of names: which leads where, and which
 * registrable domains occur. */
struct owner_names;
int owner_names_read(struct owner_names **out, struct store *s);
void owner_names_free(struct owner_names *names);

/* Whether a name below that registrable domain was asked for. */
bool owner_names_domain(const struct owner_names *names, const char *domain);

/* The best answer there is; list and names may be NULL. */
void owner_find(struct owner *out, const char *host,
	const struct owner_list *list, const struct owner_names *names);

/* "confirmed", "listed", … for JSON and templates. */
const char *owner_basis_name(enum owner_basis basis);

#endif
