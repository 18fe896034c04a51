/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/observe.h"

#include <string.h>

#include "archive/block.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/host.h"
#include "evidence/intake.h"

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

/* The statement as a file anyone can read. */
static void write_statement(struct str *out, const struct observe_order *o,
	const char *host, int64_t screenshot)
{
	char at[INSTANT_TEXT];
	cJSON *json = json_object();

	instant_format(at, o->ns, o->offset_s, INSTANT_S);
	json_set(json, "schema", "constat.statement/1");
	json_set(json, "at", at);
	json_set(json, "zone", o->zone);
	if (o->mark != OBSERVATION_MARK_NONE)
		json_set(json, "clock_mark", observation_mark_name(o->mark));
	json_set(json, "precision", observation_precision_name(o->precision));
	if (o->event != NULL) {
		json_set(json, "event", o->event);
	} else {
		json_set(json, "host", host);
		json_set(json, "disposition",
			observation_disposition_name(o->disposition));
	}
	json_set(json, "app", text(o->app));
	json_set(json, "device", text(o->device));
	json_set(json, "note", text(o->note));
	if (screenshot != 0)
		json_set_int(json, "screenshot", screenshot);
	json_canonical(out, json);
	str_putc(out, '\n');
	cJSON_Delete(json);
}

static int keep_screenshot(
	int64_t *id, struct store *s, const struct observe_order *o)
{
	struct exhibit e = { 0 };
	bool known;
	int rc;

	*id = 0;
	if (o->screenshot == NULL)
		return 0;
	rc = intake_file(&e, &known, s, o->screenshot,
		&(struct intake_about){ .kind = "screenshot",
			.device = o->device,
			.obtained_ns = o->ns });
	*id = e.id;
	exhibit_release(&e);
	return rc;
}

static int add_row(struct store *s, int64_t exhibit,
	const struct observe_order *o, const char *host, size_t length)
{
	struct block_import import = { .exhibit = exhibit,
		.importer = "observe",
		.importer_version = 1,
		.options = "{}" };
	const struct observation row = { .ns = o->ns,
		.kind = o->event != NULL ? OBSERVATION_EVENT
					 : OBSERVATION_LOOKUP,
		.disposition = (uint8_t)o->disposition,
		.disposition_source = o->disposition == OBSERVATION_UNKNOWN
					      ? OBSERVATION_SOURCE_NONE
					      : OBSERVATION_SOURCE_PERSON,
		.precision = (uint8_t)o->precision,
		.zone = OBSERVATION_ZONE_GIVEN,
		.mark = (uint8_t)o->mark,
		.count = 1,
		.host = host,
		.type = "",
		.client = text(o->device),
		.app = text(o->app),
		.answer = "",
		.rule = "",
		.line = 1,
		.length = length };
	struct block_writer *w = NULL;
	int rc = block_writer_open(&w, s, &import);

	if (rc == 0)
		rc = block_writer_add(w, &row);
	return block_writer_close(w, rc);
}

static int add(struct exhibit *e, struct store *s,
	const struct observe_order *o, const char *host, int64_t screenshot)
{
	struct str statement = { 0 };
	int rc;

	write_statement(&statement, o, host, screenshot);
	*e = (struct exhibit){ .kind = mem_strdup("statement"),
		.title = mem_strdup(o->event != NULL ? o->event : host),
		.file = mem_strdup("observation.json"),
		.media_type = mem_strdup("application/json"),
		.size = statement.len,
		.obtained_ns = o->ns,
		.obtained_by = mem_strdup("complainant"),
		.origin = mem_strdup("typed in"),
		.device = mem_strdup(text(o->device)),
		.note = mem_strdup(text(o->note)) };
	rc = object_put(s, statement.p, statement.len, &e->content);
	if (rc == 0)
		rc = exhibit_add(s, e, "observe", false);
	if (rc == 0)
		rc = add_row(s, e->id, o, host, statement.len);
	str_release(&statement);
	return rc;
}

int observe_add(struct exhibit *out, int64_t *screenshot, struct store *s,
	const struct observe_order *order)
{
	char host[HOST_MAX + 1] = "";
	struct exhibit e = { 0 };
	int rc;

	if (order->event != NULL && order->event[0] == '\0')
		return err_set(ERR_INVALID,
			_("say in words what happened, as in --event 'a test "
			  "message was sent'"));
	if (order->event == NULL &&
		(!host_normalise(host, order->host, strlen(order->host)) ||
			!host_is_plain(host)))
		return err_set(ERR_INVALID,
			_("'%s' is not a host name; expected one like "
			  "push.vendor.example"),
			order->host);
	rc = store_begin(s);
	if (rc != 0)
		return rc;
	rc = keep_screenshot(screenshot, s, order);
	if (rc == 0)
		rc = add(&e, s, order, host, *screenshot);
	rc = store_end(s, rc);
	if (rc != 0)
		exhibit_release(&e);
	else
		*out = e;
	return rc;
}
