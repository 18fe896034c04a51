/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/merkle.h"
#include "base/codec.h"
#include "base/json.h"

enum { LEAVES = 40 };

static void some_leaves(struct digest *leaves, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)i;

		merkle_leaf(&leaves[i], &byte, 1);
	}
}

static void root_of(struct digest *out, const struct digest *leaves, size_t n)
{
	struct merkle m = { 0 };

	for (size_t i = 0; i < n; i++)
		merkle_add(&m, &leaves[i]);
	merkle_root(out, &m);
}

static void known_roots(void **state)
{
	struct merkle m = { 0 };
	struct digest d;
	char hex[DIGEST_HEX + 1];

	(void)state;
	merkle_root(&d, &m);
	digest_hex(hex, &d);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
				 "27ae41e4649b934ca495991b7852b855");
	merkle_leaf(&d, "", 0);
	digest_hex(hex, &d);
	assert_string_equal(hex, "6e340b9cffb37a989ca544e6bb780a2c"
				 "78901d3fb33738768511a30617afa01d");
	assert_int_equal(merkle_edge(0), 0);
	assert_int_equal(merkle_edge(7), 3);
	assert_int_equal(merkle_edge(8), 1);
}

/* Every path of every tree holds, for that leaf, place and size alone. */
static void paths_hold(void **state)
{
	struct digest leaves[LEAVES], path[MERKLE_EDGE], root;

	(void)state;
	some_leaves(leaves, LEAVES);
	for (size_t n = 1; n <= LEAVES; n++) {
		root_of(&root, leaves, n);
		for (size_t i = 0; i < n; i++) {
			size_t k = merkle_path(path, leaves, n, i);

			assert_true(merkle_path_holds(
				&leaves[i], i, n, path, k, &root));
			assert_false(
				merkle_path_holds(&leaves[(i + 1) % LEAVES], i,
					n, path, k, &root));
			assert_false(merkle_path_holds(
				&leaves[i], i + 1, n, path, k, &root));
			if (k == 0)
				continue;
			assert_false(merkle_path_holds(
				&leaves[i], i, n, path, k - 1, &root));
			path[k - 1].b[5] ^= 4;
			assert_false(merkle_path_holds(
				&leaves[i], i, n, path, k, &root));
		}
	}
	assert_false(merkle_path_holds(&leaves[0], 0, 0, path, 0, &root));
}

static void prefixes_hold(void **state)
{
	struct digest leaves[LEAVES], path[MERKLE_EDGE], old, root;

	(void)state;
	some_leaves(leaves, LEAVES);
	for (size_t n = 1; n <= LEAVES; n++) {
		root_of(&root, leaves, n);
		for (size_t m = 1; m <= n; m++) {
			size_t k = merkle_consistency(path, leaves, n, m);

			root_of(&old, leaves, m);
			assert_true(merkle_consistency_holds(
				m, n, &old, &root, path, k));
			old.b[0] ^= 1;
			assert_false(merkle_consistency_holds(
				m, n, &old, &root, path, k));
			old.b[0] ^= 1;
			if (k == 0)
				continue;
			assert_false(merkle_consistency_holds(
				m, n, &old, &root, path, k - 1));
			path[0].b[31] ^= 128;
			assert_false(merkle_consistency_holds(
				m, n, &old, &root, path, k));
		}
	}
	assert_false(merkle_consistency_holds(0, 3, &root, &root, path, 0));
	assert_false(merkle_consistency_holds(4, 3, &root, &root, path, 0));
}

static size_t unhex(unsigned char *out, const char *text)
{
	size_t n = strlen(text);

	assert_true(codec_unhex(out, text, n));
	return n / 2;
}

static size_t read_path(struct digest *out, const cJSON *list)
{
	const cJSON *one;
	size_t n = 0;

	cJSON_ArrayForEach(one, list)
		assert_true(digest_parse(&out[n++], one->valuestring));
	return n;
}

static void check_tree(const cJSON *tree)
{
	const cJSON *hex = json_member(tree, "leaves"), *one;
	const cJSON *roots = json_member(tree, "roots");
	struct digest leaves[64], path[MERKLE_EDGE], want, root;
	size_t n = 0, k;

	cJSON_ArrayForEach(one, hex)
	{
		unsigned char data[64];
		size_t len = unhex(data, one->valuestring);

		merkle_leaf(&leaves[n++], data, len);
	}
	for (size_t i = 0; i <= n; i++) {
		root_of(&root, leaves, i);
		assert_true(digest_parse(
			&want, cJSON_GetArrayItem(roots, (int)i)->valuestring));
		assert_true(digest_equal(&root, &want));
	}
	cJSON_ArrayForEach(one, json_member(tree, "inclusion"))
	{
		uint64_t size = (uint64_t)json_integer(one, "size", 0);
		uint64_t at = (uint64_t)json_integer(one, "index", 0);
		struct digest made[MERKLE_EDGE];

		k = read_path(path, json_member(one, "path"));
		assert_int_equal(merkle_path(made, leaves, size, at), k);
		assert_memory_equal(made, path, k * sizeof(path[0]));
		root_of(&root, leaves, size);
		assert_true(merkle_path_holds(
			&leaves[at], at, size, path, k, &root));
	}
}

static void check_consistency(const cJSON *tree)
{
	struct digest leaves[64], made[MERKLE_EDGE], path[MERKLE_EDGE];
	const cJSON *one;
	size_t n = 0;

	cJSON_ArrayForEach(one, json_member(tree, "leaf_hashes"))
		assert_true(digest_parse(&leaves[n++], one->valuestring));
	cJSON_ArrayForEach(one, json_member(tree, "consistency"))
	{
		uint64_t m = (uint64_t)json_integer(one, "from", 0);
		uint64_t to = (uint64_t)json_integer(one, "to", 0);
		size_t k = read_path(path, json_member(one, "path"));

		assert_true(m > 0 && to >= m);
		assert_int_equal(merkle_consistency(made, leaves, to, m), k);
		assert_memory_equal(made, path, k * sizeof(path[0]));
	}
}

/* The rows of a file, cut into segments, each behind its salt. */
static void check_salted(const cJSON *salted)
{
	unsigned char key[MERKLE_ROW_KEY];
	struct digest leaves[16], root, want;
	const cJSON *row, *segment;
	struct merkle_row r = { .row = 0 };

	unhex(key, json_string(salted, "key"));
	assert_true(digest_parse(&r.file, json_string(salted, "file_sha256")));
	cJSON_ArrayForEach(row, json_member(salted, "rows"))
	{
		struct digest commitments[32], salt;

		r.n = 0;
		cJSON_ArrayForEach(segment, json_member(row, "segments"))
		{
			unsigned char bytes[256];
			const char *hex = json_string(segment, "bytes_hex");
			size_t len = unhex(bytes, hex);

			merkle_salt(&salt, key, r.row, r.n);
			assert_true(digest_parse(
				&want, json_string(segment, "salt")));
			assert_true(digest_equal(&salt, &want));
			merkle_segment(&commitments[r.n], &salt, bytes, len);
			assert_true(digest_parse(
				&want, json_string(segment, "commitment")));
			assert_true(digest_equal(&commitments[r.n++], &want));
		}
		merkle_row_leaf(&leaves[r.row], &r, commitments);
		r.row++;
	}
	root_of(&root, leaves, r.row);
	assert_true(digest_parse(&want, json_string(salted, "root")));
	assert_true(digest_equal(&root, &want));
}

static void shared_vectors(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	cJSON *all = NULL;
	char path[512];

	(void)state;
	if (shared == NULL || *shared == '\0') {
		print_message("skipped: CONSTAT_SHARED is not set\n");
		skip();
	}
	snprintf(path, sizeof(path), "%s/merkle/vectors.json", shared);
	assert_int_equal(json_read(&all, path, NULL), 0);
	check_tree(json_member(all, "rfc6962"));
	check_consistency(json_member(all, "rfc6962"));
	check_salted(json_member(all, "salted"));
	cJSON_Delete(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_roots),
		cmocka_unit_test(paths_hold),
		cmocka_unit_test(prefixes_hold),
		cmocka_unit_test(shared_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
