/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/csvout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "scrapers/past.h"

static int gather(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

static void keep(struct archive_case *a, const char *service, int64_t ns,
	const char *text)
{
	char json[] = "{}", type[] = "P, and \"more\"";
	struct past_target target = { .own = { .type = type, .json = json },
		.service = strdup(service) };
	struct past_page page = { .seen_ns = ns,
		.body = text,
		.size = strlen(text),
		.media_type = "text/markdown" };
	struct past past = { .target = &target,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_STATED,
		.source = "=cmd()\nx",
		.text = text,
		.text_len = strlen(text) };
	struct past_result r = { 0 };

	target.terms = &target.own;
	assert_int_equal(past_keep(&r, a->store, &past), 0);
	past_result_release(&r);
	free(target.service);
}

static void cells_are_guarded(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = { { "a b", "a b" }, { "", "" }, { "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" }, { "a\nb", "\"a\nb\"" },
		{ "=1", "\"'=1\"" }, { "+1", "\"'+1\"" }, { "-1", "\"'-1\"" },
		{ "@a", "\"'@a\"" }, { "\ta", "\"'\ta\"" },
		{ "\ra", "\"'\ra\"" } };
	struct str line = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str want = { 0 };

		str_clear(&line);
		str_puts(&line, "x");
		csvout_cell(&line, cases[i].text);
		str_printf(&want, "x,%s", cases[i].cell);
		assert_string_equal(line.p, want.p);
		str_release(&want);
	}
	str_release(&line);
}

static void one_row_a_span(void **state)
{
	struct archive_case *a = *state;
	struct str out = { 0 };
	struct csvout c = { .fn = gather, .ctx = &out };

	keep(a, "E", 100 * INSTANT_SECOND, "one two");
	keep(a, "E", 200 * INSTANT_SECOND, "one two");
	keep(a, "E", 300 * INSTANT_SECOND, "three");
	keep(a, "+F", 100 * INSTANT_SECOND, "f");
	assert_int_equal(csvout_versions(a->store, &c), 0);
	assert_int_equal(c.rows, 3);
	assert_string_equal(out.p,
		"service,terms,version,first_seen,last_seen,precision,"
		"sightings,basis,source,sha256,bytes,words,technical\r\n"
		"\"'+F\",\"P, and \"\"more\"\"\",1,1970-01-01T00:01:40Z,"
		"1970-01-01T00:01:40Z,s,1,stated,\"'=cmd()\nx\","
		"sha256:252f10c83610ebca1a059c0bae8255eba2f95be4"
		"d1d7bcfa89d7248a82d9f111,1,1,no\r\n"
		"E,\"P, and \"\"more\"\"\",1,1970-01-01T00:01:40Z,"
		"1970-01-01T00:03:20Z,s,2,stated,\"'=cmd()\nx\","
		"sha256:8ab63e29a4ba14e4e1688f9c15e5af9089542135"
		"8c945b0431f85d66977bd3d2,7,2,no\r\n"
		"E,\"P, and \"\"more\"\"\",2,1970-01-01T00:05:00Z,"
		"1970-01-01T00:05:00Z,s,1,stated,\"'=cmd()\nx\","
		"sha256:8b5b9db0c13db24256c829aa364aa90c6d2eba31"
		"8b9232a4ab9313b954d3555f,5,1,no\r\n");
	str_release(&out);
}

static void names_choose(void **state)
{
	struct archive_case *a = *state;
	struct str out = { 0 };
	struct csvout c = { .fn = gather, .ctx = &out, .service = "e" };

	assert_int_equal(csvout_versions(a->store, &c), 0);
	assert_int_equal(c.rows, 2);
	c.type = "Imprint";
	assert_int_equal(csvout_versions(a->store, &c), ERR_NOTFOUND);
	assert_string_equal(
		err_message(), "there is nothing of that to be exported");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_guarded),
		cmocka_unit_test(one_row_a_span),
		cmocka_unit_test(names_choose),
	};

	return cmocka_run_group_tests(
		tests, archive_case_setup, archive_case_teardown);
}
