/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/correlate.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/names.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "evidence/host.h"

#define CONTACT_NS (2 * INSTANT_SECOND)

enum { CONTACTS_MAX = 4000000 };

struct contact {
	int64_t ns, exhibit;
	uint64_t line;
	uint32_t client;
	uint8_t disposition;
};

struct event {
	int64_t ns, exhibit;
	uint64_t line;
};

/* An exhibit; of a log, what its rows span. */
struct log {
	int64_t exhibit;
	bool typed, contacts; /* gives events that were typed in; contacts */
	char *device;	      /* owned */
	struct chance_span span;
	bool any, has_host;
};

/* What is being read. */
struct gather {
	const struct correlate_order *order;
	struct correlate *out;
	struct store *store;
	struct log *logs;
	size_t n_logs, cap_logs;
	struct log *log; /* of the row before */
	struct contact *contacts;
	size_t n_contacts, cap_contacts;
	struct event *events;
	size_t n_events, cap_events;
	struct names clients;
	uint64_t batched, coarse, coarse_events, no_zone;
	int64_t width, event_width; /* of the coarsest */
	bool seen;		    /* the host occurs in a log */
	char *event_device;
};

int64_t correlate_width(enum observation_precision p)
{
	switch (p) {
	case OBSERVATION_PRECISION_NS:
		return 1;
	case OBSERVATION_PRECISION_US:
		return 1000;
	case OBSERVATION_PRECISION_MS:
		return 1000000;
	case OBSERVATION_PRECISION_S:
		return INSTANT_SECOND;
	case OBSERVATION_PRECISION_MIN:
		return 60 * INSTANT_SECOND;
	case OBSERVATION_PRECISION_HOUR:
		return 3600 * INSTANT_SECOND;
	case OBSERVATION_PRECISION_DAY:
		return 86400 * INSTANT_SECOND;
	case OBSERVATION_PRECISION_NONE:
	case OBSERVATION_PRECISION_WINDOW:
		break;
	}
	return 0;
}

const char *correlate_refusal_name(enum correlate_refusal r)
{
	static const char *const names[] = { NULL, "no-events", "few-events",
		"no-log", "batched", "coarse-contacts", "coarse-events",
		"no-zone", "other-clock", "nothing-fits" };

	return names[r];
}

static bool in_period(const struct correlate_order *o, int64_t ns)
{
	return (o->from == 0 || ns >= o->from) && (o->to == 0 || ns <= o->to);
}

/* A contact may follow the last event of the period. */
static bool near_period(const struct correlate_order *o, int64_t ns)
{
	int64_t event = ns - o->offset;

	return (o->from == 0 || event >= o->from) &&
	       (o->to == 0 || event <= o->to + o->window);
}

/* A pattern of the shell's; none fits all. */
static bool fits(const char *text, const char *pattern)
{
	return pattern == NULL || fnmatch(pattern, text, FNM_CASEFOLD) == 0;
}

static int see_exhibit(const struct exhibit *e, void *ctx)
{
	struct gather *g = ctx;
	bool typed = strcmp(e->kind, "statement") == 0;

	if (e->id == g->order->events)
		g->event_device = mem_strdup(e->device);
	g->logs = mem_grow(
		g->logs, &g->cap_logs, g->n_logs + 1, sizeof(*g->logs));
	g->logs[g->n_logs++] = (struct log){ .exhibit = e->id,
		.typed = typed,
		.contacts = !typed && e->id != g->order->events &&
			    (g->order->log == 0 || e->id == g->order->log),
		.device = mem_strdup(e->device) };
	return 0;
}

/* Too wide for what is to be told from it; one without a time is. */
static bool too_coarse(const struct correlate_order *o, int64_t width)
{
	return width == 0 || width > o->window / CORRELATE_PARTS;
}

static struct log *find_log(struct gather *g, int64_t exhibit)
{
	if (g->log != NULL && g->log->exhibit == exhibit)
		return g->log;
	for (size_t i = 0; i < g->n_logs; i++)
		if (g->logs[i].exhibit == exhibit)
			return g->log = &g->logs[i];
	return NULL;
}

static int see_event(
	struct gather *g, int64_t exhibit, const struct observation *o)
{
	int64_t width = correlate_width(o->precision);

	/* What the phone did not show is no event. */
	if (strcmp(o->type, "ignored") == 0 || !in_period(g->order, o->ns) ||
		!fits(o->app, g->order->app))
		return 0;
	if (g->n_events == CORRELATE_EVENTS_MAX)
		return err_set(ERR_LIMIT,
			_("more than %d events; choose some with --app, --from "
			  "and --to"),
			(int)CORRELATE_EVENTS_MAX);
	g->coarse_events += too_coarse(g->order, width);
	if (width > g->event_width)
		g->event_width = width;
	g->no_zone += o->zone == OBSERVATION_ZONE_NONE;
	g->events = mem_grow(
		g->events, &g->cap_events, g->n_events + 1, sizeof(*g->events));
	g->events[g->n_events++] = (struct event){ o->ns, exhibit, o->line };
	return 0;
}

static int see_contact(
	struct gather *g, struct log *log, const struct observation *o)
{
	int64_t width = correlate_width(o->precision);
	uint32_t client = 0;
	int rc;

	log->has_host = true;
	if (g->n_contacts == CONTACTS_MAX)
		return err_set(ERR_LIMIT,
			_("more than %d contacts; name the host more narrowly, "
			  "or a period with --from and --to"),
			(int)CONTACTS_MAX);
	rc = names_add(&g->clients, &client, o->client);
	g->batched += o->precision == OBSERVATION_PRECISION_WINDOW;
	g->coarse += too_coarse(g->order, width);
	g->no_zone += o->zone == OBSERVATION_ZONE_NONE;
	if (width > g->width)
		g->width = width;
	g->contacts = mem_grow(g->contacts, &g->cap_contacts, g->n_contacts + 1,
		sizeof(*g->contacts));
	g->contacts[g->n_contacts++] = (struct contact){ o->ns, log->exhibit,
		o->line, client, o->disposition };
	return rc;
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct gather *g = ctx;
	const struct correlate_order *order = g->order;
	struct log *log = find_log(g, exhibit);
	bool about;

	if (log == NULL)
		return 0;
	if (o->kind == OBSERVATION_EVENT &&
		(order->events == exhibit ||
			(order->events == 0 && log->typed)))
		return see_event(g, exhibit, o);
	about = observation_is_traffic(o) && host_matches(o->host, order->host);
	g->seen = g->seen || (about && !log->typed);
	if (!log->contacts || !observation_is_traffic(o))
		return 0;
	if (o->precision != OBSERVATION_PRECISION_NONE) {
		if (!log->any || o->ns < log->span.from)
			log->span.from = o->ns;
		if (!log->any || o->ns > log->span.to)
			log->span.to = o->ns;
		log->any = true;
	}
	if (!about || !near_period(order, o->ns) ||
		!fits(o->client, order->client))
		return 0;
	return see_contact(g, log, o);
}

static bool is_host(const char *host, void *ctx)
{
	const struct correlate_order *order = ctx;

	return host_matches(host, order->host);
}

/* How long a log watched: its totals are of all its traffic. */
static int see_total(const struct block_total *t, void *ctx)
{
	struct log *log = ctx;

	if (t->first_ns == 0 && t->last_ns == 0)
		return 0;
	if (!log->any || t->first_ns < log->span.from)
		log->span.from = t->first_ns;
	if (!log->any || t->last_ns > log->span.to)
		log->span.to = t->last_ns;
	log->any = true;
	return 0;
}

/* The rows of a log that are about the host, and its span; of one that may
 * have the events, all rows. */
static int read_log(struct gather *g, struct log *log)
{
	struct correlate_order order = *g->order;
	const struct block_filter filter = {
		.exhibit = log->exhibit, .host = is_host, .ctx = &order
	};
	int rc;

	if (log->exhibit == order.events || (order.events == 0 && log->typed))
		return block_each(g->store, log->exhibit, see_row, g);
	rc = block_each_like(g->store, &filter, see_row, g);
	if (rc == 0 && log->contacts)
		rc = block_exhibit_totals(
			g->store, log->exhibit, see_total, log);
	return rc;
}

/* Whether a log tells of a device on which the host occurs. */
static bool counts(const struct gather *g, const struct log *log)
{
	if (!log->any)
		return false;
	for (size_t i = 0; i < g->n_logs; i++)
		if (g->logs[i].has_host &&
			strcmp(g->logs[i].device, log->device) == 0)
			return true;
	return false;
}

static int by_from(const void *a, const void *b)
{
	const struct chance_span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* The part of a log that the period asked about lies in. */
static struct chance_span clipped(
	const struct correlate_order *o, const struct chance_span *span)
{
	struct chance_span s = *span;

	if (o->from != 0 && s.from < o->from + o->offset)
		s.from = o->from + o->offset;
	if (o->to != 0 && s.to > o->to + o->offset)
		s.to = o->to + o->offset;
	return s;
}

/* What was watched: the logs' spans, joined where they overlap. */
static void join_spans(struct gather *g)
{
	struct correlate *c = g->out;
	size_t n = 0;

	c->spans = mem_new(g->n_logs > 0 ? g->n_logs : 1, sizeof(*c->spans));
	c->logs = mem_new(g->n_logs > 0 ? g->n_logs : 1, sizeof(*c->logs));
	for (size_t i = 0; i < g->n_logs; i++) {
		if (!counts(g, &g->logs[i]))
			continue;
		c->logs[c->n_logs++] = g->logs[i].exhibit;
		c->spans[c->n_spans] = clipped(g->order, &g->logs[i].span);
		if (c->spans[c->n_spans].to > c->spans[c->n_spans].from)
			c->n_spans++;
	}
	if (c->n_spans == 0)
		return;
	qsort(c->spans, c->n_spans, sizeof(*c->spans), by_from);
	for (size_t i = 1; i < c->n_spans; i++) {
		if (c->spans[i].from > c->spans[n].to)
			c->spans[++n] = c->spans[i];
		else if (c->spans[i].to > c->spans[n].to)
			c->spans[n].to = c->spans[i].to;
	}
	c->n_spans = n + 1;
}

static bool watched(const struct correlate *c, int64_t ns)
{
	for (size_t i = 0; i < c->n_spans; i++)
		if (ns >= c->spans[i].from && ns <= c->spans[i].to)
			return true;
	return false;
}

static int event_by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	return x->ns < y->ns ? -1 : x->ns > y->ns;
}

static int contact_by_time(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	return x->ns < y->ns ? -1 : x->ns > y->ns;
}

/* Events that count, in the time of the contacts' clock until the end. */
static void take_events(struct gather *g)
{
	struct correlate *c = g->out;
	bool any = false;
	int64_t last = 0;

	c->v = mem_new(g->n_events > 0 ? g->n_events : 1, sizeof(*c->v));
	if (g->n_events > 0)
		qsort(g->events, g->n_events, sizeof(*g->events),
			event_by_time);
	for (size_t i = 0; i < g->n_events; i++) {
		const struct event *e = &g->events[i];

		if (!watched(c, e->ns + g->order->offset)) {
			c->left_out++;
			continue;
		}
		if (any && e->ns - last <= g->order->window) {
			c->merged++;
			continue;
		}
		any = true;
		last = e->ns;
		c->v[c->n++] = (struct correlate_pair){ .event_ns = e->ns,
			.event_exhibit = e->exhibit,
			.event_line = e->line };
	}
}

/* A and AAAA within moments are one contact: rows of one client, as they
 * follow one another. */
static uint64_t count_contacts(const struct contact *v, size_t n)
{
	uint64_t count = 0;
	int64_t since = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && v[i].client == v[i - 1].client &&
			v[i].ns - since <= CONTACT_NS)
			continue;
		since = v[i].ns;
		count++;
	}
	return count;
}

/* The device of a log with the host that is another one than the events':
 * both have a name, and they differ. Else that of the first such log. */
static const char *device_of_logs(const struct gather *g, bool *other)
{
	const char *events = g->event_device != NULL ? g->event_device : "";
	const char *first = NULL;

	*other = false;
	for (size_t i = 0; i < g->n_logs && !*other; i++) {
		const char *device = g->logs[i].device;

		if (!g->logs[i].has_host)
			continue;
		*other = events[0] != '\0' && device[0] != '\0' &&
			 strcmp(events, device) != 0;
		if (first == NULL || *other)
			first = device;
	}
	return first != NULL ? first : "";
}

/* Nobody compared the clocks of two devices. */
static bool other_clock(const struct gather *g)
{
	bool other;

	(void)device_of_logs(g, &other);
	return other && !g->order->has_offset;
}

static enum correlate_refusal refuse(struct gather *g)
{
	struct correlate *c = g->out;

	if (g->n_events == 0)
		return CORRELATE_NO_EVENTS;
	if (g->n_contacts == 0)
		return g->seen ? CORRELATE_NOTHING_FITS : CORRELATE_NO_LOG;
	c->coarse = g->no_zone;
	if (g->no_zone > 0)
		return CORRELATE_NO_ZONE;
	c->coarse = g->batched;
	if (g->batched > 0)
		return CORRELATE_BATCHED;
	c->coarse = g->coarse;
	if (g->coarse > 0)
		return CORRELATE_COARSE_CONTACTS;
	c->coarse = g->coarse_events;
	if (g->coarse_events > 0)
		return CORRELATE_COARSE_EVENTS;
	if (c->n < CORRELATE_EVENTS_MIN)
		return CORRELATE_FEW_EVENTS;
	if (other_clock(g))
		return CORRELATE_OTHER_CLOCK;
	return CORRELATE_BORNE;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The contact of each event, and how long it took. */
static void pair(struct gather *g, const struct chance_data *d)
{
	struct correlate *c = g->out;
	int64_t *took = mem_new(c->n > 0 ? c->n : 1, sizeof(*took));
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct correlate_pair *p = &c->v[i];
		size_t at;

		p->answered = chance_answer(&at, d, d->events[i]);
		if (!p->answered)
			continue;
		p->contact_ns = g->contacts[at].ns;
		p->contact_exhibit = g->contacts[at].exhibit;
		p->contact_line = g->contacts[at].line;
		p->disposition = g->contacts[at].disposition;
		c->by[p->disposition]++;
		p->delay_ns = p->contact_ns - d->events[i];
		took[n++] = p->delay_ns;
	}
	qsort(took, n, sizeof(*took), by_value);
	for (size_t q = 0; q < 3 && n > 0; q++)
		c->latency[q] = took[(n - 1) * (q + 1) / 4];
	if (c->n > 0)
		chance_share_interval(&c->low, &c->high, n, c->n);
	free(took);
}

/* The contacts while nothing happened at the person's end. */
static void rest(struct gather *g)
{
	const struct correlate_order *o = g->order;
	struct correlate *c = g->out;
	size_t first = 0, last;
	double hours;

	if (!o->has_idle)
		return;
	for (size_t i = 0; i < c->n_spans; i++) {
		int64_t a = c->spans[i].from > o->idle_from ? c->spans[i].from
							    : o->idle_from;
		int64_t b = c->spans[i].to < o->idle_to ? c->spans[i].to
							: o->idle_to;

		c->idle_ns += b > a ? b - a : 0;
	}
	while (first < g->n_contacts && g->contacts[first].ns < o->idle_from)
		first++;
	for (last = first;
		last < g->n_contacts && g->contacts[last].ns <= o->idle_to;)
		last++;
	c->idle = count_contacts(g->contacts + first, last - first);
	for (size_t i = 0; i < c->n; i++)
		c->idle_events +=
			c->v[i].event_ns + o->offset >= o->idle_from &&
			c->v[i].event_ns + o->offset <= o->idle_to;
	if (c->idle_ns == 0)
		return;
	chance_count_interval(&c->idle_low, &c->idle_high, c->idle);
	hours = (double)c->idle_ns / (3600.0 * (double)INSTANT_SECOND);
	c->idle_low /= hours;
	c->idle_high /= hours;
}

static void measure(struct gather *g)
{
	const struct correlate_order *o = g->order;
	struct correlate *c = g->out;
	int64_t *events = mem_new(c->n > 0 ? c->n : 1, sizeof(*events));
	int64_t *times =
		mem_new(g->n_contacts > 0 ? g->n_contacts : 1, sizeof(*times));
	struct chance_data d = { .events = events,
		.n_events = c->n,
		.contacts = times,
		.n_contacts = g->n_contacts,
		.spans = c->spans,
		.n_spans = c->n_spans,
		.window = o->window,
		.before = g->width };

	for (size_t i = 0; i < c->n; i++)
		events[i] = c->v[i].event_ns + o->offset;
	for (size_t i = 0; i < g->n_contacts; i++)
		times[i] = g->contacts[i].ns;
	chance_offset(&c->shift, &c->at_shift, &d,
		CORRELATE_REACH_S * INSTANT_SECOND);
	if (c->refusal == CORRELATE_BORNE) {
		pair(g, &d);
		rest(g);
		chance_jitter(&c->jitter, &d, o->seed, CHANCE_DRAWS);
		c->has_days = chance_days(&c->days, &d, o->seed, CHANCE_DRAWS);
	}
	free(events);
	free(times);
}

static void conclude(struct gather *g)
{
	struct correlate *c = g->out;
	bool other;

	join_spans(g);
	take_events(g);
	if (g->n_contacts > 0)
		qsort(g->contacts, g->n_contacts, sizeof(*g->contacts),
			contact_by_time);
	c->contacts = count_contacts(g->contacts, g->n_contacts);
	c->clients = g->clients.n > 0 ? g->clients.n - 1 : 0;
	c->within = g->width > g->event_width ? g->width : g->event_width;
	c->event_device =
		mem_strdup(g->event_device != NULL ? g->event_device : "");
	c->log_device = mem_strdup(device_of_logs(g, &other));
	c->refusal = refuse(g);
	if (c->refusal == CORRELATE_BORNE ||
		c->refusal == CORRELATE_OTHER_CLOCK)
		measure(g);
}

static int check_exhibits(struct store *s, const struct correlate_order *o)
{
	struct exhibit e = { 0 };
	int rc = 0;

	if (o->events != 0)
		rc = exhibit_get(&e, s, o->events);
	exhibit_release(&e);
	if (rc == 0 && o->log != 0)
		rc = exhibit_get(&e, s, o->log);
	exhibit_release(&e);
	return rc;
}

int correlate_make(struct correlate *out, struct store *s,
	const struct correlate_order *order)
{
	struct correlate c = { 0 };
	struct gather g = { .order = order, .out = &c, .store = s };
	int rc = check_exhibits(s, order);

	names_init(&g.clients);
	if (rc == 0)
		rc = exhibit_each(s, see_exhibit, &g);
	for (size_t i = 0; i < g.n_logs && rc == 0; i++)
		rc = read_log(&g, &g.logs[i]);
	if (rc == 0)
		conclude(&g);
	for (size_t i = 0; i < g.n_logs; i++)
		free(g.logs[i].device);
	free(g.logs);
	free(g.contacts);
	free(g.events);
	free(g.event_device);
	names_release(&g.clients);
	if (rc != 0)
		correlate_release(&c);
	else
		*out = c;
	return rc;
}

void correlate_release(struct correlate *c)
{
	free(c->v);
	free(c->spans);
	free(c->logs);
	free(c->event_device);
	free(c->log_device);
	*c = (struct correlate){ 0 };
}
