/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void note(int id, size_t at, size_t len, void *ctx)
{
	struct str *out = ctx;

	str_printf(out, "%d@%zu+%zu ", id, at, len);
}

static void check(const char *const forms[], const char *text, const char *want)
{
	struct forms *f = forms_new();
	struct fold folded = { 0 };
	struct str out = { 0 };

	for (int i = 0; forms[i] != NULL; i++)
		assert_int_equal(forms_add(f, forms[i], i), 0);
	forms_ready(f);
	assert_int_equal(fold_text(&folded, text, strlen(text)), 0);
	str_init(&out, 0);
	forms_each(f, &folded, note, &out);
	assert_string_equal(out.p, want);
	str_release(&out);
	fold_release(&folded);
	forms_free(f);
}

static void finds(void **state)
{
	static const char *const he[] = { "he", "she", "hers", "we she", NULL };
	static const char *const marks[] = { "d'", "etc.", "etc", "vous",
		NULL };
	static const char *const twice[] = { "may", "may", NULL };

	(void)state;
	check(he, "She, he; we she hers", "1@0+3 0@5+2 3@9+6 1@12+3 2@16+4 ");
	check(he, "ushers the sheet", "");
	check(marks, "D\u2019autres, etc. Rendez-vous",
		"0@0+2 2@10+3 1@10+4 "
		"3@22+4 ");
	check(twice, "may", "1@0+3 0@0+3 ");
	check((const char *const[]){ "transmet*", "met*", NULL },
		"transmettent; retransmet", "0@0+8 ");
	check((const char *const[]){ "qu'", NULL }, "qu'a qu'\u0328a",
		"0@0+3 ");
	check((const char *const[]){ "pouvons nous", NULL }, "pouvons\nnous",
		"");
}

/* Against looking for each form at each place. */
static void agrees(void **state)
{
	static const char *const forms[] = { "a", "a a", "a b", "b", "b a",
		"a b a", "b b", "a a a b", NULL };
	char text[32];

	(void)state;
	for (unsigned bits = 0; bits < 256; bits++) {
		struct str want = { 0 };
		size_t n = 0;

		for (int i = 0; i < 8; i++) {
			text[n++] = bits >> i & 1 ? 'b' : 'a';
			text[n++] = ' ';
		}
		text[--n] = '\0';
		str_init(&want, 0);
		for (size_t end = 1; end <= n; end++)
			for (size_t from = 0; from < end; from++)
				for (int i = 0; forms[i] != NULL; i++)
					if (strlen(forms[i]) == end - from &&
						memcmp(text + from, forms[i],
							end - from) == 0)
						note(i, from, end - from,
							&want);
		check(forms, text, want.p);
		str_release(&want);
	}
}

static void refuses(void **state)
{
	struct forms *f = forms_new();
	char text[FORMS_BYTES + 2] = { 0 };

	(void)state;
	assert_int_equal(forms_add(f, "", 0), ERR_INVALID);
	assert_int_equal(forms_add(f, "*", 0), ERR_INVALID);
	assert_int_equal(forms_add(f, "May", 0), ERR_INVALID);
	assert_string_equal(err_message(),
		"the form 'May' is empty, too long or not folded");
	memset(text, 'a', FORMS_BYTES + 1);
	assert_int_equal(forms_add(f, text, 0), ERR_INVALID);
	text[FORMS_BYTES] = '\0';
	for (size_t i = 0; i < FORMS_TOTAL / FORMS_BYTES; i++)
		assert_int_equal(forms_add(f, text, 0), 0);
	assert_int_equal(forms_add(f, "b", 0), ERR_LIMIT);
	forms_free(f);
	forms_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(agrees),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
