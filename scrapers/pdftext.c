/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdftotext -bbox-layout reads the PDF from its standard input and writes
 * XHTML (see pdftext_layout.c). It was chosen over -layout, which gives the
 * letters on a grid of characters, because sizes and edges are what tells
 * headings, items and paragraphs apart.
 *
 * The child that reads the XHTML answers with the number of pages, the
 * offset of each (eight bytes each, big-endian), and the Markdown.
 */
#include "scrapers/pdftext.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/pdftext_blocks.h"
#include "scrapers/pdftext_layout.h"
#include "scrapers/pdftext_margin.h"

enum {
	NUMBER = 8,
	HEADER_WITHIN = 1024, /* bytes before "%PDF-", as readers accept */
};

static const struct child_limits limits = {
	.wall_s = 60,
	.cpu_s = 30,
	.memory = UINT64_C(1) << 30,
	.output = STR_MAX,
};

static bool has_header(const void *pdf, size_t len)
{
	size_t n = len < HEADER_WITHIN ? len : HEADER_WITHIN;

	return n > 0 && memmem(pdf, n, "%PDF-", 5) != NULL;
}

/* What pdftotext said, in our words. */
static int explain(int rc)
{
	if (rc == ERR_IO && strstr(err_message(), "Incorrect password") != NULL)
		return err_set(ERR_REFUSED,
			_("the PDF is protected by a password; its text "
			  "cannot be read"));
	if (rc == ERR_IO)
		return err_set(ERR_PARSE, _("the PDF cannot be read: %s"),
			err_message());
	if (rc == ERR_NOTFOUND)
		return err_set(ERR_NOTFOUND,
			_("a PDF is read with the program 'pdftotext', which "
			  "is not there; install poppler-utils"));
	return err_wrap(rc, _("the PDF cannot be read"));
}

static int run_pdftotext(struct str *out, const void *pdf, size_t len)
{
	static const char *const argv[] = { "pdftotext", "-enc", "UTF-8",
		"-bbox-layout", "-", "-", NULL };

	if (!has_header(pdf, len))
		return err_set(ERR_PARSE, _("this is not a PDF: it does not "
					    "begin with '%%PDF-'"));
	return explain(child_run(out, argv, NULL, pdf, len, &limits));
}

static void put_number(struct str *out, size_t v)
{
	unsigned char bytes[NUMBER];

	codec_put64(bytes, v);
	str_add(out, bytes, sizeof(bytes));
}

static int answer(struct str *out, const struct pdftext_layout *l)
{
	struct pdftext_blocks blocks = { 0 };
	size_t *pages = mem_new(l->n_pages, sizeof(*pages));
	struct str markdown = { 0 };
	int rc;

	pdftext_blocks_read(&blocks, l);
	rc = pdftext_blocks_write(&markdown, pages, l->n_pages, &blocks);
	put_number(out, l->n_pages);
	for (size_t i = 0; i < l->n_pages; i++)
		put_number(out, pages[i]);
	str_add(out, markdown.p, markdown.len);
	if (rc == 0)
		rc = str_check(out, _("the PDF's text"));
	str_release(&markdown);
	pdftext_blocks_release(&blocks);
	free(pages);
	return rc;
}

/* In the child: XHTML in, answer out. */
static int read_xhtml(struct str *out, const void *in, size_t len, void *ctx)
{
	struct pdftext_layout layout = { 0 };
	int rc;

	(void)ctx;
	rc = pdftext_layout_read(&layout, in, len);
	if (rc == 0 && layout.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("the PDF has no text: its %zu pages are pictures or "
			  "empty (a scan?)"),
			layout.n_pages);
	if (rc == 0) {
		pdftext_margin(&layout);
		rc = answer(out, &layout);
	}
	pdftext_layout_release(&layout);
	return rc;
}

/* Takes the answer apart; the child may have been taken over, so all its
 * numbers are checked. */
static int unpack(
	struct str *out, struct pdftext_pages *pages, const struct str *reply)
{
	const unsigned char *p = (const unsigned char *)reply->p;
	size_t before = out->len, behind, n, last = 0;

	n = reply->len >= NUMBER ? (size_t)codec_get64(p) : SIZE_MAX;
	if (n > reply->len / NUMBER - 1)
		return err_set(ERR_PARSE, _("%s crashed the parser"),
			_("the PDF's text"));
	behind = NUMBER * (n + 1);
	pages->v = mem_new(n + 1, sizeof(*pages->v));
	pages->n = n;
	for (size_t i = 0; i < n; i++) {
		size_t offset = (size_t)codec_get64(p + NUMBER * (i + 1));

		if (offset < last || offset > reply->len - behind)
			return err_set(ERR_PARSE, _("%s crashed the parser"),
				_("the PDF's text"));
		last = offset;
		pages->v[i] = before + offset;
	}
	str_add(out, reply->p + behind, reply->len - behind);
	return str_check(out, _("the PDF's text"));
}

int pdftext_markdown(struct str *out, struct pdftext_pages *pages,
	const void *pdf, size_t len)
{
	struct pdftext_pages got = { 0 };
	struct str xhtml, reply;
	int rc;

	str_init(&xhtml, STR_MAX);
	str_init(&reply, STR_MAX);
	rc = run_pdftotext(&xhtml, pdf, len);
	if (rc == 0)
		rc = child_call(&reply, read_xhtml, xhtml.p, xhtml.len, NULL,
			_("the PDF's text"), &limits);
	if (rc == 0)
		rc = unpack(out, &got, &reply);
	if (rc == 0 && pages != NULL) {
		pdftext_pages_release(pages);
		*pages = got;
		got = (struct pdftext_pages){ 0 };
	}
	pdftext_pages_release(&got);
	str_release(&xhtml);
	str_release(&reply);
	return rc;
}

size_t pdftext_page_at(const struct pdftext_pages *pages, size_t offset)
{
	size_t low = 0, high = pages->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pages->v[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void pdftext_pages_release(struct pdftext_pages *pages)
{
	free(pages->v);
	*pages = (struct pdftext_pages){ 0 };
}

/* "pdftotext version 22.12.0", on its standard error: hence the shell. */
int pdftext_tool(struct str *out)
{
	static const char *const argv[] = { "sh", "-c",
		"exec pdftotext -v 2>&1", NULL };
	static const char start[] = "pdftotext version ";
	struct str said = { 0 };
	int rc = child_run(&said, argv, NULL, NULL, 0, &limits);
	size_t n = rc == 0 ? strcspn(said.p, "\n") : 0;

	if (rc == 0 && strncmp(said.p, start, strlen(start)) != 0)
		rc = ERR_NOTFOUND;
	if (rc == 0) {
		str_puts(out, "pdftotext ");
		str_add(out, said.p + strlen(start), n - strlen(start));
	} else {
		rc = explain(rc == ERR_LIMIT ? rc : ERR_NOTFOUND);
	}
	str_release(&said);
	return rc;
}
