/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/json.h"
#include "scrapers/search_index.h"
#include "scrapers/search_query.h"
#include "search_case.h"

static int day(const struct version_sighting *s)
{
	return (int)(s->seen_ns / SEARCH_DAY);
}

/* "Exemple A>B … [words] … | -/3..4/5" */
static int put(const struct search_found *f, void *ctx)
{
	struct str *out = ctx;

	str_printf(out, "%s ", f->service);
	for (size_t i = 0; i < f->n_section; i++)
		str_printf(out, "%s>", f->section[i]);
	if (f->passage == NULL)
		str_puts(out, f->checked ? "checked" : "NOT CHECKED");
	for (const char *p = f->snippet; p != NULL && *p != '\0'; p++)
		str_putc(out, *p == PASSAGE_ON	  ? '['
			      : *p == PASSAGE_OFF ? ']'
						  : *p);
	for (size_t i = 0; i < f->n; i++) {
		const struct search_period *p = &f->periods[i];

		str_printf(out, " | %d/%d..%d/%d",
			p->before ? day(&p->before->last) : -1,
			day(&p->first->first), day(&p->last->last),
			p->after ? day(&p->after->first) : -1);
	}
	return str_putc(out, '\n');
}

static struct search_count says(struct store *s, struct search_wanted w,
	const char *query, bool wording, const char *want)
{
	struct search_index_result r = { 0 };
	struct search_count count = { 0 };
	struct search_query q = { 0 };
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(search_index_update(&r, s, NULL), 0);
	assert_int_equal(wording ? search_query_phrase(&q, query)
				 : search_query_parse(&q, query),
		0);
	w.query = q.root;
	w.limit = w.limit > 0 ? w.limit : 100;
	assert_int_equal((wording ? search_each_wording : search_each)(
				 &count, s, &w, put, &out),
		0);
	assert_string_equal(out.p, want);
	search_query_release(&q);
	str_release(&out);
	return count;
}

static const char one[] = "# P\n\n## Données\n\nVos pas.\n\n## Fin\n\nA.\n";
static const char two[] =
	"# P\n\n## Données\n\nDes données, **such**\nas _vos_ pas.\n\n"
	"## Fin\n\nA.\n";

static void fill(struct store *s)
{
	search_case_add(s, "Exemple", 10, one);
	search_case_add(s, "Exemple", 20, two);
	search_case_add(s, "Exemple", 30, two);
	search_case_add(s, "Exemple", 40, one);
	search_case_add(s, "Exemple", 50, two);
	search_case_add(s, "Autre", 15, "Such as this.\n");
}

static void passages_with_their_periods(void **state)
{
	struct archive_case *c = *state;
	struct search_wanted all = { 0 };

	fill(c->store);
	says(c->store, all, "\"such as\"", false,
		"Autre [Such as] this. | -1/15..15/-1\n"
		"Exemple P>Données>Des données, [such as] vos pas."
		" | 10/20..30/40 | 40/50..50/-1\n");
	says(c->store, all, "pas NOT such", false,
		"Exemple P>Données>Vos [pas]. | -1/10..10/20 | 30/40..40/50\n");
	says(c->store, all, "donnees", false,
		"Exemple P>[Données] | -1/10..50/-1\n"
		"Exemple P>Données>Des [données], such as vos pas."
		" | 10/20..30/40 | 40/50..50/-1\n");
}

/* A copy of a day between comes later than the index. */
static void what_is_found_later_takes_its_place(void **state)
{
	struct archive_case *c = *state;
	struct search_wanted all = { .service = "exemple" };

	search_case_add(c->store, "Exemple", 10, one);
	search_case_add(c->store, "Exemple", 20, two);
	says(c->store, all, "\"such as\"", false,
		"Exemple P>Données>Des données, [such as] vos pas."
		" | 10/20..20/-1\n");
	search_case_add(c->store, "Exemple", 15, two);
	search_case_add(c->store, "Exemple", 12, "Autre chose.\n");
	says(c->store, all, "\"such as\"", false,
		"Exemple P>Données>Des données, [such as] vos pas."
		" | 12/15..20/-1\n");
	says(c->store, all, "vos", true,
		"Exemple checked | -1/10..10/12 | 12/15..20/-1\n");
}

static void filters_and_limit(void **state)
{
	struct archive_case *c = *state;
	struct search_wanted w = { .service = "AUTRE" };
	struct search_count count;

	fill(c->store);
	says(c->store, w, "such", false,
		"Autre [Such] as this. | -1/15..15/-1\n");
	w = (struct search_wanted){ .terms = "Cookies" };
	count = says(c->store, w, "such", false, "");
	assert_int_equal(count.found, 0);
	w = (struct search_wanted){ .until_ns = 16 * SEARCH_DAY };
	says(c->store, w, "such", false,
		"Autre [Such] as this. | -1/15..15/-1\n");
	w = (struct search_wanted){ .since_ns = 31 * SEARCH_DAY,
		.until_ns = 39 * SEARCH_DAY };
	says(c->store, w, "such", false, "");
	w = (struct search_wanted){ .limit = 1 };
	count = says(c->store, w, "such", false,
		"Autre [Such] as this. | -1/15..15/-1\n");
	assert_int_equal(count.found, 2);
	assert_int_equal(count.shown, 1);
}

static void wordings_are_checked_against_the_texts(void **state)
{
	struct archive_case *c = *state;
	struct search_wanted w = { .service = "Exemple" };
	struct passage_query prefix = { .words = "a", .prefix = true };
	struct search_count count = { 0 };

	fill(c->store);
	says(c->store, w, "SUCH, as", true,
		"Exemple checked | 10/20..30/40 | 40/50..50/-1\n");
	says(c->store, w, "vos pas", true, "Exemple checked | -1/10..50/-1\n");
	says(c->store, w, "données such", true,
		"Exemple checked | 10/20..30/40 | 40/50..50/-1\n");
	w.query = &prefix;
	assert_int_equal(search_each_wording(&count, c->store, &w, put, NULL),
		ERR_INVALID);
	/* An index that lies is told. */
	assert_int_equal(db_exec(store_db(c->store),
				 "UPDATE passage_range SET first = 1"),
		0);
	w.query = NULL;
	says(c->store, w, "such as", true,
		"Exemple NOT CHECKED | -1/10..50/-1\n");
	/* Numbers without texts are no reason to walk far. */
	assert_int_equal(db_exec(store_db(c->store),
				 "UPDATE passage_range SET first = -5,"
				 " last = 9223372036854775807"),
		0);
	says(c->store, w, "such as", true,
		"Exemple NOT CHECKED | -1/10..50/-1\n");
}

static int put_json(const struct search_found *f, void *ctx)
{
	cJSON *o = json_object();
	int rc;

	search_json(o, f);
	rc = json_print(ctx, o);
	cJSON_Delete(o);
	return rc;
}

static void json_counts_marks_in_characters(void **state)
{
	struct archive_case *c = *state;
	struct passage_query q = { .words = "été" };
	struct search_wanted w = { .query = &q, .limit = 5 };
	struct search_index_result r = { 0 };
	struct search_count count = { 0 };
	struct str out = { 0 };

	search_case_add(c->store, "Exemple", 1, "Cet été, l'ÉTÉ.\n");
	assert_int_equal(search_index_update(&r, c->store, NULL), 0);
	assert_int_equal(search_each(&count, c->store, &w, put_json, &out), 0);
	assert_non_null(strstr(out.p, "\"snippet\":\"Cet été, l'ÉTÉ.\""));
	assert_non_null(strstr(out.p, "\"marks\":[[4,7],[11,14]]"));
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(passages_with_their_periods,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_found_later_takes_its_place, archive_case_setup,
			archive_case_teardown),
		cmocka_unit_test_setup_teardown(filters_and_limit,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(
			wordings_are_checked_against_the_texts,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(json_counts_marks_in_characters,
			archive_case_setup, archive_case_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
