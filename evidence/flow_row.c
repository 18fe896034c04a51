/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/flow_row.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "evidence/quic_initial.h"
#include "evidence/tls_hello.h"

enum { PORT_DOT = 853 };

static const char *push_host(const struct talk *t)
{
	if (t->push == NULL)
		return NULL;
	for (int i = 0; i < 2; i++)
		if (t->push[i].host[0] != '\0')
			return t->push[i].host;
	return NULL;
}

/* The host, and what says so. */
static const char *name_flow(struct flow_row *row, const struct flow *f)
{
	const struct talk *t = &f->talk;

	row->o.host = t->host;
	if (t->host != NULL)
		return t->protocol == TALK_HTTP ? "host" : "sni";
	row->o.host = push_host(t);
	if (row->o.host != NULL)
		return "push";
	row->o.host = f->name;
	if (f->name != NULL)
		return f->name_shared ? "dns-shared" : "dns";
	row->o.host = row->server;
	return "address";
}

/* The detail is written straight in its canonical form: what follows puts its
 * members in the order of their names. */
static void put_name(struct str *d, const char *name)
{
	str_puts(d, d->len == 0 ? "{\"" : ",\"");
	str_puts(d, name);
	str_puts(d, "\":");
}

static void put_text(struct str *d, const char *name, const char *text)
{
	put_name(d, name);
	json_quote(d, text, strlen(text));
}

static void put_number(struct str *d, const char *name, uint64_t n)
{
	put_name(d, name);
	str_printf(d, "%" PRIu64, n);
}

static void put_bool(struct str *d, const char *name, bool v)
{
	put_name(d, name);
	str_puts(d, v ? "true" : "false");
}

static void put_tls(struct str *d, const struct talk *t)
{
	char cipher[TLS_CIPHER_ROOM];

	if (t->server_hello)
		put_text(d, "tls.cipher", tls_cipher_text(cipher, t->cipher));
	if (t->host != NULL && t->client_hello)
		put_text(d, "tls.client.server_name", t->host);
	if (t->alpn[0] != '\0')
		put_text(d, "tls.next_protocol", t->alpn);
	if (t->certificate != NULL) {
		put_text(d, "tls.server.hash.sha256", t->certificate->sha256);
		put_text(d, "tls.server.issuer", t->certificate->issuer);
		put_text(d, "tls.server.subject", t->certificate->subject);
	}
	if (t->server_hello && tls_version_text(t->version)[0] != '\0')
		put_text(d, "tls.version", tls_version_text(t->version));
	if (t->server_hello && t->version == 0x0300)
		put_text(d, "tls.version_protocol", "ssl");
}

/* What was told in clear, in words. */
static void put_told(struct str *d, const struct push_side *a)
{
	const struct {
		bool told;
		const char *what;
	} kinds[] = { { a->device_id, "device id" },
		{ a->host[0] != '\0', "host" }, { a->language, "language" },
		{ a->model[0] != '\0', "model" }, { a->network, "network" },
		{ a->system, "system" } };
	bool any = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!kinds[i].told)
			continue;
		if (!any)
			put_name(d, "ev.push.sent_clear");
		str_puts(d, any ? "," : "[");
		json_quote(d, kinds[i].what, strlen(kinds[i].what));
		any = true;
	}
	if (any)
		str_puts(d, "]");
}

static void put_push(struct str *d, const struct push_side *client,
	const struct push_side *server)
{
	put_number(d, "ev.push.checksum_right",
		(uint64_t)client->right + server->right);
	put_number(d, "ev.push.checksum_wrong",
		(uint64_t)client->wrong + server->wrong);
	put_number(d, "ev.push.clear", (uint64_t)client->clear + server->clear);
	put_number(d, "ev.push.encrypted",
		(uint64_t)client->encrypted + server->encrypted);
	put_number(
		d, "ev.push.frames", (uint64_t)client->frames + server->frames);
	put_number(d, "ev.push.keepalives",
		(uint64_t)client->keepalives + server->keepalives);
	put_told(d, client);
}

static void put_device(struct str *d, const struct push_side *client)
{
	if (client->device_id)
		put_text(d, "device.id", "a-****");
	if (client->model[0] != '\0')
		put_text(d, "device.model.name", client->model);
}

static void put_clear(struct str *d, const struct talk *t, unsigned client)
{
	if (t->heads > 0 || (t->push != NULL && t->push[client].clear > 0))
		put_bool(d, "ev.cleartext", true);
	else if ((t->protocol == TALK_TLS || t->protocol == TALK_QUIC) &&
		 (t->client_hello || t->server_hello))
		put_bool(d, "ev.cleartext", false);
}

static bool asks_in_secret(const struct flow *f, const struct packet_end *to)
{
	const struct talk *t = &f->talk;

	return t->encrypted_resolver ||
	       (to->port == PORT_DOT &&
		       (t->protocol == TALK_TLS || t->protocol == TALK_QUIC));
}

static void make_detail(struct flow_row *row, const struct flow *f,
	unsigned client, const char *name_source)
{
	const struct talk *t = &f->talk;
	char version[QUIC_VERSION_ROOM];
	struct str *d = &row->detail;

	str_init(d, 0);
	put_number(d, "destination.port", f->ends[!client].port);
	if (t->push != NULL)
		put_device(d, &t->push[client]);
	if (t->certificate != NULL && t->certificate->names[0] != '\0')
		put_text(d, "ev.certificate.names", t->certificate->names);
	if (t->certificate != NULL && t->certificate->names_cut)
		put_bool(d, "ev.certificate.names_cut", true);
	put_clear(d, t, client);
	if (t->cut)
		put_bool(d, "ev.cut", true);
	if (asks_in_secret(f, &f->ends[!client]))
		put_bool(d, "ev.encrypted_resolver", true);
	put_text(d, "ev.name_source", name_source);
	if (t->push != NULL)
		put_push(d, &t->push[client], &t->push[!client]);
	if (t->quic != 0)
		put_text(d, "ev.quic_version",
			quic_version_text(version, t->quic));
	if (t->client_hello && t->ech)
		put_bool(d, "ev.sni_may_be_outer", true);
	put_text(d, "network.transport", f->tcp ? "tcp" : "udp");
	put_tls(d, t);
	str_puts(d, "}");
	row->o.detail = d->p;
}

static void judge(struct observation *o, const struct flow *f, unsigned server)
{
	unsigned answer = PACKET_SYN | PACKET_ACK;

	if (f->bytes[server] > 0 ||
		(f->tcp && (f->flags[server] & answer) == answer)) {
		o->disposition = OBSERVATION_ALLOWED;
		o->disposition_source = OBSERVATION_SOURCE_FORMAT;
	} else if (f->tcp && f->packets[server] > 0 &&
		   f->resets[server] == f->packets[server]) {
		o->disposition = OBSERVATION_ERROR;
		o->disposition_source = OBSERVATION_SOURCE_FORMAT;
	}
}

void flow_row_make(struct flow_row *out, const struct flow *f)
{
	unsigned client = flow_client(f);

	*out = (struct flow_row){ 0 };
	packet_address(out->client, &f->ends[client], f->ipv6);
	packet_address(out->server, &f->ends[!client], f->ipv6);
	out->o = (struct observation){ .ns = f->first_ns,
		.kind = OBSERVATION_CONNECTION,
		.precision = f->precision,
		.count = 1,
		.sent = f->bytes[client],
		.received = f->bytes[!client],
		.type = talk_protocol_name(f->talk.protocol),
		.client = out->client,
		.answer = out->server,
		.app = f->app,
		.line = f->number,
		.position = f->position,
		.length = f->length };
	if (f->precision != OBSERVATION_PRECISION_NONE)
		out->o.zone = OBSERVATION_ZONE_EPOCH;
	if (out->o.type[0] == '\0')
		out->o.type = f->tcp ? "tcp" : "udp";
	make_detail(out, f, client, name_flow(out, f));
	judge(&out->o, f, !client);
}

static void frame_detail(struct flow_row *row, const struct flow *f,
	const struct push_frame *frame, const char *name_source)
{
	static const char *const kinds[] = { "keepalive", "clear", "encrypted",
		"unseen" };
	struct str *d = &row->detail;

	str_init(d, 0);
	put_number(d, "destination.port", f->ends[!flow_client(f)].port);
	if (frame->kind != PUSH_UNSEEN)
		put_bool(d, "ev.cleartext", frame->kind == PUSH_CLEAR);
	put_text(d, "ev.name_source", name_source);
	if (frame->kind != PUSH_UNSEEN)
		put_text(d, "ev.push.checksum",
			frame->right ? "right" : "wrong");
	put_text(d, "ev.push.frame", kinds[frame->kind]);
	put_text(d, "network.transport", f->tcp ? "tcp" : "udp");
	str_puts(d, "}");
	row->o.detail = d->p;
}

void flow_row_frame(struct flow_row *out, const struct flow *f,
	const struct push_frame *frame)
{
	unsigned client = flow_client(f);

	*out = (struct flow_row){ 0 };
	packet_address(out->client, &f->ends[client], f->ipv6);
	packet_address(out->server, &f->ends[!client], f->ipv6);
	out->o = (struct observation){ .kind = OBSERVATION_REQUEST,
		.count = 1,
		.sent = frame->bytes,
		.type = talk_protocol_name(TALK_PUSH),
		.client = out->client,
		.answer = out->server,
		.app = f->app };
	frame_detail(out, f, frame, name_flow(out, f));
}

void flow_row_release(struct flow_row *row)
{
	str_release(&row->detail);
	*row = (struct flow_row){ 0 };
}
