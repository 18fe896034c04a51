/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/badline.h"

#include <stdlib.h>

#include "archive/block.h"
#include "evidence/detect.h"

struct relay {
	struct detect_found found;
	badline_fn fn;
	void *ctx;
};

static int see_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct relay *r = ctx;
	uint64_t member = BLOCK_LINE_MEMBER(line);
	struct badline bad = { "", BLOCK_LINE_NUMBER(line), position, reason };

	if (member < r->found.n)
		bad.member = r->found.v[member].name;
	return r->fn(&bad, r->ctx);
}

int badline_each(struct store *s, int64_t exhibit, struct kept *k,
	const struct importer **importer, badline_fn fn, void *ctx)
{
	struct block_import import = { 0 };
	struct relay relay = { .fn = fn, .ctx = ctx };
	const struct importer *reader = NULL;
	int rc = block_import_find(&import, s, exhibit);

	if (rc != 0)
		return rc;
	reader = importer_find(import.importer);
	if (reader != NULL && import.bad > 0)
		rc = detect_file(&relay.found, k->path, reader);
	if (rc == 0)
		rc = block_each_bad(s, import.id, see_bad, &relay);
	if (importer != NULL)
		*importer = reader;
	detect_release(&relay.found);
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	return rc;
}
