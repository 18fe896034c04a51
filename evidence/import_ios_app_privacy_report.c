/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The App Privacy Report of iOS (15.2 and later), NDJSON, keys in any order:
 *
 *	{"domain":"push.vendor.example","firstTimeStamp":
 *	 "2026-09-14T08:12:40.125+02:00","context":"","timeStamp":
 *	 "2026-09-15T09:00:00.000+02:00","domainType":2,"initiatedType":
 *	 "AppInitiated","hits":7,"domainOwner":"","bundleID":
 *	 "com.vendor.app","type":"networkActivity"}
 *	{"accessor":{"identifier":"com.vendor.app","identifierType":
 *	 "bundleID"},"category":"contacts","identifier":"<UUID>",
 *	 "kind":"intervalBegin","timeStamp":"…","type":"access"}
 *
 * A network record sums up: hits contacts of an app with a host, of which only
 * the first and last times are told; what became of them is not. An access is
 * what an app did at a moment at the person's end: an event. iOS 15's first
 * reports had no type: {"stream":"com.apple.privacy.accounting.stream.tcc",
 * "tccService":"…","timestamp":"…","kind":"event","accessor":{…}}. Records of
 * types that later versions add are passed over.
 */
#include <string.h>

#include "base/i18n.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum {
	TYPE,
	DOMAIN,
	FIRST,
	LAST,
	HITS,
	BUNDLE,
	OWNER,
	DOMAIN_TYPE,
	INITIATED,
	CONTEXT,
	ACCESSOR,
	BROADCASTER,
	CATEGORY,
	KIND,
	STREAM,
	SERVICE,
	OLD_TIME,
	NAMES,
};
static const char *const names[NAMES] = { "type", "domain", "firstTimeStamp",
	"timeStamp", "hits", "bundleID", "domainOwner", "domainType",
	"initiatedType", "context", "accessor", "broadcaster", "category",
	"kind", "stream", "tccService", "timestamp" };

struct state {
	struct detail detail;
	char host[HOST_MAX + 1];
	char app[256], owner[256], initiated[32], context[256], kind[32];
	char category[128], broadcaster[256];
};

static bool is_old_access(const struct json_pick *p)
{
	return p[TYPE].kind == JSON_END && p[STREAM].kind == JSON_STRING &&
	       p[STREAM].len > 29 &&
	       memcmp(p[STREAM].text, "com.apple.privacy.accounting.", 29) == 0;
}

static bool is_record(const struct json_pick *p)
{
	return (json_pick_is(&p[TYPE], "networkActivity") &&
		       p[DOMAIN].kind == JSON_STRING) ||
	       (json_pick_is(&p[TYPE], "access") &&
		       p[ACCESSOR].kind == JSON_OBJECT) ||
	       is_old_access(p);
}

static int sniff(struct importer_head *head)
{
	struct json_pick p[NAMES];

	if (!peek_json_line(head, p, names, NAMES, is_record))
		return 0;
	head->why = N_("its lines are those of Apple's App Privacy Report");
	return 100;
}

static const char *read_time(struct observation *o, const struct json_pick *p,
	const struct zone *zone)
{
	char text[64];

	if (!json_pick_text(p, text, sizeof(text)))
		return N_("no time");
	return when_rfc3339(o, text, strlen(text), zone);
}

/* The time between the first and the last contact. */
static const char *read_window(struct observation *o, const struct json_pick *p,
	const struct zone *zone)
{
	struct observation first = { 0 };
	const char *why = read_time(o, &p[LAST], zone);

	if (why == NULL && p[FIRST].kind != JSON_END)
		why = read_time(&first, &p[FIRST], zone);
	if (why != NULL || p[FIRST].kind == JSON_END || first.ns == o->ns)
		return why;
	if (first.ns > o->ns)
		return N_("the first time is later than the last");
	o->precision = OBSERVATION_PRECISION_WINDOW;
	o->window_start = first.ns;
	o->window_end = o->ns;
	return NULL;
}

static const char *read_network(struct state *s, struct observation *o,
	const struct json_pick *p, const struct zone *zone)
{
	char text[HOST_MAX + 3];
	const char *why = read_window(o, p, zone);
	int64_t hits = 1, number;

	if (why != NULL)
		return why;
	if (!json_pick_text(&p[DOMAIN], text, sizeof(text)) ||
		!host_normalise(s->host, text, strlen(text)))
		return N_("no host name");
	if (p[HITS].kind != JSON_END &&
		(!json_pick_number(&hits, &p[HITS], UINT32_MAX) || hits == 0))
		return N_("no number of hits");
	o->kind = OBSERVATION_CONNECTION;
	o->host = s->host;
	o->count = (uint32_t)hits;
	o->count_kind = OBSERVATION_COUNT_AGGREGATE;
	json_pick_text(&p[BUNDLE], s->app, sizeof(s->app));
	json_pick_text(&p[OWNER], s->owner, sizeof(s->owner));
	json_pick_text(&p[INITIATED], s->initiated, sizeof(s->initiated));
	json_pick_text(&p[CONTEXT], s->context, sizeof(s->context));
	detail_text(&s->detail, "ev.domain_owner", s->owner);
	detail_text(&s->detail, "ev.initiated", s->initiated);
	detail_text(&s->detail, "ev.context", s->context);
	if (json_pick_number(&number, &p[DOMAIN_TYPE], 1000))
		detail_number(&s->detail, "ev.domain_type", number);
	return NULL;
}

static void read_party(char *room, size_t size, const struct json_pick *object)
{
	static const char *const wanted[] = { "identifier" };
	struct json_pick p;

	json_pick_in(&p, wanted, 1, object);
	json_pick_text(&p, room, size);
}

static const char *read_access(struct state *s, struct observation *o,
	const struct json_pick *p, const struct zone *zone)
{
	bool old = is_old_access(p);
	const char *why = read_time(o, &p[old ? OLD_TIME : LAST], zone);

	if (why != NULL)
		return why;
	if (!json_pick_text(&p[old ? SERVICE : CATEGORY], s->category,
		    sizeof(s->category)) &&
		!old)
		return N_("no category of data");
	if (old && s->category[0] == '\0')
		json_pick_text(&p[STREAM], s->category, sizeof(s->category));
	read_party(s->app, sizeof(s->app), &p[ACCESSOR]);
	read_party(s->broadcaster, sizeof(s->broadcaster), &p[BROADCASTER]);
	json_pick_text(&p[KIND], s->kind, sizeof(s->kind));
	o->kind = OBSERVATION_EVENT;
	o->type = "access";
	detail_text(&s->detail, "ev.action", s->kind);
	detail_text(&s->detail, "ev.broadcaster", s->broadcaster);
	detail_text(&s->detail, "ev.category", s->category);
	return NULL;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct state *s = ctx;
	struct json_pick p[NAMES];
	const char *why = json_pick(p, names, NAMES, line->text, line->len);

	if (why != NULL)
		return importer_bad(job, line, why);
	detail_clear(&s->detail);
	s->app[0] = '\0';
	if (json_pick_is(&p[TYPE], "networkActivity"))
		why = read_network(s, &o, p, job->options->zone);
	else if (json_pick_is(&p[TYPE], "access") || is_old_access(p))
		why = read_access(s, &o, p, job->options->zone);
	else
		return 0;
	if (why != NULL)
		return importer_bad(job, line, why);
	o.app = s->app;
	o.detail = detail_json(&s->detail);
	return importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state s = { 0 };
	int rc = importer_lines(job, see_line, &s);

	detail_release(&s.detail);
	return rc;
}

const struct importer import_ios_app_privacy_report = {
	.name = "ios-app-privacy-report",
	.version = 1,
	.summary = N_("iPhone and iPad: the App Privacy Report (NDJSON)"),
	.how = N_("In Settings > Privacy & Security > App Privacy Report, "
		  "switch the report on and use the phone as always for some "
		  "days: it holds the last seven. Then share it from the same "
		  "page (the icon in the upper corner) and save the file "
		  "App_Privacy_Report….ndjson."),
	.sniff = sniff,
	.read = read_log,
};
