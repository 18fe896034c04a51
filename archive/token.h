/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_TOKEN_H
#define ARCHIVE_TOKEN_H

/*
 * RFC 3161 time-stamp requests and replies, through OpenSSL. No network
 * here.
 */

#include <stdint.h>

#include "base/digest.h"
#include "base/str.h"

enum { TOKEN_MAX = 64 << 10 }; /* a larger reply is refused */

struct token_info {
	int64_t gen_ns;	     /* genTime */
	int64_t accuracy_ns; /* 0 when the token states none */
	char *authority;     /* owned: name of the signer's certificate */
	char *policy;	     /* owned: OID */
	char *chain; /* owned: PEM, from the signer's issuer to the root */
};

void token_info_release(struct token_info *info);

/* Appends a request for a digest, with a 64-bit random nonce and the wish
 * for the certificates. */
int token_request(struct str *out, const struct digest *imprint);

/* Checks a reply: granted, this imprint, this request's nonce (request NULL:
 * not checked), nothing behind its end, a signature by a certificate for
 * time-stamping whose chain ends in ca (PEM) and was valid at genTime.
 * ERR_REFUSED: the authority refused (its words); ERR_CORRUPT: a check
 * failed (which); ERR_PARSE: it is no reply. */
struct token_check {
	const void *reply;
	size_t reply_len;
	const struct digest *imprint;
	const struct str *request; /* or NULL */
	const struct str *ca;
};
int token_verify(struct token_info *out, const struct token_check *check);

#endif
