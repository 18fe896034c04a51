/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/hook.h"

#include <poll.h>
#include <stdint.h>

#include "archive/holder.h"
#include "archive/relay.h"
#include "archive/version.h"
#include "base/child.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "scrapers/change.h"

enum {
	WAIT_MS = 200,	    /* between two looks at what another tells */
	OUTPUT = 1 << 20,   /* taken from the program, and dropped */
	LEASE_SPARE_S = 30, /* for what is done around it */
};

struct telling {
	struct hook_state *state;
	struct store *store;
	const struct hook *hook;
	char me[HOLDER_TEXT];
	unsigned wall_s;
};

int hook_start(struct store *store)
{
	return relay_start(store);
}

/* Runs the program with the change on its standard input. */
static int run(const struct telling *t, const struct change *c)
{
	/* The person's own program: any memory, as long as time allows. */
	const struct child_limits limits = { .wall_s = t->wall_s,
		.cpu_s = t->wall_s,
		.memory = UINT64_MAX,
		.output = OUTPUT };
	cJSON *o = change_json(c);
	struct str json = { 0 }, said = { 0 };
	int rc;

	json_set(o, "archive", store_id(t->store));
	json_set(o, "folder", store_dir(t->store));
	str_puts(&said, "");
	rc = json_print(&json, o);
	if (rc == 0)
		rc = str_putc(&json, '\n');
	if (rc == 0)
		rc = child_run(
			&said, t->hook->argv, NULL, json.p, json.len, &limits);
	str_release(&json);
	str_release(&said);
	cJSON_Delete(o);
	return rc;
}

/* What the program's end means. True when the change counts as told. */
static bool judge(struct telling *t, const struct relay_change *r, int rc)
{
	t->state->told += rc == 0;
	if (rc == 0)
		return true;
	t->state->failed++;
	if (t->hook->fn != NULL)
		t->hook->fn(r->service, r->terms, err_message(), t->hook->ctx);
	return rc == ERR_IO || rc == ERR_LIMIT;
}

/* A version that begins no span any more is no change to tell: an import
 * showed that its text was there before. */
static int tell_one(
	bool *counts, struct telling *t, const struct relay_change *r)
{
	struct version_spans spans = { 0 };
	struct change c = { 0 };
	struct change_place at = { .store = t->store,
		.service = r->service,
		.terms = r->terms,
		.spans = &spans };
	int rc = version_spans(&spans, t->store, r->service, r->terms);

	*counts = true;
	while (rc == 0 && at.index < spans.n &&
		spans.v[at.index].version != r->version)
		at.index++;
	if (rc == 0 && at.index < spans.n) {
		rc = change_read(&c, &at);
		if (rc == 0)
			*counts = judge(t, r, run(t, &c));
	}
	change_release(&c);
	version_spans_release(&spans);
	return rc;
}

static int64_t lease(const struct telling *t)
{
	return ((int64_t)t->wall_s + LEASE_SPARE_S) * INSTANT_SECOND;
}

/* One change, if there is one; *more: there may be others. */
static int step(bool *more, struct telling *t)
{
	struct relay_change r = { 0 };
	enum relay_state state = RELAY_NONE;
	bool counts = true;
	int rc = relay_take(
		&r, &state, t->store, t->me, instant_now(), lease(t));

	*more = rc == 0 && state != RELAY_NONE;
	if (rc == 0 && state == RELAY_BUSY)
		poll(NULL, 0, WAIT_MS);
	if (rc == 0 && state == RELAY_TAKEN) {
		rc = tell_one(&counts, t, &r);
		if (rc == 0 && counts)
			rc = relay_done(t->store, r.version);
		else if (rc == 0)
			rc = relay_give_back(t->store);
	}
	relay_change_release(&r);
	if (!counts) {
		t->state->put_off = true;
		*more = false;
	}
	return rc;
}

int hook_tell(struct hook_state *out, struct store *store, const struct hook *h)
{
	struct telling t = { .state = out,
		.store = store,
		.hook = h,
		.wall_s = h->wall_s > 0 ? h->wall_s : HOOK_WALL_S };
	bool more = true;
	int rc = holder_self(t.me);

	while (rc == 0 && more) {
		if (h->stop != NULL && h->stop(h->ctx)) {
			out->put_off = true;
			break;
		}
		rc = step(&more, &t);
	}
	return rc;
}
