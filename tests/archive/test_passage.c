/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "archive/passage.h"
#include "archive/schema.h"
#include "archive/verify.h"
#include "base/file.h"
#include "sample.h"

#define DAY INT64_C(86400000000000)

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

/* Adds the next text as a heading and the lines of `body`. */
static void add(struct store *s, const char *heading, const char *body)
{
	struct passage_block blocks[2] = { { heading, strlen(heading), 1 },
		{ body, strlen(body), 0 } };
	struct passage_text t = { 0 };
	bool found = false;

	sample_must(passage_next(&t, &found, s), "next");
	assert_true(found);
	sample_must(passage_add(s, &t, blocks, 2), "add");
	passage_text_release(&t);
}

static int put_hit(const struct passage_hit *hit, void *ctx)
{
	return str_printf(ctx, "%s/%s %lld<%lld %lld-%lld\n", hit->service,
		hit->terms, (long long)hit->block, (long long)hit->section,
		(long long)hit->first, (long long)hit->last);
}

static void finds(
	struct store *s, const struct passage_query *q, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	sample_must(passage_each(s, q, put_hit, &out), "each");
	assert_string_equal(out.p, want);
	str_release(&out);
}

#define PHRASE(text) (&(struct passage_query){ .words = (text) })

/* Three versions, two texts: the first comes back. */
static void fill(struct store *s)
{
	sample_page(s, "un", 1 * DAY, SNAPSHOT_CAPTURED);
	sample_page(s, "deux", 2 * DAY, SNAPSHOT_CAPTURED);
	sample_page(s, "un", 3 * DAY, SNAPSHOT_CAPTURED);
	add(s, "Données", "Nous ne collectons rien du tout.");
	add(s, "Données", "Nous collectons vos pas, such as\tthose.");
}

static void distinct_blocks_with_their_ranges(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);
	struct passage_text t = { 0 };
	struct str text = { 0 };
	int64_t n = -1;
	bool found = false;

	(void)state;
	fill(s);
	sample_must(passage_next(&t, &found, s), "next");
	assert_true(found && t.known);
	sample_must(passage_add(s, &t, NULL, 0), "add");
	passage_text_release(&t);
	sample_must(passage_next(&t, &found, s), "next");
	assert_false(found);
	sample_must(passage_pending(&n, s), "pending");
	assert_int_equal(n, 0);
	finds(s, PHRASE("donnees"), "Exemple/Privacy Policy 1<0 1-2\n");
	finds(s, PHRASE("RIEN du"), "Exemple/Privacy Policy 2<1 1-1\n");
	finds(s, PHRASE("such as those"), "Exemple/Privacy Policy 3<1 2-2\n");
	finds(s, PHRASE("as such"), "");
	sample_must(passage_body(&text, s, 3), "body");
	assert_string_equal(text.p, "Nous collectons vos pas, such as those.");
	str_clear(&text);
	sample_must(passage_snippet(&text, s, PHRASE("such as"), 3), "snip");
	assert_string_equal(
		text.p, "Nous collectons vos pas, \2such as\3 those.");
	assert_int_equal(passage_body(&text, s, 9), ERR_NOTFOUND);
	str_release(&text);
	close_store(s, dir);
}

static void trees(void **state)
{
	static const char third[] = "Exemple/Privacy Policy 3<1 2-2\n";
	const struct passage_query *pas = PHRASE("pas"), *such = PHRASE("such"),
				   *rien = PHRASE("rien");
	struct passage_query deep[80];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	fill(s);
	finds(s,
		&(struct passage_query){
			PASSAGE_AND, .left = pas, .right = such },
		third);
	finds(s,
		&(struct passage_query){
			PASSAGE_AND, .left = pas, .right = rien },
		"");
	finds(s,
		&(struct passage_query){ PASSAGE_NOT,
			.left = PHRASE("collectons"), .right = rien },
		third);
	finds(s,
		&(struct passage_query){
			PASSAGE_OR, .left = rien, .right = such },
		"Exemple/Privacy Policy 2<1 1-1\n"
		"Exemple/Privacy Policy 3<1 2-2\n");
	finds(s,
		&(struct passage_query){ PASSAGE_NEAR, .distance = 2,
			.left = PHRASE("collectons"), .right = such },
		third);
	finds(s,
		&(struct passage_query){ PASSAGE_NEAR, .distance = 1,
			.left = PHRASE("collectons"), .right = such },
		"");
	finds(s, &(struct passage_query){ .words = "collec", .prefix = true },
		"Exemple/Privacy Policy 2<1 1-1\n"
		"Exemple/Privacy Policy 3<1 2-2\n");
	/* Syntax of the index in a phrase is text. */
	finds(s, PHRASE("pas\" OR \"rien"), "");
	finds(s, PHRASE("body : pas"), "");
	deep[0] = *pas;
	for (size_t i = 1; i < 80; i++)
		deep[i] = (struct passage_query){ PASSAGE_AND,
			.left = &deep[i - 1], .right = pas };
	assert_int_equal(
		passage_each(s, &deep[79], put_hit, NULL), ERR_INVALID);
	assert_non_null(strstr(err_message(), "more than 64"));
	close_store(s, dir);
}

static bool file_has(const char *dir, const char *name, const char *word)
{
	struct str path = { 0 }, all = { 0 };
	bool found;

	file_join(&path, dir, name);
	if (!file_exists(path.p) || file_read(&all, path.p) != 0)
		str_puts(&all, "");
	found = memmem(all.p, all.len, word, strlen(word)) != NULL;
	str_release(&path);
	str_release(&all);
	return found;
}

/* Words of a content that is emptied are not left behind in the index. */
static void goes_with_its_text(void **state)
{
	struct digest d;
	int64_t n = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	fill(s);
	sample_must(db_exec(store_db(s), "PRAGMA wal_checkpoint(TRUNCATE)"),
		"checkpoint");
	assert_true(file_has(dir, "constat.db", "collectons"));
	digest_of(&d, "trois", 5);
	sample_must(object_empty(s, &d), "another");
	finds(s, PHRASE("rien"), "Exemple/Privacy Policy 2<1 1-1\n");
	digest_of(&d, "deux", 4);
	sample_must(object_empty(s, &d), "empty");
	finds(s, PHRASE("rien"), "");
	sample_must(passage_pending(&n, s), "pending");
	assert_int_equal(n, 3);
	sample_must(db_exec(store_db(s), "PRAGMA wal_checkpoint(TRUNCATE)"),
		"checkpoint");
	assert_false(file_has(dir, "constat.db", "collectons"));
	close_store(s, dir);
}

static void a_lent_index_leaves_the_archive_as_it_is(void **state)
{
	struct str before = { 0 }, after = { 0 }, path = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "un", 1 * DAY, SNAPSHOT_CAPTURED);
	store_close(s);
	file_join(&path, dir, "constat.db");
	sample_must(file_read(&before, path.p), "before");
	assert_int_equal(chmod(path.p, 0400), 0);
	assert_int_equal(chmod(dir, 0500), 0);
	s = NULL;
	sample_must(store_open(&s, dir, STORE_READ), "read");
	sample_must(passage_lend(s), "lend");
	sample_must(passage_lend(s), "lend again");
	add(s, "Titre", "Rien.");
	finds(s, PHRASE("rien"), "Exemple/Privacy Policy 2<1 1-1\n");
	store_close(s);
	assert_int_equal(chmod(dir, 0700), 0);
	sample_must(file_read(&after, path.p), "after");
	assert_true(before.len == after.len &&
		    memcmp(before.p, after.p, after.len) == 0);
	str_release(&before);
	str_release(&after);
	str_release(&path);
	sample_remove(dir);
}

static void tell(const char *where, const char *what, void *ctx)
{
	(void)ctx;
	print_message("%s: %s\n", where, what);
}

static void holds(struct store *s)
{
	struct verify_result r = { 0 };

	sample_must(verify_store(&r, s, tell, NULL, NULL), "verify");
	assert_int_equal(r.findings, 0);
	verify_result_release(&r);
}

/* Derived: whatever becomes of it is no finding. */
static void verify_does_not_look_at_it(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	fill(s);
	holds(s);
	sample_must(
		db_exec(store_db(s), "UPDATE passage_range SET first = 7;"
				     "DELETE FROM passage_block;"
				     "INSERT INTO passage_words(rowid, body)"
				     " VALUES(99, 'x')"),
		"change");
	holds(s);
	sample_must(db_exec(store_db(s), "DROP TABLE passage_words"), "drop");
	holds(s);
	close_store(s, dir);
}

/* Killed at any moment, each text is indexed whole or not at all, and the
 * next run goes on from there. */
static void killed_while_it_is_built(void **state)
{
	enum { TEXTS = 20 };
	int done = 0;

	(void)state;
	for (int round = 0; round < 12; round++) {
		char *dir, text[32];
		struct store *s = open_store(&dir);
		int64_t pending = 0;
		pid_t pid;

		for (int i = 0; i < TEXTS; i++) {
			snprintf(text, sizeof(text), "texte %d", i);
			sample_page(s, text, i * DAY, SNAPSHOT_CAPTURED);
		}
		store_close(s);
		s = NULL;
		pid = fork();
		if (pid == 0) {
			sample_must(store_open(&s, dir, STORE_WRITE), "open");
			for (int i = 0; i < TEXTS; i++)
				add(s, "Titre", i % 2 ? "pair" : "impair");
			_exit(0);
		}
		usleep((unsigned)round * 6000);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		sample_must(store_open(&s, dir, STORE_WRITE), "open again");
		sample_must(passage_pending(&pending, s), "pending");
		done += TEXTS - (int)pending;
		for (int i = TEXTS - (int)pending; i < TEXTS; i++)
			add(s, "Titre", i % 2 ? "pair" : "impair");
		finds(s, PHRASE("titre"), "Exemple/Privacy Policy 1<0 1-20\n");
		sample_must(db_int(&pending, store_db(s),
				    "SELECT count(*) FROM passage_range", ""),
			"ranges");
		assert_int_equal(pending, TEXTS + 1);
		holds(s);
		close_store(s, dir);
	}
	print_message("%d of %d were done when killed\n", done, 12 * TEXTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distinct_blocks_with_their_ranges),
		cmocka_unit_test(trees),
		cmocka_unit_test(goes_with_its_text),
		cmocka_unit_test(a_lent_index_leaves_the_archive_as_it_is),
		cmocka_unit_test(verify_does_not_look_at_it),
		cmocka_unit_test(killed_while_it_is_built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
