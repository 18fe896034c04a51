/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"

static int make_folder(void **state)
{
	char template[] = "/tmp/declarationXXXXXX";

	*state = strdup(mkdtemp(template));
	return *state == NULL;
}

static int remove_folder(void **state)
{
	struct service_names ids = { 0 };

	service_list(&ids, *state);
	for (size_t i = 0; i < ids.n; i++) {
		struct str path = { 0 };

		str_printf(&path, "%s/%s.json", (char *)*state, ids.v[i]);
		unlink(path.p);
		str_release(&path);
	}
	service_names_release(&ids);
	rmdir(*state);
	free(*state);
	return 0;
}

static cJSON *terms_of(const char *select)
{
	cJSON *terms = json_object();

	json_set(terms, "fetch", "https://exemple.example/p");
	json_set(terms, "select", select);
	return terms;
}

static int add(const char *folder, const char *service, const char *type,
	const char *select, bool force)
{
	cJSON *terms = terms_of(select);
	const struct service_addition a = { .folder = folder,
		.service = service,
		.type = type,
		.terms = terms,
		.force = force };
	int rc = service_add(&a);

	cJSON_Delete(terms);
	return rc;
}

static void adds_and_finds(void **state)
{
	const struct declaration_terms *t = NULL;
	struct declaration d = { 0 };

	assert_int_equal(
		add(*state, "Exemple", "Privacy Policy", "a", false), 0);
	assert_int_equal(
		add(*state, "Exemple", "Privacy Policy", "a", false), 0);
	assert_int_equal(add(*state, "Exemple", "Privacy Policy", "b", false),
		ERR_EXISTS);
	assert_non_null(strstr(err_message(), "--force"));
	assert_int_equal(add(*state, "Exemple", "Imprint", "c", false), 0);
	assert_int_equal(
		add(*state, "Exemple", "Privacy Policy", "b", true), 0);
	assert_int_equal(
		add(*state, "Exemple", "Imprint", "c >", true), ERR_PARSE);
	assert_int_equal(service_find(&d, *state, "exEMPLE"), 0);
	assert_int_equal(d.n, 2);
	assert_int_equal(declaration_get(&t, &d, "privacy policy"), 0);
	assert_string_equal(t->parts[0].select.v[0].css, "b");
	assert_int_equal(declaration_get(&t, &d, "Terms"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "'Imprint'"));
	declaration_release(&d);
}

static void names_no_file_can_have(void **state)
{
	static const char *const names[] = { "", ".hidden", "a/b", "..", "a\nb",
		"x.history" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_int_equal(
			add(*state, names[i], "P", "a", false), ERR_INVALID);
}

static void suggests_the_nearest(void **state)
{
	struct declaration d = { 0 };

	assert_int_equal(add(*state, "Exemple", "Imprint", "a", false), 0);
	assert_int_equal(service_find(&d, *state, "Exmeple"), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there is no declaration of 'Exmeple'; did you mean "
		"'Exemple'?");
	assert_int_equal(service_find(&d, *state, "Autre chose"), ERR_NOTFOUND);
	assert_null(strstr(err_message(), "did you mean"));
	assert_int_equal(service_find(&d, "/nonexistent", "a"), ERR_NOTFOUND);
}

static void lists_in_order(void **state)
{
	struct service_names ids = { 0 };
	struct str path = { 0 };

	file_join(&path, *state, "A.history.json");
	assert_int_equal(file_write(path.p, "{}", 2, FILE_REPLACE), 0);
	assert_int_equal(add(*state, "Zeta", "Imprint", "a", false), 0);
	assert_int_equal(add(*state, "Beta", "Imprint", "a", false), 0);
	assert_int_equal(service_list(&ids, *state), 0);
	assert_int_equal(ids.n, 2);
	assert_string_equal(ids.v[0], "Beta");
	assert_string_equal(ids.v[1], "Zeta");
	unlink(path.p);
	str_release(&path);
	service_names_release(&ids);
}

/* The terms declared to stand at an address. */
static void found_by_address(void **state)
{
	char *service = NULL, *type = NULL;
	cJSON *terms = json_object();

	json_set(terms, "fetch", "https://www.exemple.example/vie-privee");
	json_set(terms, "select", "main");
	assert_int_equal(service_add(&(struct service_addition){ *state,
				 "Exemple", "Privacy Policy", terms, true }),
		0);
	assert_int_equal(service_find_url(&service, &type, *state,
				 "https://www.exemple.example/vie-privee"),
		0);
	assert_string_equal(service, "Exemple");
	assert_string_equal(type, "Privacy Policy");
	free(service);
	free(type);
	assert_int_equal(service_find_url(&service, &type, *state,
				 "https://www.exemple.example/ailleurs"),
		ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "--service NAME"));
	cJSON_Delete(terms);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		CASE(adds_and_finds),
		CASE(names_no_file_can_have),
		CASE(suggests_the_nearest),
		CASE(lists_in_order),
		CASE(found_by_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
