/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/url_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void gives(const char *text, bool special, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	if (url_host_parse(&out, text, strlen(text), special) != 0)
		fail_msg("%s", err_message());
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void refuses(const char *text, bool special)
{
	struct str out = { 0 };

	assert_int_equal(
		url_host_parse(&out, text, strlen(text), special), ERR_INVALID);
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void test_domains(void **state)
{
	(void)state;
	gives("EXEMPLE.test.", true, "exemple.test.");
	gives("fa\xC3\x9F.test", true, "xn--fa-hia.test");
	gives("a_b.test", true, "a_b.test");
	gives("a%62c", true, "abc");
	refuses("a%", true);
	refuses("a^b", true);
	refuses("", true);
	gives("A%zz", false, "A%zz");
	refuses("a b", false);
}

static void test_ipv4(void **state)
{
	(void)state;
	gives("192.0.2.1", true, "192.0.2.1");
	gives("0", true, "0.0.0.0");
	gives("0x", true, "0.0.0.0");
	gives("192.0.513", true, "192.0.2.1");
	refuses("256.0.0.1", true);
	refuses("4294967296", true);
	refuses("09", true);
	refuses("a.0x1", true);
	gives("192.0.2.1", false, "192.0.2.1");
}

static void test_ipv6(void **state)
{
	(void)state;
	gives("[::]", true, "[::]");
	gives("[1::]", true, "[1::]");
	gives("[0:0:1:0:0:0:0:1]", false, "[0:0:1::1]");
	gives("[1:2:3:4:5:6:192.0.2.1]", true, "[1:2:3:4:5:6:c000:201]");
	gives("[1:0:3:4:5:6:7:8]", true, "[1:0:3:4:5:6:7:8]");
	refuses("[:1]", true);
	refuses("[1:2:3]", true);
	refuses("[1:2:3:4:5:6:7:8:9]", true);
	refuses("[12345::]", true);
	refuses("[::1.2.3.04]", true);
	refuses("[1:]", true);
	refuses("[", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_ipv4),
		cmocka_unit_test(test_ipv6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
