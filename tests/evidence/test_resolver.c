/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/resolver.h"

#include "tests/evidence/scene.h"

static void names(void **state)
{
	(void)state;
	assert_true(resolver_is_public("dns.google"));
	assert_true(resolver_is_public("mozilla.cloudflare-dns.com"));
	assert_true(resolver_is_public("abc123.dns.nextdns.io"));
	assert_false(resolver_is_public("xdns.nextdns.io"));
	assert_false(resolver_is_public("www.google.com"));
	assert_false(resolver_is_public(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
