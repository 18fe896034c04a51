/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_OWNER_SET_H
#define EVIDENCE_OWNER_SET_H

/*
 * The data sets on owners that a person added (archive/dataset.h), read as
 * evidence/owner_format.h has them, and asked.
 *
 *	rc = owner_set_add(&added, store, &about, paths, n);
 *	rc = owner_sets_read(&sets, store);
 *	if (owner_sets_find(&answer, sets, "a.push.vendor.example", NULL))
 *		answer.owner, answer.set->licence, answer.entry
 *	owner_sets_free(sets);
 *
 * An entry answers for its domain and all below it, the longest first. It
 * does not for names that it is a mere suffix of: an entry "cloudfront.net"
 * says nothing of whose d1.cloudfront.net is, so of a name in a cloud only
 * the whole name counts, and no entry shorter than the registrable domain.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

/* What a person says of a set. Licence and version are required. */
struct owner_set_about {
	const char *name; /* NULL: the first file's or the folder's name */
	const char *licence, *version;
	const char *source; /* an address, or NULL */
	const char *owner;  /* whose hosts a list has that names nobody */
};

struct owner_set_added {
	char name[256];
	size_t files;
	uint64_t entries, passed, names;
};

/* Keeps the files, all or none; a folder stands for the files in it, not for
 * those of its folders. ERR_INVALID without a licence or version, ERR_EXISTS
 * for a name that is taken, ERR_PARSE for a file that is no such data set. */
int owner_set_add(struct owner_set_added *out, struct store *s,
	const struct owner_set_about *about, const char *const *paths,
	size_t n);

/* A file of a set. */
struct owner_set {
	char *name, *licence, *version, *source, *file, *format; /* owned */
	uint64_t size, entries;
	struct digest content;
};

struct owner_sets;
int owner_sets_read(struct owner_sets **out, struct store *s);
void owner_sets_free(struct owner_sets *sets);

/* The files, in the order they were added. */
const struct owner_set *owner_sets_file(
	const struct owner_sets *sets, size_t i); /* NULL behind the last */

/* Strings are borrowed from the sets. */
struct owner_set_answer {
	const struct owner_set *set;
	const char *owner; /* "": the set names nobody */
	const char *id;	   /* the set's id of it, when a name was found */
	const char *parent, *country;
	const char *domain; /* the entry's */
	const char *entry;  /* as it stands in the set */
};

/* The longest entry that answers for the host and names an owner; of equal
 * ones that of the set that was added first. only: of this file alone, also
 * when it names nobody; NULL: all. False when there is none. */
bool owner_sets_find(struct owner_set_answer *out,
	const struct owner_sets *sets, const char *host,
	const struct owner_set *only);

/* The entry of just that domain that names an owner. */
bool owner_sets_domain(struct owner_set_answer *out,
	const struct owner_sets *sets, const char *domain);

/* The one owner of the domains that begin so ("vendor.n" of vendor.net);
 * false when there is none, or several. */
bool owner_sets_begins(struct owner_set_answer *out,
	const struct owner_sets *sets, const char *beginning);

/* An owner who is named as the first label of a domain of theirs is. */
bool owner_sets_brand(struct owner_set_answer *out,
	const struct owner_sets *sets, const char *word);

#endif
