/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The forms are those of mentions_forms; each place found is judged by
 * claim_read(); the table in decide() makes one answer of them.
 */
#include "cases/mentions.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/finder.h"
#include "scrapers/lexicon.h"

enum { TEXT_MAX = 8 << 20 };

static void release_text(struct mentions_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->v[i].text);
		free(t->v[i].lead);
		free(t->v[i].section);
	}
	free(t->v);
}

void mentions_release(struct mentions *m)
{
	mentions_forms_release(&m->forms);
	for (size_t i = 0; i < m->n; i++) {
		struct mentions_document *d = &m->v[i];

		history_close(&d->h);
		free(d->service);
		free(d->terms);
		free(d->missing);
		release_text(&d->text);
		release_text(&d->after);
	}
	free(m->v);
	*m = (struct mentions){ 0 };
}

/* A form that cannot be looked for is found here, not at each text. */
static int check_forms(const struct mentions *m)
{
	struct finder *f = finder_new();
	int rc = 0;

	for (size_t i = 0; i < m->forms.n && rc == 0; i++)
		rc = finder_add(f, 0, m->forms.v[i].text);
	finder_free(f);
	return rc;
}

int mentions_ask(struct mentions *out, const struct mentions_question *q)
{
	struct mentions m = { .q = *q };
	int rc = q->at != NULL ? history_instant(&m.ns, q->at, q->zone) : 0;

	if (rc == 0 && q->host != NULL)
		rc = mentions_forms_host(&m.forms, &m.owner, &m.cloud,
			&(struct mentions_host){
				q->host, q->store, q->list, q->c });
	for (size_t i = 0; i < q->n_owners && rc == 0; i++)
		mentions_forms_owner(&m.forms, q->owners[i], q->c);
	if (rc == 0 && q->term != NULL)
		mentions_forms_term(&m.forms, q->term);
	if (rc == 0)
		mentions_forms_categories(&m.forms, q->term != NULL);
	if (rc == 0)
		rc = check_forms(&m);
	if (rc != 0)
		mentions_release(&m);
	else
		*out = m;
	return rc;
}

/* --- one text --- */

struct reading {
	const struct mentions *m;
	struct mentions_text *out;
	struct sentences s;
	size_t *numbers;	     /* of the forms, by number in the search */
	bool *categories;	     /* whether a sentence names one */
	size_t listing;		     /* section + 1 whose heading names one */
	struct claim_list *lists[3]; /* by language, made when needed */
};

static const char *const languages[] = { "en", "fr", "de" };

static const struct claim_list *list_of(struct reading *r, const char *lang)
{
	size_t i = 0;

	while (i < 2 && strcmp(languages[i], lang) != 0)
		i++;
	if (r->lists[i] == NULL)
		r->lists[i] = claim_list_new(languages[i]);
	return r->lists[i];
}

static char *copy(const struct sentences *s, size_t i)
{
	return mem_dup(sentences_text(s, i), s->v[i].len);
}

/* A hit as the rules of claims look at it. */
static struct claim_place place_of(
	struct reading *r, const struct finder_hit *hit, const char *lang)
{
	const struct mentions_form *form =
		&r->m->forms.v[r->numbers[hit->form]];
	const struct sentence *one = &r->s.v[hit->sentence];
	struct claim_place p = { .text = sentences_text(&r->s, hit->sentence),
		.len = one->len,
		.start = hit->start,
		.end = hit->end,
		.list = list_of(r, lang),
		.data = r->m->q.term != NULL,
		.whole = form->of == MENTIONS_OF_CATEGORY &&
			 form->role == MENTION_NOTHING };

	if (one->lead != 0) {
		p.lead = sentences_text(&r->s, one->lead - 1);
		p.lead_len = r->s.v[one->lead - 1].len;
	}
	return p;
}

/* "Our sub-processors:" above makes a bare name one. */
static bool is_listed(const struct reading *r, const struct sentence *one)
{
	if (r->m->q.term != NULL)
		return false;
	return one->lead != 0 ? r->categories[one->lead - 1]
			      : r->listing == one->section + 1;
}

/* What the sentence of a hit says, with its lead; a fragment without one has
 * the heading above. */
static struct claim judge(
	struct reading *r, const struct finder_hit *hit, const char *lang)
{
	const struct sentence *one = &r->s.v[hit->sentence];
	struct claim_place place;
	struct claim c = { CLAIM_ASIDE, "link" };
	const char *section = sentences_section(&r->s, hit->sentence);

	if (hit->link)
		return c;
	place = place_of(r, hit, lang);
	claim_read(&c, &place);
	if (one->heading && c.kind == CLAIM_AFFIRMED)
		return (struct claim){ CLAIM_ASIDE, "heading" };
	if (c.kind != CLAIM_ASIDE || strcmp(c.rule, "no-verb") != 0 ||
		one->heading || strchr(".!", place.text[one->len - 1]) != NULL)
		return c;
	if (place.lead == NULL) {
		place.lead = section;
		place.lead_len = strlen(section);
		claim_read(&c, &place);
	}
	if (c.kind == CLAIM_ASIDE && strcmp(c.rule, "no-verb") == 0 &&
		is_listed(r, one))
		return (struct claim){ CLAIM_AFFIRMED, "listed" };
	return c;
}

/* Notes that a sentence or heading names a category of recipients. */
static void note_category(struct reading *r, const struct finder_hit *hit,
	const struct mentions_form *form)
{
	const struct sentence *one = &r->s.v[hit->sentence];

	if (hit->link || form->of != MENTIONS_OF_CATEGORY ||
		(form->role != MENTION_OPEN && form->role != MENTION_WIDE))
		return;
	r->categories[hit->sentence] = true;
	if (one->heading)
		r->listing = one->section + 1;
}

/* One claim more, of the form that was found. */
static void count(struct mentions_tally *sum, const struct mentions_form *f,
	enum claim_kind kind)
{
	bool only_denied = f->role == MENTION_ANY || f->role == MENTION_NOTHING;

	if (f->of == MENTIONS_OF_SUBJECT)
		sum->subject[kind]++;
	if (f->of == MENTIONS_OF_CLOUD)
		sum->cloud[kind]++;
	if (f->of != MENTIONS_OF_CATEGORY)
		return;
	if (only_denied && kind != CLAIM_DENIED)
		return;
	if (kind == CLAIM_DENIED && !only_denied && f->role != MENTION_WIDE)
		kind = CLAIM_UNSURE; /* it may hold the one asked for */
	sum->open[kind]++;
}

static bool is_past_limit(const struct mentions_text *t, bool subject)
{
	size_t n = subject ? t->subjects : t->n - t->subjects;

	return n >= MENTIONS_PASSAGES;
}

static void see_hit(const struct finder_hit *hit, void *ctx)
{
	struct reading *r = ctx;
	struct mentions_text *t = r->out;
	size_t form = r->numbers[hit->form];
	const struct mentions_form *one = &r->m->forms.v[form];
	const char *lang = one->lang;
	struct mentions_passage p = { .form = form, .link = hit->link };

	if (lang == NULL)
		lang = t->lang != NULL ? t->lang : "en";
	note_category(r, hit, one);
	p.claim = judge(r, hit, lang);
	count(&t->sum, one, p.claim.kind);
	if (is_past_limit(t, one->of != MENTIONS_OF_CATEGORY)) {
		t->more++;
		return;
	}
	t->subjects += one->of != MENTIONS_OF_CATEGORY;
	p.text = copy(&r->s, hit->sentence);
	if (r->s.v[hit->sentence].lead != 0)
		p.lead = copy(&r->s, r->s.v[hit->sentence].lead - 1);
	p.section = mem_strdup(sentences_section(&r->s, hit->sentence));
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n++] = p;
}

static enum mentions_answer decide(
	const char **rule, const struct mentions_tally *t)
{
	bool open = t->open[CLAIM_AFFIRMED] > 0;
	bool closed = t->open[CLAIM_DENIED] > 0;

	*rule = "named-and-denied";
	if (t->subject[CLAIM_AFFIRMED] > 0 && t->subject[CLAIM_DENIED] > 0)
		return MENTIONS_AMBIGUOUS;
	*rule = "named-but-category-denied";
	if (t->subject[CLAIM_AFFIRMED] > 0 && closed)
		return MENTIONS_AMBIGUOUS;
	*rule = "named";
	if (t->subject[CLAIM_AFFIRMED] > 0)
		return MENTIONS_CLEAR;
	*rule = "denied-but-category-open";
	if (t->subject[CLAIM_DENIED] > 0 && open)
		return MENTIONS_AMBIGUOUS;
	*rule = "named-in-denial";
	if (t->subject[CLAIM_DENIED] > 0)
		return MENTIONS_DENIED;
	*rule = "category-open-and-denied";
	if (open && closed)
		return MENTIONS_AMBIGUOUS;
	*rule = "open-category";
	if (open)
		return MENTIONS_VAGUE;
	*rule = "category-denied";
	if (closed)
		return MENTIONS_DENIED;
	*rule = "left-open";
	if (t->subject[CLAIM_UNSURE] > 0 || t->open[CLAIM_UNSURE] > 0)
		return MENTIONS_AMBIGUOUS;
	*rule = "named-in-passing";
	if (t->subject[CLAIM_ASIDE] > 0)
		return MENTIONS_AMBIGUOUS;
	*rule = t->open[CLAIM_ASIDE] > 0 ? "categories-in-passing" : "nothing";
	return MENTIONS_OMITTED;
}

/* Lists of words of other languages judge no text. */
static enum mentions_answer leave_open(const char **rule)
{
	*rule = "language-unknown";
	return MENTIONS_AMBIGUOUS;
}

static int tell_language(const char **out, const struct sentences *s)
{
	struct fold folded = { 0 };
	int rc = fold_text(&folded, s->text.p, s->text.len);

	if (rc == 0)
		*out = lexicon_guess(&folded);
	fold_release(&folded);
	return rc;
}

static int search(struct reading *r)
{
	struct finder *f = finder_new();
	size_t n = 0;
	int rc = 0;

	r->numbers = mem_new(r->m->forms.n + 1, sizeof(*r->numbers));
	r->categories = mem_new(r->s.n + 1, sizeof(*r->categories));
	for (size_t i = 0; i < r->m->forms.n && rc == 0; i++) {
		const struct mentions_form *one = &r->m->forms.v[i];
		bool mask = one->of == MENTIONS_OF_CATEGORY &&
			    one->role == MENTION_MASK;

		if (one->lang != NULL && r->out->lang != NULL &&
			strcmp(one->lang, r->out->lang) != 0)
			continue;
		r->numbers[n++] = i;
		rc = finder_add(f, mask ? FINDER_MASK : 0, one->text);
	}
	if (rc == 0) {
		finder_compile(f);
		finder_search(f, &r->s, see_hit, r);
	}
	finder_free(f);
	free(r->numbers);
	free(r->categories);
	for (size_t i = 0; i < 3; i++)
		claim_list_free(r->lists[i]);
	return rc;
}

static int read_text(struct mentions_text *out, const struct mentions *m,
	const struct version_span *span)
{
	struct mentions_text t = { .lang = m->q.lang };
	struct reading r = { .m = m, .out = &t };
	struct str text;
	int rc;

	str_init(&text, TEXT_MAX);
	rc = history_text(&text, m->q.store, span);
	if (rc == 0)
		rc = sentences_read(&r.s, text.p, text.len);
	if (rc == 0 && t.lang == NULL)
		rc = tell_language(&t.lang, &r.s);
	if (rc == 0)
		rc = search(&r);
	sentences_release(&r.s);
	str_release(&text);
	if (rc != 0) {
		release_text(&t);
		return rc;
	}
	t.answer =
		t.lang != NULL ? decide(&t.rule, &t.sum) : leave_open(&t.rule);
	*out = t;
	return 0;
}

int mentions_of_text(enum mentions_answer *out, const struct mentions *m,
	const struct version_span *span)
{
	struct mentions_text t = { 0 };
	int rc = read_text(&t, m, span);

	if (rc == 0)
		*out = t.answer;
	release_text(&t);
	return rc;
}

/* --- documents --- */

/* The span of the first sighting behind the day. */
static const struct version_span *span_after(const struct mentions_document *d)
{
	const struct version_span *end = d->h.spans.v + d->h.spans.n;

	return d->known.span + 1 < end ? d->known.span + 1 : NULL;
}

static int read_document(struct mentions_document *d, const struct mentions *m)
{
	int rc = history_open(&d->h, m->q.store, d->service, d->terms);

	if (rc == 0) { /* as the archive spells them */
		free(d->service);
		free(d->terms);
		d->service = mem_strdup(d->h.service);
		d->terms = mem_strdup(d->h.terms);
		rc = history_at(&d->known, &d->h, m->ns);
	}
	if (rc == ERR_NOTFOUND) {
		d->missing = mem_strdup(err_message());
		return 0;
	}
	if (rc == 0)
		rc = read_text(&d->text, m, d->known.span);
	d->between = d->known.has_after && !d->known.after_same &&
		     strcmp(mentions_certainty(m, d), "between") == 0 &&
		     span_after(d) != NULL;
	if (rc == 0 && d->between)
		rc = read_text(&d->after, m, span_after(d));
	return rc;
}

int mentions_read(struct mentions *m, const char *service, const char *terms)
{
	struct mentions_document *d;

	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
	d = &m->v[m->n++];
	*d = (struct mentions_document){ .service = mem_strdup(service),
		.terms = mem_strdup(terms) };
	return read_document(d, m);
}

/* Whether the text was read, and no list is in its language. */
static bool is_unjudged(const struct mentions_document *d)
{
	return d->missing == NULL && d->text.lang == NULL;
}

static void add_tallies(struct mentions_tally *sum, const struct mentions *m)
{
	for (size_t i = 0; i < m->n; i++)
		for (int kind = 0; kind <= CLAIM_UNSURE; kind++) {
			const struct mentions_tally *t = &m->v[i].text.sum;

			if (is_unjudged(&m->v[i]))
				break;
			sum->subject[kind] += t->subject[kind];
			sum->cloud[kind] += t->cloud[kind];
			sum->open[kind] += t->open[kind];
		}
}

/* What one text that was judged names is named; the rest stays open while
 * another text was not judged. */
static enum mentions_answer decide_all(const char **rule,
	const struct mentions_tally *sum, const struct mentions *m)
{
	enum mentions_answer answer = decide(rule, sum);
	bool unjudged = false;

	for (size_t i = 0; i < m->n; i++)
		unjudged |= is_unjudged(&m->v[i]);
	return unjudged && mentions_to_confirm(answer) ? leave_open(rule)
						       : answer;
}

enum mentions_answer mentions_answer(
	const char **rule, const struct mentions *m)
{
	struct mentions_tally sum = { 0 };

	add_tallies(&sum, m);
	return decide_all(rule, &sum, m);
}

enum mentions_answer mentions_cloud_answer(
	const char **rule, const struct mentions *m)
{
	struct mentions_tally sum = { 0 };

	add_tallies(&sum, m);
	memcpy(sum.subject, sum.cloud, sizeof(sum.subject));
	return decide_all(rule, &sum, m);
}

size_t mentions_missing(const struct mentions *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->v[i].missing != NULL;
	return n;
}

bool mentions_to_confirm(enum mentions_answer answer)
{
	return answer == MENTIONS_OMITTED || answer == MENTIONS_VAGUE ||
	       answer == MENTIONS_DENIED;
}

const char *mentions_answer_name(enum mentions_answer answer)
{
	static const char *const names[] = { N_("omitted"), N_("clear"),
		N_("vague"), N_("ambiguous"), N_("denied") };

	return names[answer];
}

const char *mentions_certainty(
	const struct mentions *m, const struct mentions_document *d)
{
	int64_t seen = d->known.before.seen_ns;

	if (m->ns - seen < INSTANT_SECOND * 86400 && d->known.before.day_only)
		return N_("seen");
	if (d->known.has_after && d->known.after_same)
		return N_("unchanged");
	return d->known.has_after ? N_("between") : N_("since");
}
