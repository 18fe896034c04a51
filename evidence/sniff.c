/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/sniff.h"

#include "base/err.h"

enum { LINES = 50, SURE = 90, UNSURE = 50 };

struct count {
	sniff_line_fn judge;
	size_t lines, ours, records;
};

/* The first lines make the measure; records are looked for further on. */
static int see_line(const struct line *line, void *ctx)
{
	struct count *c = ctx;
	int kind;

	if (line->len == 0)
		return 0;
	kind = c->judge(line);
	c->records += kind == SNIFF_RECORD;
	if (c->lines < LINES) {
		c->lines++;
		c->ours += kind != SNIFF_FOREIGN;
	}
	return c->lines == LINES && c->records > 0 ? ERR_LIMIT : 0;
}

int sniff_lines(const struct importer_head *head, sniff_line_fn judge)
{
	struct count c = { .judge = judge };
	struct lines l;
	int rc;

	lines_init(&l, see_line, &c);
	rc = lines_feed(&l, head->text, head->len);
	if (rc == 0 && (head->whole || c.lines == 0))
		lines_end(&l);
	lines_release(&l);
	if (c.records == 0)
		return 0;
	return c.ours * 2 >= c.lines ? SURE : UNSURE;
}
