/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte is the size of the pieces. What the scanner in base/ accepts,
 * the stream accepts too, with the same tokens at the same places; a copy of a
 * value is accepted by both. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/json_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *data;
	size_t len, at, piece;
};

static int give(void *buffer, size_t len, size_t *n, void *ctx)
{
	struct input *in = ctx;

	*n = in->len - in->at;
	if (*n > len)
		*n = len;
	if (*n > in->piece)
		*n = in->piece;
	memcpy(buffer, in->data + in->at, *n);
	in->at += *n;
	return 0;
}

static void compare(struct json_stream *s, const struct json_stream_token *t,
	const struct json_token *want)
{
	struct str a = { 0 }, b = { 0 };

	if (t->kind != want->kind || t->offset != want->offset ||
		t->depth != want->depth)
		abort();
	if (t->kind == JSON_STRING || t->kind == JSON_KEY)
		json_scan_unescape(&b, want);
	if (t->kind == JSON_STRING && json_stream_string(s, &a) != 0)
		abort();
	if (t->kind == JSON_KEY)
		str_add(&a, t->text, t->len);
	if (t->cut ? b.len < a.len : a.len != b.len)
		abort();
	if (a.len > 0 && memcmp(a.p, b.p, a.len) != 0)
		abort();
	str_release(&a);
	str_release(&b);
}

/* Tokens beside tokens, as long as the scanner goes. */
static void run_beside(struct input *in)
{
	struct json_stream_token t = { .kind = JSON_NULL };
	struct json_token want = { .kind = JSON_NULL };
	struct json_stream s;
	struct json_scan scan;

	json_stream_init(&s, give, in);
	json_scan_init(&scan, (const char *)in->data, in->len, NULL);
	while (want.kind != JSON_END && json_scan_next(&scan, &want) == 0) {
		if (json_stream_next(&s, &t) == 0) {
			compare(&s, &t, &want);
			continue;
		}
		/* What stands behind a key or a number is seen with it here,
		 * and there behind it. */
		if ((want.kind != JSON_KEY && want.kind != JSON_NUMBER) ||
			json_scan_next(&scan, &want) == 0)
			abort();
		break;
	}
	while (t.kind != JSON_END && json_stream_next(&s, &t) == 0)
		if (json_stream_offset(&s) > in->len || t.offset > in->len)
			abort();
	json_stream_release(&s);
	json_scan_release(&scan);
}

static void run_copy(struct input *in)
{
	struct json_stream_token t;
	struct json_stream s;
	struct str out;
	cJSON *tree = NULL;

	str_init(&out, 0);
	in->at = 0;
	json_stream_init(&s, give, in);
	if (json_stream_next(&s, &t) == 0 && t.kind != JSON_END &&
		json_stream_copy(&s, &t, &out) == 0 && !out.over &&
		json_parse(&tree, out.p, out.len, NULL) == 0)
		cJSON_Delete(tree);
	json_stream_release(&s);
	str_release(&out);
}

static void run_skip(struct input *in)
{
	struct json_stream_token t;
	struct json_stream s;

	in->at = 0;
	json_stream_init(&s, give, in);
	if (json_stream_next(&s, &t) == 0 && json_stream_skip(&s, &t) == 0)
		json_stream_next(&s, &t);
	json_stream_release(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data + 1, size - 1, 0, 0 };

	if (size == 0)
		return 0;
	in.piece = data[0] > 0 ? data[0] : SIZE_MAX;
	/* A mark is white space to the one, and no JSON to the other. */
	if (in.len >= 3 && memcmp(in.data, "\xEF\xBB\xBF", 3) == 0)
		return 0;
	run_beside(&in);
	run_copy(&in);
	run_skip(&in);
	return 0;
}
