/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flows that mitmproxy saved ("w" in its console, "mitmdump -w FILE"): tagged
 * netstrings one after another (evidence/tnet.h), versions 0.10 to 0.18 (as
 * [0, 18, 2]) and 4 to 21 (as 18) of the format and those between; members
 * are found by name. Rows by the type of a flow:
 *
 *	http (and none)	a request; with a WebSocket its type is ws or wss
 *	tcp, udp	a connection, from versions 4 and 18 on
 *	websocket	a connection, versions 4 to 11
 *	dns		a look-up, from version 15 on
 *
 * A request with a status was let through; one with an error and none failed;
 * with neither nothing is known. What the person at the proxy changed or sent
 * again is marked: the app did not do that. In transparent mode the host is
 * an address; then the name that the client gave (SNI, then Host) counts.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/answer.h"
#include "evidence/authority.h"
#include "evidence/dns_wire.h"
#include "evidence/importer.h"
#include "evidence/mitmproxy_flow.h"
#include "evidence/record.h"
#include "evidence/rrtype.h"
#include "evidence/url.h"
#include "evidence/when.h"

struct state {
	struct importer_job *job;
	struct record_budget *budget;
	uint64_t number;
};

/* What a row borrows from. */
struct row {
	struct observation o;
	char host[HOST_MAX + 1], server[HOST_MAX + 1], client[HOST_MAX + 1];
	char type[RRTYPE_TEXT];
	struct answer answers;
	struct url url;
};

static bool is_known_key(const struct tnet *key)
{
	static const char *const keys[] = { "version", "type", "error",
		"response", "request", "marked", "client_conn", "server_conn",
		"websocket", "mode", "id", "intercepted", "metadata",
		"is_replay", "backup", "comment", "timestamp_created",
		"messages" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (tnet_is_text(key) && tnet_is(key, keys[i]))
			return true;
	return false;
}

static int sniff(struct importer_head *head)
{
	const char *end = head->text + head->len, *at = head->text;
	const char *colon = memchr(at, ':',
		head->len < TNET_DIGITS + 1 ? head->len : TNET_DIGITS + 1);
	struct tnet flow, key;

	if (colon == NULL || colon == at)
		return 0;
	for (const char *p = at; p < colon; p++)
		if (*p < '0' || *p > '9')
			return 0;
	if (tnet_next(&flow, &at, end) && flow.type != '}')
		return 0;
	at = colon + 1;
	if (!tnet_next(&key, &at, end) || !is_known_key(&key))
		return 0;
	head->why = N_("it begins with a flow of mitmproxy");
	return 100;
}

/* [host, port]; before version 4, {"address": [host, port]}. */
static struct tnet end_of(const struct tnet *connection, const char *name)
{
	struct tnet v = tnet_find(connection, name);

	return v.type == '}' ? tnet_find(&v, "address") : v;
}

static struct tnet address_of(const struct tnet *connection, const char *name)
{
	struct tnet v = end_of(connection, name);

	return tnet_at(&v, 0);
}

static int64_t port_of(const struct tnet *connection)
{
	struct tnet v = end_of(connection, "address");

	v = tnet_at(&v, 1);
	return tnet_integer(&v, 0);
}

static bool read_address(char out[HOST_MAX + 1], const struct tnet *connection,
	const char *name, const char *older)
{
	struct tnet v = address_of(connection, name);
	char text[HOST_MAX + 8];

	if (v.type == '\0')
		v = address_of(connection, older);
	tnet_copy(text, sizeof(text), &v);
	return tnet_is_text(&v) && record_address(out, text);
}

/* A value as a host name; false for an address unless any. */
static bool read_name(char out[HOST_MAX + 1], const struct tnet *v, bool any)
{
	char address[HOST_MAX + 1];

	return tnet_is_text(v) && host_normalise(out, v->text, v->len) &&
	       strpbrk(out, "*/") == NULL &&
	       (any || !record_address(address, out));
}

/* The value of a header, the first of that name. */
static struct tnet header_of(
	const struct mitmproxy_half *half, const char *name)
{
	struct tnet list = tnet_find(&half->dict, "headers"), item;
	const char *at = list.text, *end = tnet_end(&list);

	if (list.type != ']')
		return (struct tnet){ 0 };
	while (tnet_next(&item, &at, end)) {
		struct tnet key = tnet_at(&item, 0);

		if (tnet_is_text(&key) && key.len == strlen(name) &&
			strncasecmp(key.text, name, key.len) == 0)
			return tnet_at(&item, 1);
	}
	return (struct tnet){ 0 };
}

static void mask_headers(struct mask *m, const struct mitmproxy_half *half)
{
	struct tnet list = tnet_find(&half->dict, "headers"), item;
	const char *at = list.text, *end = tnet_end(&list);

	if (list.type != ']')
		return;
	while (tnet_next(&item, &at, end)) {
		struct tnet key = tnet_at(&item, 0);

		if (tnet_is_text(&key))
			mask_name(m, key.text, key.len);
	}
}

/* The name in a Host header, without the port; false for an address. */
static bool read_host_header(
	char out[HOST_MAX + 1], const struct mitmproxy_half *half)
{
	struct tnet v = header_of(half, "host");
	char address[HOST_MAX + 1];

	return tnet_is_text(&v) && authority_host(out, v.text, v.len) &&
	       strpbrk(out, "*/") == NULL && !record_address(address, out);
}

/* The name a client asked for, when the host is only an address. */
static const char *find_name(struct row *r, const struct mitmproxy_flow *f)
{
	struct tnet client = tnet_find(&f->dict, "client_conn");
	struct tnet server = tnet_find(&f->dict, "server_conn");
	struct tnet sni = tnet_find(&client, "sni");
	char host[HOST_MAX + 1];

	if (!read_name(host, &sni, false)) {
		sni = tnet_find(&server, "sni");
		if (!read_name(host, &sni, false))
			sni.type = '\0';
	}
	if (sni.type != '\0') {
		memcpy(r->host, host, sizeof(host));
		return "sni";
	}
	if (!read_host_header(host, &f->request))
		return "";
	memcpy(r->host, host, sizeof(host));
	return "host header";
}

/* A float is a clock's microseconds, however many digits it is written
 * with. */
static bool set_epoch(struct observation *o, const struct tnet *v)
{
	if ((v->type != '^' && v->type != '#') ||
		when_epoch_unit(o, v->text, v->len, INSTANT_SECOND) != NULL)
		return false;
	if (v->type == '^')
		o->precision = OBSERVATION_PRECISION_US;
	return true;
}

/* The flow's time, from the best that is there: a member of the half, the
 * flow's own, its connections', its first message's. */
static const char *set_time(struct observation *o,
	const struct mitmproxy_flow *f, const char *member)
{
	struct tnet tries[] = { tnet_find(&f->request.dict, member),
		tnet_find(&f->dict, "timestamp_created"),
		tnet_find(&f->dict, "server_conn"),
		tnet_find(&f->dict, "client_conn"),
		{ '^', f->first, strlen(f->first) } };

	tries[2] = tnet_find(&tries[2], "timestamp_start");
	tries[3] = tnet_find(&tries[3], "timestamp_start");
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (set_epoch(o, &tries[i]))
			return NULL;
	return N_("no time");
}

static void set_ends(struct row *r, const struct mitmproxy_flow *f)
{
	struct tnet client = tnet_find(&f->dict, "client_conn");
	struct tnet server = tnet_find(&f->dict, "server_conn");

	if (read_address(r->server, &server, "peername", "ip_address") ||
		read_address(r->server, &server, "peer_address", "address"))
		r->o.answer = r->server;
	if (read_address(r->client, &client, "peername", "address"))
		r->o.client = r->client;
}

static void add_text(cJSON *d, const char *name, struct tnet v)
{
	char text[RECORD_TEXT];

	tnet_copy(text, sizeof(text), &v);
	record_set(d, name, text);
}

/* "18", or "0.18.2". */
static void add_version(cJSON *d, struct tnet v)
{
	char text[40] = "";
	size_t n = 0;

	if (v.type != ']') {
		add_text(d, "ev.flow_version", v);
		return;
	}
	for (size_t i = 0; i < 3; i++) {
		int64_t part;
		struct tnet item = tnet_at(&v, i);

		part = tnet_integer(&item, -1);
		if (part >= 0 && n < sizeof(text) - 24)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"%s%lld", i > 0 ? "." : "", (long long)part);
	}
	record_set(d, "ev.flow_version", text);
}

/* Whether a person at the proxy sent it again or changed it. */
static void add_hand(cJSON *d, const struct mitmproxy_flow *f)
{
	struct tnet replay = tnet_find(&f->dict, "is_replay");
	struct tnet older = tnet_find(&f->request.dict, "is_replay");

	if (tnet_is_true(&older))
		json_set(d, "ev.replayed", "request");
	else if (tnet_is_text(&replay))
		add_text(d, "ev.replayed", replay);
	if (f->modified)
		json_set_bool(d, "ev.modified", true);
}

/* The message of an error, which may hold a URL. */
static void add_error(cJSON *d, struct mitmproxy_flow *f)
{
	struct tnet v = tnet_find(&f->dict, "error");
	char text[RECORD_TEXT];
	struct str shown;

	v = tnet_find(&v, "msg");
	tnet_copy(text, sizeof(text), &v);
	str_init(&shown, 0);
	mask_message(&f->mask, &shown, text);
	record_set(d, "error.message", shown.p);
	str_release(&shown);
}

/* What rows of all types have. */
static cJSON *common_detail(struct mitmproxy_flow *f)
{
	cJSON *d = json_object();

	record_set(d, "observer.product", "mitmproxy");
	add_version(d, tnet_find(&f->dict, "version"));
	add_error(d, f);
	add_hand(d, f);
	if (f->messages_sent + f->messages_received > 0) {
		json_set_int(d, "ev.messages_sent", (int64_t)f->messages_sent);
		json_set_int(d, "ev.messages_received",
			(int64_t)f->messages_received);
	}
	return d;
}

static bool has_error(const struct mitmproxy_flow *f)
{
	struct tnet error = tnet_find(&f->dict, "error");

	return error.type == '}';
}

static int64_t status_of(const struct mitmproxy_flow *f)
{
	struct tnet v = tnet_find(&f->response.dict, "status_code");

	if (v.type == '\0')
		v = tnet_find(&f->response.dict, "code");
	return f->response.dict.type == '}' ? tnet_integer(&v, 0) : 0;
}

static void set_disposition(
	struct observation *o, const struct mitmproxy_flow *f, bool answered)
{
	if (answered)
		o->disposition = OBSERVATION_ALLOWED;
	else if (has_error(f))
		o->disposition = OBSERVATION_ERROR;
	else
		return;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
}

/* The path, which may be a whole URL in the form for proxies. */
static void split_path(struct url *u, const struct tnet *path)
{
	const char *p = path->text, *end, *mark;
	size_t len = path->len;

	u->path = u->query = "";
	if (!tnet_is_text(path) || len == 0)
		return;
	if (*p != '/') {
		struct url whole;

		if (url_read(&whole, p, len)) {
			u->path = whole.path;
			u->path_len = whole.path_len;
			u->query = whole.query;
			u->query_len = whole.query_len;
		}
		return;
	}
	mark = memchr(p, '#', len);
	end = mark != NULL ? mark : p + len;
	mark = memchr(p, '?', (size_t)(end - p));
	u->path = p;
	u->path_len = (size_t)((mark != NULL ? mark : end) - p);
	if (mark != NULL) {
		u->query = mark + 1;
		u->query_len = (size_t)(end - mark - 1);
	}
}

static void add_body(cJSON *d, const char *bytes, const char *digest,
	const struct mitmproxy_half *half)
{
	char name[DIGEST_NAME + 1];

	if (!half->has_body)
		return;
	digest_name(name, &half->body.digest);
	json_set_int(d, bytes, (int64_t)half->body.bytes);
	json_set(d, digest, name);
}

static void add_url(cJSON *d, struct row *r, struct mitmproxy_flow *f)
{
	struct str text;

	str_init(&text, 0);
	mask_path(&f->mask, &text, r->url.path, r->url.path_len);
	record_set(d, "url.path", text.p);
	str_clear(&text);
	mask_query(&f->mask, &text, r->url.query, r->url.query_len);
	record_set(d, "url.query", text.p);
	str_release(&text);
}

static void add_request(cJSON *d, const struct mitmproxy_flow *f)
{
	struct tnet port = tnet_find(&f->request.dict, "port");
	struct tnet referrer = header_of(&f->request, "referer");
	struct url url;

	add_text(d, "url.scheme", tnet_find(&f->request.dict, "scheme"));
	add_text(d, "http.request.method",
		tnet_find(&f->request.dict, "method"));
	add_text(
		d, "http.version", tnet_find(&f->request.dict, "http_version"));
	add_text(d, "http.request.mime_type",
		header_of(&f->request, "content-type"));
	add_text(d, "http.response.mime_type",
		header_of(&f->response, "content-type"));
	if (tnet_integer(&port, 0) > 0)
		json_set_int(d, "url.port", tnet_integer(&port, 0));
	if (status_of(f) > 0)
		json_set_int(d, "http.response.status_code", status_of(f));
	if (tnet_is_text(&referrer) &&
		url_read(&url, referrer.text, referrer.len))
		record_set(d, "http.request.referrer", url.host);
}

static int give(struct state *st, struct row *r, struct mitmproxy_flow *f,
	cJSON *d, bool is_request)
{
	struct str shorter, full;
	int rc;

	str_init(&shorter, 0);
	str_init(&full, 0);
	json_set_bool(d, "ev.shortened", true);
	json_canonical(&shorter, d);
	cJSON_DeleteItemFromObjectCaseSensitive(d, "ev.shortened");
	if (is_request) {
		add_url(d, r, f);
		add_body(d, "http.request.body.bytes", "ev.request_body",
			&f->request);
		add_body(d, "http.response.body.bytes", "ev.response_body",
			&f->response);
	}
	mask_detail(&f->mask, d);
	json_canonical(&full, d);
	r->o.line = st->number;
	r->o.position = f->position;
	r->o.length = f->length;
	rc = record_row(st->job, st->budget, &r->o, full.p, shorter.p);
	cJSON_Delete(d);
	str_release(&shorter);
	str_release(&full);
	return rc;
}

/* "https", or "wss" with a WebSocket. */
static void set_scheme(struct row *r, const struct mitmproxy_flow *f)
{
	struct tnet v = tnet_find(&f->request.dict, "scheme");
	bool tls = tnet_is_text(&v) && tnet_is(&v, "https");

	tnet_copy(r->type, sizeof(r->type), &v);
	if (r->type[0] == '\0')
		memcpy(r->type, "http", sizeof("http"));
	if (f->websocket)
		snprintf(r->type, sizeof(r->type), "%s", tls ? "wss" : "ws");
	r->o.type = r->type;
}

static int bad(
	struct state *st, const struct mitmproxy_flow *f, const char *why)
{
	return importer_bad_at(st->job, st->number, f->position, why);
}

static int give_http(struct state *st, struct mitmproxy_flow *f)
{
	struct row r = { .o = { .kind = OBSERVATION_REQUEST } };
	struct tnet host = tnet_find(&f->request.dict, "host");
	struct tnet path = tnet_find(&f->request.dict, "path");
	const char *why, *by = "";
	char address[HOST_MAX + 1];
	cJSON *d;

	if (f->request.dict.type != '}')
		return bad(st, f, N_("a flow without a request"));
	if (!read_name(r.host, &host, true))
		r.host[0] = '\0';
	if (r.host[0] == '\0' || record_address(address, r.host))
		by = find_name(&r, f);
	if (r.host[0] == '\0')
		return bad(st, f, N_("no host name"));
	why = set_time(&r.o, f, "timestamp_start");
	if (why != NULL)
		return bad(st, f, why);
	r.o.host = r.host;
	set_scheme(&r, f);
	set_ends(&r, f);
	set_disposition(&r.o, f, status_of(f) >= 100);
	r.o.sent = f->sent + f->request.body.bytes;
	r.o.received = f->received + f->response.body.bytes;
	split_path(&r.url, &path);
	mask_headers(&f->mask, &f->request);
	mask_headers(&f->mask, &f->response);
	d = common_detail(f);
	record_set(d, "ev.host_source", by);
	add_request(d, f);
	return give(st, &r, f, d, true);
}

static int give_connection(
	struct state *st, struct mitmproxy_flow *f, const char *type)
{
	struct row r = { .o = { .kind = OBSERVATION_CONNECTION } };
	struct tnet server = tnet_find(&f->dict, "server_conn");
	struct tnet address = address_of(&server, "address");
	struct tnet up = tnet_find(&server, "timestamp_tcp_setup");
	struct tnet tls = tnet_find(&server, "tls");
	const char *why, *by = find_name(&r, f);
	cJSON *d;

	if (r.host[0] == '\0' && !read_name(r.host, &address, true))
		return bad(st, f, N_("no host name"));
	why = set_time(&r.o, f, "timestamp_start");
	if (why != NULL)
		return bad(st, f, why);
	r.o.host = r.host;
	r.o.type =
		strcmp(type, "tcp") == 0 && tnet_is_true(&tls) ? "tls" : type;
	r.o.sent = f->sent;
	r.o.received = f->received;
	set_ends(&r, f);
	set_disposition(&r.o, f,
		f->messages_received > 0 ||
			(!has_error(f) && (up.type == '^' || up.type == '#')));
	d = common_detail(f);
	if (port_of(&server) > 0)
		json_set_int(d, "destination.port", port_of(&server));
	record_set(d, "ev.host_source", by);
	return give(st, &r, f, d, false);
}

/* Adds an answer's address or name. The data of a record are as on the wire,
 * names without compression (RFC 1035, 3.1). */
static void add_answer(struct answer *out, const struct tnet *record)
{
	struct tnet data = tnet_find(record, "data");
	struct tnet type = tnet_find(record, "type");
	struct tnet class = tnet_find(record, "class_");
	int64_t number = tnet_integer(&type, 0);
	struct dns_wire_record wire = {
		.type = (uint16_t)number,
		.class = (uint16_t)tnet_integer(&class, 1),
		.data = (const unsigned char *)data.text,
		.len = data.len,
	};
	struct dns_wire message = {
		.data = (const unsigned char *)data.text,
		.len = data.len,
	};
	char text[DNS_WIRE_NAME];

	if (tnet_is_text(&data) &&
		(number == 1 || number == 5 || number == 28) &&
		dns_wire_value(&message, &wire, text))
		answer_add(out, text, strlen(text));
}

static void read_answers(struct answer *out, const struct mitmproxy_flow *f)
{
	struct tnet list = tnet_find(&f->response.dict, "answers"), record;
	const char *at = list.text, *end = tnet_end(&list);

	while (list.type == ']' && tnet_next(&record, &at, end))
		add_answer(out, &record);
}

static const char *rcode_of(const struct mitmproxy_flow *f)
{
	struct tnet v = tnet_find(&f->response.dict, "response_code");
	int64_t code = tnet_integer(&v, -1);

	return code >= 0 && code <= UINT16_MAX
		       ? dns_wire_rcode_name((unsigned)code)
		       : "";
}

/* The proxy only watched: that there was an answer does not show that it was
 * let through, but one that leads nowhere indicates a block. */
static void judge_lookup(struct row *r, const struct mitmproxy_flow *f)
{
	if (f->response.dict.type != '}') {
		set_disposition(&r->o, f, false);
		return;
	}
	read_answers(&r->answers, f);
	r->o.answer = r->answers.text;
	answer_judge(&r->o, rcode_of(f));
}

static int give_lookup(struct state *st, struct mitmproxy_flow *f)
{
	struct row r = { .o = { .kind = OBSERVATION_LOOKUP } };
	struct tnet question = tnet_find(&f->request.dict, "questions");
	struct tnet client = tnet_find(&f->dict, "client_conn");
	struct tnet v;
	const char *why;
	cJSON *d;

	question = tnet_at(&question, 0);
	v = question.type == ']' ? tnet_at(&question, 0)
				 : tnet_find(&question, "name");
	if (!read_name(r.host, &v, true))
		return bad(st, f, N_("no host name"));
	why = set_time(&r.o, f, "timestamp");
	if (why != NULL)
		return bad(st, f, why);
	v = question.type == ']' ? tnet_at(&question, 1)
				 : tnet_find(&question, "type");
	if (tnet_integer(&v, 0) > 0 && tnet_integer(&v, 0) <= UINT16_MAX)
		rrtype_name(r.type, (uint16_t)tnet_integer(&v, 0));
	r.o.host = r.host;
	r.o.type = r.type;
	if (read_address(r.client, &client, "peername", "address"))
		r.o.client = r.client;
	judge_lookup(&r, f);
	d = common_detail(f);
	if (f->response.dict.type == '}')
		record_set(d, "dns.response_code", rcode_of(f));
	return give(st, &r, f, d, false);
}

static int give_flow(struct state *st, struct mitmproxy_flow *f)
{
	struct tnet v = tnet_find(&f->dict, "type");
	char type[16];

	if (f->why != NULL)
		return bad(st, f, f->why);
	tnet_copy(type, sizeof(type), &v);
	if (type[0] == '\0' || strcmp(type, "http") == 0)
		return give_http(st, f);
	if (strcmp(type, "dns") == 0)
		return give_lookup(st, f);
	if (strcmp(type, "tcp") == 0 || strcmp(type, "udp") == 0 ||
		strcmp(type, "websocket") == 0)
		return give_connection(st, f, type);
	return bad(st, f, N_("a flow of an unknown type"));
}

/* Flows one after another. Behind a place where none begins nothing can be
 * found again: that is told, and what was read stays. */
static int read_flows(struct state *st, struct tnet_stream *s)
{
	bool ended = false;
	int rc = 0;

	while (rc == 0 && (rc = tnet_stream_ended(s, &ended)) == 0 && !ended) {
		struct mitmproxy_flow f;

		st->number++;
		mitmproxy_flow_init(&f);
		rc = mitmproxy_flow_read(&f, s);
		if (rc == 0)
			rc = give_flow(st, &f);
		else if (s->why != NULL)
			rc = bad(st, &f, s->why);
		mitmproxy_flow_release(&f);
		if (s->why != NULL)
			break;
	}
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct state st = { .job = job, .budget = record_budget_new() };
	struct source *source = NULL;
	struct tnet_stream s = { 0 };
	int rc = importer_open(&source, job);

	if (rc == 0) {
		tnet_stream_init(&s, source);
		rc = read_flows(&st, &s);
	}
	tnet_stream_release(&s);
	record_budget_free(st.budget);
	return importer_close(source, job, rc);
}

const struct importer import_mitmproxy = {
	.name = "mitmproxy",
	.version = 1,
	.summary = N_("mitmproxy: saved flows"),
	.how = N_("mitmproxy is a program on a computer through which a phone "
		  "or a browser is led. Save its flows with 'mitmdump -w "
		  "flows.mitm', or with the key w in its console. They hold "
		  "passwords and cookies in clear: keep the file to yourself; "
		  "what is shown of it here leaves their values out."),
	.sensitive = true,
	.sniff = sniff,
	.read = read_log,
};
