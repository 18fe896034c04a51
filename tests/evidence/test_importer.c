/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/importer.h"

static void table(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct importer *const *i = importers; *i != NULL; i++) {
		assert_ptr_equal(importer_find((*i)->name), *i);
		assert_true((*i)->version > 0);
		assert_non_null((*i)->summary);
		assert_int_equal((*i)->sniff("", 0), 0);
		n++;
	}
	assert_int_equal(n, 3);
	assert_null(importer_find("horoscope"));
}

static const char *sniffed(const char *head)
{
	const struct importer *i = importer_sniff(head, strlen(head));

	return i != NULL ? i->name : "none";
}

static void sniffs(void **state)
{
	(void)state;
	assert_string_equal(
		sniffed("timestamp,type,host\n1,a,x.example\n"), "blokada");
	assert_string_equal(
		sniffed("\xEF\xBB\xBFtimestamp,type,host\r\n"), "blokada");
	assert_string_equal(sniffed("Jul 16 09:22:40 dnsmasq[633]: query[A] "
				    "push.vendor.example from 192.0.2.7\n"),
		"dnsmasq");
	assert_string_equal(sniffed("2026-07-16T09:22:40.1+02:00 box "
				    "dnsmasq[633]: cached x.example is ::\n"),
		"dnsmasq");
	assert_string_equal(
		sniffed("Tue Jul 16 09:22:40 2026 daemon.info dnsmasq[1]: "
			"query[A] x.example from 192.0.2.7\n"),
		"dnsmasq");
	assert_string_equal(sniffed("Jul 16 09:22:40 box kernel: hello\n"
				    "Jul 16 09:22:40 box kernel: hello\n"
				    "Jul 16 09:22:41 box dnsmasq[1]: "
				    "forwarded x.example to 192.0.2.1\n"),
		"dnsmasq");
	assert_string_equal(sniffed("Date;Device;Domain\r\n"), "csv");
	assert_string_equal(sniffed("name,value\n"), "none");
	assert_string_equal(
		sniffed("Jul 16 09:22:40 box kernel: hello\n"), "none");
	assert_string_equal(sniffed("Dear Sir or Madam,\n"), "none");
	assert_string_equal(sniffed(""), "none");
}

static void guesses(void **state)
{
	(void)state;
	assert_string_equal(importer_guess("", 0), "an empty file");
	assert_string_equal(
		importer_guess("\x89PNG\r\n\x1A\n", 8), "a PNG picture");
	assert_string_equal(
		importer_guess("\xFF\xD8\xFF\xE0", 4), "a JPEG picture");
	assert_string_equal(
		importer_guess("SQLite format 3", 16), "an SQLite database");
	assert_string_equal(importer_guess("\xD4\xC3\xB2\xA1", 4),
		"a packet capture (pcap)");
	assert_string_equal(importer_guess("\x1F\x8B\x08", 3),
		"a gzip file; unpack it first");
	assert_string_equal(importer_guess("\1\2\3", 3), "a binary file");
	assert_string_equal(importer_guess("a\0b", 3), "a binary file");
	assert_string_equal(
		importer_guess("\xC3\x28 x y z", 8), "a binary file");
	assert_string_equal(
		importer_guess("h\xC3\xA9", 3), "a text of an unknown format");
	assert_string_equal(
		importer_guess("hello \xC3", 7), "a text of an unknown format");
}

static void heads(void **state)
{
	static char data[IMPORTER_HEAD + 100];
	struct str head = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	memset(data, 'x', sizeof(data));
	assert_int_equal(
		importer_head(&head, scene_file(&s, "f", data, sizeof(data))),
		0);
	assert_int_equal(head.len, IMPORTER_HEAD);
	str_clear(&head);
	assert_int_equal(importer_head(&head, "/nowhere/f"), ERR_NOTFOUND);
	scene_says("cannot open '/nowhere/f'");
	str_release(&head);
	scene_close(&s);
}

/* What is not plain text is kept with escapes; counts are at least one. */
static void rows_made_harmless(void **state)
{
	const struct importer_options options = {
		.map = "time=1,host=2,app=3,client=4",
		.time_format = "epoch-s",
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "1536048591,x.example,\x1B[31mred,h\xC3\xA9\n"
				 "1536048592,x.example,half\xC3,ok\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].app, "\\x1B[31mred");
	assert_string_equal(s.rows[0].client, "h\xC3\xA9");
	assert_string_equal(s.rows[1].app, "half\\xC3");
	assert_string_equal(s.rows[1].type, "");
	assert_int_equal(s.rows[0].o.count, 1);
	scene_close(&s);
}

/* Without a writer rows and bad lines are only counted. */
static void counting_alone(void **state)
{
	static const char log[] = "timestamp,type,host\n"
				  "1536048591222,a,x.example\n"
				  "nonsense\n";
	const struct importer_options options = { 0 };
	struct importer_job job = { .options = &options };
	struct scene s;

	(void)state;
	scene_open(&s);
	job.path = scene_file(&s, "f", log, strlen(log));
	assert_int_equal(importer_find("blokada")->read(&job), 0);
	assert_int_equal(job.good, 1);
	assert_int_equal(job.bad, 1);
	assert_int_equal(job.file.size, strlen(log));
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(sniffs),
		cmocka_unit_test(guesses),
		cmocka_unit_test(heads),
		cmocka_unit_test(rows_made_harmless),
		cmocka_unit_test(counting_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
