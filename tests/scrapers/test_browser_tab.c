/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_tab.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "browser_case.h"

/* What a browser would say, without one: a program that answers every
 * command with the same words in the order of its numbers. */
static struct spawn *start(const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	struct spawn *s = NULL;

	assert_int_equal(
		spawn_open(&s, &(struct spawn_options){ .argv = argv }), 0);
	return s;
}

#define SAY(text) "printf '" text "\\0' >&4; "
#define DONE(id) SAY("{\"id\":" id ",\"result\":{}}")

/* A context, a page of it with a session, and the nine steps. */
#define OPENED                                                                 \
	SAY("{\"id\":1,\"result\":{\"browserContextId\":\"C\"}}")              \
	DONE("2")                                                              \
	SAY("{\"method\":\"Target.attachedToTarget\",\"params\":{"             \
	    "\"sessionId\":\"S\",\"targetInfo\":{\"type\":\"page\","           \
	    "\"targetId\":\"T\",\"browserContextId\":\"C\"}}}")                \
	DONE("3")                                                              \
	DONE("4")                                                              \
	DONE("5")                                                              \
	DONE("6") DONE("7") DONE("8") DONE("9") DONE("10") DONE("11") DONE("1" \
									   "2")

struct scene {
	struct spawn *spawn;
	struct cdp *cdp;
	struct browser_notes notes;
	struct fetch_options fetch;
	struct browser_tab *tab;
};

static int open_scene(struct scene *s, const char *script)
{
	*s = (struct scene){ .spawn = start(script) };
	s->cdp = cdp_new(spawn_in(s->spawn), spawn_out(s->spawn));
	return browser_tab_open(&s->tab,
		&(struct browser_tab_options){ .net = { .cdp = s->cdp,
						       .fetch = &s->fetch,
						       .notes = &s->notes },
			.spawn = s->spawn,
			.user_agent = "U",
			.setup_ms = 1000 });
}

static void close_scene(struct scene *s)
{
	browser_tab_close(s->tab);
	cdp_free(s->cdp);
	spawn_close(s->spawn);
	browser_notes_release(&s->notes);
}

static void assert_noted(struct scene *s, const char *part)
{
	char *notes = browser_notes_take(&s->notes);

	if (strstr(notes, part) == NULL)
		fail_msg("'%s' is not in %s", part, notes);
	free(notes);
}

static void goes_and_calls(void **state)
{
	struct scene s;

	(void)state;
	/* 13 is the navigation; the load event comes before its answer. */
	assert_int_equal(
		open_scene(&s,
			OPENED SAY("{\"method\":\"Page.frameNavigated\","
				   "\"sessionId\":\"S\",\"params\":{\"frame\":"
				   "{\"id\":\"T\",\"loaderId\":\"L\",\"url\":"
				   "\"https://a.test/\",\"urlFragment\":"
				   "\"#x\"}}}")
				SAY("{\"method\":\"Page.loadEventFired\","
				    "\"sessionId\":\"S\",\"params\":{}}")
					DONE("13") SAY(
						"{\"id\":14,\"error\":{"
						"\"message\":\"no\"}}") "sleep "
									"60"),
		0);
	assert_int_equal(browser_tab_go(s.tab, "https://a.test/#x", 5000), 0);
	assert_true(browser_tab_has_loaded(s.tab));
	assert_null(browser_tab_failure(s.tab));
	assert_string_equal(browser_tab_frame(s.tab), "T");
	assert_string_equal(browser_tab_loader(s.tab), "L");
	assert_string_equal(browser_tab_url(s.tab), "https://a.test/#x");
	assert_int_equal(
		browser_tab_call(NULL, s.tab, "X.y", NULL, 1000), ERR_INVALID);
	assert_string_equal(err_message(), "the browser refused 'X.y': no");
	assert_int_equal(
		browser_tab_call(NULL, s.tab, "X.z", NULL, 100), ERR_LIMIT);
	assert_string_equal(err_message(),
		"the browser did not answer 'X.z' within 100 ms");
	close_scene(&s);
}

static void tells_failures(void **state)
{
	struct scene s;

	(void)state;
	assert_int_equal(
		open_scene(&s, OPENED SAY("{\"id\":13,\"result\":{"
					  "\"errorText\":\"net::X\"}}") "sleep "
									"60"),
		0);
	assert_int_equal(browser_tab_go(s.tab, "https://a.test/", 5000), 0);
	assert_string_equal(browser_tab_failure(s.tab), "net::X");
	close_scene(&s);
	assert_int_equal(open_scene(&s, "exit 3"), ERR_IO);
	assert_non_null(strstr(err_message(), "ended with status 3"));
	close_scene(&s);
	assert_int_equal(open_scene(&s, SAY("{\"id\":1,\"result\":{}}")
						DONE("2") DONE("3") "sleep 60"),
		ERR_LIMIT);
	assert_string_equal(err_message(), "the browser opened no page");
	close_scene(&s);
}

static void notes_what_is_odd(void **state)
{
	struct scene s;

	(void)state;
	assert_int_equal(
		open_scene(&s,
			OPENED SAY(
				"{\"method\":\"Page.javascriptDialogOpening\","
				"\"sessionId\":\"S\",\"params\":{\"type\":"
				"\"alert\",\"message\":\"hi\"}}")
				SAY("{\"method\":\"Target.attachedToTarget\","
				    "\"params\":{\"sessionId\":\"P\","
				    "\"targetInfo\":{"
				    "\"type\":\"page\",\"targetId\":\"Q\","
				    "\"url\":"
				    "\"https://popup.test/"
				    "\",\"browserContextId\":"
				    "\"C\"}}}")
					SAY("{\"method\":\"Inspector."
					    "targetCrashed\","
					    "\"sessionId\":\"S\",\"params\":{}"
					    "}") "sleep 60"),
		0);
	assert_int_equal(browser_tab_idle(s.tab, 5000), ERR_IO);
	assert_string_equal(
		err_message(), "the page made the browser's process crash");
	assert_noted(&s, "[\"a dialog was dismissed: hi\",\"a popup was "
			 "closed: https://popup.test/\"]");
	close_scene(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_and_calls),
		cmocka_unit_test(tells_failures),
		cmocka_unit_test(notes_what_is_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
