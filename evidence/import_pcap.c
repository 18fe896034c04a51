/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packet captures, pcap and pcapng: of tcpdump, Wireshark, routers, and of
 * the phone apps PCAPdroid (which may tell the app of each packet) and NetGuard
 * (which keeps the first 64 bytes of a packet only).
 *
 *	D4 C3 B2 A1 | version | zone | … | snap length | link layer
 *	seconds | microseconds | bytes kept | bytes sent | the packet
 *	…
 *
 * capture.c gives the packets, packet.c takes them apart, flows.c brings those
 * of a connection together, talk.c listens to how it begins. Rows:
 *
 *	look-up		each DNS query, over UDP and TCP, with its answer
 *			(dns_message.c says when it is allowed or blocked);
 *			mDNS too, whose names are local; an answer whose query
 *			was not captured
 *	request		each head of an HTTP request in clear: host, method,
 *			path, never what stands behind the path; each frame
 *			that the client sent on the push channel, but what
 *			only keeps it alive: a connection that stands is
 *			looked up once, and may carry one for each event
 *	connection	each TCP connection and UDP flow, also those without
 *			a name (flow_row.h), at its first packet; bytes are
 *			those of the payload as the IP headers tell them, so
 *			also of what the capture cut off; bytes sent twice
 *			count twice. Not those that held DNS in clear
 *
 * A request or a query that was seen on its way is not "allowed" by that: it
 * is when something came back. Connections stand where they end, or were
 * silent longest among too many; all else in the order of the file.
 *
 * A row's line is the packet's number, position and length those of its
 * record. Frames that are no TCP or UDP (ARP, ICMP) and fragments but the
 * first are passed over; packets whose headers lie, or are not all there, are
 * bad.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/address_names.h"
#include "evidence/capture.h"
#include "evidence/dns_message.h"
#include "evidence/flow_row.h"
#include "evidence/flows.h"
#include "evidence/importer.h"
#include "evidence/asked.h"
#include "evidence/packet.h"
#include "evidence/pcapdroid.h"

enum { PORT_DNS = 53, PORT_MDNS = 5353, PORT_LLMNR = 5355 };
enum { PATHS_MAX = 4 << 20 }; /* bytes of paths in one import's details */

struct state {
	struct importer_job *job;
	struct flows flows;
	struct asked lookups;
	struct address_names names;
	struct pcapdroid apps;
	const struct capture_record *record; /* the packet under way */
	const struct packet *packet;
	struct flow *flow; /* whose talk is under way */
	bool trailers;	   /* frames of this file have PCAPdroid's */
	uint64_t last_bad;
	size_t paths;
	int rc; /* of a row that was given from within talk.c */
};

static int sniff(struct importer_head *head)
{
	const char *why = capture_magic(head->text, head->len);

	if (why == NULL)
		return 0;
	head->why = why;
	return 100;
}

/* One reason for a packet is enough. */
static int bad(struct state *s, const struct capture_record *r, const char *why)
{
	if (s->last_bad == r->number)
		return 0;
	s->last_bad = r->number;
	return importer_bad_at(s->job, r->number, r->position, why);
}

static char *app_of(const struct state *s, const struct capture_record *r)
{
	char name[PCAPDROID_NAME];
	bool known = false;

	if (r->comment_len > 0)
		known = pcapdroid_comment(
			name, &s->apps, r->comment, r->comment_len);
	else if (s->trailers)
		known = pcapdroid_trailer(name, r->data, r->len);
	return known ? mem_strdup(name) : NULL;
}

/* Look-ups. */

/* In its canonical form: no text of the packet's comes in. */
static void lookup_detail(struct str *out, const struct lookup *q)
{
	str_init(out, 0);
	str_puts(out, "{");
	if (q->rcode != NULL && q->rcode[0] != '\0')
		str_printf(out, "\"dns.response_code\":\"%s\",", q->rcode);
	str_printf(out, "\"dns.type\":\"%s\",\"network.transport\":\"%s\"}",
		q->answer_only ? "answer" : "query", q->tcp ? "tcp" : "udp");
}

static int give_lookup(struct state *s, const struct lookup *q)
{
	char client[64];
	struct str detail = { 0 };
	struct observation o = { .ns = q->ns,
		.kind = OBSERVATION_LOOKUP,
		.disposition = q->disposition,
		.disposition_source = q->disposition_source,
		.precision = q->precision,
		.count = 1,
		.host = q->host,
		.type = q->type,
		.client = client,
		.app = q->app,
		.answer = q->answer,
		.line = q->number,
		.position = q->position,
		.length = q->length };
	int rc;

	packet_address(client, &q->client, q->ipv6);
	if (q->precision != OBSERVATION_PRECISION_NONE)
		o.zone = OBSERVATION_ZONE_EPOCH;
	lookup_detail(&detail, q);
	o.detail = detail.p;
	rc = importer_row(s->job, &o);
	str_release(&detail);
	return rc;
}

static int give_lookups(struct state *s, int64_t ns)
{
	struct lookup q;
	int rc = 0;

	while (rc == 0 && asked_take(&q, &s->lookups, ns)) {
		rc = give_lookup(s, &q);
		lookup_release(&q);
	}
	return rc;
}

/* An answer whose query waits is put into that. */
static bool answer_query(struct state *s, struct lookup *q)
{
	struct lookup *asked = asked_find(&s->lookups, q);

	if (asked == NULL)
		return false;
	asked->disposition = q->disposition;
	asked->disposition_source = q->disposition_source;
	asked->rcode = q->rcode;
	asked->answer = q->answer;
	q->answer = NULL;
	lookup_release(q);
	return true;
}

static int see_lookup(struct state *s, struct lookup *q,
	const struct dns_message *m, bool from_server)
{
	const struct capture_record *r = s->record;
	const struct packet *p = s->packet;
	int rc;

	q->ns = r->ns;
	q->precision = r->precision;
	q->number = r->number;
	q->position = r->position;
	q->length = r->length;
	q->ipv6 = p->ipv6;
	q->tcp = s->flow != NULL;
	q->client = from_server ? p->dst : p->src;
	q->server = from_server ? p->src : p->dst;
	for (size_t i = 0; m->answer && i < m->n_addresses; i++)
		address_names_add(&s->names, m->addresses[i].ip,
			m->addresses[i].ipv6, q->host);
	if (m->answer && answer_query(s, q))
		return 0;
	q->app = app_of(s, r);
	rc = give_lookups(s, r->ns);
	asked_add(&s->lookups, q);
	return rc;
}

/* A message; cut: the capture does not have all of it. */
static int see_message(
	struct state *s, const unsigned char *data, size_t len, bool cut)
{
	struct dns_message m;
	struct lookup q;
	const char *why = NULL;
	int rc = 0;

	if (!dns_message_open(&m, data, len))
		rc = bad(s, s->record, N_("its DNS message is cut or damaged"));
	else if (m.damaged && !cut)
		rc = bad(s, s->record, N_("its DNS message is cut or damaged"));
	else
		while (rc == 0 && dns_message_next(&m, &q, &why))
			rc = why != NULL ? bad(s, s->record, why)
					 : see_lookup(s, &q, &m, m.answer);
	dns_message_release(&m);
	return rc;
}

static bool has_port(const struct packet *p, uint16_t port)
{
	return p->src.port == port || p->dst.port == port;
}

/* Requests. */

static void request_detail(
	struct str *out, struct state *s, const struct http_head *head)
{
	unsigned client = flow_client(s->flow);
	cJSON *d = json_object();

	json_set(d, "http.request.method", head->method);
	json_set_int(d, "destination.port", s->flow->ends[!client].port);
	json_set(d, "network.transport", "tcp");
	json_set_bool(d, "ev.cleartext", true);
	json_set(d, "ev.name_source",
		head->host[0] != '\0'	? "host"
		: s->flow->name != NULL ? "dns"
					: "address");
	s->paths += strlen(head->path);
	if (s->paths <= PATHS_MAX && head->path[0] != '\0')
		json_set(d, "url.path", head->path);
	str_init(out, 0);
	json_canonical(out, d);
	cJSON_Delete(d);
}

static void see_request(const struct http_head *head, void *ctx)
{
	struct state *s = ctx;
	const struct capture_record *r = s->record;
	unsigned client = flow_client(s->flow);
	char from[64], to[64];
	struct str detail = { 0 };
	struct observation o = { .ns = r->ns,
		.kind = OBSERVATION_REQUEST,
		.precision = r->precision,
		.count = 1,
		.host = head->host,
		.type = "http",
		.client = from,
		.app = s->flow->app,
		.answer = to,
		.line = r->number,
		.position = r->position,
		.length = r->length };

	packet_address(from, &s->flow->ends[client], s->flow->ipv6);
	packet_address(to, &s->flow->ends[!client], s->flow->ipv6);
	if (head->host[0] == '\0')
		o.host = s->flow->name != NULL ? s->flow->name : to;
	if (r->precision != OBSERVATION_PRECISION_NONE)
		o.zone = OBSERVATION_ZONE_EPOCH;
	request_detail(&detail, s, head);
	o.detail = detail.p;
	if (s->rc == 0)
		s->rc = importer_row(s->job, &o);
	str_release(&detail);
}

static void see_frame(unsigned side, const struct push_frame *frame, void *ctx)
{
	struct state *s = ctx;
	const struct capture_record *r = s->record;
	struct flow_row row;

	if (s->rc != 0 || frame->kind == PUSH_KEEPALIVE ||
		side != flow_client(s->flow))
		return;
	flow_row_frame(&row, s->flow, frame);
	row.o.ns = r->ns;
	row.o.precision = r->precision;
	row.o.line = r->number;
	row.o.position = r->position;
	row.o.length = r->length;
	if (r->precision != OBSERVATION_PRECISION_NONE)
		row.o.zone = OBSERVATION_ZONE_EPOCH;
	s->rc = importer_row(s->job, &row.o);
	flow_row_release(&row);
}

static void see_tcp_message(
	unsigned side, const unsigned char *data, size_t len, void *ctx)
{
	struct state *s = ctx;

	(void)side;
	if (s->rc == 0)
		s->rc = see_message(s, data, len, false);
}

/* Connections. */

static struct talk_hooks hooks_of(struct state *s)
{
	unsigned client = flow_client(s->flow);

	return (struct talk_hooks){ .request = see_request,
		.message = see_tcp_message,
		.frame = see_frame,
		.ctx = s,
		.dns = s->flow->tcp && s->flow->ends[!client].port == PORT_DNS,
		.client = (uint8_t)client };
}

/* What the last bytes say, told at the connection's first packet. */
static int end_talk(struct state *s, struct flow *flow)
{
	const struct capture_record *record = s->record;
	const struct packet *packet = s->packet;
	struct flow *under_way = s->flow;
	struct capture_record r = { .number = flow->number,
		.position = flow->position,
		.length = flow->length,
		.ns = flow->first_ns,
		.precision = flow->precision,
		.comment = "" };
	struct packet p = {
		.ipv6 = flow->ipv6, .src = flow->ends[0], .dst = flow->ends[1]
	};
	struct talk_hooks hooks;

	if (flow->talk.work == NULL)
		return 0;
	s->record = &r;
	s->packet = &p;
	s->flow = flow;
	hooks = hooks_of(s);
	talk_end(&flow->talk, &hooks);
	s->record = record;
	s->packet = packet;
	s->flow = under_way;
	return s->rc;
}

static int see_end(struct flow *flow, void *ctx)
{
	struct state *s = ctx;
	struct flow_row row;
	int rc = end_talk(s, flow);

	if (rc != 0 || flow->talk.protocol == TALK_DNS)
		return rc;
	flow_row_make(&row, flow);
	rc = importer_row(s->job, &row.o);
	flow_row_release(&row);
	return rc;
}

/* The name of its address at this time; the client is not known for sure
 * yet, and has no name. */
static void name_flow(struct state *s, struct flow *flow)
{
	const char *name = NULL;

	for (int i = 1; i >= 0 && name == NULL; i--)
		name = address_names_find(&s->names, &flow->ends[i], flow->ipv6,
			&flow->name_shared);
	flow->name = mem_strdup(name);
}

static int see_flow(struct state *s, const struct packet *p,
	const struct capture_record *r, bool tcp)
{
	struct flow *flow = NULL;
	struct talk_hooks hooks;
	unsigned side = 0;
	int rc = flows_find(&flow, &side, &s->flows, p, tcp, r);

	if (rc != 0)
		return rc;
	if (flow->number == r->number)
		name_flow(s, flow);
	if (flow->app == NULL)
		flow->app = app_of(s, r);
	if (p->wire == 0 || !talk_listens(&flow->talk, side))
		return 0;
	s->flow = flow;
	hooks = hooks_of(s);
	if (tcp)
		talk_tcp(&flow->talk, side,
			&(struct stream_segment){
				p->seq + ((p->flags & PACKET_SYN) != 0),
				p->payload, p->len, p->wire },
			&hooks);
	else if (p->len > 0)
		talk_udp(&flow->talk, side, p->payload, p->len, &hooks);
	flows_count_talk(&s->flows, flow);
	s->flow = NULL;
	return s->rc;
}

/* Packets. */

/* The link layer of a record: see pcapdroid_is_trailer(). */
static unsigned link_of(struct state *s, const struct capture_record *r)
{
	static const unsigned char nobody[12];

	if (r->link != PACKET_LINK_ETHERNET)
		return r->link;
	if (pcapdroid_is_trailer(r->data, r->len)) {
		s->trailers = true;
		return r->link;
	}
	if (s->trailers && r->len >= 20 &&
		memcmp(r->data, nobody, sizeof(nobody)) != 0 &&
		(r->data[0] == 0x45 || r->data[0] >> 4 == 6))
		return PACKET_LINK_RAW;
	return r->link;
}

static int see_packet(struct state *s, const struct capture_record *r)
{
	struct packet p;

	if (r->bad != NULL)
		return bad(s, r, r->bad);
	s->record = r;
	s->packet = &p;
	switch (packet_read(&p, link_of(s, r), r->data, r->len, r->wire)) {
	case PACKET_OTHER:
		return 0;
	case PACKET_BAD:
		return bad(s, r, p.why);
	case PACKET_TCP:
		return see_flow(s, &p, r, true);
	case PACKET_UDP:
		break;
	}
	if (has_port(&p, PORT_DNS) || has_port(&p, PORT_MDNS))
		return see_message(s, p.payload, p.len, p.len < p.wire);
	if (has_port(&p, PORT_LLMNR))
		return 0;
	return see_flow(s, &p, r, false);
}

static void see_custom(uint32_t enterprise, const unsigned char *data,
	size_t len, bool big, void *ctx)
{
	struct state *s = ctx;

	if (enterprise == PCAPDROID_ENTERPRISE)
		pcapdroid_block(&s->apps, data, len, big);
}

static int read_packets(struct state *s, struct source *source)
{
	struct capture *capture = NULL;
	struct capture_record r;
	bool more = true;
	int rc = capture_open(&capture, source, see_custom, s);

	while (rc == 0 && (rc = capture_next(capture, &r, &more)) == 0 && more)
		rc = see_packet(s, &r);
	s->record = NULL;
	s->packet = NULL;
	if (rc == 0)
		rc = flows_end(&s->flows);
	if (rc == 0)
		rc = give_lookups(s, INT64_MAX);
	capture_close(capture);
	return rc;
}

static int read_capture(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	struct source *source = NULL;
	int rc = importer_open(&source, job);

	s->job = job;
	flows_init(&s->flows, see_end, s);
	if (rc == 0)
		rc = read_packets(s, source);
	rc = importer_close(source, job, rc);
	flows_release(&s->flows);
	asked_release(&s->lookups);
	address_names_release(&s->names);
	pcapdroid_release(&s->apps);
	free(s);
	return rc;
}

const struct importer import_pcap = {
	.name = "pcap",
	.version = 3,
	.summary = N_("packet captures: pcap and pcapng, also of PCAPdroid and "
		      "NetGuard"),
	.how = N_("On Android, the app PCAPdroid records what apps send, "
		  "without root: choose 'PCAP file', start, use the app in "
		  "question, stop, save; its setting 'PCAPdroid extensions' "
		  "adds the apps' names. NetGuard: Settings, Advanced options, "
		  "'Write PCAP file'. On a computer, Wireshark or 'tcpdump -w "
		  "FILE'; a FRITZ!Box does it at http://fritz.box/html/"
		  "capture.html. A capture may hold what others of the "
		  "household did: keep it, and hand over chosen rows only."),
	.sensitive = true,
	.sniff = sniff,
	.read = read_capture,
};
