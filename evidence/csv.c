/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/csv.h"

#include <string.h>

#include "base/i18n.h"

void csv_init(struct csv *c, char delimiter, csv_fn fn, void *ctx)
{
	*c = (struct csv){ .delimiter = delimiter, .fn = fn, .ctx = ctx };
	str_init(&c->text, 0);
	str_init(&c->held, 0);
}

void csv_release(struct csv *c)
{
	str_release(&c->text);
	str_release(&c->held);
}

/* Appends to the fields; split() asked for the room. */
static void put(struct csv *c, const char *p, size_t n)
{
	memcpy(c->text.p + c->text.len, p, n);
	c->text.len += n;
}

/* From behind the opening quote to behind the closing one; 0 when it is not
 * closed. */
static size_t quoted(struct csv *c, const char *p, size_t len)
{
	size_t at = 0;

	for (;;) {
		const char *quote = memchr(p + at, '"', len - at);
		size_t n = quote != NULL ? (size_t)(quote - p) - at : len - at;

		put(c, p + at, n);
		at += n + 1;
		if (quote == NULL)
			return 0;
		if (at == len || p[at] != '"')
			return at;
		put(c, "\"", 1);
		at++;
	}
}

/* Up to the next delimiter; its length. */
static size_t plain(struct csv *c, const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] != c->delimiter)
		n++;
	put(c, p, n);
	return n;
}

/* Takes a record apart. NULL, or the reason why it is none; *open tells that
 * a quote is not closed, so that more may follow. */
static const char *split(
	struct csv *c, const char *text, size_t len, bool *open)
{
	size_t i = 0, n;

	*open = false;
	str_clear(&c->text);
	c->n = 0;
	if (memchr(text, '\0', len) != NULL)
		return N_("NUL bytes");
	/* No byte is put twice, and each field has its NUL. */
	if (str_reserve(&c->text, len + CSV_FIELDS) != 0)
		return N_("line too long");
	for (;;) {
		if (c->n == CSV_FIELDS)
			return N_("too many fields");
		c->start[c->n++] = c->text.len;
		if (i < len && text[i] == '"') {
			n = quoted(c, text + i + 1, len - i - 1);
			*open = n == 0;
			if (*open)
				return N_("a quote is not closed");
			i += n + 1;
			if (i < len && text[i] != c->delimiter)
				return N_("text behind a closing quote");
		} else {
			i += plain(c, text + i, len - i);
		}
		put(c, "", 1);
		if (i >= len)
			return NULL;
		i++;
	}
}

/* The lines held so far as one. */
static struct line joined(const struct csv *c)
{
	struct line all = c->parts[0];

	for (size_t i = 1; i < c->n_parts; i++)
		all.length += c->parts[i].length;
	all.text = c->held.p;
	all.len = c->held.len;
	return all;
}

/* The first line held is no record; those behind it are read again. They
 * are fewer than were held, so that this nests at most CSV_SPAN deep. */
static int give_up(struct csv *c)
{
	struct line parts[CSV_SPAN];
	size_t n = c->n_parts, at;
	struct str held = c->held;
	int rc;

	memcpy(parts, c->parts, sizeof(parts));
	str_init(&c->held, 0);
	c->n_parts = 0;
	parts[0].text = held.p;
	rc = c->fn(c, &parts[0], N_("a quote is not closed"), c->ctx);
	at = parts[0].len + 1;
	for (size_t i = 1; i < n && rc == 0; i++) {
		parts[i].text = held.p + at;
		at += parts[i].len + 1;
		rc = csv_line(c, &parts[i]);
	}
	str_release(&held);
	return rc;
}

/* Holds a line that an open quote makes part of a record. */
static int hold(struct csv *c, const struct line *line)
{
	const char *why;
	bool open = true;

	if (c->n_parts > 0)
		str_putc(&c->held, '\n');
	str_add(&c->held, line->text, line->len);
	c->parts[c->n_parts++] = *line;
	if (c->n_parts == 1)
		return 0;
	why = split(c, c->held.p, c->held.len, &open);
	if (!open && why == NULL) {
		struct line all = joined(c);
		int rc = c->fn(c, &all, NULL, c->ctx);

		c->n_parts = 0;
		str_clear(&c->held);
		return rc;
	}
	if (!open || c->n_parts == CSV_SPAN || c->held.len > LINES_MAX)
		return give_up(c);
	return 0;
}

int csv_line(struct csv *c, const struct line *line)
{
	const char *why;
	bool open;

	if (c->n_parts > 0)
		return hold(c, line);
	why = split(c, line->text, line->len, &open);
	return open ? hold(c, line) : c->fn(c, line, why, c->ctx);
}

int csv_end(struct csv *c)
{
	int rc = 0;

	while (rc == 0 && c->n_parts > 0)
		rc = give_up(c);
	return rc;
}

const char *csv_get(const struct csv *c, size_t i)
{
	return i < c->n ? c->text.p + c->start[i] : "";
}

int csv_put(struct str *out, const char *text, char delimiter)
{
	const char special[] = { delimiter, '"', '\r', '\n', '\0' };
	bool formula = text[0] != '\0' && strchr("=+-@\t", text[0]) != NULL;

	if (!formula && strpbrk(text, special) == NULL)
		return str_puts(out, text);
	str_putc(out, '"');
	if (formula)
		str_putc(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_putc(out, '"');
		str_putc(out, *text);
	}
	return str_putc(out, '"');
}
