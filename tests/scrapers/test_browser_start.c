/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_start.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"

static char *folder;

/* A program of that name in our folder. */
static void make_program(const char *name, const char *script)
{
	struct str path = { 0 };

	file_join(&path, folder, name);
	assert_int_equal(
		file_write(path.p, script, strlen(script), FILE_REPLACE), 0);
	assert_int_equal(chmod(path.p, 0700), 0);
	str_release(&path);
}

static void remove_program(const char *name)
{
	struct str path = { 0 };

	file_join(&path, folder, name);
	remove(path.p);
	str_release(&path);
}

static void assert_finds(const char *named, const char *name)
{
	struct str found = { 0 }, want = { 0 };

	assert_int_equal(browser_start_find(&found, named), 0);
	file_join(&want, folder, name);
	assert_string_equal(found.p, want.p);
	str_release(&found);
	str_release(&want);
}

static void finds_the_program(void **state)
{
	struct str found = { 0 };

	(void)state;
	setenv("PATH", folder, 1);
	unsetenv("CONSTAT_BROWSER");
	assert_int_equal(browser_start_find(&found, NULL), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there is no Chromium, which pages that need scripts are read "
		"with; install it (Debian: apt install chromium); everything "
		"else works without it");
	make_program("google-chrome", "#!/bin/sh\n");
	assert_finds(NULL, "google-chrome");
	make_program("chromium", "#!/bin/sh\n");
	assert_finds(NULL, "chromium");
	setenv("CONSTAT_BROWSER", "google-chrome", 1);
	assert_finds(NULL, "google-chrome");
	assert_finds("chromium", "chromium");
	setenv("CONSTAT_BROWSER", "/no/such", 1);
	assert_int_equal(browser_start_find(&found, NULL), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there is no browser '/no/such'; name Chromium's program, or "
		"leave CONSTAT_BROWSER unset");
	unsetenv("CONSTAT_BROWSER");
	remove_program("chromium");
	remove_program("google-chrome");
	str_release(&found);
}

/* How it is started is a promise: no network, no past, nothing by itself. */
static void starts_it_alone(void **state)
{
	static const char *const wanted[] = { "--headless=new ",
		"--remote-debugging-pipe ", "--disable-extensions ",
		"--host-resolver-rules=MAP * ~NOTFOUND ",
		"--proxy-server=http://0.0.0.0:1 ", "--lang=fr-FR " };
	struct browser_start_facts facts;
	struct browser_start how = { .language = "fr-FR, en;q=0.5" };
	struct spawn *s = NULL;
	struct pollfd p;
	char got[4096] = "";
	size_t n = 0;

	(void)state;
	make_program("chromium", "#!/bin/sh\n/bin/echo \"$* \" HOME=$HOME >&4\n"
				 "exec /bin/sleep 60\n");
	assert_int_equal(browser_start(&s, &facts, &how), 0);
	p = (struct pollfd){ spawn_out(s), POLLIN, 0 };
	while (strchr(got, '\n') == NULL && n < sizeof(got) - 1 &&
		poll(&p, 1, 5000) == 1) {
		ssize_t more = read(spawn_out(s), got + n, sizeof(got) - 1 - n);

		assert_true(more > 0);
		n += (size_t)more;
		got[n] = '\0';
	}
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (strstr(got, wanted[i]) == NULL)
			fail_msg("'%s' is not in '%s'", wanted[i], got);
	assert_int_equal(facts.sandboxed, geteuid() != 0);
	assert_int_equal(strstr(got, "--no-sandbox ") == NULL, facts.sandboxed);
	assert_non_null(strstr(got, "/profile"));
	spawn_close(s);
	remove_program("chromium");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_program),
		cmocka_unit_test(starts_it_alone),
	};
	int failed;

	if (spawn_folder(&folder) != 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	free(folder);
	return failed;
}
