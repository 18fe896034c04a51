/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Old and new text, apart at the first form feed. The script must turn the
 * one into the other, by lines and by words.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scrapers/diff.h"

static void check(const struct diff *d, const char *text, size_t len)
{
	struct str made = { 0 };

	if (diff_apply(&made, d) != 0 || made.len != len ||
		(len > 0 && memcmp(made.p, text, len) != 0))
		abort();
	str_release(&made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *old = (const char *)data, *new;
	const uint8_t *cut = size > 0 ? memchr(data, '\f', size) : NULL;
	size_t old_len = cut != NULL ? (size_t)(cut - data) : size;
	size_t new_len = cut != NULL ? size - old_len - 1 : 0;
	struct diff d = { 0 };

	new = cut != NULL ? old + old_len + 1 : "";
	diff_lines(&d, old, old_len, new, new_len);
	check(&d, new, new_len);
	if (utf8_valid(old, old_len, NULL) && utf8_valid(new, new_len, NULL)) {
		diff_words(&d, old, old_len, new, new_len);
		check(&d, new, new_len);
	}
	diff_release(&d);
	return 0;
}
