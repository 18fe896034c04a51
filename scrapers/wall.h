/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WALL_H
#define SCRAPERS_WALL_H

/*
 * Is this page the document? What comes in its place (a bot check, a cookie
 * dialogue, a login, a "not found" sent with status 200, a shell waiting for
 * scripts, an error, a text suddenly gone) is a wall: kept as snapshot, never
 * a version.
 *
 *	struct wall_input in = { .status = 200, .url = asked,
 *		.final_url = got, .page = html, .page_len = n,
 *		.text = markdown, .text_len = m };
 *
 *	rc = wall_judge(&wall, &in);
 *	if (wall.kind != WALL_NONE)
 *		say(wall_cause(wall.kind), wall_remedy(wall.kind));
 *	wall_release(&wall);
 *
 * A pure function: the same input gives the same judgement with the same
 * WALL_VERSION, for ever. Rules (wall_rules.h) have weights; those of one
 * kind add up to its score, signs of a document are subtracted, and a score
 * of WALL_THRESHOLD or more is a wall. Nearly every rule counts only when
 * the text is short: a policy may talk of cookies, captchas and logins as
 * much as it likes. Time and memory are linear in what is given.
 */

#include <stddef.h>

#include "base/str.h"

/* Changes whenever the judgement of any page may change. */
#define WALL_VERSION "1"

enum wall_kind {
	WALL_NONE,
	WALL_ERROR,	/* the server's error, maintenance */
	WALL_BOT,	/* prove that you are human */
	WALL_CONSENT,	/* agree to cookies first */
	WALL_LOGIN,	/* sign in first */
	WALL_NOT_FOUND, /* no such page, whatever the status says */
	WALL_SCRIPTS,	/* nothing is there without scripts */
	WALL_COLLAPSE,	/* most of the last version's text is gone */
};

enum {
	WALL_KINDS = WALL_COLLAPSE + 1,
	WALL_THRESHOLD = 60, /* measured by tests/scrapers/test_wall_pages.c */
	WALL_QUOTE_MAX = 200,
};

/* All borrowed, only for the call; what is not known is NULL or 0. */
struct wall_input {
	int status;
	const struct str *headers; /* as received, lines */
	const char *url, *final_url;
	const char *page; /* HTML, decoded to UTF-8; NULL for a PDF */
	size_t page_len;
	const char *text; /* Markdown; NULL: the selectors found nothing */
	size_t text_len;
	const char *previous; /* the last version's Markdown, or NULL */
	size_t previous_len;
};

struct wall {
	enum wall_kind kind;
	int score;		/* of that kind, 0 to 100; of NONE, 0 */
	int scores[WALL_KINDS]; /* of each kind */
	struct str reasons;	/* JSON array of {"rule","weight","quote"} for
				 * that kind, "[]" for NONE; quotes are at most
				 * WALL_QUOTE_MAX bytes, printable UTF-8 */
};

/* Judges; *out is released with wall_release(). 0, or ERR_LIMIT for a page
 * or text larger than 64 MiB. */
int wall_judge(struct wall *out, const struct wall_input *in);
void wall_release(struct wall *w);

/* The stable code of a kind: "none", "error", "bot-check", "consent",
 * "login", "not-found", "scripts", "collapse"; and back: -1 for another
 * name. */
const char *wall_kind_name(enum wall_kind kind);
int wall_kind_find(const char *name);

/* The likely cause, and what the person can do; translated, lower case,
 * without full stop; "" for NONE. */
const char *wall_cause(enum wall_kind kind);
const char *wall_remedy(enum wall_kind kind);

#endif
