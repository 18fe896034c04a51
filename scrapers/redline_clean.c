/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_clean.h"

#include <stdint.h>

#include "base/utf8.h"

/* Overlays, and lines below: by NFC they are not part of a letter. */
static bool draws_line(uint32_t c)
{
	return c == 0x0320 || (c >= 0x0331 && c <= 0x0338) || c == 0x0347 ||
	       c == 0x035F || (c >= 0x20D2 && c <= 0x20D3) ||
	       (c >= 0x20E5 && c <= 0x20EB) || (c >= 0xFE27 && c <= 0xFE2D);
}

static bool turns_line(uint32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool redline_is_bracket(char a, char b)
{
	return (a == '[' && b == '-') || (a == '-' && b == ']') ||
	       (a == '{' && b == '+') || (a == '+' && b == '}');
}

static void clean(struct str *out, char before, bool brackets, const char *text,
	size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = utf8_decode(&c, text + i, len - i);

		if (draws_line(c) || turns_line(c)) {
			str_printf(out, "[U+%04X]", (unsigned)c);
			before = ']';
		} else {
			if (brackets && redline_is_bracket(before, text[i]))
				str_putc(out, ' ');
			str_add(out, text + i, n);
			before = text[i + n - 1];
		}
		i += n;
	}
}

void redline_clean(struct str *out, char before, const char *text, size_t len)
{
	clean(out, before, true, text, len);
}

void redline_clean_lines(struct str *out, const char *text, size_t len)
{
	clean(out, '\0', false, text, len);
}
