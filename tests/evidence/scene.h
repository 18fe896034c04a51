/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_SCENE_H
#define TESTS_EVIDENCE_SCENE_H

/*
 * A temporary case folder, files written into it, and imports whose rows are
 * held in memory to look at.
 *
 *	struct scene s;
 *
 *	scene_open(&s);
 *	rc = scene_import(&s, "blokada", "requests.csv", text, len, &options);
 *	s.rows[0].host
 *	scene_close(&s);
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/block.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/zone.h"
#include "evidence/intake.h"

struct scene_row {
	struct observation o;
	char host[260], type[40], client[80], app[80], answer[1024], rule[80],
		member[80];
	char detail[800];
};

struct scene_bad {
	uint64_t line, position;
	char reason[80];
};

struct scene {
	char dir[64];
	struct store *store;
	struct intake_result result;
	struct scene_row *rows;
	size_t n, cap;
	struct scene_bad *bad;
	size_t n_bad, cap_bad;
};

__attribute__((unused)) static void scene_open(struct scene *s)
{
	*s = (struct scene){ 0 };
	snprintf(s->dir, sizeof(s->dir), "/tmp/constat-test-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	assert_int_equal(store_create(s->dir), 0);
	assert_int_equal(store_open(&s->store, s->dir, STORE_WRITE), 0);
}

static void scene_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char path[512];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_type == DT_DIR)
			scene_remove(path);
		else
			unlink(path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
}

__attribute__((unused)) static void scene_close(struct scene *s)
{
	intake_result_release(&s->result);
	store_close(s->store);
	scene_remove(s->dir);
	free(s->rows);
	free(s->bad);
}

/* Writes a file into the folder; its path is constant until the next one. */
__attribute__((unused)) static const char *scene_file(
	struct scene *s, const char *name, const void *data, size_t len)
{
	static char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", s->dir, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	return path;
}

static int scene_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct scene *s = ctx;
	struct scene_row *r;

	(void)exhibit;
	s->rows = mem_grow(s->rows, &s->cap, s->n + 1, sizeof(*s->rows));
	r = &s->rows[s->n++];
	r->o = *o;
	snprintf(r->host, sizeof(r->host), "%s", o->host);
	snprintf(r->type, sizeof(r->type), "%s", o->type);
	snprintf(r->client, sizeof(r->client), "%s", o->client);
	snprintf(r->app, sizeof(r->app), "%s", o->app);
	snprintf(r->answer, sizeof(r->answer), "%s", o->answer);
	snprintf(r->rule, sizeof(r->rule), "%s", o->rule);
	snprintf(r->detail, sizeof(r->detail), "%s", o->detail);
	snprintf(r->member, sizeof(r->member), "%s", o->member);
	return 0;
}

static int scene_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct scene *s = ctx;
	struct scene_bad *b;

	s->bad = mem_grow(s->bad, &s->cap_bad, s->n_bad + 1, sizeof(*s->bad));
	b = &s->bad[s->n_bad++];
	*b = (struct scene_bad){ line, position, "" };
	snprintf(b->reason, sizeof(b->reason), "%s", reason);
	return 0;
}

/* Imports a file; rows and bad lines replace those before. format NULL: found
 * out. */
__attribute__((unused)) static int scene_import_path(struct scene *s,
	const char *format, const char *path,
	const struct importer_options *options)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = { .path = path,
		.options = options != NULL ? options : &none,
		.about = &about };
	int rc;

	s->n = s->n_bad = 0;
	intake_result_release(&s->result);
	if (format != NULL)
		order.importer = importer_find(format);
	rc = intake_log(&s->result, s->store, &order);
	if (rc != 0)
		return rc;
	assert_int_equal(
		block_each(s->store, s->result.exhibit.id, scene_row, s), 0);
	assert_int_equal(
		block_each_bad(s->store, s->result.import.id, scene_bad, s), 0);
	return 0;
}

/* The same for bytes, which become a file. */
__attribute__((unused)) static int scene_import_bytes(struct scene *s,
	const char *format, const void *data, size_t len,
	const struct importer_options *options)
{
	return scene_import_path(
		s, format, scene_file(s, "log.txt", data, len), options);
}

__attribute__((unused)) static int scene_import(struct scene *s,
	const char *format, const char *text,
	const struct importer_options *options)
{
	return scene_import_bytes(s, format, text, strlen(text), options);
}

/* The zone of a test, opened once. */
__attribute__((unused)) static const struct zone *scene_paris(void)
{
	static struct zone *zone;

	if (zone == NULL)
		assert_int_equal(zone_open(&zone, "Europe/Paris"), 0);
	return zone;
}

/* RFC 3339 to nanoseconds. */
__attribute__((unused)) static int64_t scene_at(const char *text)
{
	int64_t ns = 0;

	assert_int_equal(instant_parse(&ns, NULL, text, strlen(text)), 0);
	return ns;
}

__attribute__((unused)) static void scene_says(const char *words)
{
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' is not in '%s'", words, err_message());
}

#endif
