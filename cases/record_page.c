/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record is JSON of our own (scrapers/record); the letters
 * templates/letters/<language>/record.md say it in words. What a record of an
 * older program does not have is false here, and the letter says that it was
 * not noted.
 */
#include "cases/record_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/self.h"
#include "templates/letter.h"
#include "templates/pdf.h"

enum { MARKDOWN_MAX = 8 << 20, PDF_MAX = 64 << 20 };

/* --- from the record to the model --- */

/* Text members by name; false where there are none. */
static void put_texts(cJSON *out, const cJSON *from, const char *const names[])
{
	for (; *names != NULL; names++) {
		const char *text = json_string(from, *names);

		if (text != NULL && *text != '\0')
			json_set(out, *names, text);
		else
			json_set_bool(out, *names, false);
	}
}

static void put_bools(cJSON *out, const cJSON *from, const char *const names[])
{
	for (; *names != NULL; names++)
		json_set_bool(out, *names, json_bool(from, *names, false));
}

static void put_number(cJSON *out, const char *name, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	json_set(out, name, text);
}

/* A list of texts as one, with commas; false when there are none. */
static void put_list(cJSON *out, const cJSON *from, const char *name)
{
	struct str joined = { 0 };
	const cJSON *one;

	cJSON_ArrayForEach(one, json_member(from, name))
	{
		if (cJSON_IsString(one))
			str_printf(&joined, "%s%s", joined.len > 0 ? ", " : "",
				one->valuestring);
	}
	if (joined.len > 0)
		json_set(out, name, joined.p);
	else
		json_set_bool(out, name, false);
	str_release(&joined);
}

static cJSON *libraries(const cJSON *record)
{
	cJSON *list = json_array();
	const cJSON *one;

	cJSON_ArrayForEach(one, json_member(record, "libraries"))
	{
		cJSON *o = json_object();

		json_set(o, "name", one->string);
		json_set(o, "version",
			cJSON_IsString(one) ? one->valuestring : "");
		json_push(list, o);
	}
	return list;
}

/* n divided by unit, to the whole number below or above: an interval that is
 * told in a coarser unit may widen, and never narrows. */
static int64_t whole(int64_t n, int64_t unit, bool upwards)
{
	int64_t q = n / unit, r = n % unit;

	return upwards ? q + (r > 0) : q - (r < 0);
}

/* "-0,245" would be a comma in English: milliseconds, whole. */
static void put_ms(cJSON *out, const char *name, const cJSON *interval,
	const char *member, bool upwards)
{
	const char *ns = json_string(interval, member);

	put_number(out, name,
		whole(ns != NULL ? strtoll(ns, NULL, 10) : 0, 1000000,
			upwards));
}

static cJSON *clock_of(const cJSON *record)
{
	const cJSON *clock = json_member(record, "clock");
	const cJSON *offset = json_member(clock, "offset");
	cJSON *o = json_object();

	put_bools(o, clock,
		(const char *const[]){
			"synchronised", "sources_disagree", NULL });
	put_texts(o, clock, (const char *const[]){ "zone", NULL });
	put_number(o, "max_error_ms",
		whole(json_integer(clock, "max_error_us", 0), 1000, true));
	json_set_bool(o, "has_offset", offset != NULL);
	put_ms(o, "low_ms", offset, "low_ns", false);
	put_ms(o, "high_ms", offset, "high_ns", true);
	return o;
}

/* Header blocks are texts, or {"base64": …} when they are none. */
static void put_block(cJSON *out, const cJSON *hop, const char *name)
{
	const char *text = json_string(hop, name);
	const char *coded = json_string(json_member(hop, name), "base64");
	cJSON *lines = json_array();
	struct str copy = { 0 };
	char *rest, *line;

	if (text == NULL && coded != NULL)
		json_push_string(lines, "(base64)");
	str_puts(&copy, text != NULL ? text : coded != NULL ? coded : "");
	rest = copy.p;
	while ((line = strsep(&rest, "\n")) != NULL) {
		line[strcspn(line, "\r")] = '\0';
		if (*line != '\0')
			json_push_string(lines, line);
	}
	json_add(out, name, lines);
	str_release(&copy);
}

static cJSON *hop_of(const cJSON *hop, int number)
{
	const cJSON *link = json_member(hop, "connection");
	const cJSON *tls = json_member(hop, "tls");
	const cJSON *body = json_member(hop, "body");
	cJSON *o = json_object();

	put_number(o, "number", number);
	put_number(o, "status", json_integer(hop, "status", 0));
	put_texts(o, hop,
		(const char *const[]){
			"url", "start", "end", "http_version", NULL });
	put_texts(o, link,
		(const char *const[]){
			"peer", "local", "resolved", "proxy", NULL });
	put_bools(o, link, (const char *const[]){ "reused", NULL });
	put_number(o, "peer_port", json_integer(link, "peer_port", 0));
	json_set_bool(o, "encrypted", tls != NULL);
	put_texts(o, tls,
		(const char *const[]){
			"version", "cipher", "verify", "chain", NULL });
	put_block(o, hop, "request");
	put_block(o, hop, "headers");
	put_texts(o, body, (const char *const[]){ "sha256", NULL });
	put_number(o, "bytes", json_integer(body, "bytes", 0));
	return o;
}

static cJSON *hops_of(const cJSON *parent)
{
	cJSON *list = json_array();
	const cJSON *hop;
	int n = 0;

	cJSON_ArrayForEach(hop, json_member(parent, "hops"))
	{
		json_push(list, hop_of(hop, ++n));
	}
	return list;
}

static cJSON *content_of(const cJSON *browser, const char *name)
{
	const cJSON *content = json_member(browser, name);
	cJSON *o;

	if (content == NULL)
		return cJSON_CreateFalse();
	o = json_object();
	put_texts(o, content, (const char *const[]){ "sha256", NULL });
	put_number(o, "bytes", json_integer(content, "bytes", 0));
	return o;
}

static cJSON *browser_of(const cJSON *record)
{
	const cJSON *browser = json_member(record, "browser");
	cJSON *o;

	if (browser == NULL)
		return cJSON_CreateFalse();
	o = json_object();
	put_texts(o, browser,
		(const char *const[]){
			"product", "final_url", "start", "end", NULL });
	put_bools(o, browser, (const char *const[]){ "sandboxed", NULL });
	put_number(o, "resources",
		cJSON_GetArraySize(json_member(browser, "resources")));
	put_number(o, "refused", json_integer(browser, "refused", 0));
	json_add(o, "dom", content_of(browser, "dom"));
	json_add(o, "screenshot", content_of(browser, "screenshot"));
	json_add(o, "print", content_of(browser, "print"));
	return o;
}

static cJSON *before_of(const cJSON *record)
{
	const cJSON *before = json_member(record, "before");
	cJSON *o;

	if (before == NULL)
		return cJSON_CreateFalse();
	o = json_object();
	put_texts(o, before, (const char *const[]){ "failure", NULL });
	return o;
}

/* One flag each, so that the letter has the words. */
static cJSON *oddities_of(const cJSON *record)
{
	static const char *const codes[] = { "clock-not-synchronised",
		"clocks-disagree", "clock-was-set", "redirected-to-unencrypted",
		"body-coded", "came-through-a-cache", "second-attempt",
		"browser-after-a-failure", "page-too-deep",
		"filters-left-out" };
	const cJSON *list = json_member(record, "oddities"), *one;
	cJSON *o = json_object();

	json_set_bool(o, "noted", list != NULL);
	json_set_bool(o, "any", cJSON_GetArraySize(list) > 0);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		bool found = false;
		char name[40];

		cJSON_ArrayForEach(one, list)
		{
			found |= cJSON_IsString(one) &&
				 strcmp(one->valuestring, codes[i]) == 0;
		}
		snprintf(name, sizeof(name), "%s", codes[i]);
		for (char *c = name; *c != '\0'; c++)
			*c = *c == '-' ? '_' : *c;
		json_set_bool(o, name, found);
	}
	return o;
}

static cJSON *robots_of(const cJSON *record)
{
	const cJSON *robots = json_member(record, "robots");
	const char *verdict = json_string(robots, "verdict");
	cJSON *o;

	if (robots == NULL)
		return cJSON_CreateFalse();
	o = json_object();
	put_texts(o, robots, (const char *const[]){ "url", "sha256", NULL });
	json_set_bool(o, "disallowed",
		verdict != NULL && strcmp(verdict, "disallowed") == 0);
	json_set_bool(o, "allowed",
		verdict != NULL && strcmp(verdict, "allowed") == 0);
	return o;
}

static cJSON *part_of(
	const cJSON *record, const char *name, const char *const members[])
{
	cJSON *o = json_object();

	put_texts(o, json_member(record, name), members);
	return o;
}

static void put_machine(cJSON *model, const cJSON *record)
{
	const char *conditional;

	json_add(model, "operator",
		part_of(record, "operator",
			(const char *const[]){
				"stated_name", "stated_purpose", NULL }));
	json_add(model, "tool",
		part_of(record, "tool",
			(const char *const[]){
				"name", "version", "sha256", NULL }));
	json_add(model, "machine",
		part_of(record, "machine",
			(const char *const[]){ "system", "release", "version",
				"architecture", "distribution",
				"packages_last_changed", "vendor", "model",
				"clock_source", NULL }));
	json_add(model, "trust",
		part_of(record, "trust",
			(const char *const[]){ "file", "sha256", NULL }));
	json_add(model, "request",
		part_of(record, "request",
			(const char *const[]){
				"user_agent", "language", NULL }));
	conditional =
		json_string(json_member(record, "request"), "conditional");
	json_set_bool(model, "conditional",
		conditional != NULL && strcmp(conditional, "none") != 0);
	json_add(model, "libraries", libraries(record));
}

static void put_network(cJSON *model, const cJSON *record)
{
	const cJSON *network = json_member(record, "network");
	cJSON *o = json_object();

	put_texts(o, network,
		(const char *const[]){ "interface", "gateway", "proxy", NULL });
	put_list(o, network, "resolvers");
	put_list(o, network, "proxies_in_environment");
	put_bools(o, network,
		(const char *const[]){ "private_addresses_allowed", NULL });
	json_add(model, "network", o);
}

static void put_snapshot(cJSON *model, const struct snapshot *snap)
{
	char text[DIGEST_NAME + 1], seen[INSTANT_TEXT];

	instant_format(seen, snap->seen_ns, 0, INSTANT_S);
	json_set(model, "seen", seen);
	put_number(model, "snapshot", snap->id);
	put_number(model, "entry", snap->entry);
	put_number(model, "part", snap->part + 1);
	json_set(model, "service", snap->service);
	json_set(model, "terms", snap->terms);
	json_set(model, "url", snap->url);
	json_set(model, "final_url", snap->final_url);
	json_set_bool(
		model, "redirected", strcmp(snap->url, snap->final_url) != 0);
	digest_name(text, &snap->body);
	json_set(model, "body_sha256", text);
	put_number(model, "body_bytes", (int64_t)snap->size);
	digest_name(text, &snap->record);
	json_set(model, "record_sha256", text);
	json_set_bool(model, "captured", snap->basis == SNAPSHOT_CAPTURED);
}

static cJSON *build(const cJSON *record, const struct snapshot *snap,
	const struct store *store)
{
	cJSON *model = json_object();

	put_snapshot(model, snap);
	json_set_bool(
		model, "confirmed", json_string(record, "confirmed") != NULL);
	json_set(model, "archive", store_id(store));
	put_machine(model, record);
	put_network(model, record);
	put_texts(model, record,
		(const char *const[]){ "start", "end", "failure", "wall",
			"source", "file", "imported", NULL });
	json_add(model, "clock", clock_of(record));
	json_add(model, "hops", hops_of(record));
	json_add(model, "browser", browser_of(record));
	json_add(model, "before", before_of(record));
	json_add(model, "robots", robots_of(record));
	json_add(model, "oddities", oddities_of(record));
	json_add(model, "reading",
		part_of(record, "reading",
			(const char *const[]){ "rules", "charset", NULL }));
	put_list(json_member(model, "reading") != NULL
			 ? (cJSON *)(uintptr_t)json_member(model, "reading")
			 : model,
		json_member(record, "reading"), "filters_left_out");
	return model;
}

/* --- writing it --- */

static int draw(struct str *out, size_t *pages, const struct str *markdown,
	const struct snapshot *snap, const char *lang)
{
	struct str title = { 0 }, footer = { 0 };
	size_t end = strcspn(markdown->p, "\n");
	size_t begin = strspn(markdown->p, "# ");
	struct pdf_options o = { .lang = lang,
		.author = "constat",
		.page_words = "# / #",
		.date_ns = snap->seen_ns,
		.part = PDF_A_2U };
	int rc;

	if (begin > end)
		begin = end;
	str_add(&title, markdown->p + begin, end - begin);
	str_printf(&footer, "%s – %s", snap->service, snap->terms);
	o.title = title.p;
	o.subject = footer.p;
	o.footer = footer.p;
	rc = pdf_make(out, pages, markdown->p, markdown->len, &o);
	str_release(&title);
	str_release(&footer);
	return rc;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && strcmp(text + n - m, end) == 0;
}

static int write_page(size_t *pages, const struct record_page *order,
	const struct snapshot *snap, const struct str *markdown)
{
	struct str pdf;
	int rc;

	if (ends_with(order->path, ".md")) {
		*pages = 0;
		return file_write(
			order->path, markdown->p, markdown->len, FILE_REPLACE);
	}
	if (!ends_with(order->path, ".pdf"))
		return err_set(ERR_INVALID,
			_("'%s': the page can be written as .pdf or .md"),
			order->path);
	str_init(&pdf, PDF_MAX);
	rc = draw(&pdf, pages, markdown, snap, order->lang);
	if (rc == 0)
		rc = file_write(order->path, pdf.p, pdf.len, FILE_REPLACE);
	str_release(&pdf);
	return rc;
}

int record_page_make(size_t *pages, const struct record_page *order)
{
	struct snapshot snap = { 0 };
	struct str json = { 0 }, markdown;
	cJSON *record = NULL, *model = NULL;
	size_t ignored;
	int rc = snapshot_get(&snap, order->store, order->snapshot);

	str_init(&markdown, MARKDOWN_MAX);
	if (rc == 0)
		rc = object_get(order->store, &snap.record, &json);
	if (rc == 0)
		rc = json_parse(&record, json.p, json.len, NULL);
	if (rc != 0)
		goto done;
	model = build(record, &snap, order->store);
	rc = letter_render(&markdown,
		&(struct letter){ .kind = "record", .lang = order->lang },
		model);
	if (rc == 0)
		rc = write_page(pages != NULL ? pages : &ignored, order, &snap,
			&markdown);
done:
	cJSON_Delete(record);
	cJSON_Delete(model);
	str_release(&json);
	str_release(&markdown);
	snapshot_release(&snap);
	return rc;
}
