/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scrapers/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is written reads back as itself. */
static void check(const struct url *u)
{
	struct str first = { 0 }, second = { 0 };
	struct url again = { 0 };

	url_write(&first, u);
	if (url_parse(&again, first.p, first.len, NULL) != 0)
		abort();
	url_write(&second, &again);
	/* An opaque path may end in spaces, which reading strips. */
	if (!u->opaque && !str_is(&second, first.p))
		abort();
	str_release(&first);
	str_release(&second);
	url_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const bases[] = { "https://h.test/a/b?c#d",
		"file:///C:/a", "foo://h/a/b", "foo:/a", "mailto:x" };
	const char *text = (const char *)data;
	struct url u = { 0 }, base = { 0 };

	if (url_parse(&u, text, size, NULL) == 0)
		check(&u);
	for (size_t i = 0; i < sizeof(bases) / sizeof(*bases); i++) {
		url_parse(&base, bases[i], strlen(bases[i]), NULL);
		if (url_parse(&u, text, size, &base) == 0) {
			check(&u);
			url_remove_parameter(&u, "a");
		}
	}
	url_release(&u);
	url_release(&base);
	return 0;
}
