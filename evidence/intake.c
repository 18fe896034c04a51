/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/intake.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/detect.h"
#include "evidence/extract.h"

const char *intake_media_type(const char *path, const char *head, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *type;
	} magics[] = { { "\x89PNG", 4, "image/png" },
		{ "\xFF\xD8\xFF", 3, "image/jpeg" },
		{ "%PDF", 4, "application/pdf" },
		{ "PK\x03\x04", 4, "application/zip" },
		{ "\x1F\x8B", 2, "application/gzip" },
		{ "\x28\xB5\x2F\xFD", 4, "application/zstd" },
		{ "SQLite format 3", 16, "application/vnd.sqlite3" },
		{ "\xD4\xC3\xB2\xA1", 4, "application/vnd.tcpdump.pcap" },
		{ "\x4D\x3C\xB2\xA1", 4, "application/vnd.tcpdump.pcap" },
		{ "\x0A\x0D\x0D\x0A", 4, "application/x-pcapng" } };
	static const struct {
		const char *suffix, *type;
	} suffixes[] = { { ".csv", "text/csv" }, { ".eml", "message/rfc822" },
		{ ".html", "text/html" }, { ".json", "application/json" },
		{ ".md", "text/markdown" },
		{ ".ndjson", "application/x-ndjson" } };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (len >= magics[i].len &&
			memcmp(head, magics[i].magic, magics[i].len) == 0)
			return magics[i].type;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		size_t m = strlen(suffixes[i].suffix);

		if (n > m && strcasecmp(path + n - m, suffixes[i].suffix) == 0)
			return suffixes[i].type;
	}
	return len > 0 && utf8_valid(head, len, NULL)
		       ? "text/plain"
		       : "application/octet-stream";
}

static char *given(const char *text)
{
	return mem_strdup(text != NULL ? text : "");
}

/* The first bytes as they are; few or none where the file went away. */
static void read_head(struct str *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = 0;

	str_init(out, 0);
	if (fd >= 0 && str_reserve(out, IMPORTER_HEAD) == 0)
		n = read(fd, out->p, IMPORTER_HEAD);
	if (n > 0)
		str_added(out, (size_t)n);
	if (fd >= 0)
		close(fd);
}

/* The exhibit for a path, its content stored already. */
static void describe(
	struct exhibit *e, const char *path, const struct intake_about *about)
{
	struct str head = { 0 };

	e->kind = given(about->kind);
	e->title = given(about->title != NULL && about->title[0] != '\0'
				 ? about->title
				 : file_basename(path));
	e->file = given(file_basename(path));
	e->device = given(about->device);
	e->note = given(about->note);
	e->origin = given(about->origin);
	e->obtained_by = given(
		about->obtained_by != NULL && about->obtained_by[0] != '\0'
			? about->obtained_by
			: "complainant");
	e->obtained_ns =
		about->obtained_ns != 0 ? about->obtained_ns : instant_now();
	e->day_only = about->day_only;
	e->redacts = about->redacts;
	read_head(&head, path);
	e->media_type = given(intake_media_type(path, head.p, head.len));
	str_release(&head);
}

/* Stores the file; tells whether an exhibit has these bytes already. */
static int store_content(struct exhibit *e, bool *known, struct store *s,
	const char *path, const struct progress *progress)
{
	struct digest content;
	uint64_t size = 0;
	int rc = object_put_file(s, path, &content, &size, progress);

	*known = false;
	if (rc != 0)
		return rc;
	if (exhibit_find(e, s, &content) == 0) {
		*known = true;
		return 0;
	}
	*e = (struct exhibit){ .content = content, .size = size };
	return 0;
}

/* Inside the caller's transaction. */
static int keep_file(struct exhibit *out, bool *known, struct store *s,
	const char *path, const struct intake_about *about)
{
	int rc = store_content(out, known, s, path, NULL);

	if (rc == 0 && !*known) {
		describe(out, path, about);
		rc = exhibit_add(s, out, "attach", true);
	}
	return rc;
}

int intake_file(struct exhibit *out, bool *known, struct store *s,
	const char *path, const struct intake_about *about)
{
	struct exhibit e = { 0 };
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = keep_file(&e, known, s, path, about);
	rc = store_end(s, rc);
	if (rc != 0)
		exhibit_release(&e);
	else
		*out = e;
	return rc;
}

/* Who reads the file, and what in it. */
static int choose(struct detect_found *found, const struct intake_order *o)
{
	int rc = detect_file(found, o->path, o->importer);

	if (rc != 0)
		return rc;
	if (found->importer == NULL)
		rc = err_set(ERR_PARSE,
			_("'%s' is %s, and no log that is known here; "
			  "'constat formats' lists them, --format csv --map "
			  "reads any table"),
			o->path, _(found->guess));
	else if (found->rival != NULL)
		rc = err_set(ERR_INVALID,
			_("'%s' may be of the format %s or %s; choose with "
			  "--format"),
			o->path, found->importer->name, found->rival->name);
	if (rc != 0)
		detect_release(found);
	return rc;
}

/* What the person gave, for the record: the same options give the same
 * rows. */
static cJSON *options_json(const struct importer_options *o)
{
	cJSON *json = json_object();

	if (o->zone != NULL)
		json_set(json, "tz", zone_name(o->zone));
	if (o->year != 0)
		json_set_int(json, "year", o->year);
	if (o->date != NULL)
		json_set(json, "date", o->date);
	if (o->mapping != NULL)
		json_set(json, "mapping", o->mapping);
	if (o->map != NULL)
		json_set(json, "map", o->map);
	if (o->delimiter != NULL)
		json_set(json, "delimiter", o->delimiter);
	if (o->time_format != NULL)
		json_set(json, "time_format", o->time_format);
	if (o->blocked != NULL)
		json_set(json, "blocked", o->blocked);
	if (o->allowed != NULL)
		json_set(json, "allowed", o->allowed);
	return json;
}

/* The same, and the files beside the log, as an import has it. */
static char *import_options(
	const struct importer_options *o, const cJSON *beside)
{
	cJSON *json = options_json(o);
	struct str text = { 0 };

	if (beside->child != NULL)
		json_add(json, "beside", cJSON_Duplicate(beside, true));
	json_canonical(&text, json);
	cJSON_Delete(json);
	return str_take(&text);
}

static int first_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct str *words = ctx;

	(void)position;
	str_printf(
		words, _("line %llu: %s"), (unsigned long long)line, _(reason));
	return ERR_LIMIT; /* the first is enough */
}

static int nothing_read(struct store *s, const char *path, int64_t import)
{
	struct str words = { 0 };
	int rc;

	str_init(&words, 0);
	block_each_bad(s, import, first_bad, &words);
	rc = err_set(ERR_PARSE,
		words.len > 0 ? _("not one line of '%s' could be read (%s)")
			      : _("'%s' holds no record%s"),
		path, words.p);
	str_release(&words);
	return rc;
}

/* What an import before this one gave. */
static int count_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct intake_result *r = ctx;

	(void)exhibit;
	r->kinds[o->kind]++;
	r->by[o->disposition]++;
	return 0;
}

/* A file beside the log that belongs to it becomes an exhibit too; its digest
 * stands in the import, as what was given with the log. */
static int keep_beside(cJSON *beside, struct store *s,
	const struct intake_order *o, const char *suffix)
{
	struct intake_about about = *o->about;
	struct exhibit e = { 0 };
	struct str path = { 0 };
	char name[DIGEST_NAME + 1];
	bool known;
	int rc = 0;

	str_printf(&path, "%s%s", o->path, suffix);
	about.title = NULL;
	if (file_exists(path.p))
		rc = keep_file(&e, &known, s, path.p, &about);
	if (rc == 0 && e.id != 0) {
		digest_name(name, &e.content);
		json_set(beside, suffix, name);
	}
	exhibit_release(&e);
	str_release(&path);
	return rc;
}

static int keep_all_beside(cJSON *beside, struct intake_result *r,
	struct store *s, const struct intake_order *o)
{
	const char *const *suffix = r->importer->beside;
	int rc = 0;

	for (; suffix != NULL && *suffix != NULL && rc == 0; suffix++)
		rc = keep_beside(beside, s, o, *suffix);
	return rc;
}

/* The file was kept as it was read: now it becomes the exhibit that the rows
 * are of. An importer that read none of it leaves it to be read here. */
static int keep_read(struct intake_result *r, struct store *s,
	const struct intake_order *o, struct importer_job *job)
{
	struct object_writer *keep = job->keep;
	int64_t reserved = r->exhibit.id;
	struct source *source = NULL;
	int rc = 0;

	if (!job->kept) {
		rc = importer_open(&source, job);
		rc = importer_close(source, job, rc);
	}
	job->keep = NULL;
	rc = object_writer_close(
		keep, rc, &r->exhibit.content, &r->exhibit.size);
	if (rc != 0)
		return rc;
	describe(&r->exhibit, o->path, o->about);
	rc = exhibit_add(s, &r->exhibit, "exhibit", true);
	assert(rc != 0 || r->exhibit.id == reserved);
	return rc;
}

/* That the rows are of the exhibit, which was kept before, or is now. */
static int settle(struct intake_result *r, struct store *s,
	const struct intake_order *o, struct importer_job *job)
{
	if (job->good == 0)
		return nothing_read(s, o->path, r->import.id);
	if (job->keep != NULL)
		return keep_read(r, s, o, job);
	return digest_equal(&job->file.digest, &r->exhibit.content)
		       ? 0
		       : source_changed_meanwhile(o->path);
}

/* Reads the rows of an exhibit that is there, or, with keep, of one whose
 * bytes are kept as they are read. */
static int read_rows(struct intake_result *r, struct store *s,
	const struct intake_order *o, const struct detect_found *found,
	const cJSON *beside, struct object_writer *keep)
{
	char *options = import_options(o->options, beside);
	struct importer_job job = { .path = o->path,
		.options = o->options,
		.progress = o->progress,
		.keep = keep };
	int rc;

	r->import = (struct block_import){ .exhibit = r->exhibit.id,
		.importer = r->importer->name,
		.importer_version = r->importer->version,
		.options = options };
	rc = block_writer_open(&job.writer, s, &r->import);
	if (rc == 0)
		rc = detect_read(found, &job);
	if (rc == 0)
		rc = settle(r, s, o, &job);
	rc = block_writer_close(job.writer, rc);
	rc = object_writer_close(job.keep, rc, &r->exhibit.content, NULL);
	memcpy(r->kinds, job.kinds, sizeof(r->kinds));
	memcpy(r->by, job.by, sizeof(r->by));
	r->import.options = "";
	free(options);
	return rc;
}

static bool none_or_same(const cJSON *given, const cJSON *before)
{
	return given->child == NULL || cJSON_Compare(given, before, true);
}

/* Whether an import had the same files beside the log, and the same options;
 * of either, none given means those. */
static bool same_options(const char *imported,
	const struct importer_options *given, const cJSON *beside)
{
	cJSON *before = NULL, *now = options_json(given), *files;
	bool same = json_parse(&before, imported, strlen(imported), NULL) == 0;

	if (same) {
		files = cJSON_DetachItemFromObjectCaseSensitive(
			before, "beside");
		same = none_or_same(beside, files) && none_or_same(now, before);
		cJSON_Delete(files);
	}
	cJSON_Delete(before);
	cJSON_Delete(now);
	return same;
}

/* The rows that are there, and whether this importer gave them, as it is
 * now. */
static bool find_rows(struct block_import *found, const struct intake_result *r,
	struct store *s)
{
	return block_import_find(found, s, r->exhibit.id) == 0 &&
	       strcmp(found->importer, r->importer->name) == 0 &&
	       found->importer_version == r->importer->version;
}

/* They become the result's, when they are the same. */
static bool take_rows(
	struct intake_result *r, struct block_import *found, bool same)
{
	free((char *)(uintptr_t)found->importer);
	free((char *)(uintptr_t)found->options);
	found->importer = r->importer->name;
	found->options = "";
	if (same)
		r->import = *found;
	return same;
}

/* Whether the rows that are there came from this importer as it is now, and
 * from the same options. */
static bool is_current(struct intake_result *r, struct store *s,
	const struct importer_options *given, const cJSON *beside)
{
	struct block_import found = { 0 };
	bool same = find_rows(&found, r, s) &&
		    same_options(found.options, given, beside);

	return take_rows(r, &found, same);
}

/* The same, from exactly these options. */
static bool has_import(
	struct intake_result *r, struct store *s, const char *options)
{
	struct block_import found = { 0 };
	bool same =
		find_rows(&found, r, s) && strcmp(found.options, options) == 0;

	return take_rows(r, &found, same);
}

/* --- extracts --- */

/* A file under extraction. */
struct extraction {
	struct intake_result *result;
	struct importer_job job;
	const struct detect_found *found;
	struct extract extract;
	char *options; /* owned */
};

static int read_into(const struct importer_sink *sink, void *ctx)
{
	struct extraction *x = ctx;

	x->job.sink = sink;
	return detect_read(x->found, &x->job);
}

/* What was asked for, and of what it is taken: for the record. */
static char *extract_options(
	const struct extraction *x, const struct intake_order *o)
{
	cJSON *json = options_json(o->options), *of = json_object();
	char name[DIGEST_NAME + 1];
	struct str text = { 0 };

	digest_name(name, &x->job.file.digest);
	json_set(of, "sha256", name);
	json_set(of, "file", file_basename(o->path));
	json_set_int(of, "size", (int64_t)x->job.file.size);
	json_set_int(of, "rows", (int64_t)x->extract.cutting.total);
	json_set_int(of, "bad", (int64_t)x->extract.bad);
	json_set_bool(of, "kept", x->result->whole != 0);
	json_add(json, "of", of);
	json_add(json, "only", only_json(x->extract.only));
	json_canonical(&text, json);
	cJSON_Delete(json);
	return str_take(&text);
}

/* The whole becomes an exhibit without rows, where it is to be kept. */
static int keep_whole(
	struct extraction *x, struct store *s, const struct intake_order *o)
{
	struct exhibit whole = { 0 };
	bool known = false;
	int rc = store_content(&whole, &known, s, o->path, o->progress);

	if (rc == 0 && !digest_equal(&whole.content, &x->job.file.digest))
		rc = source_changed_meanwhile(o->path);
	if (rc == 0 && !known) {
		describe(&whole, o->path, o->about);
		rc = exhibit_add(s, &whole, "exhibit", true);
	}
	x->result->whole = whole.id;
	exhibit_release(&whole);
	return rc;
}

static int add_extract(
	struct extraction *x, struct store *s, const struct intake_order *o)
{
	struct intake_about about = *o->about;
	struct exhibit *e = &x->result->exhibit;

	about.redacts = x->result->whole;
	if (about.title == NULL || about.title[0] == '\0')
		about.title = x->extract.name;
	describe(e, x->extract.file.path, &about);
	free(e->file);
	e->file = mem_strdup(x->extract.name);
	if (strcmp(e->media_type, "text/plain") == 0) {
		free(e->media_type);
		e->media_type = given(intake_media_type(e->file, "-", 1));
	}
	return exhibit_add(s, e, "exhibit", true);
}

static int add_row(const struct observation *o, void *ctx)
{
	struct extraction *x = ctx;

	x->result->kinds[o->kind]++;
	x->result->by[o->disposition]++;
	return block_writer_add(x->job.writer, o);
}

static int add_rows(struct extraction *x, struct store *s)
{
	struct intake_result *r = x->result;
	int rc;

	r->import = (struct block_import){ .exhibit = r->exhibit.id,
		.importer = r->importer->name,
		.importer_version = r->importer->version,
		.options = x->options };
	rc = block_writer_open(&x->job.writer, s, &r->import);
	if (rc == 0)
		rc = extract_rows(&x->extract, add_row, x);
	rc = block_writer_close(x->job.writer, rc);
	r->import.options = "";
	return rc;
}

/* The extract is made; keeps it, unless the same is kept. */
static int keep_extract(
	struct extraction *x, struct store *s, const struct intake_order *o)
{
	struct intake_result *r = x->result;
	bool known = false;
	int rc = 0;

	if (o->keep != INTAKE_KEEP_EXTRACT)
		rc = keep_whole(x, s, o);
	if (rc != 0)
		return rc;
	x->options = extract_options(x, o);
	rc = store_content(
		&r->exhibit, &known, s, x->extract.file.path, o->progress);
	if (rc == 0 && known && has_import(r, s, x->options)) {
		r->known = true;
		return block_each(s, r->exhibit.id, count_row, r);
	}
	if (rc == 0 && !known)
		rc = add_extract(x, s, o);
	return rc != 0 ? rc : add_rows(x, s);
}

static int take_extract(struct intake_result *r, struct store *s,
	const struct intake_order *o, const struct detect_found *found)
{
	struct extraction x = { .result = r,
		.found = found,
		.job = { .path = o->path,
			.options = o->options,
			.progress = o->progress } };
	const struct extract_whole whole = { .path = o->path,
		.file = file_basename(o->path),
		.importer = r->importer,
		.read = read_into,
		.ctx = &x,
		.known = &x.job.file };
	int rc = extract_make(&x.extract, &whole, o->only);

	if (rc == 0)
		rc = keep_extract(&x, s, o);
	r->extract = true;
	r->total = x.extract.cutting.total;
	r->bad = x.extract.bad;
	memcpy(r->first_bad, x.extract.first_bad, sizeof(r->first_bad));
	r->file = x.job.file;
	extract_release(&x.extract);
	free(x.options);
	return rc;
}

/* --- whole files --- */

/* Whether the file can be kept while it is read: it is plain and alone, worth
 * a thread, and nothing of its size is an exhibit, so that it is none yet. */
static int is_once(bool *out, struct store *s, const struct intake_order *o,
	const struct detect_found *found)
{
	struct stat st;
	bool same_size = true;
	int rc;

	*out = false;
	if (found->wrap != SOURCE_PLAIN || found->n != 1 ||
		found->importer->beside != NULL || stat(o->path, &st) != 0 ||
		st.st_size <= OBJECT_CHUNK)
		return 0;
	rc = exhibit_has_size(&same_size, s, (uint64_t)st.st_size);
	*out = !same_size;
	return rc;
}

/* Reads a file once, for its rows and to be kept: they are of the very bytes
 * that are. */
static int read_once(struct intake_result *r, struct store *s,
	const struct intake_order *o, const struct detect_found *found)
{
	struct object_writer *keep = NULL;
	cJSON *beside;
	int rc = exhibit_reserve(&r->exhibit.id, s);

	if (rc == 0)
		rc = object_writer_open(&keep, s);
	if (rc != 0)
		return object_writer_close(keep, rc, &r->exhibit.content, NULL);
	beside = json_object();
	rc = read_rows(r, s, o, found, beside, keep);
	cJSON_Delete(beside);
	return rc;
}

/* Keeps the file, then reads its rows, where these are not there yet. */
static int keep_and_read(struct intake_result *r, struct store *s,
	const struct intake_order *o, const struct detect_found *found)
{
	cJSON *beside = json_object();
	bool known = false;
	int rc = store_content(&r->exhibit, &known, s, o->path, o->progress);

	if (rc == 0 && !known) {
		describe(&r->exhibit, o->path, o->about);
		rc = exhibit_add(s, &r->exhibit, "exhibit", true);
	}
	if (rc == 0)
		rc = keep_all_beside(beside, r, s, o);
	if (rc == 0 && known && is_current(r, s, o->options, beside)) {
		r->known = true;
		rc = block_each(s, r->exhibit.id, count_row, r);
	} else if (rc == 0) {
		rc = read_rows(r, s, o, found, beside, NULL);
	}
	cJSON_Delete(beside);
	return rc;
}

static int take_in(struct intake_result *r, struct store *s,
	const struct intake_order *o, const struct detect_found *found)
{
	bool once = false;
	int rc = is_once(&once, s, o, found);

	if (rc != 0)
		return rc;
	return once ? read_once(r, s, o, found) : keep_and_read(r, s, o, found);
}

/* The order, with what is kept decided. */
static struct intake_order decide(
	const struct intake_order *order, const struct importer *importer)
{
	static const struct only all = { .local = true }, home = { 0 };
	struct intake_order o = *order;
	bool filters = o.only != NULL && only_filters(o.only);

	if (o.only == NULL)
		o.only = &home;
	if (o.keep != INTAKE_KEEP_DEFAULT)
		return o;
	o.keep = importer->sensitive ? INTAKE_KEEP_EXTRACT : INTAKE_KEEP_WHOLE;
	/* Nobody chose: all records of it, and not its bytes. */
	if (importer->sensitive && !filters)
		o.only = &all;
	return o;
}

static bool makes_extract(const struct intake_order *o)
{
	return o->keep == INTAKE_KEEP_EXTRACT ||
	       (o->only != NULL && only_filters(o->only));
}

int intake_log(struct intake_result *out, struct store *s,
	const struct intake_order *order)
{
	struct intake_result r = { 0 };
	struct detect_found found = { 0 };
	struct intake_order settled;
	int rc = choose(&found, order);

	if (rc != 0)
		return rc;
	r.importer = found.importer;
	settled = decide(order, found.importer);
	rc = store_begin(s);
	if (rc == 0) {
		rc = makes_extract(&settled)
			     ? take_extract(&r, s, &settled, &found)
			     : take_in(&r, s, &settled, &found);
		if (order->dry && rc == 0)
			store_rollback(s);
		else
			rc = store_end(s, rc);
	}
	detect_release(&found);
	if (rc != 0)
		intake_result_release(&r);
	else
		*out = r;
	return rc;
}

void intake_result_release(struct intake_result *r)
{
	exhibit_release(&r->exhibit);
	*r = (struct intake_result){ 0 };
}
