/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "scrapers/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char terms[] =
	"{ \"fetch\": \"https://exemple.test/a\","
	"  \"filter\": [{ \"removeQueryParams\": \"q\" }],"
	"  \"remove\": [\"nav\", { \"startAfter\": \"h2\","
	"                        \"endBefore\": \"hr\" }],"
	"  \"select\": [\"body\", { \"startBefore\": \"h1\","
	"                        \"endAfter\": \"p\" }] }";

static const char elements[] = "<h1></h1><h2></h2><hr><p></p>";

/* The page's end holds what the ranges look for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct declaration_terms t = { 0 };
	struct extract_job job = { 0 };
	struct str page = { 0 }, out = { 0 };

	if (declaration_terms_parse(
		    &t, "Privacy Policy", terms, strlen(terms)) != 0)
		return 0;
	str_add(&page, data, size);
	str_puts(&page, elements);
	job.bytes = page.p;
	job.len = page.len;
	job.part = &t.parts[0];
	extract_in_process(&out, NULL, &job);
	str_release(&page);
	str_release(&out);
	declaration_terms_release(&t);
	return 0;
}
