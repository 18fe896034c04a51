/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_REDACT_H
#define EVIDENCE_REDACT_H

/*
 * What identifies a person or opens an account is put by "***" before a
 * record is given to others: values whose name says so (cookie,
 * authorization, …token, password, secret, email, imei, a device's id …), as
 * members of JSON, parameters of a URL or its user and password; and, whatever
 * their name, addresses of e-mail and JSON Web Tokens (RFC 7519). The names
 * of what was masked are gathered, so that a reader is told.
 *
 *	struct redact r;
 *
 *	redact_init(&r);
 *	redact_json(&r, row);
 *	redact_each(&r, tell, ctx);	"url.full?token", 3 …
 *	redact_release(&r);
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "archive/names.h"
#include "base/str.h"

struct redact {
	struct names names;
	uint64_t *counts; /* owned: by the number of the name */
	size_t cap;
};

void redact_init(struct redact *m);
void redact_release(struct redact *m);

/* Whether a value of that name is one, by mask_is_secret() (evidence/mask.h,
 * which keeps such values out of rows in the first place). */
bool redact_is_secret(const char *name);

/* Masks in place, at any depth that json_parse() gives. */
void redact_json(struct redact *m, cJSON *value);

/* Appends a text without its secrets; name is what it stands under. */
int redact_text(
	struct redact *m, struct str *out, const char *name, const char *text);

/* Calls fn for each masked name, in the order they came first. */
typedef void (*redact_fn)(const char *name, uint64_t count, void *ctx);
void redact_each(const struct redact *m, redact_fn fn, void *ctx);

#endif
