/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive_case.h"
#include "base/instant.h"
#include "base/json.h"
#include "change_case.h"
#include "scrapers/change.h"

static const int64_t day = 86400 * INSTANT_SECOND;

static void keep(struct store *s, const char *text, int64_t at)
{
	change_case_keep(
		s, &(struct change_case){ .text = text, .seen_ns = at });
}

static cJSON *read_json(struct store *s, size_t index)
{
	struct version_spans spans = { 0 };
	struct change c = { 0 };
	struct change_place at = { .store = s,
		.service = "Exemple",
		.terms = "Privacy Policy",
		.spans = &spans,
		.index = index };
	cJSON *o;

	assert_int_equal(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), 0);
	assert_true(index < spans.n);
	assert_int_equal(change_read(&c, &at), 0);
	o = change_json(&c);
	change_release(&c);
	version_spans_release(&spans);
	return o;
}

static void the_first_is_a_change_from_nothing(void **state)
{
	struct archive_case *c = *state;
	cJSON *o;

	keep(c->store, "Nous collectons vos pas, c'est tout.\n", day);
	o = read_json(c->store, 0);
	assert_string_equal(json_string(o, "schema"), "constat.change/1");
	assert_string_equal(json_string(o, "outcome"), "new");
	assert_string_equal(json_string(o, "service"), "Exemple");
	assert_string_equal(
		json_string(o, "url"), "https://exemple.example/privacy");
	assert_string_equal(json_string(o, "seen"), "1970-01-02T00:00:00Z");
	assert_string_equal(json_string(o, "basis"), "captured");
	assert_int_equal(json_integer(o, "words_added", -1), 6);
	assert_int_equal(json_integer(o, "words_removed", -1), 0);
	assert_true(cJSON_IsNull(json_member(o, "previous")));
	assert_true(cJSON_IsNull(json_member(o, "returns_to")));
	assert_false(json_bool(o, "technical", true));
	cJSON_Delete(o);
}

static void words_are_counted(void **state)
{
	struct archive_case *c = *state;
	const cJSON *previous;
	cJSON *o;

	keep(c->store, "# Titre\n\nNous collectons vos pas.\n\nFin.\n", day);
	keep(c->store,
		"# Titre\n\nNous collectons toutes vos données.\n\nFin.\n",
		2 * day);
	keep(c->store, "# Titre\n\nNous collectons vos pas.\n\nFin.\n",
		3 * day);
	o = read_json(c->store, 1);
	assert_string_equal(json_string(o, "outcome"), "changed");
	assert_int_equal(json_integer(o, "version", -1), 2);
	assert_int_equal(json_integer(o, "words_added", -1), 2);
	assert_int_equal(json_integer(o, "words_removed", -1), 1);
	previous = json_member(o, "previous");
	assert_int_equal(json_integer(previous, "version", -1), 1);
	assert_string_equal(
		json_string(previous, "last_seen"), "1970-01-02T00:00:00Z");
	cJSON_Delete(o);
	o = read_json(c->store, 2);
	assert_int_equal(json_integer(o, "returns_to", -1), 1);
	cJSON_Delete(o);
}

/* A text that is not UTF-8 is compared all the same. */
static void bytes_that_are_no_text(void **state)
{
	struct archive_case *c = *state;
	struct version_spans spans = { 0 };
	struct change change = { 0 };
	struct change_place at = { c->store, "Exemple", "Privacy Policy",
		&spans, 1 };

	keep(c->store, "caf\xE9 un\n", day);
	keep(c->store, "caf\xE9 deux\n", 2 * day);
	assert_int_equal(
		version_spans(&spans, c->store, "Exemple", "Privacy Policy"),
		0);
	assert_int_equal(change_read(&change, &at), 0);
	assert_true(str_is(&change.text, "caf\xEF\xBF\xBD deux\n"));
	assert_int_equal(change.added, 1);
	assert_int_equal(change.removed, 1);
	change_release(&change);
	version_spans_release(&spans);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_first_is_a_change_from_nothing, archive_case_setup,
			archive_case_teardown),
		cmocka_unit_test_setup_teardown(words_are_counted,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(bytes_that_are_no_text,
			archive_case_setup, archive_case_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
