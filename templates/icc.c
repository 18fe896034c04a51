/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A profile is a header of 128 bytes, a table of tags (signature, offset,
 * size), and the tags' data, each at a multiple of four. Numbers are big
 * endian; s15Fixed16 is a fraction of 65,536.
 */
#include "templates/icc.h"

#include <math.h>
#include <string.h>

#include "base/codec.h"
#include "base/err.h"

enum { HEADER = 128, TAGS = 9, CURVE = 1024 };

/* A tag and where its data lie. Tone curves are shared by the three. */
struct tag {
	char name[5];
	uint32_t offset, size;
};

static void put32(struct str *s, uint32_t v)
{
	unsigned char b[4];

	codec_put32(b, v);
	str_add(s, b, 4);
}

static void put16(struct str *s, unsigned v)
{
	const unsigned char b[2] = { (unsigned char)(v >> 8),
		(unsigned char)v };

	str_add(s, b, 2);
}

static uint32_t fixed(double v)
{
	return (uint32_t)(int32_t)lround(v * 65536.0);
}

static void align(struct str *s)
{
	while (s->len % 4 != 0)
		str_putc(s, '\0');
}

static void begin(struct str *s, struct tag *t, const char *name)
{
	align(s);
	memcpy(t->name, name, 5);
	t->offset = (uint32_t)s->len;
}

static void end(struct str *s, struct tag *t)
{
	t->size = (uint32_t)s->len - t->offset;
}

/* textDescriptionType: ASCII, then empty Unicode and script parts. */
static void put_description(struct str *s, struct tag *t)
{
	static const char name[] = "sRGB";

	begin(s, t, "desc");
	str_add(s, "desc\0\0\0\0", 8);
	put32(s, sizeof(name));
	str_add(s, name, sizeof(name));
	put32(s, 0);
	put32(s, 0);
	put16(s, 0);
	for (int i = 0; i < 68; i++)
		str_putc(s, '\0');
	end(s, t);
}

static void put_text(struct str *s, struct tag *t)
{
	static const char words[] = "No copyright, use freely";

	begin(s, t, "cprt");
	str_add(s, "text\0\0\0\0", 8);
	str_add(s, words, sizeof(words));
	end(s, t);
}

static void put_xyz(
	struct str *s, struct tag *t, const char *name, const double xyz[3])
{
	begin(s, t, name);
	str_add(s, "XYZ \0\0\0\0", 8);
	for (int i = 0; i < 3; i++)
		put32(s, fixed(xyz[i]));
	end(s, t);
}

static void put_curve(struct str *s, struct tag *t)
{
	begin(s, t, "rTRC");
	str_add(s, "curv\0\0\0\0", 8);
	put32(s, CURVE);
	for (int i = 0; i < CURVE; i++) {
		double v = (double)i / (CURVE - 1);
		double linear = v <= 0.04045 ? v / 12.92
					     : pow((v + 0.055) / 1.055, 2.4);

		put16(s, (unsigned)lround(linear * 65535.0));
	}
	end(s, t);
}

static void put_header(unsigned char *p, uint32_t size)
{
	static const struct {
		unsigned at;
		const char *text;
	} words[] = { { 12, "mntr" }, { 16, "RGB " }, { 20, "XYZ " },
		{ 36, "acsp" } };
	static const double d50[3] = { 0.9642, 1.0, 0.8249 };

	codec_put32(p, size);
	codec_put32(p + 8, 0x02100000); /* version 2.1 */
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		memcpy(p + words[i].at, words[i].text, 4);
	p[25] = 206; /* 1998 = 0x07CE: the date of the format */
	p[24] = 7;
	p[27] = 9;
	p[29] = 1;
	for (int i = 0; i < 3; i++)
		codec_put32(p + 68 + 4 * i, fixed(d50[i]));
}

int icc_srgb(struct str *out)
{
	static const double white[3] = { 0.9505, 1.0, 1.0891 };
	static const double red[3] = { 0.43607, 0.22249, 0.01392 };
	static const double green[3] = { 0.38515, 0.71687, 0.09708 };
	static const double blue[3] = { 0.14307, 0.06061, 0.71410 };
	struct tag t[TAGS];
	struct str s = { 0 };
	unsigned char *p;
	int rc;

	for (int i = 0; i < HEADER + 4 + TAGS * 12; i++)
		str_putc(&s, '\0');
	put_description(&s, &t[0]);
	put_text(&s, &t[1]);
	put_xyz(&s, &t[2], "wtpt", white);
	put_xyz(&s, &t[3], "rXYZ", red);
	put_xyz(&s, &t[4], "gXYZ", green);
	put_xyz(&s, &t[5], "bXYZ", blue);
	put_curve(&s, &t[6]);
	t[7] = t[8] = t[6];
	t[7].name[0] = 'g';
	t[8].name[0] = 'b';
	align(&s);
	p = (unsigned char *)s.p;
	put_header(p, (uint32_t)s.len);
	codec_put32(p + HEADER, TAGS);
	for (int i = 0; i < TAGS; i++) {
		unsigned char *row = p + HEADER + 4 + 12 * i;

		memcpy(row, t[i].name, 4);
		codec_put32(row + 4, t[i].offset);
		codec_put32(row + 8, t[i].size);
	}
	rc = str_add(out, s.p, s.len);
	str_release(&s);
	return rc;
}
