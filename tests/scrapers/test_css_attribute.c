/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css_attribute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static int read(struct str *out, const char *text)
{
	struct css_reader r = { text, text, text + strlen(text), false, 0 };

	if (*text != '[')
		return css_attribute_class_or_id(&r, out);
	r.at++;
	return css_attribute_read(&r, out);
}

static void gives(const char *text, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(read(&out, text), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void test_attributes(void **state)
{
	(void)state;
	gives("[ title ]", "@title");
	gives("[Data-X = y]", "(@data-x and @data-x='y')");
	gives("[a=\"it's\"]", "(@a and @a=\"it's\")");
	gives("[a='\"\\'']", "(@a and @a=concat('','\"',\"'\"))");
	gives("[a|=b]", "(@a and (@a='b' or starts-with(@a,'b-')))");
	gives("[a^=b]", "(@a and starts-with(@a,'b'))");
	gives("[a*='']", "(@a and false())");
	gives("[a$=bcd]", "(@a and substring(@a,string-length(@a)-2)='bcd')");
	gives("[\\:a]", "@*[name()=':a']");
}

static void test_case(void **state)
{
	(void)state;
	gives("[a=B i]", "(@a and translate(@a,'ABCDEFGHIJKLMNOPQRSTUVWXYZ',"
			 "'abcdefghijklmnopqrstuvwxyz')='b')");
	gives("[type=B s]", "(@type and @type='B')");
}

static void test_class_and_id(void **state)
{
	(void)state;
	gives(".a", "contains(concat(' ',normalize-space(@class),' '),' a ')");
	gives("#a", "@id='a'");
}

static void test_refusals(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(read(&out, "[a=b c]"), ERR_INVALID);
	assert_string_equal(
		err_message(), "selector '[a=b c]': column 6: expected ']'");
	assert_int_equal(read(&out, "[a|b=c]"), ERR_INVALID);
	assert_string_equal(err_message(),
		"selector '[a|b=c]': column 3: 'a namespace' is not supported");
	assert_int_equal(read(&out, "#1"), ERR_INVALID);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_case),
		cmocka_unit_test(test_class_and_id),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
