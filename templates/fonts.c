/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libharu draws a box for a missing glyph and a space beyond the Basic
 * Multilingual Plane, and says nothing: each character is asked for before it
 * is drawn.
 */
#include "templates/fonts.h"

#include <hpdf_doc.h>
#include <hpdf_fontdef.h>
#include <stdio.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"

enum { BMP_LAST = 0xFFFF };

/* Where Debian keeps them, now and before. */
static const char *const folders[] = {
	"/usr/share/fonts/truetype/liberation",
	"/usr/share/fonts/truetype/liberation2",
	"/usr/share/fonts/truetype/dejavu",
};

/* A face's file, and who is asked for what it lacks. */
static const struct {
	const char *file;
	enum font_face other;
} faces[FONT_FACES] = {
	[FONT_SERIF] = { "LiberationSerif-Regular.ttf", FONT_OTHER_SERIF },
	[FONT_SERIF_BOLD] = { "LiberationSerif-Bold.ttf",
		FONT_OTHER_SERIF_BOLD },
	[FONT_SERIF_ITALIC] = { "LiberationSerif-Italic.ttf",
		FONT_OTHER_SERIF },
	[FONT_SERIF_BOLD_ITALIC] = { "LiberationSerif-BoldItalic.ttf",
		FONT_OTHER_SERIF_BOLD },
	[FONT_SANS] = { "LiberationSans-Regular.ttf", FONT_OTHER },
	[FONT_SANS_BOLD] = { "LiberationSans-Bold.ttf", FONT_OTHER_SANS_BOLD },
	[FONT_MONO] = { "LiberationMono-Regular.ttf", FONT_OTHER_MONO },
	[FONT_MONO_BOLD] = { "LiberationMono-Bold.ttf", FONT_OTHER_MONO_BOLD },
	[FONT_OTHER_SERIF] = { "DejaVuSerif.ttf", FONT_OTHER },
	[FONT_OTHER_SERIF_BOLD] = { "DejaVuSerif-Bold.ttf",
		FONT_OTHER_SANS_BOLD },
	[FONT_OTHER_MONO] = { "DejaVuSansMono.ttf", FONT_OTHER },
	[FONT_OTHER_MONO_BOLD] = { "DejaVuSansMono-Bold.ttf",
		FONT_OTHER_SANS_BOLD },
	[FONT_OTHER_SANS_BOLD] = { "DejaVuSans-Bold.ttf", FONT_OTHER },
	[FONT_OTHER] = { "DejaVuSans.ttf", FONT_FACES },
};

/* Appends the path of the face's file. */
static int find(struct str *path, enum font_face face)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		str_clear(path);
		str_printf(path, "%s/%s", folders[i], faces[face].file);
		if (access(path->p, R_OK) == 0)
			return 0;
	}
	return err_set(ERR_NOTFOUND,
		_("the font '%s' is missing; install the package %s"),
		faces[face].file,
		face >= FONT_OTHER_SERIF ? "fonts-dejavu-core"
					 : "fonts-liberation");
}

static int load(struct fonts *f, enum font_face face)
{
	struct str path = { 0 };
	const char *name;
	int rc = find(&path, face);

	if (rc == 0) {
		name = HPDF_LoadTTFontFromFile(f->doc, path.p, HPDF_TRUE);
		if (name != NULL)
			f->loaded[face] = HPDF_Doc_FindFontDef(f->doc, name);
		if (f->loaded[face] == NULL)
			rc = err_set(ERR_CORRUPT,
				_("the font '%s' cannot be used; reinstall it"),
				path.p);
	}
	str_release(&path);
	return rc;
}

int fonts_has(bool *out, struct fonts *f, enum font_face face, uint32_t cp)
{
	int rc = f->loaded[face] != NULL ? 0 : load(f, face);

	if (rc == 0)
		*out = cp <= BMP_LAST &&
		       HPDF_TTFontDef_GetGlyphid(
			       f->loaded[face], (HPDF_UINT16)cp) != 0;
	return rc;
}

HPDF_Font fonts_draw(struct fonts *f, enum font_face face)
{
	HPDF_FontDef def = f->loaded[face];

	if (f->drawn[face] == NULL && def != NULL)
		f->drawn[face] = HPDF_GetFont(f->doc, def->base_font, "UTF-8");
	return f->drawn[face];
}

double fonts_width(const struct fonts *f, enum font_face face, double size,
	const char *text, size_t len)
{
	double width = 0;

	while (len > 0) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, text, len);

		width += HPDF_TTFontDef_GetCharWidth(
			f->loaded[face], (HPDF_UINT16)cp);
		text += n;
		len -= n;
	}
	return width * size / 1000.0;
}

/* Characters that only tell where lines may break or how glyphs join. Those
 * that reorder text are not among them: they are shown. */
static bool is_hidden(uint32_t cp)
{
	return cp == 0x00AD || (cp >= 0x200B && cp <= 0x200D) || cp == 0x2060 ||
	       cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F);
}

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ||
	       (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F;
}

/* The face for one character; *shown tells whether there is any. */
static int choose(enum font_face *out, bool *shown, struct fonts *f,
	enum font_face wanted, uint32_t cp)
{
	enum font_face face = wanted;
	bool has = false;
	int rc = 0;

	do {
		rc = fonts_has(&has, f, face, cp);
		if (rc != 0 || has || is_control(cp))
			break;
		face = faces[face].other;
	} while (face != FONT_FACES);
	*shown = has && !is_control(cp);
	*out = *shown ? face : wanted;
	return rc;
}

int fonts_split(struct fonts_piece *out, struct fonts *f, enum font_face face,
	const char *text, size_t len)
{
	struct fonts_piece piece = { .face = face };
	int rc = 0;

	while (piece.len < len) {
		enum font_face one;
		uint32_t cp;
		bool shown;
		size_t n = utf8_decode(&cp, text + piece.len, len - piece.len);
		bool hidden = is_hidden(cp);

		rc = choose(&one, &shown, f, face, hidden ? ' ' : cp);
		if (rc != 0)
			return rc;
		if (piece.len > 0 && (hidden || !shown || one != piece.face))
			break;
		piece.face = one;
		piece.len += n;
		piece.hidden = hidden;
		if (!shown)
			snprintf(piece.code, sizeof(piece.code), "[U+%04X]",
				(unsigned)(cp & 0x1FFFFF));
		if (!shown || hidden)
			break;
	}
	*out = piece;
	return 0;
}
