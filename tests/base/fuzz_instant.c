/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times as text, and zone files (inputs that begin with "TZif"). What was
 * read is written so that it is read as the same instant.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OFFSET_LIMIT = 28 * 3600 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void try_zone_file(const char *data, size_t len)
{
	static const struct civil readings[] = { { 1678, 1, 1, 0, 0, 0, 0 },
		{ 1900, 2, 28, 23, 59, 59, 0 }, { 2018, 3, 25, 2, 30, 0, 0 },
		{ 2018, 10, 28, 2, 30, 0, 0 },
		{ 2261, 12, 31, 23, 59, 60, 0 } };
	struct zone *z = NULL;

	if (zone_read(&z, "fuzz", data, len) != 0)
		return;
	for (int64_t ns = INT64_MIN; ns < INT64_MAX - INT64_MAX / 32;
		ns += INT64_MAX / 32) {
		const char *name = NULL;
		int offset = zone_offset(z, ns, &name);

		must(abs(offset) < OFFSET_LIMIT && strlen(name) < 8);
	}
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		enum zone_kind kind;
		int64_t ns;

		zone_instant(&ns, &kind, z, &readings[i]);
	}
	zone_free(z);
}

static void try_text(const char *text, size_t len)
{
	char out[INSTANT_TEXT];
	int64_t ns, back = 0;
	int offset;

	if (instant_parse(&ns, &offset, text, len) != 0)
		return;
	instant_format(out, ns, offset, INSTANT_NS);
	must(instant_parse(&back, NULL, out, strlen(out)) == 0 && back == ns);
}

/* A reading that came once is, in its zone, the reading it was. */
static void try_reading(const struct zone *z, const char *text, size_t len)
{
	struct civil c, seen;
	enum zone_kind kind;
	bool timed;
	int64_t ns;

	if (instant_parse_civil(&c, &timed, text, len) != 0 || c.second == 60 ||
		zone_instant(&ns, &kind, z, &c) != 0 || kind == ZONE_GAP)
		return;
	instant_civil(&seen, ns, zone_offset(z, ns, NULL));
	must(memcmp(&c, &seen, sizeof(c)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct zone *paris;
	char *text = mem_dup((const char *)data, size);
	bool day_only;
	int64_t ns;

	if (paris == NULL && zone_open(&paris, "Europe/Paris") != 0)
		must(zone_open(&paris, "UTC") == 0);
	if (size >= 4 && memcmp(data, "TZif", 4) == 0) {
		try_zone_file(text, size);
	} else {
		try_text(text, size);
		try_reading(paris, text, size);
		zone_parse(&ns, &day_only, NULL, paris, text);
		zone_parse(&ns, &day_only, NULL, NULL, text);
	}
	free(text);
	return 0;
}
