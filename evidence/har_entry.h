/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_HAR_ENTRY_H
#define EVIDENCE_HAR_ENTRY_H

/*
 * One entry of a HAR file (HTTP Archive 1.2), read from a stream: what a row
 * is made of, and no value of a header, a cookie, a parameter or a body; what
 * could be one is hidden in messages of errors too.
 *
 *	har_entry_init(&e);
 *	rc = har_entry_read(&e, &stream, &token);
 *	if (rc == 0 && e.why == NULL)
 *		…
 *	har_entry_release(&e);
 */

#include <stdbool.h>
#include <stdint.h>

#include "evidence/body.h"
#include "evidence/json_stream.h"
#include "evidence/mask.h"
#include "evidence/url.h"

enum { HAR_URL = 16 << 10 /* bytes of a URL that are read */ };

/* Half of an entry: the request or the response. Sizes in bytes, -1: not
 * known. */
struct har_half {
	unsigned seen; /* members that were there */
	int64_t headers, body;
	char mime[100], version[24];
	struct body content; /* its bytes and digest, where has_content */
	bool has_content;
	char encoding[16]; /* of the content's text: "base64" */
};

struct har_entry {
	unsigned seen;
	uint64_t position, length;
	char started[64], method[24], server[64], page[80];
	char error[160], blocked[80], resource[32], cache[32];
	struct str text; /* of the URL */
	struct url url;	 /* borrows from text */
	char referrer[HOST_MAX + 1];
	struct har_half request, response;
	int64_t status;	  /* 0 or less: there was no answer */
	bool internal;	  /* the browser itself answered, with a redirect */
	int64_t transfer; /* bytes over the wire of the answer; -1: not known */
	int64_t content;  /* bytes of the answer's content, unpacked; -1 */
	uint64_t messages_sent, messages_received; /* of a WebSocket */
	struct mask mask;
	const char *why; /* N_(): why it cannot be read as a record */
};

void har_entry_init(struct har_entry *e);
void har_entry_release(struct har_entry *e);

/* Reads the entry whose first token was t and goes behind it. Errors of the
 * stream. */
int har_entry_read(struct har_entry *e, struct json_stream *s,
	const struct json_stream_token *t);

#endif
