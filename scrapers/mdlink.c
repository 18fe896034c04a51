/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/mdlink.h"

enum { TARGET_MAX = 4096, TARGET_DEPTH = 8 };

size_t mdlink_target(const char *p, size_t len)
{
	size_t depth = 0, max = len < TARGET_MAX ? len : TARGET_MAX;

	if (len == 0 || p[0] != '(')
		return 0;
	for (size_t i = 0; i < max && p[i] != '\n'; i++) {
		if (p[i] == '\\')
			i++;
		else if (p[i] == '(' && ++depth > TARGET_DEPTH)
			return 0;
		else if (p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

size_t mdlink_around(size_t *from, const char *text, size_t len, size_t at)
{
	size_t p = at, n;

	*from = 0;
	while (p > 1 && at - p < TARGET_MAX && text[p - 1] != '\n' &&
		(text[p - 1] != '(' || text[p - 2] != ']'))
		p--;
	if (p < 2 || text[p - 1] != '(' || text[p - 2] != ']')
		return 0;
	n = mdlink_target(text + p - 1, len - p + 1);
	if (n < 2 || at >= p + n - 2)
		return 0;
	*from = p;
	return n - 2;
}
