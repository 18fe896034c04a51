/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_CHECKPOINT_H
#define ARCHIVE_CHECKPOINT_H

/*
 * The ledger's root at a size, as a C2SP tlog-checkpoint in a C2SP signed
 * note (Ed25519):
 *
 *	constat/0f3c…
 *	42
 *	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *	— constat/0f3c… qINS1GRFIzn7…
 *
 * The origin names the archive. Stamps are made over exactly these bytes.
 */

#include <stddef.h>
#include <stdint.h>

#include "archive/secret.h"
#include "base/digest.h"
#include "base/str.h"

enum { CHECKPOINT_ORIGIN = 8 + SECRET_ID * 2, CHECKPOINT_MAX = 1024 };

struct checkpoint {
	char origin[CHECKPOINT_ORIGIN + 1];
	uint64_t size;
	struct digest root;
	unsigned char key_id[4];
	unsigned char signature[SECRET_SIGNATURE];
	size_t body; /* bytes that are signed */
};

/* Appends the signed note for a tree. */
int checkpoint_write(struct str *out, const struct secret *s, uint64_t size,
	const struct digest *root);

/* Reads a note: exactly what checkpoint_write() writes, else ERR_PARSE. The
 * signature is not checked here. */
int checkpoint_read(struct checkpoint *out, const char *text, size_t len);

/* Reads it and checks its signature against a public key. */
int checkpoint_verify(struct checkpoint *out, const char *text, size_t len,
	const unsigned char public_key[SECRET_KEY]);

#endif
