/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mention_names.h"

#include "sample.h"

static void note(const char *text, const char *why, void *ctx)
{
	struct str *out = ctx;

	(void)why;
	str_printf(out, "%s|", text);
}

static void check(const char *name, const char *want)
{
	struct str out;

	str_init(&out, 0);
	mention_names_each(name, note, &out);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void companies(void **state)
{
	(void)state;
	check("Exemple Technology Netherlands B.V.",
		"Exemple Technology Netherlands B.V.|"
		"Exemple Technology Netherlands|Exemple Technology|Exemple|");
	check("Exemple", "Exemple|");
	check("Exemple Watches Co., Ltd.",
		"Exemple Watches Co., Ltd.|Exemple Watches|ExempleWatches|");
	check("Montres S.\u00e0 r.l.", "Montres S.\u00e0 r.l.|Montres|");
	check("Exemple-Uhren GmbH & Co. KG",
		"Exemple-Uhren GmbH & Co. KG|Exemple-Uhren|ExempleUhren|");
	check("Data SAS", "Data SAS|");
	check("Texas", "Texas|");
	check("AG", "AG|");
	check("", "");
}

static void spellings(void **state)
{
	(void)state;
	check("MontreZorglub", "MontreZorglub|Montre Zorglub|");
	check("My Zorg Pal", "My Zorg Pal|MyZorgPal|");
	check("HTC", "HTC|");
}

static void domains(void **state)
{
	(void)state;
	check("montre.example", "montre.example|montre|");
	check("abc.example", "abc.example|");
	check("services.example", "services.example|");
}

static void same(void **state)
{
	(void)state;
	assert_true(mention_names_same("exemple.net", "Exemple Technology SA"));
	assert_true(mention_names_same("EXEMPLE", "Exemple Inc."));
	assert_false(mention_names_same("Exemple", "Zorglub"));
	assert_false(mention_names_same("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(companies),
		cmocka_unit_test(spellings),
		cmocka_unit_test(domains),
		cmocka_unit_test(same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
