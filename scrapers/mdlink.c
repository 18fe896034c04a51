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
