/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dns_message.h"

#include "archive/observation.h"
#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static struct dns_message m;
static struct lookup q;
static const char *why;

static bool reads(struct bytes b)
{
	dns_message_release(&m);
	lookup_release(&q);
	return dns_message_open(&m, b.p, b.len);
}

static void end(void)
{
	dns_message_release(&m);
	lookup_release(&q);
}

static void queries(void **state)
{
	(void)state;
	assert_true(reads(dns_query(7, "Push.Vendor.example", 65)));
	assert_true(dns_message_next(&m, &q, &why));
	assert_null(why);
	assert_string_equal(q.host, "push.vendor.example");
	assert_string_equal(q.type, "HTTPS");
	assert_int_equal(q.id, 7);
	assert_false(q.answered);
	assert_int_equal(q.disposition, OBSERVATION_UNKNOWN);
	lookup_release(&q);
	assert_false(dns_message_next(&m, &q, &why));
	end();
}

static void answers(void **state)
{
	static const struct {
		const char *address;
		unsigned rcode;
		uint8_t disposition, source;
	} cases[] = {
		{ "198.51.100.3", 0, OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_ANSWER },
		{ "0.0.0.0", 0, OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ "127.0.0.1", 0, OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ NULL, 0, OBSERVATION_UNKNOWN, OBSERVATION_SOURCE_NONE },
		{ NULL, 3, OBSERVATION_UNKNOWN, OBSERVATION_SOURCE_NONE },
		{ NULL, 2, OBSERVATION_ERROR, OBSERVATION_SOURCE_FIELD },
		{ NULL, 5, OBSERVATION_ERROR, OBSERVATION_SOURCE_FIELD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(reads(dns_answer(
			7, "x.example", cases[i].address, cases[i].rcode)));
		assert_true(m.answer);
		assert_true(dns_message_next(&m, &q, &why));
		assert_int_equal(q.disposition, cases[i].disposition);
		assert_int_equal(q.disposition_source, cases[i].source);
		if (cases[i].address != NULL) {
			assert_string_equal(q.answer, cases[i].address);
			assert_int_equal(m.n_addresses, 1);
		}
	}
	end();
}

/* No look-ups, and what is none at all. */
static void others(void **state)
{
	struct bytes b = dns_query(7, "x.example", 1);

	(void)state;
	b.p[2] = 0x28; /* an update */
	assert_true(reads(b));
	assert_false(dns_message_next(&m, &q, &why));
	b = dns_query(7, "a b.example", 1);
	assert_true(reads(b));
	assert_true(dns_message_next(&m, &q, &why));
	assert_string_equal(why, "it asks for no host name");
	assert_null(q.host);
	b = dns_query(7, "x.example", 1);
	assert_false(reads(part(b, 0, 11)));
	for (size_t n = 12; n < b.len; n++) {
		assert_true(reads(part(b, 0, n)));
		assert_true(dns_message_next(&m, &q, &why));
		assert_string_equal(why, "its DNS message is cut or damaged");
		assert_false(dns_message_next(&m, &q, &why));
	}
	/* A name that points at itself. */
	b.p[12] = 0xC0;
	b.p[13] = 12;
	assert_true(reads(b));
	assert_true(dns_message_next(&m, &q, &why));
	assert_non_null(why);
	/* An answer that ends in the middle. */
	b = dns_answer(7, "x.example", "198.51.100.3", 0);
	assert_true(reads(part(b, 0, b.len - 1)));
	assert_true(m.damaged);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries),
		cmocka_unit_test(answers),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
