/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"

static int answer(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	(void)ctx;
	(void)q;
	out->status = 200;
	out->start_ns = 1000000001;
	out->end_ns = 2000000000;
	out->peer = mem_strdup("192.0.2.7");
	out->peer_port = 443;
	out->tls_version = mem_strdup("TLSv1.3");
	out->tls_chain = mem_strdup("PEM");
	str_puts(&out->request, "GET / HTTP/1.1\r\n\r\n");
	str_puts(&out->headers, "HTTP/1.1 200 \351\r\n\r\n");
	str_puts(&out->body, "page");
	return 0;
}

static void check_hop(const cJSON *record)
{
	const cJSON *hop = json_member(record, "hops")->child;
	const cJSON *headers = json_member(hop, "headers");

	assert_string_equal(json_string(hop, "url"), "https://a.test/");
	assert_string_equal(
		json_string(hop, "start"), "1970-01-01T00:00:01.000000001Z");
	assert_int_equal(json_integer(hop, "status", 0), 200);
	assert_string_equal(
		json_string(hop, "request"), "GET / HTTP/1.1\r\n\r\n");
	assert_string_equal(
		json_string(headers, "base64"), "SFRUUC8xLjEgMjAwIOkNCg0K");
	assert_string_equal(json_string(json_member(hop, "connection"), "peer"),
		"192.0.2.7");
	assert_string_equal(
		json_string(json_member(hop, "tls"), "version"), "TLSv1.3");
	assert_string_equal(json_string(json_member(hop, "body"), "sha256"),
		"sha256:3660315a9af3df255d8f19ab077e4797"
		"822b41488a0e2a04bc6af71213c23274");
	assert_int_equal(json_integer(json_member(hop, "body"), "bytes", 0), 4);
}

static bool is_odd(const cJSON *record, const char *code)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, json_member(record, "oddities"))
	{
		if (strcmp(one->valuestring, code) == 0)
			return true;
	}
	return false;
}

static void says_how_it_was_obtained(void **state)
{
	const struct fetch_options o = { .send = answer, .language = "fr" };
	struct fetch f = { 0 };
	struct clocks clocks;
	struct scene *scene = scene_new(&(struct scene_options){ .fetch = &o });
	struct record r = { .service = "Exemple",
		.terms = "Privacy Policy",
		.scene = scene,
		.clocks = &clocks,
		.fetch = &f,
		.options = &o,
		.attempts = 2,
		.coding = "gzip",
		.reading = { .rules = "1", .charset = "utf-8" } };
	struct str json = { 0 }, again = { 0 };
	cJSON *tree = NULL;

	(void)state;
	clocks_begin(&clocks);
	setenv("https_proxy", "http://user:secret@proxy.test", 1);
	assert_int_equal(fetch_page(&f, "https://a.test/", &o), 0);
	assert_int_equal(record_write(&json, &r), 0);
	assert_null(strstr(json.p, "secret"));
	assert_int_equal(json_parse(&tree, json.p, json.len, NULL), 0);
	assert_int_equal(json_canonical(&again, tree), 0);
	assert_string_equal(json.p, again.p);
	assert_string_equal(json_string(tree, "schema"), "constat.capture/1");
	assert_string_equal(
		json_string(json_member(tree, "network"), "proxy"), "");
	assert_non_null(json_string(json_member(tree, "machine"), "release"));
	assert_non_null(json_string(json_member(tree, "libraries"), "curl"));
	assert_string_equal(
		json_string(json_member(tree, "request"), "cookies"), "none");
	assert_string_equal(
		json_string(json_member(tree, "request"), "language"), "fr");
	assert_null(json_member(tree, "failure"));
	assert_string_equal(
		json_string(json_member(tree, "reading"), "rules"), "1");
	assert_true(is_odd(tree, "body-coded"));
	assert_true(is_odd(tree, "second-attempt"));
	assert_false(is_odd(tree, "clock-was-set"));
	check_hop(tree);
	cJSON_Delete(tree);
	str_release(&json);
	str_release(&again);
	fetch_release(&f);
	scene_free(scene);
}

/* Records of before there was "coding", and of after. */
static void the_coding_is_read_back(void **state)
{
	static const char *const records[][2] = {
		{ "{\"hops\":[{\"headers\":\"HTTP/1.1 302 F\\r\\n"
		  "Content-Encoding: br\\r\\n\"},{\"headers\":"
		  "\"HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\n\"}]}",
			"gzip" },
		{ "{\"hops\":[{\"headers\":\"HTTP/1.1 200 OK\\r\\n\"}]}", "" },
		{ "{\"coding\":\"gzip\",\"oddities\":[]}", "gzip" },
		{ "{\"oddities\":[],\"hops\":[{\"headers\":"
		  "\"Content-Encoding: gzip\\r\\n\"}]}",
			"" },
	};
	struct digest d;
	char name[DIGEST_NAME + 1];
	static const char of[] =
		"{\"declaration\":\"sha256:3660315a9af3df255d8f19ab077e4797"
		"822b41488a0e2a04bc6af71213c23274\"}";

	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		struct str out = { 0 };

		assert_int_equal(record_read_coding(&out, records[i][0],
					 strlen(records[i][0])),
			0);
		assert_string_equal(out.p, records[i][1]);
		str_release(&out);
	}
	assert_int_equal(record_read_declaration(&d, of, sizeof(of) - 1), 0);
	digest_name(name, &d);
	assert_non_null(strstr(of, name));
	assert_int_equal(record_read_declaration(&d, "{}", 2), ERR_PARSE);
	assert_non_null(strstr(err_message(), "names no declaration"));
}

static void says_who_stated_a_date(void **state)
{
	const struct record_saved r = { .service = "Exemple",
		.terms = "Privacy Policy",
		.file = "p.html",
		.url = "https://a.test/",
		.seen = "2018-09-03",
		.basis = "stated",
		.source = "enregistr\u00e9e",
		.size = 7 };
	struct str json = { 0 };
	cJSON *tree = NULL;

	(void)state;
	assert_int_equal(record_write_saved(&json, &r), 0);
	assert_int_equal(json_parse(&tree, json.p, json.len, NULL), 0);
	assert_string_equal(
		json_string(tree, "schema"), "constat.import-history/1");
	assert_string_equal(json_string(tree, "seen"), "2018-09-03");
	assert_string_equal(json_string(tree, "source"), "enregistr\u00e9e");
	assert_string_equal(json_string(tree, "zone"), "");
	cJSON_Delete(tree);
	str_release(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_how_it_was_obtained),
		cmocka_unit_test(the_coding_is_read_back),
		cmocka_unit_test(says_who_stated_a_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
