/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exodus Privacy: what stands in an app's package. exodus-standalone
 * ("exodus_analyze.py -j app.apk"), and reports of its web site, which only
 * have the trackers' numbers:
 *
 *	{"application": {"handle": "com.vendor.app", "version_name": "3.4",
 *	   "version_code": "4034", "name": "App", "permissions": [
 *	   "android.permission.CAMERA"]},
 *	 "apk": {"path": "app.apk", "checksum": "70b6…"},
 *	 "trackers": [{"id": 70, "name": "Facebook Share"}]}
 *
 * A row for each tracker whose code was found and for each permission that is
 * asked for: findings without a time and without a host. That code is there
 * does not show that it ran.
 */
#include <string.h>

#include "base/digest.h"
#include "base/i18n.h"
#include "evidence/importer.h"
#include "evidence/json_document.h"
#include "evidence/record.h"

enum { ITEM_MAX = 64 << 10 };

struct state {
	struct importer_job *job;
	struct json_document_place place;
	char handle[160], name[160], version[80], code[40], checksum[80];
};

static int sniff(struct importer_head *head)
{
	static const char *const standalone[] = { "\"application\"", "\"apk\"",
		"\"trackers\"", NULL };
	static const char *const site[] = { "\"application\"",
		"\"found_trackers\"", NULL };

	if (!json_document_has(head, standalone) &&
		!json_document_has(head, site))
		return 0;
	head->why = N_("it has an application and its trackers");
	return 95;
}

static bool is(const char *name, const char *word)
{
	return strcmp(name, word) == 0;
}

static int see_application(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;

	if (is(name, "handle"))
		return json_stream_scalar(s, t, st->handle, sizeof(st->handle));
	if (is(name, "name") || is(name, "app_name"))
		return json_stream_scalar(s, t, st->name, sizeof(st->name));
	if (is(name, "version_name"))
		return json_stream_scalar(
			s, t, st->version, sizeof(st->version));
	if (is(name, "version_code"))
		return json_stream_scalar(s, t, st->code, sizeof(st->code));
	return 0;
}

static int see_apk(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;

	if (!is(name, "checksum"))
		return 0;
	return json_stream_scalar(s, t, st->checksum, sizeof(st->checksum));
}

/* The first pass: which app. */
static int see_about(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (t->kind != JSON_OBJECT)
		return 0;
	if (is(name, "application"))
		return json_stream_each(s, t, see_application, ctx);
	if (is(name, "apk"))
		return json_stream_each(s, t, see_apk, ctx);
	return 0;
}

static int put_row(struct state *st, const char *type, const char *id,
	const char *name, uint64_t length)
{
	struct observation o = { .kind = OBSERVATION_FINDING,
		.type = type,
		.app = st->handle,
		.line = st->place.number,
		.position = st->place.position,
		.length = length };
	cJSON *d = json_object();
	struct digest digest;
	struct str text;
	int rc;

	str_init(&text, 0);
	record_set(d, "ev.name", name);
	record_set(d, "ev.tracker", id);
	record_set(d, "package.name", st->handle);
	record_set(d, "package.version", st->version);
	record_set(d, "ev.version_code", st->code);
	record_set(d, "ev.app_name", st->name);
	if (digest_parse(&digest, st->checksum))
		record_set(d, "file.hash.sha256", st->checksum);
	record_set(d, "observer.product", "Exodus Privacy");
	json_canonical(&text, d);
	o.detail = text.p;
	rc = importer_row(st->job, &o);
	cJSON_Delete(d);
	str_release(&text);
	return rc;
}

static int bad(struct state *st, const char *why)
{
	return importer_bad_at(
		st->job, st->place.number, st->place.position, why);
}

/* The text of a number or a string. */
static const char *text_of(const cJSON *value, struct str *room)
{
	if (cJSON_IsNumber(value))
		json_canonical(room, value);
	return cJSON_IsNumber(value) ? room->p : cJSON_GetStringValue(value);
}

/* {"id": …, "name": …}, or a number alone. */
static int give_tracker(struct state *st, const cJSON *tree, uint64_t length)
{
	bool object = cJSON_IsObject(tree);
	const char *name = object ? json_string(tree, "name") : NULL;
	struct str room;
	const char *id;
	int rc;

	str_init(&room, 0);
	id = text_of(object ? json_member(tree, "id") : tree, &room);
	if ((id == NULL || id[0] == '\0') && (name == NULL || name[0] == '\0'))
		rc = bad(st, N_("a tracker without a name or a number"));
	else
		rc = put_row(st, "tracker", id, name, length);
	str_release(&room);
	return rc;
}

static int see_tracker(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	const char *why;
	cJSON *tree;
	int rc;

	(void)name;
	json_document_begin(&st->place, t);
	rc = json_document_tree(&tree, &why, s, t, ITEM_MAX);
	if (rc == 0)
		rc = why != NULL ? bad(st, why)
				 : give_tracker(st, tree,
					   json_stream_offset(s) - t->offset);
	cJSON_Delete(tree);
	if (rc == 0)
		json_document_end(&st->place, s);
	return rc;
}

static int see_permission(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	char text[256];
	int rc;

	(void)name;
	json_document_begin(&st->place, t);
	rc = json_stream_scalar(s, t, text, sizeof(text));
	if (rc == 0 && (t->kind != JSON_STRING || text[0] == '\0'))
		rc = bad(st, N_("a permission without a name"));
	else if (rc == 0)
		rc = put_row(st, "permission", NULL, text,
			json_stream_offset(s) - t->offset);
	if (rc == 0)
		json_document_end(&st->place, s);
	return rc;
}

static int see_list(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (is(name, "permissions") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_permission, ctx);
	return 0;
}

/* The second pass: what was found. */
static int see_findings(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if ((is(name, "trackers") || is(name, "found_trackers")) &&
		t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_tracker, ctx);
	if (is(name, "application") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_list, ctx);
	return see_list(s, name, t, ctx);
}

static int read_log(struct importer_job *job)
{
	struct state st = { .job = job, .place = { .number = 1 } };
	int rc = json_document_each(job, see_about, &st, NULL);

	if (rc == 0)
		rc = json_document_each(job, see_findings, &st, &st.place);
	return rc;
}

const struct importer import_exodus = {
	.name = "exodus",
	.version = 1,
	.summary = N_("Exodus Privacy: trackers and permissions in an app"),
	.how = N_("Exodus Privacy looks for trackers in an Android app without "
		  "running it: 'exodus_analyze.py -j app.apk > report.json' of "
		  "exodus-standalone on a computer, or the report of its web "
		  "site reports.exodus-privacy.eu.org. It shows what the app "
		  "holds, not what it sent."),
	.sniff = sniff,
	.read = read_log,
};
