/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forms, one a line, up to the first form feed, and a text. Each hit lies in
 * its sentence, and a form looked for alone is found as often as among the
 * others (nothing is masked here).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scrapers/finder.h"

enum { FORMS = 20 };

struct count {
	const struct sentences *s;
	size_t by[FORMS];
};

static void note(const struct finder_hit *hit, void *ctx)
{
	struct count *c = ctx;
	const struct sentence *one = &c->s->v[hit->sentence];
	size_t len = hit->link ? one->links_len : one->len;

	if (hit->start >= hit->end || hit->end > len || hit->tag >= FORMS)
		abort();
	c->by[hit->tag]++;
}

/* The text as one sentence, without the child of the parser. */
static void split(struct sentences *s, const char *text, size_t len)
{
	str_init(&s->text, 0);
	str_init(&s->links, 0);
	utf8_nfc(&s->text, text, len);
	s->v = calloc(1, sizeof(*s->v));
	s->v[0].len = s->text.len;
	s->n = 1;
}

static size_t read_forms(char *forms[FORMS], const char *text, size_t len)
{
	size_t n = 0;

	while (len > 0 && n < FORMS) {
		const char *end = memchr(text, '\n', len);
		size_t line = end != NULL ? (size_t)(end - text) : len;

		forms[n++] = strndup(text, line);
		line += end != NULL;
		text += line;
		len -= line;
	}
	return n;
}

static void search(struct count *c, char *const *forms, size_t from, size_t to)
{
	struct finder *f = finder_new();

	for (size_t i = from; i < to; i++)
		(void)finder_add(f, (int)i, forms[i]);
	finder_compile(f);
	finder_search(f, c->s, note, c);
	finder_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const uint8_t *cut = size > 0 ? memchr(data, '\f', size) : NULL;
	size_t head = cut != NULL ? (size_t)(cut - data) : 0, n;
	struct sentences s = { 0 };
	struct count all = { .s = &s }, alone = { .s = &s };
	char *forms[FORMS] = { 0 };

	if (cut == NULL || size > 1 << 14 || !utf8_valid(text, size, NULL))
		return 0;
	n = read_forms(forms, text, head);
	split(&s, text + head + 1, size - head - 1);
	search(&all, forms, 0, n);
	for (size_t i = 0; i < n; i++)
		search(&alone, forms, i, i + 1);
	if (memcmp(all.by, alone.by, sizeof(all.by)) != 0)
		abort();
	for (size_t i = 0; i < n; i++)
		free(forms[i]);
	sentences_release(&s);
	return 0;
}
