/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/detect.h"
#include "tests/evidence/pack.h"

#define BLOKADA "timestamp,type,host\n1536048591222,a,x.example\n"
#define DNSMASQ                                                                \
	"Jul 16 09:22:40 dnsmasq[633]: query[A] x.example from 192.0.2.7\n"

static const char *sniffed(const char *head)
{
	struct importer_head h = { .text = head,
		.len = strlen(head),
		.whole = true,
		.name = "log.txt" };
	const struct importer *rival;
	const struct importer *i = detect_head(&h, &rival);

	assert_true(i == NULL || h.why != NULL);
	assert_null(rival);
	return i != NULL ? i->name : "none";
}

static void sniffs(void **state)
{
	(void)state;
	assert_string_equal(
		sniffed("timestamp,type,host\n1,a,x.example\n"), "blokada");
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
	assert_string_equal(detect_guess("", 0), "an empty file");
	assert_string_equal(
		detect_guess("\x89PNG\r\n\x1A\n", 8), "a PNG picture");
	assert_string_equal(
		detect_guess("\xFF\xD8\xFF\xE0", 4), "a JPEG picture");
	assert_string_equal(
		detect_guess("SQLite format 3", 16), "an SQLite database");
	assert_string_equal(
		detect_guess("\xD4\xC3\xB2\xA1", 4), "a packet capture (pcap)");
	assert_string_equal(detect_guess("\1\2\3", 3), "a binary file");
	assert_string_equal(detect_guess("a\0b", 3), "a binary file");
	assert_string_equal(detect_guess("\xC3\x28 x y z", 8), "a binary file");
	assert_string_equal(
		detect_guess("h\xC3\xA9", 3), "a text of an unknown format");
	assert_string_equal(
		detect_guess("hello \xC3", 7), "a text of an unknown format");
}

static const char *found_in(
	struct detect_found *found, const char *path, const char *wanted)
{
	assert_int_equal(detect_file(found, path,
				 wanted != NULL ? importer_find(wanted) : NULL),
		0);
	return found->importer != NULL ? found->importer->name : "none";
}

/* Whatever it is called, whatever it is written in, whatever is around it. */
static void any_dress(void **state)
{
	static const char utf16[] = "\xFF\xFEt\0i\0m\0e\0s\0t\0a\0m\0p\0,\0"
				    "t\0y\0p\0e\0,\0h\0o\0s\0t\0\n";
	char big[sizeof(utf16)];
	struct detect_found f;
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = utf16[i ^ 1];
	assert_string_equal(
		found_in(&f, scene_file(&s, "x", big, sizeof(big)), NULL),
		"blokada");
	detect_release(&f);
	assert_string_equal(
		found_in(&f, scene_file(&s, "x.png", BLOKADA, strlen(BLOKADA)),
			NULL),
		"blokada");
	assert_int_equal(f.wrap, SOURCE_PLAIN);
	assert_int_equal(f.n, 1);
	detect_release(&f);
	assert_string_equal(
		found_in(&f, scene_file(&s, "x", utf16, sizeof(utf16)), NULL),
		"blokada");
	detect_release(&f);
	assert_string_equal(found_in(&f,
				    scene_file(&s, "x", "\xEF\xBB\xBF" BLOKADA,
					    strlen(BLOKADA) + 3),
				    NULL),
		"blokada");
	detect_release(&f);
	assert_string_equal(
		found_in(&f, pack_file(&s, PACK_GZIP, BLOKADA), NULL),
		"blokada");
	assert_int_equal(f.wrap, SOURCE_GZIP);
	detect_release(&f);
	assert_string_equal(
		found_in(&f, pack_file(&s, PACK_ZSTD, DNSMASQ), NULL),
		"dnsmasq");
	assert_int_equal(f.wrap, SOURCE_ZSTD);
	detect_release(&f);
	assert_int_equal(detect_file(&f, "/nowhere/f", NULL), ERR_NOTFOUND);
	scene_says("cannot open '/nowhere/f'");
	scene_close(&s);
}

/* In a ZIP the surest member tells; its like are read with it. */
static void members(void **state)
{
	static const struct pack_member zip[] = { { "a/notes.txt", "hello\n" },
		{ "a/one.csv", BLOKADA }, { "dns.log", DNSMASQ },
		{ "two.csv", BLOKADA }, { NULL, NULL } };
	static const struct pack_member foreign[] = { { "1", "hello\n" },
		{ "2", "hello\n" }, { NULL, NULL } };
	struct detect_found f;
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = pack_zip(&s, zip);
	assert_string_equal(found_in(&f, path, NULL), "blokada");
	assert_int_equal(f.wrap, SOURCE_ZIP);
	assert_int_equal(f.n, 2);
	assert_string_equal(f.v[0].name, "a/one.csv");
	assert_int_equal(f.v[0].index, 1);
	assert_string_equal(f.v[1].name, "two.csv");
	assert_int_equal(f.others, 1);
	detect_release(&f);
	assert_string_equal(found_in(&f, path, "dnsmasq"), "dnsmasq");
	assert_int_equal(f.n, 1);
	assert_string_equal(f.v[0].name, "dns.log");
	detect_release(&f);
	assert_string_equal(found_in(&f, path, "csv"), "csv");
	assert_int_equal(f.n, 2);
	detect_release(&f);
	/* Chosen by the person, known by nobody: the first is read. */
	path = pack_zip(&s, foreign);
	assert_string_equal(found_in(&f, path, NULL), "none");
	assert_string_equal(f.guess, "a text of an unknown format");
	detect_release(&f);
	assert_string_equal(found_in(&f, path, "dnsmasq"), "dnsmasq");
	assert_int_equal(f.n, 1);
	assert_int_equal(f.v[0].index, 0);
	detect_release(&f);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sniffs),
		cmocka_unit_test(guesses),
		cmocka_unit_test(any_dress),
		cmocka_unit_test(members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
