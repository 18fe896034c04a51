/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "archive/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read has the form of what is written: origin, size and root stand
 * in it as they were found. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct checkpoint c;
	struct str again = { 0 };

	if (checkpoint_read(&c, (const char *)data, size) != 0)
		return 0;
	str_printf(&again, "%s\n%llu\n", c.origin, (unsigned long long)c.size);
	if (size < again.len || memcmp(data, again.p, again.len) != 0 ||
		c.body >= size)
		abort();
	str_release(&again);
	return 0;
}
