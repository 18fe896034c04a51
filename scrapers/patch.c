/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/patch.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/i18n.h"
#include "scrapers/redline_words.h"

static const char first_line[] = "constat-patch/1\n";
static const char last_line[] = "end\n";

enum { DIGITS_MAX = 12 };

/* --- writing --- */

/* The patch as it grows; neighbouring instructions of a kind become one. */
struct writer {
	struct str *out, *added; /* added: literal bytes not written yet */
	size_t from, len;	 /* the copy not written yet */
};

static void flush(struct writer *w)
{
	if (w->len > 0)
		str_printf(w->out, "= %zu %zu\n", w->from, w->len);
	w->len = 0;
	if (w->added->len > 0) {
		str_printf(w->out, "+ %zu\n", w->added->len);
		str_add(w->out, w->added->p, w->added->len);
		str_putc(w->out, '\n');
	}
	str_cut(w->added, 0);
}

static void copy(struct writer *w, size_t from, size_t len)
{
	if (len == 0)
		return;
	if (w->added->len > 0 || w->from + w->len != from) {
		flush(w);
		w->from = from;
	}
	w->len += len;
}

static void insert(struct writer *w, const char *bytes, size_t len)
{
	if (len == 0)
		return;
	if (w->len > 0)
		flush(w);
	w->from = SIZE_MAX;
	str_add(w->added, bytes, len);
}

/* The words of one change; its old bytes begin at `base`. */
static void write_words(struct writer *w, const struct diff *d, size_t base)
{
	size_t at = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_run *run = &d->v[i];
		size_t len, from = d->old.at[run->old.at];
		const char *bytes = diff_bytes(&d->new, &run->new, &len);

		copy(w, base + at, from - at);
		insert(w, bytes, len);
		at = d->old.at[run->old.at + run->old.n];
	}
	copy(w, base + at, d->old.at[d->old.n] - at);
}

static void write_change(struct writer *w, const struct redline *r,
	const struct redline_change *c)
{
	struct diff words = { 0 };
	size_t n, m;
	const char *old = redline_bytes(&r->old, &c->old, &n);
	const char *new = redline_bytes(&r->new, &c->new, &m);
	size_t base = (size_t)(old - r->old.text);

	if (c->new.n == 0)
		return;
	if (c->kind == REDLINE_SAME) {
		copy(w, base, n);
	} else if (c->kind == REDLINE_ADDED) {
		insert(w, new, m);
	} else {
		redline_mark(&words, old, n, new, m);
		write_words(w, &words, base);
		diff_release(&words);
	}
}

static void write_side(
	struct str *out, const char *name, const struct blocks *b)
{
	struct digest d;
	char text[DIGEST_NAME + 1];

	digest_of(&d, b->text, b->len);
	digest_name(text, &d);
	str_printf(out, "%s %zu %s\n", name, b->len, text);
}

int patch_write(struct str *out, const struct redline *r)
{
	struct str added = { 0 };
	struct writer w = { .out = out, .added = &added, .from = SIZE_MAX };
	bool over;

	str_puts(&added, "");
	str_puts(out, first_line);
	write_side(out, "old", &r->old);
	write_side(out, "new", &r->new);
	for (size_t i = 0; i < r->n; i++)
		write_change(&w, r, &r->v[i]);
	flush(&w);
	str_puts(out, last_line);
	over = added.over;
	str_release(&added);
	return over ? err_set(ERR_LIMIT, _("the patch is too large"))
		    : str_check(out, _("the patch"));
}

/* --- applying --- */

struct reader {
	const char *p;
	size_t at, len;
};

static int damaged(const struct reader *r)
{
	return err_set(ERR_PARSE, _("the patch is damaged at byte %zu"), r->at);
}

static bool take(struct reader *r, const char *text)
{
	size_t n = strlen(text);

	if (r->len - r->at < n || memcmp(r->p + r->at, text, n) != 0)
		return false;
	r->at += n;
	return true;
}

static bool take_number(size_t *out, struct reader *r)
{
	size_t digits = 0, n = 0;

	while (r->at < r->len && digits < DIGITS_MAX && r->p[r->at] >= '0' &&
		r->p[r->at] <= '9') {
		n = 10 * n + (size_t)(r->p[r->at++] - '0');
		digits++;
	}
	*out = n;
	return digits > 0;
}

/* "<name> <bytes> sha256:<hex>" */
static bool take_side(
	size_t *len, struct digest *d, struct reader *r, const char *name)
{
	char text[DIGEST_NAME + 1];

	if (!take(r, name) || !take_number(len, r) || !take(r, " ") ||
		r->len - r->at < DIGEST_NAME)
		return false;
	memcpy(text, r->p + r->at, DIGEST_NAME);
	text[DIGEST_NAME] = '\0';
	r->at += DIGEST_NAME;
	return digest_parse(d, text) && take(r, "\n");
}

/* One instruction; `left` is what the new text still wants. */
static bool take_step(struct str *out, struct reader *r, size_t left,
	const char *old, size_t old_len)
{
	size_t from, n;

	if (take(r, "= ")) {
		if (!take_number(&from, r) || !take(r, " ") ||
			!take_number(&n, r) || !take(r, "\n") || n > left ||
			from > old_len || n > old_len - from)
			return false;
		return n == 0 || str_add(out, old + from, n) == 0;
	}
	if (!take(r, "+ ") || !take_number(&n, r) || !take(r, "\n") ||
		n > left || n > r->len - r->at)
		return false;
	str_add(out, r->p + r->at, n);
	r->at += n;
	return take(r, "\n") && !out->over;
}

static int check_side(const struct digest *want, size_t want_len,
	const char *text, size_t len, const char *words)
{
	struct digest d;

	digest_of(&d, text, len);
	if (len == want_len && digest_equal(&d, want))
		return 0;
	return err_set(ERR_INVALID, "%s", words);
}

static int apply(
	struct str *out, const char *old, size_t old_len, struct reader *r)
{
	struct digest old_sum, new_sum;
	size_t want_old, want_new;
	int rc;

	if (!take(r, first_line) ||
		!take_side(&want_old, &old_sum, r, "old ") ||
		!take_side(&want_new, &new_sum, r, "new "))
		return damaged(r);
	rc = check_side(&old_sum, want_old, old, old_len,
		_("the patch was made for another text"));
	if (rc != 0)
		return rc;
	while (!take(r, last_line))
		if (!take_step(out, r, want_new - out->len, old, old_len))
			return out->over ? str_check(out, _("the text"))
					 : damaged(r);
	if (r->at != r->len)
		return damaged(r);
	return check_side(&new_sum, want_new, out->p, out->len,
		_("the patch does not give the text it promises"));
}

int patch_apply(struct str *out, const char *old, size_t old_len,
	const char *patch, size_t patch_len)
{
	struct reader r = { .p = patch, .len = patch_len };
	struct str made = { 0 };
	int rc;

	str_puts(&made, "");
	rc = apply(&made, old, old_len, &r);
	if (rc == 0)
		rc = str_add(out, made.p, made.len);
	str_release(&made);
	return rc;
}
