/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/mustache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "base/markdown.h"

/* The mandatory modules of the specification. */
static const char *const modules[] = { "comments", "delimiters",
	"interpolation", "inverted", "partials", "sections" };
enum { CASES = 136 };

static int escape_html(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '&':
			str_puts(out, "&amp;");
			break;
		case '<':
			str_puts(out, "&lt;");
			break;
		case '>':
			str_puts(out, "&gt;");
			break;
		case '"':
			str_puts(out, "&quot;");
			break;
		default:
			str_putc(out, text[i]);
		}
	}
	return 0;
}

/* ctx: an object of texts by name. */
static int find_partial(struct str *out, const char *name, void *ctx)
{
	const char *text = json_string(ctx, name);

	return text != NULL ? str_puts(out, text) : ERR_NOTFOUND;
}

static cJSON *parse(const char *text)
{
	cJSON *tree = NULL;

	assert_int_equal(json_parse(&tree, text, strlen(text), NULL), 0);
	return tree;
}

/* Renders with the options; the result's code. */
static int render(struct str *out, const char *template, const char *json,
	const struct mustache_options *o)
{
	cJSON *model = parse(json);
	int rc = mustache_render(out, template, strlen(template), model, o);

	cJSON_Delete(model);
	return rc;
}

static void gives(const char *template, const char *json, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(render(&out, template, json,
				 &(struct mustache_options){ .strict = true }),
		0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void refuses(
	const char *template, const char *json, int code, const char *message)
{
	struct str out = { 0 };

	assert_int_equal(render(&out, template, json,
				 &(struct mustache_options){
					 .name = "a.md", .strict = true }),
		code);
	assert_string_equal(err_message(), message);
	str_release(&out);
}

static void run_case(const cJSON *test, const char *module)
{
	struct mustache_options o = { .escape = escape_html,
		.partial = find_partial,
		.partial_ctx = (void *)json_member(test, "partials") };
	const char *template = json_string(test, "template");
	const char *want = json_string(test, "expected");
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(mustache_render(&out, template, strlen(template),
				 json_member(test, "data"), &o),
		0);
	if (!str_is(&out, want))
		fail_msg("%s, %s: '%s' instead of '%s'", module,
			json_string(test, "name"), out.p, want);
	str_release(&out);
}

static void test_specification(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	int count = 0;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("no CONSTAT_SHARED: specification skipped\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct str path = { 0 };
		cJSON *suite = NULL;
		const cJSON *test;

		str_printf(
			&path, "%s/mustache-spec/%s.json", shared, modules[i]);
		assert_int_equal(json_read(&suite, path.p, NULL), 0);
		cJSON_ArrayForEach(test, json_member(suite, "tests"))
		{
			run_case(test, modules[i]);
			count++;
		}
		cJSON_Delete(suite);
		str_release(&path);
	}
	assert_int_equal(count, CASES);
}

static void test_values(void **state)
{
	(void)state;
	gives("a {{x}} b", "{\"x\":\"y\"}", "a y b");
	gives("{{a.b.c}}", "{\"a\":{\"b\":{\"c\":\"d\"}}}", "d");
	gives("{{n}} {{{m}}}", "{\"n\":12,\"m\":1.5}", "12 1.5");
	gives("[{{x}}]", "{\"x\":null}", "[]");
	gives("[{{x}}]", "{\"x\":\"\"}", "[]");
	gives("{{{x}}}|{{&x}}", "{\"x\":\"**b**\"}", "**b**|**b**");
	gives("", "{}", "");
}

static void test_sections(void **state)
{
	(void)state;
	gives("{{#l}}{{.}},{{/l}}", "{\"l\":[\"a\",\"b\"]}", "a,b,");
	gives("{{#l}}{{n}}{{o}} {{/l}}",
		"{\"o\":\"z\",\"l\":[{\"n\":\"a\"},{\"n\":\"b\"}]}", "az bz ");
	gives("{{#l}}x{{/l}}{{^l}}none{{/l}}", "{\"l\":[]}", "none");
	gives("{{#s}}x{{/s}}{{^s}}none{{/s}}", "{\"s\":\"\"}", "none");
	gives("{{#s}}x{{/s}}{{^s}}none{{/s}}", "{\"s\":false}", "none");
	gives("a\n {{#t}}\nb\n {{/t}}\nc\n", "{\"t\":true}", "a\nb\nc\n");
}

/* A value can never become markup: what the escaped text is parsed to is the
 * value itself. */
static void test_markdown_escape(void **state)
{
	static const char value[] = "# *a* [b](c) | <d> `e` 1. f & &amp; \\g";
	struct str out = { 0 }, text = { 0 };
	struct markdown md = { 0 };
	cJSON *model = json_object();

	(void)state;
	json_set(model, "v", value);
	assert_int_equal(mustache_render(&out, "{{v}}", 5, model, NULL), 0);
	assert_int_equal(markdown_parse(&md, out.p, out.len), 0);
	assert_int_equal(md.n, 1);
	assert_int_equal(md.blocks[0].kind, MARKDOWN_PARAGRAPH);
	assert_int_equal(md.blocks[0].cells[0].n, 1);
	assert_int_equal(markdown_text(&text, &md.blocks[0]), 0);
	assert_string_equal(text.p, value);
	markdown_release(&md);
	cJSON_Delete(model);
	str_release(&out);
	str_release(&text);
}

static void test_strict(void **state)
{
	(void)state;
	refuses("a\n  {{nmae}}", "{\"name\":\"x\"}", ERR_NOTFOUND,
		"a.md, line 2, column 3: the model has no value named 'nmae'");
	refuses("{{a.c}}", "{\"a\":{\"b\":\"\"}}", ERR_NOTFOUND,
		"a.md, line 1, column 1: the model has no value named 'a.c'");
	refuses("é{{#x}}{{/x}}", "{}", ERR_NOTFOUND,
		"a.md, line 1, column 2: the model has no value named 'x'");
	refuses("{{^x}}{{/x}}", "{}", ERR_NOTFOUND,
		"a.md, line 1, column 1: the model has no value named 'x'");
	refuses("{{>p}}", "{}", ERR_NOTFOUND,
		"a.md, line 1, column 1: there is no partial 'p'");
}

/* In a partial, the message names the partial. */
static void test_partial(void **state)
{
	cJSON *partials = parse("{\"p\":\"a\\nb {{x}}\\n\",\"q\":\"{{y}}\"}");
	struct mustache_options o = {
		.strict = true, .partial = find_partial, .partial_ctx = partials
	};
	struct str out = { 0 };

	(void)state;
	assert_int_equal(render(&out, "  {{>p}}\nc", "{\"x\":\"1\"}", &o), 0);
	assert_string_equal(out.p, "  a\n  b 1\nc");
	assert_int_equal(render(&out, "{{>q}}", "{}", &o), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"q, line 1, column 1: the model has no value named 'y'");
	cJSON_Delete(partials);
	str_release(&out);
}

static void test_wrong_templates(void **state)
{
	(void)state;
	refuses("{{", "{}", ERR_PARSE,
		"a.md, line 1, column 1: a tag is not closed");
	refuses("{{x}", "{\"x\":\"\"}", ERR_PARSE,
		"a.md, line 1, column 1: a tag is not closed");
	refuses("\n{{ }}", "{}", ERR_PARSE,
		"a.md, line 2, column 1: a tag without a name");
	refuses("{{#a}}", "{\"a\":true}", ERR_PARSE,
		"a.md, line 1, column 1: nothing closes the section 'a'");
	refuses("{{/a}}", "{}", ERR_PARSE,
		"a.md, line 1, column 1: a section is closed that was not "
		"opened");
	refuses("{{#a}}{{/b}}", "{\"a\":true}", ERR_PARSE,
		"a.md, line 1, column 7: the section to be closed here is "
		"'a'");
	refuses("{{=x}}", "{}", ERR_PARSE,
		"a.md, line 1, column 1: a tag is not closed");
	refuses("{{=x=}}", "{}", ERR_PARSE,
		"a.md, line 1, column 1: new delimiters are written "
		"{{=<% %>=}}");
}

static void test_endless_partial(void **state)
{
	cJSON *partials = parse("{\"p\":\"{{>p}}{{>p}}\"}");
	struct mustache_options o = { .partial = find_partial,
		.partial_ctx = partials };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(render(&out, "{{>p}}", "{}", &o), ERR_LIMIT);
	assert_string_equal(err_message(),
		"p, line 1, column 1: partials nested too deeply at 'p'");
	cJSON_Delete(partials);
	str_release(&out);
}

static void test_bounds(void **state)
{
	struct str text = { 0 }, out;
	cJSON *model = parse("{\"a\":[1,2,3,4],\"b\":true,\"c\":\"cccc\"}");

	(void)state;
	for (int i = 0; i < 20; i++)
		str_puts(&text, "{{#a}}");
	for (int i = 0; i < 20; i++)
		str_puts(&text, "{{/a}}");
	str_init(&out, 0);
	assert_int_equal(mustache_render(&out, text.p, text.len, model, NULL),
		ERR_LIMIT);
	assert_non_null(strstr(err_message(), "too many steps"));
	str_release(&out);

	str_clear(&text);
	for (int i = 0; i <= MUSTACHE_DEPTH; i++)
		str_puts(&text, "{{#b}}");
	assert_int_equal(mustache_render(&out, text.p, text.len, model, NULL),
		ERR_LIMIT);
	assert_non_null(strstr(err_message(), "nested too deeply"));
	str_release(&out);

	str_init(&out, 10);
	assert_int_equal(mustache_render(&out, "{{#a}}{{c}}{{/a}}", 17, model,
				 &(struct mustache_options){ .name = "a.md" }),
		ERR_LIMIT);
	assert_string_equal(err_message(), "a.md is larger than 10 bytes");
	str_release(&out);
	str_release(&text);
	cJSON_Delete(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_specification),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_markdown_escape),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_wrong_templates),
		cmocka_unit_test(test_endless_partial),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
