/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wall_overlap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void overlap(const char *before, const char *now, size_t n_before,
	size_t n_now, size_t kept, size_t known)
{
	struct wall_overlap o;

	wall_overlap(&o, before, strlen(before), now, strlen(now));
	assert_int_equal(o.before, n_before);
	assert_int_equal(o.now, n_now);
	assert_int_equal(o.kept, kept);
	assert_int_equal(o.known, known);
}

static void test_overlap(void **state)
{
	static const char policy[] =
		"Titre\n=====\n\nNous gardons votre nom et adresse. Nous les "
		"effaçons après un an!\n\n*   Vous pouvez vous y opposer";

	(void)state;
	overlap("", "", 0, 0, 0, 0);
	overlap(policy, policy, 3, 3, 3, 3);
	overlap(policy, "", 3, 0, 0, 0);
	overlap(policy, "Chargement en cours ...", 3, 0, 0, 0);
	overlap(policy, "Une autre page sans rapport aucun.", 3, 1, 0, 1 - 1);
	/* letters in another case, other marks and accents */
	overlap(policy, "**NOUS LES EFFACONS** apres un an", 3, 1, 1, 1);
	/* one that comes twice counts twice */
	overlap("un deux trois quatre",
		"Un deux trois quatre. Un deux, trois "
		"quatre.",
		1, 2, 1, 2);
	/* too short to be one */
	overlap("un deux trois", "un deux trois", 0, 0, 0, 0);
	overlap("un deux trois quatre\nun deux", "\xFF\xFE un deux", 1, 0, 0,
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
