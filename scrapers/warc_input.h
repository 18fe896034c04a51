/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_INPUT_H
#define SCRAPERS_WARC_INPUT_H

/*
 * The bytes of a WARC file, in a window that moves on: plain, or compressed
 * by gzip (RFC 1952) as a whole or a member for each record.
 *
 *	struct warc_input *in = warc_input_new(read_more, ctx);
 *
 *	while ((rc = warc_input_peek(in, 1, &p, &n)) == 0 && n > 0)
 *		warc_input_skip(in, n);
 *	warc_input_free(in);
 *
 * What always holds: a damaged, cut off or endlessly swelling member ends
 * where the damage is, is written down, and reading goes on with the next
 * member; memory is bounded, whatever the file says.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WARC_WINDOW = 256 << 10, /* bytes, the most that peek can give */
	WARC_DAMAGES = 8,	 /* places that are remembered */
};

/* Gives up to max bytes; *got 0: there are no more. */
typedef int (*warc_source_fn)(void *buf, size_t max, size_t *got, void *ctx);

/* What is wrong with a file, in the order found. */
struct warc_damage {
	uint64_t offset;  /* in the file */
	const char *what; /* constant, translated */
};
struct warc_damages {
	struct warc_damage v[WARC_DAMAGES]; /* the first ones */
	size_t n;			    /* all of them */
};
void warc_damages_add(
	struct warc_damages *d, uint64_t offset, const char *what);

struct warc_input;
struct warc_input *warc_input_new(
	warc_source_fn fn, void *ctx, struct warc_damages *damages);
void warc_input_free(struct warc_input *in);

/* Borrows the bytes at the present place: at least want of them when the
 * file and the member have as many; *n 0 only at the file's end. */
int warc_input_peek(
	struct warc_input *in, size_t want, const char **p, size_t *n);

/* Goes on by n bytes, which must have been peeked at. */
void warc_input_skip(struct warc_input *in, size_t n);

/* Whether a gzip member begins here. */
bool warc_input_at_member(const struct warc_input *in);

/* How many of the next n bytes come before the next member's begin, when
 * that is known already; 0 is never given. */
size_t warc_input_before_member(const struct warc_input *in, size_t n);

/* Whether the bytes before the present place come from a member that is
 * known to be damaged. */
bool warc_input_is_damaged(const struct warc_input *in);

/* Whether it is compressed. */
bool warc_input_is_gzip(const struct warc_input *in);

/* Where in the file the present place is: of a plain file its offset, of a
 * compressed one the begin of the member. */
uint64_t warc_input_place(const struct warc_input *in);

#endif
