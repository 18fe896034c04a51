/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a browser says, cut into pieces as the first byte tells. */
#include <stdint.h>
#include <stdlib.h>

#include "scrapers/cdp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdp *c = cdp_new(-1, -1);
	size_t piece = size > 0 ? data[0] + 1u : 1;
	struct cdp_message m = { 0 };
	bool found = true;
	int rc = 0;

	for (size_t at = 0; at < size && rc == 0; at += piece) {
		cdp_feed(c, data + at, piece < size - at ? piece : size - at);
		while ((rc = cdp_next(&m, &found, c)) == 0 && found) {
			if (!m.over && (m.id != 0) == (m.method != NULL))
				abort();
			cdp_message_release(&m);
		}
	}
	cdp_free(c);
	return 0;
}
