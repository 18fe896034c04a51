/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/stated.h"

#include <string.h>

#include "cases/succession.h"

const char *stated_asked(const cJSON *item)
{
	static const char *const names[] = { "host", "owner", "term" };
	const char *found = NULL;

	for (size_t i = 0; i < 3; i++) {
		if (*case_json_text(item, names[i]) == '\0')
			continue;
		if (found != NULL)
			return NULL;
		found = names[i];
	}
	return found;
}

void stated_release(struct stated *s)
{
	str_release(&s->searched);
	*s = (struct stated){ 0 };
}

/* The text that may have been in force already: the next one, when the day
 * itself was not seen. */
static const struct version_span *next_text(const struct policy *p)
{
	const struct version_span *end = p->spans.v + p->spans.n;
	const struct version_sighting *seen = &p->at.before;
	bool that_day = seen->day_only &&
			p->at_ns - seen->seen_ns < 86400 * INSTANT_SECOND;

	if (that_day || !p->at.has_after || p->at.after_same ||
		p->at.span + 1 >= end)
		return NULL;
	return p->at.span + 1;
}

static void list_forms(struct str *out, const struct mentions_forms *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].of == MENTIONS_OF_SUBJECT)
			str_printf(out, "%s%s", out->len > 0 ? ", " : "",
				f->v[i].text);
}

/* The day of reading, and of the document. */
static void read_day(struct stated *s, const struct policy_times *times)
{
	bool day_only;

	s->now_ns = times->now_ns;
	s->has_day = case_json_when(
		&s->day_ns, &day_only, s->item, "confirmed", times->zone);
	if (s->has_day)
		s->day_end_ns = zone_day_end(s->day_ns, times->zone);
}

int stated_read(struct stated *out, const struct stated_order *order,
	const struct policy *p, const cJSON *item)
{
	struct stated one = { .item = item, .policy = p };
	const char *asked = stated_asked(item), *owner;
	const struct version_span *next;
	struct mentions m = { 0 };
	struct mentions_question q = { .store = order->store, .c = order->c };
	int rc = 0;

	read_day(&one, order->times);
	str_init(&one.searched, 0);
	if (p->missing == NULL && asked != NULL) {
		owner = case_json_text(item, "owner");
		q.host = strcmp(asked, "host") == 0
				 ? case_json_text(item, "host")
				 : NULL;
		q.term = strcmp(asked, "term") == 0
				 ? case_json_text(item, "term")
				 : NULL;
		q.owners = &owner;
		q.n_owners = *owner != '\0';
		rc = mentions_ask(&m, &q);
		if (rc == 0)
			rc = mentions_of_text(&one.answer, &m, p->at.span);
		next = rc == 0 ? next_text(p) : NULL;
		if (next != NULL)
			rc = mentions_of_text(&one.next, &m, next);
		one.has_next = next != NULL;
		list_forms(&one.searched, &m.forms);
	}
	mentions_release(&m);
	if (rc != 0)
		stated_release(&one);
	else
		*out = one;
	return rc;
}

/* Whether the text that the person read is the one in force. */
static bool is_text_read(const struct stated *s)
{
	struct digest read;

	return digest_parse(&read, case_json_text(s->item, "text")) &&
	       digest_equal(&read, &s->policy->at.span->text);
}

/* Whether the text can have been read on the day given. */
static bool is_day_possible(const struct stated *s)
{
	struct succession_text seen;

	succession_text(&seen, &s->policy->spans, s->policy->at.span);
	return s->has_day && s->day_end_ns >= seen.first->seen_ns &&
	       s->day_ns <= s->now_ns;
}

enum stated_refusal stated_refusal(const struct stated *s)
{
	if (s->policy->missing != NULL)
		return STATED_NO_TEXT;
	if (stated_asked(s->item) == NULL)
		return STATED_NO_QUESTION;
	if (strcmp(case_json_text(s->item, "answer"),
		    mentions_answer_name(s->answer)) != 0)
		return STATED_OTHER;
	if (s->has_next && s->next != s->answer)
		return STATED_UNCERTAIN;
	if (!mentions_to_confirm(s->answer))
		return STATED_SAYS;
	if (*case_json_text(s->item, "confirmed") == '\0')
		return STATED_UNCONFIRMED;
	if (!is_text_read(s))
		return STATED_UNREAD;
	return is_day_possible(s) ? STATED_SAYS : STATED_DAY;
}
