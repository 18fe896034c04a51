/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "evidence/redact.h"

static void names(void **state)
{
	static const char *const secret[] = { "Cookie", "set-cookie",
		"authorization", "Proxy-Authorization", "x-auth-token",
		"X-Api-Key", "access_token", "password", "device.id",
		"http.request.headers.cookie", "user.email", "IMEI",
		"client.mac" };
	static const char *const plain[] = { "dns.question.name", "rule.name",
		"ev.row", "event.action", "client.address", "process.name",
		"url.path", "", "host.name", "package.name" };

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		assert_true(redact_is_secret(secret[i]));
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_false(redact_is_secret(plain[i]));
}

static void texts(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "https://a.example/x?q=1&token=abc&z=2",
			"https://a.example/x?q=1&token=***&z=2" },
		{ "/x?access_token=abc#frag", "/x?access_token=***#frag" },
		{ "https://bob:pw@a.example/", "https://***@a.example/" },
		{ "to bob.b@mail.example now", "to *** now" },
		{ "/u?m=bob%40mail.example", "/u?m=***" },
		{ "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end",
			"jwt *** end" },
		{ "eyJ not a token", "eyJ not a token" },
		{ "a@b", "a@b" },
		{ "@", "@" },
		{ "token=", "token=***" },
		{ "push.vendor.example", "push.vendor.example" },
		{ "", "" },
	};
	struct redact m;

	(void)state;
	redact_init(&m);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str got = { 0 };

		assert_int_equal(redact_text(&m, &got, "n", cases[i].text), 0);
		assert_string_equal(got.p != NULL ? got.p : "", cases[i].want);
		str_release(&got);
	}
	redact_release(&m);
}

static void tell(const char *name, uint64_t count, void *ctx)
{
	str_printf(ctx, "%s %d;", name, (int)count);
}

static void trees(void **state)
{
	static const char text[] =
		"{\"device.id\":\"d-1\",\"session\":{\"a\":[1,2]},"
		"\"headers\":[{\"cookie\":\"x\"},{\"cookie\":7}],"
		"\"list\":[\"bob@mail.example\"],"
		"\"url.full\":\"http://a.example/?token=t\",\"password\":null}";
	struct str got = { 0 }, told = { 0 };
	cJSON *json = NULL;
	struct redact m;

	(void)state;
	redact_init(&m);
	assert_int_equal(json_parse(&json, text, sizeof(text) - 1, NULL), 0);
	redact_json(&m, json);
	assert_int_equal(json_print(&got, json), 0);
	assert_string_equal(got.p,
		"{\"device.id\":\"***\",\"session\":\"***\","
		"\"headers\":[{\"cookie\":\"***\"},{\"cookie\":\"***\"}],"
		"\"list\":[\"***\"],"
		"\"url.full\":\"http://a.example/?token=***\","
		"\"password\":null}");
	redact_each(&m, tell, &told);
	assert_string_equal(told.p, "device.id 1;session 1;cookie 2;list 1;"
				    "url.full?token 1;");
	cJSON_Delete(json);
	str_release(&got);
	str_release(&told);
	redact_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(texts),
		cmocka_unit_test(trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
