/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/str.h"
#include "evidence/household.h"

/* The edges of RFC 1918, 3927, 4193, 4291, 6598. */
static void ranges(void **state)
{
	static const char *const inside[] = { "10.0.0.0", "10.255.255.255",
		"172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.1.1",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "::1", "fc00::1",
		"fdff::1", "fe80::1%wlan0", "febf::1", "::ffff:192.168.1.2" };
	static const char *const outside[] = { "9.255.255.255", "11.0.0.0",
		"172.15.255.255", "172.32.0.0", "192.167.1.1", "192.169.0.0",
		"100.63.255.255", "100.128.0.0", "128.0.0.1", "fec0::1",
		"fb00::1", "2001:db8::1", "::ffff:192.0.2.1", "::2", "name.lan",
		"10.0.0", "", "%eth0" };

	(void)state;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		assert_true(household_is_private(inside[i]));
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		assert_false(household_is_private(outside[i]));
}

static void expect(struct household *h, const char *client, const char *want)
{
	char got[HOUSEHOLD_DEVICE];

	household_letter(got, h, client);
	assert_string_equal(got, want);
}

static void letters(void **state)
{
	struct household h;
	char name[32];

	(void)state;
	household_init(&h);
	for (int i = 0; i < 703; i++) {
		snprintf(name, sizeof(name), "192.168.%d.%d", i / 250, i % 250);
		assert_int_equal(household_learn(&h, name), 0);
		assert_int_equal(household_learn(&h, name), 0);
	}
	assert_int_equal(household_learn(&h, ""), 0);
	expect(&h, "192.168.0.0", "device A");
	expect(&h, "192.168.0.25", "device Z");
	expect(&h, "192.168.0.26", "device AA");
	expect(&h, "192.168.2.201", "device ZZ");
	expect(&h, "192.168.2.202", "device AAA");
	expect(&h, "192.0.2.1", "a device");
	expect(&h, "192.0.2.1", "a device");
	household_release(&h);
}

static void hides(void **state)
{
	struct household h;
	struct str got = { 0 };

	(void)state;
	household_init(&h);
	household_learn(&h, "192.168.1.7");
	assert_int_equal(household_hide(&got, &h,
				 "cdn.example 192.168.1.7 198.51.100.1 "
				 "10.0.0.9  fe80::1"),
		0);
	assert_string_equal(got.p, "cdn.example device A 198.51.100.1 local "
				   "address  local address");
	str_release(&got);
	household_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges),
		cmocka_unit_test(letters),
		cmocka_unit_test(hides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
