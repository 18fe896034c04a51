/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Zeek's dns.log, ssl.log, quic.log, http.log, conn.log and x509.log (whose
 * certificates ssl.log names by their digests), as tables whose
 * head says how they are written
 *
 *	#separator \x09
 *	#set_separator	,
 *	#empty_field	(empty)
 *	#unset_field	-
 *	#path	dns
 *	#fields	ts	uid	id.orig_h	…	query	…
 *	1536048591.222000	C1	192.0.2.7	…
 *push.vendor.example …
 *
 * (with \xHH for bytes that are special there), or as JSON, an object a line,
 * in which what is unset does not stand:
 *
 *	{"ts":1536048591.222,"uid":"C1","id.orig_h":"192.0.2.7",…,
 *	 "query":"push.vendor.example","qtype_name":"A"}
 *
 * where ts may be a text in ISO 8601 and _path may name the log; else it is
 * told by its members. Zeek watches: what became of a look-up is told by an
 * answer that leads nowhere or a failure, all else is unknown.
 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/answer.h"
#include "evidence/authority.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/importer.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum {
	TS,
	ORIG,
	RESP,
	RESP_PORT,
	PROTO,
	PATH,
	QUERY,
	QTYPE,
	QTYPE_NAME,
	RCODE,
	REJECTED,
	ANSWERS,
	TRANS_ID,
	SERVER_NAME,
	VERSION,
	ESTABLISHED,
	QUIC_ID,
	HOST,
	METHOD,
	STATUS,
	DEPTH,
	SERVICE,
	CONN_STATE,
	ORIG_BYTES,
	RESP_BYTES,
	SUBJECT,
	ISSUER,
	CHAIN,
	VALIDATION,
	FINGERPRINT,
	CERT_SUBJECT,
	CERT_ISSUER,
	SAN,
	NAMES,
};
static const char *const names[NAMES] = { "ts", "id.orig_h", "id.resp_h",
	"id.resp_p", "proto", "_path", "query", "qtype", "qtype_name",
	"rcode_name", "rejected", "answers", "trans_id", "server_name",
	"version", "established", "client_initial_dcid", "host", "method",
	"status_code", "trans_depth", "service", "conn_state", "orig_bytes",
	"resp_bytes", "subject", "issuer", "cert_chain_fps",
	"validation_status", "fingerprint", "certificate.subject",
	"certificate.issuer", "san.dns" };

enum log { OTHER, DNS, SSL, QUIC, HTTP, CONN, X509 };

enum { COLUMNS = 128, TEXT = 300, SETTING = 32 };

/* A record: its members as text, "" where unset. */
struct record {
	char v[NAMES][TEXT];
	bool has[NAMES]; /* the log has such a member */
	bool cut;	 /* the certificate has more names than v[SAN] */
	struct answer answer;
};

struct state {
	struct importer_job *job;
	struct record r;
	struct detail detail;
	char host[HOST_MAX + 1], server[HOST_MAX + 1], type[RRTYPE_TEXT];
	/* Of a table's head. */
	char separator, set_separator;
	char empty[SETTING], unset[SETTING], path[SETTING];
	int column[COLUMNS]; /* the member in each, -1: another */
	size_t columns;
};

static enum log log_of(const char *path, const struct record *r)
{
	static const struct {
		const char *path;
		enum log log;
	} paths[] = { { "dns", DNS }, { "ssl", SSL }, { "quic", QUIC },
		{ "http", HTTP }, { "conn", CONN }, { "x509", X509 } };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (strcmp(path, paths[i].path) == 0)
			return paths[i].log == X509 && !r->has[CERT_SUBJECT]
				       ? OTHER
				       : paths[i].log;
	if (path[0] != '\0')
		return OTHER;
	if (r->has[QUIC_ID])
		return QUIC;
	if (r->has[TRANS_ID] || (r->has[QUERY] && r->has[QTYPE_NAME]))
		return DNS;
	if (r->has[ESTABLISHED])
		return SSL;
	if (r->has[CERT_SUBJECT])
		return X509;
	if (r->has[DEPTH] || r->has[METHOD])
		return HTTP;
	return r->has[CONN_STATE] ? CONN : OTHER;
}

static bool is_json(const struct json_pick *p)
{
	return p[TS].kind != JSON_END &&
	       ((p[ORIG].kind == JSON_STRING && p[RESP].kind == JSON_STRING) ||
		       (p[CERT_SUBJECT].kind == JSON_STRING &&
			       p[FINGERPRINT].kind == JSON_STRING));
}

/* Whether a head's line "#fields" names the ends of a connection. */
static bool is_table(const struct importer_head *head)
{
	const char *text;
	size_t at = 0, len;

	while (peek_line(head, &at, &text, &len) && text[0] == '#')
		if (len > 8 && memcmp(text, "#fields", 7) == 0)
			return (memmem(text, len, "id.orig_h", 9) != NULL ||
				       memmem(text, len, "certificate.subject",
					       19) != NULL) &&
			       memmem(text, len, "ts", 2) != NULL;
	return false;
}

static int sniff(struct importer_head *head)
{
	struct json_pick p[NAMES];

	if (is_table(head)) {
		head->why = N_("its head is that of a log of Zeek");
		return 100;
	}
	if (!peek_json_line(head, p, names, NAMES, is_json))
		return 0;
	head->why = N_("its lines are records of Zeek");
	return 100;
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* With \xHH (not to NUL) and \\ resolved; cut to the room. */
static void unescape(char *out, size_t size, const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len && n + 1 < size; i++) {
		bool escaped = text[i] == '\\' && i + 3 < len &&
			       text[i + 1] == 'x' && hex(text[i + 2]) >= 0 &&
			       hex(text[i + 3]) >= 0;
		int c = escaped ? hex(text[i + 2]) << 4 | hex(text[i + 3]) : 0;

		out[n++] = c != 0 ? (char)c : text[i];
		if (c != 0)
			i += 3;
		else if (text[i] == '\\' && i + 1 < len && text[i + 1] == '\\')
			i++;
	}
	out[n] = '\0';
}

static bool is_text(const char *text, size_t len, const char *wanted)
{
	return strlen(wanted) == len && memcmp(text, wanted, len) == 0;
}

static void read_set(struct state *s, const char *text, size_t len)
{
	char one[TEXT];

	while (len > 0) {
		const char *end = memchr(text, s->set_separator, len);
		size_t n = end != NULL ? (size_t)(end - text) : len;

		unescape(one, sizeof(one), text, n);
		answer_add(&s->r.answer, one, strlen(one));
		n += end != NULL;
		text += n;
		len -= n;
	}
}

/* Adds one name of a certificate, a blank before it. */
static void add_name(struct record *r, const char *text, size_t len)
{
	size_t n = strlen(r->v[SAN]), need = len + (n > 0);

	if (n + need + 1 > TEXT) {
		r->cut = true;
		return;
	}
	if (n > 0)
		r->v[SAN][n++] = ' ';
	memcpy(r->v[SAN] + n, text, len);
	r->v[SAN][n + len] = '\0';
}

/* Names of a certificate, or the first digest of a chain. */
static void read_list(struct state *s, int c, const char *text, size_t len)
{
	while (len > 0) {
		const char *end = memchr(text, s->set_separator, len);
		size_t n = end != NULL ? (size_t)(end - text) : len;

		if (c == CHAIN) {
			unescape(s->r.v[CHAIN], TEXT, text, n);
			return;
		}
		add_name(&s->r, text, n);
		n += end != NULL;
		text += n;
		len -= n;
	}
}

/* A line "#fields". */
static void read_fields(struct state *s, const char *text, size_t len)
{
	memset(s->r.has, 0, sizeof(s->r.has));
	s->columns = 0;
	while (len > 0 && s->columns < COLUMNS) {
		const char *end = memchr(text, s->separator, len);
		size_t n = end != NULL ? (size_t)(end - text) : len;
		int found = -1;

		for (int i = 0; i < NAMES; i++)
			if (is_text(text, n, names[i]))
				found = i;
		if (found >= 0)
			s->r.has[found] = true;
		s->column[s->columns++] = found;
		n += end != NULL;
		text += n;
		len -= n;
	}
}

/* The value of a line of the head, behind its word and the separator; false
 * when it is another. */
static bool setting(const struct state *s, const struct line *line,
	const char *word, const char **text, size_t *len)
{
	size_t n = strlen(word);

	if (line->len <= n || memcmp(line->text, word, n) != 0 ||
		(line->text[n] != s->separator && line->text[n] != ' '))
		return false;
	*text = line->text + n + 1;
	*len = line->len - n - 1;
	return true;
}

static void read_head(struct state *s, const struct line *line)
{
	char one[SETTING];
	const char *text;
	size_t len;

	if (setting(s, line, "#separator", &text, &len)) {
		unescape(one, sizeof(one), text, len);
		s->separator = one[0] != '\0' ? one[0] : '\t';
		s->path[0] = '\0';
	} else if (setting(s, line, "#set_separator", &text, &len)) {
		s->set_separator = text[0];
	} else if (setting(s, line, "#empty_field", &text, &len)) {
		unescape(s->empty, sizeof(s->empty), text, len);
	} else if (setting(s, line, "#unset_field", &text, &len)) {
		unescape(s->unset, sizeof(s->unset), text, len);
	} else if (setting(s, line, "#path", &text, &len)) {
		unescape(s->path, sizeof(s->path), text, len);
	} else if (setting(s, line, "#fields", &text, &len)) {
		read_fields(s, text, len);
	}
}

static const char *split(struct state *s, const struct line *line)
{
	const char *text = line->text, *end = text + line->len;
	size_t i = 0;

	if (s->columns == 0)
		return N_("no heading before it");
	for (int k = 0; k < NAMES; k++)
		s->r.v[k][0] = '\0';
	answer_clear(&s->r.answer);
	s->r.cut = false;
	for (; i < s->columns && text <= end; i++) {
		const char *next =
			memchr(text, s->separator, (size_t)(end - text));
		size_t n = (size_t)((next != NULL ? next : end) - text);
		int c = s->column[i];

		if (c >= 0 && !is_text(text, n, s->unset) &&
			!is_text(text, n, s->empty)) {
			if (c == ANSWERS)
				read_set(s, text, n);
			else if (c == SAN || c == CHAIN)
				read_list(s, c, text, n);
			else
				unescape(s->r.v[c], TEXT, text, n);
		}
		text += n + 1;
	}
	if (i < s->columns)
		return N_("fewer fields than the heading has");
	return text <= end ? N_("more fields than the heading has") : NULL;
}

static const char *take_json(struct state *s, const struct line *line)
{
	struct json_pick p[NAMES], one;
	const char *why = json_pick(p, names, NAMES, line->text, line->len);
	char text[TEXT];
	size_t at = 0;

	if (why != NULL)
		return why;
	for (int i = 0; i < NAMES; i++) {
		s->r.has[i] = p[i].kind != JSON_END;
		json_pick_text(&p[i], s->r.v[i], TEXT);
		if (json_pick_true(&p[i]))
			memcpy(s->r.v[i], "T", 2);
	}
	answer_clear(&s->r.answer);
	while (json_pick_next(&one, &at, &p[ANSWERS]))
		if (json_pick_text(&one, text, sizeof(text)))
			answer_add(&s->r.answer, text, strlen(text));
	s->r.cut = false;
	at = 0;
	while (json_pick_next(&one, &at, &p[SAN]))
		if (json_pick_text(&one, text, sizeof(text)))
			add_name(&s->r, text, strlen(text));
	at = 0;
	if (json_pick_next(&one, &at, &p[CHAIN]))
		json_pick_text(&one, s->r.v[CHAIN], TEXT);
	return NULL;
}

static const char *read_time(struct observation *o, const char *text)
{
	size_t n = strlen(text);

	return n > 10 && text[4] == '-' ? when_rfc3339(o, text, n, NULL)
					: when_epoch(o, text, n);
}

static const char *read_dns(struct state *s, struct observation *o)
{
	char(*v)[TEXT] = s->r.v;
	const char *type = v[QTYPE_NAME][0] != '\0' ? v[QTYPE_NAME] : v[QTYPE];

	if (v[QUERY][0] == '\0')
		return N_("no name was looked up");
	if (!host_normalise(s->host, v[QUERY], strlen(v[QUERY])))
		return N_("no host name");
	rrtype_read(s->type, type, strlen(type));
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->answer = s->r.answer.text;
	answer_judge(o, v[RCODE]);
	if (v[REJECTED][0] == 'T' && o->disposition == OBSERVATION_UNKNOWN)
		answer_judge(o, "REFUSED");
	detail_text(&s->detail, "dns.response_code", v[RCODE]);
	return NULL;
}

/* The name that was asked for, else the address. */
static const char *read_server(struct state *s, const char *name)
{
	const char *address = s->r.v[RESP];
	int64_t port;

	if (!host_normalise(s->server, address, strlen(address)))
		return N_("no address");
	memcpy(s->host, s->server, sizeof(s->host));
	if (name[0] != '\0' && !authority_host(s->host, name, strlen(name)))
		return N_("no host name");
	if (digits_read(
		    &port, s->r.v[RESP_PORT], strlen(s->r.v[RESP_PORT]), 65535))
		detail_number(&s->detail, "destination.port", port);
	return NULL;
}

static void set_type(struct state *s, const char *type)
{
	snprintf(s->type, sizeof(s->type), "%.*s", (int)sizeof(s->type) - 1,
		type);
}

static const char *read_http(struct state *s, struct observation *o)
{
	char(*v)[TEXT] = s->r.v;
	int64_t status;

	o->kind = OBSERVATION_REQUEST;
	set_type(s, "http");
	detail_text(&s->detail, "http.request.method", v[METHOD]);
	if (digits_read(&status, v[STATUS], strlen(v[STATUS]), 999))
		detail_number(&s->detail, "http.response.status_code", status);
	return read_server(s, v[HOST]);
}

static void read_bytes(uint64_t *out, const char *text)
{
	int64_t v;

	if (digits_read(&v, text, strlen(text), INT64_MAX / 10))
		*out = (uint64_t)v;
}

static const char *read_conn(struct state *s, struct observation *o)
{
	char(*v)[TEXT] = s->r.v;

	o->kind = OBSERVATION_CONNECTION;
	set_type(s, v[SERVICE][0] != '\0' ? v[SERVICE] : v[PROTO]);
	if (strcmp(s->type, "ssl") == 0)
		set_type(s, "tls");
	read_bytes(&o->sent, v[ORIG_BYTES]);
	read_bytes(&o->received, v[RESP_BYTES]);
	detail_text(&s->detail, "ev.connection_state", v[CONN_STATE]);
	return read_server(s, "");
}

static const char *read_name(
	struct state *s, struct observation *o, const char *type)
{
	o->kind = OBSERVATION_CONNECTION;
	set_type(s, type);
	detail_text(&s->detail, "tls.version", s->r.v[VERSION]);
	return read_server(s, s->r.v[SERVER_NAME]);
}

/* What the connection's line tells of the server's certificate. */
static void read_certificate(struct state *s)
{
	detail_text(&s->detail, "ev.certificate.status", s->r.v[VALIDATION]);
	detail_text(&s->detail, "tls.server.hash.sha256", s->r.v[CHAIN]);
	detail_text(&s->detail, "tls.server.issuer", s->r.v[ISSUER]);
	detail_text(&s->detail, "tls.server.subject", s->r.v[SUBJECT]);
}

static const char *read_ssl(struct state *s, struct observation *o)
{
	const char *why = read_name(s, o, "tls");

	if (why == NULL)
		read_certificate(s);
	return why;
}

/* A certificate that was seen: no contact. Its host is the first name. */
static const char *read_x509(struct state *s, struct observation *o)
{
	char(*v)[TEXT] = s->r.v;
	const char *name = v[SAN];
	size_t len = strcspn(name, " ");

	if (len > 2 && memcmp(name, "*.", 2) == 0) {
		name += 2;
		len -= 2;
	}
	o->kind = OBSERVATION_FINDING;
	set_type(s, "certificate");
	if (len == 0 || !host_normalise(s->host, name, len))
		memcpy(s->host, ".", 2);
	memcpy(s->server, s->host, sizeof(s->server));
	detail_text(&s->detail, "ev.certificate.names", v[SAN]);
	if (s->r.cut)
		detail_true(&s->detail, "ev.certificate.names_cut");
	detail_text(&s->detail, "tls.server.hash.sha256", v[FINGERPRINT]);
	detail_text(&s->detail, "tls.server.issuer", v[CERT_ISSUER]);
	detail_text(&s->detail, "tls.server.subject", v[CERT_SUBJECT]);
	return NULL;
}

static const char *read_record(
	struct state *s, struct observation *o, enum log log)
{
	const char *why = read_time(o, s->r.v[TS]);

	detail_clear(&s->detail);
	s->server[0] = '\0';
	if (why != NULL)
		return why;
	switch (log) {
	case DNS:
		return read_dns(s, o);
	case SSL:
		return read_ssl(s, o);
	case X509:
		return read_x509(s, o);
	case QUIC:
		return read_name(s, o, "quic");
	case HTTP:
		return read_http(s, o);
	case CONN:
	case OTHER:
		break;
	}
	return read_conn(s, o);
}

static int put_record(struct state *s, const struct line *line, enum log log)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	const char *why = read_record(s, &o, log);

	if (why != NULL)
		return importer_bad(s->job, line, why);
	o.host = s->host;
	o.type = s->type;
	o.client = s->r.v[ORIG];
	if (o.kind != OBSERVATION_LOOKUP && strcmp(s->host, s->server) != 0)
		o.answer = s->server;
	o.detail = detail_json(&s->detail);
	return importer_row(s->job, &o);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	bool json = line->text[0] == '{';
	const char *why;
	enum log log;

	if (line->text[0] == '#') {
		read_head(s, line);
		return 0;
	}
	why = json ? take_json(s, line) : split(s, line);
	if (why != NULL)
		return importer_bad(job, line, why);
	log = log_of(json ? s->r.v[PATH] : s->path, &s->r);
	return log != OTHER ? put_record(s, line, log) : 0;
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	s->job = job;
	s->separator = '\t';
	s->set_separator = ',';
	memcpy(s->empty, "(empty)", 8);
	memcpy(s->unset, "-", 2);
	rc = importer_lines(job, see_line, s);
	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_zeek = {
	.name = "zeek",
	.version = 2,
	.summary = N_("Zeek: dns, ssl, quic, http, conn and x509 logs"),
	.how = N_("On the machine where Zeek runs, copy dns.log, ssl.log, "
		  "x509.log, quic.log, http.log and conn.log from its folder "
		  "of logs "
		  "(logs/current, and a folder for each day before, packed). "
		  "Of a capture you make them with: zeek -r capture.pcap"),
	.sniff = sniff,
	.read = read_log,
};
