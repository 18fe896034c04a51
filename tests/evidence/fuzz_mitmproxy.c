/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct importer_options options;

	fuzz_file("mitmproxy", data, size, &options);
	return 0;
}
