/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_ANSWER_H
#define EVIDENCE_ANSWER_H

/*
 * What a look-up was answered, as an observation has it: names of the CNAME
 * chain and addresses, with blanks between them.
 *
 *	answer_clear(&a);
 *	answer_add(&a, text, len);
 *	o.answer = a.text;
 */

#include <stdbool.h>
#include <stddef.h>

#include "archive/observation.h"

enum { ANSWER_MAX = 1000 };

/* A zeroed one is empty. */
struct answer {
	char text[ANSWER_MAX + 1];
	size_t len;
};

void answer_clear(struct answer *a);

/* Adds one name or address; what is neither (the text of a TXT record), or
 * does not fit any more, is left out. */
void answer_add(struct answer *a, const char *text, size_t len);

/* Whether it holds addresses and all of them lead nowhere: 0.0.0.0, ::,
 * 127.0.0.0/8, ::1. */
bool answer_leads_nowhere(const char *text);

/* The disposition of a look-up that was only watched: an answer that leads
 * nowhere indicates a block (but of "localhost" and other names that never
 * leave the house), a response code of failure ("SERVFAIL",
 * "REFUSED", "NOTIMP", "FORMERR") an error; all else is unknown. rcode may be
 * "". The observation has its host and its answer (or NULL) already. */
void answer_judge(struct observation *o, const char *rcode);

#endif
