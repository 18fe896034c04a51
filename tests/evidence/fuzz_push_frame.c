/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/push_frame.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(const struct push_frame *frame, void *ctx)
{
	uint32_t *n = ctx;

	if (frame->right && frame->kind == PUSH_UNSEEN)
		abort();
	n[frame->kind]++;
}

/* The first byte says in what pieces the others come; with its highest bit,
 * every third of them is missing. Pieces change nothing. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct push_side s = { 0 }, whole = { 0 };
	size_t piece = size > 0 ? (data[0] & 0x7F) + 1U : 1;
	bool gaps = size > 0 && data[0] >= 0x80;
	uint32_t told[4] = { 0 };
	const struct push_hook none = { 0 }, hook = { count, told };

	for (size_t i = 1, k = 0; i < size; i += piece, k++) {
		size_t n = size - i < piece ? size - i : piece;

		push_frame_feed(
			&s, gaps && k % 3 == 2 ? NULL : data + i, n, &hook);
	}
	if (size > 1)
		push_frame_feed(&whole, data + 1, size - 1, &none);
	if (s.right + s.wrong > s.frames)
		abort();
	if (told[PUSH_KEEPALIVE] != s.keepalives ||
		told[PUSH_CLEAR] != s.clear ||
		told[PUSH_ENCRYPTED] != s.encrypted)
		abort();
	if (!gaps && !whole.lost && !s.lost &&
		(s.frames != whole.frames || s.right != whole.right))
		abort();
	push_side_release(&s);
	push_side_release(&whole);
	return 0;
}
