/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping file, an empty line, and the table that is read by it. What a
 * mapping prints is read as itself; what is guessed of the table is a mapping
 * that reads it. */
#include <string.h>

#include "tests/evidence/fuzz_file.h"

#include "evidence/mapped.h"
#include "evidence/mapping_guess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_twice(const struct mapping *m)
{
	struct mapping again = { 0 };
	struct str one, two;

	str_init(&one, 0);
	str_init(&two, 0);
	mapping_print(&one, m);
	if (mapping_read(&again, one.p, one.len, "printed") != 0)
		abort();
	mapping_print(&two, &again);
	if (strcmp(one.p, two.p) != 0)
		abort();
	mapping_release(&again);
	str_release(&one);
	str_release(&two);
}

static int see(const struct observation *o, const struct line *where,
	const char *why, void *ctx)
{
	(void)ctx;
	if (where->number == 0 || (o == NULL) != (why != NULL))
		abort();
	return 0;
}

/* A line of a head into a reader. */
static int feed(const struct line *line, void *ctx)
{
	return line->too_long ? 0 : mapped_line(ctx, line);
}

static void guess(const char *text, size_t len, const struct mapping *given)
{
	struct importer_head head = { .text = text,
		.len = len < IMPORTER_HEAD ? len : IMPORTER_HEAD,
		.whole = true,
		.name = "fuzz" };
	struct mapping_guess g;
	struct mapped *m = NULL;
	struct lines lines;

	for (int f = 0; f < MAPPING_FORMATS; f++)
		mapping_guess_sniff(&head, (enum mapping_format)f);
	mapping_guess_head(&g, &head, given);
	print_twice(&g.mapping);
	if (g.fault == NULL && !g.needs_zone &&
		mapped_open(&m, &g.mapping, NULL, "fuzz", see, NULL) == 0) {
		lines_init(&lines, feed, m);
		if (lines_feed(&lines, text, len) == 0 &&
			lines_end(&lines) == 0)
			mapped_end(m);
		lines_release(&lines);
		mapped_free(m);
	}
	mapping_guess_release(&g);
}

static void import(const char *mapping, const char *text, size_t len)
{
	struct importer_options options = { .mapping = mapping };
	struct mapping m = { 0 };

	if (mapping_read(&m, mapping, strlen(mapping), "fuzz") == 0)
		print_twice(&m);
	guess(text, len, &m);
	fuzz_file(mapping_importer(&m), text, len, &options);
	mapping_release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct mapping none = { 0 };
	const char *text = (const char *)data;
	const char *gap = memmem(data, size, "\n\n", 2);
	char *mapping;
	size_t n;

	if (gap == NULL) {
		guess(text, size, &none);
		return 0;
	}
	n = (size_t)(gap - text) + 1;
	mapping = malloc(n + 1);
	if (mapping == NULL)
		abort();
	memcpy(mapping, text, n);
	mapping[n] = '\0';
	import(mapping, gap + 2, size - n - 1);
	free(mapping);
	return 0;
}
