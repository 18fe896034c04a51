/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks one after the other: each ends a sentence, the headings and the
 * introducing sentences above it are kept while it is read.
 */
#include "scrapers/sentences.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>

#include "base/i18n.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/sentence.h"

enum { LEVELS = 7, LISTS = 8 };

struct builder {
	struct sentences *out;
	const struct markdown_block *block;
	struct str headings[LEVELS]; /* by level; [0] unused */
	size_t leads[LISTS + 1];     /* by depth of list */
	size_t section, lead;	     /* of the block */
};

static void add(struct builder *b, size_t from, size_t len)
{
	struct sentences *out = b->out;

	out->v = mem_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct sentence){ .from = from,
		.len = len,
		.section = b->section,
		.lead = b->lead,
		.heading = b->block->kind == MARKDOWN_HEADING };
}

/* Links are kept with the first sentence of their block. */
static void add_links(struct builder *b, size_t first)
{
	struct sentences *out = b->out;
	size_t from = out->links.len;

	for (size_t c = 0; c < b->block->n_cells; c++)
		for (size_t r = 0; r < b->block->cells[c].n; r++)
			if (b->block->cells[c].runs[r].url != NULL)
				str_printf(&out->links, "%s ",
					b->block->cells[c].runs[r].url);
	if (out->n > first) {
		out->v[first].links = from;
		out->v[first].links_len = out->links.len - from;
	}
}

/* The headings above, joined. */
static void set_section(struct builder *b)
{
	struct str *paths = &b->out->sections;

	b->section = paths->len;
	for (int level = 1; level < LEVELS; level++) {
		if (b->headings[level].len == 0)
			continue;
		if (paths->len > b->section)
			str_puts(paths, " > ");
		str_add(paths, b->headings[level].p, b->headings[level].len);
	}
	str_putc(paths, '\0');
}

static void enter_heading(struct builder *b, const char *text, size_t len)
{
	int level = b->block->level < LEVELS ? b->block->level : LEVELS - 1;
	size_t at = 0;

	if (len > SENTENCES_BYTES)
		(void)sentence_next(&at, &len, text, len, SENTENCES_BYTES);
	for (int deeper = level; deeper < LEVELS; deeper++)
		str_clear(&b->headings[deeper]);
	str_add(&b->headings[level], text, len);
	memset(b->leads, 0, sizeof(b->leads));
	set_section(b);
}

static int depth_of(const struct markdown_block *block)
{
	if (block->kind == MARKDOWN_ROW && block->list == 0)
		return 1;
	return block->list < LISTS ? block->list : LISTS;
}

/* The nearest sentence above that introduces this block. */
static void find_lead(struct builder *b)
{
	int depth = depth_of(b->block);

	b->lead = 0;
	for (int d = 0; d < depth; d++)
		if (b->leads[d] != 0)
			b->lead = b->leads[d];
}

/* A block that ends in a colon introduces what is deeper. */
static void keep_lead(struct builder *b, const char *text, size_t len)
{
	int depth = depth_of(b->block);

	if (b->block->kind == MARKDOWN_ROW)
		return;
	for (int d = depth; d <= LISTS; d++)
		b->leads[d] = 0;
	if (len > 0 && text[len - 1] == ':')
		b->leads[depth] = b->out->n;
}

static void split(struct builder *b, const char *text, size_t len)
{
	size_t base = b->out->text.len, first = b->out->n, at = 0, size;

	str_add(&b->out->text, text, len);
	str_putc(&b->out->text, '\n');
	while (sentence_next(&at, &size, text, len, SENTENCES_BYTES)) {
		add(b, base + at, size);
		at += size;
	}
	add_links(b, first);
}

/* How many visible ASCII characters stand there. */
static size_t plain_run(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] > ' ' && text[n] < 0x7F)
		n++;
	return n;
}

/* The block's text in NFC, white space made single spaces. */
static int read_block(struct str *out, const struct markdown_block *block)
{
	struct str raw = { 0 }, nfc = { 0 };
	bool space = false;
	int rc = markdown_text(&raw, block);

	if (rc == 0)
		rc = utf8_nfc(&nfc, raw.p != NULL ? raw.p : "", raw.len);
	for (size_t i = 0; i < nfc.len && rc == 0;) {
		size_t n = plain_run(nfc.p + i, nfc.len - i);
		uint32_t cp = 'a';

		if (n == 0)
			n = utf8_decode(&cp, nfc.p + i, nfc.len - i);

		space = space || uc_is_property_white_space(cp);
		if (!uc_is_property_white_space(cp)) {
			if (space && out->len > 0)
				str_putc(out, ' ');
			space = false;
			rc = str_add(out, nfc.p + i, n);
		}
		i += n;
	}
	str_release(&raw);
	str_release(&nfc);
	return rc;
}

static int take_block(struct builder *b)
{
	struct str text;
	int rc;

	str_init(&text, 0);
	rc = read_block(&text, b->block);
	if (rc == 0 && text.len > 0) {
		if (b->block->kind == MARKDOWN_HEADING)
			enter_heading(b, text.p, text.len);
		find_lead(b);
		split(b, text.p, text.len);
		keep_lead(b, text.p, text.len);
	}
	str_release(&text);
	return rc;
}

int sentences_read(struct sentences *out, const char *markdown, size_t len)
{
	struct sentences s = { 0 };
	struct builder b = { .out = &s };
	struct markdown md = { 0 };
	int rc = markdown_parse_limited(&md, markdown, len);

	str_init(&s.text, 0);
	str_init(&s.links, 0);
	str_init(&s.sections, 0);
	set_section(&b);
	for (size_t i = 0; i < md.n && rc == 0; i++) {
		b.block = &md.blocks[i];
		rc = take_block(&b);
	}
	if (rc == 0)
		rc = str_check(&s.text, _("the text"));
	if (rc == 0)
		rc = str_check(&s.sections, _("the text"));
	if (rc == 0)
		rc = str_check(&s.links, _("the text"));
	for (int level = 0; level < LEVELS; level++)
		str_release(&b.headings[level]);
	markdown_release(&md);
	if (rc != 0) {
		sentences_release(&s);
		return rc;
	}
	sentences_release(out);
	*out = s;
	return 0;
}

void sentences_release(struct sentences *s)
{
	free(s->v);
	str_release(&s->text);
	str_release(&s->sections);
	str_release(&s->links);
	*s = (struct sentences){ 0 };
}

const char *sentences_text(const struct sentences *s, size_t i)
{
	return s->text.p + s->v[i].from;
}

const char *sentences_section(const struct sentences *s, size_t i)
{
	return s->sections.p + s->v[i].section;
}

const char *sentences_links(const struct sentences *s, size_t i)
{
	return s->links.p + s->v[i].links;
}
