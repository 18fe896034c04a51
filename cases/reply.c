/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cases/wording.h"

static bool is_one_of(const char *word, const char *const words[])
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool reply_names_article(const char *text, int first, int last)
{
	const char *p = strstr(text, "GDPR");
	long n;

	if (p == NULL)
		p = strstr(text, "RGPD");
	if (p == NULL)
		return false;
	p += strcspn(p, "0123456789");
	n = *p != '\0' ? strtol(p, NULL, 10) : 0;
	return n >= first && n <= last;
}

/* A message need not name the article to exercise the right. */
static bool is_statutory(const cJSON *letter)
{
	static const char *const kinds[] = { "access-request", "objection",
		"erasure", "rectification", NULL };
	const cJSON *article;

	if (is_one_of(case_json_text(letter, "kind"), kinds))
		return true;
	cJSON_ArrayForEach(article, json_member(letter, "articles"))
	{
		if (cJSON_IsString(article) &&
			reply_names_article(article->valuestring, 15, 22))
			return true;
	}
	return false;
}

static bool answers(const cJSON *letter, const char *id)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, json_member(letter, "answers"))
	{
		if (cJSON_IsString(one) && strcmp(one->valuestring, id) == 0)
			return true;
	}
	return false;
}

static bool day_of(int64_t *day, const cJSON *letter, const char *member,
	const struct zone *zone)
{
	bool day_only;
	int64_t ns;

	if (!case_json_when(&ns, &day_only, letter, member, zone))
		return false;
	*day = wording_day(ns, zone);
	return true;
}

/* The earliest letter received in answer, of these kinds, wherever it stands
 * in the list; one without a date comes after all that have one. */
static const cJSON *find_answer(const struct case_json *c, const cJSON *letter,
	const char *const kinds[], const struct zone *zone)
{
	const char *id = case_json_text(letter, "id");
	const cJSON *one, *found = NULL;
	int64_t day, earliest = INT64_MAX;

	cJSON_ArrayForEach(one, case_json_list(c, "correspondence"))
	{
		if (strcmp(case_json_text(one, "direction"), "received") != 0 ||
			!is_one_of(case_json_text(one, "kind"), kinds) ||
			!answers(one, id))
			continue;
		if (!day_of(&day, one, "at", zone))
			day = INT64_MAX;
		if (found == NULL || day < earliest) {
			found = one;
			earliest = day;
		}
	}
	return found;
}

static const char *country_of(const struct case_json *c, const cJSON *letter,
	const struct reply_view *view)
{
	const cJSON *party =
		case_json_party(c, case_json_text(letter, "party"));
	const char *country = case_json_text(party, "country");

	return *country != '\0' ? country : view->country;
}

static enum reply_state state_of(
	const struct reply *r, const struct reply_view *view)
{
	int64_t answered;

	if (r->answer != NULL && day_of(&answered, r->answer, "at", view->zone))
		return !r->statutory || answered <= r->deadline.due
			       ? REPLY_MET
			       : REPLY_LATE;
	if (!r->statutory)
		return REPLY_MET;
	return view->day > r->deadline.due ? REPLY_MISSED : REPLY_RUNNING;
}

int reply_find(struct reply *out, const struct case_json *c,
	const cJSON *letter, const struct reply_view *view)
{
	static const char *const closing[] = { "answer", "refusal", NULL };
	static const char *const longer[] = { "extension", NULL };
	struct reply r = { .letter = letter,
		.answer = find_answer(c, letter, closing, view->zone),
		.extension = find_answer(c, letter, longer, view->zone),
		.statutory = is_statutory(letter),
		.country = country_of(c, letter, view) };
	int rc = 0;

	r.received_known = day_of(&r.event, letter, "received_on", view->zone);
	if (!r.received_known && !day_of(&r.event, letter, "at", view->zone))
		r.event = view->day;
	r.months = r.extension != NULL ? 3 : 1;
	if (r.statutory)
		rc = deadline_find(
			&r.deadline, &(struct deadline_order){ .event = r.event,
					     .count = r.months,
					     .unit = DEADLINE_MONTHS,
					     .country = r.country });
	r.state = state_of(&r, view);
	if (rc == 0)
		*out = r;
	return rc;
}

const char *reply_state_name(enum reply_state state)
{
	static const char *const names[] = { N_("met"), N_("late"),
		N_("missed"), N_("running") };

	return names[state];
}
