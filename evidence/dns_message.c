/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dns_message.h"

#include <string.h>

#include "archive/observation.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/host.h"
#include "evidence/rrtype.h"

enum { TYPE_A = 1, TYPE_CNAME = 5, TYPE_AAAA = 28, OPCODE = 0x7800 };

static bool is_blocking(const unsigned char ip[16], bool ipv6)
{
	static const unsigned char none[16], loopback6[16] = { [15] = 1 };

	if (memcmp(ip, none, 16) == 0)
		return true;
	return ipv6 ? memcmp(ip, loopback6, 16) == 0
		    : memcmp(ip, "\x7F\0\0\x01", 4) == 0;
}

/* Keeps what a record says; tells whether it is a blocker's address. */
static bool take_record(struct dns_message *m, const struct dns_wire *w,
	const struct dns_wire_record *r)
{
	char value[DNS_WIRE_NAME];
	bool ipv6 = r->type == TYPE_AAAA;
	unsigned char *ip;

	if (r->type != TYPE_A && !ipv6 && r->type != TYPE_CNAME)
		return false;
	if (!dns_wire_value(w, r, value)) {
		m->damaged = true;
		return false;
	}
	if (m->text.len + strlen(value) + 1 <= DNS_MESSAGE_TEXT)
		str_printf(&m->text, "%s%s", m->text.len > 0 ? " " : "", value);
	if (r->type == TYPE_CNAME || m->n_addresses == DNS_MESSAGE_ADDRESSES)
		return false;
	ip = m->addresses[m->n_addresses].ip;
	m->addresses[m->n_addresses++].ipv6 = ipv6;
	memcpy(ip, r->data, ipv6 ? 16 : 4);
	return is_blocking(ip, ipv6);
}

static void judge(struct dns_message *m, size_t records, size_t blocking)
{
	if (strcmp(m->rcode, "NOERROR") == 0 && records > 0) {
		m->disposition = blocking > 0 && blocking == m->n_addresses
					 ? OBSERVATION_BLOCKED
					 : OBSERVATION_ALLOWED;
		m->disposition_source = OBSERVATION_SOURCE_ANSWER;
	} else if (strcmp(m->rcode, "NOERROR") != 0 &&
		   strcmp(m->rcode, "NXDOMAIN") != 0) {
		m->disposition = OBSERVATION_ERROR;
		m->disposition_source = OBSERVATION_SOURCE_FIELD;
	}
}

static void read_answer(struct dns_message *m)
{
	struct dns_wire w = m->wire;
	struct dns_wire_record r;
	size_t records = 0, blocking = 0;

	m->rcode = dns_wire_rcode(&w);
	while (dns_wire_answer(&w, &r)) {
		records++;
		blocking += take_record(m, &w, &r);
	}
	m->damaged |= w.broken;
	judge(m, records, blocking);
}

bool dns_message_open(struct dns_message *m, const void *data, size_t len)
{
	*m = (struct dns_message){ 0 };
	str_init(&m->text, 2 * DNS_MESSAGE_TEXT);
	if (!dns_wire_open(&m->wire, data, len))
		return false;
	if ((m->wire.flags & OPCODE) != 0) {
		m->wire.questions = 0;
		return true;
	}
	m->answer = dns_wire_is_response(&m->wire);
	if (m->answer && m->wire.questions > 0)
		read_answer(m);
	return true;
}

bool dns_message_next(
	struct dns_message *m, struct lookup *out, const char **why)
{
	struct dns_wire_record r;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT];

	*out = (struct lookup){ .id = m->wire.id };
	*why = NULL;
	if (!dns_wire_question(&m->wire, &r)) {
		if (!m->wire.broken || m->told)
			return false;
		m->told = true;
		*why = N_("its DNS message is cut or damaged");
		return true;
	}
	if (!host_normalise(host, r.name, strlen(r.name))) {
		*why = N_("it asks for no host name");
		return true;
	}
	rrtype_name(type, r.type);
	out->host = mem_strdup(host);
	memcpy(out->type, type, strnlen(type, sizeof(out->type) - 1));
	out->answered = m->answer;
	out->answer_only = m->answer;
	out->rcode = m->rcode;
	out->disposition = m->disposition;
	out->disposition_source = m->disposition_source;
	if (m->text.len > 0)
		out->answer = mem_strdup(m->text.p);
	return true;
}

void dns_message_release(struct dns_message *m)
{
	str_release(&m->text);
}
