/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/table.h"

#include "tests/evidence/scene.h"

static struct str rows;

static const char *read_row(struct table *t, struct observation *o, void *ctx)
{
	(void)ctx;
	if (table_get(t, 0)[0] == '\0')
		return "no a";
	str_printf(&rows, "%s|%s|%s@%d;", table_get(t, 0), table_get(t, 1),
		table_get(t, 2), (int)o->line);
	return NULL;
}

static struct importer_job job;

static int read_text(struct scene *s, const char *text)
{
	static const struct table_form form = {
		.names = { "a", "b", "c" },
		.needed = 2,
		.row = read_row,
	};

	job = (struct importer_job){ .path = scene_file(
					     s, "t.csv", text, strlen(text)) };
	str_clear(&rows);
	return table_read(&job, &form, NULL);
}

static void tables(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		read_text(&s, "B,x,A\n1,2,3\n\"4, 5\",6,\"7\"\"\"\n"), 0);
	assert_string_equal(rows.p, "3|1|@2;7\"|4, 5|@3;");
	assert_int_equal(job.bad, 0);
	assert_int_equal(read_text(&s, "a;b;c\n1;2,5;3\n"), 0);
	assert_string_equal(rows.p, "1|2,5|3@2;");
	/* A heading that comes again, with other columns. */
	assert_int_equal(read_text(&s, "a\tb\n1\t2\nA\tc\tb\n3\t4\t5\n"), 0);
	assert_string_equal(rows.p, "1|2|@2;3|5|4@4;");
	/* Too few fields, too many, none that is needed. */
	assert_int_equal(read_text(&s, "a,b\n1\n1,2,3\n,2\n1,2"), 0);
	assert_string_equal(rows.p, "1|2|@5;");
	assert_int_equal(job.bad, 3);
	assert_int_equal(read_text(&s, "x,y\n1,2\n"), ERR_PARSE);
	scene_says("has no heading with the columns a and b");
	str_release(&rows);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
