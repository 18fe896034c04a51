/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"
#include "tests/evidence/scene.h"

#include "base/str.h"
#include "evidence/badline.h"

static int write_down(const struct badline *b, void *ctx)
{
	return str_printf(ctx, "%s:%d@%d %s\n", b->member, (int)b->line,
		(int)b->position, b->reason);
}

static void expect(struct scene *s, const char *want)
{
	const struct importer *importer = NULL;
	struct str got = { 0 };
	struct kept k;

	assert_int_equal(
		kept_open(&k, s->store, &s->result.exhibit.content), 0);
	assert_int_equal(badline_each(s->store, s->result.exhibit.id, &k,
				 &importer, write_down, &got),
		0);
	assert_string_equal(importer->name, "blokada");
	assert_string_equal(got.p != NULL ? got.p : "", want);
	str_release(&got);
	kept_close(&k);
}

static void members(void **state)
{
	static const struct pack_member three[] = {
		{ "good.csv", "timestamp,type,host\n1536048591222,a,a.b\n" },
		{ "note.txt", "nothing of a log\n" },
		{ "sub/bad.csv", "timestamp,type,host\n1536048591222,a,a.b\n"
				 "nonsense\n" },
		{ NULL, NULL }
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"timestamp,type,host\n1536048591222,a,a.b\n", NULL),
		0);
	expect(&s, "");
	assert_int_equal(scene_import(&s, NULL,
				 "timestamp,type,host\n1536048591222,a,a.b\n"
				 "nonsense\n",
				 NULL),
		0);
	expect(&s, ":3@40 no timestamp\n");
	assert_int_equal(
		scene_import_path(&s, NULL, pack_zip(&s, three), NULL), 0);
	expect(&s, "sub/bad.csv:3@40 no timestamp\n");
	scene_close(&s);
}

static void nothing_read(void **state)
{
	struct kept k = { .fd = -1, .plain = -1 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(badline_each(s.store, 9, &k, NULL, write_down, NULL),
		ERR_NOTFOUND);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members),
		cmocka_unit_test(nothing_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
