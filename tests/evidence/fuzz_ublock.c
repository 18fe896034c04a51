/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/fuzz_file.h"

#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct zone *zone;
	struct importer_options options = { 0 };

	if (zone == NULL && zone_open(&zone, "Europe/Paris") != 0)
		abort();
	options.zone = zone;
	options.date = "2026-07-16 10:00";
	fuzz_file("ublock", data, size, &options);
	return 0;
}
