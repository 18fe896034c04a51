/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/finder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

struct found {
	size_t n, links;
	struct finder_hit last;
};

static void note(const struct finder_hit *hit, void *ctx)
{
	struct found *f = ctx;

	f->n += !hit->link;
	f->links += hit->link;
	f->last = *hit;
}

static struct found look(const char *form, const char *mask, const char *text)
{
	struct sentences s = { 0 };
	struct finder *f = finder_new();
	struct found found = { 0 };

	if (finder_add(f, 7, form) != 0 ||
		(mask != NULL && finder_add(f, FINDER_MASK, mask) != 0) ||
		sentences_read(&s, text, strlen(text)) != 0)
		fail_msg("%s", err_message());
	finder_compile(f);
	finder_search(f, &s, note, &found);
	finder_free(f);
	sentences_release(&s);
	return found;
}

static void expect(const char *form, const char *text, size_t n)
{
	struct found found = look(form, NULL, text);

	if (found.n != n)
		fail_msg("'%s' in '%s': %zu", form, text, found.n);
}

static void whole_words(void **state)
{
	(void)state;
	expect("tiers", "Des Tiers, des tiers.", 2);
	expect("tiers", "Des chantiers.", 0);
	expect("steps", "footsteps steps_taken", 0);
	expect("Exemple", "l’EXEMPLE d'Exemple", 2);
	expect("transmet*", "Ils transmettent, il retransmet", 1);
	expect("2018", "12018 2018", 1);
}

static void variants(void **state)
{
	(void)state;
	expect("sous-traitants",
		"sous traitants, sous\xE2\x80\x91traitants, "
		"SOUS-\nTRAITANTS",
		3);
	expect("donn\xC3\xA9"
	       "es de sant\xC3\xA9",
		"donne\xCC\x81"
		"es\xC2\xA0"
		"de **sant\xC3\xA9**",
		1);
	expect("l'application", "l’application", 1);
	expect("biom\xC3\xA9trie", "bio\xC2\xADm\xC3\xA9trie", 1);
	expect("Societe", "la Soci\xC3\xA9t\xC3\xA9", 1);
	expect("Soci\xC3\xA9t\xC3\xA9", "la Societe", 1);
	expect("bio", "bio\xC2\xADm\xC3\xA9trie", 0);
}

static void hosts(void **state)
{
	(void)state;
	expect("exemple.net", "at exemple.net.", 1);
	expect("exemple.net", "www.exemple.net/privacy", 1);
	expect("exemple.net", "not-exemple.net", 0);
	expect("exemple.net", "exemple.net.test", 0);
	expect("exemple.net", "exemple.net-shop", 0);
	expect("exemple.net", "myexemple.net", 0);
	assert_int_equal(
		look("exemple.net", NULL, "[us](https://exemple.net/p)").links,
		1);
	assert_int_equal(
		look("exemple", NULL, "[us](https://exemple.net/p)").links, 0);
}

static void masks(void **state)
{
	(void)state;
	assert_int_equal(
		look("tiers", "pays tiers", "vers des pays tiers et des tiers")
			.n,
		1);
	assert_int_equal(look("tiers", "pays tiers", "vers des tiers").n, 1);
}

static void places(void **state)
{
	struct found found = look("exemple", NULL, "A.\n\nTo the Exemple.");

	(void)state;
	assert_int_equal(found.last.sentence, 1);
	assert_int_equal(found.last.start, 7);
	assert_int_equal(found.last.end, 14);
	assert_int_equal(found.last.tag, 7);
}

/* Forms inside one another, and the same form twice. */
static void many(void **state)
{
	static const char *const words[] = { "he", "she", "his", "hers", "he" };
	struct sentences s = { 0 };
	struct finder *f = finder_new();
	struct found found = { 0 };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(finder_add(f, (int)i, words[i]), 0);
	finder_compile(f);
	assert_int_equal(sentences_read(&s, "she he hers ushers", 18), 0);
	finder_search(f, &s, note, &found);
	assert_int_equal(found.n, 4);
	finder_free(f);
	sentences_release(&s);
}

static void refuses(void **state)
{
	struct finder *f = finder_new();
	char text[FINDER_LENGTH + 2];

	(void)state;
	assert_int_equal(finder_add(f, 0, "..."), ERR_INVALID);
	assert_non_null(strstr(err_message(), "no letter or digit"));
	assert_int_equal(finder_add(f, 0, ""), ERR_INVALID);
	assert_int_equal(finder_add(f, 0, "\xFF"), ERR_INVALID);
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(finder_add(f, 0, text), ERR_LIMIT);
	text[sizeof(text) - 2] = '\0';
	for (size_t i = 0; i < FINDER_BYTES / FINDER_LENGTH; i++)
		assert_int_equal(finder_add(f, 0, text), 0);
	assert_int_equal(finder_add(f, 0, "b"), ERR_LIMIT);
	finder_free(f);
	finder_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_words),
		cmocka_unit_test(variants),
		cmocka_unit_test(hosts),
		cmocka_unit_test(masks),
		cmocka_unit_test(places),
		cmocka_unit_test(many),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
