/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"
#include "change_case.h"
#include "scrapers/hook.h"

static const int64_t day = 86400 * INSTANT_SECOND;
static char said[512];

static void hear(
	const char *service, const char *terms, const char *message, void *ctx)
{
	(void)ctx;
	snprintf(said, sizeof(said), "%s|%s|%s", service, terms, message);
}

/* A script in the archive's folder that is run as a program. */
static char *script(const struct archive_case *c, const char *body)
{
	struct str path = { 0 };
	FILE *f;

	file_join(&path, c->dir, "hook");
	f = fopen(path.p, "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", body);
	fclose(f);
	chmod(path.p, 0700);
	return str_take(&path);
}

/* What a file in the archive's folder holds; "" when there is none. */
static char *content(const struct archive_case *c, const char *name)
{
	struct str path = { 0 }, text = { 0 };

	file_join(&path, c->dir, name);
	str_puts(&text, "");
	if (file_exists(path.p))
		assert_int_equal(file_read(&text, path.p), 0);
	str_release(&path);
	return str_take(&text);
}

static void keep(const struct archive_case *c, const char *text, int64_t at)
{
	change_case_keep(
		c->store, &(struct change_case){ .text = text, .seen_ns = at });
}

static struct hook_state tell(
	const struct archive_case *c, const char *const argv[])
{
	struct hook h = { .argv = argv, .wall_s = 2, .fn = hear };
	struct hook_state state = { 0 };

	said[0] = '\0';
	assert_int_equal(hook_tell(&state, c->store, &h), 0);
	return state;
}

/* Names that a shell would run, in words that arrive as they are. */
static void hostile_names(void **state)
{
	static char service[] = "A; touch $(pwd)/pwned `id` \"' \\ \x1B[2J é",
		    terms[] = "--help\n{\"x\":1}";
	struct archive_case *c = *state;
	char *body = script(c, "cat >>\"$1/seen\"; printf '%s\\n' \"$2\" "
			       ">>\"$1/words\"");
	const char *const argv[] = { body, c->dir, "$(touch /pwned) a  b",
		NULL };
	struct hook_state told;
	char *text;
	cJSON *o = NULL;

	assert_int_equal(hook_start(c->store), 0);
	change_case_keep(c->store, &(struct change_case){ .service = service,
					   .terms = terms,
					   .text = "x\x01y </pre> \" \n",
					   .seen_ns = day });
	told = tell(c, argv);
	assert_int_equal(told.told, 1);
	assert_int_equal(told.failed, 0);
	text = content(c, "seen");
	assert_int_equal(text[strlen(text) - 1], '\n');
	assert_int_equal(json_parse(&o, text, strlen(text), NULL), 0);
	assert_string_equal(json_string(o, "service"), service);
	assert_string_equal(json_string(o, "terms"), terms);
	assert_string_equal(json_string(o, "outcome"), "new");
	assert_string_equal(json_string(o, "archive"), store_id(c->store));
	assert_string_equal(json_string(o, "folder"), c->dir);
	cJSON_Delete(o);
	free(text);
	text = content(c, "words");
	assert_string_equal(text, "$(touch /pwned) a  b\n");
	free(text);
	text = content(c, "pwned");
	assert_string_equal(text, "");
	free(text);
	free(body);
}

/* Nothing twice, nothing of before, in order. */
static void each_once_in_order(void **state)
{
	struct archive_case *c = *state;
	char *body = script(c, "grep -o '\"version\":[0-9]*' >>\"$1/seen\"");
	const char *const argv[] = { body, c->dir, NULL };
	char *text;

	keep(c, "before", day);
	assert_int_equal(hook_start(c->store), 0);
	assert_int_equal(tell(c, argv).told, 0);
	keep(c, "A", 2 * day);
	keep(c, "B", 3 * day);
	/* Imported, technical: not told. */
	change_case_keep(c->store, &(struct change_case){ .text = "old",
					   .seen_ns = 1,
					   .basis = SNAPSHOT_STATED });
	change_case_keep(c->store, &(struct change_case){ .text = "B bis",
					   .seen_ns = 4 * day,
					   .extractor = "2",
					   .technical = true });
	assert_int_equal(tell(c, argv).told, 2);
	assert_int_equal(tell(c, argv).told, 0);
	text = content(c, "seen");
	/* Numbers go by date, and "old" came in before. */
	assert_string_equal(text, "\"version\":3\n\"version\":2\n"
				  "\"version\":4\n\"version\":3\n");
	free(text);
	free(body);
}

/* A failure is said, and the next one is told. */
static void failures_are_said(void **state)
{
	struct archive_case *c = *state;
	char *body =
		script(c, "read -r line; case $line in *'\"outcome\":\"new\"'*)"
			  " echo 'no mail today' >&2; exit 3;; esac");
	const char *const argv[] = { body, NULL };
	struct hook_state s;

	assert_int_equal(hook_start(c->store), 0);
	keep(c, "A", day);
	keep(c, "BB", 2 * day);
	s = tell(c, argv);
	assert_int_equal(s.failed, 1);
	assert_int_equal(s.told, 1);
	assert_false(s.put_off);
	assert_non_null(strstr(said, "Exemple|Privacy Policy|"));
	assert_non_null(strstr(said, "status 3: no mail today"));
	assert_int_equal(tell(c, argv).told, 0);

	free(script(c, "sleep 30"));
	keep(c, "CCC", 3 * day);
	s = tell(c, argv);
	assert_int_equal(s.failed, 1);
	assert_non_null(strstr(said, "longer than 2 seconds"));
	assert_false(s.put_off);
	free(body);
}

/* Put off: not there, or it says so itself. The next run begins with it. */
static void put_off(void **state)
{
	struct archive_case *c = *state;
	const char *const nowhere[] = { "/nonexistent/hook", NULL };
	char *body = script(c, "exit 75");
	const char *const argv[] = { body, NULL };
	struct hook_state s;

	assert_int_equal(hook_start(c->store), 0);
	keep(c, "A", day);
	keep(c, "B", 2 * day);
	s = tell(c, nowhere);
	assert_true(s.put_off);
	assert_int_equal(s.failed, 1);
	assert_int_equal(s.told, 0);
	assert_non_null(strstr(said, "no program '/nonexistent/hook'"));
	s = tell(c, argv);
	assert_true(s.put_off);
	assert_non_null(strstr(said, "status 75"));
	chmod(body, 0600);
	s = tell(c, argv);
	assert_true(s.put_off);
	assert_non_null(strstr(said, "cannot start the program"));
	free(script(c, "cat >/dev/null"));
	s = tell(c, argv);
	assert_int_equal(s.told, 2);
	assert_false(s.put_off);
	free(body);
}

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

static void stopped(void **state)
{
	struct archive_case *c = *state;
	const char *const argv[] = { "true", NULL };
	struct hook h = { .argv = argv, .stop = always };
	struct hook_state s = { 0 };

	assert_int_equal(hook_start(c->store), 0);
	keep(c, "A", day);
	assert_int_equal(hook_tell(&s, c->store, &h), 0);
	assert_true(s.put_off && s.told == 0);
	assert_int_equal(tell(c, argv).told, 1);
}

/* Killed while the program runs: it is told again. */
static void killed_while_telling(void **state)
{
	struct archive_case *c = *state;
	char *body = script(c, "cat >>\"$1/seen\"; sleep \"$2\"");
	const char *argv[] = { body, c->dir, "30", NULL };
	struct hook h = { .argv = argv, .wall_s = 60 };
	struct hook_state s = { 0 };
	char *text;
	pid_t pid;

	assert_int_equal(hook_start(c->store), 0);
	keep(c, "A", day);
	store_close(c->store);
	c->store = NULL;
	pid = fork();
	if (pid == 0) {
		struct store *own = NULL;

		_exit(store_open(&own, c->dir, STORE_WRITE) != 0 ||
			hook_tell(&s, own, &h) != 0);
	}
	do {
		usleep(10000);
		text = content(c, "seen");
		s.told = strlen(text);
		free(text);
	} while (s.told == 0);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(store_open(&c->store, c->dir, STORE_WRITE), 0);
	argv[2] = "0";
	assert_int_equal(tell(c, argv).told, 1);
	text = content(c, "seen");
	assert_int_equal(strlen(text), 2 * s.told);
	assert_memory_equal(text, text + s.told, s.told);
	free(text);
	free(body);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, archive_case_setup, archive_case_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hostile_names),
		TEST(each_once_in_order),
		TEST(failures_are_said),
		TEST(put_off),
		TEST(stopped),
		TEST(killed_while_telling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
