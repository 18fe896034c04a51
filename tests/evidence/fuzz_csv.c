/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte chooses delimiter and form of the times; the rest is the
 * table. What a record gives is written again and must read the same. */
#include <string.h>

#include "tests/evidence/fuzz_file.h"

#include "base/zone.h"
#include "evidence/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct again {
	struct str text;
	size_t n;
	bool same;
};

static int compare(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct again *a = ctx;

	(void)where;
	a->same = why == NULL && c->n == a->n;
	return 0;
}

/* Written and read once more it has as many fields. */
static int see(const struct csv *c, const struct line *where, const char *why,
	void *ctx)
{
	struct again a = { .n = c->n };
	struct csv back;

	(void)ctx;
	if (where->length == 0 || where->number == 0)
		abort();
	if (why != NULL)
		return 0;
	str_init(&a.text, 0);
	for (size_t i = 0; i < c->n; i++) {
		if (i > 0)
			str_putc(&a.text, ',');
		csv_put(&a.text, csv_get(c, i), ',');
	}
	if (a.text.len == 0 || a.text.len > LINES_MAX / 2 ||
		memchr(a.text.p, '\n', a.text.len) != NULL) {
		str_release(&a.text);
		return 0;
	}
	csv_init(&back, ',', compare, &a);
	if (csv_line(&back, &(struct line){ .text = a.text.p,
				    .len = a.text.len,
				    .number = 1,
				    .length = a.text.len }) != 0 ||
		csv_end(&back) != 0 || !a.same)
		abort();
	csv_release(&back);
	str_release(&a.text);
	return 0;
}

static int feed(const struct line *line, void *ctx)
{
	return csv_line(ctx, line);
}

static void read_records(const void *data, size_t size, char delimiter)
{
	struct lines l;
	struct csv c;

	csv_init(&c, delimiter, see, NULL);
	lines_init(&l, feed, &c);
	if (lines_feed(&l, data, size) != 0 || lines_end(&l) != 0 ||
		csv_end(&c) != 0)
		abort();
	lines_release(&l);
	csv_release(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "rfc3339", "epoch-s", "epoch-ms",
		"d/m/Y I:M:S.f p" };
	static struct zone *zone;
	struct importer_options options = {
		.map = "time=1,host=2,disposition=3,client=4,count=5",
		.blocked = "b,B",
		.allowed = "a",
	};

	if (zone == NULL && zone_open(&zone, "Europe/Paris") != 0)
		abort();
	if (size == 0)
		return 0;
	options.zone = zone;
	options.time_format = formats[data[0] / 4 % 4];
	options.delimiter = data[0] % 2 ? ";" : ",";
	if (data[0] % 4 > 1)
		options.map = "time=t,host=h";
	read_records(data + 1, size - 1, data[0] % 2 ? ';' : ',');
	fuzz_file("csv", data + 1, size - 1, &options);
	return 0;
}
