/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CDP_H
#define SCRAPERS_CDP_H

/*
 * The Chrome DevTools Protocol over two pipes: JSON messages, each ended by
 * a NUL. Commands that we send have a number, their answers bear it; events
 * have a method instead. Both may belong to a session (one page, frame or
 * worker of the browser).
 *
 *	c = cdp_new(spawn_in(s), spawn_out(s));
 *	rc = cdp_send(&id, c, session, "Page.enable", NULL);
 *	rc = cdp_wait(&m, &found, c, 1000);
 *	if (rc == 0 && found && m.id == id)
 *		...
 *	cdp_message_release(&m);
 *	cdp_free(c);
 *
 * What the browser says is not trusted: a page may have taken it over. A
 * message longer than CDP_MESSAGE is skipped and reported as such; text that
 * is no JSON, or has the form of neither answer nor event, is dropped, and
 * after CDP_BAD of these the talk is over. Strings that are no Unicode text
 * (lone surrogates, NUL), which pages may cause, get U+FFFD there.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CDP_MESSAGE = 64 << 20,	 /* bytes of one message from the browser */
	CDP_WAITING = 128 << 20, /* bytes that wait to be sent */
	CDP_BAD = 100,
};

/* An answer or an event; strings are borrowed from the tree. */
struct cdp_message {
	cJSON *tree;	     /* owned */
	int64_t id;	     /* the command's that it answers; 0: an event */
	const char *method;  /* of an event */
	const char *session; /* NULL: the browser as a whole */
	const cJSON *body;   /* params or result; NULL when there is none */
	const char *error;   /* why the command failed, or NULL */
	bool over;	     /* too long; nothing else is known of it */
};

struct cdp;

/* in is written to, out is read from, both not blocking; borrowed. */
struct cdp *cdp_new(int in, int out);
void cdp_free(struct cdp *c);

/* Queues a command; params is taken and may be NULL; id may be NULL.
 * ERR_LIMIT when too much waits already. */
int cdp_send(int64_t *id, struct cdp *c, const char *session,
	const char *method, cJSON *params);

/* Sends what waits, and brings the next message if one comes within
 * limit_ms. ERR_IO when the browser has closed its pipe; ERR_PARSE after
 * CDP_BAD bad messages. */
int cdp_wait(struct cdp_message *out, bool *found, struct cdp *c, int limit_ms);
void cdp_message_release(struct cdp_message *m);

/* The reader alone, which cdp_wait() uses: takes bytes, gives messages. */
void cdp_feed(struct cdp *c, const void *data, size_t len);
int cdp_next(struct cdp_message *out, bool *found, struct cdp *c);

#endif
