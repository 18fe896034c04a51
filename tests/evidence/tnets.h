/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_TNETS_H
#define TESTS_EVIDENCE_TNETS_H

/*
 * Tagged netstrings from JSON, for tests of mitmproxy's files:
 *
 *	tnets_put(&out, "{\"a\":[1,2.5,true,null,\"x\"]}", ';');
 *
 * Strings become text (';') or bytes (','); numbers with a fraction floats of
 * six decimals. U+E000 stands for a NUL.
 */

#include <stdio.h>

#include "base/json.h"

static void tnets_wrap(struct str *out, const char *text, size_t len, char type)
{
	str_printf(out, "%zu:", len);
	str_add(out, text, len);
	str_putc(out, type);
}

static void tnets_text(struct str *out, const char *text, char type)
{
	struct str bytes;

	str_init(&bytes, 0);
	while (*text != '\0') {
		bool nul = strncmp(text, "\xEE\x80\x80", 3) == 0;

		str_putc(&bytes, nul ? '\0' : *text);
		text += nul ? 3 : 1;
	}
	tnets_wrap(out, bytes.p, bytes.len, type);
	str_release(&bytes);
}

static void tnets_number(struct str *out, double v)
{
	char text[40];

	if (v == (double)(int64_t)v)
		snprintf(text, sizeof(text), "%lld", (long long)v);
	else
		snprintf(text, sizeof(text), "%.6f", v);
	tnets_wrap(
		out, text, strlen(text), v == (double)(int64_t)v ? '#' : '^');
}

static void tnets_value(struct str *out, const cJSON *v, char strings)
{
	struct str inner;
	const cJSON *m;

	str_init(&inner, 0);
	cJSON_ArrayForEach(m, v)
	{
		if (cJSON_IsObject(v))
			tnets_wrap(
				&inner, m->string, strlen(m->string), strings);
		tnets_value(&inner, m, strings);
	}
	if (cJSON_IsObject(v) || cJSON_IsArray(v))
		tnets_wrap(
			out, inner.p, inner.len, cJSON_IsObject(v) ? '}' : ']');
	else if (cJSON_IsString(v))
		tnets_text(out, v->valuestring, strings);
	else if (cJSON_IsNumber(v))
		tnets_number(out, v->valuedouble);
	else if (cJSON_IsNull(v))
		tnets_wrap(out, "", 0, '~');
	else
		tnets_wrap(out, cJSON_IsTrue(v) ? "true" : "false",
			cJSON_IsTrue(v) ? 4 : 5, '!');
	str_release(&inner);
}

__attribute__((unused)) static void tnets_put(
	struct str *out, const char *json, char strings)
{
	cJSON *tree = NULL;

	assert_int_equal(json_parse(&tree, json, strlen(json), NULL), 0);
	tnets_value(out, tree, strings);
	cJSON_Delete(tree);
}

#endif
