/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/coding.h"
#include "scrapers/extract.h"
#include "scrapers/record.h"

#define SEPARATOR "; "
#define PDF "pdf"

static bool begins(const char *text, const char *word)
{
	return text != NULL && strncasecmp(text, word, strlen(word)) == 0;
}

enum reading_kind reading_kind(
	const char *media_type, const void *bytes, size_t len)
{
	static const char magic[] = "%PDF-";

	if (len >= sizeof(magic) - 1 &&
		memcmp(bytes, magic, sizeof(magic) - 1) == 0)
		return READING_PDF;
	if (begins(media_type, "text/markdown"))
		return READING_MARKDOWN;
	return READING_HTML;
}

/* "pdf 1 (pdftotext 22.12.0)": the program's version counts too. */
static int name_pdf_rules(struct str *out)
{
	struct str tool = { 0 };
	int rc = pdftext_tool(&tool);

	if (rc == 0)
		rc = str_printf(out, PDF " %s (%s)", PDFTEXT_VERSION, tool.p);
	str_release(&tool);
	return rc;
}

int reading_rules(struct str *out, enum reading_kind kind)
{
	if (kind == READING_PDF)
		return name_pdf_rules(out);
	return str_puts(out,
		kind == READING_MARKDOWN ? READING_IDENTITY : EXTRACT_VERSION);
}

/* The PDF's rules last: to name them a program is asked. */
static bool is_current(const char *name, size_t len)
{
	static const enum reading_kind kinds[] = { READING_HTML,
		READING_MARKDOWN, READING_PDF };
	size_t n = begins(name, PDF) ? 3 : 2;
	bool found = false;

	for (size_t i = 0; !found && i < n; i++) {
		struct str known = { 0 };

		found = reading_rules(&known, kinds[i]) == 0 &&
			known.len == len && memcmp(known.p, name, len) == 0;
		str_release(&known);
	}
	err_clear();
	return found;
}

bool reading_rules_are_current(const char *rules)
{
	const char *end;
	bool all = true;

	for (; all; rules = end + strlen(SEPARATOR)) {
		end = strstr(rules, SEPARATOR);
		if (end == NULL)
			return is_current(rules, strlen(rules));
		all = is_current(rules, (size_t)(end - rules));
	}
	return false;
}

/* "1", "1; pdf 1 (…)": each rule once, in the order of the pages. */
static int note_rules(struct reading *r, enum reading_kind kind)
{
	struct str rules = { 0 };
	struct str name = { 0 };
	int rc = reading_rules(&name, kind);

	if (rc == 0 && r->rules == NULL) {
		r->rules = str_take(&name);
		return 0;
	}
	if (rc == 0 && strstr(r->rules, name.p) == NULL) {
		str_printf(&rules, "%s" SEPARATOR "%s", r->rules, name.p);
		free(r->rules);
		r->rules = str_take(&rules);
	}
	str_release(&name);
	return rc;
}

static void note_filters(struct reading *r, const struct declaration_part *part)
{
	for (size_t i = 0; i < part->n_filters; i++) {
		if (extract_knows_filter(part->filters[i].name))
			continue;
		if (r->filters_left_out == NULL)
			r->filters_left_out = json_array();
		json_push_string(r->filters_left_out, part->filters[i].name);
	}
}

static int read_html(struct str *out, struct reading *r, struct extractor *e,
	const struct reading_page *page)
{
	const struct extract_job job = { .bytes = page->bytes,
		.len = page->len,
		.content_type = page->media_type,
		.url = page->url,
		.part = page->part };
	struct extract_notes notes = { 0 };
	int rc = extractor_page(e, out, &notes, &job);

	if (rc != 0)
		return rc;
	r->charset = notes.charset;
	r->flattened += notes.flattened;
	note_filters(r, page->part);
	return 0;
}

static int read_pdf(
	struct str *out, struct reading *r, const struct reading_page *page)
{
	struct pdftext_pages pages = { 0 };
	int rc = pdftext_markdown(out, &pages, page->bytes, page->len);

	r->pages += pages.n;
	pdftext_pages_release(&pages);
	return rc;
}

/* A text that is given as such. */
static int read_markdown(struct str *out, const struct reading_page *page)
{
	if (!utf8_valid(page->bytes, page->len, NULL))
		return err_set(ERR_PARSE,
			_("'%s' is said to be Markdown, and is no UTF-8 text"),
			page->url);
	return str_add(out, page->bytes, page->len);
}

int reading_page(
	struct reading *r, struct extractor *e, const struct reading_page *page)
{
	enum reading_kind kind =
		reading_kind(page->media_type, page->bytes, page->len);
	struct str text = { 0 };
	int rc = 0;

	if (kind == READING_PDF)
		rc = read_pdf(&text, r, page);
	else if (kind == READING_MARKDOWN)
		rc = read_markdown(&text, page);
	else
		rc = read_html(&text, r, e, page);
	if (rc == 0)
		rc = extract_combine(&r->text, &text);
	if (rc == 0)
		rc = note_rules(r, kind);
	str_release(&text);
	return rc;
}

void reading_release(struct reading *r)
{
	str_release(&r->text);
	free(r->rules);
	cJSON_Delete(r->filters_left_out);
	*r = (struct reading){ 0 };
}

/* --- from the archive --- */

int reading_coding(
	struct str *out, struct store *store, const struct snapshot *snap)
{
	struct str record = { 0 };
	int rc = object_get(store, &snap->record, &record);

	if (rc == 0)
		rc = record_read_coding(out, record.p, record.len);
	str_release(&record);
	return rc;
}

int reading_body(
	struct str *out, struct store *store, const struct snapshot *snap)
{
	struct str sent, coding = { 0 };
	int rc;

	str_init(&sent, FETCH_BYTES);
	rc = object_get(store, &snap->body, &sent);
	if (rc == 0)
		rc = reading_coding(&coding, store, snap);
	if (rc == 0)
		rc = coding_decode(out, coding.p, sent.p, sent.len);
	str_release(&sent);
	str_release(&coding);
	return rc;
}

static int read_part(struct reading *r, struct extractor *e,
	struct store *store, int64_t id, const struct declaration_part *part)
{
	struct snapshot snap = { 0 };
	struct str body;
	int rc = snapshot_get(&snap, store, id);

	str_init(&body, FETCH_BYTES);
	if (rc == 0)
		rc = reading_body(&body, store, &snap);
	if (rc == 0)
		rc = reading_page(r, e,
			&(struct reading_page){ .bytes = body.p,
				.len = body.len,
				.media_type = snap.media_type,
				.url = snap.final_url[0] != '\0'
					       ? snap.final_url
					       : snap.url,
				.part = part });
	str_release(&body);
	snapshot_release(&snap);
	return rc;
}

int reading_capture(struct reading *r, struct extractor *e, struct store *store,
	int64_t first, const struct declaration_terms *terms)
{
	int64_t *ids = mem_new(terms->n, sizeof(*ids));
	int rc = snapshot_parts(ids, terms->n, store, first);

	for (size_t i = 0; rc == 0 && i < terms->n; i++)
		rc = ids[i] != 0
			     ? read_part(r, e, store, ids[i], &terms->parts[i])
			     : err_set(ERR_NOTFOUND,
				       _("page %zu of '%s' was not kept"),
				       i + 1, terms->type);
	free(ids);
	return rc;
}

int reading_pdf(struct str *out, struct pdftext_pages *pages,
	struct store *store, const struct snapshot *snap)
{
	struct str body;
	int rc;

	str_init(&body, FETCH_BYTES);
	rc = reading_body(&body, store, snap);
	if (rc == 0 &&
		reading_kind(snap->media_type, body.p, body.len) != READING_PDF)
		rc = err_set(ERR_NOTFOUND, _("snapshot %lld is no PDF"),
			(long long)snap->id);
	if (rc == 0)
		rc = pdftext_markdown(out, pages, body.p, body.len);
	str_release(&body);
	return rc;
}
