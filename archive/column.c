/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/column.h"

#include <stdbool.h>
#include <string.h>

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

static int damaged(void)
{
	return err_set(ERR_CORRUPT, _("a block of rows is damaged"));
}

/* Whether eight values of one byte each come next: most columns are such. */
static bool are_short(
	uint64_t *word, const unsigned char *p, const unsigned char *end)
{
	if (end - p < (ptrdiff_t)sizeof(*word))
		return false;
	memcpy(word, p, sizeof(*word));
	return (*word & UINT64_C(0x8080808080808080)) == 0;
}

static bool read_one(
	uint64_t *out, const unsigned char **at, const unsigned char *end)
{
	const unsigned char *p = *at;
	uint64_t v = 0;

	for (unsigned shift = 0; p < end && shift <= 63; shift += 7, p++) {
		v |= (uint64_t)(*p & 0x7F) << shift;
		if (!(*p & 0x80)) {
			*at = p + 1;
			*out = v;
			return true;
		}
	}
	return false;
}

/* The difference that a number stands for. */
static uint64_t unfold(uint64_t v)
{
	return (v >> 1) ^ (v & 1 ? UINT64_MAX : 0);
}

int column_get(int64_t *values, size_t n, const unsigned char **at,
	const unsigned char *end)
{
	const unsigned char *p = *at;
	uint64_t before = 0, word, v;

	for (size_t i = 0; i < n;) {
		if (n - i >= 8 && are_short(&word, p, end)) {
			for (size_t k = 0; k < 8; k++, i++) {
				before += unfold(*p++);
				values[i] = (int64_t)before;
			}
			continue;
		}
		if (!read_one(&v, &p, end))
			return damaged();
		before += unfold(v);
		values[i++] = (int64_t)before;
	}
	*at = p;
	return 0;
}

int column_skip(size_t n, const unsigned char **at, const unsigned char *end)
{
	const unsigned char *p = *at;
	uint64_t word, v;

	for (size_t i = 0; i < n;) {
		if (n - i >= 8 && are_short(&word, p, end)) {
			p += 8;
			i += 8;
			continue;
		}
		if (!read_one(&v, &p, end))
			return damaged();
		i++;
	}
	*at = p;
	return 0;
}
