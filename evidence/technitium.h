/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TECHNITIUM_H
#define EVIDENCE_TECHNITIUM_H

/*
 * What the two forms of Technitium's query log share (the CSV that its pages
 * export, and the database of its app): what a response type means, and how
 * an answer is written.
 */

#include "archive/observation.h"
#include "evidence/answer.h"

/* Sets the disposition by the response type, a word ("Blocked") or its
 * number in the database ("4"): blocked, also by the server asked; allowed
 * when an answer came from anywhere; error when the server dropped the
 * request. False for what is none of them: unknown. */
bool technitium_judge(struct observation *o, const char *response_type);

/* The names and addresses of an answer's text, "CNAME lb.example, A
 * 192.0.2.7" or without the types. */
void technitium_answer(struct answer *out, const char *text);

#endif
