/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Old and new text, apart at the first form feed. The script must turn the
 * one into the other, by lines, by words, and by blocks with its patch; the
 * new text is then tried as a patch of the old one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "redline_case.h"
#include "scrapers/diff.h"
#include "scrapers/redline_html.h"
#include "scrapers/redline_write.h"

enum { BRUTE = 200 };

static void check(const struct diff *d, const char *text, size_t len)
{
	struct str made = { 0 };

	if (diff_apply(&made, d) != 0 || made.len != len ||
		(len > 0 && memcmp(made.p, text, len) != 0))
		abort();
	str_release(&made);
}

static void check_blocks(
	const char *old, size_t old_len, const char *new, size_t new_len)
{
	struct redline_rest rest = { 0 };
	const struct redline_look look = { 2, false, &rest };
	const struct redline_page page = { 2, true, "old", "new", &rest };
	struct redline r = { 0 };
	struct str out = { 0 };

	redline_make(&r, old, old_len, new, new_len);
	if (redline_case_check(&r) != NULL ||
		(r.n < BRUTE && redline_case_moves(&r) != NULL))
		abort();
	redline_write_terminal(&out, &r, &look);
	redline_html(&out, &r, &page);
	redline_only(&rest, &r, 1u << KIND_NEWS | 1u << KIND_MOVED);
	redline_write_terminal(&out, &r, &look);
	str_clear(&out);
	if (patch_apply(&out, old, old_len, new, new_len) != 0 && out.len > 0)
		abort();
	str_release(&out);
	redline_release(&r);
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
	check_blocks(old, old_len, new, new_len);
	return 0;
}
