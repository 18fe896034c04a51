/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/pcapdroid.h"

#include "tests/evidence/packets.h"
#include "tests/evidence/pcapdroid_made.h"
#include "tests/evidence/scene.h"

static void trailers(void **state)
{
	char name[PCAPDROID_NAME];
	struct bytes packet = udp("192.0.2.7", 1, "192.0.2.8", 2, text("x"));
	struct bytes f = pcapdroid_frame(packet, 10123, "Mi Fit");

	(void)state;
	assert_true(pcapdroid_is_trailer(f.p, f.len));
	assert_true(pcapdroid_trailer(name, f.p, f.len));
	assert_string_equal(name, "Mi Fit");
	f.p[20] ^= 1;
	assert_false(pcapdroid_trailer(name, f.p, f.len));
	f = pcapdroid_frame(packet, 10123, "");
	assert_true(pcapdroid_trailer(name, f.p, f.len));
	assert_string_equal(name, "uid 10123");
	f = pcapdroid_frame(packet, -1, "");
	assert_false(pcapdroid_trailer(name, f.p, f.len));
	f = pcapdroid_frame(packet, 1, "twenty bytes exactly");
	assert_true(pcapdroid_trailer(name, f.p, f.len));
	assert_string_equal(name, "twenty bytes exactly");
	assert_false(pcapdroid_trailer(name, f.p, 31));
	assert_false(pcapdroid_is_trailer(packet.p, packet.len));
}

static void blocks(void **state)
{
	struct pcapdroid p = { 0 };
	char name[PCAPDROID_NAME];
	struct bytes b;

	(void)state;
	b = pcapdroid_uid_map(10200, "org.other", "Other");
	pcapdroid_block(&p, b.p + 4, b.len - 4, false);
	b = pcapdroid_uid_map(10123, "com.vendor.app", "App");
	pcapdroid_block(&p, b.p + 4, b.len - 4, false);
	b = pcapdroid_uid_map(10001, "", "Only a label");
	pcapdroid_block(&p, b.p + 4, b.len - 4, false);
	assert_int_equal(p.n, 3);
	assert_true(pcapdroid_comment(name, &p, "u-10123", 7));
	assert_string_equal(name, "com.vendor.app");
	assert_true(pcapdroid_comment(name, &p, "u-10001", 7));
	assert_string_equal(name, "Only a label");
	assert_true(pcapdroid_comment(name, &p, "u-5", 3));
	assert_string_equal(name, "uid 5");
	assert_false(pcapdroid_comment(name, &p, "u--1", 4));
	assert_false(pcapdroid_comment(name, &p, "my note", 7));
	assert_false(pcapdroid_comment(name, &p, "u-", 2));
	/* Lengths that lie, other versions. */
	for (size_t n = 0; n < b.len - 4; n++)
		pcapdroid_block(&p, b.p + 4, n, false);
	b.p[4] = 2;
	pcapdroid_block(&p, b.p + 4, b.len - 4, false);
	assert_int_equal(p.n, 3);
	pcapdroid_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trailers),
		cmocka_unit_test(blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
