/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/merkle.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"

static const unsigned char leaf_prefix = 0, node_prefix = 1;

void merkle_leaf(struct digest *out, const void *data, size_t len)
{
	struct digest_stream *s = digest_stream_new();

	digest_stream_add(s, &leaf_prefix, 1);
	digest_stream_add(s, data, len);
	digest_stream_end(s, out);
}

void merkle_node(struct digest *out, const struct digest *left,
	const struct digest *right)
{
	unsigned char both[1 + 2 * DIGEST_BYTES];

	both[0] = node_prefix;
	memcpy(both + 1, left->b, DIGEST_BYTES);
	memcpy(both + 1 + DIGEST_BYTES, right->b, DIGEST_BYTES);
	digest_of(out, both, sizeof(both));
}

size_t merkle_edge(uint64_t size)
{
	size_t n = 0;

	for (; size != 0; size &= size - 1)
		n++;
	return n;
}

void merkle_add(struct merkle *m, const struct digest *leaf)
{
	size_t n = merkle_edge(m->size);
	struct digest d = *leaf;

	/* Each set low bit is a subtree as large as the one we carry. */
	for (uint64_t bits = m->size; bits & 1; bits >>= 1)
		merkle_node(&d, &m->edge[--n], &d);
	m->edge[n] = d;
	m->size++;
}

void merkle_root(struct digest *out, const struct merkle *m)
{
	size_t n = merkle_edge(m->size);
	struct digest d;

	if (n == 0) {
		digest_of(out, "", 0);
		return;
	}
	d = m->edge[--n];
	while (n > 0)
		merkle_node(&d, &m->edge[--n], &d);
	*out = d;
}

/* Root of leaves[0..n). */
static void root_of(struct digest *out, const struct digest *leaves, uint64_t n)
{
	struct merkle m = { 0 };

	for (uint64_t i = 0; i < n; i++)
		merkle_add(&m, &leaves[i]);
	merkle_root(out, &m);
}

/* The largest power of two below n (n > 1). */
static uint64_t split(uint64_t n)
{
	uint64_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

static void reverse(struct digest *path, size_t n)
{
	for (size_t i = 0; i + 1 < n - i; i++) {
		struct digest swap = path[i];

		path[i] = path[n - 1 - i];
		path[n - 1 - i] = swap;
	}
}

/* RFC 6962, 2.1.1, from the root down, then turned round. */
size_t merkle_path(struct digest path[MERKLE_EDGE], const struct digest *leaves,
	uint64_t n, uint64_t index)
{
	size_t count = 0;

	while (n > 1) {
		uint64_t k = split(n);

		if (index < k) {
			root_of(&path[count++], leaves + k, n - k);
			n = k;
		} else {
			root_of(&path[count++], leaves, k);
			leaves += k;
			index -= k;
			n -= k;
		}
	}
	reverse(path, count);
	return count;
}

/* RFC 6962, 2.1.2: PROOF(m, D[n]). */
size_t merkle_consistency(struct digest path[MERKLE_EDGE],
	const struct digest *leaves, uint64_t n, uint64_t m)
{
	bool whole = true;
	size_t count = 0;

	while (m < n) {
		uint64_t k = split(n);

		if (m <= k) {
			root_of(&path[count++], leaves + k, n - k);
			n = k;
		} else {
			root_of(&path[count++], leaves, k);
			leaves += k;
			m -= k;
			n -= k;
			whole = false;
		}
	}
	if (!whole)
		root_of(&path[count++], leaves, n);
	reverse(path, count);
	return count;
}

bool merkle_path_holds(const struct digest *leaf, uint64_t index, uint64_t n,
	const struct digest *path, size_t count, const struct digest *root)
{
	uint64_t fn = index, sn = n - 1;
	struct digest r = *leaf;

	if (n == 0 || index >= n)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(&r, &path[i], &r);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(&r, &r, &path[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && digest_equal(&r, root);
}

/* Folds the proof into both roots; false when its length is wrong. */
static bool fold(struct digest *fr, struct digest *sr, uint64_t m, uint64_t n,
	const struct digest *path, size_t count)
{
	uint64_t fn = m - 1, sn = n - 1;

	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	for (size_t i = 0; i < count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(fr, &path[i], fr);
			merkle_node(sr, &path[i], sr);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(sr, sr, &path[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0;
}

bool merkle_consistency_holds(uint64_t m, uint64_t n,
	const struct digest *old_root, const struct digest *root,
	const struct digest *path, size_t count)
{
	bool power = m != 0 && (m & (m - 1)) == 0;
	struct digest fr, sr;

	if (m == 0 || m > n)
		return false;
	if (m == n)
		return count == 0 && digest_equal(old_root, root);
	if (!power && count == 0)
		return false;
	/* A complete subtree's root is known: it is the old root itself. */
	fr = power ? *old_root : path[0];
	sr = fr;
	if (!fold(&fr, &sr, m, n, power ? path : path + 1,
		    power ? count : count - 1))
		return false;
	return digest_equal(&fr, old_root) && digest_equal(&sr, root);
}

void merkle_salt(struct digest *out, const unsigned char key[MERKLE_ROW_KEY],
	uint64_t row, uint32_t segment)
{
	unsigned char text[8 + 8 + 4] = "pwsalt1";
	unsigned int len = DIGEST_BYTES;

	codec_put64(text + 8, row);
	codec_put32(text + 16, segment);
	if (HMAC(EVP_sha256(), key, MERKLE_ROW_KEY, text, sizeof(text), out->b,
		    &len) == NULL)
		mem_none();
}

void merkle_segment(struct digest *out, const struct digest *salt,
	const void *bytes, size_t len)
{
	struct digest_stream *s = digest_stream_new();
	unsigned char n[4];

	codec_put32(n, (uint32_t)len);
	digest_stream_add(s, "pwseg1", 7);
	digest_stream_add(s, salt->b, DIGEST_BYTES);
	digest_stream_add(s, n, sizeof(n));
	digest_stream_add(s, bytes, len);
	digest_stream_end(s, out);
}

void merkle_row_leaf(struct digest *out, const struct merkle_row *row,
	const struct digest *commitments)
{
	struct digest_stream *s = digest_stream_new();
	unsigned char numbers[12];

	codec_put64(numbers, row->row);
	codec_put32(numbers + 8, row->n);
	digest_stream_add(s, &leaf_prefix, 1);
	digest_stream_add(s, "pwrow1", 7);
	digest_stream_add(s, row->file.b, DIGEST_BYTES);
	digest_stream_add(s, numbers, sizeof(numbers));
	for (uint32_t i = 0; i < row->n; i++)
		digest_stream_add(s, commitments[i].b, DIGEST_BYTES);
	digest_stream_end(s, out);
}
