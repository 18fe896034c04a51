/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "scrapers/wayback_cdx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is read keeps the promises of the header: rows in order, with an
 * address and a timestamp that says the instant. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wayback_rows rows = { 0 };
	int64_t ns;

	if (wayback_cdx_parse(&rows, (const char *)data, size) != 0) {
		if (err_message()[0] == '\0')
			abort();
		return 0;
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct wayback_row *row = &rows.v[i];

		if (row->url[0] == '\0' ||
			wayback_stamp(&ns, row->timestamp, WAYBACK_STAMP) !=
				0 ||
			ns != row->ns || row->digest == NULL ||
			row->media_type == NULL || row->status > 999)
			abort();
		if (i > 0 &&
			strcmp(rows.v[i - 1].timestamp, row->timestamp) > 0)
			abort();
	}
	wayback_rows_release(&rows);
	return 0;
}
