/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/digits.h"

#include <string.h>

bool digits_read(int64_t *out, const char *text, size_t len, int64_t max)
{
	int64_t v = 0;

	if (len == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		int digit = text[i] - '0';

		if (digit < 0 || digit > 9 || digit > max ||
			v > (max - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = v;
	return true;
}

bool digits_epoch(int64_t *ns, size_t *decimals, const char *text, size_t len,
	int64_t unit)
{
	const char *dot = memchr(text, '.', len);
	size_t whole = dot != NULL ? (size_t)(dot - text) : len;
	size_t n = dot != NULL ? len - whole - 1 : 0;
	int64_t v, fraction = 0, scale = 1;

	if (n > 9 || (dot != NULL && n == 0) ||
		!digits_read(&v, text, whole, INT64_MAX / unit - 1) ||
		(n > 0 && !digits_read(&fraction, dot + 1, n, INT64_MAX)))
		return false;
	for (size_t i = 0; i < n; i++)
		scale *= 10;
	/* unit is at most 10^9, so the product stays below 10^18. */
	*ns = v * unit + fraction * unit / scale;
	*decimals = n;
	return true;
}
