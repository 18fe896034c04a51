/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts in turn, apart at form feeds. The same text twice must be a return
 * to itself, the words must add up, and quotations stay short and valid; as a
 * change of the one before it, it has a kind that needs no past.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scrapers/kind.h"

static void check(const struct kind *k)
{
	if (k->rule == NULL || kind_reason(k->rule)[0] == '\0' ||
		kind_find(kind_name(k->code)) != (int)k->code ||
		k->now.len > 3 * KIND_QUOTE_MAX ||
		!utf8_valid(k->was.p, k->was.len, NULL) ||
		!utf8_valid(k->now.p, k->now.len, NULL) ||
		(k->code == KIND_RETURN) != (k->earlier > 0))
		abort();
}

static void check_between(
	const char *old, size_t old_len, const char *new, size_t new_len)
{
	struct kind k = { 0 };

	if (kind_between(&k, old, old_len, new, new_len) != 0)
		abort();
	check(&k);
	if (k.code == KIND_FIRST || k.code == KIND_RETURN ||
		k.code == KIND_COLLAPSE || k.code == KIND_TRANSLATION ||
		k.code == KIND_TECHNICAL)
		abort();
	if (kind_between(&k, new, new_len, new, new_len) != 0 ||
		k.code != KIND_COSMETIC || k.added + k.removed != 0)
		abort();
	kind_release(&k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size;
	struct kind_past *past = kind_past_new();
	const char *before = "";
	size_t before_len = 0;
	struct kind k = { 0 };

	while (p < end) {
		const char *cut = memchr(p, '\f', (size_t)(end - p));
		size_t len = (size_t)((cut != NULL ? cut : end) - p);

		if (kind_next(&k, past, p, len, false) != 0)
			abort();
		check(&k);
		if (kind_next(&k, past, p, len, false) != 0 ||
			k.code != KIND_RETURN || k.added + k.removed != 0)
			abort();
		check_between(before, before_len, p, len);
		before = p;
		before_len = len;
		p += len + (cut != NULL);
	}
	kind_release(&k);
	kind_past_free(past);
	return 0;
}
