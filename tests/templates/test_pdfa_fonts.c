/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/pdfa_fonts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file with the objects that libharu leaves unfinished. The table of
 * offsets is for qpdf to mend. */
static const char file[] =
	"%PDF-1.4\n"
	"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
	"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"
	"3 0 obj << /Type /Font /Subtype /Type0 /DescendantFonts [4 0 R] >> "
	"endobj\n"
	"4 0 obj << /Type /Font /Subtype /CIDFontType2 /FontDescriptor 5 0 R "
	"/CIDToGIDMap 7 0 R >> endobj\n"
	"5 0 obj << /Type /FontDescriptor /Ascent 800 >> endobj\n"
	"6 0 obj << /Type /Annot /Dest 8 0 R >> endobj\n"
	"7 0 obj << /Length 8 >> stream\n"
	"\0\0\0\0\0\1\1\0\nendstream endobj\n"
	"8 0 obj [2 0 R /FitH 100] endobj\n"
	"trailer << /Root 1 0 R /Size 9 >>\n%%EOF\n";

static qpdf_data open_file(void)
{
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	assert_true((qpdf_read_memory(q, "t", file, sizeof(file) - 1, NULL) &
			    QPDF_ERRORS) == 0);
	return q;
}

static qpdf_oh member(qpdf_data q, int object, const char *key)
{
	return qpdf_oh_get_key(q, qpdf_get_object_by_id(q, object, 0), key);
}

/* The stream's data; free() it. */
static unsigned char *data_of(qpdf_data q, qpdf_oh stream, size_t *len)
{
	unsigned char *data = NULL;
	QPDF_BOOL filtered;

	assert_true(qpdf_oh_is_stream(q, stream));
	assert_true((qpdf_oh_get_stream_data(
			     q, stream, qpdf_dl_all, &filtered, &data, len) &
			    QPDF_ERRORS) == 0);
	return data;
}

static bool holds(const unsigned char *data, size_t len, const char *words)
{
	return memmem(data, len, words, strlen(words)) != NULL;
}

static void test_to_unicode(void **state)
{
	qpdf_data q = open_file();
	unsigned char *data;
	size_t len = 0;

	(void)state;
	pdfa_fonts_mend(q, false);
	data = data_of(q, member(q, 3, "/ToUnicode"), &len);
	assert_true(holds(data, len,
		"100 beginbfrange\n<0001> <00FF> <0001>\n<0100> <01FF> "
		"<0100>\n"));
	assert_true(holds(data, len, "56 beginbfrange\n"));
	assert_true(holds(data, len, "<FF00> <FFFF> <FF00>\n"));
	free(data);
	qpdf_cleanup(&q);
}

static void test_descendant(void **state)
{
	qpdf_data q = open_file();
	qpdf_oh info;

	(void)state;
	pdfa_fonts_mend(q, false);
	info = member(q, 4, "/CIDSystemInfo");
	assert_string_equal(qpdf_oh_get_string_value(
				    q, qpdf_oh_get_key(q, info, "/Ordering")),
		"Identity");
	assert_false(
		qpdf_oh_has_key(q, qpdf_get_object_by_id(q, 5, 0), "/CIDSet"));
	qpdf_cleanup(&q);
}

/* Glyphs 2 and 3, and always CID 0. */
static void test_cid_set(void **state)
{
	qpdf_data q = open_file();
	unsigned char *data;
	size_t len = 0;

	(void)state;
	pdfa_fonts_mend(q, true);
	data = data_of(q, member(q, 5, "/CIDSet"), &len);
	assert_int_equal(len, 8192);
	assert_int_equal(data[0], 0x80 | 0x20 | 0x10);
	assert_int_equal(data[1], 0);
	free(data);
	qpdf_cleanup(&q);
}

static void test_others(void **state)
{
	qpdf_data q = open_file();
	qpdf_oh dest;

	(void)state;
	pdfa_fonts_mend(q, false);
	assert_true(qpdf_oh_is_number(q, member(q, 5, "/CapHeight")));
	assert_int_equal(
		qpdf_oh_get_int_value_as_int(q, member(q, 6, "/F")), 4);
	dest = member(q, 6, "/Dest");
	assert_true(qpdf_oh_is_array(q, dest));
	assert_int_equal(qpdf_oh_get_object_id(q, dest), 0);
	assert_int_equal(qpdf_oh_get_array_n_items(q, dest), 3);
	qpdf_cleanup(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_to_unicode),
		cmocka_unit_test(test_descendant),
		cmocka_unit_test(test_cid_set),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
