/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_PACK_H
#define TESTS_EVIDENCE_PACK_H

/*
 * Packed files in a scene's folder, written by libarchive; a path is constant
 * until the next one.
 */

#include <archive.h>
#include <archive_entry.h>

#include "tests/evidence/scene.h"

struct pack_member {
	const char *name, *text;
};

enum pack { PACK_GZIP, PACK_ZSTD };

static void pack_put(
	struct archive *a, const char *name, const void *data, size_t len)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, data, len), len);
	archive_entry_free(e);
}

__attribute__((unused)) static const char *pack_bytes(
	struct scene *s, enum pack how, const void *data, size_t len)
{
	static char path[512];
	struct archive *a = archive_write_new();

	snprintf(path, sizeof(path), "%s/packed", s->dir);
	archive_write_set_format_raw(a);
	if (how == PACK_GZIP)
		archive_write_add_filter_gzip(a);
	else
		archive_write_add_filter_zstd(a);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	pack_put(a, "data", data, len);
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	return path;
}

__attribute__((unused)) static const char *pack_file(
	struct scene *s, enum pack how, const char *text)
{
	return pack_bytes(s, how, text, strlen(text));
}

/* A NULL name ends the members. */
__attribute__((unused)) static const char *pack_zip(
	struct scene *s, const struct pack_member *members)
{
	static char path[512];
	struct archive *a = archive_write_new();

	snprintf(path, sizeof(path), "%s/packed.zip", s->dir);
	archive_write_set_format_zip(a);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	for (; members->name != NULL; members++)
		pack_put(
			a, members->name, members->text, strlen(members->text));
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	return path;
}

#endif
