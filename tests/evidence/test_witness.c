/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/witness.h"

#define SSL                                                                    \
	"#separator \\x09\n#path\tssl\n#fields\tts\tid.orig_h\tid.resp_h\t"    \
	"id.resp_p\tserver_name\testablished\tcert_chain_fps\t"                \
	"validation_status\tsubject\tissuer\n"
#define ROW(address, name, rest)                                               \
	"1536048591.222\t192.0.2.7\t" address "\t443\t" name "\tT\t" rest "\n"

static const char x509[] =
	"#separator \\x09\n#path\tx509\n#fields\tts\tfingerprint\t"
	"certificate.subject\tcertificate.issuer\tsan.dns\n"
	"1536048591.222\taa\tCN=push.vendor.example,O=Vendor\\\\, Inc.,C=FR\t"
	"CN=CA\tpush.vendor.example,*.vendor.example\n"
	"1536048591.222\tbb\tCN=a.example\tCN=CA\ta.example,b.test\n"
	"1536048591.222\tcc\tCN=self.example,O=Self\tCN=self.example,O=Self\t"
	"self.example\n";

static void expect(const struct witness *w, const char *host, const char *owner)
{
	struct witness_seen seen;

	if (owner == NULL) {
		assert_false(witness_certificate(&seen, w, host));
		return;
	}
	assert_true(witness_certificate(&seen, w, host));
	assert_string_equal(seen.owner, owner);
	assert_true(seen.exhibit > 0 && seen.row > 0);
}

static void two_logs_of_zeek(void **state)
{
	static const char ssl[] = SSL ROW("203.0.113.1", "push.vendor.example",
		"aa,ff\tok\t-\t-") ROW("203.0.113.2", "-",
		"aa\tok\t-\t-") ROW("203.0.113.3", "-", "bb\tok\t-\t-")
		ROW("203.0.113.4", "self.example", "cc\tok\t-\t-") ROW(
			"203.0.113.5", "-", "aa\tself signed certificate\t-\t-")
			ROW("203.0.113.6", "-", "unknown\tok\t-\t-");
	struct witness_seen seen;
	struct witness *w = NULL;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, x509, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_FINDING);
	assert_int_equal(scene_import(&s, NULL, ssl, NULL), 0);
	assert_int_equal(witness_read(&w, s.store), 0);
	expect(w, "push.vendor.example", "Vendor, Inc.");
	assert_true(witness_certificate(&seen, w, "push.vendor.example"));
	assert_true(seen.checked);
	assert_string_equal(seen.domain, "vendor.example");
	expect(w, "203.0.113.2", "Vendor, Inc.");
	expect(w, "203.0.113.3", NULL); /* names of two owners */
	expect(w, "self.example", NULL);
	expect(w, "203.0.113.5", NULL); /* found invalid */
	expect(w, "203.0.113.6", NULL); /* nothing known of it */
	witness_free(w);
	scene_close(&s);
}

#define PUSH "push-eu-1516654448.eu-west-3.elb.amazonaws.com"

/* A provider's own certificate says nothing of its customer; the customer's
 * does. Two that disagree say nothing. */
static void in_a_cloud(void **state)
{
	static const char ssl[] = SSL ROW("203.0.113.1", "-",
		"-\t-\tCN=push.vendor.example\tCN=CA") ROW("203.0.113.2", PUSH,
		"-\t-\tCN=*.eu-west-3.elb.amazonaws.com,O=Amazon\tCN=CA")
		ROW("203.0.113.3", "x" PUSH,
			"-\t-\tCN=push.vendor.example\tCN=CA") ROW("203.0.113."
								   "4",
			"-", "-\t-\tCN=push.vendor.example\tCN=CA")
			ROW("203.0.113.4", "-",
				"-\t-\tCN=www.other.example\tCN=CA")
				ROW("203.0.113.5", "www.vendor.example",
					"-\t-\tCN=www.vendor.example\tCN=CA");
	struct witness *w = NULL;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, ssl, NULL), 0);
	assert_int_equal(witness_read(&w, s.store), 0);
	expect(w, "203.0.113.1", "vendor.example");
	expect(w, PUSH, NULL);
	expect(w, "x" PUSH, "vendor.example");
	expect(w, "203.0.113.4", NULL);
	/* It names no organisation: no more than the name itself. */
	expect(w, "www.vendor.example", NULL);
	witness_free(w);
	scene_close(&s);
}

static void addresses(void **state)
{
	static const char log[] =
		"#separator \\x09\n#set_separator\t,\n#path\tdns\n#fields\tts\t"
		"id.orig_h\tid.resp_h\tquery\tqtype_name\tanswers\n"
		"1536048591.222\t192.0.2.7\t192.0.2.53\ta.vendor.example\tA\t"
		"lb.cloud.example,203.0.113.1\n"
		"1536048591.222\t192.0.2.7\t192.0.2.53\tb.vendor.example\tA\t"
		"203.0.113.1,203.0.113.2\n"
		"1536048591.222\t192.0.2.7\t192.0.2.53\tother.example\tA\t"
		"203.0.113.2\n";
	struct witness_seen seen;
	struct witness *w = NULL;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(witness_read(&w, s.store), 0);
	assert_true(witness_address(&seen, w, "203.0.113.1"));
	assert_string_equal(seen.owner, "vendor.example");
	assert_string_equal(seen.name, "a.vendor.example");
	assert_false(witness_address(&seen, w, "203.0.113.2"));
	assert_false(witness_address(&seen, w, "203.0.113.3"));
	witness_free(w);
	scene_close(&s);
}

static void parts(void **state)
{
	static const char suricata[] = "C=US, ST=X, O=\"Vendor, Inc.\", "
				       "CN=push.vendor.example";
	char out[32];

	(void)state;
	assert_true(witness_part(out, sizeof(out), suricata, "O"));
	assert_string_equal(out, "Vendor, Inc.");
	assert_true(witness_part(out, sizeof(out), suricata, "CN"));
	assert_string_equal(out, "push.vendor.example");
	assert_false(witness_part(out, sizeof(out), suricata, "OU"));
	assert_false(witness_part(out, sizeof(out), "O=", "O"));
	assert_false(witness_part(out, sizeof(out), "\\", "O"));
	assert_true(witness_part(out, 4, "O=Vendor", "O"));
	assert_string_equal(out, "Ven");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_logs_of_zeek),
		cmocka_unit_test(in_a_cloud),
		cmocka_unit_test(addresses),
		cmocka_unit_test(parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
