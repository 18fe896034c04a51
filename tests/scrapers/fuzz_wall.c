/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The input as page, as text, and its halves as text and what was before;
 * the reasons are checked to be JSON.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"
#include "scrapers/wall.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(const struct wall_input *in)
{
	struct wall w = { 0 };
	cJSON *reasons = NULL;

	if (wall_judge(&w, in) != 0)
		return;
	if (json_parse(&reasons, w.reasons.p, w.reasons.len, NULL) != 0)
		abort();
	cJSON_Delete(reasons);
	wall_release(&w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	size_t half = size / 2;
	struct wall_input page = { .status = 200, .page = p, .page_len = size };
	struct wall_input text = { .status = 200,
		.text = p + half,
		.text_len = size - half,
		.previous = p,
		.previous_len = half };

	judge(&page);
	judge(&text);
	page.text = p;
	page.text_len = size;
	judge(&page);
	return 0;
}
