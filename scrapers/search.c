/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index gives numbers of texts; the spans of terms, which are in order of
 * dates, name theirs by digest. Laid side by side they say for each span
 * whether it has the passage, and runs of such spans are periods.
 */
#include "scrapers/search.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/history.h"
#include "scrapers/search_fold.h"
#include "scrapers/search_index.h"

enum { HITS = 1000000, LEVELS = 6 };

/* --- all that the index says --- */

/* Terms with hits. */
struct line {
	int64_t id;
	char *service, *terms; /* owned */
	size_t at, n;	       /* its hits */
};

struct hits {
	const struct search_wanted *wanted;
	struct passage_hit *v; /* owned; names are NULL */
	size_t n, cap;
	struct line *lines; /* owned */
	size_t n_lines, cap_lines;
};

static void release_hits(struct hits *hits)
{
	for (size_t i = 0; i < hits->n_lines; i++) {
		free(hits->lines[i].service);
		free(hits->lines[i].terms);
	}
	free(hits->lines);
	free(hits->v);
}

static bool is_wanted(
	const struct search_wanted *w, const char *service, const char *terms)
{
	return (w->service == NULL || strcasecmp(w->service, service) == 0) &&
	       (w->terms == NULL || strcasecmp(w->terms, terms) == 0);
}

static int keep_hit(const struct passage_hit *hit, void *ctx)
{
	struct hits *hits = ctx;
	struct line *line;

	if (!is_wanted(hits->wanted, hit->service, hit->terms))
		return 0;
	if (hits->n == HITS)
		return err_set(ERR_LIMIT,
			_("this stands in more than %d places; ask for more "
			  "words, or name a service"),
			HITS);
	line = hits->n_lines > 0 ? &hits->lines[hits->n_lines - 1] : NULL;
	if (line == NULL || line->id != hit->line) {
		hits->lines = mem_grow(hits->lines, &hits->cap_lines,
			hits->n_lines + 1, sizeof(*hits->lines));
		line = &hits->lines[hits->n_lines++];
		*line = (struct line){ .id = hit->line,
			.service = mem_strdup(hit->service),
			.terms = mem_strdup(hit->terms),
			.at = hits->n };
	}
	line->n++;
	hits->v = mem_grow(hits->v, &hits->cap, hits->n + 1, sizeof(*hits->v));
	hits->v[hits->n] = *hit;
	hits->v[hits->n].service = hits->v[hits->n].terms = NULL;
	hits->n++;
	return 0;
}

/* --- beside the spans of terms --- */

/* The spans of terms, with the number of the text of each in the index; 0
 * where it has none. */
struct timeline {
	struct store *store;
	const struct line *line;
	struct version_spans spans;
	int64_t *numbers;     /* owned */
	struct digest *texts; /* owned: of number i + 1 */
	size_t n_texts, cap_texts;
	unsigned char *has;	       /* owned, one for each number from 1 */
	struct search_period *periods; /* owned */
	size_t n_periods, cap_periods;
};

static void release_timeline(struct timeline *t)
{
	version_spans_release(&t->spans);
	free(t->numbers);
	free(t->texts);
	free(t->has);
	free(t->periods);
}

static int keep_number(int64_t number, const struct digest *text, void *ctx)
{
	struct timeline *t = ctx;

	if (number != (int64_t)t->n_texts + 1)
		return err_set(ERR_CORRUPT,
			_("the index of passages is damaged; 'constat search "
			  "--rebuild' makes it anew"));
	t->texts = mem_grow(
		t->texts, &t->cap_texts, t->n_texts + 1, sizeof(*t->texts));
	t->texts[t->n_texts++] = *text;
	return 0;
}

/* Spans are many and texts few, or both are as many: order by digest first. */
struct named {
	const struct digest *digest;
	int64_t number;
};

static int by_digest(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return memcmp(x->digest->b, y->digest->b, sizeof(x->digest->b));
}

static void number_spans(struct timeline *t)
{
	struct named *names = mem_new(t->n_texts + 1, sizeof(*names));

	for (size_t i = 0; i < t->n_texts; i++)
		names[i] = (struct named){ &t->texts[i], (int64_t)i + 1 };
	qsort(names, t->n_texts, sizeof(*names), by_digest);
	t->numbers = mem_new(t->spans.n + 1, sizeof(*t->numbers));
	for (size_t i = 0; i < t->spans.n; i++) {
		struct named key = { .digest = &t->spans.v[i].text };
		const struct named *found = bsearch(
			&key, names, t->n_texts, sizeof(*names), by_digest);

		t->numbers[i] = found != NULL ? found->number : 0;
	}
	free(names);
}

static int open_timeline(
	struct timeline *t, struct store *s, const struct line *line)
{
	int rc;

	*t = (struct timeline){ .store = s, .line = line };
	rc = version_spans(&t->spans, s, line->service, line->terms);
	if (rc == 0)
		rc = passage_numbers(s, line->id, keep_number, t);
	if (rc != 0)
		return rc;
	number_spans(t);
	t->has = mem_new(t->n_texts + 1, 1);
	return 0;
}

static bool has(const struct timeline *t, size_t span)
{
	return t->numbers[span] > 0 && t->has[t->numbers[span]] != 0;
}

static void push_period(struct timeline *t, size_t from, size_t to)
{
	const struct version_span *v = t->spans.v;

	t->periods = mem_grow(t->periods, &t->cap_periods, t->n_periods + 1,
		sizeof(*t->periods));
	t->periods[t->n_periods++] = (struct search_period){
		.before = from > 0 ? &v[from - 1] : NULL,
		.first = &v[from],
		.last = &v[to],
		.after = to + 1 < t->spans.n ? &v[to + 1] : NULL,
	};
}

/* The periods in which the texts of n hits were there. */
static void find_periods(
	struct timeline *t, const struct passage_hit *hits, size_t n)
{
	memset(t->has, 0, t->n_texts + 1);
	for (size_t i = 0; i < n; i++)
		for (int64_t k = hits[i].first > 1 ? hits[i].first : 1;
			k <= hits[i].last && k <= (int64_t)t->n_texts; k++)
			t->has[k] = 1;
	t->n_periods = 0;
	for (size_t i = 0, from; i < t->spans.n; i++) {
		if (!has(t, i))
			continue;
		from = i;
		while (i + 1 < t->spans.n && has(t, i + 1))
			i++;
		push_period(t, from, i);
	}
}

static bool in_time(const struct timeline *t, const struct search_wanted *w)
{
	for (size_t i = 0; i < t->n_periods; i++) {
		const struct search_period *p = &t->periods[i];

		if ((w->until_ns == 0 ||
			    p->first->first.seen_ns <= w->until_ns) &&
			(w->since_ns == 0 ||
				p->last->last.seen_ns >= w->since_ns))
			return true;
	}
	return false;
}

/* --- passages --- */

/* A passage of terms: its hits, and where it first stood. */
struct group {
	size_t at, n;
	int64_t first_ns;
};

static int by_date(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->first_ns != y->first_ns)
		return x->first_ns < y->first_ns ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* The passages of a timeline that stood in the time wanted. */
static size_t group_hits(
	struct group *out, struct timeline *t, const struct hits *hits)
{
	size_t end = t->line->at + t->line->n, n = 0;

	for (size_t i = t->line->at, next; i < end; i = next) {
		next = i + 1;
		while (next < end && hits->v[next].block == hits->v[i].block)
			next++;
		find_periods(t, &hits->v[i], next - i);
		if (in_time(t, hits->wanted))
			out[n++] = (struct group){ .at = i,
				.n = next - i,
				.first_ns =
					t->periods[0].first->first.seen_ns };
	}
	qsort(out, n, sizeof(*out), by_date);
	return n;
}

/* The headings above a passage, as owned texts, outermost first. */
static int read_section(char *out[LEVELS], size_t *n, struct store *s,
	const struct passage_hit *hit)
{
	int64_t heading = hit->section;
	int rc = 0;

	*n = 0;
	while (rc == 0 && heading != 0 && *n < LEVELS) {
		struct str text = { 0 };

		rc = passage_body(&text, s, heading);
		memmove(out + 1, out, *n * sizeof(*out));
		out[0] = str_take(&text);
		++*n;
		if (rc == 0)
			rc = passage_above(&heading, s, hit, heading);
	}
	return rc;
}

/* What a search goes on with. */
struct search {
	struct store *store;
	const struct search_wanted *wanted;
	struct search_count *count;
	search_fn fn;
	void *ctx;
};

static int show_passage(const struct search *search, struct timeline *t,
	const struct passage_hit *hits, size_t n)
{
	struct str passage = { 0 }, snippet = { 0 };
	char *section[LEVELS] = { 0 };
	struct search_found found = { .service = t->line->service,
		.terms = t->line->terms };
	int rc = passage_body(&passage, search->store, hits->block);

	if (rc == 0)
		rc = passage_snippet(&snippet, search->store,
			search->wanted->query, hits->block);
	if (rc == 0)
		rc = read_section(
			section, &found.n_section, search->store, hits);
	find_periods(t, hits, n);
	found.section = (const char *const *)section;
	found.passage = passage.p;
	found.snippet = snippet.p;
	found.periods = t->periods;
	found.n = t->n_periods;
	if (rc == 0)
		rc = search->fn(&found, search->ctx);
	search->count->shown += rc == 0;
	for (size_t i = 0; i < LEVELS; i++)
		free(section[i]);
	str_release(&passage);
	str_release(&snippet);
	return rc;
}

static int show_passages(const struct search *search, struct timeline *t,
	const struct hits *hits)
{
	struct group *groups = mem_new(t->line->n, sizeof(*groups));
	size_t n = group_hits(groups, t, hits);
	int rc = 0;

	search->count->found += n;
	for (size_t i = 0; rc == 0 && i < n &&
			   search->count->shown < search->wanted->limit;
		i++)
		rc = show_passage(
			search, t, &hits->v[groups[i].at], groups[i].n);
	free(groups);
	return rc;
}

/* --- wordings --- */

/* Whether a text says it, as it is read now. */
static int says(bool *out, struct store *s, const struct digest *text,
	const char *wording)
{
	struct markdown md = { 0 };
	struct str all = { 0 };
	int rc = object_get(s, text, &all);

	*out = false;
	if (rc == 0)
		rc = search_index_split(&md, all.len > 0 ? all.p : "", all.len);
	for (size_t i = 0; rc == 0 && !*out && i < md.n; i++) {
		struct str body = { 0 }, folded = { 0 };

		str_puts(&folded, "");
		rc = markdown_text(&body, &md.blocks[i]);
		if (rc == 0 && body.len > 0)
			rc = search_fold(&folded, body.p, body.len);
		*out = rc == 0 && memmem(folded.p, folded.len, wording,
					  strlen(wording)) != NULL;
		str_release(&body);
		str_release(&folded);
	}
	markdown_release(&md);
	str_release(&all);
	return rc;
}

/* Whether the spans at and beside both ends of each period agree. */
static int check_periods(
	bool *out, const struct timeline *t, const char *wording)
{
	int rc = 0;

	*out = true;
	for (size_t i = 0; rc == 0 && i < t->n_periods; i++) {
		const struct search_period *p = &t->periods[i];
		const struct version_span *const ends[] = { p->before, p->first,
			p->last, p->after };

		for (size_t k = 0; rc == 0 && k < 4; k++) {
			bool said = false, wanted = k == 1 || k == 2;

			if (ends[k] == NULL)
				continue;
			rc = says(&said, t->store, &ends[k]->text, wording);
			*out = *out && said == wanted;
		}
	}
	return rc;
}

static int show_wording(const struct search *search, struct timeline *t,
	const struct hits *hits)
{
	const char *words = search->wanted->query->words;
	struct search_found found = { .service = t->line->service,
		.terms = t->line->terms };
	struct str wording = { 0 };
	int rc = 0;

	find_periods(t, &hits->v[t->line->at], t->line->n);
	if (t->n_periods == 0 || !in_time(t, search->wanted))
		return 0;
	search->count->found++;
	if (search->count->shown == search->wanted->limit)
		return 0;
	rc = search_fold(&wording, words, strlen(words));
	if (rc == 0)
		rc = check_periods(&found.checked, t, wording.p);
	str_release(&wording);
	found.periods = t->periods;
	found.n = t->n_periods;
	if (rc == 0)
		rc = search->fn(&found, search->ctx);
	search->count->shown += rc == 0;
	return rc;
}

/* --- both --- */

typedef int (*show_fn)(const struct search *search, struct timeline *t,
	const struct hits *hits);

static int run(const struct search *search, show_fn show)
{
	struct hits hits = { .wanted = search->wanted };
	int rc = store_snapshot(search->store);

	if (rc != 0)
		return rc;
	rc = passage_each(
		search->store, search->wanted->query, keep_hit, &hits);
	for (size_t i = 0; rc == 0 && i < hits.n_lines; i++) {
		struct timeline t = { 0 };

		rc = open_timeline(&t, search->store, &hits.lines[i]);
		if (rc == 0)
			rc = show(search, &t, &hits);
		release_timeline(&t);
	}
	release_hits(&hits);
	return store_end(search->store, rc);
}

int search_each(struct search_count *out, struct store *store,
	const struct search_wanted *w, search_fn fn, void *ctx)
{
	*out = (struct search_count){ 0 };
	return run(&(struct search){ store, w, out, fn, ctx }, show_passages);
}

int search_each_wording(struct search_count *out, struct store *store,
	const struct search_wanted *w, search_fn fn, void *ctx)
{
	if (w->query->op != PASSAGE_PHRASE || w->query->prefix)
		return err_set(ERR_INVALID,
			_("a wording is one phrase, word by word"));
	*out = (struct search_count){ 0 };
	return run(&(struct search){ store, w, out, fn, ctx }, show_wording);
}

/* --- JSON --- */

static cJSON *period_json(const struct search_period *p)
{
	cJSON *o = json_object();

	json_set_int(o, "from_version", p->first->number);
	json_set_int(o, "to_version", p->last->number);
	if (p->before != NULL)
		json_add(o, "before", history_sighting_json(&p->before->last));
	json_add(o, "first", history_sighting_json(&p->first->first));
	json_add(o, "last", history_sighting_json(&p->last->last));
	if (p->after != NULL)
		json_add(o, "after", history_sighting_json(&p->after->first));
	if (p->before != NULL)
		json_set_bool(o, "came_by_our_rules", p->first->technical);
	if (p->after != NULL)
		json_set_bool(o, "left_by_our_rules", p->after->technical);
	return o;
}

static void push_offset(cJSON *pair, const struct str *text)
{
	json_push(pair,
		cJSON_CreateNumber((double)utf8_count(text->p, text->len)));
}

/* A snippet without its marks, and where they stood: pairs of offsets in
 * characters. */
static void set_snippet(cJSON *o, const char *snippet)
{
	cJSON *marks = json_array(), *pair = NULL;
	struct str text = { 0 };

	str_puts(&text, "");
	for (; *snippet != '\0'; snippet++) {
		if (*snippet == PASSAGE_ON) {
			pair = json_array();
			push_offset(pair, &text);
		} else if (*snippet == PASSAGE_OFF && pair != NULL) {
			push_offset(pair, &text);
			json_push(marks, pair);
			pair = NULL;
		} else {
			str_putc(&text, *snippet);
		}
	}
	cJSON_Delete(pair);
	json_set(o, "snippet", text.p);
	json_add(o, "marks", marks);
	str_release(&text);
}

void search_json(cJSON *o, const struct search_found *found)
{
	cJSON *stood = json_array(), *section = json_array();

	json_set(o, "service", found->service);
	json_set(o, "terms", found->terms);
	for (size_t i = 0; i < found->n_section; i++)
		json_push_string(section, found->section[i]);
	for (size_t i = 0; i < found->n; i++)
		json_push(stood, period_json(&found->periods[i]));
	if (found->passage != NULL) {
		json_add(o, "section", section);
		json_set(o, "passage", found->passage);
		set_snippet(o, found->snippet);
	} else {
		cJSON_Delete(section);
		json_set_bool(o, "checked", found->checked);
	}
	json_add(o, "stood", stood);
}
