/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SEAL_H
#define ARCHIVE_SEAL_H

/*
 * The seal of a stored blob: SHA-256 over the numbers that stand beside it
 * in its row (each as be64) and its bytes. What a content means is proved by
 * its own hash; the seal also shows a changed bit that happens to unpack to
 * the same content.
 */

#include <stdint.h>

#include "base/digest.h"

struct seal_numbers {
	int64_t v[4];
};

void seal_of(struct digest *out, struct seal_numbers numbers, const void *data,
	size_t len);

#endif
