/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page travels with what its declaration says of it:
 *
 *	be32 encoding | be32 where it was found | url | fetch |
 *	be32 selects | selects… | be32 removes | removes… |
 *	be32 filters | filters… | the page
 *
 *	text:     be32 length with its NUL (0: there is none) | bytes | NUL
 *	selector: css | start | end | be32 flags
 *	filter:   name | params
 *
 * The system's converters are loaded from files when they are opened, which
 * the child may not do: they are opened here, and a child that started
 * before its page's encoding was met is replaced by one that inherits it.
 */
#include "scrapers/extractor.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/child_server.h"
#include "base/codec.h"
#include "base/i18n.h"
#include "base/mem.h"

enum {
	START_AFTER = 1, /* flags of a selector */
	END_AFTER = 2,
	LARGE = 4 << 20, /* a buffer beyond is not kept */
};

struct extractor {
	struct child_server *server;
	struct charset *charsets; /* owned; those met, each once */
	size_t n, cap;
	struct str job; /* owned */
};

/* ---- packing ---------------------------------------------------------- */

static void put_number(struct str *out, size_t n)
{
	unsigned char bytes[4];

	codec_put32(bytes, (uint32_t)n);
	str_add(out, bytes, sizeof(bytes));
}

static void put_text(struct str *out, const char *text)
{
	size_t len = text != NULL ? strlen(text) + 1 : 0;

	put_number(out, len);
	if (len > 0)
		str_add(out, text, len);
}

static void put_selectors(
	struct str *out, const struct declaration_selectors *list)
{
	put_number(out, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const struct declaration_selector *s = &list->v[i];

		put_text(out, s->css);
		put_text(out, s->start);
		put_text(out, s->end);
		put_number(out, (s->start_after ? START_AFTER : 0) |
					(s->end_after ? END_AFTER : 0));
	}
}

static void put_job(struct str *out, const struct extract_job *job)
{
	const struct declaration_part *part = job->part;

	put_text(out, job->url);
	put_text(out, part->fetch);
	put_selectors(out, &part->select);
	put_selectors(out, &part->remove);
	put_number(out, part->n_filters);
	for (size_t i = 0; i < part->n_filters; i++) {
		put_text(out, part->filters[i].name);
		put_text(out, part->filters[i].params);
	}
	if (job->len > 0)
		str_add(out, job->bytes, job->len);
}

/* ---- unpacking, in the child ------------------------------------------ */

/* What is left; it comes from the parent, so that it needs no more than
 * being asserted. */
struct cursor {
	const char *p, *end;
};

static size_t take_number(struct cursor *c)
{
	const char *p = c->p;

	assert(c->end - p >= 4);
	c->p += 4;
	return codec_get32((const unsigned char *)p);
}

/* Borrowed from the job, though the declaration's structs say owned. */
static char *take_text(struct cursor *c)
{
	size_t len = take_number(c);
	const char *p = c->p;

	assert(len <= (size_t)(c->end - p));
	c->p += len;
	return len > 0 ? (char *)(uintptr_t)p : NULL;
}

static void take_selectors(struct cursor *c, struct declaration_selectors *list)
{
	list->n = take_number(c);
	list->v = mem_new(list->n + 1, sizeof(*list->v));
	for (size_t i = 0; i < list->n; i++) {
		struct declaration_selector *s = &list->v[i];
		size_t flags;

		s->css = take_text(c);
		s->start = take_text(c);
		s->end = take_text(c);
		flags = take_number(c);
		s->start_after = flags & START_AFTER;
		s->end_after = flags & END_AFTER;
	}
}

static void take_job(struct cursor *c, struct extract_job *job,
	struct declaration_part *part)
{
	job->url = take_text(c);
	part->fetch = take_text(c);
	take_selectors(c, &part->select);
	take_selectors(c, &part->remove);
	part->n_filters = take_number(c);
	part->filters = mem_new(part->n_filters + 1, sizeof(*part->filters));
	for (size_t i = 0; i < part->n_filters; i++) {
		part->filters[i].name = take_text(c);
		part->filters[i].params = take_text(c);
	}
	job->bytes = c->p;
	job->len = (size_t)(c->end - c->p);
	job->part = part;
}

/* A child_fn. */
static int work(struct str *out, const void *in, size_t len, void *ctx)
{
	const struct extractor *e = ctx;
	struct cursor c = { in, (const char *)in + len };
	struct declaration_part part = { 0 };
	struct extract_job job = { 0 };
	struct charset charset = e->charsets[take_number(&c)];
	int rc;

	charset.source = (enum charset_source)take_number(&c);
	take_job(&c, &job, &part);
	rc = extract_answer(out, &job, &charset);
	free(part.select.v);
	free(part.remove.v);
	free(part.filters);
	return rc;
}

/* ---- in the parent ---------------------------------------------------- */

int extractor_open(struct extractor **out)
{
	struct extractor *e = mem_new(1, sizeof(*e));
	int rc = child_server_open(&e->server, work, e, &extract_limits);

	if (rc != 0) {
		free(e);
		return rc;
	}
	*out = e;
	return 0;
}

/* The place of its encoding among those that the child knows; the converter
 * is kept for the children. */
static size_t place_of(struct extractor *e, struct charset *charset)
{
	size_t i = 0;

	while (i < e->n && strcmp(e->charsets[i].name, charset->name) != 0)
		i++;
	if (i == e->n) {
		e->charsets = mem_grow(
			e->charsets, &e->cap, e->n + 1, sizeof(*e->charsets));
		e->charsets[e->n++] = *charset;
		child_server_restart(e->server);
	} else {
		charset_close(charset);
	}
	return i;
}

static int send(struct extractor *e, struct str *answer,
	const struct extract_job *job, size_t place, enum charset_source source)
{
	int rc;

	if (e->job.cap > LARGE)
		str_release(&e->job);
	e->job.max = 2 * STR_MAX;
	str_clear(&e->job);
	put_number(&e->job, place);
	put_number(&e->job, source);
	put_job(&e->job, job);
	rc = str_check(&e->job, _("the page"));
	if (rc != 0)
		return rc;
	return child_server_call(
		e->server, answer, e->job.p, e->job.len, _("the page"));
}

int extractor_page(struct extractor *e, struct str *out,
	struct extract_notes *notes, const struct extract_job *job)
{
	struct charset charset = { 0 };
	struct str answer = { 0 };
	enum charset_source source;
	size_t place;
	int rc = extract_begin(&charset, job);

	if (rc != 0)
		return rc;
	source = charset.source;
	place = place_of(e, &charset);
	rc = send(e, &answer, job, place, source);
	if (rc == 0)
		rc = extract_finish(
			out, notes, job, &e->charsets[place], &answer);
	str_release(&answer);
	return rc;
}

void extractor_close(struct extractor *e)
{
	if (e == NULL)
		return;
	child_server_close(e->server);
	for (size_t i = 0; i < e->n; i++)
		charset_close(&e->charsets[i]);
	free(e->charsets);
	str_release(&e->job);
	free(e);
}
