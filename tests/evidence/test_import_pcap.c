/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"
#include "tests/evidence/pcapdroid_made.h"
#include "tests/evidence/push.h"
#include "tests/evidence/quic.h"

#define US INT64_C(1531724591000000) /* 2018-07-16T07:03:11Z */

static struct scene s;
static struct str f;

static const char phone[] = "10.0.0.2", resolver[] = "9.9.9.9",
		  server[] = "203.0.113.9";

static struct bytes ask(unsigned id, const char *name)
{
	return udp(phone, 5000 + id, resolver, 53, dns_query(id, name, 1));
}

static struct bytes tell(unsigned id, const char *name, const char *address)
{
	return udp(resolver, 53, phone, 5000 + id,
		dns_answer(id, name, address, 0));
}

static struct bytes up(unsigned port, uint32_t seq, unsigned flags, unsigned to,
	struct bytes payload)
{
	return tcp(phone, port, server, to, seq, flags, payload);
}

static struct bytes down(unsigned port, uint32_t seq, unsigned flags,
	unsigned from, struct bytes payload)
{
	return tcp(server, from, phone, port, seq, flags, payload);
}

static int import(void)
{
	int rc = scene_import_bytes(&s, NULL, f.p, f.len, NULL);

	str_release(&f);
	if (rc == 0)
		assert_string_equal(s.result.importer->name, "pcap");
	return rc;
}

/* The row of a kind and host. */
static const struct scene_row *row(unsigned kind, const char *host)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.rows[i].o.kind == kind &&
			strcmp(s.rows[i].host, host) == 0)
			return &s.rows[i];
	fail_msg("no row of %s", host);
	return NULL;
}

static void has(const struct scene_row *r, const char *member)
{
	if (strstr(r->detail, member) == NULL)
		fail_msg("%s is not in %s", member, r->detail);
}

static void lookups(void **state)
{
	(void)state;
	scene_open(&s);
	pcap_begin(&f, 101);
	pcap_add(&f, US, ask(1, "Push.Vendor.example"));
	pcap_add(&f, US + 20000, tell(1, "push.vendor.example", "203.0.113.9"));
	pcap_add(&f, US + 30000, ask(2, "blocked.example"));
	pcap_add(&f, US + 40000, tell(2, "blocked.example", "0.0.0.0"));
	pcap_add(&f, US + 50000, ask(3, "silent.example"));
	pcap_add(&f, US + 60000, tell(4, "before.example", "203.0.113.8"));
	pcap_add(&f, US + 70000,
		udp(phone, 5353, "224.0.0.251", 5353,
			dns_query(0, "_cast._tcp.local", 12)));
	pcap_add(&f, US + 80000,
		udp(phone, 5355, "224.0.0.252", 5355,
			dns_query(0, "printer", 1)));
	assert_int_equal(import(), 0);
	assert_int_equal(s.n_bad, 0);
	assert_int_equal(s.n, 5);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].client, phone);
	assert_string_equal(s.rows[0].answer, "203.0.113.9");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-07-16T07:03:11Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[0].o.line, 1);
	assert_int_equal(s.rows[0].o.position, 24);
	assert_int_equal(
		s.rows[0].o.length, 16 + ask(1, "push.vendor.example").len);
	assert_string_equal(s.rows[0].detail,
		"{\"dns.response_code\":\"NOERROR\",\"dns.type\":\"query\","
		"\"network.transport\":\"udp\"}");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[1].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	assert_int_equal(
		row(0, "silent.example")->o.disposition, OBSERVATION_UNKNOWN);
	has(row(0, "before.example"), "\"dns.type\":\"answer\"");
	assert_string_equal(row(0, "before.example")->client, phone);
	assert_string_equal(row(0, "_cast._tcp.local")->type, "PTR");
	scene_close(&s);
}

/* A DNS message over TCP, its length in one segment, itself in another. */
static void asked_over_tcp(void **state)
{
	struct bytes m = dns_query(9, "tcp.example", 28), b = bytes_new();
	struct bytes a = bytes_new();

	(void)state;
	scene_open(&s);
	put_sized(&b, 2, m);
	put_sized(&a, 2, dns_answer(9, "tcp.example", "203.0.113.9", 0));
	pcap_begin(&f, 101);
	pcap_add(&f, US, up(4000, 1, SYN, 53, text("")));
	pcap_add(&f, US, up(4000, 2, ACK, 53, part(b, 0, 2)));
	pcap_add(&f, US, up(4000, 4, ACK, 53, part(b, 2, b.len - 2)));
	pcap_add(&f, US, down(4000, 7, ACK, 53, a));
	assert_int_equal(import(), 0);
	assert_int_equal(s.n, 2); /* the answer is of another type */
	assert_string_equal(s.rows[0].host, "tcp.example");
	assert_string_equal(s.rows[0].type, "AAAA");
	assert_int_equal(s.rows[0].o.line, 3);
	has(&s.rows[0], "\"network.transport\":\"tcp\"");
	scene_close(&s);
}

static void connections(void **state)
{
	struct bytes hello = tls_client("tls.example");
	const struct scene_row *r;

	(void)state;
	scene_open(&s);
	pcap_begin(&f, 101);
	pcap_add(&f, US, ask(1, "by-dns.example"));
	pcap_add(&f, US, tell(1, "by-dns.example", server));
	/* Its hello comes in three segments, the second at last. */
	pcap_add(&f, US, up(4000, 9, SYN, 443, text("")));
	pcap_add(&f, US, down(4000, 70, SYN | ACK, 443, text("")));
	pcap_add(&f, US, up(4000, 10, ACK, 443, part(hello, 0, 20)));
	pcap_add(&f, US,
		up(4000, 60, ACK, 443, part(hello, 50, hello.len - 50)));
	pcap_add(&f, US, up(4000, 30, ACK, 443, part(hello, 20, 30)));
	pcap_add(&f, US,
		down(4000, 71, ACK, 443,
			records(server_hello(0x0303, 0xC02F), 16384)));
	/* A connection of which nothing is known. */
	pcap_add(&f, US, up(4001, 10, ACK, 4444, text("\x01\x02")));
	/* A request in clear. */
	pcap_add(&f, US,
		up(4002, 10, ACK, 80,
			text("GET /p?q HTTP/1.1\r\nHost: "
			     "http.example\r\n\r\n")));
	/* QUIC, both sides. */
	pcap_add(&f, US,
		udp(phone, 4003, server, 443, quic_client("quic.example")));
	pcap_add(&f, US, udp(server, 443, phone, 4003, quic_server()));
	assert_int_equal(import(), 0);
	assert_int_equal(s.n_bad, 0);
	r = row(OBSERVATION_CONNECTION, "tls.example");
	assert_string_equal(r->type, "tls");
	assert_string_equal(r->client, phone);
	assert_string_equal(r->answer, server);
	assert_int_equal(r->o.sent, hello.len);
	assert_true(r->o.received > 40);
	assert_int_equal(r->o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(r->o.line, 3);
	has(r, "\"tls.version\":\"1.2\"");
	has(r, "\"tls.cipher\":\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"");
	r = row(OBSERVATION_CONNECTION, "by-dns.example");
	assert_string_equal(r->type, "tcp");
	has(r, "\"ev.name_source\":\"dns\"");
	assert_int_equal(r->o.disposition, OBSERVATION_UNKNOWN);
	r = row(OBSERVATION_CONNECTION, "http.example");
	has(r, "\"ev.cleartext\":true");
	r = row(OBSERVATION_REQUEST, "http.example");
	has(r, "\"url.path\":\"/p\"");
	has(r, "\"http.request.method\":\"GET\"");
	r = row(OBSERVATION_CONNECTION, "quic.example");
	assert_string_equal(r->type, "quic");
	has(r, "\"tls.version\":\"1.3\"");
	assert_int_equal(s.result.kinds[OBSERVATION_CONNECTION], 4);
	assert_int_equal(s.result.kinds[OBSERVATION_REQUEST], 1);
	scene_close(&s);
}

static void push_channel(void **state)
{
	struct bytes hello = push_hello();
	const struct scene_row *r;

	(void)state;
	scene_open(&s);
	pcap_begin(&f, 101);
	pcap_add(&f, US, up(4000, 1, ACK, 5222, part(hello, 0, 40)));
	pcap_add(&f, US,
		up(4000, 41, ACK, 5222, part(hello, 40, hello.len - 40)));
	pcap_add(&f, US, down(4000, 7, ACK, 5222, push_frame(text(""))));
	pcap_add(&f, US + 1000000,
		up(4000, 41 + (uint32_t)hello.len - 40, ACK, 5222,
			push_frame(text("sent when something came"))));
	pcap_add(&f, US + 2000000,
		down(4000, 19, ACK, 5222, push_frame(text("its answer"))));
	assert_int_equal(import(), 0);
	r = row(OBSERVATION_CONNECTION, "push.vendor.example");
	assert_string_equal(r->type, "mipush");
	has(r, "\"ev.push.frames\":4");
	has(r, "\"ev.push.checksum_right\":4");
	has(r, "\"device.id\":\"a-****\"");
	assert_null(strstr(r->detail, "0123456789abcdef"));
	/* What the client sent is a row each, at the packet that ended it;
	 * what keeps the channel alive and what the server sent is none. */
	assert_int_equal(s.result.kinds[OBSERVATION_REQUEST], 2);
	r = row(OBSERVATION_REQUEST, "push.vendor.example");
	assert_string_equal(r->detail,
		"{\"destination.port\":5222,\"ev.cleartext\":true,"
		"\"ev.name_source\":\"push\",\"ev.push.checksum\":\"right\","
		"\"ev.push.frame\":\"clear\",\"network.transport\":\"tcp\"}");
	assert_int_equal(r->o.sent, hello.len);
	assert_int_equal(r->o.line, 2);
	r++;
	assert_int_equal(r->o.kind, OBSERVATION_REQUEST);
	has(r, "\"ev.push.frame\":\"encrypted\"");
	has(r, "\"ev.cleartext\":false");
	assert_int_equal(r->o.line, 4);
	assert_int_equal(r->o.disposition, OBSERVATION_UNKNOWN);
	scene_close(&s);
}

/* The first 64 bytes of each packet only, as NetGuard keeps. */
static void cut_packets(void **state)
{
	struct bytes q = ask(1, "short.example"),
		     longer = ask(2, "a-name-that-is-too-long.example");
	struct bytes hello = up(4000, 1, ACK, 443, tls_client("x.example"));
	const struct scene_row *r;

	(void)state;
	scene_open(&s);
	pcap_begin(&f, 101);
	pcap_cut(&f, US, q, 64);
	pcap_cut(&f, US, longer, 64);
	pcap_cut(&f, US, hello, 64);
	assert_int_equal(import(), 0);
	row(OBSERVATION_LOOKUP, "short.example");
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 2);
	assert_string_equal(
		s.bad[0].reason, "its DNS message is cut or damaged");
	r = row(OBSERVATION_CONNECTION, server);
	assert_int_equal(r->o.sent, hello.len - 40);
	has(r, "\"ev.cut\":true");
	scene_close(&s);
}

static void apps(void **state)
{
	struct bytes long_one = bytes_new();

	(void)state;
	scene_open(&s);
	pcap_begin(&f, 1);
	pcap_add(&f, US, pcapdroid_frame(ask(1, "a.example"), 10123, "App A"));
	pcap_add(&f, US,
		pcapdroid_frame(up(4000, 1, SYN, 443, text("")), 10124, ""));
	/* One that became too long has neither trailer nor header. */
	put(&long_one, ask(2, "long.example").p, ask(2, "long.example").len);
	pcap_add(&f, US, long_one);
	assert_int_equal(import(), 0);
	assert_string_equal(row(0, "a.example")->app, "App A");
	assert_string_equal(
		row(OBSERVATION_CONNECTION, server)->app, "uid 10124");
	assert_string_equal(row(0, "long.example")->app, "");
	blocks_begin(&f, 101, 0);
	block_add(&f, 0xBAD, pcapdroid_uid_map(10123, "com.vendor.app", "A"));
	blocks_packet(&f, US, ask(1, "b.example"), "u-10123");
	assert_int_equal(import(), 0);
	assert_string_equal(row(0, "b.example")->app, "com.vendor.app");
	assert_int_equal(
		row(0, "b.example")->o.ns, scene_at("2018-07-16T07:03:11Z"));
	scene_close(&s);
}

static void damage(void **state)
{
	struct bytes b = ask(1, "x.example"), loop = ask(2, "y.example");

	(void)state;
	scene_open(&s);
	b.p[3] = 200;	   /* longer than what was sent */
	loop.p[40] = 0xC0; /* a name that points at itself */
	loop.p[41] = 12;
	pcap_begin(&f, 101);
	pcap_add(&f, US, b);
	pcap_add(&f, US, loop);
	pcap_add(&f, US, ask(3, "good.example"));
	pcap_add(&f, US, ask(4, "lost.example"));
	str_cut(&f, f.len - 3);
	assert_int_equal(import(), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "good.example");
	assert_int_equal(s.n_bad, 3);
	assert_int_equal(s.bad[0].line, 1);
	assert_non_null(strstr(s.bad[0].reason, "IP header"));
	assert_int_equal(s.bad[1].line, 2);
	assert_int_equal(s.bad[2].line, 4);
	assert_non_null(strstr(s.bad[2].reason, "ends in the middle"));
	/* Not one packet. */
	pcap_begin(&f, 101);
	assert_int_equal(import(), ERR_PARSE);
	scene_close(&s);
}

/* Packed in any way, the rows and their places are the same. */
static void packed(void **state)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = { .options = &none, .about = &about };

	(void)state;
	scene_open(&s);
	pcap_begin(&f, 101);
	pcap_add(&f, US, ask(1, "a.example"));
	pcap_add(&f, US, ask(2, "b.example"));
	order.path = pack_bytes(&s, PACK_GZIP, f.p, f.len);
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(
		block_each(s.store, s.result.exhibit.id, scene_row, &s), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(
		s.rows[1].o.position, 24 + 16 + ask(1, "a.example").len);
	str_release(&f);
	scene_close(&s);
}

/* Control characters and what cannot be UTF-8 do not come through. */
static void hostile_names(void **state)
{
	(void)state;
	scene_open(&s);
	pcap_begin(&f, 1);
	pcap_add(&f, US,
		pcapdroid_frame(ask(1, "a.example"), 1, "\x1B[31m\xFF"));
	pcap_add(&f, US,
		pcapdroid_frame(up(4000, 1, ACK, 80,
					text("GET /\x1B[2J\xFF\" HTTP/1.1\r\n"
					     "Host: x.example\r\n\r\n")),
			2, "\xC3\xA9"));
	pcap_add(&f, US, pcapdroid_frame(ask(2, "e\x1B[1m.example"), 1, "x"));
	assert_int_equal(import(), 0);
	for (size_t i = 0; i < s.n; i++) {
		assert_null(strchr(s.rows[i].app, '\x1B'));
		assert_null(strchr(s.rows[i].detail, '\x1B'));
		assert_null(strchr(s.rows[i].detail, '\xFF'));
	}
	assert_int_equal(s.n_bad, 1);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lookups),
		cmocka_unit_test(asked_over_tcp),
		cmocka_unit_test(connections),
		cmocka_unit_test(push_channel),
		cmocka_unit_test(cut_packets),
		cmocka_unit_test(apps),
		cmocka_unit_test(damage),
		cmocka_unit_test(packed),
		cmocka_unit_test(hostile_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
