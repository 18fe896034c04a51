/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text that json_parse() takes has one canonical form, whether it is made
 * from the text, from itself, or from the tree as printed; and the first
 * leaf of the tree can be located in the text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int rc)
{
	if (rc != 0)
		abort();
}

/* Appends the canonical form of a text that must be valid. */
static void canonical_of(struct str *out, const struct str *text)
{
	cJSON *tree = NULL;

	must(json_parse(&tree, text->p, text->len, NULL));
	must(json_canonical(out, tree));
	cJSON_Delete(tree);
}

static void add_step(struct str *pointer, const char *name)
{
	str_putc(pointer, '/');
	for (; *name != '\0'; name++) {
		if (*name == '~')
			str_puts(pointer, "~0");
		else if (*name == '/')
			str_puts(pointer, "~1");
		else
			str_putc(pointer, *name);
	}
}

static void locate_first_leaf(const cJSON *tree, const char *text, size_t len)
{
	struct str pointer;
	size_t line = 0, column = 0;

	str_init(&pointer, 0);
	for (; tree->child != NULL; tree = tree->child)
		add_step(&pointer,
			cJSON_IsArray(tree) ? "0" : tree->child->string);
	must(json_locate(&line, &column, text, len, pointer.p));
	if (line == 0 || column == 0)
		abort();
	str_puts(&pointer, "/0/absent");
	if (json_locate(&line, &column, text, len, pointer.p) == 0)
		abort();
	str_release(&pointer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = size > 0 ? (const char *)data : "";
	struct str once = { 0 }, twice = { 0 }, printed = { 0 }, third = { 0 };
	size_t line, column;
	cJSON *tree = NULL;

	if (json_parse(&tree, text, size, NULL) != 0) {
		json_locate(&line, &column, text, size, "/a/0/b");
		return 0;
	}
	must(json_canonical(&once, tree));
	canonical_of(&twice, &once);
	must(json_print(&printed, tree));
	canonical_of(&third, &printed);
	if (!str_is(&once, twice.p) || !str_is(&once, third.p))
		abort();
	locate_first_leaf(tree, text, size);
	cJSON_Delete(tree);
	str_release(&once);
	str_release(&twice);
	str_release(&printed);
	str_release(&third);
	return 0;
}
