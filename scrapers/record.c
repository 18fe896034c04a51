/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/self.h"
#include "scrapers/record_hop.h"
#include "scrapers/wall.h"

static void set_text(cJSON *object, const char *name, const char *text)
{
	json_set(object, name, text != NULL ? text : "");
}

/* --- what the program did --- */

static cJSON *request(const struct record *r)
{
	cJSON *o = json_object();
	const struct fetch_options *f = r->options;
	bool conditional = f->etag != NULL || f->modified != NULL;

	json_set(o, "cookies", "none");
	json_set(o, "cache", "none");
	json_set(o, "conditional",
		conditional ? "as the recorded request shows" : "none");
	json_set(
		o, "scripts", r->browser != NULL ? "executed" : "not executed");
	json_set(o, "user_agent",
		r->browser != NULL && r->browser->user_agent != NULL
			? r->browser->user_agent
			: self_user_agent());
	set_text(o, "language", f->language);
	if (r->attempts > 0)
		json_set_int(o, "attempts", (int64_t)r->attempts);
	return o;
}

static cJSON *robots(const struct crawl_robots *r)
{
	cJSON *o = json_object();

	set_text(o, "url", r->url);
	json_set_int(o, "status", r->status);
	if (r->body.len > 0)
		record_hop_digest(o, "sha256", &r->text);
	json_set(o, "verdict", crawl_verdict_name(r->verdict));
	return o;
}

/* --- with a browser --- */

static cJSON *content(const struct str *bytes)
{
	cJSON *o = json_object();
	struct digest d;

	digest_of(&d, bytes->p, bytes->len);
	record_hop_digest(o, "sha256", &d);
	json_set_int(o, "bytes", (int64_t)bytes->len);
	return o;
}

static cJSON *resources(const struct browser_page *b)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < b->n; i++) {
		cJSON *o = json_object();

		json_add(o, "hops", record_hop_list(&b->resources[i]));
		json_push(list, o);
	}
	return list;
}

static cJSON *browser(const struct browser_page *b)
{
	cJSON *o = json_object();
	cJSON *notes = NULL;

	set_text(o, "product", b->product);
	set_text(o, "user_agent", b->user_agent);
	json_set_bool(o, "sandboxed", b->sandboxed);
	json_set_bool(o, "offline", b->offline);
	json_set_bool(o, "loaded", b->loaded);
	json_set_bool(o, "selected", b->selected);
	set_text(o, "final_url", b->final_url);
	record_hop_time(o, "start", b->start_ns);
	record_hop_time(o, "end", b->end_ns);
	if (b->dom.len > 0)
		json_add(o, "dom", content(&b->dom));
	if (b->screenshot.len > 0)
		json_add(o, "screenshot", content(&b->screenshot));
	if (b->print.len > 0)
		json_add(o, "print", content(&b->print));
	json_add(o, "resources", resources(b));
	json_set_int(o, "refused", (int64_t)b->refused);
	if (b->notes != NULL &&
		json_parse(&notes, b->notes, strlen(b->notes), NULL) == 0)
		json_add(o, "notes", notes);
	return o;
}

static cJSON *before(const struct record *r)
{
	cJSON *o = json_object();

	json_add(o, "hops", record_hop_list(r->before));
	set_text(o, "failure", r->before_failure);
	return o;
}

/* --- what was read, what was odd --- */

static cJSON *reading(const struct record_reading *r)
{
	cJSON *o = json_object();

	json_set(o, "rules", r->rules);
	if (r->charset != NULL)
		json_set(o, "charset", r->charset);
	if (r->flattened > 0)
		json_set_int(o, "flattened", (int64_t)r->flattened);
	if (r->pages > 0)
		json_set_int(o, "pages", (int64_t)r->pages);
	if (r->filters_left_out != NULL)
		json_add(o, "filters_left_out",
			cJSON_Duplicate(r->filters_left_out, true));
	return o;
}

static void note_if(cJSON *list, bool odd, const char *code)
{
	if (odd)
		json_push_string(list, code);
}

/* Headers by which a cache or a distributor between us and the server shows
 * itself. */
static bool came_through(const struct fetch *f)
{
	static const char *const names[] = { "Via", "Age", "X-Cache",
		"CF-Cache-Status", NULL };
	bool found = false;

	for (size_t i = 0; f->n > 0 && names[i] != NULL; i++) {
		struct str value = { 0 };

		found |= http_header(&value, &f->v[f->n - 1].answer.headers,
				 names[i], 0) == 0;
		str_release(&value);
	}
	err_clear();
	return found;
}

/* Codes, explained where a record is printed. */
static cJSON *oddities(const struct record *r)
{
	cJSON *list = json_array();
	int64_t low, high;

	note_if(list, !r->clocks->synchronised, "clock-not-synchronised");
	note_if(list, r->clocks->n > 0 && !clocks_agree(r->clocks, &low, &high),
		"clocks-disagree");
	note_if(list, clocks_step(r->clocks) != 0, "clock-was-set");
	note_if(list, r->fetch->downgraded, "redirected-to-unencrypted");
	note_if(list, r->coding != NULL && r->coding[0] != '\0', "body-coded");
	note_if(list, came_through(r->fetch), "came-through-a-cache");
	note_if(list, r->attempts > 1, "second-attempt");
	note_if(list, r->before != NULL, "browser-after-a-failure");
	note_if(list, r->reading.flattened > 0, "page-too-deep");
	note_if(list, r->reading.filters_left_out != NULL, "filters-left-out");
	return list;
}

/* --- the two records --- */

static int finish(struct str *out, cJSON *record)
{
	int rc = json_canonical(out, record);

	cJSON_Delete(record);
	return rc;
}

static cJSON *new_record(const char *schema, const char *service,
	const char *terms, const struct digest *declaration)
{
	cJSON *o = json_object();

	json_set(o, "schema", schema);
	json_set(o, "service", service);
	json_set(o, "terms", terms);
	record_hop_digest(o, "declaration", declaration);
	return o;
}

static void add_times(cJSON *o, const struct fetch *f)
{
	if (f->n == 0)
		return;
	record_hop_time(o, "start", f->v[0].answer.start_ns);
	record_hop_time(o, "end", f->v[f->n - 1].answer.end_ns);
}

static void add_outcome(cJSON *o, const struct record *r)
{
	if (r->reading.rules != NULL)
		json_add(o, "reading", reading(&r->reading));
	if (r->coding != NULL && r->coding[0] != '\0')
		json_set(o, "coding", r->coding);
	if (r->confirmed != NULL)
		record_hop_digest(o, "confirmed", r->confirmed);
	if (r->wall != NULL) {
		json_set(o, "wall", r->wall);
		json_set(o, "wall_rules", WALL_VERSION);
	}
	if (r->failure != NULL)
		json_set(o, "failure", r->failure);
	json_add(o, "oddities", oddities(r));
}

int record_write(struct str *out, const struct record *r)
{
	cJSON *o = new_record(
		"constat.capture/1", r->service, r->terms, &r->declaration);

	json_set_int(o, "part", (int64_t)r->part);
	scene_add(o, r->scene);
	json_add(o, "clock", clocks_json(r->clocks));
	add_times(o, r->fetch);
	json_add(o, "request", request(r));
	if (r->robots != NULL)
		json_add(o, "robots", robots(r->robots));
	json_set_bool(o, "downgraded", r->fetch->downgraded);
	json_add(o, "hops", record_hop_list(r->fetch));
	if (r->browser != NULL)
		json_add(o, "browser", browser(r->browser));
	if (r->before != NULL)
		json_add(o, "before", before(r));
	add_outcome(o, r);
	return finish(out, o);
}

int record_write_saved(struct str *out, const struct record_saved *r)
{
	const struct fetch_options none = { 0 };
	struct scene *scene =
		scene_new(&(struct scene_options){ .fetch = &none });
	cJSON *o = new_record("constat.import-history/1", r->service, r->terms,
		&r->declaration);
	cJSON *body = json_object();
	const cJSON *member;
	struct clocks clocks;
	int rc;

	clocks_begin(&clocks);
	scene_add(o, scene);
	json_add(o, "clock", clocks_json(&clocks));
	record_hop_time(o, "imported", instant_now());
	json_set(o, "file", r->file);
	json_set(o, "url", r->url);
	json_set(o, "seen", r->seen);
	set_text(o, "zone", r->zone);
	json_set(o, "basis", r->basis);
	json_set(o, "source", r->source);
	record_hop_digest(body, "sha256", &r->body);
	json_set_int(body, "bytes", (int64_t)r->size);
	json_add(o, "body", body);
	if (r->coding != NULL && r->coding[0] != '\0')
		json_set(o, "coding", r->coding);
	cJSON_ArrayForEach(member, r->more)
	{
		json_add(o, member->string, cJSON_Duplicate(member, true));
	}
	rc = finish(out, o);
	scene_free(scene);
	return rc;
}

/* --- reading one back --- */

/* Before there was a member "coding", the last hop's headers tell. */
static int coding_of_hops(struct str *out, const cJSON *record)
{
	const cJSON *hops = json_member(record, "hops"), *hop, *last = NULL;
	const char *headers;
	struct str block = { 0 };

	cJSON_ArrayForEach(hop, hops)
	{
		last = hop;
	}
	headers = last != NULL ? json_string(last, "headers") : NULL;
	str_puts(&block, headers != NULL ? headers : "");
	if (http_header(out, &block, "Content-Encoding", 0) != 0)
		str_puts(out, "");
	str_release(&block);
	return 0;
}

int record_read_coding(struct str *out, const char *json, size_t len)
{
	cJSON *record = NULL;
	const char *coding;
	int rc = json_parse(&record, json, len, NULL);

	if (rc != 0)
		return err_wrap(rc, _("a capture record"));
	coding = json_string(record, "coding");
	if (coding != NULL)
		rc = str_puts(out, coding);
	else if (json_member(record, "oddities") != NULL)
		rc = str_puts(out, "");
	else
		rc = coding_of_hops(out, record);
	cJSON_Delete(record);
	return rc;
}

int record_read_declaration(struct digest *out, const char *json, size_t len)
{
	cJSON *record = NULL;
	const char *name;
	int rc = json_parse(&record, json, len, NULL);

	if (rc != 0)
		return err_wrap(rc, _("a capture record"));
	name = json_string(record, "declaration");
	if (name == NULL || !digest_parse(out, name))
		rc = err_set(
			ERR_PARSE, _("a capture record names no declaration"));
	cJSON_Delete(record);
	return rc;
}
