/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/quote_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive/store.h"
#include "scrapers/reading.h"

/* A PDF of two pages, a line each, with its table of places. */
static void make_pdf(struct str *out, const char *one, const char *two)
{
	const char *const lines[] = { one, two };
	size_t places[8], start;
	int n = 0;

	str_puts(out, "%PDF-1.4\n");
	places[n++] = out->len;
	str_puts(out, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
	places[n++] = out->len;
	str_puts(out, "2 0 obj<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>"
		      "endobj\n");
	places[n++] = out->len;
	str_puts(out, "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
		      "endobj\n");
	for (int i = 0; i < 2; i++) {
		struct str text = { 0 };

		str_printf(
			&text, "BT /F1 12 Tf 72 700 Td (%s) Tj ET", lines[i]);
		places[n++] = out->len;
		str_printf(out,
			"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 "
			"842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>"
			">>endobj\n",
			4 + 2 * i, 5 + 2 * i);
		places[n++] = out->len;
		str_printf(out,
			"%d 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n",
			5 + 2 * i, text.len, text.p);
		str_release(&text);
	}
	start = out->len;
	str_puts(out, "xref\n0 8\n0000000000 65535 f \n");
	for (int i = 0; i < n; i++)
		str_printf(out, "%010zu 00000 n \n", places[i]);
	str_printf(out,
		"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
		start);
}

struct scene {
	char dir[32];
	struct store *store;
	struct snapshot snap;
	struct str text;
};

static void open_scene(struct scene *s, const struct str *body)
{
	struct pdftext_pages pages = { 0 };

	memset(s, 0, sizeof(*s));
	snprintf(s->dir, sizeof(s->dir), "/tmp/quoteXXXXXX");
	assert_non_null(mkdtemp(s->dir));
	assert_int_equal(store_create(s->dir), 0);
	assert_int_equal(store_open(&s->store, s->dir, STORE_WRITE), 0);
	assert_int_equal(store_begin(s->store), 0);
	assert_int_equal(
		object_put(s->store, body->p, body->len, &s->snap.body), 0);
	assert_int_equal(object_put(s->store, "{}", 2, &s->snap.record), 0);
	assert_int_equal(store_commit(s->store), 0);
	s->snap.media_type = strdup("application/pdf");
	if (reading_pdf(&s->text, &pages, s->store, &s->snap) != 0)
		str_puts(&s->text, "");
	pdftext_pages_release(&pages);
}

static void close_scene(struct scene *s)
{
	static const char *const names[] = { "constat.db", "constat.db-wal",
		"constat.db-shm", "secret" };
	char path[64];

	store_close(s->store);
	snapshot_release(&s->snap);
	str_release(&s->text);
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", s->dir, names[i]);
		unlink(path);
	}
	rmdir(s->dir);
}

static size_t page_of(const struct quote_pages *pages, const char *words)
{
	size_t page = 9;

	assert_int_equal(quote_pages_find(&page, pages, words), 0);
	return page;
}

static void a_quotation_names_its_page(void **state)
{
	struct quote_pages pages = { 0 };
	struct str pdf = { 0 };
	struct scene s;

	(void)state;
	make_pdf(&pdf, "We collect your steps and your pulse.",
		"We keep them for three years.");
	open_scene(&s, &pdf);
	assert_int_equal(
		quote_pages_read(&pages, s.store, &s.snap, &s.text), 0);
	assert_int_equal(pages.n, 2);
	assert_int_equal(page_of(&pages, "your steps and"), 1);
	assert_int_equal(page_of(&pages, "for three years"), 2);
	assert_int_equal(page_of(&pages, "for four years"), 0);
	quote_pages_release(&pages);
	/* A text that is another one now has no pages. */
	str_puts(&s.text, "!");
	assert_int_equal(
		quote_pages_read(&pages, s.store, &s.snap, &s.text), 0);
	assert_int_equal(pages.n, 0);
	assert_int_equal(page_of(&pages, "your steps and"), 0);
	close_scene(&s);
	str_release(&pdf);
}

static void other_pages_have_none(void **state)
{
	struct quote_pages pages = { 0 };
	struct str html = { 0 };
	struct scene s;

	(void)state;
	str_puts(&html, "<p>We collect your steps.</p>");
	open_scene(&s, &html);
	assert_int_equal(
		quote_pages_read(&pages, s.store, &s.snap, &s.text), 0);
	assert_int_equal(pages.n, 0);
	close_scene(&s);
	str_release(&html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quotation_names_its_page),
		cmocka_unit_test(other_pages_have_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
