/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_PIECES_H
#define CASES_PIECES_H

/*
 * The exhibits of one document: numbered 1..n in order of first mention, and
 * the files that are handed over for each.
 *
 *	struct pieces p = { 0 };
 *
 *	rc = pieces_open(&p, &b);	nothing has a number yet
 *	render with pieces_policy(), pieces_exhibit() as references
 *	pieces_order(&p, rendered, len);
 *	rc = pieces_build(&p);		files, names, digests
 *	render again, now with numbers
 *	pieces_release(&p);
 *
 * Until pieces_order(), a reference is one private-use character that says
 * which piece is meant: where it comes first in the rendered text decides
 * the number, whatever template a person wrote.
 *
 * File names follow what French courts ask for: the number first, no accent,
 * no space, no "%", "/", "&", at most 80 characters. Of a log only the lines
 * about the hosts cited are handed over; the log itself stays at home.
 */

#include "cases/backing.h"

enum pieces_kind { PIECES_POLICY, PIECES_LOG, PIECES_FILE };

/* A file that is handed over. */
struct pieces_file {
	char *name;	  /* owned: "PJ01a_politique_2018-10-12.md" */
	char label[16];	  /* "1-a", or "1" when it is alone */
	const char *role; /* "text", "page", "record", "excerpt", "file" */
	char *media_type; /* owned */
	struct str data;  /* the bytes, unless object is set */
	bool object;	  /* the archive's content `digest`, as it stands */
	struct digest digest;
	uint64_t size;
	int64_t date_ns;
	int64_t entry; /* of the ledger, that names the digest; -1: none */
	bool attached; /* inside the PDF too */
};

struct piece {
	enum pieces_kind kind;
	int number;		     /* 0: not mentioned, not handed over */
	const struct policy *policy; /* PIECES_POLICY */
	const struct backing_exhibit *exhibit; /* else */
	struct pieces_file *files;
	size_t n_files, cap_files;
	uint64_t lines; /* of the excerpt; their range where it is one file of
			 * lines, else 0 */
	uint64_t first_line, last_line;
};

struct pieces {
	const struct backing *b; /* borrowed */
	struct piece *v;	 /* in order of number once ordered */
	size_t n, cap;
	bool ordered;
	bool apart; /* yours to set: the document can carry no files */
	struct pieces_file *proofs; /* checkpoint, stamp, ca, ledger */
	size_t n_proofs, cap_proofs;
};

int pieces_open(struct pieces *out, const struct backing *b);
void pieces_release(struct pieces *p);

/* The piece for a policy of the case, for an exhibit; NULL: there is none. */
const struct piece *pieces_policy(
	const struct pieces *p, const struct policy *policy);
const struct piece *pieces_exhibit(const struct pieces *p, int64_t id);

/* Appends "Pièce n° 3", or "Pièces n° 1, 2 et 4"; nothing for none. */
int pieces_refer(struct str *out, const struct pieces *p,
	const struct piece *const list[], size_t n);

/* First and last moment of what a piece shows: of a log, of the lines cited. */
void pieces_range(int64_t *first, int64_t *last, const struct pieces *p,
	const struct piece *piece);

/* Gives the numbers. Exhibits that the case lists and the text does not
 * mention come last. */
void pieces_order(struct pieces *p, const char *text, size_t len);

/* Makes every file. ERR_LIMIT, ERR_CORRUPT as the archive says. */
int pieces_build(struct pieces *p);

/* Writes all files and SHA256SUMS into a folder, each whole or not at all;
 * files that an earlier SHA256SUMS there lists and that are no more are
 * removed. */
int pieces_write(const struct pieces *p, const char *dir);

/* Appends what SHA256SUMS holds. */
int pieces_sums(struct str *out, const struct pieces *p);

#endif
