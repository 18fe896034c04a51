/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/authority.h"

#include <string.h>

/* Without ":8080". */
static size_t without_port(const char *text, size_t len)
{
	size_t n = len;

	while (n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9')
		n--;
	return n > 0 && text[n - 1] == ':' ? n - 1 : len;
}

bool authority_host(char out[HOST_MAX + 1], const char *text, size_t len)
{
	size_t n = without_port(text, len);

	if (n > 2 && text[0] == '[' && text[n - 1] == ']')
		return host_normalise(out, text + 1, n - 2);
	/* More colons than one: an address in full. */
	if (memchr(text, ':', n) != NULL)
		n = len;
	return host_normalise(out, text, n);
}
