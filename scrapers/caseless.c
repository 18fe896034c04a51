/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of ASCII by a table; the rest by Unicode's categories. */
#include "scrapers/caseless.h"

#include <unicase.h>
#include <unictype.h>

#include "base/utf8.h"

/* ASCII as a word has it; a space for what is in none. */
static const char folded[] = "                                "
			     "    $%          0123456789      "
			     " abcdefghijklmnopqrstuvwxyz     "
			     " abcdefghijklmnopqrstuvwxyz     ";

static char fold_ascii(char c)
{
	return (unsigned char)c < 0x80 ? folded[(unsigned char)c] : ' ';
}

/* Appends what a word begins with in ASCII; how many bytes that are. */
static size_t fold_run(struct str *out, const char *p, size_t len)
{
	char *to;
	size_t n = 0;

	while (n < len && fold_ascii(p[n]) != ' ')
		n++;
	if (n == 0 || str_reserve(out, n) != 0)
		return n;
	to = out->p + out->len;
	for (size_t i = 0; i < n; i++)
		to[i] = fold_ascii(p[i]);
	str_added(out, n);
	return n;
}

/* Any other character as a word has it, appended; false for what is in none.
 */
static bool fold(struct str *out, uint32_t cp)
{
	if (cp < 0x80 ||
		!uc_is_general_category_withtable(
			cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N |
				    UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Sc))
		return false;
	if (cp >= 0xFB00 && cp <= 0xFB04) {
		static const char *const ligatures[] = { "ff", "fi", "fl",
			"ffi", "ffl" };

		str_puts(out, ligatures[cp - 0xFB00]);
		return true;
	}
	utf8_put(out, uc_tolower(cp));
	return true;
}

bool caseless_next(struct str *out, size_t *at, const char *line, size_t len)
{
	size_t before = out->len, i = *at;

	for (;;) {
		uint32_t cp;
		bool in;

		i += fold_run(out, line + i, len - i);
		if (i == len)
			break;
		if ((unsigned char)line[i] < 0x80) {
			i++;
			in = false;
		} else {
			i += utf8_decode(&cp, line + i, len - i);
			in = fold(out, cp);
		}
		if (!in && out->len > before)
			break;
	}
	*at = i;
	return out->len > before;
}
