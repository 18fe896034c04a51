/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/mask.h"

static bool secret(const char *name)
{
	return mask_is_secret(name, strlen(name));
}

static bool identifier(const char *text)
{
	return mask_is_identifier(text, strlen(text));
}

static void names(void **state)
{
	(void)state;
	assert_true(secret("Cookie"));
	assert_true(secret("set-cookie"));
	assert_true(secret("Authorization"));
	assert_true(secret("Proxy-Authorization"));
	assert_true(secret("X-Csrf-Token"));
	assert_true(secret("x-api-key"));
	assert_true(secret("access_token"));
	assert_true(secret("newPassword"));
	assert_true(secret("IMEI"));
	assert_true(secret("user_email"));
	assert_true(secret("advertiser_id"));
	assert_true(secret("sid"));
	assert_true(secret("users"));
	assert_true(secret("Accounts"));
	assert_false(secret("status"));
	assert_false(secret("content-type"));
	assert_false(secret("side"));
	assert_false(secret("Access-Control-Allow-Credentials"));
	assert_false(secret(""));
}

static void identifiers(void **state)
{
	(void)state;
	assert_true(identifier("9fe17d55-927f-4186-9c56-24038b13cbb0"));
	assert_true(identifier("138566025676"));
	assert_true(identifier("me@mail.example"));
	assert_true(identifier("me%40mail.example"));
	assert_true(identifier("eyJhbGciOiJIUzI1NiJ9.e30.x"));
	assert_true(
		identifier("bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"));
	assert_true(identifier("0123456789abcdef"));
	assert_true(identifier("aa:bb:cc:dd:ee:ff"));
	assert_true(identifier("V1StGXR8_Z5jdHi6B-myT"));
	assert_true(identifier("v1stgxr8_z5jdhi6b-myt"));
	assert_true(identifier("user:9fe17d55-927f-4186-9c56-24038b13cbb0"));
	assert_true(identifier("kqjwhgfzmxnbvtrplsdyu"));
	assert_true(identifier("QxKdZaPwLmVeRtYbNcHs"));
	assert_false(identifier("Galaxy-S21-Ultra-5G-128GB"));
	assert_false(identifier("le-nouveau-telephone-de-la-marque"));
	assert_false(identifier("internationalization"));
	assert_false(identifier("Datenschutzeinstellungen"));
	assert_false(identifier("getUserByIdOrName"));
	assert_false(identifier("CognitoIdentityServiceProvider"));
	assert_false(identifier("h264-mp4-1080p-x265"));
	assert_false(identifier("v14.0"));
	assert_false(identifier("index.html"));
	assert_false(identifier("jquery-3.6.0.min.js"));
	assert_false(identifier("20240"));
	assert_false(identifier("com.vendor.app"));
	assert_false(identifier("decade"));
	assert_false(identifier(""));
}

static void check_path(const char *path, const char *want, bool masked)
{
	struct mask m = { 0 };
	struct str out;

	str_init(&out, 0);
	mask_path(&m, &out, path, strlen(path));
	assert_string_equal(out.p, want);
	assert_int_equal(m.n, masked ? 1 : 0);
	if (masked)
		assert_string_equal(m.names[0], "path");
	str_release(&out);
}

static void paths(void **state)
{
	struct str path;
	struct str out;
	struct mask m = { 0 };

	(void)state;
	check_path("/v1/collect", "/v1/collect", false);
	check_path("/", "/", false);
	check_path("", "", false);
	check_path("/a//b/", "/a//b/", false);
	check_path("/u/138566025676/feed", "/u/*/feed", true);
	check_path("/i/V1StGXR8_Z5jdHi6B-myT", "/i/*", true);
	check_path("/reset/kqjwhgfzmxnbvtrplsdyu", "/reset/*", true);
	check_path("/accounts/jeanne_duval/steps", "/accounts/*/steps", true);
	check_path("/reset-password/abc", "/reset-password/*", true);
	check_path("/shop;jsessionid=AB12/x", "/shop/x", true);
	str_init(&path, 0);
	str_init(&out, 0);
	for (int i = 0; i < 300; i++)
		str_puts(&path, "/ab");
	mask_path(&m, &out, path.p, path.len);
	assert_true(out.len > MASK_TEXT - 3 && out.len <= MASK_TEXT + 3);
	assert_non_null(strstr(out.p, "…"));
	str_release(&path);
	str_release(&out);
}

static void queries(void **state)
{
	static const char query[] = "access_token=12345%7Cabc&fields=a,b&&"
				    "format&=x&me@mail.example&a=b=c&"
				    "1209d0b9-b959-42e6-b921-aa5d9d08c1af=1";
	struct mask m = { 0 };
	struct str out;

	(void)state;
	str_init(&out, 0);
	mask_query(&m, &out, query, sizeof(query) - 1);
	assert_string_equal(out.p, "access_token&fields&*&*&*&a&*");
	assert_int_equal(m.n, 2);
	assert_string_equal(m.names[0], "access_token");
	assert_string_equal(m.names[1], "query");
	str_release(&out);
}

static void check_message(const char *text, const char *want, bool masked)
{
	struct mask m = { 0 };
	struct str out;

	str_init(&out, 0);
	mask_message(&m, &out, text);
	assert_string_equal(out.p, want);
	assert_int_equal(m.n, masked);
	str_release(&out);
}

static void messages(void **state)
{
	(void)state;
	check_message("net::ERR_NAME_NOT_RESOLVED",
		"net::ERR_NAME_NOT_RESOLVED", false);
	check_message("[Errno 111] Connect call failed ('192.0.2.1', 443)",
		"[Errno 111] Connect call failed ('192.0.2.1', 443)", false);
	check_message("failed https://u:pw@h.example/?token=SECRET123 again",
		"failed * again", true);
	check_message("no such user me@mail.example", "no such user *", true);
	check_message("GET /reset/abc", "GET *", true);
	check_message("", "", false);
}

static void see_body(struct mask *m, const char *body, size_t piece, bool json)
{
	size_t len = strlen(body);

	for (size_t i = 0; i < len; i += piece)
		mask_body(m, body + i, len - i < piece ? len - i : piece, json);
	mask_body_end(m);
}

static void bodies(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 30; piece++) {
		struct mask m = { 0 };

		see_body(&m,
			"{\"Password\" : \"x=token\", \"n\":1, \"list\":"
			"[\"secret\"], \"deviceId\":{}}",
			piece, true);
		see_body(&m, "email=a%40b&x=1&pin=1234", piece, false);
		see_body(&m, "<a otp=1>", piece, true);
		assert_int_equal(m.n, 4);
		assert_string_equal(m.names[0], "password");
		assert_string_equal(m.names[1], "deviceid");
		assert_string_equal(m.names[2], "email");
		assert_string_equal(m.names[3], "pin");
	}
}

static void detail(void **state)
{
	cJSON *d = json_object();
	struct mask m = { 0 };
	struct str out;

	(void)state;
	str_init(&out, 0);
	mask_detail(&m, d);
	assert_null(d->child);
	mask_name(&m, "Set-Cookie", 10);
	mask_name(&m, "Authorization", 13);
	mask_name(&m, "set-cookie", 10);
	mask_name(&m, "Accept", 6);
	mask_name(&m, "token\x1b[2J", 9);
	for (int i = 0; i < 100; i++) {
		char name[20] = "token-aa";

		name[6] = (char)('a' + i / 10);
		name[7] = (char)('a' + i % 10);
		if (i < 2)
			mask_name(&m, name, 8);
	}
	mask_detail(&m, d);
	json_canonical(&out, d);
	assert_string_equal(out.p,
		"{\"ev.masked\":[\"authorization\",\"set-cookie\","
		"\"token-aa\",\"token-ab\"]}");
	for (int i = 0; i < 100; i++) {
		char name[20] = "token-aa";

		name[6] = (char)('a' + i / 10);
		name[7] = (char)('a' + i % 10);
		mask_name(&m, name, 8);
	}
	assert_int_equal(m.n, MASK_NAMES);
	cJSON_Delete(d);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(identifiers),
		cmocka_unit_test(paths),
		cmocka_unit_test(queries),
		cmocka_unit_test(messages),
		cmocka_unit_test(bodies),
		cmocka_unit_test(detail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
