/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/experiment.h"

#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/chance.h"
#include "evidence/host.h"

#define FILE_NAME "period.json"

enum { STATEMENT_MAX = 64 << 10, PERIODS_MAX = 10000 };

static const char *const kinds[] = { "baseline", "blocked", "unblocked",
	"no-network", "other-phone" };

const char *experiment_kind_name(enum experiment_kind k)
{
	return kinds[k];
}

int experiment_kind_of(const char *name)
{
	for (int k = 0; k < EXPERIMENT_KINDS; k++)
		if (strcmp(kinds[k], name) == 0)
			return k;
	return -1;
}

const char *experiment_fault_name(enum experiment_fault f)
{
	static const char *const names[] = { "sound", "no-tries",
		"not-restarted", "not-refused", "let-through", "unclear",
		"no-block", "mixed" };

	return names[f];
}

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

static void set_time(cJSON *json, const char *name, int64_t ns, int offset_s)
{
	char at[INSTANT_TEXT];

	instant_format(at, ns, offset_s, INSTANT_S);
	json_set(json, name, at);
}

static void write_statement(
	struct str *out, const struct experiment_period *p, const char *host)
{
	cJSON *json = json_object();

	json_set(json, "schema", "constat.statement/1");
	json_set(json, "period", experiment_kind_name(p->kind));
	set_time(json, "from", p->from, p->offset_s);
	set_time(json, "to", p->to, p->offset_s);
	json_set(json, "zone", text(p->zone));
	json_set(json, "host", host);
	json_set(json, "feature", text(p->feature));
	json_set_bool(json, "restarted", p->restarted);
	json_set_int(json, "tried", (int64_t)p->tried);
	json_set_int(json, "worked", (int64_t)p->worked);
	json_set(json, "device", text(p->device));
	json_set(json, "note", text(p->note));
	json_canonical(out, json);
	str_putc(out, '\n');
	cJSON_Delete(json);
}

static int check(const struct experiment_period *p, char host[HOST_MAX + 1])
{
	if (p->to <= p->from)
		return err_set(
			ERR_INVALID, _("the period ends before it begins"));
	if (p->worked > p->tried)
		return err_set(ERR_INVALID,
			_("more worked (%llu) than was tried (%llu)"),
			(unsigned long long)p->worked,
			(unsigned long long)p->tried);
	if (p->host == NULL ||
		!host_normalise(host, p->host, strlen(p->host)) ||
		!host_is_plain(host))
		return err_set(ERR_INVALID,
			_("'%s' is not a host name; expected one like "
			  "push.vendor.example"),
			text(p->host));
	return 0;
}

int experiment_add(
	struct exhibit *out, struct store *s, const struct experiment_period *p)
{
	char host[HOST_MAX + 1];
	struct str statement = { 0 };
	struct exhibit e = { 0 };
	int rc = check(p, host);

	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	write_statement(&statement, p, host);
	e = (struct exhibit){ .kind = mem_strdup("statement"),
		.title = mem_strdup(text(p->feature)),
		.file = mem_strdup(FILE_NAME),
		.media_type = mem_strdup("application/json"),
		.size = statement.len,
		.obtained_ns = p->to,
		.obtained_by = mem_strdup("complainant"),
		.origin = mem_strdup("typed in"),
		.device = mem_strdup(text(p->device)),
		.note = mem_strdup(text(p->note)) };
	rc = object_put(s, statement.p, statement.len, &e.content);
	if (rc == 0)
		rc = exhibit_add(s, &e, "experiment", false);
	str_release(&statement);
	rc = store_end(s, rc);
	if (rc != 0)
		exhibit_release(&e);
	else
		*out = e;
	return rc;
}

/* An exhibit whose rows may tell of a period. */
struct log {
	int64_t exhibit;
	char *device; /* owned */
	bool told;    /* it has rows of the host in a period */
};

struct reading {
	struct experiment *out;
	struct store *store;
	const struct experiment_order *order;
	struct log *logs;
	size_t n_logs, cap_logs;
	struct log *log; /* of the row before */
};

static bool read_time(
	int64_t *ns, int *offset, const cJSON *json, const char *name)
{
	const char *at = json_string(json, name);

	return at != NULL && instant_parse(ns, offset, at, strlen(at)) == 0;
}

/* Whether it is one that was asked for. */
static bool wanted(struct reading *r, const struct experiment_period *p,
	const char *host, const char *feature)
{
	const struct experiment_order *o = r->order;

	if (!host_matches(host, o->host) ||
		(o->feature != NULL && strcmp(feature, o->feature) != 0))
		return false;
	if ((o->from == 0 || p->from >= o->from) &&
		(o->to == 0 || p->to <= o->to))
		return true;
	r->out->outside++;
	return false;
}

/* Our own statement; one that is not well formed was not made by us. */
static bool take(struct reading *r, const cJSON *json, int64_t exhibit)
{
	struct experiment *e = r->out;
	struct experiment_period p = { .exhibit = exhibit };
	const char *kind = json_string(json, "period");
	const char *host = json_string(json, "host");
	const char *feature = text(json_string(json, "feature"));
	int k = kind != NULL ? experiment_kind_of(kind) : -1;

	if (k < 0 || host == NULL ||
		!read_time(&p.from, &p.offset_s, json, "from") ||
		!read_time(&p.to, NULL, json, "to") ||
		!wanted(r, &p, host, feature) || e->n == PERIODS_MAX)
		return false;
	p.kind = (enum experiment_kind)k;
	p.restarted = json_bool(json, "restarted", false);
	p.tried = (uint64_t)json_integer(json, "tried", 0);
	p.worked = (uint64_t)json_integer(json, "worked", 0);
	p.host = mem_strdup(host);
	p.zone = mem_strdup(text(json_string(json, "zone")));
	p.feature = mem_strdup(feature);
	p.device = mem_strdup(text(json_string(json, "device")));
	p.note = mem_strdup(text(json_string(json, "note")));
	e->v = mem_grow(e->v, &e->cap, e->n + 1, sizeof(*e->v));
	e->v[e->n++] = p;
	return true;
}

static int see_exhibit(const struct exhibit *x, void *ctx)
{
	struct reading *r = ctx;
	struct str bytes = { 0 };
	cJSON *json = NULL;
	int rc;

	if (strcmp(x->kind, "statement") != 0) {
		r->logs = mem_grow(
			r->logs, &r->cap_logs, r->n_logs + 1, sizeof(*r->logs));
		r->logs[r->n_logs++] = (struct log){ .exhibit = x->id,
			.device = mem_strdup(x->device) };
		return 0;
	}
	if (strcmp(x->file, FILE_NAME) != 0)
		return 0;
	str_init(&bytes, STATEMENT_MAX);
	rc = object_get(r->store, &x->content, &bytes);
	if (rc == 0)
		rc = json_parse(&json, bytes.p, bytes.len, NULL);
	if (rc == 0)
		take(r, json, x->id);
	cJSON_Delete(json);
	str_release(&bytes);
	return rc;
}

/* What was typed in is no log: NULL. */
static struct log *find_log(struct reading *r, int64_t exhibit)
{
	if (r->log != NULL && r->log->exhibit == exhibit)
		return r->log;
	for (size_t i = 0; i < r->n_logs; i++)
		if (r->logs[i].exhibit == exhibit)
			return r->log = &r->logs[i];
	return NULL;
}

/* A log of another device shows nothing of this one. */
static bool of_device(const struct log *log, const struct experiment_period *p)
{
	return log->device[0] == '\0' || p->device[0] == '\0' ||
	       strcmp(log->device, p->device) == 0;
}

/* What the logs say of each period. */
static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct reading *r = ctx;
	struct log *log = find_log(r, exhibit);
	bool about = observation_is_traffic(o) &&
		     host_matches(o->host, r->order->host);

	for (size_t i = 0; log != NULL && i < r->out->n; i++) {
		struct experiment_period *p = &r->out->v[i];

		if (!observation_lies_in(o, p->from, p->to) ||
			!of_device(log, p))
			continue;
		p->flows = p->flows || o->kind == OBSERVATION_CONNECTION;
		if (!about)
			continue;
		log->told = true;
		p->by[o->disposition]++;
		p->reached += o->kind != OBSERVATION_LOOKUP &&
			      o->disposition != OBSERVATION_BLOCKED;
	}
	return 0;
}

uint64_t experiment_period_asked(const struct experiment_period *p)
{
	uint64_t n = 0;

	for (int d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		n += p->by[d];
	return n;
}

enum experiment_fault experiment_period_fault(const struct experiment_period *p)
{
	if (p->tried == 0)
		return EXPERIMENT_NO_TRIES;
	if (!p->restarted)
		return EXPERIMENT_NOT_RESTARTED;
	if (p->by[OBSERVATION_ALLOWED] > 0 || p->reached > 0)
		return EXPERIMENT_LET_THROUGH;
	if (p->by[OBSERVATION_BLOCKED] == 0)
		return EXPERIMENT_NOT_REFUSED;
	if (p->by[OBSERVATION_BLOCKED] < experiment_period_asked(p))
		return EXPERIMENT_UNCLEAR;
	return EXPERIMENT_SOUND;
}

static void add_up(struct experiment_sum *s, const struct experiment_period *p)
{
	s->periods++;
	s->tried += p->tried;
	s->worked += p->worked;
}

static void finish(struct experiment_sum *s)
{
	if (s->tried > 0)
		chance_share_interval(&s->low, &s->high, s->worked, s->tried);
}

static double share(const struct experiment_period *p)
{
	return (double)p->worked / (double)p->tried;
}

/* A sound blocked period and the open one right behind it. */
static void pair(struct experiment *e)
{
	const struct experiment_period *blocked = NULL;

	for (size_t i = 0; i < e->n; i++) {
		const struct experiment_period *p = &e->v[i];
		bool open = p->kind == EXPERIMENT_BASELINE ||
			    p->kind == EXPERIMENT_UNBLOCKED;

		if (p->kind == EXPERIMENT_BLOCKED) {
			blocked = experiment_period_fault(p) == EXPERIMENT_SOUND
					  ? p
					  : NULL;
			continue;
		}
		if (!open || blocked == NULL || p->tried == 0)
			continue;
		e->pairs++;
		e->better += share(p) > share(blocked);
		e->differ += share(p) != share(blocked);
		blocked = NULL;
	}
	e->sign = e->differ > 0 ? chance_sign(e->better, e->differ) : 1;
}

/* A blocked period counts, or its fault does. */
static void add_blocked(struct experiment *e, const struct experiment_period *p)
{
	enum experiment_fault f = experiment_period_fault(p);

	e->flows = p->flows && (e->flows || e->fault == EXPERIMENT_NO_BLOCK);
	e->faults[f]++;
	if (e->fault == EXPERIMENT_NO_BLOCK || f == EXPERIMENT_SOUND)
		e->fault = f;
	if (f != EXPERIMENT_SOUND)
		return;
	add_up(&e->blocked, p);
	e->asked += experiment_period_asked(p);
	e->refused += p->by[OBSERVATION_BLOCKED];
}

static bool mixed(const struct experiment *e)
{
	for (size_t i = 1; i < e->n; i++)
		if (strcmp(e->v[i].feature, e->v[0].feature) != 0)
			return true;
	return false;
}

static void sum_up(struct experiment *e)
{
	e->fisher = e->sign = 1;
	e->fault = mixed(e) ? EXPERIMENT_MIXED : EXPERIMENT_NO_BLOCK;
	if (e->fault == EXPERIMENT_MIXED)
		return;
	for (size_t i = 0; i < e->n; i++) {
		const struct experiment_period *p = &e->v[i];

		if (p->kind == EXPERIMENT_NO_NETWORK)
			add_up(&e->no_network, p);
		else if (p->kind == EXPERIMENT_OTHER_PHONE)
			add_up(&e->other_phone, p);
		else if (p->kind == EXPERIMENT_BLOCKED)
			add_blocked(e, p);
		else
			add_up(&e->open, p);
	}
	finish(&e->blocked);
	finish(&e->open);
	finish(&e->no_network);
	finish(&e->other_phone);
	e->fisher = chance_fisher(e->blocked.worked, e->blocked.tried,
		e->open.worked, e->open.tried);
	pair(e);
}

static void keep_logs(struct reading *r)
{
	struct experiment *e = r->out;

	for (size_t i = 0; i < r->n_logs; i++) {
		if (!r->logs[i].told)
			continue;
		e->logs = mem_grow(
			e->logs, &e->cap_logs, e->n_logs + 1, sizeof(*e->logs));
		e->logs[e->n_logs++] = r->logs[i].exhibit;
	}
}

static int by_time(const void *a, const void *b)
{
	const struct experiment_period *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

int experiment_read(struct experiment *out, struct store *s,
	const struct experiment_order *order)
{
	struct experiment e = { 0 };
	struct reading r = { .out = &e, .store = s, .order = order };
	int rc = exhibit_each(s, see_exhibit, &r);

	if (rc == 0 && e.n > 0) {
		qsort(e.v, e.n, sizeof(*e.v), by_time);
		rc = block_each(s, 0, see_row, &r);
	}
	if (rc == 0) {
		keep_logs(&r);
		sum_up(&e);
	}
	for (size_t i = 0; i < r.n_logs; i++)
		free(r.logs[i].device);
	free(r.logs);
	if (rc != 0)
		experiment_release(&e);
	else
		*out = e;
	return rc;
}

void experiment_release(struct experiment *e)
{
	for (size_t i = 0; i < e->n; i++) {
		struct experiment_period *p = &e->v[i];

		free((char *)(uintptr_t)p->zone);
		free((char *)(uintptr_t)p->host);
		free((char *)(uintptr_t)p->feature);
		free((char *)(uintptr_t)p->device);
		free((char *)(uintptr_t)p->note);
	}
	free(e->v);
	free(e->logs);
	*e = (struct experiment){ 0 };
}
