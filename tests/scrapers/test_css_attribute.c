/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css_attribute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static int read(struct css_test *out, struct css_selector *s, const char *text)
{
	struct css_reader r = {
		.text = text, .at = text, .end = text + strlen(text), .into = s
	};

	if (*text != '[')
		return css_attribute_named(out, &r);
	r.at++;
	return css_attribute_read(out, &r);
}

static void gives(const char *text, const char *name, char operator,
	const char * value, bool fold)
{
	struct css_selector s = { 0 };
	struct css_test t = { 0 };

	if (read(&t, &s, text) != 0)
		fail_msg("%s", err_message());
	assert_string_equal(t.name, name);
	assert_int_equal(t.operator, operator);
	if (value != NULL)
		assert_string_equal(t.value, value);
	else
		assert_null(t.value);
	assert_int_equal(t.fold, fold);
	css_selector_release(&s);
}

static void test_reading(void **state)
{
	(void)state;
	gives("[ title ]", "title", 0, NULL, false);
	gives("[Data-X = y]", "data-x", '=', "y", false);
	gives("[a=\"it's\"]", "a", '=', "it's", false);
	gives("[a|='b'", "a", '|', "b", false);
	gives("[\\:a^=b", ":a", '^', "b", false);
	gives("[a=B i]", "a", '=', "b", true);
	gives("[type=B]", "type", '=', "b", true);
	gives("[type=B s]", "type", '=', "B", false);
	gives(".aB", "class", '~', "aB", false);
	gives("#aB", "id", '=', "aB", false);
}

/* An element with the one attribute a. */
static bool passes(const char *text, const char *value)
{
	struct css_selector s = { 0 };
	struct css_test t = { 0 };
	xmlNode content = { .type = XML_TEXT_NODE,
		.content = (xmlChar *)(uintptr_t)value };
	xmlAttr attribute = { .type = XML_ATTRIBUTE_NODE,
		.name = (const xmlChar *)"a",
		.children = &content };
	xmlNode element = { .type = XML_ELEMENT_NODE,
		.properties = value != NULL ? &attribute : NULL };
	bool yes;

	if (read(&t, &s, text) != 0)
		fail_msg("%s", err_message());
	yes = css_attribute_matches(&t, &element);
	css_selector_release(&s);
	return yes;
}

static void test_matching(void **state)
{
	(void)state;
	assert_true(passes("[a]", ""));
	assert_false(passes("[a]", NULL));
	assert_false(passes("[b]", "x"));
	assert_true(passes("[a='']", ""));
	assert_false(passes("[a=x]", "xy"));
	assert_true(passes("[a=X i]", "x"));
	assert_true(passes("[a~=y]", "x\fy z"));
	assert_false(passes("[a~=y]", "xy"));
	assert_false(passes("[a~='x y']", "x y"));
	assert_false(passes("[a~='']", ""));
	assert_true(passes("[a|=en]", "en"));
	assert_true(passes("[a|=en]", "en-GB"));
	assert_false(passes("[a|=en]", "english"));
	assert_false(passes("[a|=en]", "e"));
	assert_true(passes("[a|='']", "-x"));
	assert_true(passes("[a^=x]", "xy"));
	assert_true(passes("[a$=y]", "xy"));
	assert_true(passes("[a*='xY' i]", "aXyb"));
	assert_false(passes("[a^='']", "x"));
	assert_false(passes("[a$='']", "x"));
	assert_false(passes("[a*='']", "x"));
	assert_false(passes("[a$=xyz]", "yz"));
}

static void test_refusals(void **state)
{
	struct css_selector s = { 0 };
	struct css_test t = { 0 };

	(void)state;
	assert_int_equal(read(&t, &s, "[a=b c]"), ERR_INVALID);
	assert_string_equal(
		err_message(), "selector '[a=b c]': column 6: expected ']'");
	assert_int_equal(read(&t, &s, "[a|b=c]"), ERR_INVALID);
	assert_string_equal(err_message(),
		"selector '[a|b=c]': column 3: 'a namespace' is not supported");
	assert_int_equal(read(&t, &s, "#1"), ERR_INVALID);
	assert_int_equal(read(&t, &s, "[a~]"), ERR_INVALID);
	css_selector_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_matching),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
