/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wall.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"
#include "base/utf8.h"

static const char sentence[] = "Nous gardons la donnée numéro %d pendant un "
			       "an au plus avec son motif propre. ";

/* A policy of n sentences of its own, from number `from` on. */
static void policy(struct str *out, int from, int n)
{
	str_clear(out);
	for (int i = from; i < from + n; i++)
		str_printf(out, sentence, i);
}

static void judge(struct wall *out, const struct wall_input *in)
{
	cJSON *reasons = NULL;
	const cJSON *reason;

	assert_int_equal(wall_judge(out, in), 0);
	assert_int_equal(
		json_parse(&reasons, out->reasons.p, out->reasons.len, NULL),
		0);
	assert_true(cJSON_IsArray(reasons));
	assert_true(
		(out->kind == WALL_NONE) == (cJSON_GetArraySize(reasons) == 0));
	cJSON_ArrayForEach(reason, reasons)
	{
		assert_non_null(json_string(reason, "rule"));
		assert_true(
			strlen(json_string(reason, "quote")) <= WALL_QUOTE_MAX);
	}
	cJSON_Delete(reasons);
}

static enum wall_kind kind_of(const struct wall_input *in)
{
	struct wall w = { 0 };
	enum wall_kind kind;

	judge(&w, in);
	kind = w.kind;
	assert_true(kind == WALL_NONE || w.score >= WALL_THRESHOLD);
	assert_true(w.score == (kind == WALL_NONE ? 0 : w.scores[kind]));
	wall_release(&w);
	return kind;
}

static enum wall_kind of_text(const char *text)
{
	struct wall_input in = {
		.status = 200, .text = text, .text_len = strlen(text)
	};

	return kind_of(&in);
}

static void test_text(void **state)
{
	(void)state;
	assert_int_equal(of_text("# Page introuvable"), WALL_NOT_FOUND);
	assert_int_equal(
		of_text("Veuillez **activer JavaScript**"), WALL_SCRIPTS);
	assert_int_equal(of_text("Nous ne gardons rien."), WALL_NONE);
	assert_int_equal(of_text(""), WALL_NONE);
	/* not a word of its own */
	assert_int_equal(of_text("xpage not foundx"), WALL_NONE);
	/* buttons without space between them */
	assert_int_equal(of_text("We value your privacy. Accept allReject all"),
		WALL_CONSENT);
	/* talked about, not said */
	assert_int_equal(
		of_text("We show \"page not found\" then."), WALL_NONE);
}

/* A long text is the document, whatever it talks about. */
static void test_long(void **state)
{
	struct str text = { 0 };

	(void)state;
	policy(&text, 0, 100);
	str_puts(&text, "Page not found. Accept all. Reject all. Verify you "
			"are human. Enable JavaScript. Forgot password?");
	assert_int_equal(of_text(text.p), WALL_NONE);
	str_release(&text);
}

static enum wall_kind of_status(int status, const char *headers)
{
	struct str h = { 0 };
	struct wall_input in = { .status = status,
		.headers = &h,
		.page = "<p>Hm.</p>",
		.page_len = 10 };
	enum wall_kind kind;

	str_puts(&h, headers);
	kind = kind_of(&in);
	str_release(&h);
	return kind;
}

static void test_status(void **state)
{
	(void)state;
	assert_int_equal(of_status(200, ""), WALL_NONE);
	assert_int_equal(of_status(404, ""), WALL_NOT_FOUND);
	assert_int_equal(of_status(410, ""), WALL_NOT_FOUND);
	assert_int_equal(of_status(401, ""), WALL_LOGIN);
	assert_int_equal(of_status(503, ""), WALL_ERROR);
	assert_int_equal(of_status(403, ""), WALL_ERROR);
	assert_int_equal(
		of_status(403, "CF-Mitigated: challenge\r\n"), WALL_BOT);
	assert_int_equal(
		of_status(202, "x-amzn-waf-action: challenge\r\n"), WALL_BOT);
}

static enum wall_kind of_address(const char *asked, const char *got)
{
	struct wall_input in = { .status = 200,
		.url = asked,
		.final_url = got,
		.text = "Bienvenue chez Exemple, le site.",
		.text_len = 32 };

	return kind_of(&in);
}

static void test_address(void **state)
{
	const char *asked = "https://exemple.test/legal/privacy";

	(void)state;
	assert_int_equal(of_address(asked, asked), WALL_NONE);
	assert_int_equal(
		of_address(asked, "https://exemple.test/"), WALL_NOT_FOUND);
	assert_int_equal(of_address(asked, "https://exemple.test/fr?x=1"),
		WALL_NOT_FOUND);
	assert_int_equal(
		of_address(asked, "https://exemple.test/fr/vie"), WALL_NONE);
	assert_int_equal(
		of_address("https://exemple.test/", "https://exemple.test/fr/"),
		WALL_NONE);
	assert_int_equal(of_address(asked, "https://exemple.test/Login?next=/"),
		WALL_LOGIN);
	assert_int_equal(of_address(asked, "https://consent.exemple.test/m"),
		WALL_CONSENT);
	/* what was asked for has it, too */
	assert_int_equal(of_address("https://exemple.test/login/privacy",
				 "https://exemple.test/login/privacy/"),
		WALL_NONE);
}

static enum wall_kind of_change(const struct str *before, const char *now)
{
	struct wall_input in = { .status = 200,
		.text = now,
		.text_len = strlen(now),
		.previous = before->p,
		.previous_len = before->len };

	return kind_of(&in);
}

static void test_collapse(void **state)
{
	struct str before = { 0 }, now = { 0 };

	(void)state;
	policy(&before, 0, 100);
	assert_int_equal(of_change(&before, "Conditions Vie privée Cookies"),
		WALL_COLLAPSE);
	/* really shortened: a third, and a tenth that is prose of its own */
	policy(&now, 0, 33);
	assert_int_equal(of_change(&before, now.p), WALL_NONE);
	policy(&now, 500, 19);
	assert_int_equal(of_change(&before, now.p), WALL_NONE);
	/* a short one never was long */
	policy(&before, 0, 3);
	assert_int_equal(
		of_change(&before, "Rien n'est gardé ici."), WALL_NONE);
	str_release(&before);
	str_release(&now);
}

/* What was the document before still is, though it reads like a wall. */
static void test_as_before(void **state)
{
	static const char text[] = "Accept all or reject all: we value your "
				   "privacy and choices.\n\nManage options "
				   "in your account at any time.";
	struct str before = { 0 };

	(void)state;
	assert_int_equal(of_text(text), WALL_CONSENT);
	str_puts(&before, text);
	assert_int_equal(of_change(&before, text), WALL_NONE);
	str_release(&before);
}

static void test_blank(void **state)
{
	static const char shell[] =
		"<title>Exemple</title><div id=\"root\"></div>"
		"<script src=\"a.js\"></script>";
	struct wall_input in = { .status = 200 };

	(void)state;
	assert_int_equal(kind_of(&in), WALL_NONE);
	in.page = "";
	assert_int_equal(kind_of(&in), WALL_ERROR);
	in.page = shell;
	in.page_len = strlen(shell);
	assert_int_equal(kind_of(&in), WALL_SCRIPTS);
}

/* Quotes stay short, whole characters, printable. */
static void test_quote(void **state)
{
	struct str page = { 0 };
	struct wall_input in = { .status = 200 };
	struct wall w = { 0 };

	(void)state;
	for (int i = 0; i < 60; i++)
		str_puts(&page, "é\x1B[31m\xE2\x80\xAE");
	str_puts(&page, " Page introuvable ");
	for (int i = 0; i < 60; i++)
		str_puts(&page, "\xFF\xC3é\x01");
	in.page = page.p;
	in.page_len = page.len;
	judge(&w, &in);
	assert_int_equal(w.kind, WALL_NOT_FOUND);
	assert_true(utf8_valid(w.reasons.p, w.reasons.len, NULL));
	assert_null(strchr(w.reasons.p, '\x1B'));
	assert_null(strstr(w.reasons.p, "\xE2\x80\xAE"));
	wall_release(&w);
	str_release(&page);
}

static void test_too_large(void **state)
{
	struct wall_input in = { .text = "", .text_len = (size_t)STR_MAX + 1 };
	struct wall w = { .score = 7 };

	(void)state;
	assert_int_equal(wall_judge(&w, &in), ERR_LIMIT);
	assert_string_equal(err_message(),
		"a page of more than 67108864 bytes is not judged");
	assert_int_equal(w.score, 7);
}

static void test_words(void **state)
{
	(void)state;
	for (int k = 0; k < WALL_KINDS; k++) {
		enum wall_kind kind = (enum wall_kind)k;

		assert_int_equal(wall_kind_find(wall_kind_name(kind)), k);
		assert_true((strlen(wall_cause(kind)) > 0) == (k > 0));
		assert_true((strlen(wall_remedy(kind)) > 0) == (k > 0));
	}
	assert_int_equal(wall_kind_find("captcha"), -1);
	assert_string_equal(wall_kind_name(WALL_BOT), "bot-check");
	wall_release(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_collapse),
		cmocka_unit_test(test_as_before),
		cmocka_unit_test(test_blank),
		cmocka_unit_test(test_quote),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
