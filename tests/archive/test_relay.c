/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "sample.h"
#include "archive/holder.h"
#include "archive/relay.h"
#include "base/instant.h"

static const int64_t now = INT64_C(1790000000000000000);
static const int64_t minute = 60 * INSTANT_SECOND;

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

/* The version that is taken; 0: none, -1: busy. */
static int64_t take(struct store *s, const char *holder, int64_t at)
{
	struct relay_change change = { 0 };
	enum relay_state state = RELAY_BUSY;
	int64_t version;

	sample_must(relay_take(&change, &state, s, holder, at, minute), "take");
	version = change.version;
	if (state == RELAY_TAKEN) {
		assert_string_equal(change.service, "Exemple");
		assert_string_equal(change.terms, "Privacy Policy");
	}
	relay_change_release(&change);
	return state == RELAY_BUSY ? -1 : version;
}

static void each_change_in_order(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", now, SNAPSHOT_CAPTURED);
	sample_must(relay_start(s), "start");
	assert_int_equal(take(s, "a", now), 0);
	sample_page(s, "B", now + 1, SNAPSHOT_CAPTURED);
	sample_page(s, "old", 1000, SNAPSHOT_THIRD_PARTY);
	sample_page(s, "C", now + 2, SNAPSHOT_CAPTURED);
	/* A second start moves nothing. */
	sample_must(relay_start(s), "start");

	assert_int_equal(take(s, "a", now), 2);
	assert_int_equal(take(s, "b", now), -1);
	/* Not done: it comes again, to the same or another. */
	assert_int_equal(take(s, "a", now), 2);
	assert_int_equal(take(s, "b", now + minute), 2);
	sample_must(relay_done(s, 2), "done");
	/* a was late: the mark does not go back. */
	assert_int_equal(take(s, "a", now), 4);
	sample_must(relay_done(s, 2), "done");
	assert_int_equal(take(s, "b", now), -1);
	sample_must(relay_give_back(s), "give back");
	assert_int_equal(take(s, "b", now), 4);
	sample_must(relay_done(s, 4), "done");
	assert_int_equal(take(s, "b", now), 0);
	store_close(s);
	sample_remove(dir);
}

static void without_a_start(void **state)
{
	struct relay_change change = { 0 };
	enum relay_state found = RELAY_NONE;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	assert_int_equal(
		relay_take(&change, &found, s, "a", now, minute), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "nobody listens"));
	store_close(s);
	sample_remove(dir);
}

static void a_killed_teller(void **state)
{
	pid_t pid;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(relay_start(s), "start");
	sample_page(s, "A", now, SNAPSHOT_CAPTURED);
	store_close(s);
	pid = fork();
	if (pid == 0) {
		char me[HOLDER_TEXT];
		struct store *own = NULL;

		if (holder_self(me) != 0 ||
			store_open(&own, dir, STORE_WRITE) != 0)
			_exit(1);
		take(own, me, now);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	assert_int_equal(take(s, "b", now), 1);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_change_in_order),
		cmocka_unit_test(without_a_start),
		cmocka_unit_test(a_killed_teller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
