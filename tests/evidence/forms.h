/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_FORMS_H
#define TESTS_EVIDENCE_FORMS_H

/*
 * The ways in which one and the same log reaches us: with CRLF, with a byte
 * order mark, as UTF-16, packed, cut off. Each must be found out by its
 * content and give the same rows.
 *
 *	forms_check(&s, "nextdns", text, 3, NULL);
 */

#include "evidence/detect.h"
#include "tests/evidence/pack.h"

static void forms_same(struct scene *s, const char *form, const char *name,
	const void *data, size_t len, size_t rows,
	const struct importer_options *options)
{
	int rc = scene_import_bytes(s, NULL, data, len, options);

	if (rc != 0)
		fail_msg("%s: %s", form, err_message());
	assert_string_equal(s->result.importer->name, name);
	if (s->n != rows)
		fail_msg("%s: %zu rows, not %zu (%s)", form, s->n, rows,
			s->n_bad > 0 ? s->bad[0].reason : "no bad line");
}

static void forms_with_crlf(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			str_putc(out, '\r');
		str_putc(out, *text);
	}
}

/* ASCII only. */
static void forms_as_utf16(struct str *out, const char *text)
{
	str_add(out, "\xFF\xFE", 2);
	for (; *text != '\0'; text++) {
		str_putc(out, *text);
		str_putc(out, '\0');
	}
}

/* What was cut off gives no other rows: those before are the same. */
static void forms_cut(struct scene *s, const char *name, const char *text,
	size_t rows, const struct importer_options *options)
{
	size_t len = strlen(text);

	for (size_t n = 0; n < len; n += 1 + len / 97) {
		int rc = scene_import_bytes(s, name, text, n, options);

		assert_true(rc == 0 || rc == ERR_PARSE);
		assert_true(s->n <= rows);
	}
}

__attribute__((unused)) static void forms_check(struct scene *s,
	const char *name, const char *text, size_t rows,
	const struct importer_options *options)
{
	static const struct importer_options none;
	struct str room = { 0 };
	struct detect_found found;
	bool ascii = true;

	for (const char *p = text; *p != '\0'; p++)
		ascii = ascii && *p > 0;
	if (options == NULL)
		options = &none;
	forms_same(s, "plain", name, text, strlen(text), rows, options);
	forms_with_crlf(&room, text);
	forms_same(s, "CRLF", name, room.p, room.len, rows, options);
	str_clear(&room);
	str_puts(&room, "\xEF\xBB\xBF");
	str_puts(&room, text);
	forms_same(s, "BOM", name, room.p, room.len, rows, options);
	if (ascii) {
		str_clear(&room);
		forms_as_utf16(&room, text);
		forms_same(s, "UTF-16", name, room.p, room.len, rows, options);
	}
	str_release(&room);
	assert_int_equal(
		detect_file(&found, pack_file(s, PACK_GZIP, text), NULL), 0);
	assert_non_null(found.importer);
	assert_string_equal(found.importer->name, name);
	assert_null(found.rival);
	detect_release(&found);
	forms_cut(s, name, text, rows, options);
}

/* Imports a text and compares the reasons of its bad records, "|" between. */
__attribute__((unused)) static void forms_refuses(struct scene *s,
	const char *name, const char *text, size_t rows, const char *want)
{
	struct str reasons = { 0 };

	assert_int_equal(scene_import(s, name, text, NULL), 0);
	assert_int_equal(s->n, rows);
	str_puts(&reasons, "");
	for (size_t i = 0; i < s->n_bad; i++)
		str_printf(
			&reasons, "%s%s", i > 0 ? "|" : "", s->bad[i].reason);
	assert_string_equal(reasons.p, want);
	str_release(&reasons);
}

#endif
