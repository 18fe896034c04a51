/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/row.h"

#include <string.h>

#include "base/codec.h"

enum {
	NUMBERS = 7,
	FLAGS = 7,
	HEAD = 1 + 8 * NUMBERS + FLAGS,
	MORE = 1 + 8 + 8, /* kind, sent, received */
};

static struct row_text measure(const char *text)
{
	return (struct row_text){ text != NULL ? text : "",
		text != NULL ? strlen(text) : 0 };
}

void row_texts(struct row_text out[ROW_TEXTS], const struct observation *o)
{
	out[ROW_HOST] = measure(o->host);
	out[ROW_TYPE] = measure(o->type);
	out[ROW_CLIENT] = measure(o->client);
	out[ROW_APP] = measure(o->app);
	out[ROW_ANSWER] = measure(o->answer);
	out[ROW_RULE] = measure(o->rule);
	out[ROW_MEMBER] = measure(o->member);
	out[ROW_DETAIL] = measure(o->detail);
}

bool row_has_more(
	const struct observation *o, const struct row_text texts[ROW_TEXTS])
{
	return o->sent != 0 || o->received != 0 || texts[ROW_MEMBER].len > 0 ||
	       texts[ROW_DETAIL].len > 0;
}

static unsigned char *put_head(
	unsigned char *to, const struct observation *o, bool more)
{
	const uint64_t numbers[NUMBERS] = { (uint64_t)o->ns,
		(uint64_t)o->window_start, (uint64_t)o->window_end, o->count,
		o->line, o->position, o->length };
	const unsigned char flags[FLAGS] = { o->disposition,
		o->disposition_source, o->precision, o->zone, o->year,
		o->count_kind, o->mark };

	*to++ = more ? 2 : 0;
	for (size_t i = 0; i < NUMBERS; i++, to += 8)
		codec_put64(to, numbers[i]);
	memcpy(to, flags, FLAGS);
	return to + FLAGS;
}

static unsigned char *put_texts(
	unsigned char *to, const struct row_text *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		memcpy(to, texts[i].p, texts[i].len + 1);
		to += texts[i].len + 1;
	}
	return to;
}

int row_put(struct str *out, const struct observation *o,
	const struct row_text texts[ROW_TEXTS])
{
	bool more = o->kind != OBSERVATION_LOOKUP || row_has_more(o, texts);
	size_t len = HEAD + (more ? MORE : 0);
	unsigned char *to;
	int rc;

	for (size_t i = 0; i < (more ? ROW_TEXTS : ROW_MEMBER); i++)
		len += texts[i].len + 1;
	rc = str_reserve(out, len);
	if (rc != 0)
		return rc;
	to = put_head((unsigned char *)out->p + out->len, o, more);
	to = put_texts(to, texts, ROW_MEMBER);
	if (more) {
		*to = o->kind;
		codec_put64(to + 1, o->sent);
		codec_put64(to + 9, o->received);
		put_texts(to + MORE, texts + ROW_MEMBER, 2);
	}
	str_added(out, len);
	return 0;
}

static void get_head(struct observation *o, const unsigned char *at)
{
	const unsigned char *flags = at + 8 * NUMBERS;

	*o = (struct observation){ .ns = (int64_t)codec_get64(at),
		.window_start = (int64_t)codec_get64(at + 8),
		.window_end = (int64_t)codec_get64(at + 16),
		.count = (uint32_t)codec_get64(at + 24),
		.line = codec_get64(at + 32),
		.position = codec_get64(at + 40),
		.length = codec_get64(at + 48),
		.disposition = flags[0],
		.disposition_source = flags[1],
		.precision = flags[2],
		.zone = flags[3],
		.year = flags[4],
		.count_kind = flags[5],
		.mark = flags[6] };
}

static const char *get_texts(struct row_text *texts, size_t n, const char *at)
{
	for (size_t i = 0; i < n; i++) {
		texts[i] = measure(at);
		at += texts[i].len + 1;
	}
	return at;
}

static const char *get_more(struct observation *o, const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	o->kind = bytes[0];
	o->sent = codec_get64(bytes + 1);
	o->received = codec_get64(bytes + 9);
	return at + MORE;
}

static void point(struct observation *o, const struct row_text *texts)
{
	o->host = texts[ROW_HOST].p;
	o->type = texts[ROW_TYPE].p;
	o->client = texts[ROW_CLIENT].p;
	o->app = texts[ROW_APP].p;
	o->answer = texts[ROW_ANSWER].p;
	o->rule = texts[ROW_RULE].p;
	o->member = texts[ROW_MEMBER].p;
	o->detail = texts[ROW_DETAIL].p;
}

const char *row_get(struct observation *o, struct row_text texts[ROW_TEXTS],
	const char *bytes)
{
	bool more = bytes[0] != 0;
	const char *at = get_texts(texts, ROW_MEMBER, bytes + HEAD);

	get_head(o, (const unsigned char *)bytes + 1);
	texts[ROW_MEMBER] = texts[ROW_DETAIL] = measure("");
	if (more)
		at = get_texts(texts + ROW_MEMBER, 2, get_more(o, at));
	point(o, texts);
	return at;
}

int row_put_bad(
	struct str *out, uint64_t line, uint64_t position, const char *reason)
{
	unsigned char bytes[17] = { 1 };
	int rc;

	codec_put64(bytes + 1, line);
	codec_put64(bytes + 9, position);
	rc = str_add(out, bytes, sizeof(bytes));
	return rc != 0 ? rc : str_add(out, reason, strlen(reason) + 1);
}
