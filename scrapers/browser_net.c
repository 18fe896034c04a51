/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_net.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/http_pool.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/browser_paused.h"

/* The rc of a hop that has not come to its end. */
enum { UNSETTLED = -1 };

/* One request of the browser through all its redirects. */
struct chain {
	struct fetch fetch;
	char *id;      /* of the last request */
	char *network; /* of all of them, or NULL */
	char *session;
	bool document;
	int64_t answer; /* number of the last answer to the browser */
	int rc;
	char *message; /* why the last hop failed */
};

/* One hop under way, or waiting for its turn. */
struct errand {
	struct browser_net *net;
	struct errand *next;
	struct browser_paused paused;
	size_t chain; /* its index */
	struct fetch_hop *hop;
};

struct browser_net {
	struct browser_net_options o;
	struct http_pool *pool;
	struct chain *v;
	size_t n, cap;
	struct errand *first, **last; /* waiting */
	struct errand **active;	      /* BROWSER_NET_AT_ONCE places */
	size_t requests, bytes, refused;
	int broken; /* what cdp_send() said within a callback */
};

struct browser_net *browser_net_new(const struct browser_net_options *o)
{
	struct browser_net *net = mem_new(1, sizeof(*net));

	net->o = *o;
	if (net->o.requests == 0)
		net->o.requests = BROWSER_NET_REQUESTS;
	if (net->o.bytes == 0)
		net->o.bytes = BROWSER_NET_BYTES;
	net->last = &net->first;
	net->active = mem_new(BROWSER_NET_AT_ONCE, sizeof(*net->active));
	if (http_pool_new(&net->pool, BROWSER_NET_AT_ONCE) != 0)
		mem_none();
	return net;
}

static void free_errand(struct errand *e)
{
	if (e == NULL)
		return;
	browser_paused_release(&e->paused);
	free(e);
}

static void free_chain(struct chain *c)
{
	fetch_release(&c->fetch);
	free(c->id);
	free(c->network);
	free(c->session);
	free(c->message);
	*c = (struct chain){ 0 };
}

void browser_net_free(struct browser_net *net)
{
	if (net == NULL)
		return;
	http_pool_free(net->pool);
	for (size_t i = 0; i < BROWSER_NET_AT_ONCE; i++)
		free_errand(net->active[i]);
	while (net->first != NULL) {
		struct errand *e = net->first;

		net->first = e->next;
		free_errand(e);
	}
	for (size_t i = 0; i < net->n; i++)
		free_chain(&net->v[i]);
	free(net->active);
	free(net->v);
	free(net);
}

/* --- what the browser hears --- */

static int fail(struct browser_net *net, const char *session, const char *id)
{
	cJSON *params = json_object();

	json_set(params, "requestId", id);
	json_set(params, "errorReason", "AccessDenied");
	return cdp_send(NULL, net->o.cdp, session, "Fetch.failRequest", params);
}

/* Not sent at all, for the reason that err_message() tells. */
static int refuse(struct browser_net *net, const char *session, const char *id)
{
	net->refused++;
	browser_notes_add(net->o.notes, _("refused: %s"), err_message());
	return fail(net, session, id);
}

static int pass(struct browser_net *net, const char *session, const char *id)
{
	cJSON *params = json_object();

	json_set(params, "requestId", id);
	return cdp_send(
		NULL, net->o.cdp, session, "Fetch.continueRequest", params);
}

/* Hands the answer of the chain's last hop over. */
static int hand_over(struct browser_net *net, struct chain *c)
{
	const struct fetch_hop *hop = &c->fetch.v[c->fetch.n - 1];
	cJSON *params = NULL;
	int rc = browser_paused_fulfil(&params, c->id, &hop->answer);

	if (rc == 0)
		return cdp_send(&c->answer, net->o.cdp, c->session,
			"Fetch.fulfillRequest", params);
	browser_notes_add(net->o.notes, "%s: %s", hop->url, err_message());
	return fail(net, c->session, c->id);
}

int browser_net_rejected(struct browser_net *net, int64_t id)
{
	for (size_t i = 0; i < net->n; i++) {
		struct chain *c = &net->v[i];

		if (c->answer != id)
			continue;
		c->answer = 0;
		browser_notes_add(net->o.notes,
			_("%s: the browser does not take the answer"),
			c->fetch.v[c->fetch.n - 1].url);
		return fail(net, c->session, c->id);
	}
	return 0;
}

/* --- one hop --- */

static bool is_https(const char *url)
{
	return strncmp(url, "https:", 6) == 0;
}

/* The hop is over, well or not. */
static int settle(struct errand *e, int rc)
{
	struct browser_net *net = e->net;
	struct chain *c = &net->v[e->chain];
	struct http_response *a = &e->hop->answer;

	digest_of(&e->hop->body, a->body.p, a->body.len);
	if (a->tls_chain != NULL)
		digest_of(&e->hop->chain, a->tls_chain, strlen(a->tls_chain));
	net->bytes += a->body.len;
	c->rc = rc;
	if (rc == 0)
		return hand_over(net, c);
	free(c->message);
	c->message = mem_strdup(err_message());
	if (rc == ERR_REFUSED)
		return refuse(net, c->session, c->id);
	browser_notes_add(net->o.notes, "%s", err_message());
	return fail(net, c->session, c->id);
}

static void done(struct http_response *answer, int rc, void *ctx)
{
	struct errand *e = ctx;
	struct browser_net *net = e->net;

	(void)answer;
	for (size_t i = 0; i < BROWSER_NET_AT_ONCE; i++)
		if (net->active[i] == e)
			net->active[i] = NULL;
	rc = settle(e, rc);
	free_errand(e);
	if (rc != 0)
		net->broken = rc;
}

static void prepare(struct errand *e)
{
	struct browser_net *net = e->net;
	struct http_request *q = &e->paused.request;
	const struct fetch_options *f = net->o.fetch;
	size_t left = net->o.bytes - net->bytes;
	size_t most = e->paused.document ? FETCH_BYTES : BROWSER_NET_RESOURCE;

	q->proxy = f->proxy;
	q->ca_file = f->ca_file;
	q->resolve = f->resolve;
	q->http2 = f->http2;
	q->allow_private = f->allow_private;
	q->max_body = left < most ? left : most;
	q->timeout_s = net->o.seconds;
}

/* Sends it, in the given place of those under way. */
static int begin(struct errand *e, size_t place)
{
	struct browser_net *net = e->net;
	const struct fetch_options *f = net->o.fetch;
	int rc;

	if (net->bytes >= net->o.bytes) {
		rc = err_set(ERR_REFUSED,
			_("'%s': the page has loaded %zu bytes already"),
			e->paused.url, net->bytes);
		goto settled;
	}
	prepare(e);
	if (f->send != NULL) {
		rc = f->send(&e->hop->answer, &e->paused.request, f->ctx);
		goto settled;
	}
	net->active[place] = e;
	rc = http_pool_add(
		net->pool, &e->hop->answer, &e->paused.request, done, e);
	if (rc == 0)
		return 0;
	net->active[place] = NULL;
settled:
	rc = settle(e, rc);
	free_errand(e);
	return rc;
}

static int begin_waiting(struct browser_net *net)
{
	int rc = 0;

	for (size_t i = 0; i < BROWSER_NET_AT_ONCE && rc == 0; i++) {
		while (net->first != NULL && net->active[i] == NULL &&
			rc == 0) {
			struct errand *e = net->first;

			net->first = e->next;
			if (net->first == NULL)
				net->last = &net->first;
			rc = begin(e, i);
		}
	}
	return rc;
}

/* --- requests --- */

/* The chain that this request goes on, or a new one. */
static struct chain *find_chain(
	struct browser_net *net, const struct browser_paused *p)
{
	for (size_t i = 0; p->before != NULL && i < net->n; i++)
		if (strcmp(net->v[i].id, p->before) == 0)
			return &net->v[i];
	net->v = mem_grow(net->v, &net->cap, net->n + 1, sizeof(*net->v));
	net->v[net->n] = (struct chain){ .document = p->document };
	net->v[net->n].fetch.v = mem_new(FETCH_HOPS, sizeof(*net->v->fetch.v));
	return &net->v[net->n++];
}

static void add_hop(struct errand *e, struct chain *c, const char *session)
{
	struct fetch *f = &c->fetch;
	const char *url = e->paused.url;

	e->hop = &f->v[f->n++];
	http_response_init(&e->hop->answer);
	e->hop->url = mem_strdup(url);
	if (f->n > 1 && is_https(f->v[f->n - 2].url) && !is_https(url))
		f->downgraded = true;
	free(c->id);
	free(c->session);
	c->id = mem_strdup(e->paused.id);
	c->session = mem_strdup(session);
	if (c->network == NULL)
		c->network = mem_strdup(e->paused.network);
	c->answer = 0;
	c->rc = UNSETTLED;
}

static int check_limits(struct browser_net *net, const char *url)
{
	if (net->requests >= net->o.requests)
		return err_set(ERR_REFUSED,
			_("'%s': the page has made %zu requests already"), url,
			net->requests);
	net->requests++;
	return 0;
}

static int take_up(struct errand *e, const char *session)
{
	struct browser_net *net = e->net;
	struct chain *c = find_chain(net, &e->paused);

	if (c->fetch.n == FETCH_HOPS) {
		int rc;

		err_set(ERR_REFUSED,
			_("'%s' was redirected %d times without an end"),
			c->fetch.v[0].url, FETCH_HOPS);
		rc = refuse(net, session, e->paused.id);
		free_errand(e);
		return rc;
	}
	add_hop(e, c, session);
	e->chain = (size_t)(c - net->v);
	*net->last = e;
	net->last = &e->next;
	return begin_waiting(net);
}

int browser_net_paused(struct browser_net *net, const struct cdp_message *event)
{
	struct errand *e = mem_new(1, sizeof(*e));
	const struct browser_paused *p = &e->paused;
	int rc = browser_paused_read(
		&e->paused, event->body, net->o.fetch->language);

	e->net = net;
	if (p->url != NULL && browser_paused_is_local(p->url)) {
		rc = pass(net, event->session, p->id);
	} else {
		if (rc == 0)
			rc = check_limits(net, p->url);
		if (rc == 0)
			return take_up(e, event->session);
		rc = p->id != NULL ? refuse(net, event->session, p->id) : 0;
	}
	free_errand(e);
	return rc;
}

int browser_net_run(struct browser_net *net, unsigned limit_ms)
{
	int rc = 0;

	if (http_pool_count(net->pool) > 0)
		rc = http_pool_run(net->pool, limit_ms);
	if (rc == 0)
		rc = net->broken;
	if (rc == 0)
		rc = begin_waiting(net);
	return rc;
}

size_t browser_net_count(const struct browser_net *net)
{
	return http_pool_count(net->pool);
}

/* --- the harvest --- */

/* The document of that loader; else the first. */
static size_t find_document(const struct browser_net *net, const char *loader)
{
	size_t first = net->n;

	for (size_t i = 0; i < net->n; i++) {
		const struct chain *c = &net->v[i];

		if (!c->document)
			continue;
		if (loader != NULL && c->network != NULL &&
			strcmp(c->network, loader) == 0)
			return i;
		if (first == net->n)
			first = i;
	}
	return first;
}

/* What came of the document's last hop. */
static int judge(const struct chain *c)
{
	if (c->rc == UNSETTLED)
		return err_set(ERR_LIMIT, _("'%s': no answer in time"),
			c->fetch.v[c->fetch.n - 1].url);
	return c->rc != 0 ? err_set(c->rc, "%s", c->message) : 0;
}

void browser_net_take(struct browser_net_harvest *out, struct browser_net *net,
	const char *loader)
{
	size_t document = find_document(net, loader);

	*out = (struct browser_net_harvest){ .refused = net->refused,
		.resources = mem_new(net->n + 1, sizeof(*out->resources)) };
	/* What is still under way would write into the hops. */
	http_pool_free(net->pool);
	net->pool = NULL;
	for (size_t i = 0; i < net->n; i++) {
		struct fetch *f = &net->v[i].fetch;
		struct fetch_hop *hop = &f->v[f->n - 1];

		if (net->v[i].rc == UNSETTLED)
			digest_of(&hop->body, hop->answer.body.p,
				hop->answer.body.len);
		if (i == document)
			out->document = *f;
		else
			out->resources[out->n++] = *f;
	}
	out->rc = document < net->n
			  ? judge(&net->v[document])
			  : err_set(ERR_NOTFOUND,
				    _("the browser did not ask for the page"));
	for (size_t i = 0; i < net->n; i++)
		net->v[i].fetch = (struct fetch){ 0 };
}
