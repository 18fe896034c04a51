/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/pieces_files.h"

#include "model_sample.h"
#include "tests/evidence/pack.h"

/* What French courts ask of a file's name. */
static void check_name(const char *name, int number)
{
	char start[8];

	snprintf(start, sizeof(start), "PJ%02d", number);
	assert_int_equal(strncmp(name, start, 4), 0);
	assert_true(strlen(name) <= 80);
	assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-."),
		strlen(name));
	assert_ptr_equal(strchr(name, '.'), strrchr(name, '.'));
}

static void names(void **state)
{
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	for (size_t i = 0; i < m.p.n; i++)
		for (size_t k = 0; k < m.p.v[i].n_files; k++) {
			const struct pieces_file *f = &m.p.v[i].files[k];

			check_name(f->name, m.p.v[i].number);
			assert_true(f->attached);
			assert_int_equal(f->size, f->data.len);
		}
	model_sample_close(&m);
}

/* Only the lines about the host leave the house. */
static void excerpt_of_a_log(void **state)
{
	const struct piece *piece;
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	piece = pieces_exhibit(&m.p, 1);
	assert_int_equal(piece->n_files, 1);
	assert_int_equal(piece->lines, 42);
	assert_string_equal(piece->files[0].role, "excerpt");
	assert_non_null(strstr(piece->files[0].data.p, SAMPLE_HOST));
	assert_null(strstr(piece->files[0].data.p, "mail.fournisseur.example"));
	assert_int_equal(strncmp(piece->files[0].data.p, "timestamp,", 10), 0);
	model_sample_close(&m);
}

/* Lines of a packed log cannot be cut out of it: the case says so. */
static void excerpt_of_a_packed_log(void **state)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_result log = { 0 };
	struct backing b = { 0 };
	struct pieces p = { 0 };
	struct scene scene = { 0 };
	struct str named = { 0 };
	const struct piece *piece;
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	snprintf(scene.dir, sizeof(scene.dir), "%s", s.dir);
	sample_must(intake_log(&log, s.store,
		&(struct intake_order){
			.path = pack_file(&scene, PACK_GZIP,
				"timestamp,type,host\n"
				"1536048591222,a," SAMPLE_HOST "\n"),
			.options = &none,
			.about = &about }));
	assert_int_equal(log.exhibit.id, 5);
	intake_result_release(&log);
	sample_change(&s, "{\"observations\":[{\"id\":\"journal\","
			  "\"exhibit\":5,\"host\":\"" SAMPLE_HOST
			  "\",\"payload_seen\":false}]}");
	sample_backing(&b, &s);
	sample_must(pieces_open(&p, &b));
	piece = pieces_exhibit(&p, 5);
	assert_non_null(piece);
	sample_must(pieces_refer(&named, &p, &piece, 1));
	pieces_order(&p, named.p, named.len);
	sample_must(pieces_build(&p));
	piece = pieces_exhibit(&p, 5);
	assert_int_equal(piece->n_files, 1);
	assert_int_equal(piece->lines, 1);
	assert_string_equal(piece->files[0].data.p,
		"timestamp,type,host\n1536048591222,a," SAMPLE_HOST "\n");
	str_release(&named);
	pieces_release(&p);
	backing_release(&b);
	sample_close(&s);
}

static void too_large_comes_apart(void **state)
{
	struct model_sample m;
	uint64_t room = 100;
	struct piece piece = { .kind = PIECES_FILE, .number = 7 };

	(void)state;
	model_sample_open(&m, NULL);
	piece.exhibit = backing_exhibit(&m.b, 3);
	sample_must(pieces_files_make(&m.p, &piece, &room));
	assert_false(piece.files[0].attached);
	assert_int_equal(room, 100);
	assert_true(piece.files[0].size > 100);
	free(piece.files[0].name);
	free(piece.files[0].media_type);
	free(piece.files);
	model_sample_close(&m);
}

static void expect_file(const char *dir, const char *name, bool there)
{
	struct str path = { 0 };

	sample_must(file_join(&path, dir, name));
	assert_int_equal(file_exists(path.p), there);
	str_release(&path);
}

/* A file of an earlier draft goes; a file of the person's stays. */
static void old_files_go(void **state)
{
	static const char old[] = "00  PJ09_vieux.txt\n00  ../fuite.txt\n";
	struct model_sample m;
	struct str dir = { 0 }, path = { 0 };

	(void)state;
	model_sample_open(&m, NULL);
	sample_must(file_join(&dir, m.s.dir, "pieces"));
	sample_must(file_mkdir(dir.p));
	str_printf(&path, "%s/PJ09_vieux.txt", dir.p);
	sample_must(file_write(path.p, "x", 1, FILE_EXCL));
	str_clear(&path);
	str_printf(&path, "%s/mes_notes.txt", dir.p);
	sample_must(file_write(path.p, "x", 1, FILE_EXCL));
	str_clear(&path);
	str_printf(&path, "%s/SHA256SUMS", dir.p);
	sample_must(file_write(path.p, old, strlen(old), FILE_EXCL));
	str_clear(&path);
	str_printf(&path, "%s/fuite.txt", m.s.dir);
	sample_must(file_write(path.p, "x", 1, FILE_EXCL));
	sample_must(pieces_write(&m.p, dir.p));
	expect_file(dir.p, "PJ09_vieux.txt", false);
	expect_file(dir.p, "mes_notes.txt", true);
	expect_file(m.s.dir, "fuite.txt", true);
	expect_file(dir.p, "PJ01a_politique_2018-08-20.md", true);
	str_release(&dir);
	str_release(&path);
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(excerpt_of_a_log),
		cmocka_unit_test(excerpt_of_a_packed_log),
		cmocka_unit_test(too_large_comes_apart),
		cmocka_unit_test(old_files_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
