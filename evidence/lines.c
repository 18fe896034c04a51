/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line that lies whole in the piece that was fed is given as it lies
 * there; only one that spans pieces is copied.
 */
#include "evidence/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { BUFFER = 256 << 10 };

void lines_init(struct lines *l, line_fn fn, void *ctx)
{
	*l = (struct lines){ .fn = fn, .ctx = ctx };
	str_init(&l->held, 0);
	str_init(&l->plain, 0);
}

void lines_release(struct lines *l)
{
	str_release(&l->held);
	str_release(&l->plain);
}

static uint32_t unit_at(const struct lines *l, const unsigned char *p)
{
	return l->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* UTF-16 to UTF-8; a lone surrogate becomes U+FFFD. */
static void recode(struct lines *l, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	str_clear(&l->plain);
	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t u = unit_at(l, p + i);
		uint32_t v = i + 3 < len ? unit_at(l, p + i + 2) : 0;

		if (u >= 0xD800 && u < 0xDC00 && v >= 0xDC00 && v < 0xE000) {
			u = 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00);
			i += 2;
		}
		utf8_put(&l->plain, u);
	}
}

/* Gives the line whose l->length bytes are all read; end of them are its
 * line feed. */
static int give(struct lines *l, const char *text, size_t len, size_t end)
{
	struct line line = { .text = text,
		.len = len < LINES_MAX ? len : LINES_MAX,
		.number = ++l->number,
		.position = l->position,
		.length = l->length,
		.too_long = l->length - end > LINES_MAX };
	int rc;

	if (l->utf16) {
		recode(l, line.text, line.len);
		line.text = l->plain.p;
		line.len = l->plain.len;
	}
	while (line.len > 0 && line.text[line.len - 1] == '\r')
		line.len--;
	l->position += l->length;
	l->length = 0;
	rc = l->fn(&line, l->ctx);
	str_clear(&l->held);
	return rc;
}

static void hold(struct lines *l, const char *data, size_t len)
{
	size_t room = LINES_MAX - l->held.len;

	str_add(&l->held, data, len < room ? len : room);
	l->length += len;
}

static int feed_bytes(struct lines *l, const char *data, size_t len)
{
	int rc = 0;

	while (rc == 0 && len > 0) {
		const char *end = memchr(data, '\n', len);
		size_t n = end != NULL ? (size_t)(end - data) : len;

		if (end == NULL) {
			hold(l, data, len);
			break;
		}
		if (l->length == 0) {
			l->length = n + 1;
			rc = give(l, data, n, 1);
		} else {
			hold(l, data, n);
			l->length++;
			rc = give(l, l->held.p, l->held.len, 1);
		}
		data += n + 1;
		len -= n + 1;
	}
	return rc;
}

/* Byte by byte: a unit may be cut by the end of a piece. */
static int feed_utf16(struct lines *l, const char *data, size_t len)
{
	const char *feed = l->big ? "\0\n" : "\n\0";
	int rc = 0;

	for (size_t i = 0; i < len && rc == 0; i++) {
		bool end = l->length % 2 == 1 && l->low == feed[0] &&
			   data[i] == feed[1];

		hold(l, data + i, 1);
		l->low = data[i];
		if (end)
			rc = give(l, l->held.p,
				l->held.len - (l->length <= LINES_MAX ? 2 : 0),
				2);
	}
	return rc;
}

static int feed(struct lines *l, const char *data, size_t len)
{
	return l->utf16 ? feed_utf16(l, data, len) : feed_bytes(l, data, len);
}

/* Three bytes are there, or all there are: passes over a byte order mark. */
static int begin(struct lines *l)
{
	size_t skip = 0;

	l->begun = true;
	if (l->n_first == 3 && memcmp(l->first, "\xEF\xBB\xBF", 3) == 0) {
		skip = 3;
	} else if (l->n_first >= 2 &&
		   (memcmp(l->first, "\xFF\xFE", 2) == 0 ||
			   memcmp(l->first, "\xFE\xFF", 2) == 0)) {
		skip = 2;
		l->utf16 = true;
		l->big = l->first[0] == 0xFE;
	}
	l->position = skip;
	return feed(l, (const char *)l->first + skip, l->n_first - skip);
}

int lines_feed(struct lines *l, const void *data, size_t len)
{
	const char *p = data;
	int rc = 0;

	while (!l->begun && len > 0) {
		l->first[l->n_first++] = (unsigned char)*p++;
		len--;
		if (l->n_first == sizeof(l->first))
			rc = begin(l);
	}
	return rc != 0 ? rc : feed(l, p, len);
}

int lines_end(struct lines *l)
{
	int rc = l->begun ? 0 : begin(l);

	if (rc == 0 && l->length > 0)
		rc = give(l, l->held.p, l->held.len, 0);
	return rc;
}

int lines_source(struct source *source, line_fn fn, void *ctx)
{
	unsigned char *buffer = mem_new(BUFFER, 1);
	struct lines l;
	size_t n = 1;
	int rc = 0;

	lines_init(&l, fn, ctx);
	while (rc == 0 && n > 0) {
		rc = source_read(source, buffer, BUFFER, &n);
		if (rc == 0)
			rc = n > 0 ? lines_feed(&l, buffer, n) : lines_end(&l);
	}
	lines_release(&l);
	free(buffer);
	return rc;
}

int lines_file(struct source_file *out, const char *path, line_fn fn, void *ctx,
	const struct progress *progress)
{
	struct source *source = NULL;
	int rc = source_open(&source, path, true, progress);

	if (rc == 0)
		rc = source_seek(source, 0);
	if (rc == 0)
		rc = lines_source(source, fn, ctx);
	return source_close(source, rc, out);
}
