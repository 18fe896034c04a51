/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_FONTS_H
#define TEMPLATES_FONTS_H

/*
 * The typefaces of documents: Liberation by package, DejaVu where Liberation
 * lacks a glyph; embedded, only from the distribution, never from input.
 * Loaded when first asked for; written to the file only when drawn with.
 *
 *	struct fonts fonts = { .doc = doc };
 *
 *	while (len > 0) {
 *		rc = fonts_split(&piece, &fonts, FONT_SERIF, text, len);
 *		...
 *		text += piece.len;
 *		len -= piece.len;
 *	}
 *
 * Nothing to release: the document owns what was loaded.
 */

#include <hpdf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum font_face {
	FONT_SERIF,
	FONT_SERIF_BOLD,
	FONT_SERIF_ITALIC,
	FONT_SERIF_BOLD_ITALIC,
	FONT_SANS,
	FONT_SANS_BOLD,
	FONT_MONO,
	FONT_MONO_BOLD,
	FONT_OTHER_SERIF, /* DejaVu, from here on */
	FONT_OTHER_SERIF_BOLD,
	FONT_OTHER_MONO,
	FONT_OTHER_MONO_BOLD,
	FONT_OTHER_SANS_BOLD,
	FONT_OTHER, /* DejaVu Sans: the last to be asked */
	FONT_FACES,
};

struct fonts {
	HPDF_Doc doc;
	HPDF_FontDef loaded[FONT_FACES]; /* NULL until asked for */
	HPDF_Font drawn[FONT_FACES];	 /* NULL until drawn with */
};

/* Whether a face has a glyph for a character. ERR_NOTFOUND names the Debian
 * package that is missing. */
int fonts_has(bool *out, struct fonts *f, enum font_face face, uint32_t cp);

/* The face for drawing; NULL when libharu failed (page_check() tells). */
HPDF_Font fonts_draw(struct fonts *f, enum font_face face);

/* Width of len bytes in a face that was loaded, in points. */
double fonts_width(const struct fonts *f, enum font_face face, double size,
	const char *text, size_t len);

enum { FONTS_CODE = 12 }; /* room for "[U+10FFFD]" and NUL */

/* A stretch of text that one face can draw. */
struct fonts_piece {
	enum font_face face;
	size_t len; /* bytes of the input it stands for, at least one */
	char code[FONTS_CODE]; /* not "": drawn in its place */
	bool hidden;	       /* draws nothing (U+200B, U+00AD, …) */
};

/* The first such stretch of text (len > 0) wanted in a face: in it, or in
 * those that stand in for it. A character that none of them has, and any
 * control character, is a stretch alone, with its code. */
int fonts_split(struct fonts_piece *out, struct fonts *f, enum font_face face,
	const char *text, size_t len);

#endif
