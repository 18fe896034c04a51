/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_MERKLE_H
#define ARCHIVE_MERKLE_H

/*
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256: leaf = H(00 || d),
 * node = H(01 || left || right); proofs are checked by the algorithms of RFC
 * 9162, 2.1.3.2 and 2.1.4.2.
 *
 *	struct merkle m = { 0 };
 *
 *	merkle_leaf(&leaf, data, len);
 *	merkle_add(&m, &leaf);		(any number of times)
 *	merkle_root(&root, &m);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

enum { MERKLE_EDGE = 64, MERKLE_ROW_KEY = 32 };

/* A tree that only grows: the roots of its complete subtrees, largest first
 * (one per set bit of size). */
struct merkle {
	uint64_t size;
	struct digest edge[MERKLE_EDGE];
};

/* Number of digests in use of edge. */
size_t merkle_edge(uint64_t size);

void merkle_leaf(struct digest *out, const void *data, size_t len);
void merkle_node(struct digest *out, const struct digest *left,
	const struct digest *right);
void merkle_add(struct merkle *m, const struct digest *leaf);

/* The root; of an empty tree the digest of nothing. */
void merkle_root(struct digest *out, const struct merkle *m);

/* The audit path of leaf index in the tree of n leaves, and the proof that
 * the tree of the first m is its prefix; path has room for MERKLE_EDGE.
 * Returns the number of digests. index < n; 0 < m <= n. */
size_t merkle_path(struct digest path[MERKLE_EDGE], const struct digest *leaves,
	uint64_t n, uint64_t index);
size_t merkle_consistency(struct digest path[MERKLE_EDGE],
	const struct digest *leaves, uint64_t n, uint64_t m);

/* Whether a proof holds. */
bool merkle_path_holds(const struct digest *leaf, uint64_t index, uint64_t n,
	const struct digest *path, size_t count, const struct digest *root);
bool merkle_consistency_holds(uint64_t m, uint64_t n,
	const struct digest *old_root, const struct digest *root,
	const struct digest *path, size_t count);

/* A row in byte-exact segments, each hidden behind a salt so that chosen
 * ones can be shown later (the others stay unguessable):
 * salt = HMAC-SHA256(key, "pwsalt1\0" || be64 row || be32 segment),
 * commitment = H("pwseg1\0" || salt || be32 length || bytes),
 * d = "pwrow1\0" || H(file) || be64 row || be32 n || commitments. */
struct merkle_row {
	struct digest file;
	uint64_t row;
	uint32_t n;
};
void merkle_salt(struct digest *out, const unsigned char key[MERKLE_ROW_KEY],
	uint64_t row, uint32_t segment);
void merkle_segment(struct digest *out, const struct digest *salt,
	const void *bytes, size_t len);
void merkle_row_leaf(struct digest *out, const struct merkle_row *row,
	const struct digest *commitments);

#endif
