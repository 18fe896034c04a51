/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "cases/case_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes are a case, or an error; faults have their place. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct case_json c = { 0 };
	const char *list;

	if (case_json_parse(&c, (const char *)data, size) != 0)
		return 0;
	for (size_t i = 0; i < c.n_faults; i++)
		if (c.faults[i].line == 0 || c.faults[i].message == NULL)
			abort();
	(void)case_json_find(&c, "journal", &list);
	case_json_release(&c);
	return 0;
}
