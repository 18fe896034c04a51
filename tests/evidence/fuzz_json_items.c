/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fed whole and in pieces, the same items come out, each where it says. */
#include "evidence/json_items.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	const uint8_t *data;
	size_t size;
	uint64_t n, sum;
	bool utf16;
};

static int see(const struct json_item *i, void *ctx)
{
	struct seen *s = ctx;

	s->n++;
	s->sum = s->sum * 31 + i->position * 7 + i->length + i->key_len;
	if (i->number != s->n || i->position + i->length > s->size ||
		(!s->utf16 && !i->too_long &&
			(i->len != i->length ||
				memcmp(i->text, s->data + i->position,
					i->len) != 0)))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t steps[] = { 1, 7, 1 << 20 };
	uint64_t n = 0, sum = 0;

	for (size_t k = 0; k < 3; k++) {
		struct seen s = { data, size, 0, 0,
			size > 1 && data[0] == 0xFF && data[1] == 0xFE };
		struct json_items i;

		json_items_init(&i, "d", see, &s);
		for (size_t at = 0; at < size; at += steps[k])
			json_items_feed(&i, data + at,
				size - at < steps[k] ? size - at : steps[k]);
		json_items_end(&i);
		json_items_release(&i);
		if (k > 0 && (s.n != n || s.sum != sum))
			abort();
		n = s.n;
		sum = s.sum;
	}
	return 0;
}
