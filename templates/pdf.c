/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything is checked and cleaned first, then parsed, drawn to memory, and
 * finished. All texts are put into NFC: libharu places combining marks by
 * their width only.
 */
#include "templates/pdf.h"

#include <hpdf.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "templates/layout.h"
#include "templates/marks.h"
#include "templates/pdfa.h"

enum {
	DRAWN_MAX = 256 << 20,
	CHUNK = 64 << 10,
	LABEL_MAX = 4096, /* bytes of a title, a name, … */
};

/* libharu calls it for every failure. The first stays in the document, where
 * page_check() asks for it. */
static void note_error(HPDF_STATUS error, HPDF_STATUS detail, void *ctx)
{
	(void)error;
	(void)detail;
	(void)ctx;
}

static int save(struct str *out, HPDF_Doc doc)
{
	HPDF_BYTE buffer[CHUNK];
	HPDF_UINT32 n;
	int rc = 0;

	if (HPDF_SaveToStream(doc) != HPDF_OK)
		return err_set(ERR_IO,
			_("drawing the PDF failed (libharu 0x%04lX)"),
			(unsigned long)HPDF_GetError(doc));
	HPDF_ResetStream(doc);
	do {
		n = sizeof(buffer);
		HPDF_ReadFromStream(doc, buffer, &n);
		rc = str_add(out, buffer, n);
	} while (n == sizeof(buffer) && rc == 0);
	return rc;
}

static int draw(struct str *out, size_t *pages, const struct markdown *md,
	const struct pdf_options *o)
{
	const struct layout_options layout = { o->lang, o->footer,
		o->page_words };
	HPDF_Doc doc = HPDF_New(note_error, NULL);
	int rc;

	if (doc == NULL)
		mem_none();
	HPDF_UseUTFEncodings(doc);
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	rc = layout_draw(doc, pages, md, &layout);
	if (rc == 0)
		rc = save(out, doc);
	HPDF_Free(doc);
	return rc;
}

static int check_attachments(const struct pdf_options *o)
{
	size_t total = 0;

	if (o->n_attachments > 0 && o->part != PDF_A_3U)
		return err_set(ERR_INVALID,
			_("files can be attached to PDF/A-3 only"));
	if (o->n_attachments > PDF_ATTACHMENTS_COUNT)
		return err_set(ERR_LIMIT,
			_("more than %d files cannot be attached"),
			PDF_ATTACHMENTS_COUNT);
	for (size_t i = 0; i < o->n_attachments; i++) {
		const struct pdf_attachment *a = &o->attachments[i];
		struct digest digest;

		if (a->len > PDF_ATTACHMENTS_MAX - total)
			return err_set(ERR_LIMIT,
				_("cannot attach '%s': the files are larger "
				  "than %d MiB together; leave some out"),
				a->name, PDF_ATTACHMENTS_MAX >> 20);
		total += a->len;
		digest_of(&digest, a->data, a->len);
		if (!digest_equal(&digest, &a->digest))
			return err_set(ERR_INVALID,
				_("cannot attach '%s': its content has not "
				  "the digest that was given"),
				a->name);
	}
	return 0;
}

/* Control characters, which XML cannot hold, become spaces, and
 * noncharacters U+FFFD. */
static int clean_text(struct str *out, const char *text, size_t len)
{
	struct str nfc;
	int rc;

	str_init(&nfc, LABEL_MAX);
	rc = utf8_nfc(&nfc, text, len);
	for (size_t i = 0, n; i < nfc.len; i += n) {
		uint32_t cp;

		n = utf8_decode(&cp, nfc.p + i, nfc.len - i);
		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			str_putc(out, ' ');
		else if ((cp & 0xFFFE) == 0xFFFE)
			utf8_put(out, UTF8_REPLACEMENT);
		else
			str_add(out, nfc.p + i, n);
	}
	str_release(&nfc);
	return rc;
}

/* Replaces *text, which may be NULL, by a clean copy that is kept. */
struct copies {
	char **v; /* owned */
	size_t n, cap;
};

static int clean(struct copies *kept, const char **text, const char *what)
{
	struct str copy;
	size_t len = *text != NULL ? strlen(*text) : 0;
	int rc = 0;

	if (*text == NULL)
		return 0;
	if (!utf8_valid(*text, len, NULL))
		return err_set(ERR_INVALID, _("%s is not UTF-8"), what);
	str_init(&copy, LABEL_MAX);
	rc = clean_text(&copy, *text, len);
	if (rc != 0 || copy.over)
		rc = err_set(ERR_LIMIT, _("%s is longer than %d bytes"), what,
			LABEL_MAX);
	kept->v = mem_grow(kept->v, &kept->cap, kept->n + 1, sizeof(*kept->v));
	kept->v[kept->n] = str_take(&copy);
	*text = kept->v[kept->n++];
	return rc;
}

static void release_copies(struct copies *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i]);
	free(c->v);
}

static int clean_attachment(struct copies *kept, struct pdf_attachment *a)
{
	int rc = clean(kept, &a->name, _("the name of a file to attach"));

	if (rc == 0)
		rc = clean(kept, &a->description,
			_("the description of a file to attach"));
	if (rc == 0)
		rc = clean(kept, &a->media_type,
			_("the media type of a file to attach"));
	return rc;
}

/* All texts of the options clean; attachments is room for theirs. */
static int clean_options(struct copies *kept, struct pdf_options *o,
	struct pdf_attachment *attachments)
{
	int rc = clean(kept, &o->title, _("the title"));

	if (rc == 0)
		rc = clean(kept, &o->author, _("the author"));
	if (rc == 0)
		rc = clean(kept, &o->subject, _("the subject"));
	if (rc == 0)
		rc = clean(kept, &o->lang, _("the language"));
	if (rc == 0)
		rc = clean(kept, &o->footer, _("the footer"));
	if (rc == 0)
		rc = clean(kept, &o->page_words, _("the footer"));
	if (rc == 0)
		rc = clean(kept, &o->producer, _("the producer"));
	for (size_t i = 0; i < o->n_attachments && rc == 0; i++) {
		attachments[i] = o->attachments[i];
		rc = clean_attachment(kept, &attachments[i]);
	}
	o->attachments = attachments;
	return rc;
}

static int read_markdown(struct markdown *out, const char *markdown, size_t len)
{
	struct str text;
	int rc = 0;

	str_init(&text, 0);
	if (!utf8_valid(markdown, len, NULL))
		rc = err_set(ERR_INVALID, _("the document is not UTF-8"));
	if (rc == 0)
		rc = utf8_nfc(&text, markdown, len);
	if (text.over)
		rc = str_check(&text, _("the document"));
	if (rc == 0)
		rc = markdown_parse(out, text.p, text.len);
	if (rc == 0)
		marks_read(out);
	str_release(&text);
	return rc;
}

int pdf_make(struct str *out, size_t *pages, const char *markdown, size_t len,
	const struct pdf_options *options)
{
	struct pdf_options o = *options;
	struct pdf_attachment *attachments = NULL;
	struct copies kept = { 0 };
	struct markdown md = { 0 };
	struct str drawn;
	size_t n = 0;
	int rc = check_attachments(options);

	str_init(&drawn, DRAWN_MAX);
	if (rc != 0)
		goto done;
	attachments = mem_new(o.n_attachments + 1, sizeof(*attachments));
	rc = clean_options(&kept, &o, attachments);
	if (rc == 0)
		rc = read_markdown(&md, markdown, len);
	if (rc == 0)
		rc = draw(&drawn, &n, &md, &o);
	if (rc == 0)
		rc = pdfa_finish(out, &drawn, &o);
	if (rc == 0 && pages != NULL)
		*pages = n;
done:
	markdown_release(&md);
	str_release(&drawn);
	release_copies(&kept);
	free(attachments);
	return rc;
}
