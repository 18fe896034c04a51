/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uniwbrk.h>

#include "base/mem.h"
#include "base/utf8.h"

void words_split(struct words *out, const char *text, size_t len)
{
	char *breaks = mem_new(len + 1, 1);
	size_t cap = 0;

	words_release(out);
	if (len > 0)
		u8_wordbreaks((const uint8_t *)text, len, breaks);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && breaks[i] == 0)
			continue;
		out->v = mem_grow(out->v, &cap, out->n + 2, sizeof(*out->v));
		out->v[out->n++] = i;
	}
	out->v = mem_grow(out->v, &cap, out->n + 1, sizeof(*out->v));
	out->v[out->n] = len;
	free(breaks);
}

void words_release(struct words *w)
{
	free(w->v);
	*w = (struct words){ 0 };
}

static bool is_word(const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;

		i += utf8_decode(&cp, text + i, len - i);
		if (uc_is_general_category_withtable(
			    cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
			return true;
	}
	return false;
}

size_t words_count(const char *text, size_t len)
{
	struct words w = { 0 };
	size_t count = 0;

	words_split(&w, text, len);
	for (size_t i = 0; i < w.n; i++)
		count += is_word(text + w.v[i], w.v[i + 1] - w.v[i]);
	words_release(&w);
	return count;
}
