/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/record_hop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"

/* A handshake that failed: the chain is all that is known of it. */
static void a_refused_certificate_is_told(void **state)
{
	struct fetch_hop hop = { .url = mem_strdup("https://a.test/") };
	const struct fetch f = { .v = &hop, .n = 1 };
	const cJSON *tls;
	cJSON *list;

	(void)state;
	http_response_init(&hop.answer);
	hop.answer.tls_chain = mem_strdup("PEM");
	hop.answer.tls_verify = mem_strdup("certificate has expired");
	list = record_hop_list(&f);
	tls = json_member(list->child, "tls");
	assert_string_equal(
		json_string(tls, "verify"), "certificate has expired");
	assert_non_null(json_string(tls, "chain"));
	assert_string_equal(json_string(tls, "version"), "");
	assert_null(json_member(list->child, "headers"));
	cJSON_Delete(list);
	http_response_release(&hop.answer);
	free(hop.url);
}

static void bytes_that_are_no_text_are_coded(void **state)
{
	struct fetch_hop hop = { .url = mem_strdup("http://a.test/") };
	const struct fetch f = { .v = &hop, .n = 1 };
	cJSON *list;

	(void)state;
	http_response_init(&hop.answer);
	str_add(&hop.answer.headers, "a\0b", 3);
	str_puts(&hop.answer.request, "GET /");
	list = record_hop_list(&f);
	assert_string_equal(
		json_string(json_member(list->child, "headers"), "base64"),
		"YQBi");
	assert_string_equal(json_string(list->child, "request"), "GET /");
	assert_null(json_member(list->child, "tls"));
	cJSON_Delete(list);
	http_response_release(&hop.answer);
	free(hop.url);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_certificate_is_told),
		cmocka_unit_test(bytes_that_are_no_text_are_coded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
