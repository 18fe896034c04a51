/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/patch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static const char old[] = "One block of words.\n\nAnother one here.\n";
static const char new[] = "One block of text.\n\nAnother one here.\n";

static void write_patch(struct str *out)
{
	struct redline r = { 0 };

	redline_make(&r, old, strlen(old), new, strlen(new));
	assert_int_equal(patch_write(out, &r), 0);
	redline_release(&r);
}

static void form_is_as_documented(void **state)
{
	struct str patch = { 0 }, made = { 0 };

	(void)state;
	write_patch(&patch);
	assert_non_null(strstr(patch.p, "constat-patch/1\nold 39 sha256:"));
	assert_non_null(strstr(patch.p, "\n= 0 13\n+ 4\ntext\n= 18 21\nend\n"));
	assert_int_equal(
		patch_apply(&made, old, strlen(old), patch.p, patch.len), 0);
	assert_string_equal(made.p, new);
	str_release(&patch);
	str_release(&made);
}

static void refuse(const char *text, size_t len, const char *patch,
	size_t patch_len, int code, const char *message)
{
	struct str made = { 0 };

	assert_int_equal(patch_apply(&made, text, len, patch, patch_len), code);
	assert_non_null(strstr(err_message(), message));
	assert_int_equal(made.len, 0);
	str_release(&made);
}

static void damage_is_refused(void **state)
{
	struct str patch = { 0 };
	char *digit;

	(void)state;
	write_patch(&patch);
	refuse(new, strlen(new), patch.p, patch.len, ERR_INVALID,
		"made for another text");
	for (size_t n = 0; n < patch.len; n++)
		refuse(old, strlen(old), patch.p, n, ERR_PARSE, "damaged");
	digit = strstr(patch.p, "= 18 21");
	digit[3] = '7';
	refuse(old, strlen(old), patch.p, patch.len, ERR_INVALID,
		"does not give the text it promises");
	digit[5] = '9';
	refuse(old, strlen(old), patch.p, patch.len, ERR_PARSE, "damaged");
	str_release(&patch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_is_as_documented),
		cmocka_unit_test(damage_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
