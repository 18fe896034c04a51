/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limited child parses and sends the blocks back in a flat form: numbers
 * as be32, texts as be32 length and bytes. The parent reads it with bounds,
 * since the child may have been taken over.
 */
#include "base/markdown_limited.h"

#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { CPU_S = 10, MARKER = 16 };

#define MEMORY (UINT64_C(512) << 20)

static void put(struct str *out, uint32_t v)
{
	unsigned char b[4];

	codec_put32(b, v);
	str_add(out, b, 4);
}

static void put_text(struct str *out, const char *text, size_t len)
{
	put(out, (uint32_t)len);
	str_add(out, text, len);
}

static void put_cell(struct str *out, const struct markdown_cell *cell)
{
	put(out, (uint32_t)(unsigned char)cell->align);
	put(out, (uint32_t)cell->n);
	for (size_t i = 0; i < cell->n; i++) {
		const struct markdown_run *r = &cell->runs[i];

		put(out, r->style);
		put_text(out, r->text, r->len);
		put(out, r->url != NULL);
		put_text(
			out, r->url ? r->url : "", r->url ? strlen(r->url) : 0);
	}
}

int markdown_pack(struct str *out, const struct markdown *md)
{
	put(out, (uint32_t)md->n);
	for (size_t i = 0; i < md->n; i++) {
		const struct markdown_block *b = &md->blocks[i];

		put(out, (uint32_t)b->kind);
		put(out, (uint32_t)b->level);
		put(out, (uint32_t)b->quote);
		put(out, (uint32_t)b->outer);
		put(out, (uint32_t)b->list);
		put(out, (uint32_t)b->tight | (uint32_t)b->header << 1 |
				 (uint32_t)b->first << 2);
		put(out, (uint32_t)b->line);
		put(out, (uint32_t)b->end_line);
		str_add(out, b->marker, MARKER);
		put(out, (uint32_t)b->n_cells);
		for (size_t c = 0; c < b->n_cells; c++)
			put_cell(out, &b->cells[c]);
	}
	return str_check(out, _("the text"));
}

/* A cursor over the packed bytes; bad once anything did not fit. */
struct cursor {
	const unsigned char *p, *end;
	bool bad;
};

static uint32_t get(struct cursor *c)
{
	uint32_t v = 0;

	if (c->end - c->p < 4) {
		c->bad = true;
		return 0;
	}
	v = codec_get32(c->p);
	c->p += 4;
	return v;
}

/* A count of things of at least `least` bytes each. */
static size_t get_count(struct cursor *c, size_t least)
{
	size_t n = get(c);

	if (n > (size_t)(c->end - c->p) / least) {
		c->bad = true;
		return 0;
	}
	return n;
}

static char *get_text(struct cursor *c, size_t *len)
{
	size_t n = get_count(c, 1);
	char *text = mem_dup((const char *)c->p, n);

	c->bad = c->bad || !utf8_valid(text, n, NULL);
	c->p += n;
	*len = n;
	return text;
}

static void get_cell(struct cursor *c, struct markdown_cell *cell)
{
	size_t n, len;

	cell->align = (char)get(c);
	n = get_count(c, 16);
	cell->runs = mem_new(n, sizeof(*cell->runs));
	for (; cell->n < n && !c->bad; cell->n++) {
		struct markdown_run *r = &cell->runs[cell->n];
		bool has_url;

		r->style = get(c);
		r->text = get_text(c, &r->len);
		has_url = get(c) != 0;
		r->url = get_text(c, &len);
		if (!has_url) {
			free(r->url);
			r->url = NULL;
		}
	}
}

static void get_block(struct cursor *c, struct markdown_block *b)
{
	uint32_t flags;
	size_t n;

	b->kind = (enum markdown_kind)(get(c) % (MARKDOWN_HTML + 1));
	b->level = (int)(get(c) % 7);
	b->quote = (int)(get(c) & 0xFFFF);
	b->outer = (int)(get(c) & 0xFFFF);
	b->list = (int)(get(c) & 0xFFFF);
	flags = get(c);
	b->tight = flags & 1;
	b->header = flags >> 1 & 1;
	b->first = flags >> 2 & 1;
	b->line = (int)(get(c) & INT32_MAX);
	b->end_line = (int)(get(c) & INT32_MAX);
	if (c->end - c->p < MARKER) {
		c->bad = true;
		return;
	}
	memcpy(b->marker, c->p, MARKER - 1);
	c->bad = c->bad || !utf8_valid(b->marker, strlen(b->marker), NULL);
	c->p += MARKER;
	n = get_count(c, 8);
	b->cells = mem_new(n, sizeof(*b->cells));
	for (; b->n_cells < n && !c->bad; b->n_cells++)
		get_cell(c, &b->cells[b->n_cells]);
}

int markdown_unpack(struct markdown *out, const void *data, size_t len)
{
	struct cursor c = { data, (const unsigned char *)data + len, false };
	struct markdown md = { 0 };
	size_t n = get_count(&c, 48);

	md.blocks = mem_new(n, sizeof(*md.blocks));
	for (; md.n < n && !c.bad; md.n++)
		get_block(&c, &md.blocks[md.n]);
	if (c.bad || c.p != c.end) {
		markdown_release(&md);
		return err_set(ERR_PARSE, _("a text crashed the parser"));
	}
	*out = md;
	return 0;
}

static int parse(struct str *out, const void *in, size_t len, void *ctx)
{
	struct markdown md = { 0 };
	int rc = markdown_parse(&md, in, len);

	(void)ctx;
	if (rc == 0)
		rc = markdown_pack(out, &md);
	markdown_release(&md);
	return rc;
}

int markdown_parse_limited(struct markdown *out, const char *text, size_t len)
{
	struct child_limits limits = { .cpu_s = CPU_S, .memory = MEMORY };
	struct str packed = { 0 };
	int rc = child_call(
		&packed, parse, text, len, NULL, _("the text"), &limits);

	if (rc == 0)
		rc = markdown_unpack(out, packed.p, packed.len);
	str_release(&packed);
	return rc;
}
