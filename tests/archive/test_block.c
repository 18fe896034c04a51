/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "archive/names.h"
#include "base/err.h"
#include "sample.h"

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

struct seen {
	size_t rows, bad, hosts;
	uint64_t contacts, by[OBSERVATION_DISPOSITIONS];
};

static int compare(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct seen *seen = ctx;
	struct observation want;

	sample_row(&want, seen->rows++);
	assert_int_equal(exhibit, 1);
	assert_true(o->ns == want.ns);
	assert_string_equal(o->host, want.host);
	assert_string_equal(o->type, want.type);
	assert_string_equal(o->client, want.client);
	assert_string_equal(o->app, want.app);
	assert_string_equal(o->answer, want.answer);
	assert_string_equal(o->rule, want.rule);
	assert_int_equal(o->disposition, want.disposition);
	assert_int_equal(o->disposition_source, want.disposition_source);
	assert_int_equal(o->precision, want.precision);
	assert_int_equal(o->zone, want.zone);
	assert_int_equal(o->year, want.year);
	assert_int_equal(o->count, want.count);
	assert_true(o->line == want.line && o->position == want.position &&
		    o->length == want.length);
	return 0;
}

static int add_total(const struct block_total *t, void *ctx)
{
	struct seen *seen = ctx;

	seen->hosts++;
	seen->contacts += t->contacts;
	for (int i = 0; i < OBSERVATION_DISPOSITIONS; i++)
		seen->by[i] += t->by[i];
	return 0;
}

static int add_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct seen *seen = ctx;

	assert_true(line == SAMPLE_ROWS + seen->bad + 1);
	assert_true(position == (SAMPLE_ROWS + seen->bad) * 60);
	assert_string_equal(reason, "no time");
	seen->bad++;
	return 0;
}

static void rows_come_back(void **state)
{
	struct block_import import = { 0 };
	struct seen seen = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	assert_int_equal(block_import_find(&import, s, 1), ERR_NOTFOUND);
	sample_must(sample_import(s, SAMPLE_ROWS, SAMPLE_BAD), "import");
	sample_must(block_each(s, 0, compare, &seen), "each");
	assert_int_equal(seen.rows, SAMPLE_ROWS);
	sample_must(block_import_find(&import, s, 1), "find");
	assert_int_equal(import.rows, SAMPLE_ROWS);
	assert_int_equal(import.bad, SAMPLE_BAD);
	sample_must(block_each_total(s, import.id, add_total, &seen), "totals");
	assert_int_equal(seen.hosts, 5);
	assert_int_equal(seen.by[OBSERVATION_BLOCKED], (SAMPLE_ROWS + 2) / 3);
	assert_int_equal(
		seen.by[OBSERVATION_ALLOWED] + seen.by[OBSERVATION_BLOCKED],
		SAMPLE_ROWS);
	sample_must(block_each_bad(s, import.id, add_bad, &seen), "bad");
	assert_int_equal(seen.bad, SAMPLE_BAD);
	sample_must(block_verify(s, import.id), "verify");
	free((char *)import.importer);
	free((char *)import.options);
	close_store(s, dir);
}

static int count(int64_t exhibit, const struct observation *o, void *ctx)
{
	size_t *n = ctx;

	(void)exhibit;
	(void)o;
	++*n;
	return *n == 7 ? ERR_LIMIT : 0;
}

static void reading_can_end_early(void **state)
{
	size_t n = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 20, 0), "import");
	assert_int_equal(block_each(s, 1, count, &n), ERR_LIMIT);
	assert_int_equal(n, 7);
	assert_int_equal(block_each(s, 2, count, &n), 0);
	assert_int_equal(n, 7);
	close_store(s, dir);
}

static bool is_cdn(const char *name, void *ctx)
{
	++*(size_t *)ctx;
	return strstr(name, "cdn") != NULL;
}

static bool is_none(const char *name, void *ctx)
{
	(void)name;
	(void)ctx;
	return false;
}

/* What a filter lets through is what a look at every row finds. */
struct sieve {
	size_t rows, asked;
	uint64_t lines;
	bool all;
};

static int sift(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct sieve *s = ctx;
	size_t asked = 0;

	(void)exhibit;
	if (s->all && !is_cdn(o->host, &asked))
		return 0;
	assert_true(is_cdn(o->host, &asked));
	s->rows++;
	s->lines += o->line;
	return 0;
}

static void some_rows(void **state)
{
	struct sieve all = { .all = true }, some = { 0 };
	struct block_filter filter = { .host = is_cdn, .ctx = &some.asked };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, SAMPLE_ROWS, 0), "import");
	sample_must(block_each(s, 0, sift, &all), "all");
	sample_must(block_each_like(s, &filter, sift, &some), "some");
	assert_true(all.rows > 0 && all.rows < SAMPLE_ROWS);
	assert_int_equal(some.rows, all.rows);
	assert_int_equal(some.lines, all.lines);
	assert_true(some.asked < 100); /* names, not rows */
	filter.answer = is_none;
	sample_must(block_each_like(s, &filter, sift, &some), "none");
	assert_int_equal(some.rows, all.rows);
	filter.exhibit = 7;
	filter.answer = NULL;
	sample_must(block_each_like(s, &filter, sift, &some), "of another");
	assert_int_equal(some.rows, all.rows);
	close_store(s, dir);
}

/* In one block of three stands one row of it; the others are passed over. */
static void a_rare_host(void **state)
{
	struct block_import import = {
		.exhibit = 1, .importer = "csv", .options = "{}"
	};
	struct sieve some = { 0 };
	struct block_filter filter = { .host = is_cdn, .ctx = &some.asked };
	struct observation o = { .count = 1,
		.host = "a.example",
		.type = "A",
		.client = "",
		.app = "",
		.answer = "",
		.rule = "" };
	struct block_writer *w = NULL;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 1, 0), "exhibit");
	sample_must(store_begin(s), "begin");
	sample_must(block_writer_open(&w, s, &import), "open");
	for (uint64_t i = 1; i <= 3 * BLOCK_ROWS; i++) {
		o.line = i;
		o.ns = (int64_t)(i * 1000003);
		o.host = i == BLOCK_ROWS + 77 ? "cdn.example" : "a.example";
		sample_must(block_writer_add(w, &o), "add");
	}
	sample_must(block_writer_close(w, 0), "close");
	sample_must(store_commit(s), "commit");
	sample_must(block_each_like(s, &filter, sift, &some), "some");
	assert_int_equal(some.rows, 1);
	assert_int_equal(some.lines, BLOCK_ROWS + 77);
	sample_must(block_verify(s, import.id), "verify");
	close_store(s, dir);
}

/* Adds up to n rows, each with another host of 1,023 bytes. */
static int add_long_hosts(struct block_writer *w, size_t n)
{
	char host[1024];
	struct observation o = { .count = 1,
		.host = host,
		.type = "A",
		.client = "",
		.app = "",
		.answer = "",
		.rule = "" };
	int rc = 0;

	for (o.line = 1; o.line <= n && rc == 0; o.line++) {
		snprintf(host, sizeof(host), "%01023llu",
			(unsigned long long)o.line);
		rc = block_writer_add(w, &o);
	}
	return rc;
}

/* The dictionary is full at a row that was added long before: the import
 * ends, at a later row or at its close, and the error has the line. The empty
 * name and the type take three bytes of the dictionary. */
static void a_full_dictionary(void **state)
{
	static const size_t rows[] = { NAMES_BYTES / 1024 + 1,
		NAMES_BYTES / 1024 + 8 * BLOCK_ROWS };
	struct block_import import = {
		.exhibit = 1, .importer = "csv", .options = "{}"
	};
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 1, 0), "exhibit");
	for (size_t i = 0; i < 2; i++) {
		struct block_writer *w = NULL;
		int rc;

		sample_must(store_begin(s), "begin");
		sample_must(block_writer_open(&w, s, &import), "open");
		rc = add_long_hosts(w, rows[i]);
		assert_int_equal(rc, i == 0 ? 0 : ERR_LIMIT);
		assert_int_equal(block_writer_close(w, rc), ERR_LIMIT);
		assert_non_null(strstr(err_message(), "line 32768: more "));
		store_rollback(s);
	}
	sample_must(block_verify(s, 1), "the one before");
	close_store(s, dir);
}

/* The latest import of an exhibit counts; the earlier stays and verifies. */
static void newer_import_supersedes(void **state)
{
	struct block_import again = { .exhibit = 1,
		.importer = "csv",
		.importer_version = 2,
		.options = "{}" };
	struct block_writer *w = NULL;
	struct observation o;
	size_t n = 10;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 20, 0), "import");
	sample_must(store_begin(s), "begin");
	sample_must(block_writer_open(&w, s, &again), "open");
	sample_row(&o, 3);
	sample_must(block_writer_add(w, &o), "add");
	sample_must(block_writer_close(w, 0), "close");
	sample_must(store_commit(s), "commit");
	sample_must(block_each(s, 0, count, &n), "each");
	assert_int_equal(n, 11);
	sample_must(block_verify(s, 1), "first");
	sample_must(block_verify(s, 2), "second");
	close_store(s, dir);
}

/* Kilobytes this process has had at most. */
static long peak(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void many_rows_in_little_memory(void **state)
{
	int64_t bytes = 0;
	long before = peak();
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 200000, 0), "import");
	sample_must(db_int(&bytes, store_db(s),
			    "SELECT sum(length(data)) FROM block", ""),
		"size");
	print_message("%.2f bytes a row, %ld KiB more\n",
		(double)bytes / 200000, peak() - before);
	assert_true(bytes < 200000 * 8);
	close_store(s, dir);
}

static void damaged_blocks(void **state)
{
	static const char junk[] = "\x28\xB5\x2F\xFD not a block";
	struct names names;
	size_t n = 0;

	(void)state;
	names_init(&names);
	assert_int_equal(
		block_decode(junk, sizeof(junk), 10, &names, count, &n),
		ERR_CORRUPT);
	assert_int_equal(
		block_decode(junk, 0, 10, &names, count, &n), ERR_CORRUPT);
	assert_int_equal(
		block_decode(junk, 5, 0, &names, count, &n), ERR_CORRUPT);
	assert_int_equal(
		block_decode(junk, 5, BLOCK_ROWS + 1, &names, count, &n),
		ERR_CORRUPT);
	assert_int_equal(n, 0);
	names_release(&names);
}

/* What rows of packets and requests have more, in one block with others. */
static int see_more(int64_t exhibit, const struct observation *o, void *ctx)
{
	size_t *n = ctx;
	bool more = *n >= 3;

	(void)exhibit;
	assert_int_equal(o->kind,
		*n == 4 ? OBSERVATION_EVENT
			: (more ? OBSERVATION_REQUEST : OBSERVATION_LOOKUP));
	assert_int_equal(o->sent, more ? 1200 + *n : 0);
	assert_int_equal(o->received, more ? UINT64_C(1) << 40 : 0);
	assert_string_equal(o->member, more ? "logs/a.har" : "");
	assert_string_equal(o->detail, more ? "{\"url.path\":\"/v1\"}" : "");
	++*n;
	return 0;
}

static void columns_of_packets(void **state)
{
	struct block_import import = { .exhibit = 1,
		.importer = "sample",
		.importer_version = 1,
		.options = "{}" };
	struct block_writer *w = NULL;
	struct observation o;
	struct seen seen = { 0 };
	char *dir;
	struct store *s = open_store(&dir);
	size_t n = 0;

	(void)state;
	sample_must(sample_import(s, 20, 0), "import");
	sample_must(store_begin(s), "begin");
	sample_must(block_writer_open(&w, s, &import), "writer");
	for (size_t i = 0; i < 5; i++) {
		sample_row(&o, i);
		if (i >= 3) {
			o.kind = i == 4 ? OBSERVATION_EVENT
					: OBSERVATION_REQUEST;
			o.sent = 1200 + i;
			o.received = UINT64_C(1) << 40;
			o.member = "logs/a.har";
			o.detail = "{\"url.path\":\"/v1\"}";
		}
		sample_must(block_writer_add(w, &o), "row");
	}
	sample_must(block_writer_close(w, 0), "close");
	sample_must(store_end(s, 0), "commit");
	sample_must(block_each(s, 1, see_more, &n), "rows");
	assert_int_equal(n, 5);
	sample_must(block_verify(s, import.id), "verify");
	/* An event is no contact. */
	sample_must(block_each_total(s, import.id, add_total, &seen), "totals");
	assert_int_equal(seen.contacts, 4);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_packets),
		cmocka_unit_test(rows_come_back),
		cmocka_unit_test(reading_can_end_early),
		cmocka_unit_test(some_rows),
		cmocka_unit_test(a_rare_host),
		cmocka_unit_test(a_full_dictionary),
		cmocka_unit_test(newer_import_supersedes),
		cmocka_unit_test(many_rows_in_little_memory),
		cmocka_unit_test(damaged_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
