/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/wait.h>

#include "archive/stamp.h"
#include "archive/verify.h"
#include "base/file.h"
#include "base/http.h"
#include "base/instant.h"
#include "sample.h"
#include "tsa.h"

/* An archive, an authority, and its root in a file. */
struct scene {
	struct tsa tsa;
	struct store *store;
	char *dir;
	char ca[256], url[64];
};

static void open_scene(struct scene *c)
{
	c->dir = sample_folder();
	tsa_open(&c->tsa);
	tsa_serve(&c->tsa);
	snprintf(
		c->url, sizeof(c->url), "http://127.0.0.1:%d/tsr", c->tsa.port);
	snprintf(c->ca, sizeof(c->ca), "%s/root.pem", c->dir);
	assert_int_equal(file_write(c->ca, c->tsa.ca_pem, strlen(c->tsa.ca_pem),
				 FILE_EXCL),
		0);
	sample_must(store_create(c->dir), "create");
	sample_must(store_open(&c->store, c->dir, STORE_WRITE), "open");
}

static void close_scene(struct scene *c)
{
	store_close(c->store);
	tsa_close(&c->tsa);
	sample_remove(c->dir);
}

static int make(struct scene *c, struct stamp *out)
{
	return stamp_make(out, c->store,
		&(struct stamp_order){ .url = c->url, .ca_file = c->ca });
}

static void stamp_is_kept(void **state)
{
	struct stamp st = { 0 }, again = { 0 };
	struct verify_result r = { 0 };
	struct scene c;

	(void)state;
	open_scene(&c);
	assert_int_equal(stamp_latest(&again, c.store), ERR_NOTFOUND);
	sample_must(make(&c, &st), "stamp");
	assert_int_equal(st.size, 1);
	assert_string_equal(st.authority, "CN=Horodatage de test,O=Exemple");
	assert_int_equal(stamp_clock(&st), 0);
	sample_must(stamp_latest(&again, c.store), "latest");
	assert_string_equal(again.checkpoint, st.checkpoint);
	assert_true(again.gen_ns == st.gen_ns);
	assert_true(again.accuracy_ns == 1500000000);
	assert_true(again.received_ns >= again.sent_ns);
	sample_must(stamp_verify(c.store, &again), "verify");
	sample_must(verify_store(&r, c.store, NULL, NULL, NULL), "verify");
	assert_int_equal(r.findings, 0);
	assert_int_equal(r.stamps, 1);
	assert_int_equal(r.proved_size, 1);
	assert_string_equal(r.proved_by, st.authority);
	again.checkpoint[9] ^= 1;
	assert_int_equal(stamp_verify(c.store, &again), ERR_CORRUPT);
	verify_result_release(&r);
	stamp_release(&st);
	stamp_release(&again);
	close_scene(&c);
}

static void clocks_apart(void **state)
{
	struct stamp st = { .gen_ns = 10 * INSTANT_SECOND,
		.accuracy_ns = INSTANT_SECOND,
		.sent_ns = 9 * INSTANT_SECOND,
		.received_ns = 9 * INSTANT_SECOND + 1 };

	(void)state;
	assert_int_equal(stamp_clock(&st), 0);
	st.gen_ns = 20 * INSTANT_SECOND;
	assert_true(stamp_clock(&st) == 10 * INSTANT_SECOND - 1);
	st.gen_ns = 5 * INSTANT_SECOND;
	assert_true(stamp_clock(&st) == -3 * INSTANT_SECOND);
}

static void refusals(void **state)
{
	static const struct {
		enum tsa_mood mood;
		int code;
		const char *words;
	} cases[] = {
		{ TSA_REJECTS, ERR_REFUSED, "refused the request" },
		{ TSA_REDIRECT, ERR_NET, "status 302" },
		{ TSA_HTML, ERR_NET, "something else" },
		{ TSA_ENDLESS, ERR_LIMIT, "" },
		{ TSA_GARBAGE, ERR_PARSE, "not a time-stamp reply" },
	};
	struct stamp st = { 0 };
	struct scene c;

	(void)state;
	open_scene(&c);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		c.tsa.mood = cases[i].mood;
		assert_int_equal(make(&c, &st), cases[i].code);
		assert_non_null(strstr(err_message(), cases[i].words));
	}
	c.tsa.mood = TSA_STALE;
	str_clear(&c.tsa.first);
	c.tsa.mood = TSA_GOOD;
	sample_must(make(&c, &st), "stamp");
	stamp_release(&st);
	c.tsa.mood = TSA_STALE;
	assert_int_equal(make(&c, &st), ERR_CORRUPT);
	assert_int_equal(stamp_get(&st, c.store, 2), ERR_NOTFOUND);
	close_scene(&c);
}

/* openssl ts -verify over the exported files; its exit status. */
static int openssl_verify(const char *dir)
{
	char data[300], reply[300], ca[300];
	int status = 0;
	pid_t pid;

	snprintf(data, sizeof(data), "%s/checkpoint.txt", dir);
	snprintf(reply, sizeof(reply), "%s/stamp.tsr", dir);
	snprintf(ca, sizeof(ca), "%s/ca.pem", dir);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execlp("openssl", "openssl", "ts", "-verify", "-data", data,
			"-in", reply, "-CAfile", ca, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void flip(const char *dir, const char *name, size_t at)
{
	struct str content = { 0 }, path = { 0 };

	file_join(&path, dir, name);
	assert_int_equal(file_read(&content, path.p), 0);
	content.p[at % content.len] ^= 4;
	assert_int_equal(
		file_write(path.p, content.p, content.len, FILE_REPLACE), 0);
	str_release(&content);
	str_release(&path);
}

static void openssl_accepts_what_we_export(void **state)
{
	struct stamp st = { 0 };
	struct scene c;
	char dir[256];

	(void)state;
	open_scene(&c);
	sample_must(make(&c, &st), "stamp");
	snprintf(dir, sizeof(dir), "%s/proof", c.dir);
	sample_must(stamp_export(c.store, &st, dir), "export");
	assert_int_equal(openssl_verify(dir), 0);
	for (size_t at = 0; at < strlen(st.checkpoint); at += 29) {
		flip(dir, "checkpoint.txt", at);
		assert_int_not_equal(openssl_verify(dir), 0);
		flip(dir, "checkpoint.txt", at);
	}
	/* From the signature's end backwards. */
	for (size_t at = 805; at < 860; at += 13) {
		flip(dir, "stamp.tsr", at);
		assert_int_not_equal(openssl_verify(dir), 0);
		flip(dir, "stamp.tsr", at);
	}
	assert_int_equal(openssl_verify(dir), 0);
	stamp_release(&st);
	close_scene(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stamp_is_kept),
		cmocka_unit_test(clocks_apart),
		cmocka_unit_test(refusals),
		cmocka_unit_test(openssl_accepts_what_we_export),
	};
	int failed;

	http_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop();
	return failed;
}
