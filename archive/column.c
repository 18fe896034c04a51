/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/column.h"

#include "base/err.h"
#include "base/i18n.h"

enum { VARINT = 10 }; /* bytes at most */

int column_put(struct str *out, const int64_t *values, size_t n)
{
	int rc = str_reserve(out, n * VARINT);
	unsigned char *from, *to;
	uint64_t before = 0;

	if (rc != 0)
		return rc;
	from = to = (unsigned char *)out->p + out->len;
	for (size_t i = 0; i < n; i++) {
		uint64_t now = (uint64_t)values[i];
		uint64_t delta = now - before;
		uint64_t v = delta << 1 ^ (delta >> 63 ? UINT64_MAX : 0);

		for (; v > 0x7F; v >>= 7)
			*to++ = (unsigned char)(v | 0x80);
		*to++ = (unsigned char)v;
		before = now;
	}
	str_added(out, (size_t)(to - from));
	return 0;
}

int column_get(int64_t *values, size_t n, const unsigned char **at,
	const unsigned char *end)
{
	const unsigned char *p = *at;
	uint64_t before = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t v = 0;
		unsigned shift = 0;

		for (;; shift += 7, p++) {
			if (p == end || shift > 63)
				return err_set(ERR_CORRUPT,
					_("a block of rows is damaged"));
			v |= (uint64_t)(*p & 0x7F) << shift;
			if (!(*p & 0x80))
				break;
		}
		p++;
		before += (v >> 1) ^ (v & 1 ? UINT64_MAX : 0);
		values[i] = (int64_t)before;
	}
	*at = p;
	return 0;
}
