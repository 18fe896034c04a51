/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The child's answer is be32 of elements that were too deep, and the
 * Markdown.
 */
#include "scrapers/extract.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/css.h"
#include "scrapers/html.h"
#include "scrapers/links.h"
#include "scrapers/markup.h"
#include "scrapers/markup_tree.h"
#include "scrapers/range.h"

enum { HEAD = 4 }; /* bytes of the answer before the Markdown */

/* An ordinary page takes milliseconds, the largest one a second. */
const struct child_limits extract_limits = {
	.wall_s = 60, .cpu_s = 10, .memory = (uint64_t)1 << 30
};

static const char pdf[] = "%PDF-"; /* its first bytes */

static const char separator[] = "\n\n- - -\n\n";

/* ---- filters ---------------------------------------------------------- */

bool extract_knows_filter(const char *name)
{
	return strcmp(name, "removeQueryParams") == 0;
}

static void remove_parameters(
	const struct html *page, const struct url *base, const char *params)
{
	cJSON *tree = NULL;
	const cJSON *one;

	if (params == NULL ||
		json_parse(&tree, params, strlen(params), NULL) != 0)
		return;
	if (cJSON_IsString(tree))
		links_remove_parameter(page, base, tree->valuestring);
	cJSON_ArrayForEach(one, tree) if (cJSON_IsString(one))
		links_remove_parameter(page, base, one->valuestring);
	cJSON_Delete(tree);
}

static void run_filters(const struct html *page, const struct url *base,
	const struct declaration_part *part)
{
	for (size_t i = 0; i < part->n_filters; i++)
		if (extract_knows_filter(part->filters[i].name))
			remove_parameters(page, base, part->filters[i].params);
}

/* ---- removing --------------------------------------------------------- */

static void remove_scripts(const struct html *page)
{
	xmlNode *root = (xmlNode *)page->doc, *n = root, *next;

	for (n = html_next(n, root, false); n != NULL; n = next) {
		bool script = n->type == XML_ELEMENT_NODE &&
			      (xmlStrEqual(n->name, BAD_CAST "script") ||
				      xmlStrEqual(n->name, BAD_CAST "style"));

		next = html_next(n, root, script);
		if (script)
			xmlUnlinkNode(n);
	}
}

/* Everything that "remove" matches in the page as it is before. */
struct removal {
	struct range *ranges;
	size_t n_ranges;
	struct css_matches nodes; /* each once */
};

/* xmlNode._private says that a node is listed already. */
static void list_nodes(struct removal *r, const struct css_matches *found)
{
	struct css_matches *all = &r->nodes;

	all->v = mem_grow(
		all->v, &all->cap, all->n + found->n + 1, sizeof(*all->v));
	for (size_t i = 0; i < found->n; i++) {
		if (found->v[i]->_private != NULL)
			continue;
		found->v[i]->_private = r;
		all->v[all->n++] = found->v[i];
	}
}

static int find_removals(struct removal *r, const struct html *page,
	const struct declaration_selectors *remove)
{
	struct css_matches found = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < remove->n; i++)
		if (remove->v[i].css == NULL)
			rc = range_find(
				&r->ranges[r->n_ranges++], page, &remove->v[i]);
	for (size_t i = 0; rc == 0 && i < remove->n; i++) {
		if (remove->v[i].css == NULL)
			continue;
		rc = css_select(
			&found, page->doc, remove->v[i].css, page->quirks);
		if (rc == 0)
			list_nodes(r, &found);
	}
	css_matches_release(&found);
	return rc;
}

static void carry_out(struct removal *r)
{
	for (size_t i = 0; i < r->nodes.n; i++)
		range_detach(r->ranges, r->n_ranges, r->nodes.v[i]);
	for (size_t i = 0; i < r->n_ranges; i++)
		range_delete(r->ranges, r->n_ranges, i);
}

static int remove_parts(
	const struct html *page, const struct declaration_selectors *remove)
{
	struct removal r = { 0 };
	int rc;

	if (remove->n == 0)
		return 0;
	r.ranges = mem_new(remove->n, sizeof(*r.ranges));
	rc = find_removals(&r, page, remove);
	if (rc == 0)
		carry_out(&r);
	css_matches_release(&r.nodes);
	free(r.ranges);
	return rc;
}

/* ---- selecting -------------------------------------------------------- */

static int select_css(
	struct markup_tree *out, const struct html *page, const char *css)
{
	struct css_matches found = { 0 };
	int rc = css_select(&found, page->doc, css, page->quirks);

	for (size_t i = 0; rc == 0 && i < found.n; i++)
		rc = markup_tree_add(out, found.v[i]);
	css_matches_release(&found);
	return rc;
}

static int select_parts(struct markup_tree *out, const struct html *page,
	const struct declaration_selectors *select)
{
	struct range r;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < select->n; i++) {
		if (select->v[i].css != NULL) {
			rc = select_css(out, page, select->v[i].css);
			continue;
		}
		rc = range_find(&r, page, &select->v[i]);
		if (rc == 0)
			rc = range_copy(out, &r);
	}
	return rc;
}

/* 'main', 'h1 … footer' */
static void describe(
	struct str *out, const struct declaration_selectors *select)
{
	for (size_t i = 0; i < select->n; i++) {
		const struct declaration_selector *s = &select->v[i];

		str_puts(out, i > 0 ? ", '" : "'");
		if (s->css != NULL)
			str_puts(out, s->css);
		else
			str_printf(out, "%s … %s", s->start, s->end);
		str_putc(out, '\'');
	}
}

static int nothing(const struct declaration_selectors *select, bool matched)
{
	struct str names = { 0 };
	int rc;

	describe(&names, select);
	rc = err_set(ERR_NOTFOUND,
		matched ? _("selector %s matches an empty content; the page "
			    "may have changed, or need JavaScript")
			: _("selector %s has no match; the page may have "
			    "changed, or need JavaScript"),
		names.p);
	str_release(&names);
	return rc;
}

static int convert(struct str *out, const struct html *page,
	const struct declaration_selectors *select)
{
	struct markup_tree tree;
	size_t before = out->len;
	int rc;

	markup_tree_init(&tree);
	rc = select_parts(&tree, page, select);
	if (rc == 0 && tree.root->last_element == NULL)
		rc = nothing(select, false);
	if (rc == 0)
		rc = markup_write(out, &tree);
	if (rc == 0 && out->len == before)
		rc = nothing(select, true);
	markup_tree_release(&tree);
	return rc;
}

/* ---- the pipeline ----------------------------------------------------- */

static int prepare(struct html *page, const struct extract_job *job)
{
	const char *address = job->url != NULL ? job->url : job->part->fetch;
	struct url base = { 0 };
	int rc = url_parse(&base, address, strlen(address), NULL);

	if (rc == 0) {
		links_base(&base, page);
		run_filters(page, &base, job->part);
		links_make_absolute(page, &base);
		remove_scripts(page);
		links_hide_protected(page);
		rc = remove_parts(page, &job->part->remove);
	}
	url_release(&base);
	return rc;
}

/* The tree; text in UTF-8 is parsed where it stands. */
static int parse(struct html *page, const struct extract_job *job,
	const struct charset *charset)
{
	struct str text = { .max = 3 * (size_t)HTML_BYTES };
	int rc;

	if (charset->converter == NULL)
		return html_parse(page, job->bytes, job->len);
	rc = charset_decode(&text, charset, job->bytes, job->len);
	if (rc == 0)
		rc = html_parse(page, text.p, text.len);
	str_release(&text);
	return rc;
}

int extract_answer(struct str *out, const struct extract_job *job,
	const struct charset *charset)
{
	unsigned char head[HEAD];
	struct html page = { 0 };
	int rc = parse(&page, job, charset);

	if (rc == 0)
		rc = prepare(&page, job);
	if (rc == 0) {
		codec_put32(head, (uint32_t)page.flattened);
		str_add(out, head, sizeof(head));
		rc = convert(out, &page, &job->part->select);
	}
	html_release(&page);
	return rc;
}

int extract_begin(struct charset *out, const struct extract_job *job)
{
	if (job->part->select.n == 0)
		return err_set(ERR_INVALID,
			_("the terms at '%s' are declared without 'select', "
			  "as a PDF; this page is none"),
			job->part->fetch);
	if (job->len >= strlen(pdf) &&
		memcmp(job->bytes, pdf, strlen(pdf)) == 0)
		return err_set(
			ERR_INVALID, _("the page is a PDF; this reads HTML"));
	if (job->len > HTML_BYTES)
		return err_set(ERR_LIMIT, _("the page is larger than %d bytes"),
			(int)HTML_BYTES);
	return charset_open(out, job->bytes, job->len, job->content_type);
}

int extract_finish(struct str *out, struct extract_notes *notes,
	const struct extract_job *job, const struct charset *charset,
	const struct str *answer)
{
	const struct declaration_part *part = job->part;
	struct extract_notes n = { .charset = charset->name };

	if (answer->len <= HEAD ||
		!utf8_valid(answer->p + HEAD, answer->len - HEAD, NULL))
		return err_set(
			ERR_PARSE, _("%s crashed the parser"), _("the page"));
	n.flattened = codec_get32((const unsigned char *)answer->p);
	for (size_t i = 0; i < part->n_filters; i++)
		n.filters += !extract_knows_filter(part->filters[i].name);
	str_add(out, answer->p + HEAD, answer->len - HEAD);
	if (notes != NULL)
		*notes = n;
	return str_check(out, _("the Markdown"));
}

struct task {
	const struct extract_job *job;
	const struct charset *charset;
};

/* A child_fn. */
static int work(struct str *out, const void *in, size_t len, void *ctx)
{
	const struct task *task = ctx;

	(void)in;
	(void)len;
	return extract_answer(out, task->job, task->charset);
}

static int extract(struct str *out, struct extract_notes *notes,
	const struct extract_job *job, bool limited)
{
	struct str answer = { 0 };
	struct charset charset = { 0 };
	struct task task = { job, &charset };
	int rc = extract_begin(&charset, job);

	if (rc == 0 && limited)
		rc = child_call(&answer, work, job->bytes, job->len, &task,
			_("the page"), &extract_limits);
	else if (rc == 0)
		rc = extract_answer(&answer, job, &charset);
	if (rc == 0)
		rc = extract_finish(out, notes, job, &charset, &answer);
	charset_close(&charset);
	str_release(&answer);
	return rc;
}

int extract_page(struct str *out, struct extract_notes *notes,
	const struct extract_job *job)
{
	return extract(out, notes, job, true);
}

int extract_in_process(struct str *out, struct extract_notes *notes,
	const struct extract_job *job)
{
	return extract(out, notes, job, false);
}

int extract_combine(struct str *out, const struct str *part)
{
	if (out->len > 0)
		str_puts(out, separator);
	if (part->len > 0)
		str_add(out, part->p, part->len);
	return str_check(out, _("the Markdown"));
}
