/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "cases/difference.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No text of a part looks like a mark. */
static void check(const cJSON *value)
{
	static const char *const brackets[] = { "[-", "-]", "{+", "+}" };
	const cJSON *child;

	if (value->string != NULL &&
		(strcmp(value->string, "text") == 0 ||
			strcmp(value->string, "path") == 0 ||
			strcmp(value->string, "from") == 0))
		for (size_t i = 0; i < 4; i++)
			if (strstr(value->valuestring, brackets[i]) != NULL)
				abort();
	cJSON_ArrayForEach(child, value) check(child);
}

/* Two texts parted by the first NUL: told, or the same words, or a message;
 * the same text twice never differs. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;
	size_t n = nul != NULL ? (size_t)(nul - data) : size / 2;
	size_t from = nul != NULL ? n + 1 : n;
	cJSON *o = NULL;

	if (size == 0)
		return 0;
	if (difference_make(&o, text, n, text + from, size - from) == 0 &&
		o != NULL)
		check(o);
	cJSON_Delete(o);
	o = NULL;
	if (difference_make(&o, text, n, text, n) == 0 && o != NULL)
		abort();
	return 0;
}
