/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/only.h"

#include <fnmatch.h>

#include "base/instant.h"
#include "base/json.h"
#include "evidence/host.h"
#include "evidence/household.h"

bool only_filters(const struct only *o)
{
	return o->app != NULL || o->client != NULL || o->host != NULL ||
	       o->has_from || o->has_to;
}

static bool is_like(const char *text, const char *pattern)
{
	return pattern == NULL || fnmatch(pattern, text, 0) == 0;
}

static bool in_period(const struct only *o, const struct observation *row)
{
	bool window = row->precision == OBSERVATION_PRECISION_WINDOW;
	int64_t first = window ? row->window_start : row->ns;
	int64_t last = window ? row->window_end : row->ns;

	if (!o->has_from && !o->has_to)
		return true;
	if (row->precision == OBSERVATION_PRECISION_NONE || last == 0)
		return false;
	return (!o->has_from || last >= o->from) &&
	       (!o->has_to || first <= o->to);
}

bool only_matches(const struct only *o, const struct observation *row)
{
	return is_like(row->app, o->app) && is_like(row->client, o->client) &&
	       (o->host == NULL || host_matches(row->host, o->host)) &&
	       in_period(o, row) &&
	       (o->local || !household_is_local(row->host));
}

static void set_text(cJSON *json, const char *name, const char *text)
{
	if (text != NULL)
		json_set(json, name, text);
}

static void set_time(cJSON *json, const char *name, bool has, int64_t ns)
{
	char text[INSTANT_TEXT];

	if (!has)
		return;
	instant_format(text, ns, 0, INSTANT_NS);
	json_set(json, name, text);
}

cJSON *only_json(const struct only *o)
{
	cJSON *json = json_object();

	set_text(json, "app", o->app);
	set_text(json, "client", o->client);
	set_text(json, "host", o->host);
	set_time(json, "from", o->has_from, o->from);
	set_time(json, "to", o->has_to, o->to);
	json_set_bool(json, "local", o->local);
	return json;
}
