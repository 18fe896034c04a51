/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record becomes a page of its part; when every part of the terms has one,
 * they are a sighting. A revisit borrows the body of the response that it
 * names, which was kept before it.
 */
#include "scrapers/warc_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/extractor.h"
#include "scrapers/fetch.h"
#include "scrapers/warc_http.h"
#include "scrapers/warc_known.h"
#include "scrapers/warc_reach.h"

enum {
	BLOCK = FETCH_BYTES + WARC_HTTP_HEAD, /* of a record that is used */
	REDIRECT = 1 << 20,		      /* of one that redirects */
	INFO = 64 << 10,		      /* of a warcinfo */
	HELD = 128 << 20,		      /* pages waiting for others */
};

static const char *const names[] = { "kind", "address", "redirect", "date",
	"size", "damaged", "format", "revisit", "parts" };
static const char *const words[] = { N_("describe others, or hold no page"),
	N_("of other addresses"), N_("redirects"),
	N_("without a date that can be used"), N_("too large"),
	N_("cut off or damaged"), N_("no HTTP answer"),
	N_("repeat what is not there"),
	N_("without the other pages of these terms") };

const char *warc_skip_name(enum warc_skip skip)
{
	return names[skip];
}

const char *warc_skip_words(enum warc_skip skip)
{
	return words[skip];
}

/* A page that waits for the others of its sighting; owned. */
struct held {
	bool full;
	char *url, *seen, *media_type, *coding;
	int status;
	int64_t seen_ns;
	bool day_only;
	struct str body;
	cJSON *more;
};

struct work {
	struct warc_import_result done;
	struct store *store;
	const struct warc_import *i;
	struct extractor *reader;
	struct warc_reach *reach;
	struct warc_known known;
	struct held *held; /* one for each part */
	size_t parts, held_bytes;
	/* Of the file under way. */
	const char *path;
	struct warc_reader *file;
	struct str software;  /* that wrote it */
	struct str describes; /* the record that original belongs to */
	cJSON *original;      /* a capture record of ours */
};

/* One record under way. */
struct item {
	const struct warc_record *r;
	const char *uri, *date;
	size_t part;
	int64_t ns;
	bool day_only;
	struct str block;
	struct warc_http http; /* status 0: it is none */
	const char *body;
	size_t len;
	struct str borrowed; /* the body of a revisit */
	const char *media_type, *coding;
	enum warc_fit payload;
	bool counted; /* in a dry run, without its body */
};

static void item_release(struct item *t)
{
	str_release(&t->block);
	warc_http_release(&t->http);
	str_release(&t->borrowed);
}

static void held_release(struct held *h)
{
	free(h->url);
	free(h->seen);
	free(h->media_type);
	free(h->coding);
	str_release(&h->body);
	cJSON_Delete(h->more);
	*h = (struct held){ 0 };
}

/* --- the first pass: redirects --- */

static bool is_redirect(const struct warc_http *a)
{
	return a->status >= 300 && a->status < 400 && a->location.len > 0;
}

static int note_redirect(struct work *w, const struct warc_record *r)
{
	const char *uri = warc_get(r, "WARC-Target-URI");
	const char *date = warc_get(r, "WARC-Date");
	struct warc_http a = { 0 };
	struct str block;
	int64_t ns;
	bool day;
	int rc;

	if ((r->type != WARC_RESPONSE && r->type != WARC_REVISIT) ||
		uri == NULL || date == NULL || warc_date(&ns, &day, date) != 0)
		return 0;
	str_init(&block, REDIRECT);
	rc = warc_reader_block(&block, w->file);
	if (rc == 0 && warc_http_read(&a, block.p, block.len) == 0 &&
		is_redirect(&a))
		warc_reach_add(w->reach, uri, a.location.p, ns);
	warc_http_release(&a);
	str_release(&block);
	return rc == ERR_IO ? rc : 0;
}

static int scan_file(struct work *w, const char *path)
{
	const struct warc_record *r = NULL;
	int rc = warc_reader_open(&w->file, path);

	while (rc == 0) {
		rc = warc_reader_next(&r, w->file);
		if (rc != 0 || r == NULL)
			break;
		rc = note_redirect(w, r);
		progress_report(&w->i->progress, _("reading"), r->offset, 0);
	}
	warc_reader_close(w->file);
	w->file = NULL;
	return err_wrap(rc, _("cannot read '%s'"), path);
}

static void note(const struct work *w, const char *where, const char *what)
{
	if (w->i->note != NULL)
		w->i->note(where, what, w->i->ctx);
}

static int find_reach(struct work *w)
{
	int rc = 0;

	w->reach = warc_reach_new();
	for (size_t i = 0; rc == 0 && i < w->i->n; i++)
		rc = scan_file(w, w->i->paths[i]);
	for (size_t i = 0; rc == 0 && i < w->parts; i++)
		rc = warc_reach_start(w->reach, i,
			w->i->url != NULL
				? w->i->url
				: w->i->target->terms->parts[i].fetch);
	if (rc == 0 && warc_reach_is_full(w->reach))
		note(w, file_basename(w->i->paths[0]),
			_("too many redirects; pages behind the others are "
			  "not found: name the address they led to with "
			  "--url"));
	return rc;
}

/* --- what a file says of itself --- */

static void read_software(struct work *w)
{
	static const char name[] = "software:";
	struct str block;
	const char *line;

	str_init(&block, INFO);
	str_clear(&w->software);
	if (warc_reader_block(&block, w->file) != 0 ||
		!utf8_valid(block.p, block.len, NULL))
		err_clear();
	else if ((line = strcasestr(block.p, name)) != NULL) {
		line += strlen(name);
		line += strspn(line, " \t");
		str_add(&w->software, line, strcspn(line, "\r\n"));
	}
	str_release(&block);
}

/* A capture record of ours stands before the page that it describes. */
static void read_original(struct work *w, const struct warc_record *r)
{
	const char *type = warc_get(r, "Content-Type");
	const char *of = warc_get(r, "WARC-Concurrent-To"), *schema;
	struct str block;

	cJSON_Delete(w->original);
	w->original = NULL;
	if (type == NULL || of == NULL || strcmp(type, "application/json") != 0)
		return;
	str_init(&block, FETCH_BYTES);
	str_clear(&w->describes);
	str_puts(&w->describes, of);
	if (warc_reader_block(&block, w->file) != 0 ||
		json_parse(&w->original, block.p, block.len, NULL) != 0)
		err_clear();
	schema = json_string(w->original, "schema");
	if (schema == NULL || strncmp(schema, "constat.", 8) != 0) {
		cJSON_Delete(w->original);
		w->original = NULL;
	}
	str_release(&block);
}

/* --- what the sighting's record says of where it came from --- */

static void set_text(cJSON *o, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0' &&
		utf8_valid(text, strlen(text), NULL))
		json_set(o, name, text);
}

static void set_block(cJSON *o, const char *name, const struct str *block)
{
	struct str base64 = { 0 };
	cJSON *coded;

	if (block->len == 0)
		return;
	if (memchr(block->p, '\0', block->len) == NULL &&
		utf8_valid(block->p, block->len, NULL)) {
		json_set(o, name, block->p);
		return;
	}
	codec_base64(&base64, block->p, block->len);
	coded = json_object();
	json_set(coded, "base64", base64.p);
	json_add(o, name, coded);
	str_release(&base64);
}

static cJSON *describe(const struct work *w, const struct item *t)
{
	static const char *const fits[] = { "fits", "differs", "unknown" };
	static const char *const fields[][2] = { { "record", "WARC-Record-ID" },
		{ "block_digest", "WARC-Block-Digest" },
		{ "payload_digest", "WARC-Payload-Digest" },
		{ "refers_to", "WARC-Refers-To" },
		{ "profile", "WARC-Profile" },
		{ "server", "WARC-IP-Address" } };
	cJSON *more = json_object(), *o = json_object();

	json_set_int(o, "offset", (int64_t)t->r->offset);
	json_set(o, "type", warc_type_name(t->r->type));
	set_text(o, "software", w->software.p);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		set_text(o, fields[i][0], warc_get(t->r, fields[i][1]));
	json_set(o, "payload", fits[t->payload]);
	json_set_bool(o, "doubtful", t->r->doubtful);
	if (w->original != NULL && warc_get(t->r, "WARC-Record-ID") != NULL &&
		strcmp(warc_get(t->r, "WARC-Record-ID"), w->describes.p) == 0)
		json_add(o, "original", cJSON_Duplicate(w->original, true));
	json_add(more, "warc", o);
	set_block(more, "headers", &t->http.head);
	return more;
}

/* --- a sighting --- */

static void count(struct work *w, const struct past_result *r)
{
	w->done.sightings++;
	w->done.kept += r->kept;
	w->done.unread += !r->read;
	w->done.versions += r->is_new;
	if (r->message != NULL)
		note(w, w->held[0].seen, r->message);
}

static int keep(struct work *w)
{
	struct past_page *pages = mem_new(w->parts, sizeof(*pages));
	struct past_result result = { 0 };
	struct str source = { 0 };
	struct past past = { .target = w->i->target,
		.pages = pages,
		.n = w->parts,
		.basis = SNAPSHOT_THIRD_PARTY,
		.reader = w->reader,
		.dry_run = w->i->dry_run };
	int rc;

	str_puts(&source,
		w->i->source != NULL ? w->i->source : file_basename(w->path));
	if (w->i->source == NULL)
		str_printf(&source, " (WARC%s%s)",
			w->software.len > 0 ? ", " : "",
			w->software.len > 0 ? w->software.p : "");
	past.source = source.p;
	for (size_t i = 0; i < w->parts; i++) {
		const struct held *h = &w->held[i];

		pages[i] = (struct past_page){
			.url = w->i->url != NULL
				       ? w->i->url
				       : w->i->target->terms->parts[i].fetch,
			.final_url = h->url,
			.seen_ns = h->seen_ns,
			.day_only = h->day_only,
			.seen = h->seen,
			.file = file_basename(w->path),
			.status = h->status,
			.media_type = h->media_type,
			.body = h->body.p,
			.size = h->body.len,
			.coding = h->coding,
			.record = h->more,
		};
	}
	rc = past_keep(&result, w->store, &past);
	if (rc == 0)
		count(w, &result);
	past_result_release(&result);
	str_release(&source);
	free(pages);
	return rc;
}

/* Pages that wait for others no longer. */
static void let_go(struct work *w, bool used)
{
	for (size_t i = 0; i < w->parts; i++) {
		if (w->held[i].full && !used)
			w->done.skipped[WARC_SKIP_PARTS]++;
		else if (w->held[i].full)
			w->done.used++;
		held_release(&w->held[i]);
	}
	w->held_bytes = 0;
}

/* Takes the page to the others of its sighting; keeps them when all are
 * there. A page of a part that waits already begins another sighting. */
static int hold(struct work *w, const struct item *t)
{
	struct held *h = &w->held[t->part];
	bool all = true;
	int rc = 0;

	if (h->full || w->held_bytes + t->len > HELD)
		let_go(w, false);
	*h = (struct held){ .full = true,
		.url = mem_strdup(t->uri),
		.seen = mem_strdup(t->date),
		.media_type = mem_strdup(t->media_type),
		.coding = mem_strdup(t->coding),
		.status = t->http.status,
		.seen_ns = t->ns,
		.day_only = t->day_only,
		.more = describe(w, t) };
	str_add(&h->body, t->body, t->len);
	w->held_bytes += t->len;
	for (size_t i = 0; i < w->parts; i++)
		all = all && w->held[i].full;
	if (all) {
		rc = keep(w);
		let_go(w, true);
	}
	return rc;
}

/* --- one record --- */

/* The first part that the record is of and that still waits for its page;
 * else the first that it is of. */
static bool find_part(struct work *w, struct item *t)
{
	bool found = false;

	for (size_t i = 0; i < w->parts; i++) {
		if (!warc_reach_has(w->reach, i, t->uri, t->ns))
			continue;
		if (!found || w->held[t->part].full)
			t->part = i;
		found = true;
		if (!w->held[i].full)
			break;
	}
	return found;
}

/* The body of the response that a revisit names. */
static int borrow(struct work *w, struct item *t, bool *found)
{
	const char *id = warc_get(t->r, "WARC-Refers-To");
	const char *uri = warc_get(t->r, "WARC-Refers-To-Target-URI");
	const char *date = warc_get(t->r, "WARC-Refers-To-Date");
	const char *digest = warc_get(t->r, "WARC-Payload-Digest");
	const struct warc_response *of =
		warc_known_named(&w->known, id, uri, date, digest);
	int rc;

	*found = of != NULL;
	if (of == NULL)
		return 0;
	str_init(&t->borrowed, FETCH_BYTES);
	rc = object_get(w->store, &of->body, &t->borrowed);
	if (rc == ERR_NOTFOUND && w->i->dry_run) { /* nothing was kept */
		w->done.sightings++;
		w->done.used++;
		t->counted = true;
		rc = 0;
	} else if (rc == ERR_NOTFOUND) { /* of a sighting that was not whole */
		err_clear();
		*found = false;
		return 0;
	}
	t->body = t->borrowed.p;
	t->len = t->borrowed.len;
	if (t->http.status == 0 || t->http.status == 304) {
		t->media_type = of->media_type;
		t->coding = of->coding;
	}
	return rc;
}

/* Remembers a response for the revisits behind it. */
static void remember(struct work *w, const struct item *t)
{
	const char *id = warc_get(t->r, "WARC-Record-ID");
	const char *digest = warc_get(t->r, "WARC-Payload-Digest");
	struct warc_response r = { .id = (char *)(uintptr_t)id,
		.uri = (char *)(uintptr_t)t->uri,
		.date = (char *)(uintptr_t)t->date,
		.digest = (char *)(uintptr_t)digest,
		.media_type = (char *)(uintptr_t)t->media_type,
		.coding = (char *)(uintptr_t)t->coding };

	digest_of(&r.body, t->body, t->len);
	warc_known_add(&w->known, &r);
}

/* Reads the HTTP answer; WARC_SKIPS when nothing is wrong with it. */
static enum warc_skip read_answer(struct item *t)
{
	if (warc_http_read(&t->http, t->block.p, t->block.len) != 0) {
		err_clear();
		return t->r->type == WARC_REVISIT ? WARC_SKIPS
						  : WARC_SKIP_FORMAT;
	}
	t->body = t->http.body;
	t->len = t->http.body_len;
	t->media_type = t->http.media_type.p;
	t->coding = t->http.coding.p;
	if (is_redirect(&t->http))
		return WARC_SKIP_REDIRECT;
	if (t->r->type == WARC_RESPONSE && t->http.cut)
		return WARC_SKIP_DAMAGED;
	return WARC_SKIPS;
}

/* Some give the digest of the payload as it was sent, in chunks. */
static void fit_payload(struct item *t)
{
	const char *digest = warc_get(t->r, "WARC-Payload-Digest");

	t->payload = warc_digest_fit(digest, t->body, t->len);
	if (t->payload == WARC_DIFFERS && t->http.status != 0 &&
		warc_digest_fit(digest, t->http.payload, t->http.payload_len) ==
			WARC_FITS)
		t->payload = WARC_FITS;
}

/* Reads block and body; *skip says why the record cannot be used. */
static int read_body(struct work *w, struct item *t, enum warc_skip *skip)
{
	const char *digest = warc_get(t->r, "WARC-Block-Digest");
	bool found = true;
	int rc;

	str_init(&t->block, BLOCK);
	rc = warc_reader_block(&t->block, w->file);
	if (rc == ERR_LIMIT || rc == ERR_PARSE) {
		*skip = rc == ERR_LIMIT ? WARC_SKIP_SIZE : WARC_SKIP_DAMAGED;
		return 0;
	}
	if (rc != 0)
		return rc;
	if (warc_digest_fit(digest, t->block.p, t->block.len) == WARC_DIFFERS ||
		(t->r->type != WARC_REVISIT &&
			warc_get(t->r, "WARC-Truncated") != NULL)) {
		*skip = WARC_SKIP_DAMAGED;
		return 0;
	}
	t->body = t->block.p;
	t->len = t->block.len;
	t->media_type = warc_get(t->r, "Content-Type");
	if (t->r->type != WARC_RESOURCE && t->r->type != WARC_CONVERSION)
		*skip = read_answer(t);
	if (*skip == WARC_SKIPS && t->r->type == WARC_REVISIT)
		rc = borrow(w, t, &found);
	if (!found)
		*skip = WARC_SKIP_REVISIT;
	if (*skip == WARC_SKIPS && t->len > FETCH_BYTES)
		*skip = WARC_SKIP_SIZE;
	fit_payload(t);
	return rc;
}

/* Records that hold a page. A conversion to HTML is one as a browser showed
 * it; other conversions are derived from pages. */
static bool is_page(const struct warc_record *r)
{
	static const char html[] = "text/html";
	const char *type = warc_get(r, "Content-Type");

	if (r->type == WARC_CONVERSION)
		return type != NULL &&
		       strncasecmp(type, html, strlen(html)) == 0;
	return r->type == WARC_RESPONSE || r->type == WARC_REVISIT ||
	       r->type == WARC_RESOURCE;
}

/* What can be said from the head alone. */
static enum warc_skip judge_head(struct work *w, struct item *t)
{
	t->uri = warc_get(t->r, "WARC-Target-URI");
	t->date = warc_get(t->r, "WARC-Date");
	if (!is_page(t->r))
		return WARC_SKIP_KIND;
	if (t->uri == NULL)
		return WARC_SKIP_ADDRESS;
	if (t->date == NULL || warc_date(&t->ns, &t->day_only, t->date) != 0 ||
		t->ns > instant_now()) {
		err_clear();
		return WARC_SKIP_DATE;
	}
	return find_part(w, t) ? WARC_SKIPS : WARC_SKIP_ADDRESS;
}

static int take(struct work *w, const struct warc_record *r)
{
	struct item t = { .r = r, .payload = WARC_UNKNOWN };
	enum warc_skip skip = judge_head(w, &t);
	int rc = 0;

	if (skip == WARC_SKIPS)
		rc = read_body(w, &t, &skip);
	if (rc == 0 && skip == WARC_SKIPS && r->type != WARC_REVISIT)
		remember(w, &t);
	if (rc == 0 && skip == WARC_SKIPS && !t.counted)
		rc = hold(w, &t);
	else if (rc == 0 && skip != WARC_SKIPS)
		w->done.skipped[skip]++;
	item_release(&t);
	return rc;
}

/* --- one file, all --- */

static void note_damages(struct work *w)
{
	const struct warc_damages *d = warc_reader_damages(w->file);
	char place[32];

	w->done.damages += d->n;
	for (size_t i = 0; i < d->n && i < WARC_DAMAGES; i++) {
		snprintf(place, sizeof(place), "%llu",
			(unsigned long long)d->v[i].offset);
		note(w, place, d->v[i].what);
	}
}

static int read_file(struct work *w, const char *path)
{
	const struct warc_record *r = NULL;
	int rc = warc_reader_open(&w->file, path);

	w->path = path;
	str_clear(&w->software);
	str_puts(&w->software, "");
	while (rc == 0) {
		rc = warc_reader_next(&r, w->file);
		if (rc != 0 || r == NULL)
			break;
		w->done.records++;
		if (r->type == WARC_INFO)
			read_software(w);
		else if (r->type == WARC_METADATA)
			read_original(w, r);
		rc = take(w, r);
		progress_report(&w->i->progress, _("reading"), r->offset, 0);
	}
	if (rc == 0)
		note_damages(w);
	let_go(w, false);
	warc_reader_close(w->file);
	w->file = NULL;
	return err_wrap(rc, _("cannot read '%s'"), path);
}

int warc_import(struct warc_import_result *out, struct store *s,
	const struct warc_import *i)
{
	struct work w = { .store = s, .i = i, .parts = i->target->terms->n };
	int rc;

	if (i->url != NULL && w.parts > 1)
		return err_set(ERR_INVALID,
			_("the terms '%s' are made of %zu pages; --url is for "
			  "terms of one"),
			i->target->terms->type, w.parts);
	w.held = mem_new(w.parts, sizeof(*w.held));
	rc = extractor_open(&w.reader);
	if (rc == 0)
		rc = find_reach(&w);
	for (size_t k = 0; rc == 0 && k < i->n; k++)
		rc = read_file(&w, i->paths[k]);
	extractor_close(w.reader);
	warc_reach_free(w.reach);
	warc_known_release(&w.known);
	cJSON_Delete(w.original);
	str_release(&w.describes);
	str_release(&w.software);
	free(w.held);
	if (rc == 0)
		*out = w.done;
	return rc;
}
