/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a data set on owners: what comes out is a domain, printable
 * and within its bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "evidence/host.h"
#include "evidence/owner_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	size_t n = strlen(text);

	/* An escape takes up to ten characters. */
	if (n > OWNER_FORMAT_TEXT * 10 || !utf8_valid(text, n, NULL))
		abort();
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
			abort();
}

static int see(const struct owner_entry *e, void *ctx)
{
	char host[HOST_MAX + 1];
	uint64_t *n = ctx;

	if (e->kind == OWNER_ENTRY_DOMAIN) {
		if (!host_normalise(host, e->key, strlen(e->key)) ||
			strcmp(host, e->key) != 0 || !host_is_plain(host))
			abort();
	} else {
		check_text(e->key);
	}
	check_text(e->owner);
	check_text(e->company);
	check_text(e->parent);
	check_text(e->country);
	check_text(e->text);
	(*n)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Its own room, so that a read beyond the end is seen. */
	char *text = malloc(size + 1);
	struct owner_format_file f = { "vendor", NULL, text, size };
	struct owner_format_seen seen;
	uint64_t n = 0;

	if (text == NULL)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (owner_format_read(&seen, &f, see, &n) == 0 &&
		n != seen.entries + seen.names)
		abort();
	free(text);
	return 0;
}
