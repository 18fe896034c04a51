/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"
#include "tests/evidence/tnets.h"

static void holds(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, text);
}

/* Imports flows, given as JSON, NULL behind the last. */
static int import(struct scene *s, char strings, const char *const flows[])
{
	struct str text;
	int rc;

	str_init(&text, 0);
	for (size_t i = 0; flows[i] != NULL; i++)
		tnets_put(&text, flows[i], strings);
	rc = scene_import_bytes(s, NULL, text.p, text.len, NULL);
	if (rc == 0)
		assert_string_equal(s->result.importer->name, "mitmproxy");
	str_release(&text);
	return rc;
}

#define CONNS                                                                  \
	"\"client_conn\":{\"peername\":[\"192.0.2.20\",5000],\"sni\":null},"   \
	"\"server_conn\":{\"peername\":[\"198.51.100.3\",443],"                \
	"\"address\":[\"push.vendor.example\",443],\"tls\":true}"

static void requests(void **state)
{
	static const char *const flows[] = {
		"{\"version\":20,\"type\":\"http\",\"error\":null," CONNS
		",\"request\":{\"host\":\"Push.Vendor.example\",\"port\":443,"
		"\"scheme\":\"https\",\"method\":\"POST\",\"http_version\":"
		"\"HTTP/2.0\",\"path\":\"/v1/a?token=s3cret&k=1\","
		"\"headers\":[[\"Authorization\",\"Bearer h1dden\"],"
		"[\"Content-Type\",\"application/json\"],"
		"[\"Referer\",\"https://www.vendor.example/x\"]],"
		"\"content\":\"{\\\"imei\\\":\\\"49\\\"}\","
		"\"timestamp_start\":1690282995.25},"
		"\"response\":{\"status_code\":200,\"content\":\"hello\","
		"\"headers\":[[\"set-cookie\",\"sid=n3w\"]]}}",
		"{\"version\":18,\"type\":\"http\"," CONNS
		",\"error\":{\"msg\":\"refused \\u001b[2J "
		"https://u:pw@h.example/?token=SECRET123\",\"timestamp\":1.5},"
		"\"response\":null,\"request\":{\"host\":\"h.example\","
		"\"scheme\":\"http\",\"path\":\"/\",\"timestamp_start\":5}}",
		"{\"version\":18,\"type\":\"http\",\"error\":null,"
		"\"response\":null,\"request\":{\"host\":\"h.example\","
		"\"scheme\":\"http\",\"timestamp_start\":1690282995.5}}",
		NULL
	};
	const struct scene_row *r;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ';', flows), 0);
	assert_int_equal(s.n, 3);
	r = &s.rows[0];
	assert_int_equal(r->o.kind, OBSERVATION_REQUEST);
	assert_string_equal(r->host, "push.vendor.example");
	assert_string_equal(r->type, "https");
	assert_string_equal(r->answer, "198.51.100.3");
	assert_string_equal(r->client, "192.0.2.20");
	assert_int_equal(r->o.ns, INT64_C(1690282995250000000));
	assert_int_equal(r->o.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(r->o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(r->o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(r->o.sent, 13);
	assert_int_equal(r->o.received, 5);
	holds(r->detail, "\"url.path\":\"/v1/a\",\"url.port\":443,"
			 "\"url.query\":\"token&k\"");
	holds(r->detail, "\"ev.masked\":[\"authorization\",\"imei\","
			 "\"set-cookie\",\"token\"]");
	holds(r->detail, "\"ev.response_body\":\"sha256:2cf24dba5fb0a30e");
	holds(r->detail, "\"ev.flow_version\":\"20\"");
	holds(r->detail, "\"http.request.referrer\":\"www.vendor.example\"");
	assert_null(strstr(r->detail, "s3cret"));
	assert_null(strstr(r->detail, "h1dden"));
	assert_null(strstr(r->detail, "n3w"));
	assert_int_equal(s.rows[1].o.position, r->o.length);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ERROR);
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_S);
	holds(s.rows[1].detail, "\"error.message\":\"refused * *\"");
	holds(s.rows[1].detail, "\"message\"");
	assert_null(strstr(s.rows[1].detail, "SECRET123"));
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(
		s.rows[2].o.disposition_source, OBSERVATION_SOURCE_NONE);
	assert_int_equal(s.rows[2].o.line, 3);
	scene_close(&s);
}

/* Bytes everywhere, the older names of members, addresses one level down. */
static void old_versions(void **state)
{
	static const char *const flows[] = {
		"{\"version\":[0,10,1],\"request\":{\"host\":\"old.example\","
		"\"scheme\":\"http\",\"path\":\"/\",\"timestamp_start\":1.5},"
		"\"response\":{\"code\":404,\"content\":\"x\"}}",
		"{\"version\":[0,18,2],\"type\":\"http\",\"client_conn\":"
		"{\"address\":{\"address\":[\"192.0.2.20\",1]}},"
		"\"server_conn\":{\"ip_address\":{\"address\":"
		"[\"198.51.100.3\",443]}},\"request\":{\"host\":\"b.example\","
		"\"scheme\":\"https\",\"is_replay\":true,"
		"\"timestamp_start\":1.5},\"response\":{\"status_code\":200}}",
		NULL
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ',', flows), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "old.example");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	holds(s.rows[0].detail, "\"ev.flow_version\":\"0.10.1\"");
	holds(s.rows[0].detail, "\"http.response.status_code\":404");
	assert_string_equal(s.rows[1].client, "192.0.2.20");
	assert_string_equal(s.rows[1].answer, "198.51.100.3");
	holds(s.rows[1].detail, "\"ev.replayed\":\"request\"");
	scene_close(&s);
}

/* The host is only an address: the name that the client gave counts. */
static void transparent(void **state)
{
	static const char *const flows[] = {
		"{\"type\":\"http\",\"client_conn\":{\"sni\":\"Sni.example\"},"
		"\"request\":{\"host\":\"198.51.100.3\",\"headers\":[[\"host\","
		"\"other.example\"]],\"timestamp_start\":1.5}}",
		"{\"type\":\"http\",\"request\":{\"host\":\"198.51.100.3\","
		"\"headers\":[[\"Host\",\"name.example:8080\"]],"
		"\"timestamp_start\":1.5}}",
		"{\"type\":\"http\",\"request\":{\"host\":\"198.51.100.3\","
		"\"timestamp_start\":1.5}}",
		NULL
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ';', flows), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.rows[0].host, "sni.example");
	holds(s.rows[0].detail, "\"ev.host_source\":\"sni\"");
	assert_string_equal(s.rows[1].host, "name.example");
	holds(s.rows[1].detail, "\"ev.host_source\":\"host header\"");
	assert_string_equal(s.rows[2].host, "198.51.100.3");
	scene_close(&s);
}

static void connections(void **state)
{
	static const char *const flows[] = {
		"{\"version\":20,\"type\":\"tcp\"," CONNS
		",\"messages\":[[true,\"abc\",7.5],[false,\"de\",8.5]]}",
		"{\"version\":20,\"type\":\"udp\",\"timestamp_created\":3.5,"
		"\"error\":{\"msg\":\"x\"},\"server_conn\":{\"address\":"
		"[\"192.0.2.9\",53]},\"messages\":[]}",
		"{\"version\":11,\"type\":\"websocket\",\"server_conn\":"
		"{\"address\":[\"ws.example\",80],\"timestamp_tcp_setup\":2.5,"
		"\"timestamp_start\":2.5},\"messages\":[[1,true,\"abc\",7.5,"
		"false]]}",
		"{\"version\":20,\"type\":\"http\",\"request\":{\"host\":"
		"\"ws.example\",\"scheme\":\"https\",\"timestamp_start\":1.5},"
		"\"response\":{\"status_code\":101},\"websocket\":{"
		"\"messages\":"
		"[[1,true,\"abc\",7.5,false,false]]}}",
		NULL
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ';', flows), 0);
	assert_int_equal(s.n, 4);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "tls");
	assert_int_equal(s.rows[0].o.ns, INT64_C(7500000000));
	assert_int_equal(s.rows[0].o.sent, 3);
	assert_int_equal(s.rows[0].o.received, 2);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	holds(s.rows[0].detail, "\"destination.port\":443");
	assert_string_equal(s.rows[1].host, "192.0.2.9");
	assert_string_equal(s.rows[1].type, "udp");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ERROR);
	assert_string_equal(s.rows[2].type, "websocket");
	assert_int_equal(s.rows[2].o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	assert_string_equal(s.rows[3].type, "wss");
	assert_int_equal(s.rows[3].o.kind, OBSERVATION_REQUEST);
	assert_int_equal(s.rows[3].o.sent, 3);
	holds(s.rows[3].detail, "\"ev.messages_sent\":1");
	scene_close(&s);
}

#define ASK(type)                                                              \
	"{\"version\":20,\"type\":\"dns\"," CONNS                              \
	",\"request\":{\"timestamp\":1.5,\"questions\":[{\"name\":"            \
	"\"Ask.example\",\"type\":" type ",\"class_\":1}]},"

static void lookups(void **state)
{
	static const char *const flows[] = {
		ASK("1") "\"response\":{\"response_code\":0,\"answers\":["
			 "{\"name\":\"ask.example\",\"type\":5,\"data\":"
			 "\"\\u0001c\\u0007example\\uE000\"},"
			 "{\"type\":1,\"data\":\"\\n\\u0001\\u0002\\u0003\"}]}"
			 "}",
		ASK("28") "\"response\":{\"response_code\":3,\"answers\":[]}}",
		ASK("65") "\"response\":{\"response_code\":2}}",
		ASK("1") "\"response\":{\"response_code\":0,\"answers\":["
			 "{\"type\":1,\"data\":"
			 "\"\\u007f\\u0001\\u0001\\u0001\"}]}}",
		ASK("1") "\"response\":null,\"error\":{\"msg\":\"x\"}}",
		ASK("1") "\"response\":null,\"error\":null}", NULL
	};
	static const int fates[] = { OBSERVATION_UNKNOWN, OBSERVATION_UNKNOWN,
		OBSERVATION_ERROR, OBSERVATION_BLOCKED, OBSERVATION_ERROR,
		OBSERVATION_UNKNOWN };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ';', flows), 0);
	assert_int_equal(s.n, 6);
	for (size_t i = 0; i < s.n; i++) {
		assert_int_equal(s.rows[i].o.kind, OBSERVATION_LOOKUP);
		assert_string_equal(s.rows[i].host, "ask.example");
		assert_string_equal(s.rows[i].client, "192.0.2.20");
		assert_int_equal(s.rows[i].o.disposition, fates[i]);
	}
	assert_string_equal(s.rows[0].answer, "c.example 10.1.2.3");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[1].type, "AAAA");
	holds(s.rows[1].detail, "\"dns.response_code\":\"NXDOMAIN\"");
	assert_string_equal(s.rows[2].type, "HTTPS");
	assert_int_equal(
		s.rows[3].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	scene_close(&s);
}

static void bad_flows(void **state)
{
	static const char *const flows[] = {
		"{\"type\":\"http\",\"request\":null}",
		"{\"type\":\"http\",\"request\":{\"host\":\"not a host\"}}",
		"{\"type\":\"http\",\"request\":{\"host\":\"h.example\"}}",
		"{\"type\":\"quic\"}",
		"{\"type\":\"tcp\",\"timestamp_created\":1.5}",
		"{\"type\":\"dns\",\"request\":{\"questions\":[]}}",
		"{\"type\":\"http\",\"request\":{\"host\":\"good.example\","
		"\"timestamp_start\":1.5}}",
		NULL
	};
	static const char *const reasons[] = { "a flow without a request",
		"no host name", "no time", "a flow of an unknown type",
		"no host name", "no host name" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import(&s, ';', flows), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.line, 7);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < s.n_bad; i++) {
		assert_int_equal(s.bad[i].line, i + 1);
		assert_string_equal(s.bad[i].reason, reasons[i]);
	}
	scene_close(&s);
}

/* A flow that is damaged inside, one that breaks off, and no flow at all. */
static void broken_files(void **state)
{
	static const char good[] =
		"{\"type\":\"http\",\"request\":{\"host\":\"good.example\","
		"\"timestamp_start\":1.5}}";
	struct str text;
	struct scene s;
	size_t one;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	tnets_put(&text, good, ';');
	one = text.len;
	str_puts(&text, "19:4:type;99:012345678}");
	tnets_put(&text, good, ';');
	tnets_put(&text, good, ';');
	assert_int_equal(
		scene_import_bytes(&s, NULL, text.p, text.len - 5, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[1].o.line, 3);
	assert_int_equal(s.n_bad, 2);
	assert_int_equal(s.bad[0].line, 2);
	assert_int_equal(s.bad[0].position, one);
	assert_string_equal(
		s.bad[0].reason, "a value that is longer than its whole");
	assert_int_equal(s.bad[1].line, 4);
	assert_string_equal(
		s.bad[1].reason, "the file breaks off in the middle");
	str_cut(&text, one);
	str_puts(&text, "\nrest");
	assert_int_equal(
		scene_import_bytes(&s, NULL, text.p, text.len, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.bad[0].reason, "no length of a value");
	assert_int_equal(s.bad[0].position, one);
	str_release(&text);
	scene_close(&s);
}

static void foreign(void **state)
{
	static const char *const texts[] = { "", "12", "3:abc,", "7:1:a;0:~}",
		"1587000000000:x", "12:34:56 host", "::", "x:y" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct importer_head head = { .text = texts[i],
			.len = strlen(texts[i]),
			.whole = true,
			.name = "flows.mitm" };

		assert_int_equal(importer_find("mitmproxy")->sniff(&head), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests),
		cmocka_unit_test(old_versions),
		cmocka_unit_test(transparent),
		cmocka_unit_test(connections),
		cmocka_unit_test(lookups),
		cmocka_unit_test(bad_flows),
		cmocka_unit_test(broken_files),
		cmocka_unit_test(foreign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
