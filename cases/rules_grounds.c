/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_grounds.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cases/shape.h"

static bool is(const cJSON *object, const char *name, const char *word)
{
	return strcmp(case_json_text(object, name), word) == 0;
}

/* Where an element of a list stands. */
static void place(struct str *out, const char *list, size_t i)
{
	str_clear(out);
	str_printf(out, "/%s/%zu", list, i);
}

/* E03: a grievance has words in the document's language, and a fact. Blank
 * members are told of already; here: the language. */
static int no_grievance(struct rules *r)
{
	const cJSON *g;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(g, case_json_list(r->b->c, "grievances"))
	{
		place(&at, "grievances", i++);
		if (!shape_is_blank(json_member(g, "statement")) &&
			*case_json_text(json_member(g, "statement"),
				r->b->lang) == '\0')
			rules_tell(r, at.p,
				_("the grievance has no statement in the "
				  "language '%s'"),
				r->b->lang);
	}
	str_release(&at);
	return 0;
}

/* Whether a right was exercised before: a letter sent that is about it. */
static int exercised(bool *out, const struct rules *r)
{
	struct reply_view view = backing_view(r->b);
	const cJSON *letter;
	struct reply reply;
	int rc;

	*out = false;
	cJSON_ArrayForEach(letter, case_json_list(r->b->c, "correspondence"))
	{
		if (!is(letter, "direction", "sent"))
			continue;
		rc = reply_find(&reply, r->b->c, letter, &view);
		if (rc != 0)
			return rc;
		*out = *out || reply.statutory;
	}
	return 0;
}

/* E05: a right of articles 15 to 22 is exercised with the controller first. */
static int right_not_exercised(struct rules *r)
{
	const cJSON *g;
	struct str at = { 0 };
	size_t i = 0;
	bool done = false;
	int rc = exercised(&done, r);

	cJSON_ArrayForEach(g, case_json_list(r->b->c, "grievances"))
	{
		place(&at, "grievances", i++);
		if (rc == 0 && !done &&
			reply_names_article(
				case_json_text(g, "provision"), 15, 22))
			rules_tell(r, at.p,
				_("the right of '%s' was not exercised with "
				  "the controller; send the request first, "
				  "then add it to correspondence"),
				case_json_text(g, "provision"));
	}
	str_release(&at);
	return rc;
}

static void tell_running(struct rules *r, const char *at, const struct reply *p)
{
	char due[INSTANT_TEXT];

	instant_date(due, p->deadline.due * 86400 * INSTANT_SECOND, 0);
	rules_tell(r, at,
		_("the controller may still answer '%s' until %s; wait, or "
		  "leave the missing answer out"),
		case_json_text(p->letter, "id"), due);
}

/* E06: "no answer" while there is time left. */
static int still_in_time(struct rules *r)
{
	struct reply_view view = backing_view(r->b);
	const cJSON *letter;
	struct str at = { 0 };
	struct reply reply;
	size_t i = 0;
	int rc = 0;

	cJSON_ArrayForEach(letter, case_json_list(r->b->c, "correspondence"))
	{
		place(&at, "correspondence", i++);
		if (!is(letter, "direction", "sent") || rc != 0)
			continue;
		rc = reply_find(&reply, r->b->c, letter, &view);
		if (rc != 0 || !reply.statutory)
			continue;
		r->blocks = is(letter, "assessment", "no-answer");
		if (reply.state == REPLY_RUNNING)
			tell_running(r, at.p, &reply);
	}
	str_release(&at);
	return rc;
}

/* An answer that is older than what it answers. */
static void check_answers(
	struct rules *r, const cJSON *letter, int64_t ns, const char *at)
{
	const cJSON *id, *other;
	const char *list;
	bool day_only;
	int64_t sent;

	cJSON_ArrayForEach(id, json_member(letter, "answers"))
	{
		other = case_json_find(r->b->c, id->valuestring, &list);
		if (case_json_when(&sent, &day_only, other, "at", r->b->zone) &&
			wording_day(ns, r->b->zone) <
				wording_day(sent, r->b->zone))
			rules_tell(r, at,
				_("the answer is dated before '%s', which it "
				  "answers"),
				id->valuestring);
	}
}

/* Everything the complaint tells of lies before it. */
static void check_before(
	struct rules *r, const cJSON *item, const char *member, const char *at)
{
	bool day_only;
	int64_t ns;

	if (case_json_when(&ns, &day_only, item, member, r->b->zone) &&
		ns > r->b->end_ns)
		rules_tell(r, at,
			_("'%s' lies behind the date of the complaint; mend "
			  "one of the two (statements.signed_on)"),
			case_json_text(item, member));
}

static void check_order(struct rules *r, const cJSON *item, const char *at)
{
	bool day_only;
	int64_t from, to;

	check_before(r, item, "at", at);
	check_before(r, item, "date", at);
	check_before(r, item, "to", at);
	check_before(r, item, "received_on", at);
	if (case_json_when(&from, &day_only, item, "from", r->b->zone) &&
		case_json_when(&to, &day_only, item, "to", r->b->zone) &&
		to < from)
		rules_tell(r, at, _("it ends before it begins"));
}

/* Lines of a log that lie behind the complaint. */
static void check_logs(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		int64_t first, last;

		place(&at, "observations", i);
		if (contact_range(&first, &last, &r->b->contacts[i]) &&
			last > r->b->end_ns)
			rules_tell(r, at.p,
				_("lines of the log lie behind the date of the "
				  "complaint; mend statements.signed_on"));
	}
	str_release(&at);
}

/* E11 */
static int dates_out_of_order(struct rules *r)
{
	static const char *const lists[] = { "policies", "observations",
		"facts", "experiments", "correspondence" };
	struct str at = { 0 };
	const cJSON *item;
	bool day_only;
	int64_t ns;

	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
		size_t i = 0;

		cJSON_ArrayForEach(item, case_json_list(r->b->c, lists[l]))
		{
			place(&at, lists[l], i++);
			check_order(r, item, at.p);
			if (case_json_when(
				    &ns, &day_only, item, "at", r->b->zone))
				check_answers(r, item, ns, at.p);
		}
	}
	str_release(&at);
	check_logs(r);
	return 0;
}

/* W01: a suspicion is a question to the authority; only suspicions are no
 * complaint. */
static int suspicions(struct rules *r)
{
	const cJSON *g;
	struct str at = { 0 };
	size_t i = 0, n = 0;

	cJSON_ArrayForEach(g, case_json_list(r->b->c, "grievances")) n +=
		is(g, "certainty", "suspicion");
	if (n > 0 && n == (size_t)cJSON_GetArraySize(
				  case_json_list(r->b->c, "grievances"))) {
		r->blocks = true;
		rules_tell(r, "/grievances",
			_("every grievance is a suspicion; authorities do not "
			  "treat mere suspicions: establish one, or ask the "
			  "organisation first"));
		return 0;
	}
	cJSON_ArrayForEach(g, case_json_list(r->b->c, "grievances"))
	{
		place(&at, "grievances", i++);
		if (is(g, "certainty", "suspicion"))
			rules_tell(r, at.p,
				_("the grievance on '%s' is a suspicion, and "
				  "is printed as one"),
				case_json_text(g, "provision"));
	}
	str_release(&at);
	return 0;
}

/* Whether content was seen in an observation that a grievance cites. */
static bool saw_payload(const struct rules *r, const cJSON *grievance)
{
	const cJSON *id, *item;
	const char *list;

	cJSON_ArrayForEach(id, json_member(grievance, "facts"))
	{
		item = case_json_find(r->b->c, id->valuestring, &list);
		if (item != NULL && json_bool(item, "payload_seen", false))
			return true;
	}
	return false;
}

/* W02: nobody claims to know what was sent without having seen it. */
static int content_not_seen(struct rules *r)
{
	const cJSON *g;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(g, case_json_list(r->b->c, "grievances"))
	{
		place(&at, "grievances", i++);
		if (is(g, "about", "content") &&
			!is(g, "certainty", "suspicion") && !saw_payload(r, g))
			rules_tell(r, at.p,
				_("the grievance is about what was sent, and "
				  "no observation shows content: a look-up of "
				  "a name shows none; make it a suspicion, or "
				  "about contact"));
	}
	str_release(&at);
	return 0;
}

/* W04 */
static int no_receipt(struct rules *r)
{
	const cJSON *letter;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(letter, case_json_list(r->b->c, "correspondence"))
	{
		place(&at, "correspondence", i++);
		if (is(letter, "direction", "sent") &&
			(is(letter, "receipt_proof", "") ||
				is(letter, "receipt_proof", "none")))
			rules_tell(r, at.p,
				_("nothing proves that '%s' was received"),
				case_json_text(letter, "id"));
	}
	str_release(&at);
	return 0;
}

/* W05 */
static int no_prior_contact(struct rules *r)
{
	const cJSON *letter;

	cJSON_ArrayForEach(letter,
		case_json_list(r->b->c,
			"correspondence")) if (is(letter, "direction",
						       "sent")) return 0;
	rules_tell(r, "/correspondence",
		_("the organisation was not written to; the authority may ask "
		  "for that first"));
	return 0;
}

const struct rules_rule rules_grounds[] = {
	{ "E03", true, no_grievance },
	{ "E05", true, right_not_exercised },
	{ "E06", true, still_in_time },
	{ "E11", true, dates_out_of_order },
	{ "W01", false, suspicions },
	{ "W02", true, content_not_seen },
	{ "W04", false, no_receipt },
	{ "W05", false, no_prior_contact },
	{ NULL, false, NULL },
};
