/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CAPTURE_BLOCKS_H
#define EVIDENCE_CAPTURE_BLOCKS_H

/*
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng): packets with their
 * comments, and custom blocks; secrets and all else are passed over. For
 * evidence/capture.c, which is what others use.
 *
 * In bounded memory: a packet's block has at most CAPTURE_BLOCK bytes, and
 * of longer blocks of other kinds nothing is held.
 */

#include "evidence/capture.h"

enum { CAPTURE_BLOCK = 1 << 20, CAPTURE_INTERFACES = 4096 };

struct capture_blocks;

/* head: the file's first four bytes, already read. Never NULL. */
struct capture_blocks *capture_blocks_new(struct source *source,
	const unsigned char head[4], capture_custom_fn custom, void *ctx);
int capture_blocks_next(
	struct capture_blocks *b, struct capture_record *r, bool *more);
void capture_blocks_free(struct capture_blocks *b);

#endif
