/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text and any JSON, redacted: within bounds of size and time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "evidence/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_text(struct redact *m, const char *text)
{
	struct str out = { 0 };

	str_init(&out, 0);
	if (redact_text(m, &out, "x", text) != 0 || out.len > 4 * strlen(text))
		abort();
	str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_dup((const char *)data, size);
	struct str out = { 0 };
	cJSON *json = NULL;
	struct redact m;

	redact_init(&m);
	as_text(&m, text);
	if (json_parse(&json, text, size, NULL) == 0) {
		redact_json(&m, json);
		str_init(&out, 0);
		json_print(&out, json);
		str_release(&out);
		cJSON_Delete(json);
	}
	redact_release(&m);
	free(text);
	return 0;
}
