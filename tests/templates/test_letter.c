/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "templates/mustache_token.h"

extern const struct embed letters_embed[];

/* A fresh folder that is the person's configuration, too. */
static char folder[] = "/tmp/constat-letter-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL || chdir(folder) != 0 ||
	       setenv("XDG_CONFIG_HOME", folder, 1) != 0;
}

static void put(const char *path, const char *text)
{
	assert_int_equal(file_write(path, text, strlen(text), FILE_REPLACE), 0);
}

static int remove_folder(void **state)
{
	(void)state;
	unlink("constat/letters/fr/essai.md");
	unlink("constat/letters/fr/fin.md");
	rmdir("constat/letters/fr");
	rmdir("constat/letters");
	rmdir("constat");
	unlink("own.md");
	unlink("fin.md");
	return chdir("/") != 0 || rmdir(folder) != 0;
}

static int render(struct str *out, const struct letter *letter)
{
	cJSON *model = json_object();
	int rc;

	json_set(model, "name", "Ex*mple");
	rc = letter_render(out, letter, model);
	cJSON_Delete(model);
	return rc;
}

static void test_own_folder(void **state)
{
	const struct letter letter = { .kind = "essai", .lang = "fr" };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(file_mkdir("constat/letters/fr"), 0);
	put("constat/letters/fr/essai.md", "# {{name}}\n{{> fin}}");
	put("constat/letters/fr/fin.md", "de la personne");
	assert_int_equal(render(&out, &letter), 0);
	assert_string_equal(out.p, "# Ex\\*mple\nde la personne");
	str_release(&out);
	assert_int_equal(letter_find(&out, &letter), 0);
	assert_string_equal(out.p, "# {{name}}\n{{> fin}}");
	str_release(&out);
}

/* Partials of a file that is given are beside it, else where the person's
 * are. */
static void test_file(void **state)
{
	const struct letter letter = {
		.kind = "x", .lang = "fr", .file = "own.md"
	};
	struct str out = { 0 }, path = { 0 };
	struct letter absolute = letter;

	(void)state;
	put("own.md", "{{> fin}}");
	assert_int_equal(render(&out, &letter), 0);
	assert_string_equal(out.p, "de la personne");
	str_release(&out);
	put("fin.md", "d'à côté");
	str_printf(&path, "%s/own.md", folder);
	absolute.file = path.p;
	assert_int_equal(render(&out, &absolute), 0);
	assert_string_equal(out.p, "d'à côté");
	str_release(&out);
	str_release(&path);
}

static void refuses(const struct letter *letter, int code, const char *message)
{
	struct str out = { 0 };

	assert_int_equal(render(&out, letter), code);
	assert_string_equal(err_message(), message);
	str_release(&out);
}

static void test_refused(void **state)
{
	(void)state;
	refuses(&(struct letter){ .kind = "rien", .lang = "fr" }, ERR_NOTFOUND,
		"there is no letter 'rien' in the language 'fr'");
	refuses(&(struct letter){ .kind = "../x", .lang = "fr" }, ERR_INVALID,
		"'../x' is no name of a letter or a language");
	refuses(&(struct letter){ .kind = "essai", .lang = "" }, ERR_INVALID,
		"'' is no name of a letter or a language");
	put("own.md", "\n{{nom}}");
	refuses(&(struct letter){ .kind = "x", .lang = "fr", .file = "own.md" },
		ERR_NOTFOUND,
		"'own.md', line 2, column 1: the model has no value named "
		"'nom'");
	put("own.md", "{{> ../secret}}");
	refuses(&(struct letter){ .kind = "x", .lang = "fr", .file = "own.md" },
		ERR_INVALID,
		"'../secret' is no name of a letter or a language");
	assert_false(letter_exists("rien", "fr"));
}

/* The program's own letters are well-formed, and partials are there. */
static void test_program_letters(void **state)
{
	int complaints = 0;

	(void)state;
	for (const struct embed *e = letters_embed; e->name != NULL; e++) {
		struct mustache_tokens t = { 0 };

		if (mustache_tokens_read(
			    &t, (const char *)e->data, e->len, e->name) != 0)
			fail_msg("%s", err_message());
		for (size_t i = 0; i < t.n; i++) {
			char name[64];

			if (t.v[i].kind != MUSTACHE_PARTIAL)
				continue;
			snprintf(name, sizeof(name), "%.*s", (int)t.v[i].len,
				t.v[i].text);
			assert_true(letter_exists(name, "fr"));
		}
		complaints += strcmp(e->name, "letters/fr/complaint.md") == 0;
		mustache_tokens_release(&t);
	}
	assert_int_equal(complaints, 1);
	assert_true(letter_exists("complaint", "fr"));
	assert_false(letter_exists("complaint", "xx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_folder),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_program_letters),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
