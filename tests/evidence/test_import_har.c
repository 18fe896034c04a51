/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"

#define HEAD                                                                   \
	"{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":"                 \
	"\"WebInspector\","                                                    \
	"\"version\":\"537.36\"},\"entries\":["
#define TAIL "]}}"
#define START "{\"startedDateTime\":\"2026-09-14T08:12:40.125+02:00\","
#define REQUEST(url) "\"request\":{\"method\":\"GET\",\"url\":\"" url "\"}"
#define STATUS(n) "\"response\":{\"status\":" n "}"

/* One entry of a file, or its reason. */
static void import(struct scene *s, const char *entries)
{
	struct str text;

	str_init(&text, 0);
	str_printf(&text, "%s%s%s", HEAD, entries, TAIL);
	assert_int_equal(scene_import(s, NULL, text.p, NULL), 0);
	assert_string_equal(s->result.importer->name, "har");
	str_release(&text);
}

static void holds(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, text);
}

static void lacks(const struct scene *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct scene_row *r = &s->rows[i];

		if (strstr(r->detail, word) != NULL ||
			strstr(r->host, word) != NULL ||
			strstr(r->answer, word) != NULL ||
			strstr(r->rule, word) != NULL)
			fail_msg("'%s' is in row %d", word, (int)i);
	}
}

static const char chrome[] =
	"{ \"log\" : {\"version\":\"1.2\","
	"\"creator\":{\"name\":\"WebInspector\",\"version\":\"537.36\"},"
	"\"pages\":[{\"id\":\"page_1\",\"title\":\"https://www.vendor.org/"
	"a\"}],"
	"\"entries\":[\n"
	"{\"_initiator\":{\"type\":\"script\"},\"_resourceType\":\"xhr\","
	"\"pageref\":\"page_1\","
	"\"startedDateTime\":\"2026-09-14T08:12:40.125Z\","
	"\"serverIPAddress\":\"[2001:db8::1]\","
	"\"request\":{\"method\":\"POST\","
	"\"url\":\"https://push.vendor.com:8443/v1/u/138566025676/send"
	"?access_token=t0p5ecret&lang=fr#frag\","
	"\"httpVersion\":\"h2\",\"headers\":["
	"{\"name\":\"Authorization\",\"value\":\"Bearer h1dden\"},"
	"{\"value\":\"https://www.vendor.org/"
	"a?q=private\",\"name\":\"Referer\"}],"
	"\"cookies\":[{\"name\":\"sid\",\"value\":\"c00kie\"}],"
	"\"queryString\":[{\"name\":\"access_token\",\"value\":\"t0p5ecret\"}],"
	"\"headersSize\":300,\"bodySize\":17,"
	"\"postData\":{\"mimeType\":\"application/json\","
	"\"text\":\"{\\\"imei\\\":\\\"490154203237518\\\"}\"}},"
	"\"response\":{\"status\":200,\"httpVersion\":\"h2\","
	"\"headers\":[{\"name\":\"Set-Cookie\",\"value\":\"sid=n3w\"}],"
	"\"content\":{\"size\":5,\"mimeType\":\"text/plain\","
	"\"text\":\"aGVsbG8=\",\"encoding\":\"base64\"},"
	"\"headersSize\":-1,\"bodySize\":-1,\"_transferSize\":431}}\n"
	"]}}";

static void one_entry(void **state)
{
	const struct scene_row *r;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, chrome, NULL), 0);
	assert_string_equal(s.result.importer->name, "har");
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 0);
	r = &s.rows[0];
	assert_int_equal(r->o.kind, OBSERVATION_REQUEST);
	assert_string_equal(r->host, "push.vendor.com");
	assert_string_equal(r->type, "https");
	assert_string_equal(r->answer, "2001:db8::1");
	assert_string_equal(r->app, "");
	assert_int_equal(r->o.ns, scene_at("2026-09-14T08:12:40.125Z"));
	assert_int_equal(r->o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(r->o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(r->o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(r->o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(r->o.sent, 317);
	assert_int_equal(r->o.received, 431);
	assert_int_equal(r->o.line, 1);
	assert_int_equal(r->o.position, strstr(chrome, "{\"_init") - chrome);
	assert_int_equal(r->o.length,
		strstr(chrome, "\n]}}") - strstr(chrome, "{\"_init"));
	scene_close(&s);
}

/* Digests as sha256sum gives them for {"imei":"490154203237518"} and hello. */
static void details(void **state)
{
	static const char *const members[] = {
		"\"ev.document\":\"www.vendor.org\"",
		"\"ev.party\":\"third\"",
		"\"ev.resource_type\":\"xhr\"",
		"\"ev.masked\":[\"access_token\",\"authorization\",\"cookie\","
		"\"imei\",\"path\",\"set-cookie\"]",
		"\"http.request.method\":\"POST\"",
		"\"http.response.status_code\":200",
		"\"http.request.body.bytes\":26",
		"\"ev.response_body\":\"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e"
		"1b161e5c1fa7425e73043362938b9824\"",
		"\"http.response.body.bytes\":5",
		"\"http.request.referrer\":\"www.vendor.org\"",
		"\"observer.product\":\"WebInspector\"",
	};
	static const char *const secrets[] = { "t0p5ecret", "h1dden", "c00kie",
		"n3w", "490154203237518", "private", "138566025676", "frag",
		"Bearer" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, chrome, NULL), 0);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		holds(s.rows[0].detail, members[i]);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		lacks(&s, secrets[i]);
	import(&s, START REQUEST("http://h.example:81/v1/u/9?lang=fr&k") "}");
	holds(s.rows[0].detail, "\"url.path\":\"/v1/u/9\"");
	holds(s.rows[0].detail, "\"url.query\":\"lang&*\"");
	holds(s.rows[0].detail, "\"url.port\":81");
	scene_close(&s);
}

static void fates(void **state)
{
	static const struct {
		const char *rest;
		int want;
		const char *rule;
	} cases[] = {
		{ STATUS("200"), OBSERVATION_ALLOWED, "" },
		{ STATUS("100"), OBSERVATION_ALLOWED, "" },
		{ STATUS("\"404\""), OBSERVATION_ALLOWED, "" },
		{ STATUS("0"), OBSERVATION_ERROR, "" },
		{ STATUS("-1"), OBSERVATION_ERROR, "" },
		{ STATUS("99"), OBSERVATION_ERROR, "" },
		{ STATUS("null"), OBSERVATION_ERROR, "" },
		{ STATUS("1e999"), OBSERVATION_ERROR, "" },
		{ "\"response\":null", OBSERVATION_ERROR, "" },
		{ "\"time\":1", OBSERVATION_ERROR, "" },
		{ "\"response\":{\"status\":0,\"_error\":"
		  "\"net::ERR_BLOCKED_BY_CLIENT\"}",
			OBSERVATION_BLOCKED, "net::ERR_BLOCKED_BY_CLIENT" },
		{ "\"_error\":\"net::ERR_BLOCKED_BY_ADMINISTRATOR\","
		  "\"response\":{\"status\":0}",
			OBSERVATION_BLOCKED,
			"net::ERR_BLOCKED_BY_ADMINISTRATOR" },
		{ "\"response\":{\"status\":0,\"_error\":"
		  "\"net::ERR_BLOCKED_BY_RESPONSE\"}",
			OBSERVATION_ERROR, "" },
		{ "\"response\":{\"status\":0,\"_error\":"
		  "\"net::ERR_NAME_NOT_RESOLVED\"}",
			OBSERVATION_ERROR, "" },
		{ "\"response\":{\"status\":0,\"_error\":null}",
			OBSERVATION_ERROR, "" },
		{ "\"_blocked\":true," STATUS("0"), OBSERVATION_BLOCKED, "" },
		{ "\"_blocked\":false," STATUS("0"), OBSERVATION_ERROR, "" },
		{ "\"_blockedReason\":\"extension\"," STATUS("0"),
			OBSERVATION_BLOCKED, "extension" },
		{ "\"_blockedReason\":0," STATUS("0"), OBSERVATION_ERROR, "" },
		{ "\"_blockedReason\":2001," STATUS("0"), OBSERVATION_BLOCKED,
			"2001" },
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text;

		str_init(&text, 0);
		str_printf(&text, "%s%s,%s}", START,
			REQUEST("https://h.example/"), cases[i].rest);
		import(&s, text.p);
		assert_int_equal(s.n, 1);
		assert_int_equal(s.rows[0].o.disposition, cases[i].want);
		assert_string_equal(s.rows[0].rule, cases[i].rule);
		str_release(&text);
	}
	scene_close(&s);
}

static void times(void **state)
{
	static const struct {
		const char *time, *want;
		int precision;
	} cases[] = {
		{ "2026-09-14T08:12:40.125+02:00", "2026-09-14T06:12:40.125Z",
			OBSERVATION_PRECISION_MS },
		{ "2026-09-14T08:12:40Z", "2026-09-14T08:12:40Z",
			OBSERVATION_PRECISION_S },
		{ "2026-09-14T08:12:40.123456-0700",
			"2026-09-14T15:12:40.123456Z",
			OBSERVATION_PRECISION_US },
	};
	const struct importer_options paris = { .zone = scene_paris() };
	static const char local[] =
		HEAD "{\"startedDateTime\":\"2026-10-25T02:30:00.5\"," REQUEST(
			"https://h.example/") "}" TAIL;
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text;

		str_init(&text, 0);
		str_printf(&text, "{\"startedDateTime\":\"%s\",%s}",
			cases[i].time, REQUEST("https://h.example/"));
		import(&s, text.p);
		assert_int_equal(s.rows[0].o.ns, scene_at(cases[i].want));
		assert_int_equal(s.rows[0].o.precision, cases[i].precision);
		str_release(&text);
	}
	assert_int_equal(scene_import(&s, NULL, local, &paris), 0);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-10-25T00:30:00.5Z"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	assert_int_equal(s.rows[0].o.mark, OBSERVATION_MARK_REPEAT);
	scene_close(&s);
}

static void bad_entries(void **state)
{
	static const struct {
		const char *entry, *why;
	} cases[] = {
		{ "null", "an entry that is no object" },
		{ "{}", "no URL" },
		{ START "\"request\":null}", "no URL" },
		{ START REQUEST("/relative") "}", "no host name" },
		{ START REQUEST("https://not a host/") "}", "no host name" },
		{ "{" REQUEST("https://h.example/") "}", "no time" },
		{ "{\"startedDateTime\":\"yesterday\"," REQUEST(
			  "https://h.example/") "}",
			"time is not a date and time" },
		{ START REQUEST("https://a.example/") "," REQUEST(
			  "https://b.example/") "}",
			"a member stands twice in the entry" },
		{ START "\"request\":{\"url\":\"https://a.example/\","
			"\"url\":\"https://b.example/\"}}",
			"a member stands twice in the entry" },
	};
	struct scene s;
	struct str text;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		str_printf(&text, "%s,", cases[i].entry);
	str_puts(&text, START REQUEST("https://good.example/") "}");
	import(&s, text.p);
	assert_int_equal(s.n, 1);
	assert_int_equal(
		s.rows[0].o.line, 1 + sizeof(cases) / sizeof(cases[0]));
	assert_int_equal(s.n_bad, sizeof(cases) / sizeof(cases[0]));
	for (size_t i = 0; i < s.n_bad; i++) {
		assert_int_equal(s.bad[i].line, i + 1);
		if (strcmp(cases[i].why, "time is not a date and time") != 0)
			assert_string_equal(s.bad[i].reason, cases[i].why);
		assert_memory_equal(text.p + s.bad[i].position - strlen(HEAD),
			cases[i].entry, strlen(cases[i].entry));
	}
	str_release(&text);
	scene_close(&s);
}

/* Whole entries stay; the rest is told, with the place. */
static void broken_files(void **state)
{
	static const char two[] =
		HEAD START REQUEST("https://a.example/") "}," START REQUEST(
			"https://b.example/") "}";
	struct scene s;
	struct str text;
	char deep[10001];
	size_t second = (size_t)(strstr(strstr(two, "a.example"), START) - two);

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, NULL, two, sizeof(two) - 10, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 2);
	assert_int_equal(s.bad[0].position, second);
	assert_string_equal(
		s.bad[0].reason, "the file breaks off in the middle");
	assert_int_equal(scene_import(&s, NULL, two, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 3);
	memset(deep, '[', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	str_init(&text, 0);
	str_printf(&text, "%s,{\"x\":%s", two, deep);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.bad[0].reason, "nested too deeply");
	str_clear(&text);
	str_printf(&text, "%s]}} x", two);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(
		s.bad[0].reason, "more stands behind the end of the JSON");
	str_release(&text);
	assert_int_equal(scene_import(&s, NULL, HEAD TAIL, NULL), ERR_PARSE);
	scene_says("holds no record");
	scene_close(&s);
}

static void not_of_the_network(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	import(&s, START REQUEST("data:image/png;base64,AAAA") "," STATUS(
			   "200") "}");
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "");
	assert_string_equal(s.rows[0].type, "data");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_false(observation_is_traffic(&(struct observation){
		.kind = s.rows[0].o.kind, .host = s.rows[0].host }));
	lacks(&s, "AAAA");
	scene_close(&s);
}

/* What the browser answered itself is no contact, whatever its status. */
static void inside_the_browser(void **state)
{
	static const struct {
		const char *entry, *member;
		bool contact;
	} cases[] = {
		{ "\"_fromCache\":\"disk\"," STATUS("200"),
			"\"ev.from_cache\":\"disk\"", false },
		{ "\"response\":{\"status\":307,\"statusText\":"
		  "\"Internal Redirect\"}",
			"\"ev.internal_redirect\":true", false },
		{ "\"response\":{\"status\":307,\"statusText\":"
		  "\"Temporary Redirect\"}",
			"\"http.response.status_code\":307", true },
		{ "\"_fromCache\":false," STATUS("200"),
			"\"http.response.status_code\":200", true },
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scene_row *r;
		struct str text;

		str_init(&text, 0);
		str_printf(&text, "%s%s,%s}", START,
			REQUEST("https://h.example/"), cases[i].entry);
		import(&s, text.p);
		str_release(&text);
		assert_int_equal(s.n, 1);
		r = &s.rows[0];
		assert_string_equal(r->host, "h.example");
		holds(r->detail, cases[i].member);
		assert_int_equal(r->o.disposition,
			cases[i].contact ? OBSERVATION_ALLOWED
					 : OBSERVATION_UNKNOWN);
		assert_int_equal(r->o.disposition_source,
			cases[i].contact ? OBSERVATION_SOURCE_FIELD
					 : OBSERVATION_SOURCE_FORMAT);
		assert_int_equal(observation_is_traffic(&(struct observation){
					 .kind = r->o.kind, .host = r->host }),
			cases[i].contact);
	}
	scene_close(&s);
}

/* A message of an error holds no URL, nor does the rule that is made of it. */
static void messages(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	import(&s, START REQUEST("https://h.example/") ",\"_error\":\"failed "
						       "https://u:pw@h.example/"
						       "?token=SECRET123\"}");
	holds(s.rows[0].detail, "\"error.message\":\"failed *\"");
	holds(s.rows[0].detail, "\"ev.masked\":[\"message\"]");
	lacks(&s, "SECRET123");
	import(&s, START REQUEST(
			   "https://h.example/") ",\"_blockedReason\":"
						 "\"by /list/me@a.example\"}");
	assert_string_equal(s.rows[0].rule, "by *");
	scene_close(&s);
}

/* Hostile names are made harmless, broken UTF-8 and controls too. */
static void hostile(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	import(&s, START "\"_resourceType\":\"\\u001b[2J\\u202e\xFF\","
			 "\"request\":{\"method\":\"G\nET\",\"url\":"
			 "\"https://h.example/\\u001b]0;x\\u0007/\xC3\"}}");
	assert_int_equal(s.n, 1);
	for (const char *p = s.rows[0].detail; *p != '\0'; p++)
		assert_true(*p >= ' ' && *p <= '~');
	holds(s.rows[0].detail, "G\\\\x0AET");
	scene_close(&s);
}

static const char tweasel[] =
	"{\"log\":{\"version\":\"1.2\",\"entries\":[" START
		REQUEST("https://h.example/") "," STATUS(
			"200") "}],"
			       "\"_tweasel\":{\"device\":{\"manufacturer\":"
			       "\"Maker\",\"model\":\"M1\"},"
			       "\"options\":{\"mode\":\"%s\",\"apps\":[%s]},"
			       "\"apps\":[{\"id\":\"tld.app\",\"version\":\"1."
			       "2\"}]}}}";

static void import_tweasel(struct scene *s, const char *mode, const char *apps)
{
	struct str text;

	str_init(&text, 0);
	str_printf(&text, tweasel, mode, apps);
	assert_int_equal(scene_import(s, NULL, text.p, NULL), 0);
	assert_int_equal(s->n, 1);
	str_release(&text);
}

/* An app is named only where its traffic alone was recorded. */
static void apps(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	import_tweasel(&s, "allowlist", "\"tld.app\"");
	assert_string_equal(s.rows[0].app, "tld.app");
	assert_string_equal(s.rows[0].client, "Maker M1");
	holds(s.rows[0].detail, "\"package.version\":\"1.2\"");
	import_tweasel(&s, "all-apps", "");
	assert_string_equal(s.rows[0].app, "");
	assert_string_equal(s.rows[0].client, "Maker M1");
	import_tweasel(&s, "allowlist", "\"tld.app\",\"tld.other\"");
	assert_string_equal(s.rows[0].app, "");
	import_tweasel(&s, "denylist", "\"tld.app\"");
	assert_string_equal(s.rows[0].app, "");
	scene_close(&s);
}

static void web_sockets(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	import(&s, START REQUEST("wss://h.example/s") "," STATUS(
			   "101") ",\"_webSocketMessages\":[{\"type\":\"send\","
				  "\"data\":\"p1n\"},"
				  "{\"type\":\"receive\"},{\"type\":\"send\"},"
				  "5]}");
	assert_string_equal(s.rows[0].type, "wss");
	holds(s.rows[0].detail, "\"ev.messages_sent\":2");
	holds(s.rows[0].detail, "\"ev.messages_received\":1");
	lacks(&s, "p1n");
	scene_close(&s);
}

/* Bytes of a text as UTF-16LE with its mark. */
static void put_utf16(struct str *out, const char *text)
{
	str_add(out, "\xFF\xFE", 2);
	for (; *text != '\0'; text++) {
		str_putc(out, *text);
		str_putc(out, '\0');
	}
}

static void encodings(void **state)
{
	const struct pack_member members[] = { { "a.har", chrome },
		{ "notes.txt", "no log" }, { "b/b.har", chrome },
		{ NULL, NULL } };
	struct scene s;
	struct str text;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	put_utf16(&text, chrome);
	assert_int_equal(
		scene_import_bytes(&s, NULL, text.p, text.len, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.position,
		2 + 2 * (strstr(chrome, "{\"_init") - chrome));
	str_clear(&text);
	str_printf(&text, "\xEF\xBB\xBF\r\n%s", chrome);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 1);
	str_release(&text);
	{
		static const struct importer_options none;
		const struct intake_about about = { .kind = "log" };
		struct intake_order order = { .path = pack_zip(&s, members),
			.options = &none,
			.about = &about };

		intake_result_release(&s.result);
		assert_int_equal(intake_log(&s.result, s.store, &order), 0);
		assert_int_equal(s.result.import.rows, 2);
	}
	scene_close(&s);
}

/* A body that is far larger than any buffer. */
static void large_body(void **state)
{
	struct scene s;
	struct str text;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	str_puts(&text,
		HEAD START REQUEST(
			"https://h.example/") ",\"response\":{\"status\":200,"
					      "\"content\":{\"text\":\"");
	for (int i = 0; i < 300000; i++)
		str_puts(&text, "0123456789");
	str_puts(&text, "\"}}}" TAIL);
	assert_int_equal(
		scene_import_bytes(&s, NULL, text.p, text.len, NULL), 0);
	assert_int_equal(s.n, 1);
	holds(s.rows[0].detail, "\"http.response.body.bytes\":3000000");
	assert_int_equal(s.rows[0].o.length, text.len - strlen(HEAD TAIL));
	str_release(&text);
	scene_close(&s);
}

static void foreign(void **state)
{
	static const char *const texts[] = { "{\"log\":5}", "{\"logs\":{}}",
		"[{\"log\":{\"entries\":[]}}]", "{\"log\":{\"x\":1}}", "{",
		"" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct importer_head head = { .text = texts[i],
			.len = strlen(texts[i]),
			.whole = true,
			.name = "x.har" };

		assert_int_equal(importer_find("har")->sniff(&head), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_entry),
		cmocka_unit_test(details),
		cmocka_unit_test(fates),
		cmocka_unit_test(times),
		cmocka_unit_test(bad_entries),
		cmocka_unit_test(broken_files),
		cmocka_unit_test(not_of_the_network),
		cmocka_unit_test(inside_the_browser),
		cmocka_unit_test(messages),
		cmocka_unit_test(hostile),
		cmocka_unit_test(apps),
		cmocka_unit_test(web_sockets),
		cmocka_unit_test(encodings),
		cmocka_unit_test(large_body),
		cmocka_unit_test(foreign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
