/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In version 1 the lines of an answer name the record, not the question: the
 * second of a CNAME chain has another name than the query. So lines belong to
 * the latest look-up with their flow and id; among several of those the one
 * with their name and type comes first.
 */
#include "evidence/eve_dns.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

enum {
	KIND,
	ID,
	RRNAME,
	RRTYPE,
	RCODE,
	RDATA,
	ANSWERS,
	GROUPED,
	QUERIES,
	NAMES
};
static const char *const names[NAMES] = { "type", "id", "rrname", "rrtype",
	"rcode", "rdata", "answers", "grouped", "queries" };

/* A line taken apart. */
struct event {
	bool answer, version3;
	int64_t id;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], rcode[32];
	struct json_pick p[NAMES];
};

void eve_dns_init(struct eve_dns *d)
{
	*d = (struct eve_dns){ .held = mem_new(
				       EVE_DNS_HELD, sizeof(*d->held)) };
}

void eve_dns_release(struct eve_dns *d)
{
	free(d->held);
	detail_release(&d->detail);
	*d = (struct eve_dns){ 0 };
}

static struct eve_dns_lookup *at(struct eve_dns *d, size_t i)
{
	return &d->held[(d->first + i) % EVE_DNS_HELD];
}

bool eve_dns_take(struct eve_dns *d, int64_t now, struct observation *o)
{
	struct eve_dns_lookup *l = &d->taken;

	if (d->n == 0)
		return false;
	if (d->n < EVE_DNS_HELD && now != INT64_MAX &&
		now - at(d, 0)->o.ns < EVE_DNS_WAIT_NS)
		return false;
	*l = *at(d, 0);
	d->first = (d->first + 1) % EVE_DNS_HELD;
	d->n--;
	detail_clear(&d->detail);
	detail_text(&d->detail, "dns.response_code", l->rcode);
	*o = l->o;
	o->kind = OBSERVATION_LOOKUP;
	o->host = l->host;
	o->type = l->type;
	o->client = l->client;
	o->answer = l->answer.text;
	answer_judge(o, l->rcode);
	o->detail = detail_json(&d->detail);
	return true;
}

static const char *read_question(struct event *e, const struct json_pick *name,
	const struct json_pick *type)
{
	char text[HOST_MAX + 3];

	if (!json_pick_text(name, text, sizeof(text)) ||
		!host_normalise(e->host, text, strlen(text)))
		return N_("no host name");
	json_pick_text(type, text, sizeof(text));
	rrtype_read(e->type, text, strlen(text));
	return NULL;
}

static const char *read_event(struct event *e, const struct json_pick *dns)
{
	static const char *const wanted[] = { "rrname", "rrtype" };
	struct json_pick query, q[2];
	const char *why = json_pick_in(e->p, names, NAMES, dns);
	size_t i = 0;

	if (why != NULL)
		return why;
	if (dns->kind != JSON_OBJECT)
		return N_("no DNS message");
	e->version3 = json_pick_next(&query, &i, &e->p[QUERIES]);
	e->answer = json_pick_is(&e->p[KIND], "answer") ||
		    json_pick_is(&e->p[KIND], "response");
	if (!e->answer && !json_pick_is(&e->p[KIND], "query") &&
		!json_pick_is(&e->p[KIND], "request"))
		return N_("neither a query nor an answer");
	json_pick_number(&e->id, &e->p[ID], UINT16_MAX);
	if (e->answer)
		json_pick_text(&e->p[RCODE], e->rcode, sizeof(e->rcode));
	/* An answer of version 1 may name nobody: the record of the root. */
	if (e->answer && !e->version3 && e->p[RRNAME].kind == JSON_END)
		return NULL;
	if (!e->version3)
		return read_question(e, &e->p[RRNAME], &e->p[RRTYPE]);
	json_pick_in(q, wanted, 2, &query);
	return read_question(e, &q[0], &q[1]);
}

/* The look-up that an answer belongs to, or NULL. */
static struct eve_dns_lookup *find(
	struct eve_dns *d, const struct event *e, int64_t flow)
{
	struct eve_dns_lookup *found = NULL;

	for (size_t i = d->n; i-- > 0;) {
		struct eve_dns_lookup *l = at(d, i);

		if (l->flow != flow || l->id != e->id)
			continue;
		if (strcmp(l->host, e->host) == 0 &&
			strcmp(l->type, e->type) == 0)
			return l;
		if (found == NULL && strcmp(l->host, e->host) == 0)
			found = l;
		else if (found == NULL && !e->version3)
			found = l;
	}
	return found;
}

static void add_text(struct eve_dns_lookup *l, const struct json_pick *p)
{
	char text[HOST_MAX + 3];

	if (json_pick_text(p, text, sizeof(text)))
		answer_add(&l->answer, text, strlen(text));
}

static bool is_address_type(const struct json_pick *type)
{
	return json_pick_is(type, "A") || json_pick_is(type, "AAAA") ||
	       json_pick_is(type, "CNAME");
}

/* answers[], else grouped{}, else the one of version 1. */
static void add_answers(struct eve_dns_lookup *l, const struct event *e)
{
	static const char *const wanted[] = { "rrtype", "rdata" };
	static const char *const groups[] = { "CNAME", "A", "AAAA" };
	struct json_pick one, q[3];
	size_t i = 0, k;

	if (e->p[ANSWERS].kind == JSON_ARRAY) {
		while (json_pick_next(&one, &i, &e->p[ANSWERS])) {
			json_pick_in(q, wanted, 2, &one);
			if (is_address_type(&q[0]))
				add_text(l, &q[1]);
		}
		return;
	}
	json_pick_in(q, groups, 3, &e->p[GROUPED]);
	for (i = 0; i < 3; i++)
		for (k = 0; json_pick_next(&one, &k, &q[i]);)
			add_text(l, &one);
	if (is_address_type(&e->p[RRTYPE]))
		add_text(l, &e->p[RDATA]);
}

/* Who asked: the other end of port 53; where both or none have it, what the
 * version says of an answer's direction. */
static const char *client_of(
	const struct event *e, const struct eve_dns_ends *ends)
{
	bool from = ends->source_port == 53, to = ends->destination_port == 53;
	bool turned = from != to ? from : e->answer && e->version3;

	return turned ? ends->destination : ends->source;
}

static struct eve_dns_lookup *add(struct eve_dns *d, const struct event *e,
	const struct observation *o, const struct eve_dns_ends *ends)
{
	struct eve_dns_lookup *l;

	assert(d->n < EVE_DNS_HELD);
	l = at(d, d->n++);
	l->o = *o;
	l->flow = ends->flow;
	l->id = e->id;
	memcpy(l->host, e->host, sizeof(l->host));
	memcpy(l->type, e->type, sizeof(l->type));
	memcpy(l->client, client_of(e, ends), sizeof(l->client));
	l->rcode[0] = '\0';
	answer_clear(&l->answer);
	return l;
}

const char *eve_dns_see(struct eve_dns *d, const struct observation *o,
	const struct json_pick *dns, const struct eve_dns_ends *ends)
{
	struct eve_dns_lookup *l = NULL;
	struct event e = { 0 };
	const char *why = read_event(&e, dns);

	if (why != NULL)
		return why;
	if (e.answer)
		l = find(d, &e, ends->flow);
	if (l == NULL && e.host[0] == '\0')
		return N_("no host name");
	if (l == NULL)
		l = add(d, &e, o, ends);
	if (!e.answer)
		return NULL;
	memcpy(l->rcode, e.rcode, sizeof(l->rcode));
	add_answers(l, &e);
	return NULL;
}
