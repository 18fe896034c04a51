/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_ARCHIVE_SAMPLE_H
#define TESTS_ARCHIVE_SAMPLE_H

/*
 * An archive with something of everything, in a temporary folder, for tests
 * that look at the whole.
 *
 *	char *dir = sample_folder();
 *
 *	sample_fill(dir, &tsa);
 *	sample_remove(dir);
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/block.h"
#include "archive/casefile.h"
#include "archive/document.h"
#include "archive/exhibit.h"
#include "archive/object.h"
#include "archive/snapshot.h"
#include "archive/store.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/mem.h"

enum { SAMPLE_ROWS = 20000, SAMPLE_BAD = 40 };

static void sample_must(int rc, const char *what)
{
	if (rc == 0)
		return;
	fprintf(stderr, "%s: %s\n", what, err_message());
	abort();
}

/* A new folder, with nothing in it. Owned. */
__attribute__((unused)) static char *sample_folder(void)
{
	char path[] = "/tmp/constat-test-XXXXXX";

	if (mkdtemp(path) == NULL)
		abort();
	return mem_strdup(path);
}

/* Removes the folder (one level of subfolders) and frees its name. */
__attribute__((unused)) static void sample_remove(char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char path[512];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_type == DT_DIR)
			sample_remove(mem_strdup(path));
		else
			unlink(path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
	free(dir);
}

/* One snapshot and its reading; the text as page and as version. */
static void sample_page(struct store *s, const char *text, int64_t seen_ns,
	enum snapshot_basis basis)
{
	struct snapshot snap = { .service = "Exemple",
		.terms = "Privacy Policy",
		.url = "https://exemple.example/privacy",
		.final_url = "https://exemple.example/privacy",
		.seen_ns = seen_ns,
		.basis = basis,
		.source = "une copie de 2018",
		.status = 200,
		.media_type = "text/html",
		.size = strlen(text) };
	struct version v = { .service = "Exemple",
		.terms = "Privacy Policy",
		.size = strlen(text),
		.extractor = "1" };
	char record[64];
	bool is_new, first;

	snprintf(record, sizeof(record), "{\"seen\":\"%lld\"}",
		(long long)seen_ns);
	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, text, strlen(text), &snap.body), "body");
	sample_must(
		object_put(s, record, strlen(record), &snap.record), "record");
	sample_must(snapshot_add(s, &snap), "snapshot");
	v.snapshot = snap.id;
	v.text = snap.body;
	sample_must(object_put(s, "{}", 2, &v.declaration), "declaration");
	sample_must(version_note(s, &v, &is_new, &first), "version");
	sample_must(store_commit(s), "commit");
}

/* Row i of a log that is always the same. */
static void sample_row(struct observation *o, size_t i)
{
	static const char *const hosts[] = { "push.exemple.example",
		"app.exemple.example", "cdn.test", "news.test", "nas.local" };
	static const char *const types[] = { "A", "AAAA", "HTTPS" };

	*o = (struct observation){ .ns = INT64_C(1536000000000000000) +
					 (int64_t)i * 700000000 %
						 INT64_C(86400000000000),
		.precision = OBSERVATION_PRECISION_S,
		.zone = OBSERVATION_ZONE_GIVEN,
		.disposition =
			i % 3 == 0 ? OBSERVATION_BLOCKED : OBSERVATION_ALLOWED,
		.disposition_source = OBSERVATION_SOURCE_FIELD,
		.count = 1,
		.host = hosts[i % 5],
		.type = types[i % 3],
		.client = i % 7 == 0 ? "192.0.2.7" : "192.0.2.8",
		.app = "",
		.answer = i % 3 == 0 ? "0.0.0.0" : "198.51.100.4",
		.rule = i % 3 == 0 ? "liste" : "",
		.line = i + 1,
		.position = i * 60,
		.length = 60 };
}

/* A log of rows, and lines that could not be read. */
__attribute__((unused)) static int sample_import(
	struct store *s, size_t rows, size_t bad)
{
	struct exhibit e = { .kind = "log",
		.title = "Journal du téléphone",
		.file = "journal.csv",
		.media_type = "text/csv",
		.obtained_ns = INT64_C(1536100000000000000),
		.obtained_by = "la plaignante",
		.origin = "Blokada",
		.device = "téléphone",
		.note = "" };
	struct block_import import = {
		.importer = "csv", .importer_version = 1, .options = "{}"
	};
	struct block_writer *w = NULL;
	struct str text = { 0 };
	uint64_t noise = rows;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	/* Text that does not shrink much, so that contents fill the file. */
	for (size_t i = 0; i < 100000; i++) {
		noise = noise * 6364136223846793005u + 1442695040888963407u;
		str_printf(
			&text, "%08llx\n", (unsigned long long)(noise >> 32));
	}
	e.size = text.len;
	rc = object_put(s, text.p, text.len, &e.content);
	if (rc == 0)
		rc = exhibit_add(s, &e, "import", true);
	import.exhibit = e.id;
	if (rc == 0)
		rc = block_writer_open(&w, s, &import);
	for (size_t i = 0; i < rows && rc == 0; i++) {
		struct observation o;

		sample_row(&o, i);
		rc = block_writer_add(w, &o);
	}
	for (size_t i = 0; i < bad && rc == 0; i++)
		rc = block_writer_bad(
			w, rows + i + 1, (rows + i) * 60, "no time");
	rc = block_writer_close(w, rc);
	str_release(&text);
	return store_end(s, rc);
}

/* A case and a document made of it. */
static void sample_document(struct store *s)
{
	static const char text[] = "{\"complainant\":{\"name\":\"Camille\"}}";
	struct document d = { .kind = "complaint", .lang = "fr", .size = 9 };

	sample_must(
		casefile_note(&d.casefile, s, text, sizeof(text) - 1), "case");
	digest_of(&d.digest, "%PDF-1.7\n", 9);
	sample_must(document_note(s, &d), "document");
}

/* Everything but a stamp. */
__attribute__((unused)) static void sample_fill(struct store *s)
{
	sample_page(s, "# Confidentialité\n\nRien.\n",
		INT64_C(1530000000000000000), SNAPSHOT_STATED);
	sample_page(s, "# Confidentialité\n\nBeaucoup.\n",
		INT64_C(1540000000000000000), SNAPSHOT_THIRD_PARTY);
	sample_page(s, "# Confidentialité\n\nRien.\n",
		INT64_C(1550000000000000000), SNAPSHOT_CAPTURED);
	sample_must(sample_import(s, SAMPLE_ROWS, SAMPLE_BAD), "import");
	sample_document(s);
}

#endif
