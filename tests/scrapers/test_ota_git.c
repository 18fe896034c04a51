/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_git.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "ota_case.h"

static int make(void **state)
{
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of E P",
		"E/P.md", "text");
	ota_case_end(&c);
	*state = dir;
	return 0;
}

static int wipe(void **state)
{
	ota_case_remove(*state);
	return 0;
}

static void opens_with_and_without_a_work_tree(void **state)
{
	struct str bare = { 0 };
	struct ota_git g = { 0 };

	assert_int_equal(ota_git_open(&g, *state), 0);
	assert_memory_equal(g.name, "ota", 3);
	ota_git_close(&g);
	str_printf(&bare, "%s/.git", (char *)*state);
	assert_int_equal(ota_git_open(&g, bare.p), 0);
	ota_git_close(&g);
	str_release(&bare);
}

static void is_named_by_its_origin(void **state)
{
	static const char *const origin[] = { "remote", "add", "origin",
		"https://me:secret@git.example/x-versions?token=1", NULL };
	struct ota_git g = { 0 };

	ota_case_git(*state, origin, NULL);
	assert_int_equal(ota_git_open(&g, *state), 0);
	assert_string_equal(g.name, "https://git.example/x-versions");
	ota_git_close(&g);
}

static void what_is_no_repository(void **state)
{
	struct str inside = { 0 }, wanted = { 0 };
	struct ota_git g = { 0 };

	assert_int_equal(ota_git_open(&g, "/nowhere"), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"'/nowhere' is no git repository with a commit in it");
	/* a folder within a repository is none itself */
	str_printf(&inside, "%s/inside", (char *)*state);
	assert_int_equal(file_mkdir(inside.p), 0);
	assert_int_equal(ota_git_open(&g, inside.p), ERR_NOTFOUND);
	str_printf(&wanted, "'%s' is no git repository with a commit in it",
		inside.p);
	assert_string_equal(err_message(), wanted.p);
	assert_null(g.git_dir);
	str_release(&inside);
	str_release(&wanted);
}

static void git_may_be_missing(void **state)
{
	char *path = strdup(getenv("PATH"));
	struct ota_git g = { 0 };

	setenv("PATH", "/nowhere", 1);
	assert_int_equal(ota_git_open(&g, *state), ERR_NOTFOUND);
	assert_string_equal(
		err_message(), "there is no program 'git'; install it");
	setenv("PATH", path, 1);
	free(path);
}

/* Whatever its configuration tells git to run, nothing is run. */
static void configuration_is_not_obeyed(void **state)
{
	static const char *const args[] = { "diff-tree", "--root", "-p", "HEAD",
		NULL };
	static const char *const keys[] = { "core.fsmonitor", "core.pager",
		"core.sshCommand", "core.hooksPath", "diff.external",
		"core.editor", "gpg.program", "core.askPass" };
	struct str trap = { 0 }, out = { 0 }, command = { 0 };
	struct ota_git g = { 0 };

	str_printf(&trap, "%s/trapped", (char *)*state);
	str_printf(&command, "touch %s", trap.p);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *const set[] = { "config", keys[i], command.p,
			NULL };

		ota_case_git(*state, set, NULL);
	}
	assert_int_equal(ota_git_open(&g, *state), 0);
	ota_git_run(&out, &g, args, NULL, 0);
	assert_false(file_exists(trap.p));
	ota_git_close(&g);
	str_release(&trap);
	str_release(&out);
	str_release(&command);
}

static void creates(void **state)
{
	struct str dir = { 0 }, head = { 0 };
	struct ota_git g = { 0 };

	str_printf(&dir, "%s/new", (char *)*state);
	assert_int_equal(ota_git_create(&g, dir.p, "main"), 0);
	assert_string_equal(g.name, "new");
	str_printf(&head, "%s/HEAD", g.git_dir);
	assert_true(file_exists(head.p));
	ota_git_close(&g);
	assert_int_equal(ota_git_open(&g, dir.p), ERR_NOTFOUND);
	str_release(&dir);
	str_release(&head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_with_and_without_a_work_tree),
		cmocka_unit_test(is_named_by_its_origin),
		cmocka_unit_test(what_is_no_repository),
		cmocka_unit_test(git_may_be_missing),
		cmocka_unit_test(configuration_is_not_obeyed),
		cmocka_unit_test(creates),
	};

	return cmocka_run_group_tests(tests, make, wipe);
}
