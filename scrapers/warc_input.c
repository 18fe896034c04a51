/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window holds the begin of at most one member that has not been reached
 * yet: who reads a record sees where the next member begins, and so when a
 * record's length lies.
 */
#include "scrapers/warc_input.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/i18n.h"
#include "base/mem.h"

enum {
	RAW = 64 << 10,	  /* bytes read at once */
	MAGIC = 4,	  /* of a member: 1f 8b 08, flags */
	PIECE = 32 << 10, /* bytes inflated at once */
	GZIP = 15 + 16,	  /* zlib's window bits */
	RATIO = 200,	  /* pages compress 5 to 20 times */
};

/* Bytes from which the ratio counts: no record that we use is larger. */
#define RATIO_FROM (UINT64_C(64) << 20)

struct warc_input {
	warc_source_fn fn;
	void *ctx;
	struct warc_damages *damages;

	unsigned char raw[RAW]; /* as in the file */
	size_t raw_at, raw_len;
	uint64_t raw_offset; /* in the file, of raw[raw_at] */
	bool raw_end, started;

	bool gzip, in_member, lost; /* lost: look for the next member */
	z_stream z;
	uint64_t member_out;	      /* bytes that the member gave */
	uint64_t member, last_member; /* offsets in the file */
	uint64_t boundary;	      /* of the member, where offset counts */
	uint64_t bad_begin, bad_end;  /* the last damaged member, likewise */

	char window[WARC_WINDOW];
	size_t at, len;
	uint64_t offset; /* decompressed, of window[at] */
};

void warc_damages_add(struct warc_damages *d, uint64_t offset, const char *what)
{
	if (d->n < WARC_DAMAGES)
		d->v[d->n] =
			(struct warc_damage){ .offset = offset, .what = what };
	d->n++;
}

struct warc_input *warc_input_new(
	warc_source_fn fn, void *ctx, struct warc_damages *damages)
{
	struct warc_input *in = mem_new(1, sizeof(*in));

	in->fn = fn;
	in->ctx = ctx;
	in->damages = damages;
	return in;
}

void warc_input_free(struct warc_input *in)
{
	if (in == NULL)
		return;
	if (in->gzip)
		inflateEnd(&in->z);
	free(in);
}

/* --- the file's own bytes --- */

static size_t raw_left(const struct warc_input *in)
{
	return in->raw_len - in->raw_at;
}

static void raw_skip(struct warc_input *in, size_t n)
{
	in->raw_at += n;
	in->raw_offset += n;
}

/* At least want bytes in raw, when the file has as many. */
static int raw_fill(struct warc_input *in, size_t want)
{
	int rc = 0;

	if (raw_left(in) >= want || in->raw_end)
		return 0;
	memmove(in->raw, in->raw + in->raw_at, raw_left(in));
	in->raw_len = raw_left(in);
	in->raw_at = 0;
	while (rc == 0 && in->raw_len < want && !in->raw_end) {
		size_t got = 0;

		rc = in->fn(in->raw + in->raw_len, RAW - in->raw_len, &got,
			in->ctx);
		in->raw_len += got;
		in->raw_end = rc == 0 && got == 0;
	}
	return rc;
}

/* --- members --- */

static bool is_magic(const unsigned char *p)
{
	return p[0] == 0x1f && p[1] == 0x8b && p[2] == Z_DEFLATED &&
	       (p[3] & 0xe0) == 0;
}

static void damaged(struct warc_input *in, uint64_t place, const char *what)
{
	warc_damages_add(in->damages, place, what);
	in->bad_begin = in->boundary;
	in->bad_end = in->offset + (in->len - in->at);
	in->in_member = false;
	in->lost = true;
}

/* Goes on to the next place where a member may begin. */
static int seek_member(struct warc_input *in, bool *found)
{
	int rc = raw_fill(in, MAGIC);

	while (rc == 0 && raw_left(in) >= MAGIC) {
		const unsigned char *p = in->raw + in->raw_at;
		size_t n = raw_left(in) - MAGIC + 1;
		const unsigned char *next = memchr(p, 0x1f, n);

		if (next != NULL && is_magic(next)) {
			raw_skip(in, (size_t)(next - p));
			*found = true;
			return 0;
		}
		raw_skip(in, next != NULL ? (size_t)(next - p) + 1 : n);
		rc = raw_fill(in, MAGIC);
	}
	*found = false;
	return rc;
}

/* Some writers fill up with zeros behind the last member. */
static int skip_zeros(struct warc_input *in)
{
	int rc = raw_fill(in, MAGIC);

	while (rc == 0 && raw_left(in) > 0 && in->raw[in->raw_at] == 0) {
		raw_skip(in, 1);
		rc = raw_fill(in, MAGIC);
	}
	return rc;
}

static int begin_member(struct warc_input *in)
{
	bool found = true;
	int rc = skip_zeros(in);

	if (rc != 0 || raw_left(in) == 0)
		return rc;
	if (raw_left(in) < MAGIC || !is_magic(in->raw + in->raw_at)) {
		if (!in->lost)
			warc_damages_add(in->damages, in->raw_offset,
				_("bytes between the compressed members"));
		rc = seek_member(in, &found);
	}
	if (rc != 0 || !found) {
		raw_skip(in, raw_left(in));
		return rc;
	}
	inflateReset(&in->z);
	in->in_member = true;
	in->lost = false;
	in->member_out = 0;
	in->last_member = in->member;
	in->member = in->raw_offset;
	in->boundary = in->offset + (in->len - in->at);
	return 0;
}

static int inflate_some(struct warc_input *in)
{
	size_t room = WARC_WINDOW - in->len;
	size_t given = room < PIECE ? room : PIECE, used, got;
	int rc = raw_fill(in, 1), status;

	if (rc != 0)
		return rc;
	if (raw_left(in) == 0) {
		damaged(in, in->member, _("the file ends inside a member"));
		return 0;
	}
	in->z.next_in = in->raw + in->raw_at;
	in->z.avail_in = (unsigned)raw_left(in);
	in->z.next_out = (unsigned char *)in->window + in->len;
	in->z.avail_out = (unsigned)given;
	status = inflate(&in->z, Z_NO_FLUSH);
	used = raw_left(in) - in->z.avail_in;
	got = given - in->z.avail_out;
	raw_skip(in, used);
	in->len += got;
	in->member_out += got;
	if (status == Z_STREAM_END)
		in->in_member = false;
	else if (status != Z_OK && status != Z_BUF_ERROR)
		damaged(in, in->member, _("a damaged member"));
	else if (in->member_out > RATIO_FROM &&
		 in->member_out / RATIO > in->raw_offset - in->member)
		damaged(in, in->member,
			_("a member that swells more than any text does"));
	return 0;
}

/* --- the window --- */

static int start(struct warc_input *in)
{
	int rc = raw_fill(in, MAGIC);

	in->started = true;
	if (rc != 0 || raw_left(in) < 2 || in->raw[in->raw_at] != 0x1f ||
		in->raw[in->raw_at + 1] != 0x8b)
		return rc;
	if (inflateInit2(&in->z, GZIP) != Z_OK)
		mem_none();
	in->gzip = true;
	return 0;
}

static int copy_some(struct warc_input *in)
{
	size_t room = WARC_WINDOW - in->len, n;
	int rc = raw_fill(in, 1);

	n = raw_left(in) < room ? raw_left(in) : room;
	memcpy(in->window + in->len, in->raw + in->raw_at, n);
	raw_skip(in, n);
	in->len += n;
	return rc;
}

static bool is_ended(const struct warc_input *in)
{
	return !in->in_member && in->raw_end && raw_left(in) == 0;
}

/* A member that begins in the window, or right here, must be reached and
 * passed before another begins. */
static bool must_wait(const struct warc_input *in)
{
	return in->gzip && !in->in_member && in->len > in->at &&
	       in->boundary >= in->offset;
}

static int fill_some(struct warc_input *in)
{
	if (in->at > 0) {
		memmove(in->window, in->window + in->at, in->len - in->at);
		in->len -= in->at;
		in->at = 0;
	}
	if (!in->gzip)
		return copy_some(in);
	return in->in_member ? inflate_some(in) : begin_member(in);
}

int warc_input_peek(
	struct warc_input *in, size_t want, const char **p, size_t *n)
{
	int rc = in->started ? 0 : start(in);

	if (want > WARC_WINDOW)
		want = WARC_WINDOW;
	while (rc == 0 && in->len - in->at < want && !is_ended(in) &&
		!must_wait(in))
		rc = fill_some(in);
	*p = in->window + in->at;
	*n = in->len - in->at;
	return rc;
}

void warc_input_skip(struct warc_input *in, size_t n)
{
	in->at += n;
	in->offset += n;
}

bool warc_input_at_member(const struct warc_input *in)
{
	return in->gzip && in->boundary == in->offset;
}

size_t warc_input_before_member(const struct warc_input *in, size_t n)
{
	uint64_t left = in->boundary - in->offset;

	return in->gzip && in->boundary > in->offset && left < n ? (size_t)left
								 : n;
}

bool warc_input_is_damaged(const struct warc_input *in)
{
	return in->offset > in->bad_begin && in->offset <= in->bad_end;
}

bool warc_input_is_gzip(const struct warc_input *in)
{
	return in->gzip;
}

uint64_t warc_input_place(const struct warc_input *in)
{
	if (!in->gzip)
		return in->offset;
	return in->offset >= in->boundary ? in->member : in->last_member;
}
