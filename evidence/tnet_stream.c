/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/tnet_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/tnet.h"

enum { BUFFER = 64 << 10 };

void tnet_stream_init(struct tnet_stream *s, struct source *source)
{
	*s = (struct tnet_stream){ .source = source,
		.buffer = mem_new(1, BUFFER) };
}

void tnet_stream_release(struct tnet_stream *s)
{
	free(s->buffer);
	*s = (struct tnet_stream){ 0 };
}

uint64_t tnet_stream_offset(const struct tnet_stream *s)
{
	return s->offset + s->at;
}

static int fail(struct tnet_stream *s, const char *why)
{
	s->why = why;
	return err_set(ERR_PARSE, _("byte %llu: %s"),
		(unsigned long long)tnet_stream_offset(s), _(why));
}

/* At least one byte, unless there is no more. */
static int fill(struct tnet_stream *s)
{
	int rc;

	if (s->at < s->len || s->at_end)
		return 0;
	s->offset += s->len;
	s->at = s->len = 0;
	rc = source_read(s->source, s->buffer, BUFFER, &s->len);
	s->at_end = rc == 0 && s->len == 0;
	return rc;
}

int tnet_stream_ended(struct tnet_stream *s, bool *ended)
{
	int rc = fill(s);

	*ended = rc == 0 && s->at == s->len;
	return rc;
}

static int take_byte(struct tnet_stream *s, char *c)
{
	int rc = fill(s);

	if (rc != 0)
		return rc;
	if (s->at == s->len)
		return fail(s, N_("the file breaks off in the middle"));
	*c = s->buffer[s->at++];
	return 0;
}

int tnet_stream_begin(struct tnet_stream *s, uint64_t *len, uint64_t end)
{
	uint64_t n = 0;
	int digits = 0, rc;
	char c = '\0';

	while ((rc = take_byte(s, &c)) == 0 && c >= '0' && c <= '9' &&
		digits < TNET_DIGITS) {
		n = n * 10 + (uint64_t)(c - '0');
		digits++;
	}
	if (rc != 0)
		return rc;
	if (c != ':' || digits == 0)
		return fail(s, N_("no length of a value"));
	if (tnet_stream_offset(s) >= end || n > end - tnet_stream_offset(s) - 1)
		return fail(s, N_("a value that is longer than its whole"));
	*len = n;
	return 0;
}

int tnet_stream_type(struct tnet_stream *s, char *type)
{
	int rc = take_byte(s, type);

	if (rc == 0 && (*type == '\0' || strchr(",;#^!~}]", *type) == NULL))
		rc = fail(s, N_("a value of no known type"));
	return rc;
}

int tnet_stream_each(
	struct tnet_stream *s, uint64_t len, tnet_stream_fn fn, void *ctx)
{
	while (len > 0) {
		size_t n;
		int rc = fill(s);

		if (rc != 0)
			return rc;
		n = s->len - s->at;
		if (n == 0)
			return fail(s, N_("the file breaks off in the middle"));
		if (n > len)
			n = (size_t)len;
		if (fn != NULL)
			fn(s->buffer + s->at, n, ctx);
		s->at += n;
		len -= n;
	}
	return 0;
}

static void append(const char *text, size_t len, void *ctx)
{
	str_add(ctx, text, len);
}

int tnet_stream_take(struct tnet_stream *s, uint64_t len, struct str *out)
{
	return tnet_stream_each(s, len, append, out);
}

int tnet_stream_skip(struct tnet_stream *s, uint64_t len)
{
	return tnet_stream_each(s, len, NULL, NULL);
}
