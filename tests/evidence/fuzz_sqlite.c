/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The importers of databases: the first byte chooses one. */
#include "tests/evidence/fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "pihole-db", "rethinkdns",
		"netguard" };
	static const struct importer_options none;

	if (size > 0)
		fuzz_file(names[data[0] % 3], data + 1, size - 1, &none);
	return 0;
}
