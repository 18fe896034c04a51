/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"
#include "tests/evidence/scene.h"

#include "base/file.h"
#include "base/json.h"
#include "base/str.h"
#include "evidence/extract.h"
#include "evidence/kept.h"

static const char household[] =
	"Jul 16 09:00:00 dnsmasq[1]: query[A] x.example from 192.168.1.7\n"
	"Jul 16 09:00:00 dnsmasq[1]: gravity blocked x.example is 0.0.0.0\n"
	"Jul 16 09:00:01 dnsmasq[1]: query[A] private.example from "
	"192.168.1.8\n"
	"Jul 16 09:00:01 dnsmasq[1]: cached private.example is 198.51.100.2\n"
	"Jul 16 09:00:02 dnsmasq[1]: query[A] nas.lan from 192.168.1.7\n"
	"garbage\n"
	"Jul 16 09:00:03 dnsmasq[1]: query[AAAA] y.example from 192.168.1.7\n";

static int import(struct scene *s, const char *path, const struct only *only,
	enum intake_keep keep)
{
	const struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	const struct intake_about about = { .kind = "log" };
	const struct intake_order order = { .path = path,
		.options = &options,
		.about = &about,
		.only = only,
		.keep = keep };
	int rc;

	s->n = 0;
	intake_result_release(&s->result);
	rc = intake_log(&s->result, s->store, &order);
	if (rc == 0)
		assert_int_equal(block_each(s->store, s->result.exhibit.id,
					 scene_row, s),
			0);
	return rc;
}

static void content(struct scene *s, struct str *out)
{
	str_init(out, 0);
	assert_int_equal(
		object_get(s->store, &s->result.exhibit.content, out), 0);
}

static int take(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

static int64_t count_all(struct scene *s)
{
	size_t before = s->n;
	int64_t n;

	assert_int_equal(block_each(s->store, 0, scene_row, s), 0);
	n = (int64_t)(s->n - before);
	s->n = before;
	return n;
}

/* The lines themselves, rows that stand in them, the whole beside. */
static void lines(void **state)
{
	const struct only only = { .client = "192.168.1.7" };
	struct extract_of of;
	struct str text, bytes = { 0 };
	struct digest whole;
	struct scene s;
	struct kept k;
	bool home = false;
	const char *path;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "home.log", household, sizeof(household) - 1);
	assert_int_equal(import(&s, path, &only, INTAKE_KEEP_WHOLE), 0);
	assert_true(s.result.extract);
	assert_int_equal(s.result.total, 4);
	assert_int_equal(s.result.bad, 1);
	assert_int_equal(s.n, 2);
	content(&s, &text);
	assert_string_equal(text.p,
		"Jul 16 09:00:00 dnsmasq[1]: query[A] x.example from "
		"192.168.1.7\n"
		"Jul 16 09:00:00 dnsmasq[1]: gravity blocked x.example is "
		"0.0.0.0\n"
		"Jul 16 09:00:03 dnsmasq[1]: query[AAAA] y.example from "
		"192.168.1.7\n");
	str_release(&text);
	assert_string_equal(s.result.exhibit.file, "extract-home.log");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[1].o.line, 3);
	assert_int_equal(kept_open(&k, s.store, &s.result.exhibit.content), 0);
	s.rows[1].o.member = "";
	assert_int_equal(kept_record(&k, &s.rows[1].o, take, &bytes), 0);
	assert_non_null(strstr(bytes.p, "y.example"));
	str_release(&bytes);
	kept_close(&k);
	/* The whole stays at home, and its records do not count twice. */
	assert_int_equal(s.result.exhibit.redacts, s.result.whole);
	assert_int_equal(exhibit_is_home(&home, s.store, s.result.whole), 0);
	assert_true(home);
	digest_of(&whole, household, sizeof(household) - 1);
	assert_int_equal(extract_of(&of, s.store, s.result.exhibit.id), 0);
	assert_true(of.is_extract);
	assert_true(digest_equal(&of.digest, &whole));
	assert_int_equal(of.size, sizeof(household) - 1);
	assert_int_equal(of.rows, 4);
	assert_int_equal(of.bad, 1);
	assert_int_equal(count_all(&s), 2);
	assert_int_equal(import(&s, path, NULL, INTAKE_KEEP_WHOLE), 0);
	assert_int_equal(s.n, 4);
	assert_int_equal(count_all(&s), 2);
	assert_int_equal(extract_of(&of, s.store, s.result.exhibit.id), 0);
	assert_false(of.is_extract);
	scene_close(&s);
}

/* The same again changes nothing; another choice is another exhibit. */
static void again(void **state)
{
	struct only only = { .host = "x.example" };
	struct scene s;
	const char *path;
	int64_t id;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "home.log", household, sizeof(household) - 1);
	assert_int_equal(import(&s, path, &only, INTAKE_KEEP_WHOLE), 0);
	id = s.result.exhibit.id;
	assert_false(s.result.known);
	assert_int_equal(import(&s, path, &only, INTAKE_KEEP_WHOLE), 0);
	assert_true(s.result.known);
	assert_int_equal(s.result.exhibit.id, id);
	assert_int_equal(s.result.by[OBSERVATION_BLOCKED], 1);
	only.host = "y.example";
	assert_int_equal(import(&s, path, &only, INTAKE_KEEP_WHOLE), 0);
	assert_false(s.result.known);
	assert_int_equal(s.result.exhibit.id, id + 1);
	only.host = "z.example";
	assert_int_equal(
		import(&s, path, &only, INTAKE_KEEP_WHOLE), ERR_NOTFOUND);
	scene_says("none of the 4 records");
	scene_close(&s);
}

/* Only the hash and the size of the whole. */
static void hash_only(void **state)
{
	const struct only only = { .host = "x.example" };
	struct digest whole;
	struct extract_of of;
	uint64_t size;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s,
				 scene_file(&s, "home.log", household,
					 sizeof(household) - 1),
				 &only, INTAKE_KEEP_EXTRACT),
		0);
	assert_int_equal(s.result.whole, 0);
	assert_int_equal(s.result.exhibit.id, 1);
	assert_int_equal(s.result.exhibit.redacts, 0);
	digest_of(&whole, household, sizeof(household) - 1);
	assert_int_equal(object_size(s.store, &whole, &size), ERR_NOTFOUND);
	assert_int_equal(extract_of(&of, s.store, 1), 0);
	assert_true(digest_equal(&of.digest, &whole));
	scene_close(&s);
}

/* Lines of several files of a ZIP become records that name their place. */
static void members(void **state)
{
	static const struct pack_member two[] = {
		{ "a.csv", "timestamp,type,host\n"
			   "1536048591222,a,push.vendor.example\n" },
		{ "b.csv", "timestamp,type,host\n"
			   "1536048591222,a,other.example\n"
			   "1536048592222,b,push.vendor.example\n" },
		{ NULL, NULL },
	};
	const struct only only = { .host = "push.*" };
	struct digest digest;
	char name[DIGEST_NAME + 1];
	cJSON *json = NULL;
	struct str text;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		import(&s, pack_zip(&s, two), &only, INTAKE_KEEP_WHOLE), 0);
	assert_string_equal(s.result.exhibit.file, "extract-packed.zip.ndjson");
	assert_string_equal(
		s.result.exhibit.media_type, "application/x-ndjson");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[1].member, "");
	assert_int_equal(s.rows[1].o.line, 3);
	content(&s, &text);
	assert_int_equal(json_parse(&json, text.p + s.rows[1].o.position,
				 s.rows[1].o.length, NULL),
		0);
	assert_int_equal(s.rows[1].o.position + s.rows[1].o.length, text.len);
	assert_string_equal(json_string(json, "ev.member"), "b.csv");
	assert_int_equal(json_integer(json, "ev.line", 0), 3);
	assert_int_equal(json_integer(json, "ev.row", 0), 3);
	digest_of(&digest, "1536048592222,b,push.vendor.example\n", 36);
	digest_name(name, &digest);
	assert_string_equal(json_string(json, "event.hash"), name);
	assert_null(strstr(text.p, "other.example"));
	cJSON_Delete(json);
	str_release(&text);
	scene_close(&s);
}

/* Of a packed text the lines are those inside. */
static void gzipped(void **state)
{
	const struct only only = { .host = "push.*" };
	struct str text;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s,
				 pack_file(&s, PACK_GZIP,
					 "timestamp,type,host\n"
					 "1536048591222,a,push.vendor.example\n"
					 "1536048591223,a,www.other.example\n"),
				 &only, INTAKE_KEEP_DEFAULT),
		0);
	content(&s, &text);
	assert_string_equal(text.p, "timestamp,type,host\n"
				    "1536048591222,a,push.vendor.example\n");
	str_release(&text);
	scene_close(&s);
}

/* Of what tells far more than its records, only they are kept. */
static void sensitive(void **state)
{
	static const char log[] =
		"== dumpstate: 2018-07-16 09:00:00\n"
		"what else the phone knows\n"
		"07-16 09:03:10.123  1234  1300 I notification_enqueue: "
		"[10123,4567,org.app,1,NULL,0,Notification(x),0]\n";
	struct str text;
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "bugreport.txt", log, sizeof(log) - 1);
	assert_int_equal(import(&s, path, NULL, INTAKE_KEEP_DEFAULT), 0);
	assert_true(s.result.extract);
	assert_int_equal(s.result.whole, 0);
	content(&s, &text);
	assert_null(strstr(text.p, "what else"));
	assert_non_null(strstr(text.p, "org.app"));
	str_release(&text);
	assert_int_equal(import(&s, path, NULL, INTAKE_KEEP_WHOLE), 0);
	assert_false(s.result.extract);
	assert_int_equal(s.result.exhibit.size, sizeof(log) - 1);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(again),
		cmocka_unit_test(hash_only),
		cmocka_unit_test(members),
		cmocka_unit_test(gzipped),
		cmocka_unit_test(sensitive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
