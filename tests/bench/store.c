/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures of keeping versions, for tests/bench/store.sh.
 *
 *	bench_store histories HISTORIES FOLDER	each version of each folder of
 *						HISTORIES, in order of names
 *	bench_store many N FOLDER		100 versions timed, behind N
 *						of many terms, and N of one
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"

enum { NEAR = 4, TIMED = 100, GROUP = 10000 };

struct times {
	double *v;
	size_t n, cap;
};

static void must(int rc, const char *what)
{
	if (rc == 0)
		return;
	fprintf(stderr, "%s: %s\n", what, err_message());
	exit(2);
}

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void add(struct times *t, double ms)
{
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n++] = ms;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double at(struct times *t, double share)
{
	if (t->n == 0)
		return 0;
	qsort(t->v, t->n, sizeof(*t->v), by_size);
	return t->v[(size_t)((double)(t->n - 1) * share)];
}

/* One fdatasync of 4 kB, as the disk of the archive does it. */
static void sync_once(int fd, struct times *t)
{
	static const char page[4096];
	double from = now(CLOCK_MONOTONIC);

	if (write(fd, page, sizeof(page)) != sizeof(page) || fdatasync(fd) != 0)
		exit(2);
	add(t, now(CLOCK_MONOTONIC) - from);
}

/* One version as a capture keeps it, inside the caller's transaction. */
static void keep(struct store *s, const char *service, const char *text,
	size_t len, int64_t seen_ns)
{
	struct snapshot snap = { .service = (char *)(uintptr_t)service,
		.terms = "Privacy Policy",
		.url = "https://exemple.example/privacy",
		.final_url = "https://exemple.example/privacy",
		.seen_ns = seen_ns,
		.basis = SNAPSHOT_THIRD_PARTY,
		.status = 200,
		.media_type = "text/markdown",
		.size = len };
	struct version v = { .service = (char *)(uintptr_t)service,
		.terms = "Privacy Policy",
		.size = len,
		.extractor = "1" };
	struct digest near[NEAR];
	char record[300];
	size_t n = 0;
	bool is_new, first;

	snprintf(record, sizeof(record),
		"{\"schema\":\"constat.record/1\",\"service\":\"%s\","
		"\"terms\":\"Privacy Policy\",\"seen_ns\":\"%lld\","
		"\"headers\":[\"content-type: text/html\"]}",
		service, (long long)seen_ns);
	must(version_near(near, &n, NEAR, s, service, v.terms), "near");
	must(object_put_near(s, text, len, near, n, &v.text), "text");
	must(snapshot_near_records(near, &n, NEAR, s, service, v.terms, 0),
		"near records");
	must(object_put_near(s, record, strlen(record), near, n, &snap.record),
		"record");
	must(object_put(s, "{\"fetch\":\"x\"}", 13, &v.declaration), "rules");
	snap.body = v.text;
	must(snapshot_add(s, &snap), "snapshot");
	v.snapshot = snap.id;
	must(version_note(s, &v, &is_new, &first), "version");
}

static struct store *make(const char *dir)
{
	struct store *s = NULL;

	must(file_mkdir(dir), "folder");
	must(store_create(dir), "create");
	must(store_open(&s, dir, STORE_WRITE), "open");
	return s;
}

static int open_scratch(const char *dir)
{
	struct str path = { 0 };
	int fd;

	file_join(&path, dir, "scratch");
	fd = open(path.p, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		exit(2);
	str_release(&path);
	return fd;
}

/* --- histories --- */

struct run {
	struct store *store;
	int scratch;
	struct times sync, wall, cpu, read;
	uint64_t raw, versions;
};

static int is_text(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 3 && strcmp(e->d_name + len - 3, ".md") == 0;
}

static int is_named(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void insert(struct run *r, const char *service, const struct str *text)
{
	double wall, cpu;

	sync_once(r->scratch, &r->sync);
	wall = now(CLOCK_MONOTONIC);
	cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	must(store_begin(r->store), "begin");
	keep(r->store, service, text->p, text->len,
		(int64_t)(r->versions + 1) * 1000000000);
	must(store_commit(r->store), "commit");
	add(&r->wall, now(CLOCK_MONOTONIC) - wall);
	add(&r->cpu, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
	r->raw += text->len;
	r->versions++;
}

static void insert_history(struct run *r, const char *root, const char *name)
{
	struct str dir = { 0 };
	struct dirent **files = NULL;
	int n;

	file_join(&dir, root, name);
	n = scandir(dir.p, &files, is_text, alphasort);
	for (int i = 0; i < n; i++) {
		struct str path = { 0 }, text = { 0 };

		file_join(&path, dir.p, files[i]->d_name);
		must(file_read(&text, path.p), "read");
		insert(r, name, &text);
		str_release(&path);
		str_release(&text);
		free(files[i]);
	}
	free(files);
	str_release(&dir);
}

static void read_back(struct run *r)
{
	struct stmt *q = NULL;
	bool row = true;

	must(db_query(&q, store_db(r->store),
		     "SELECT DISTINCT text FROM version", ""),
		"list");
	for (;;) {
		struct str out = { 0 };
		struct digest d;
		double from;

		must(stmt_step(q, &row), "list");
		if (!row)
			break;
		stmt_digest(&d, q, 0);
		from = now(CLOCK_MONOTONIC);
		must(object_get(r->store, &d, &out), "get");
		add(&r->read, now(CLOCK_MONOTONIC) - from);
		str_release(&out);
	}
	stmt_free(q);
}

static int64_t ask(struct run *r, const char *sql)
{
	int64_t n = 0;

	must(db_int(&n, store_db(r->store), sql, ""), "ask");
	return n;
}

static void print_histories(struct run *r)
{
	int64_t texts = ask(r, "SELECT sum(length(data)) FROM chunk JOIN object"
			       " ON object.id = chunk.object WHERE digest IN"
			       " (SELECT text FROM version)");
	double sync = at(&r->sync, 0.5), wall = at(&r->wall, 0.5);

	printf("versions %llu raw %llu\n", (unsigned long long)r->versions,
		(unsigned long long)r->raw);
	printf("stored %lld %.3f\n", (long long)texts,
		100.0 * (double)texts / (double)r->raw);
	printf("records %lld bytes, deepest chain %lld\n",
		(long long)ask(r, "SELECT sum(length(data)) FROM chunk JOIN"
				  " object ON object.id = chunk.object WHERE"
				  " digest IN (SELECT record FROM snapshot)"),
		(long long)ask(r, "SELECT max(depth) FROM delta"));
	printf("insert_ms median %.2f p99 %.2f cpu %.2f\n", wall,
		at(&r->wall, 0.99), at(&r->cpu, 0.5));
	printf("fdatasync_ms median %.2f ratio %.2f\n", sync, wall / sync);
	printf("read_ms median %.2f p99 %.2f\n", at(&r->read, 0.5),
		at(&r->read, 0.99));
}

static void histories(const char *root, const char *dir)
{
	struct run r = { .store = make(dir) };
	struct dirent **names = NULL;
	int n = scandir(root, &names, is_named, alphasort);

	r.scratch = open_scratch(dir);
	for (int i = 0; i < n; i++) {
		insert_history(&r, root, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	read_back(&r);
	print_histories(&r);
	close(r.scratch);
	store_close(r.store);
	free(r.sync.v);
	free(r.wall.v);
	free(r.cpu.v);
	free(r.read.v);
}

/* --- many --- */

static void insert_light(struct store *s, const char *service, long i)
{
	char text[80];
	int len = snprintf(text, sizeof(text),
		"# Confidentialité\n\nVersion %ld de %s.\n", i, service);

	keep(s, service, text, (size_t)len, (int64_t)(i + 1) * 1000000000);
}

/* Rows of n versions, of `terms` services in turn, written by SQL alone: they
 * are sealed by nothing, but as large and as many as real ones. */
static void fill(struct store *s, long n, long terms, const char *prefix)
{
	static const char *const statements[] = {
		"INSERT INTO object(id, digest, size)"
		" SELECT b + i, randomblob(32), 60 FROM n",
		"INSERT INTO chunk(object, number, size, seal, data) SELECT"
		" b + i, 0, 60, randomblob(32), randomblob(60) FROM n",
		"INSERT INTO snapshot(id, service, terms, part, url, final_url,"
		" seen_ns, seen_precision, basis, source, status, media_type,"
		" body, size, record, salt, entry) SELECT b + i, '%s' ||"
		" (i %% %ld), 'Privacy Policy', 0,"
		" 'https://exemple.example/privacy',"
		" 'https://exemple.example/privacy', i * 1000000000, 's',"
		" 'captured', '', 200, 'text/html', d, 60, d, randomblob(32),"
		" 0 FROM n JOIN (SELECT id, digest AS d FROM object) o"
		" ON o.id = b + i",
		"INSERT INTO version(id, service, terms, text, size, snapshot,"
		" declaration, extractor, technical, salt, entry) SELECT b + i,"
		" '%s' || (i %% %ld), 'Privacy Policy', d, 60, b + i, d, '1',"
		" 0, randomblob(32), 0 FROM n JOIN"
		" (SELECT id, digest AS d FROM object) o ON o.id = b + i",
		"INSERT INTO reading(id, snapshot, version, salt, entry) SELECT"
		" b + i, b + i, b + i, randomblob(32), 0 FROM n",
	};
	int64_t base = 0;

	must(db_int(&base, store_db(s), "SELECT max(id) FROM object", ""),
		"base");
	for (long from = 0; from < n; from += GROUP) {
		must(store_begin(s), "begin");
		for (size_t i = 0; i < 5; i++) {
			struct str sql = { 0 };

			str_printf(&sql,
				"WITH RECURSIVE n(i, b) AS (SELECT %ld, %lld"
				" UNION ALL SELECT i + 1, b FROM n"
				" WHERE i < %ld) ",
				from, (long long)base + 1, from + GROUP - 1);
			str_printf(&sql, statements[i], prefix, terms);
			must(db_exec(store_db(s), sql.p), "fill");
			str_release(&sql);
		}
		must(store_commit(s), "commit");
	}
}

static void time_next(
	struct store *s, const char *service, long from, const char *label)
{
	struct times wall = { 0 }, cpu = { 0 };

	for (long i = 0; i < TIMED; i++) {
		double w = now(CLOCK_MONOTONIC);
		double c = now(CLOCK_PROCESS_CPUTIME_ID);

		must(store_begin(s), "begin");
		insert_light(s, service, from + i);
		must(store_commit(s), "commit");
		add(&wall, now(CLOCK_MONOTONIC) - w);
		add(&cpu, now(CLOCK_PROCESS_CPUTIME_ID) - c);
	}
	printf("%s: next %d: median %.2f ms, p99 %.2f ms, CPU %.2f ms\n", label,
		TIMED, at(&wall, 0.5), at(&wall, 0.99), at(&cpu, 0.5));
	free(wall.v);
	free(cpu.v);
}

static void many(long n, const char *dir)
{
	struct store *s = make(dir);
	double from = now(CLOCK_MONOTONIC);

	time_next(s, "empty", 0, "in an empty archive");
	fill(s, n, 10000, "Terms");
	time_next(s, "Terms7", n, "behind many of many terms");
	fill(s, n, 1, "One");
	time_next(s, "One0", n, "behind many of one terms");
	printf("%ld versions kept in %.0f s\n", 2 * n,
		(now(CLOCK_MONOTONIC) - from) / 1e3);
	store_close(s);
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "histories") == 0) {
		histories(argv[2], argv[3]);
	} else if (argc == 4 && strcmp(argv[1], "many") == 0) {
		many(strtol(argv[2], NULL, 10), argv[3]);
	} else {
		fputs("usage: bench_store histories HISTORIES FOLDER |"
		      " many N FOLDER\n",
			stderr);
		return 2;
	}
	return 0;
}
