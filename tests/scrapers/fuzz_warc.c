/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes are a WARC file: reading ends, gives no more than there is, and
 * an HTTP answer in a record keeps the promises of its header.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/err.h"
#include "scrapers/warc_http.h"
#include "scrapers/warc_read.h"
#include "warc_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct str *block)
{
	struct warc_http a = { 0 };

	if (warc_http_read(&a, block->p, block->len) != 0) {
		if (err_message()[0] == '\0')
			abort();
		return;
	}
	if (a.status < 200 || a.status > 999 || a.body_len > block->len ||
		a.payload_len > block->len)
		abort();
	warc_http_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct warc_bytes b = { .p = (const char *)data, .len = size };
	const struct warc_record *record = NULL;
	struct warc_reader *r;
	struct str block;
	int64_t ns;
	bool day;

	b.step = size > 0 ? data[0] % 32 : 0;
	r = warc_reader_new(warc_bytes_read, &b, size % 2 == 0 ? size : 0);
	str_init(&block, 1 << 20);
	while (warc_reader_next(&record, r) == 0 && record != NULL) {
		const char *date = warc_get(record, "WARC-Date");

		str_clear(&block);
		if (date != NULL)
			warc_date(&ns, &day, date);
		if (warc_reader_block(&block, r) == 0) {
			if (block.len != record->length)
				abort();
			warc_digest_fit(warc_get(record, "WARC-Block-Digest"),
				block.p, block.len);
			look_at(&block);
		}
	}
	warc_reader_close(r);
	str_release(&block);
	return 0;
}
