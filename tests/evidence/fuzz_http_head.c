/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/http_head.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_head h;

	if (http_head_read(&h, data, size) == HTTP_HEAD_WHOLE &&
		(h.method[0] == '\0' || strchr(h.path, '?') != NULL))
		abort();
	return 0;
}
