/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/cdp.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"

/* Two pipes: what we write is read at far[0], what is written at far[1] we
 * read. */
struct line {
	struct cdp *c;
	int near[2], far[2];
};

static void open_line(struct line *l)
{
	int down[2], up[2];

	assert_int_equal(pipe2(down, O_CLOEXEC), 0);
	assert_int_equal(pipe2(up, O_CLOEXEC), 0);
	l->near[0] = down[1];
	l->far[0] = down[0];
	l->near[1] = up[0];
	l->far[1] = up[1];
	for (int i = 0; i < 2; i++) {
		fcntl(l->near[i], F_SETFL, O_NONBLOCK);
		fcntl(l->far[i], F_SETFL, O_NONBLOCK);
	}
	l->c = cdp_new(l->near[0], l->near[1]);
}

static void close_line(struct line *l)
{
	cdp_free(l->c);
	for (int i = 0; i < 2; i++) {
		close(l->near[i]);
		if (l->far[i] >= 0)
			close(l->far[i]);
	}
}

/* With the NUL. */
static void say(struct line *l, const char *text)
{
	ssize_t n = (ssize_t)strlen(text) + 1;

	assert_int_equal(write(l->far[1], text, (size_t)n), n);
}

static void sends_commands(void **state)
{
	cJSON *params = json_object();
	char got[256] = "";
	struct cdp_message m;
	struct line l;
	bool found;
	int64_t id = 0;

	(void)state;
	open_line(&l);
	json_set(params, "url", "http://a.test/\"");
	assert_int_equal(cdp_send(&id, l.c, "S1", "Page.navigate", params), 0);
	assert_int_equal(id, 1);
	assert_int_equal(cdp_send(NULL, l.c, NULL, "Browser.close", NULL), 0);
	assert_int_equal(cdp_wait(&m, &found, l.c, 0), 0);
	assert_false(found);
	assert_int_equal(read(l.far[0], got, sizeof(got)), 133);
	assert_string_equal(got,
		"{\"id\":1,\"method\":\"Page.navigate\",\"sessionId\":\"S1\","
		"\"params\":{\"url\":\"http://a.test/\\\"\"}}");
	assert_string_equal(got + strlen(got) + 1,
		"{\"id\":2,\"method\":\"Browser.close\",\"params\":{}}");
	close_line(&l);
}

static void reads_messages(void **state)
{
	struct cdp_message m;
	struct line l;
	bool found;

	(void)state;
	open_line(&l);
	say(&l, "{\"id\":7,\"result\":{\"a\":1},\"sessionId\":\"S1\"}");
	say(&l, "{\"id\":8,\"error\":{\"code\":-1,\"message\":\"no\"}}");
	say(&l, "{\"method\":\"X.y\",\"params\":{\"b\":2}}");
	assert_int_equal(cdp_wait(&m, &found, l.c, 1000), 0);
	assert_true(found);
	assert_int_equal(m.id, 7);
	assert_string_equal(m.session, "S1");
	assert_null(m.method);
	assert_null(m.error);
	assert_int_equal(json_integer(m.body, "a", 0), 1);
	cdp_message_release(&m);
	assert_int_equal(cdp_wait(&m, &found, l.c, 1000), 0);
	assert_true(found);
	assert_string_equal(m.error, "no");
	cdp_message_release(&m);
	assert_int_equal(cdp_wait(&m, &found, l.c, 1000), 0);
	assert_true(found);
	assert_string_equal(m.method, "X.y");
	assert_int_equal(m.id, 0);
	assert_int_equal(json_integer(m.body, "b", 0), 2);
	cdp_message_release(&m);
	close_line(&l);
}

/* By time, and by the end of the pipe. */
static void wait_ends(void **state)
{
	struct cdp_message m;
	struct line l;
	bool found;

	(void)state;
	open_line(&l);
	assert_int_equal(cdp_wait(&m, &found, l.c, 20), 0);
	assert_false(found);
	close(l.far[1]);
	l.far[1] = -1;
	assert_int_equal(cdp_wait(&m, &found, l.c, 600000), ERR_IO);
	assert_string_equal(err_message(), "the browser has closed its pipe");
	close_line(&l);
}

/* Nobody reads what we write: neither SIGPIPE nor success. */
static void writes_into_nothing(void **state)
{
	struct cdp_message m;
	struct line l;
	bool found;

	(void)state;
	signal(SIGPIPE, SIG_DFL);
	open_line(&l);
	close(l.far[0]);
	l.far[0] = -1;
	assert_int_equal(cdp_send(NULL, l.c, NULL, "X.y", NULL), 0);
	assert_int_equal(cdp_wait(&m, &found, l.c, 100), ERR_IO);
	close_line(&l);
}

static void next(struct cdp *c, const char *text, struct cdp_message *m)
{
	bool found;

	cdp_feed(c, text, strlen(text) + 1);
	assert_int_equal(cdp_next(m, &found, c), 0);
	assert_true(found);
}

/* What a page can bring into strings does not cost us the message. */
static void mends_strings(void **state)
{
	struct cdp *c = cdp_new(-1, -1);
	struct cdp_message m;

	(void)state;
	next(c,
		"{\"id\":1,\"result\":{\"v\":\"a\\ud800b\\u0000c\\uDC00\\"
		"ud83d\\ude00\\\\u0000\\uD83D\"}}",
		&m);
	assert_string_equal(json_string(m.body, "v"),
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBD"
		"c\xEF\xBF\xBD\xF0\x9F\x98\x80\\u0000\xEF\xBF\xBD");
	cdp_message_release(&m);
	cdp_free(c);
}

static void drops_what_is_none(void **state)
{
	static const char *const bad[] = { "", "x", "[]", "{}", "{\"id\":0}",
		"{\"id\":1,\"method\":\"X.y\"}", "{\"id\":\"1\"}",
		"{\"method\":1}", "{\"id\":1,\"id\":2}" };
	struct cdp *c = cdp_new(-1, -1);
	struct cdp_message m;
	bool found;
	int rc = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		cdp_feed(c, bad[i], strlen(bad[i]) + 1);
		assert_int_equal(cdp_next(&m, &found, c), 0);
		assert_false(found);
	}
	next(c, "{\"id\":1,\"error\":{}}", &m);
	assert_string_equal(m.error, "");
	cdp_message_release(&m);
	for (int i = 0; i < CDP_BAD && rc == 0; i++) {
		cdp_feed(c, "", 1);
		rc = cdp_next(&m, &found, c);
	}
	assert_int_equal(rc, ERR_PARSE);
	assert_non_null(strstr(err_message(), "is it Chromium?"));
	cdp_free(c);
}

/* Without an end, it is skipped up to its end; what follows is read. */
static void skips_what_is_too_long(void **state)
{
	size_t size = 8 << 20;
	char *block = mem_new(size, 1);
	struct cdp *c = cdp_new(-1, -1);
	struct cdp_message m;
	bool found;

	(void)state;
	memset(block, ' ', size);
	for (int i = 0; i < 12; i++) {
		cdp_feed(c, block, size);
		assert_int_equal(cdp_next(&m, &found, c), 0);
		assert_false(found);
	}
	next(c, "", &m);
	assert_true(m.over);
	assert_int_equal(m.id, 0);
	cdp_message_release(&m);
	next(c, "{\"id\":3}", &m);
	assert_false(m.over);
	assert_int_equal(m.id, 3);
	cdp_message_release(&m);
	cdp_free(c);
	free(block);
}

static void limits_what_waits(void **state)
{
	size_t size = 60 << 20;
	char *block = mem_new(size + 1, 1);
	struct cdp *c = cdp_new(-1, -1);
	int rc = 0;

	(void)state;
	memset(block, 'x', size);
	for (int i = 0; i < 3 && rc == 0; i++) {
		cJSON *params = json_object();

		json_set(params, "body", block);
		rc = cdp_send(NULL, c, NULL, "X.y", params);
	}
	assert_int_equal(rc, ERR_LIMIT);
	assert_non_null(strstr(err_message(), "what waits for the browser"));
	cdp_free(c);
	free(block);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_commands),
		cmocka_unit_test(reads_messages),
		cmocka_unit_test(wait_ends),
		cmocka_unit_test(writes_into_nothing),
		cmocka_unit_test(mends_strings),
		cmocka_unit_test(drops_what_is_none),
		cmocka_unit_test(skips_what_is_too_long),
		cmocka_unit_test(limits_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
