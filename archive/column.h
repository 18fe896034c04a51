/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_COLUMN_H
#define ARCHIVE_COLUMN_H

/*
 * The layout of a block of rows: each column's values as differences to the
 * value before, zigzag-coded (0, -1, 1, -2 … as 0, 1, 2, 3 …) in LEB128
 * varints, column after column. Compressed with zstd afterwards.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Appends n values, at most ten bytes each; there must be room for that.
 * ERR_LIMIT. */
int column_put(struct str *out, const int64_t *values, size_t n);

/* Reads n values from *at on, and moves *at behind them; ERR_CORRUPT when
 * the bytes end early. */
int column_get(int64_t *values, size_t n, const unsigned char **at,
	const unsigned char *end);

/* Moves *at behind n values. ERR_CORRUPT. */
int column_skip(size_t n, const unsigned char **at, const unsigned char *end);

#endif
