/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/pdftext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/child.h"
#include "base/err.h"
#include "base/file.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"

/* A PDF under way: objects 1 catalogue, 2 pages, 3 font, then two a page. */
struct pdf {
	struct str out;
	size_t *offsets; /* by object number */
	size_t n, room;
	struct str kids;
	struct str content;
	size_t pages;
};

static void object(struct pdf *p, size_t number, const char *body)
{
	p->offsets =
		mem_grow(p->offsets, &p->room, number + 1, sizeof(*p->offsets));
	p->offsets[number] = p->out.len;
	if (number >= p->n)
		p->n = number + 1;
	str_printf(&p->out, "%zu 0 obj\n%s\nendobj\n", number, body);
}

static void pdf_begin(struct pdf *p)
{
	*p = (struct pdf){ 0 };
	str_puts(&p->out, "%PDF-1.4\n");
	str_puts(&p->kids, "");
	str_puts(&p->content, "");
	object(p, 1, "<</Type/Catalog/Pages 2 0 R>>");
	object(p, 3,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
		"/Encoding/WinAnsiEncoding>>");
}

/* Text (WinAnsi) from x, y above the bottom. */
static void pdf_text(struct pdf *p, int size, int x, int y, const char *text)
{
	str_printf(&p->content, "BT /F %d Tf %d %d Td (%s) Tj ET\n", size, x, y,
		text);
}

static void pdf_page(struct pdf *p, const char *box)
{
	size_t number = 4 + 2 * p->pages++;
	struct str s = { 0 };

	str_printf(&s, "<</Length %zu>>\nstream\n%s\nendstream", p->content.len,
		p->content.p);
	object(p, number, s.p);
	str_clear(&s);
	str_printf(&s,
		"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %zu 0 R"
		"/Resources<</Font<</F 3 0 R>>>>>>",
		box, number);
	object(p, number + 1, s.p);
	str_printf(&p->kids, "%zu 0 R ", number + 1);
	str_clear(&p->content);
	str_puts(&p->content, "");
	str_release(&s);
}

static void pdf_end(struct pdf *p)
{
	struct str s = { 0 };
	size_t xref;

	str_printf(
		&s, "<</Type/Pages/Count %zu/Kids[%s]>>", p->pages, p->kids.p);
	object(p, 2, s.p);
	xref = p->out.len;
	str_printf(&p->out, "xref\n0 %zu\n0000000000 65535 f \n", p->n);
	for (size_t i = 1; i < p->n; i++)
		str_printf(&p->out, "%010zu 00000 n \n", p->offsets[i]);
	str_printf(&p->out,
		"trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
		p->n, xref);
	str_release(&s);
}

static void pdf_release(struct pdf *p)
{
	str_release(&p->out);
	str_release(&p->kids);
	str_release(&p->content);
	free(p->offsets);
}

#define A4 "0 0 595 842"

/* A policy of two pages, in French. */
static void policy(struct pdf *p)
{
	pdf_begin(p);
	pdf_text(p, 20, 72, 760, "Politique de confidentialit\351");
	pdf_text(p, 11, 72, 720,
		"Nous gardons votre nom, votre adresse et la "
		"date de votre derni\350re visite");
	pdf_text(p, 11, 72, 706,
		"pendant un an. Ensuite, tout est "
		"effac\351.");
	pdf_text(p, 15, 72, 670, "Vos droits");
	pdf_text(p, 11, 72, 640, "Vous pouvez :");
	pdf_text(p, 11, 90, 626, "\225 demander une copie * [de tout]");
	pdf_text(p, 11, 90, 612, "\225 vous opposer");
	pdf_text(p, 11, 72, 580,
		"Ces droits s'exercent par courrier, sans "
		"frais et sans autre condition que");
	pdf_text(p, 9, 280, 30, "Page 1 sur 2");
	pdf_page(p, A4);
	pdf_text(p, 11, 72, 760,
		"votre identit\351. La r\351ponse vient sous "
		"un mois.");
	pdf_text(p, 9, 280, 30, "Page 2 sur 2");
	pdf_page(p, A4);
	pdf_end(p);
}

static const char policy_markdown[] =
	"# Politique de confidentialité\n\n"
	"Nous gardons votre nom, votre adresse et la date de votre dernière "
	"visite pendant un an. Ensuite, tout est effacé.\n\n"
	"## Vos droits\n\n"
	"Vous pouvez :\n\n"
	"- demander une copie \\* \\[de tout\\]\n"
	"- vous opposer\n\n"
	"Ces droits s'exercent par courrier, sans frais et sans autre "
	"condition que votre identité. La réponse vient sous un mois.";

static void test_policy(void **state)
{
	struct pdf p;
	struct str out = { 0 };
	struct pdftext_pages pages = { 0 };
	size_t second;

	(void)state;
	policy(&p);
	str_puts(&out, "avant ");
	assert_int_equal(pdftext_markdown(&out, &pages, p.out.p, p.out.len), 0);
	assert_string_equal(out.p + 6, policy_markdown);
	assert_int_equal(pages.n, 2);
	assert_int_equal(pages.v[0], 6);
	second = (size_t)(strstr(out.p, "votre identité") - out.p);
	assert_int_equal(pages.v[1], second);
	assert_int_equal(pdftext_page_at(&pages, 0), 0);
	assert_int_equal(pdftext_page_at(&pages, 6), 1);
	assert_int_equal(pdftext_page_at(&pages, second - 1), 1);
	assert_int_equal(pdftext_page_at(&pages, second), 2);
	assert_int_equal(pdftext_page_at(&pages, out.len), 2);
	pdftext_pages_release(&pages);
	assert_int_equal(pdftext_page_at(&pages, 3), 0);
	str_release(&out);
	pdf_release(&p);
}

/* The error of these bytes; what is there before stays. */
static int refused(const void *pdf, size_t len)
{
	struct str out = { 0 };
	struct pdftext_pages pages = { 0 };
	int rc;

	str_puts(&out, "avant");
	rc = pdftext_markdown(&out, &pages, pdf, len);
	assert_string_equal(out.p, "avant");
	assert_int_equal(pages.n, 0);
	str_release(&out);
	return rc;
}

static void test_refused(void **state)
{
	struct pdf p;

	(void)state;
	assert_int_equal(refused("<html>", 6), ERR_PARSE);
	assert_string_equal(err_message(),
		"this is not a PDF: it does not begin with '%PDF-'");
	assert_int_equal(refused("", 0), ERR_PARSE);
	assert_int_equal(refused("%PDF-1.4\nnothing", 16), ERR_PARSE);
	assert_non_null(strstr(err_message(), "the PDF cannot be read: "));
	pdf_begin(&p);
	str_puts(&p.content, "100 100 200 200 re f");
	pdf_page(&p, A4);
	pdf_page(&p, A4);
	pdf_end(&p);
	assert_int_equal(refused(p.out.p, p.out.len), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"the PDF has no text: its 2 pages are pictures or empty (a "
		"scan?)");
	pdf_release(&p);
}

static void encrypt(struct str *out, const struct str *pdf)
{
	char path[] = "/tmp/test_pdftext.XXXXXX";
	int fd = mkstemp(path);
	const char *const argv[] = { "qpdf", "--encrypt", "secret", "owner",
		"256", "--", path, "-", NULL };

	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf->p, pdf->len), (ssize_t)pdf->len);
	close(fd);
	if (child_run(out, argv, NULL, NULL, 0, NULL) != 0)
		fprintf(stderr, "%s\n", err_message());
	unlink(path);
}

static void test_password(void **state)
{
	struct pdf p;
	struct str locked = { 0 };

	(void)state;
	policy(&p);
	encrypt(&locked, &p.out);
	assert_true(locked.len > 0);
	assert_int_equal(refused(locked.p, locked.len), ERR_REFUSED);
	assert_string_equal(err_message(),
		"the PDF is protected by a password; its text cannot be read");
	str_release(&locked);
	pdf_release(&p);
}

/* Either Markdown or a message, in bounded time. */
static void survives(const struct str *pdf)
{
	struct str out = { 0 };
	int rc = pdftext_markdown(&out, NULL, pdf->p, pdf->len);

	assert_true(rc == 0 || strlen(err_message()) > 0);
	if (rc == 0)
		assert_true(utf8_valid(out.p, out.len, NULL));
	str_release(&out);
}

static void test_truncated(void **state)
{
	struct pdf p;

	(void)state;
	policy(&p);
	for (size_t len = p.out.len; len > 200; len -= len / 4) {
		str_cut(&p.out, len);
		survives(&p.out);
	}
	pdf_release(&p);
}

/* A page tree that contains itself, pages that are pages of themselves. */
static void test_loop(void **state)
{
	struct pdf p;

	(void)state;
	pdf_begin(&p);
	pdf_text(&p, 11, 72, 700, "Bonjour");
	pdf_page(&p, A4);
	str_puts(&p.kids, "2 0 R 1 0 R 5 0 R ");
	pdf_end(&p);
	survives(&p.out);
	pdf_release(&p);
}

static void test_huge(void **state)
{
	struct pdf p;

	(void)state;
	pdf_begin(&p);
	pdf_text(&p, 2000000, -2000000000, 2000000000, "Loin");
	pdf_text(&p, 11, 72, 700, "Pr\350s d'ici");
	pdf_page(&p, "-2000000000 0 2000000000 99999999999");
	pdf_page(&p, "0 0 0 0");
	pdf_end(&p);
	survives(&p.out);
	pdf_release(&p);
}

static void test_many_pages(void **state)
{
	enum { PAGES = 10000 };
	struct pdf p;
	struct str out = { 0 };
	struct pdftext_pages pages = { 0 };

	(void)state;
	pdf_begin(&p);
	for (int i = 0; i < PAGES; i++) {
		char text[64];

		snprintf(text, sizeof(text), "Le chiffre %d est ici.", i);
		pdf_text(&p, 11, 72, 700, text);
		pdf_text(&p, 9, 280, 30, "Exemple");
		pdf_page(&p, A4);
	}
	pdf_end(&p);
	assert_int_equal(pdftext_markdown(&out, &pages, p.out.p, p.out.len), 0);
	assert_int_equal(pages.n, PAGES);
	assert_non_null(
		strstr(out.p + pages.v[PAGES - 1], "Le chiffre 9999 est ici."));
	assert_int_equal(pdftext_page_at(&pages, out.len - 5), PAGES);
	assert_non_null(strstr(out.p, "Exemple"));
	assert_null(strstr(strstr(out.p, "Exemple") + 1, "Exemple"));
	pdftext_pages_release(&pages);
	str_release(&out);
	pdf_release(&p);
}

static void test_tool(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(pdftext_tool(&out), 0);
	assert_int_equal(strncmp(out.p, "pdftotext ", 10), 0);
	assert_true(out.p[10] >= '0' && out.p[10] <= '9');
	assert_null(strchr(out.p, '\n'));
	str_release(&out);
}

static void test_no_tool(void **state)
{
	struct str out = { 0 };
	char *path = mem_strdup(getenv("PATH"));

	(void)state;
	setenv("PATH", "/nonexistent", 1);
	assert_int_equal(pdftext_tool(&out), ERR_NOTFOUND);
	assert_int_equal(refused("%PDF-1.4", 8), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"a PDF is read with the program 'pdftotext', which is not "
		"there; install poppler-utils");
	setenv("PATH", path, 1);
	free(path);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_password),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_loop),
		cmocka_unit_test(test_huge),
		cmocka_unit_test(test_many_pages),
		cmocka_unit_test(test_tool),
		cmocka_unit_test(test_no_tool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
