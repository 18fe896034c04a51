/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What base/json takes is taken here, with the same values. */
#include "evidence/json_pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare(const struct json_pick *p, const cJSON *v)
{
	char room[1 << 16];
	struct json_pick e;
	size_t at = 0, n = 0;

	if ((p->kind == JSON_END) != (v == NULL))
		abort();
	if (cJSON_IsString(v) && (!json_pick_text(p, room, sizeof(room)) ||
					 strcmp(room, v->valuestring) != 0))
		abort();
	while (json_pick_next(&e, &at, p))
		n++;
	if (cJSON_IsArray(v) && n != (size_t)cJSON_GetArraySize(v))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "a", "b" };
	const char *text = (const char *)data;
	struct json_pick p[2];
	const char *why = json_pick(p, names, 2, text, size);
	cJSON *tree = NULL;

	if (size < 1 << 16 && json_parse(&tree, text, size, NULL) == 0) {
		if (cJSON_IsObject(tree) != (why == NULL))
			abort();
		for (int i = 0; i < 2 && why == NULL; i++)
			compare(&p[i], json_member(tree, names[i]));
		cJSON_Delete(tree);
	}
	return 0;
}
