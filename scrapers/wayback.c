/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The listing:	BASE/cdx/search/cdx?url=…&output=json
 * An original:	BASE/web/20180903101010id_/https://exemple.example/privacy
 *
 * When it has no capture of that second, the archive redirects to the
 * nearest; what counts is the capture that came.
 */
#include "scrapers/wayback.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "base/http_header.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/coding.h"
#include "scrapers/extractor.h"
#include "scrapers/warc.h"
#include "scrapers/wayback_cdx.h"

enum {
	TRIES = 3,	  /* of one address that says "later" */
	WAIT_S = 10,	  /* when it does not say how much later */
	WAIT_MAX_S = 300, /* longest wait that is obeyed */
	FILES = 100000,	  /* originals in a folder */
	STATUS_OK = 200,  /* of an original that was replayed */
};

static const char *const names[] = { "status", "date", "same", "missing",
	"bad" };
static const char *const words[] = { N_("no pages: redirects, errors"),
	N_("outside the dates asked for"),
	N_("between the first and the last of equal ones"),
	N_("whose original was not to be had"), N_("that cannot be read") };

const char *wayback_skip_name(enum wayback_skip skip)
{
	return names[skip];
}

const char *wayback_skip_words(enum wayback_skip skip)
{
	return words[skip];
}

/* The page of the run of equal captures under way; owned. */
struct run {
	bool there;
	char *digest; /* as listed */
	char first[WAYBACK_STAMP + 1];
	const struct wayback_row *last; /* a later one; NULL: none */
	struct str body;
	char *coding, *media_type, *final_url;
	int64_t ns; /* of the capture that came */
	int status; /* HTTP; 0: a saved listing does not tell */
	enum warc_fit fit;
	cJSON *about; /* for the record */
};

struct work {
	struct wayback_result done;
	struct store *store;
	const struct wayback *w;
	const char *url, *base, *source;
	struct extractor *reader;
	char from[WAYBACK_STAMP + 1], to[WAYBACK_STAMP + 1];
	char **files; /* of the folder, sorted; owned */
	size_t n_files, cap_files;
	bool asked; /* a request was sent already */
	struct run run;
};

static void run_release(struct run *r)
{
	free(r->digest);
	free(r->coding);
	free(r->media_type);
	free(r->final_url);
	str_release(&r->body);
	cJSON_Delete(r->about);
	*r = (struct run){ 0 };
}

static void note(const struct work *w, const char *where, const char *what)
{
	if (w->w->note != NULL)
		w->w->note(where, what, w->w->ctx);
}

static void set_text(cJSON *o, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0' &&
		utf8_valid(text, strlen(text), NULL))
		json_set(o, name, text);
}

/* --- asking --- */

static void wait_s(int64_t s)
{
	struct timespec t = { .tv_sec = (time_t)s };

	while (s > 0 && nanosleep(&t, &t) != 0)
		continue;
}

/* How long to wait before asking again; 0: no need. */
static int64_t asks_to_wait(const struct fetch *f)
{
	const struct http_response *a = &f->v[f->n - 1].answer;
	int64_t ns;

	if (a->status != 429 && a->status != 503)
		return 0;
	if (!http_retry_after(&ns, &a->headers, instant_now()))
		return WAIT_S;
	return ns / INSTANT_SECOND < 1		  ? 1
	       : ns / INSTANT_SECOND > WAIT_MAX_S ? WAIT_MAX_S
						  : ns / INSTANT_SECOND;
}

static int ask(struct work *w, struct fetch *f, const char *address)
{
	int64_t wait = w->asked ? w->w->pause_s : 0;
	int rc = 0;

	for (int i = 0; i < TRIES; i++) {
		wait_s(wait);
		w->asked = true;
		rc = fetch_page(f, address, &w->w->fetch);
		if (rc != 0)
			return rc;
		wait = asks_to_wait(f);
		if (wait == 0)
			break;
	}
	if (f->v[f->n - 1].answer.status != 200)
		rc = err_set(ERR_NET, _("'%s' answered with status %d"),
			address, f->v[f->n - 1].answer.status);
	return rc;
}

static void put_encoded(struct str *out, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++)
		if (strchr(plain, *text) != NULL)
			str_putc(out, *text);
		else
			str_printf(out, "%%%02X", (unsigned char)*text);
}

static int ask_listing(struct work *w, struct str *text)
{
	struct fetch f = { 0 };
	struct str address = { 0 };
	int rc;

	str_printf(&address, "%s/cdx/search/cdx?url=", w->base);
	put_encoded(&address, w->url);
	str_puts(&address, "&output=json&fl=timestamp,original,mimetype,"
			   "statuscode,digest");
	if (w->w->from != NULL)
		str_printf(&address, "&from=%s", w->from);
	if (w->w->to != NULL)
		str_printf(&address, "&to=%s", w->to);
	rc = ask(w, &f, address.p);
	if (rc == 0)
		rc = fetch_body(text, &f);
	fetch_release(&f);
	str_release(&address);
	return err_wrap(rc, _("cannot list the captures of '%s'"), w->url);
}

/* --- an original --- */

static enum warc_fit fit(const struct run *r)
{
	struct str label = { 0 }, plain;
	enum warc_fit fits;

	str_printf(&label, "sha1:%s", r->digest);
	fits = r->digest[0] == '\0'
		       ? WARC_UNKNOWN
		       : warc_digest_fit(label.p, r->body.p, r->body.len);
	str_init(&plain, FETCH_BYTES);
	if (fits == WARC_DIFFERS && r->coding != NULL && r->coding[0] != '\0' &&
		coding_decode(&plain, r->coding, r->body.p, r->body.len) == 0)
		fits = warc_digest_fit(label.p, plain.p, plain.len);
	err_clear();
	str_release(&label);
	str_release(&plain);
	return fits;
}

static char *header(const struct http_response *a, const char *name)
{
	struct str value = { 0 };

	if (http_header(&value, &a->headers, name, 0) != 0)
		return NULL;
	return str_take(&value);
}

/* The instant of the capture that came: what the archive says in its header,
 * else in its address, else the row's. */
static int64_t instant_of(
	const char *memento, const char *address, const struct wayback_row *row)
{
	const char *stamp = strstr(address, "/web/");
	int64_t ns;

	if (memento != NULL && instant_parse_http(&ns, memento))
		return ns;
	if (stamp != NULL && wayback_stamp(&ns, stamp + 5,
				     strspn(stamp + 5, "0123456789")) == 0)
		return ns;
	err_clear();
	return row->ns;
}

static void take_answer(
	struct run *r, struct fetch *f, const struct wayback_row *row)
{
	struct fetch_hop *last = &f->v[f->n - 1];
	struct http_response *a = &last->answer;
	const char *original = strstr(last->url, "id_/");
	char *memento = header(a, "Memento-Datetime");
	cJSON *hops = json_array();

	if (original != NULL) {
		free(r->final_url);
		r->final_url = mem_strdup(original + strlen("id_/"));
	}
	r->ns = instant_of(memento, last->url, row);
	r->coding = header(a, "Content-Encoding");
	r->media_type = header(a, "x-archive-orig-content-type");
	if (r->media_type == NULL)
		r->media_type = header(a, "Content-Type");
	for (size_t i = 0; i < f->n; i++)
		json_push_string(hops, f->v[i].url);
	json_add(r->about, "addresses", hops);
	set_text(r->about, "memento", memento);
	set_text(r->about, "answer", a->headers.p);
	free(memento);
	r->body = a->body;
	a->body = (struct str){ 0 };
}

static int ask_original(
	struct work *w, struct run *r, const struct wayback_row *row)
{
	struct fetch f = { 0 };
	struct str address = { 0 };
	int rc;

	str_printf(
		&address, "%s/web/%sid_/%s", w->base, row->timestamp, row->url);
	rc = ask(w, &f, address.p);
	if (rc == 0)
		take_answer(r, &f, row);
	fetch_release(&f);
	str_release(&address);
	return rc;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_files(struct work *w)
{
	DIR *dir = opendir(w->w->folder);
	struct dirent *entry;

	if (dir == NULL)
		return err_sys(_("cannot read the folder '%s'"), w->w->folder);
	while (w->n_files < FILES && (entry = readdir(dir)) != NULL) {
		if (strspn(entry->d_name, "0123456789") != WAYBACK_STAMP)
			continue;
		w->files = mem_grow(w->files, &w->cap_files, w->n_files + 1,
			sizeof(*w->files));
		w->files[w->n_files++] = mem_strdup(entry->d_name);
	}
	closedir(dir);
	if (w->n_files > 0)
		qsort(w->files, w->n_files, sizeof(*w->files), compare_names);
	return 0;
}

static int read_original(
	struct work *w, struct run *r, const struct wayback_row *row)
{
	struct str path = { 0 };
	int rc = ERR_NOTFOUND;

	for (size_t i = 0; i < w->n_files; i++)
		if (strncmp(w->files[i], row->timestamp, WAYBACK_STAMP) == 0) {
			file_join(&path, w->w->folder, w->files[i]);
			set_text(r->about, "file", w->files[i]);
			break;
		}
	if (path.len == 0)
		return err_set(ERR_NOTFOUND,
			_("no file in '%s' begins with %s"), w->w->folder,
			row->timestamp);
	str_init(&r->body, FETCH_BYTES);
	rc = file_read(&r->body, path.p);
	r->ns = row->ns;
	r->media_type = mem_strdup(row->media_type);
	str_release(&path);
	return rc;
}

/* --- keeping --- */

/* The page of the run, seen at that instant; fetched then, or known by its
 * digest only. */
static int keep(struct work *w, int64_t ns, const char *stamp, bool fetched)
{
	static const char *const fits[] = { "fits", "differs", "unknown" };
	struct run *r = &w->run;
	struct past_result result = { 0 };
	cJSON *more = json_object(), *about = cJSON_Duplicate(r->about, true);
	char seen[INSTANT_TEXT];
	struct past_page page = { .url = w->url,
		.final_url = r->final_url,
		.seen_ns = ns,
		.seen = seen,
		.file = w->w->cdx != NULL ? file_basename(w->w->cdx) : "",
		.status = r->status,
		.media_type = r->media_type,
		.body = r->body.p,
		.size = r->body.len,
		.coding = r->coding,
		.record = more };
	struct past past = { .target = w->w->target,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_THIRD_PARTY,
		.source = w->source,
		.reader = w->reader };
	int rc;

	instant_format(seen, ns, 0, INSTANT_S);
	json_set(about, "timestamp", stamp);
	set_text(about, "digest", r->digest);
	json_set(about, "payload", fits[r->fit]);
	json_set_bool(about, "fetched", fetched);
	if (!fetched)
		json_set(about, "same_as", r->first);
	json_add(more, "wayback", about);
	rc = past_keep(&result, w->store, &past);
	if (rc == 0) {
		w->done.sightings++;
		w->done.kept += result.kept;
		w->done.unread += !result.read;
		w->done.versions += result.is_new;
	}
	if (rc == 0 && result.message != NULL)
		note(w, seen, result.message);
	past_result_release(&result);
	cJSON_Delete(more);
	return rc;
}

/* The last of equal captures is a sighting too, when the bytes are known to
 * have their digest. */
static int end_run(struct work *w)
{
	struct run *r = &w->run;
	int rc = 0;

	if (r->there && r->last != NULL && r->fit == WARC_FITS)
		rc = keep(w, r->last->ns, r->last->timestamp, false);
	else if (r->last != NULL && !w->w->dry_run)
		w->done.skipped[WAYBACK_SKIP_SAME]++;
	run_release(r);
	return rc;
}

static int begin_run(struct work *w, const struct wayback_row *row)
{
	struct run *r = &w->run;
	int rc;

	r->digest = mem_strdup(row->digest);
	r->status = w->w->cdx != NULL ? row->status : STATUS_OK;
	snprintf(r->first, sizeof(r->first), "%s", row->timestamp);
	if (w->w->dry_run) {
		w->done.fetched++;
		return 0;
	}
	r->about = json_object();
	set_text(r->about, "original", row->url);
	set_text(r->about, "base", w->w->cdx == NULL ? w->base : NULL);
	r->final_url = mem_strdup(row->url);
	rc = w->w->cdx != NULL ? read_original(w, r, row)
			       : ask_original(w, r, row);
	if (rc != 0) {
		note(w, row->timestamp, err_message());
		w->done.skipped[WAYBACK_SKIP_MISSING]++;
		run_release(r);
		return 0;
	}
	w->done.fetched++;
	r->there = true;
	r->fit = fit(r);
	if (r->fit == WARC_DIFFERS) {
		w->done.differing++;
		note(w, row->timestamp,
			_("the original has another digest than the listing "
			  "says"));
	}
	if (r->ns <= instant_now())
		return keep(w, r->ns, row->timestamp, true);
	w->done.skipped[WAYBACK_SKIP_DATE]++;
	run_release(r);
	return 0;
}

/* --- the listing --- */

static bool is_wanted(struct work *w, const struct wayback_row *row)
{
	enum wayback_skip skip = WAYBACK_SKIPS;

	if (row->status != 200 && row->status != 0)
		skip = WAYBACK_SKIP_STATUS;
	else if (row->ns > instant_now() ||
		 strncmp(row->timestamp, w->from, strlen(w->from)) < 0 ||
		 strncmp(row->timestamp, w->to, strlen(w->to)) > 0)
		skip = WAYBACK_SKIP_DATE;
	if (skip != WAYBACK_SKIPS)
		w->done.skipped[skip]++;
	return skip == WAYBACK_SKIPS;
}

static int take_row(struct work *w, const struct wayback_row *row)
{
	struct run *r = &w->run;
	int rc;

	if (!is_wanted(w, row))
		return 0;
	if (r->digest != NULL && row->digest[0] != '\0' &&
		strcmp(r->digest, row->digest) == 0) {
		if (r->last != NULL)
			w->done.skipped[WAYBACK_SKIP_SAME]++;
		r->last = row;
		return 0;
	}
	rc = end_run(w);
	return rc != 0 ? rc : begin_run(w, row);
}

static int take_rows(struct work *w, const struct wayback_rows *rows)
{
	int rc = 0;

	w->done.rows = rows->n + rows->bad;
	w->done.skipped[WAYBACK_SKIP_BAD] = rows->bad;
	for (size_t i = 0; rc == 0 && i < rows->n; i++) {
		rc = take_row(w, &rows->v[i]);
		progress_report(&w->w->progress, _("fetching"), i + 1, rows->n);
	}
	return rc == 0 ? end_run(w) : rc;
}

/* "2018-09-03" as the digits of a timestamp, or their beginning. */
static int read_day(char out[WAYBACK_STAMP + 1], const char *text)
{
	size_t n = 0;

	for (const char *p = text; p != NULL && *p != '\0'; p++) {
		if (*p == '-')
			continue;
		if (*p < '0' || *p > '9' || n == WAYBACK_STAMP)
			return err_set(ERR_INVALID,
				_("'%s' is no date like 2018, 2018-09 or "
				  "2018-09-03"),
				text);
		out[n++] = *p;
	}
	out[n] = '\0';
	if (text != NULL && (n < 4 || n % 2 != 0))
		return err_set(ERR_INVALID,
			_("'%s' is no date like 2018, 2018-09 or 2018-09-03"),
			text);
	return 0;
}

static int import(struct work *w)
{
	struct wayback_rows rows = { 0 };
	struct str text;
	int rc = read_day(w->from, w->w->from);

	str_init(&text, WAYBACK_CDX_BYTES);
	if (rc == 0)
		rc = read_day(w->to, w->w->to);
	if (rc == 0 && w->w->cdx != NULL)
		rc = list_files(w);
	if (rc == 0)
		rc = w->w->cdx != NULL ? file_read(&text, w->w->cdx)
				       : ask_listing(w, &text);
	if (rc == 0)
		rc = wayback_cdx_parse(&rows, text.p, text.len);
	if (rc == 0)
		rc = extractor_open(&w->reader);
	if (rc == 0)
		rc = take_rows(w, &rows);
	extractor_close(w->reader);
	wayback_rows_release(&rows);
	str_release(&text);
	return rc;
}

int wayback_import(
	struct wayback_result *out, struct store *s, const struct wayback *w)
{
	const struct declaration_terms *terms = w->target->terms;
	struct work work = { .store = s, .w = w };
	struct str base = { 0 }, source = { 0 };
	int rc;

	if (terms->n > 1)
		return err_set(ERR_INVALID,
			_("the terms '%s' are made of %zu pages; the Wayback "
			  "Machine gives one at a time"),
			terms->type, terms->n);
	str_puts(&base, w->base != NULL ? w->base : WAYBACK_BASE);
	while (base.len > 0 && base.p[base.len - 1] == '/')
		str_cut(&base, base.len - 1);
	str_puts(&source, "Internet Archive, Wayback Machine");
	if (w->cdx == NULL && strcmp(base.p, WAYBACK_BASE) != 0)
		str_printf(&source, " (%s)", base.p);
	work.url = w->url != NULL ? w->url : terms->parts[0].fetch;
	work.base = base.p;
	work.source = w->source != NULL ? w->source : source.p;
	rc = import(&work);
	for (size_t i = 0; i < work.n_files; i++)
		free(work.files[i]);
	free(work.files);
	run_release(&work.run);
	str_release(&base);
	str_release(&source);
	if (rc == 0)
		*out = work.done;
	return rc;
}
