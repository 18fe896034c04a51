/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SECRET_H
#define ARCHIVE_SECRET_H

/*
 * The keys of an archive, in the file "secret" of the case folder (mode
 * 0600): an Ed25519 key (RFC 8032) that signs checkpoints, and a row key.
 * They never leave the folder: a bundle holds only the public key.
 */

#include "base/str.h"

enum { SECRET_KEY = 32, SECRET_SIGNATURE = 64, SECRET_ID = 16 };

struct secret {
	char id[SECRET_ID * 2 + 1]; /* of the archive: 128 random bits, hex */
	unsigned char seed[SECRET_KEY];
	unsigned char public_key[SECRET_KEY];
	unsigned char row_key[SECRET_KEY];
};

/* New random keys. */
int secret_make(struct secret *out);

/* Writes path, which must not exist; reads it. ERR_PARSE when it is not what
 * secret_write() writes. */
int secret_write(const struct secret *s, const char *path);
int secret_read(struct secret *out, const char *path);

/* Wipes the keys. */
void secret_release(struct secret *s);

/* Ed25519 over len bytes. verify: 0 or ERR_CORRUPT. */
int secret_sign(unsigned char out[SECRET_SIGNATURE], const struct secret *s,
	const void *data, size_t len);
int secret_verify(const unsigned char public_key[SECRET_KEY],
	const unsigned char signature[SECRET_SIGNATURE], const void *data,
	size_t len);

#endif
