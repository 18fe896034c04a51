/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "templates/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char model_text[] =
	"{\"a\":\"*x*\",\"b\":[{\"c\":\"1\"},{\"c\":\"2\"}],\"d\":{\"e\":{"
	"\"f\":\"g\"}},\"t\":true,\"n\":null,\"s\":\"\",\"i\":1.5}";

/* Every partial is the template itself. */
struct input {
	const char *text;
	size_t len;
};

static int partial(struct str *out, const char *name, void *ctx)
{
	const struct input *input = ctx;

	return name[0] == 'x' ? ERR_NOTFOUND
			      : str_add(out, input->text, input->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { (const char *)data, size };
	struct mustache_options o = { .partial = partial,
		.partial_ctx = &input,
		.strict = size % 2 == 0 };
	cJSON *model = NULL;
	struct str out;

	if (json_parse(&model, model_text, sizeof(model_text) - 1, NULL) != 0)
		abort();
	str_init(&out, 1 << 16);
	mustache_render(&out, input.text, size, model, &o);
	if (out.len > 1 << 16)
		abort();
	str_release(&out);
	cJSON_Delete(model);
	return 0;
}
