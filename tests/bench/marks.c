/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_marks OLD NEW GIT
 *
 * Our mark-up of two texts beside that of "git diff --word-diff=porcelain",
 * kept in the file GIT. Prints, as numbers in a line:
 *
 *	ours: fragments, words, words of moves (not marked)
 *	git: fragments, words
 *	words that git marks and we do not: of moves; of what has no blank
 *	between it and something marked, like a link's target; others
 *	words that we mark and git does not
 *	words that one text has more of, and we do not mark: must be 0
 *
 * Words are those of scrapers/words; each counts as often as it stands. Git's
 * go from blank to blank.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "scrapers/intern.h"
#include "scrapers/redline.h"
#include "scrapers/words.h"

/* How often each word stands somewhere, by its number. */
struct bag {
	long *n;
	size_t cap, words, fragments;
};

/* Words of all bags, in one place that never moves them. */
struct names {
	struct intern ids;
	char **texts;
	size_t n, cap;
};

enum side { OLD, NEW, SIDES };

struct marks {
	struct bag ours[SIDES], moved[SIDES], near[SIDES], git[SIDES],
		all[SIDES];
};

static void count_word(struct bag *b, uint32_t id)
{
	size_t was = b->cap;

	b->n = mem_grow(b->n, &b->cap, (size_t)id + 1, sizeof(*b->n));
	memset(b->n + was, 0, (b->cap - was) * sizeof(*b->n));
	b->n[id]++;
	b->words++;
}

static uint32_t name(struct names *names, const char *word, size_t len)
{
	char *copy = mem_dup(word, len);
	uint32_t last = names->ids.n;
	uint32_t id = intern_id(&names->ids, copy, len);

	if (id <= last) {
		free(copy);
		return id;
	}
	names->texts = mem_grow(
		names->texts, &names->cap, names->n + 1, sizeof(*names->texts));
	names->texts[names->n++] = copy;
	return id;
}

static void add(
	struct bag *b, struct names *names, const char *text, size_t len)
{
	struct words w = { 0 };

	b->fragments += len > 0;
	words_split(&w, text, len);
	for (size_t i = 0; i < w.n; i++) {
		const char *word = text + w.v[i];
		size_t n = w.v[i + 1] - w.v[i];

		if (words_count(word, n) > 0)
			count_word(b, name(names, word, n));
	}
	words_release(&w);
}

static long count(const struct bag *b, uint32_t id)
{
	return id < b->cap ? b->n[id] : 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What stands around a range up to the next blanks, or what is marked. */
static void add_near(struct bag *b, struct names *names,
	const struct diff_text *t, const struct diff_range *range)
{
	size_t len, from, to;
	const char *bytes = diff_bytes(t, range, &len);
	size_t before = (size_t)(bytes - t->text), behind = before + len;

	from = before;
	to = behind;
	while (from > 0 && !is_blank(t->text[from - 1]))
		from--;
	while (to < t->at[t->n] && !is_blank(t->text[to]))
		to++;
	add(b, names, t->text + from, before - from);
	add(b, names, t->text + behind, to - behind);
}

static void add_change(struct marks *m, struct names *names,
	const struct redline *r, const struct redline_change *c)
{
	struct diff d = { 0 };
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	redline_words(&d, r, c);
	for (size_t k = 0; k <= d.n; k++) {
		const struct diff_run *run = k < d.n ? &d.v[k] : NULL;

		kept.n = (run != NULL ? run->old.at : d.old.n) - kept.at;
		bytes = diff_bytes(&d.old, &kept, &len);
		for (int side = 0; c->moved && side < SIDES; side++)
			add(&m->moved[side], names, bytes, len);
		if (run == NULL)
			break;
		kept.at = run->old.at + run->old.n;
		if (redline_is_space(&d, run))
			continue;
		bytes = diff_bytes(&d.old, &run->old, &len);
		add(&m->ours[OLD], names, bytes, len);
		bytes = diff_bytes(&d.new, &run->new, &len);
		add(&m->ours[NEW], names, bytes, len);
		add_near(&m->near[OLD], names, &d.old, &run->old);
		add_near(&m->near[NEW], names, &d.new, &run->new);
	}
	diff_release(&d);
}

static void add_git(
	struct bag marked[SIDES], struct names *names, const struct str *git)
{
	bool body = false;

	for (size_t at = 0; at < git->len;) {
		const char *line = git->p + at;
		const char *feed = memchr(line, '\n', git->len - at);
		size_t len =
			feed != NULL ? (size_t)(feed - line) : git->len - at;

		if (len > 1 && line[0] == '@' && line[1] == '@')
			body = true;
		else if (body && len > 0 && line[0] == '-')
			add(&marked[OLD], names, line + 1, len - 1);
		else if (body && len > 0 && line[0] == '+')
			add(&marked[NEW], names, line + 1, len - 1);
		at += len + 1;
	}
}

static long over(long n)
{
	return n > 0 ? n : 0;
}

/* Takes up to `most` off *n; how many. */
static long take(long *n, long most)
{
	long taken = over(*n) < most ? over(*n) : most;

	*n -= taken;
	return taken;
}

static void print(const struct marks *m, uint32_t last)
{
	long moved = 0, near = 0, git = 0, ours = 0, missed = 0;

	for (uint32_t id = 1; id <= last; id++) {
		for (int side = 0; side < SIDES; side++) {
			long a = count(&m->ours[side], id);
			long n = over(count(&m->git[side], id) - a);

			ours += over(a - count(&m->git[side], id));
			missed += over(count(&m->all[side], id) -
				       count(&m->all[1 - side], id) - a);
			moved += take(&n, count(&m->moved[side], id));
			near += take(&n, count(&m->near[side], id));
			git += n;
		}
	}
	printf("%zu %zu %zu %zu %zu %ld %ld %ld %ld %ld\n",
		m->ours[OLD].fragments + m->ours[NEW].fragments,
		m->ours[OLD].words + m->ours[NEW].words,
		m->moved[OLD].words + m->moved[NEW].words,
		m->git[OLD].fragments + m->git[NEW].fragments,
		m->git[OLD].words + m->git[NEW].words, moved, near, git, ours,
		missed);
}

int main(int argc, char **argv)
{
	struct str text[3] = { { 0 } };
	struct marks m = { 0 };
	struct names names = { 0 };
	struct redline r = { 0 };

	for (int i = 0; i < 3; i++) {
		if (argc != 4 || file_read(&text[i], argv[i + 1]) != 0) {
			fprintf(stderr, "bench_marks OLD NEW GIT\n");
			return 2;
		}
	}
	redline_make(&r, text[0].p, text[0].len, text[1].p, text[1].len);
	for (size_t i = 0; i < r.n; i++)
		if (redline_visible(&r, &r.v[i]))
			add_change(&m, &names, &r, &r.v[i]);
	add_git(m.git, &names, &text[2]);
	for (int side = 0; side < SIDES; side++)
		add(&m.all[side], &names, text[side].p, text[side].len);
	print(&m, names.ids.n);
	redline_release(&r);
	return 0;
}
