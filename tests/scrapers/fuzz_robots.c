/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first line of the input is an address, the rest a robots.txt. However
 * lines end, and whatever stands in a comment, the answer is the same; and a
 * rule that allows all, longer than any other, wins.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "scrapers/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool ask(const struct str *text, const char *target)
{
	struct robots r = { 0 };
	bool allowed;

	robots_read(&r, text->p, text->len, ROBOTS_AGENT);
	assert(r.n <= text->len);
	assert(robots_allows(&r, "/robots.txt"));
	allowed = robots_allows(&r, target);
	robots_release(&r);
	return allowed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str target = { 0 }, text = { 0 }, other = { 0 };
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : size;

	str_add(&target, data, n);
	str_puts(&text, "");
	if (end != NULL)
		str_add(&text, end + 1, size - n - 1);
	for (size_t i = 0; i < text.len; i++)
		str_puts(&other, text.p[i] == '\n'
					 ? " # Disallow: /\r\n"
					 : (char[]){ text.p[i], '\0' });
	str_puts(&other, "");
	if (strlen(text.p) == text.len && other.len < ROBOTS_BYTES)
		assert(ask(&text, target.p) == ask(&other, target.p));
	str_release(&target);
	str_release(&text);
	str_release(&other);
	return 0;
}
