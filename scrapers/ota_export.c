/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First all terms and what they showed are listed, small and without
 * contents, and sorted by date, since a repository holds all terms in one
 * line of commits. Then the contents follow one by one. Snapshots come
 * first: versions name the commits that they were read from.
 */
#include "scrapers/ota_export.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/self.h"
#include "scrapers/fetch.h"
#include "scrapers/ota_commit.h"
#include "scrapers/ota_path.h"
#include "scrapers/ota_stream.h"
#include "scrapers/reading.h"

enum {
	PARTS = 1000, /* pages of one terms */
	SHOWN_PROBLEMS = 20,
	TRAILERS = 10,
};

struct terms {
	char *service, *type;
	int parts;     /* pages, at least 1 */
	bool begun[2]; /* has a commit among the versions, the snapshots */
	size_t *marks; /* owned: commit of each page as of now; 0: none */
};

/* A file as it is from an instant on. */
struct edition {
	int64_t seen_ns;
	size_t terms; /* index */
	int part;
	int64_t snapshot;      /* that showed it */
	struct digest content; /* version: the text; snapshot: the body */
	bool technical;
	size_t mark; /* of its commit; 0: none */
};

struct list {
	struct edition *v;
	size_t n, cap;
};

struct work {
	struct store *store;
	const struct ota_export *e;
	struct ota_export_result r;
	struct terms *terms;
	size_t n_terms, cap;
	struct list pages, texts;
	size_t current; /* terms at hand */
	struct digest
		last[PARTS]; /* of the terms at hand: what each page was */
	bool seen[PARTS];
	char (*names)[OTA_GIT_HEX + 1]; /* commits of the snapshots, by mark */
	size_t n_names;
	bool versions;		   /* the repository at hand; else snapshots */
	struct ota_stream *stream; /* NULL: nothing is written */
};

/* --- listing --- */

static int note_terms(const char *service, const char *type, void *ctx)
{
	struct work *w = ctx;
	const struct ota_export *e = w->e;

	if ((e->service != NULL && strcasecmp(e->service, service) != 0) ||
		(e->type != NULL && strcasecmp(e->type, type) != 0))
		return 0;
	w->terms =
		mem_grow(w->terms, &w->cap, w->n_terms + 1, sizeof(*w->terms));
	w->terms[w->n_terms++] = (struct terms){ .service = mem_strdup(service),
		.type = mem_strdup(type),
		.parts = 1 };
	return 0;
}

static void add(struct list *list, const struct edition *e)
{
	list->v = mem_grow(list->v, &list->cap, list->n + 1, sizeof(*e));
	list->v[list->n++] = *e;
}

/* A page that Open Terms Archive would have kept. */
static bool is_page(const struct snapshot *snap)
{
	return snap->part >= 0 && snap->part < PARTS &&
	       (snap->status == 0 || snap->status / 100 == 2) &&
	       (snap->media_type == NULL ||
		       strncasecmp(snap->media_type, "text/markdown", 13) != 0);
}

static int note_snapshot(const struct snapshot *snap, void *ctx)
{
	struct work *w = ctx;
	struct terms *t = &w->terms[w->current];

	if (!is_page(snap) || (w->seen[snap->part] &&
				      memcmp(&w->last[snap->part], &snap->body,
					      sizeof(snap->body)) == 0))
		return 0;
	w->seen[snap->part] = true;
	w->last[snap->part] = snap->body;
	if (snap->part >= t->parts)
		t->parts = snap->part + 1;
	add(&w->pages, &(struct edition){ .seen_ns = snap->seen_ns,
			       .terms = w->current,
			       .part = snap->part,
			       .snapshot = snap->id,
			       .content = snap->body });
	return 0;
}

static int list_terms(struct work *w)
{
	const struct terms *t = &w->terms[w->current];
	struct version_spans spans = { 0 };
	int rc;

	memset(w->seen, 0, sizeof(w->seen));
	rc = snapshot_each(w->store, t->service, t->type, note_snapshot, w);
	if (rc == 0)
		rc = version_spans(&spans, w->store, t->service, t->type);
	for (size_t i = 0; i < spans.n; i++)
		add(&w->texts,
			&(struct edition){ .seen_ns = spans.v[i].first.seen_ns,
				.terms = w->current,
				.snapshot = spans.v[i].first.snapshot,
				.content = spans.v[i].text,
				.technical = spans.v[i].technical });
	version_spans_release(&spans);
	return rc;
}

static int compare_editions(const void *va, const void *vb)
{
	const struct edition *a = va, *b = vb;

	if (a->seen_ns != b->seen_ns)
		return a->seen_ns < b->seen_ns ? -1 : 1;
	if (a->terms != b->terms)
		return a->terms < b->terms ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return (a->snapshot > b->snapshot) - (a->snapshot < b->snapshot);
}

static void sort(struct list *list)
{
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), compare_editions);
}

static int list_all(struct work *w)
{
	int rc = version_each_terms(w->store, note_terms, w);

	for (w->current = 0; rc == 0 && w->current < w->n_terms; w->current++)
		rc = list_terms(w);
	if (rc == 0 && w->pages.n == 0 && w->texts.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("there is nothing of that to be exported"));
	sort(&w->pages);
	sort(&w->texts);
	return rc;
}

/* --- one commit --- */

/* Names and values side by side, each with a NULL behind the last. */
struct trailers {
	const char *names[TRAILERS + 1], *values[TRAILERS + 1];
	size_t n;
	char seen[INSTANT_TEXT], sha256[DIGEST_NAME + 1]; /* values */
	struct str engine;				  /* a value */
};

static void trail(struct trailers *t, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0' || t->n == TRAILERS)
		return;
	t->names[t->n] = name;
	t->values[t->n++] = value;
}

/* How the page was fetched, when its record tells: a fetcher's name as Open
 * Terms Archive has it, constant; else NULL. */
static const char *fetcher_of(const cJSON *record)
{
	const cJSON *trailers =
		json_member(json_member(record, "ota"), "trailers");
	const char *theirs = json_string(trailers, "X-fetcher");
	const char *scripts =
		json_string(json_member(record, "request"), "scripts");

	if (theirs != NULL)
		return strcmp(theirs, "fullDom") == 0 ? "fullDom" : "htmlOnly";
	if (scripts == NULL)
		return NULL;
	return strcmp(scripts, "not executed") == 0 ? "htmlOnly" : "fullDom";
}

static int read_record(
	cJSON **out, struct store *s, const struct snapshot *snap)
{
	struct str text = { 0 };
	int rc = object_get(s, &snap->record, &text);

	if (rc == 0)
		rc = json_parse(out, text.p, text.len, NULL);
	str_release(&text);
	return rc;
}

/* Brings the marks of all terms up to an instant; *next is the first page
 * that lies behind. */
static void go_on(struct work *w, size_t *next, int64_t ns)
{
	for (; *next < w->pages.n && w->pages.v[*next].seen_ns <= ns; ++*next) {
		const struct edition *p = &w->pages.v[*next];
		struct terms *t = &w->terms[p->terms];

		if (t->marks == NULL)
			t->marks = mem_new((size_t)t->parts, sizeof(*t->marks));
		t->marks[p->part] = p->mark;
	}
}

/* What a version was read from: commits of the pages as they were then;
 * closed by NULL. The names are borrowed from w->names. */
static const char **origins(const struct work *w, const struct terms *t)
{
	const char **v = mem_new((size_t)t->parts + 1, sizeof(*v)), **end = v;

	for (int i = 0; t->marks != NULL && i < t->parts; i++)
		if (t->marks[i] > 0 && t->marks[i] <= w->n_names)
			*end++ = w->names[t->marks[i] - 1];
	return v;
}

/* fetcher NULL: not known, or a version. */
static void put_trailers(struct trailers *t, const struct snapshot *snap,
	const char *fetcher, const struct str *content)
{
	struct digest d;

	str_printf(&t->engine, "%s+constat", self_version());
	instant_format(t->seen, snap->seen_ns, 0, INSTANT_NS);
	digest_of(&d, content->p, content->len);
	digest_name(t->sha256, &d);
	trail(t, "X-engine-version", t->engine.p);
	trail(t, "X-fetcher", fetcher);
	trail(t, "X-source-document-location", snap->url);
	trail(t, "X-constat-seen", t->seen);
	trail(t, "X-constat-precision", snap->day_only ? "day" : NULL);
	trail(t, "X-constat-basis", snapshot_basis_name(snap->basis));
	trail(t, "X-constat-source", snap->source);
	trail(t, "X-constat-sha256", t->sha256);
}

/* The message of a commit. */
static int write_message(struct str *out, const struct work *w,
	const struct edition *e, const struct snapshot *snap,
	const struct str *content)
{
	const struct terms *t = &w->terms[e->terms];
	struct trailers trailers = { 0 };
	struct str document = { 0 };
	const char **snapshots = w->versions ? origins(w, t) : NULL;
	cJSON *record = NULL;
	struct ota_commit_message m = { .service = t->service,
		.type = t->type,
		.snapshots = snapshots,
		.trailers = { trailers.names, trailers.values } };
	int rc = read_record(&record, w->store, snap);

	m.kind = e->technical		 ? OTA_COMMIT_TECHNICAL
		 : t->begun[w->versions] ? OTA_COMMIT_CHANGE
					 : OTA_COMMIT_FIRST;
	if (!w->versions && t->parts > 1) {
		ota_path_document(&document, snap->url);
		m.document = document.p;
	}
	if (rc == 0) {
		put_trailers(&trailers, snap,
			w->versions ? NULL : fetcher_of(record), content);
		ota_commit_write(out, &m);
	}
	cJSON_Delete(record);
	free(snapshots);
	str_release(&trailers.engine);
	str_release(&document);
	return rc;
}

/* The file's path; false when a name of it cannot be one. */
static bool write_path(struct str *out, const struct work *w,
	const struct edition *e, const struct snapshot *snap)
{
	const struct terms *t = &w->terms[e->terms];
	struct str document = { 0 }, extension = { 0 };
	struct ota_path p = { .service = t->service, .type = t->type };
	bool fine;

	str_puts(&extension,
		w->versions ? "md" : ota_path_extension(snap->media_type));
	p.extension = extension.p;
	if (!w->versions && t->parts > 1) {
		ota_path_document(
			&document, snap->url != NULL ? snap->url : "");
		p.document = document.p != NULL ? document.p : "";
	}
	fine = ota_path_write(out, &p);
	str_release(&document);
	str_release(&extension);
	return fine;
}

/* A body as a file: a coding that a server used unasked is undone; one that
 * we do not know stays. */
static int read_content(
	struct str *out, struct store *s, const struct snapshot *snap)
{
	int rc = reading_body(out, s, snap);

	if (rc != ERR_PARSE)
		return rc;
	str_clear(out);
	return object_get(s, &snap->body, out);
}

static int leave_out(struct work *w, const struct edition *e, const char *why)
{
	const struct terms *t = &w->terms[e->terms];

	w->r.left_out++;
	problem_add(&w->r.problems, PROBLEM_WARNING, 0, 0, _("'%s' '%s': %s"),
		t->service, t->type, why);
	return 0;
}

static int commit(struct work *w, struct edition *e)
{
	struct snapshot snap = { 0 };
	struct str content, message = { 0 }, path = { 0 };
	struct ota_stream_commit c = { .seen_ns = e->seen_ns };
	int rc = snapshot_get(&snap, w->store, e->snapshot);

	str_init(&content, FETCH_BYTES);
	if (rc == 0 && e->seen_ns < 0) {
		rc = leave_out(w, e, _("git holds no dates before 1970"));
		goto done;
	}
	if (rc == 0 && !write_path(&path, w, e, &snap)) {
		rc = leave_out(w, e, _("a name of it cannot be a file's"));
		goto done;
	}
	if (rc == 0 && w->stream != NULL)
		rc = w->versions ? object_get(w->store, &e->content, &content)
				 : read_content(&content, w->store, &snap);
	if (rc == 0 && w->stream != NULL)
		rc = write_message(&message, w, e, &snap, &content);
	c.message = message.p;
	c.path = path.p;
	c.data = content.p;
	c.len = content.len;
	if (rc == 0 && w->stream != NULL)
		rc = ota_stream_add(w->stream, &c);
	if (rc == 0) {
		w->terms[e->terms].begun[w->versions] = true;
		*(w->versions ? &w->r.versions : &w->r.snapshots) += 1;
		e->mark = w->stream != NULL ? w->stream->n : 0;
	}
done:
	snapshot_release(&snap);
	str_release(&content);
	str_release(&message);
	str_release(&path);
	return rc;
}

/* --- both repositories --- */

/* Lines ":MARK HEX". */
static void read_names(struct work *w, const struct str *text, size_t n)
{
	const char *p = text->p, *end = text->p + text->len;

	w->names = mem_new(n + 1, sizeof(*w->names));
	w->n_names = n;
	while (p < end && *p == ':') {
		size_t mark = 0, len;

		for (p++; p < end && *p >= '0' && *p <= '9' && mark <= n; p++)
			mark = mark * 10 + (size_t)(*p - '0');
		p += p < end;
		len = (size_t)(end - p);
		len = strcspn(p, "\n") < len ? strcspn(p, "\n") : len;
		if (mark > 0 && mark <= n && len <= OTA_GIT_HEX)
			memcpy(w->names[mark - 1], p, len);
		p += len + 1;
	}
}

static int write_editions(struct work *w, struct list *list)
{
	struct str names;
	size_t next = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < list->n; i++) {
		if (w->versions)
			go_on(w, &next, list->v[i].seen_ns);
		rc = commit(w, &list->v[i]);
		progress_report(w->e->progress, _("writing"), i + 1, list->n);
	}
	str_init(&names, OTA_STREAM_NAMES);
	if (rc == 0 && !w->versions && w->stream != NULL)
		rc = ota_stream_names(&names, w->stream);
	if (rc == 0 && names.len > 0)
		read_names(w, &names, w->stream->n);
	str_release(&names);
	return rc;
}

static int write_repository(struct work *w, struct list *list, bool versions)
{
	struct ota_stream stream = { 0 };
	struct str dir = { 0 };
	int rc = 0;

	w->versions = versions;
	file_join(&dir, w->e->dir, versions ? "versions" : "snapshots");
	if (w->e->dry_run || list->n == 0) {
		rc = write_editions(w, list);
		goto done;
	}
	rc = ota_stream_open(&stream, dir.p);
	if (rc != 0)
		goto done;
	w->stream = &stream;
	rc = ota_stream_close(&stream, write_editions(w, list));
	w->stream = NULL;
done:
	str_release(&dir);
	return rc;
}

static void release(struct work *w)
{
	for (size_t i = 0; i < w->n_terms; i++) {
		free(w->terms[i].service);
		free(w->terms[i].type);
		free(w->terms[i].marks);
	}
	free(w->terms);
	free(w->pages.v);
	free(w->texts.v);
	free(w->names);
	free(w);
}

/* Neither of the two may be there: half an export is none. */
static int prepare(const struct ota_export *e)
{
	static const char *const names[] = { "versions", "snapshots" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < 2; i++) {
		struct str dir = { 0 };

		file_join(&dir, e->dir, names[i]);
		rc = ota_stream_check(dir.p);
		str_release(&dir);
	}
	return rc != 0 ? rc : file_mkdir(e->dir);
}

int ota_export_run(struct ota_export_result *out, struct store *s,
	const struct ota_export *e)
{
	struct work *w = mem_new(1, sizeof(*w));
	int rc;

	w->store = s;
	w->e = e;
	w->r.problems.max = SHOWN_PROBLEMS;
	rc = store_snapshot(s);
	if (rc == 0) {
		rc = list_all(w);
		if (rc == 0 && !e->dry_run)
			rc = prepare(e);
		if (rc == 0)
			rc = write_repository(w, &w->pages, false);
		if (rc == 0)
			rc = write_repository(w, &w->texts, true);
		rc = store_end(s, rc);
	}
	if (rc == 0 && !e->dry_run)
		rc = file_sync_dir(e->dir);
	if (rc == 0)
		*out = w->r;
	else
		ota_export_release(&w->r);
	release(w);
	return rc;
}

void ota_export_release(struct ota_export_result *r)
{
	problem_release(&r->problems);
	*r = (struct ota_export_result){ 0 };
}
