/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	block = type u32 | total length u32 | body, padded to 4 | length again
 *
 * The section header says the order of bytes, which the next section may
 * change; numbers of interfaces begin again with each section.
 */
#include "evidence/capture_blocks.h"

#include <stdlib.h>
#include <string.h>

#include "archive/observation.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

enum block {
	SECTION = 0x0A0D0D0A,
	INTERFACE = 1,
	PACKET_OLD = 2,
	PACKET_SIMPLE = 3,
	PACKET = 6,
	CUSTOM = 0xBAD,
	CUSTOM_PRIVATE = 0x40000BAD,
};

enum { HEAD = 8, TAIL = 4, ROOM = CAPTURE_BLOCK + (256 << 10) };
enum option {
	OPTION_END,
	OPTION_COMMENT,
	OPTION_TSRESOL = 9,
	OPTION_TSOFFSET = 14
};

struct face {
	unsigned link;
	uint32_t snaplen;
	uint8_t resolution; /* if_tsresol: 6 is microseconds */
	int64_t offset;	    /* if_tsoffset, seconds */
};

struct capture_blocks {
	struct source *source; /* borrowed */
	capture_custom_fn custom;
	void *ctx;
	unsigned char *room; /* owned: ROOM bytes */
	size_t from, to;     /* of room: what is not used yet */
	uint64_t position;   /* in the file, of room[from] */
	bool big;	     /* order of bytes */
	bool over;
	struct face *faces;
	size_t n_faces, cap_faces;
	uint64_t number;
};

struct option_seen {
	unsigned code;
	const unsigned char *value;
	size_t len;
};

struct capture_blocks *capture_blocks_new(struct source *source,
	const unsigned char head[4], capture_custom_fn custom, void *ctx)
{
	struct capture_blocks *b = mem_new(1, sizeof(*b));

	b->source = source;
	b->custom = custom;
	b->ctx = ctx;
	b->room = mem_new(ROOM, 1);
	memcpy(b->room, head, 4);
	b->to = 4;
	return b;
}

void capture_blocks_free(struct capture_blocks *b)
{
	if (b == NULL)
		return;
	free(b->room);
	free(b->faces);
	free(b);
}

static uint32_t get32(const struct capture_blocks *b, const unsigned char *p)
{
	if (b->big)
		return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static unsigned get16(const struct capture_blocks *b, const unsigned char *p)
{
	return b->big ? (unsigned)(p[0] << 8 | p[1])
		      : (unsigned)(p[1] << 8 | p[0]);
}

/* Makes sure of n bytes at room + from, n at most CAPTURE_BLOCK; *got is
 * what there is, less at the file's end. */
static int need(struct capture_blocks *b, size_t n, size_t *got)
{
	size_t more = 1;
	int rc = 0;

	if (b->to - b->from >= n) {
		*got = n;
		return 0;
	}
	memmove(b->room, b->room + b->from, b->to - b->from);
	b->to -= b->from;
	b->from = 0;
	while (rc == 0 && b->to < n && more > 0) {
		rc = source_read(
			b->source, b->room + b->to, ROOM - b->to, &more);
		b->to += rc == 0 ? more : 0;
	}
	*got = b->to < n ? b->to : n;
	return rc;
}

static void use(struct capture_blocks *b, size_t n)
{
	b->from += n;
	b->position += n;
}

/* Passes over n bytes, as many as they be. *whole: they were there. */
static int pass(struct capture_blocks *b, uint64_t n, bool *whole)
{
	size_t got = 1;
	int rc = 0;

	while (rc == 0 && n > 0 && got > 0) {
		rc = need(
			b, n < CAPTURE_BLOCK ? (size_t)n : CAPTURE_BLOCK, &got);
		if (rc == 0)
			use(b, got);
		n -= rc == 0 ? got : 0;
	}
	*whole = n == 0;
	return rc;
}

/* The next option; false behind the last, or where one is broken. */
static bool option(struct option_seen *o, const struct capture_blocks *b,
	const unsigned char **p, size_t *len)
{
	size_t padded;

	if (*len < 4)
		return false;
	o->code = get16(b, *p);
	o->len = get16(b, *p + 2);
	o->value = *p + 4;
	padded = 4 + ((o->len + 3) & ~(size_t)3);
	if (o->code == OPTION_END || 4 + o->len > *len)
		return false;
	if (padded > *len)
		padded = *len;
	*p += padded;
	*len -= padded;
	return true;
}

static void interface(
	struct capture_blocks *b, const unsigned char *body, size_t len)
{
	struct face f = { .resolution = 6 };
	struct option_seen o;

	if (len < 8 || b->n_faces == CAPTURE_INTERFACES)
		return;
	f.link = get16(b, body);
	f.snaplen = get32(b, body + 4);
	body += 8;
	len -= 8;
	while (option(&o, b, &body, &len)) {
		if (o.code == OPTION_TSRESOL && o.len == 1)
			f.resolution = o.value[0];
		if (o.code == OPTION_TSOFFSET && o.len == 8)
			f.offset =
				(int64_t)((uint64_t)get32(
						  b, o.value + (b->big ? 0 : 4))
						  << 32 |
					  get32(b, o.value + (b->big ? 4 : 0)));
	}
	b->faces = mem_grow(
		b->faces, &b->cap_faces, b->n_faces + 1, sizeof(*b->faces));
	b->faces[b->n_faces++] = f;
}

/* Nanoseconds of a time in an interface's units: 10^-n, or 2^-n seconds
 * where the highest bit is set. False when they do not fit. */
static bool instant(int64_t *ns, const struct face *f, uint64_t units)
{
	unsigned n = f->resolution & 0x7F;
	uint64_t in_second = 1;
	uint64_t seconds, rest;

	if ((f->resolution & 0x80) != 0) {
		if (n > 32)
			return false;
		in_second <<= n;
	} else {
		if (n > 19)
			return false;
		while (n-- > 0)
			in_second *= 10;
	}
	seconds = units / in_second;
	rest = units % in_second;
	if (in_second % INSTANT_SECOND == 0)
		rest /= in_second / INSTANT_SECOND;
	else
		rest = rest * INSTANT_SECOND / in_second;
	if (seconds >= INT64_MAX / INSTANT_SECOND / 2 ||
		f->offset >= INT64_MAX / INSTANT_SECOND / 2 ||
		f->offset < -(INT64_MAX / INSTANT_SECOND / 2))
		return false;
	*ns = ((int64_t)seconds + f->offset) * INSTANT_SECOND + (int64_t)rest;
	return true;
}

static uint8_t precision(const struct face *f)
{
	unsigned n = f->resolution & 0x7F;

	if ((f->resolution & 0x80) != 0)
		n = n * 3 / 10;
	return n >= 9	? OBSERVATION_PRECISION_NS
	       : n >= 6 ? OBSERVATION_PRECISION_US
	       : n >= 3 ? OBSERVATION_PRECISION_MS
			: OBSERVATION_PRECISION_S;
}

static void comment(struct capture_record *r, const struct capture_blocks *b,
	const unsigned char *p, size_t len)
{
	struct option_seen o;

	while (option(&o, b, &p, &len)) {
		if (o.code != OPTION_COMMENT || r->comment_len > 0)
			continue;
		r->comment = (const char *)o.value;
		r->comment_len = o.len;
	}
}

/* The enhanced packet block, and the one that it replaced. */
static const char *packet(struct capture_record *r,
	const struct capture_blocks *b, bool old, const unsigned char *body,
	size_t len)
{
	const struct face *f;
	size_t face, padded;

	if (len < 20)
		return N_("its block is too short");
	face = old ? get16(b, body) : get32(b, body);
	r->len = get32(b, body + 12);
	r->wire = get32(b, body + 16);
	if (r->len > len - 20)
		return N_("its length is more than its block holds");
	if (face >= b->n_faces)
		return N_("it names an interface that is not there");
	f = &b->faces[face];
	if (!instant(&r->ns, f,
		    (uint64_t)get32(b, body + 4) << 32 | get32(b, body + 8)))
		return N_("no such date");
	r->precision = precision(f);
	r->link = f->link;
	r->data = body + 20;
	if (r->wire < r->len)
		r->wire = r->len;
	padded = (r->len + 3) & ~(size_t)3;
	if (padded < len - 20)
		comment(r, b, body + 20 + padded, len - 20 - padded);
	return NULL;
}

/* It has no time, and belongs to the first interface. */
static const char *packet_simple(struct capture_record *r,
	const struct capture_blocks *b, const unsigned char *body, size_t len)
{
	if (len < 4)
		return N_("its block is too short");
	if (b->n_faces == 0)
		return N_("it names an interface that is not there");
	r->wire = get32(b, body);
	r->len = r->wire;
	if (b->faces[0].snaplen != 0 && r->len > b->faces[0].snaplen)
		r->len = b->faces[0].snaplen;
	if (r->len > len - 4)
		return N_("its length is more than its block holds");
	r->link = b->faces[0].link;
	r->data = body + 4;
	return NULL;
}

static bool is_packet(uint32_t type)
{
	return type == PACKET || type == PACKET_OLD || type == PACKET_SIMPLE;
}

/* A block that is there whole. True when it is a packet. */
static bool see(struct capture_blocks *b, struct capture_record *r,
	uint32_t type, const unsigned char *body, size_t len)
{
	if (type == INTERFACE)
		interface(b, body, len);
	else if ((type == CUSTOM || type == CUSTOM_PRIVATE) && len >= 4 &&
		 b->custom != NULL)
		b->custom(get32(b, body), body + 4, len - 4, b->big, b->ctx);
	if (!is_packet(type))
		return false;
	r->bad = type == PACKET_SIMPLE
			 ? packet_simple(r, b, body, len)
			 : packet(r, b, type == PACKET_OLD, body, len);
	if (r->bad != NULL)
		r->len = r->wire = 0;
	return true;
}

/* The order of bytes that a section header gives; false when it is none. */
static bool section(struct capture_blocks *b, const unsigned char *magic)
{
	if (memcmp(magic, "\x4D\x3C\x2B\x1A", 4) == 0)
		b->big = false;
	else if (memcmp(magic, "\x1A\x2B\x3C\x4D", 4) == 0)
		b->big = true;
	else
		return false;
	b->n_faces = 0;
	return true;
}

static const char *const cut = N_("the file ends in the middle of it");
static const char *const lies =
	N_("its length cannot be; what follows it was not read");

/* Type and total length of the block that begins here, of which got bytes
 * are there; or why they cannot be. */
static const char *measure(
	struct capture_blocks *b, size_t got, uint32_t *type, uint32_t *total)
{
	const unsigned char *p = b->room + b->from;

	if (got < HEAD + TAIL)
		return cut;
	if (memcmp(p, "\x0A\x0D\x0D\x0A", 4) == 0 && !section(b, p + HEAD))
		return lies;
	*type = get32(b, p);
	*total = get32(b, p + 4);
	if (*total < HEAD + TAIL || *total % 4 != 0)
		return lies;
	return *total > CAPTURE_BLOCK && is_packet(*type) ? lies : NULL;
}

/* A block of other things that is too long to hold. */
static int pass_block(
	struct capture_blocks *b, uint32_t total, const char **why)
{
	bool whole = true;
	int rc = pass(b, total, &whole);

	if (rc == 0 && !whole)
		*why = cut;
	return rc;
}

static int hold_block(struct capture_blocks *b, struct capture_record *r,
	uint32_t type, uint32_t total, const char **why, bool *found)
{
	const unsigned char *p;
	size_t got = 0;
	int rc = need(b, total, &got);

	if (rc != 0)
		return rc;
	p = b->room + b->from;
	r->length = got;
	if (got < total)
		*why = cut;
	else if (get32(b, p + total - TAIL) != total)
		*why = lies;
	if (*why != NULL)
		return 0;
	*found = see(b, r, type, p + HEAD, total - HEAD - TAIL);
	use(b, total);
	return 0;
}

/* One block. *found: r is a packet, or says why there is no more. */
static int block(
	struct capture_blocks *b, struct capture_record *r, bool *found)
{
	uint32_t type = 0, total = 0;
	const char *why = NULL;
	size_t got = 0;
	int rc = need(b, HEAD + TAIL, &got);

	*r = (struct capture_record){
		.position = b->position, .length = got, .comment = ""
	};
	b->over = got == 0;
	if (rc != 0 || b->over)
		return rc;
	why = measure(b, got, &type, &total);
	if (why == NULL && total > CAPTURE_BLOCK)
		rc = pass_block(b, total, &why);
	else if (why == NULL)
		rc = hold_block(b, r, type, total, &why, found);
	if (why != NULL) {
		r->bad = why;
		b->over = *found = true;
	}
	if (*found)
		r->number = ++b->number;
	return rc;
}

int capture_blocks_next(
	struct capture_blocks *b, struct capture_record *r, bool *more)
{
	int rc = 0;

	*more = false;
	while (rc == 0 && !*more && !b->over)
		rc = block(b, r, more);
	return rc;
}
