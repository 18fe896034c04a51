/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first line of the input is the name of a field, the rest a header
 * block. What is found must be trimmed, on one line, and as many as counted;
 * the wait that it asks for is bounded.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/http_header.h"
#include "base/instant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str name = { 0 }, block = { 0 }, value = { 0 };
	int64_t wait;
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : size;

	str_add(&name, data, n);
	if (end != NULL)
		str_add(&block, end + 1, size - n - 1);
	for (size_t i = 0;; i++) {
		str_clear(&value);
		if (http_header(&value, &block, name.p, i) != 0)
			break;
		assert(memchr(value.p, '\n', value.len) == NULL);
		assert(value.len == 0 ||
			(value.p[0] != ' ' && value.p[value.len - 1] != '\t'));
		assert(i <= block.len);
	}
	if (http_retry_after(&wait, &block, INT64_C(1000000000)))
		assert(wait >= 0 && wait <= HTTP_RETRY_MAX_S * INSTANT_SECOND);
	str_release(&name);
	str_release(&block);
	str_release(&value);
	return 0;
}
