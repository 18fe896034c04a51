/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libharu's ToUnicode is an encoding CMap, which readers only guess at: its
 * codes are the characters' UTF-16 values, so a CMap of 256 ranges that maps
 * every code to itself says the same in the form that PDF wants (a range may
 * not cross the low byte).
 */
#include "templates/pdfa_fonts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

enum { RANGES_PER_BLOCK = 100, ANNOTATION_PRINT = 4, CIDS = 65536 };

static bool is_name(
	qpdf_data q, qpdf_oh object, const char *key, const char *value)
{
	qpdf_oh v = qpdf_oh_get_key(q, object, key);

	return qpdf_oh_is_name(q, v) &&
	       strcmp(qpdf_oh_get_name(q, v), value) == 0;
}

static void write_cmap(struct str *s)
{
	str_puts(s,
		"/CIDInit /ProcSet findresource begin\n12 dict begin\n"
		"begincmap\n/CIDSystemInfo << /Registry (Adobe)"
		" /Ordering (UCS) /Supplement 0 >> def\n"
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (int high = 0; high < 256; high++) {
		int left = 256 - high;

		if (high % RANGES_PER_BLOCK == 0)
			str_printf(s, "%d beginbfrange\n",
				left < RANGES_PER_BLOCK ? left
							: RANGES_PER_BLOCK);
		/* Code 0 stands for no character. */
		str_printf(s, "<%02X%02X> <%02XFF> <%02X%02X>\n", high,
			high == 0, high, high, high == 0);
		if (high % RANGES_PER_BLOCK == RANGES_PER_BLOCK - 1 ||
			high == 255)
			str_puts(s, "endbfrange\n");
	}
	str_puts(s, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
		    "end\nend\n");
}

/* One for all fonts. */
static qpdf_oh make_cmap(qpdf_data q)
{
	struct str cmap = { 0 };
	qpdf_oh stream = qpdf_oh_new_stream(q);

	write_cmap(&cmap);
	qpdf_oh_replace_stream_data(q, stream, (const unsigned char *)cmap.p,
		cmap.len, qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	str_release(&cmap);
	return stream;
}

/* The bit of every CID whose glyph is in the font, and of CID 0. */
static void add_cid_set(qpdf_data q, qpdf_oh font, qpdf_oh descriptor)
{
	qpdf_oh map = qpdf_oh_get_key(q, font, "/CIDToGIDMap");
	unsigned char *data = NULL;
	unsigned char *set;
	size_t len = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	qpdf_oh stream;

	if (!qpdf_oh_is_stream(q, map) ||
		(qpdf_oh_get_stream_data(
			 q, map, qpdf_dl_all, &filtered, &data, &len) &
			QPDF_ERRORS) != 0)
		return;
	set = mem_new(CIDS / 8, 1);
	set[0] = 0x80;
	for (size_t cid = 0; cid < CIDS && 2 * cid + 1 < len; cid++)
		if (data[2 * cid] != 0 || data[2 * cid + 1] != 0)
			set[cid / 8] |= (unsigned char)(0x80 >> cid % 8);
	stream = qpdf_oh_new_stream(q);
	qpdf_oh_replace_stream_data(q, stream, set, CIDS / 8,
		qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	qpdf_oh_replace_key(q, descriptor, "/CIDSet", stream);
	free(set);
	free(data);
}

static void mend_descendant(qpdf_data q, qpdf_oh font, bool cid_set)
{
	qpdf_oh descriptor = qpdf_oh_get_key(q, font, "/FontDescriptor");

	qpdf_oh_replace_key(q, font, "/CIDSystemInfo",
		qpdf_oh_parse(q, "<< /Registry (Adobe) /Ordering (Identity)"
				 " /Supplement 0 >>"));
	if (cid_set && qpdf_oh_is_dictionary(q, descriptor))
		add_cid_set(q, font, descriptor);
}

/* An annotation that prints; a destination written out. */
static void mend_other(qpdf_data q, qpdf_oh object)
{
	qpdf_oh dest = qpdf_oh_get_key(q, object, "/Dest");

	if (is_name(q, object, "/Type", "/FontDescriptor") &&
		!qpdf_oh_has_key(q, object, "/CapHeight")) {
		qpdf_oh ascent = qpdf_oh_get_key(q, object, "/Ascent");

		qpdf_oh_replace_key(q, object, "/CapHeight",
			qpdf_oh_is_number(q, ascent)
				? ascent
				: qpdf_oh_new_integer(q, 700));
	}
	if (is_name(q, object, "/Type", "/Annot"))
		qpdf_oh_replace_key(q, object, "/F",
			qpdf_oh_new_integer(q, ANNOTATION_PRINT));
	if (qpdf_oh_is_array(q, dest)) {
		qpdf_oh direct = qpdf_oh_new_array(q);
		int n = qpdf_oh_get_array_n_items(q, dest);

		for (int i = 0; i < n; i++)
			qpdf_oh_append_item(
				q, direct, qpdf_oh_get_array_item(q, dest, i));
		qpdf_oh_replace_key(q, object, "/Dest", direct);
	}
}

void pdfa_fonts_mend(qpdf_data q, bool cid_set)
{
	qpdf_oh size = qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Size");
	int n = qpdf_oh_get_int_value_as_int(q, size);
	qpdf_oh cmap = make_cmap(q);

	for (int i = 1; i < n; i++) {
		qpdf_oh object = qpdf_get_object_by_id(q, i, 0);

		if (!qpdf_oh_is_dictionary(q, object))
			continue;
		if (is_name(q, object, "/Subtype", "/Type0"))
			qpdf_oh_replace_key(q, object, "/ToUnicode", cmap);
		else if (is_name(q, object, "/Subtype", "/CIDFontType2"))
			mend_descendant(q, object, cid_set);
		else
			mend_other(q, object);
	}
}
