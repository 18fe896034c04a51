/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/address_names.h"

#include "tests/evidence/scene.h"

static const char *name_of(
	const struct address_names *a, unsigned char last, bool *shared)
{
	return address_names_find(a,
		&(struct packet_end){ .ip = { 192, 0, 2, last } }, false,
		shared);
}

static void latest(void **state)
{
	struct address_names a = { 0 };
	bool shared = true;

	(void)state;
	assert_null(name_of(&a, 7, &shared));
	assert_false(shared);
	address_names_add(
		&a, (unsigned char[16]){ 192, 0, 2, 7 }, false, "a.example");
	address_names_add(
		&a, (unsigned char[16]){ 192, 0, 2, 7 }, false, "a.example");
	assert_string_equal(name_of(&a, 7, &shared), "a.example");
	assert_false(shared);
	address_names_add(
		&a, (unsigned char[16]){ 192, 0, 2, 7 }, false, "b.example");
	assert_string_equal(name_of(&a, 7, &shared), "b.example");
	assert_true(shared);
	/* The same bytes as an IPv6 address are another. */
	address_names_add(
		&a, (unsigned char[16]){ 192, 0, 2, 8 }, true, "six.example");
	assert_null(name_of(&a, 8, &shared));
	address_names_release(&a);
}

/* However many there are, memory stays, and the newest are known. */
static void bounded(void **state)
{
	struct address_names a = { 0 };
	struct packet_end e = { 0 };
	char name[32];
	bool shared;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		memcpy(e.ip, &i, 4);
		snprintf(name, sizeof(name), "h%u.example", i);
		address_names_add(&a, e.ip, false, name);
	}
	assert_string_equal(
		address_names_find(&a, &e, false, &shared), "h99999.example");
	address_names_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(latest),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
