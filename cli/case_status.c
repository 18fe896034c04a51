/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/case_status.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cases/draft.h"
#include "cli/out.h"

int case_status_read(struct case_json *c, struct backing *b, struct store *s)
{
	struct str path = { 0 };
	int rc = draft_case_path(&path, s);

	if (rc == 0)
		rc = case_json_read(c, path.p);
	if (rc == 0 && case_json_usable(c))
		rc = backing_read(
			b, &(struct backing_order){ .store = s, .c = c });
	str_release(&path);
	return rc;
}

static void say_letter(
	const struct cli *cli, cJSON *list, const struct reply *r)
{
	const char *id = case_json_text(r->letter, "id");
	char due[INSTANT_TEXT];
	cJSON *one;

	instant_date(due, r->deadline.due * 86400 * INSTANT_SECOND, 0);
	if (!cli->json) {
		struct str line = { 0 };

		str_printf(&line, _("letter %s: answer due by %s, "), id, due);
		str_printf(&line, "%s\n", _(reply_state_name(r->state)));
		out_lines(stdout, line.p, line.len);
		str_release(&line);
		return;
	}
	one = json_object();
	json_set(one, "letter", id);
	json_set(one, "due", due);
	json_set(one, "state", reply_state_name(r->state));
	json_push(list, one);
}

static int say_letters(
	const struct cli *cli, cJSON *object, const struct backing *b)
{
	struct reply_view view = backing_view(b);
	cJSON *list = json_array();
	const cJSON *letter;
	struct reply r;
	int rc = 0;

	cJSON_ArrayForEach(letter, case_json_list(b->c, "correspondence"))
	{
		if (strcmp(case_json_text(letter, "direction"), "sent") != 0)
			continue;
		rc = reply_find(&r, b->c, letter, &view);
		if (rc != 0)
			break;
		if (r.statutory)
			say_letter(cli, list, &r);
	}
	if (object != NULL)
		json_add(object, "deadlines", list);
	else
		cJSON_Delete(list);
	return rc;
}

/* The exhibits there are: their numbers are what case.json names. */
struct listing {
	cJSON *list; /* or NULL: lines on standard output */
	const struct backing *b;
};

static int say_exhibit(const struct exhibit *e, void *ctx)
{
	const struct listing *l = ctx;
	bool cited = backing_exhibit(l->b, e->id) != NULL, home = false;
	cJSON *one;
	int rc = exhibit_is_home(&home, l->b->store, e->id);

	if (rc != 0)
		return rc;
	if (l->list == NULL) {
		printf(_("exhibit %lld: "), (long long)e->id);
		out_text(stdout, e->title);
		printf(" (%s)%s%s\n", e->kind, cited ? "" : _(", not cited"),
			home ? _(", stays at home") : "");
		return 0;
	}
	one = json_object();
	json_set_int(one, "id", e->id);
	json_set(one, "kind", e->kind);
	json_set(one, "title", e->title);
	json_set_bool(one, "cited", cited);
	if (home)
		json_set_bool(one, "stays_at_home", true);
	json_push(l->list, one);
	return 0;
}

static int say_exhibits(cJSON *object, const struct backing *b)
{
	struct listing l = { object != NULL ? json_array() : NULL, b };
	int rc = exhibit_each(b->store, say_exhibit, &l);

	if (object != NULL)
		json_add(object, "exhibits", l.list);
	return rc;
}

static void say_state(const struct cli *cli, cJSON *object,
	const struct backing *b, const struct rules_count *count)
{
	if (object != NULL) {
		json_set(object, "authority", b->authority.slug);
		json_set_int(object, "cited", (int64_t)b->n_exhibits);
		json_set_int(object, "policies", (int64_t)b->n_policies);
		json_set_bool(object, "stamped", b->stamped);
		json_set_int(object, "blocking", (int64_t)count->blocking);
		json_set_int(object, "warnings", (int64_t)count->warnings);
		return;
	}
	printf(_("to: %s\n"), b->authority.name);
	printf(_("cited: %zu exhibits, %zu policies; time-stamp: %s\n"),
		b->n_exhibits, b->n_policies, b->stamped ? _("yes") : _("no"));
	printf(_("to mend: %zu; to know: %zu\n"), count->blocking,
		count->warnings);
	out_note(cli, "%s",
		count->blocking > 0
			? _("next: 'constat case check' says what is missing")
			: _("next: 'constat draft complaint --lang fr -o "
			    "complaint.pdf'"));
}

int case_status_say(const struct cli *cli, struct store *s)
{
	cJSON *object = cli->json ? out_object("case-status") : NULL;
	struct rules_count count = { 0 };
	struct case_json c = { 0 };
	struct backing b = { 0 };
	int rc = case_status_read(&c, &b, s);

	if (rc == 0 && !case_json_usable(&c))
		rc = err_set(ERR_INVALID,
			_("case.json has wrong members; see 'constat case "
			  "check'"));
	if (rc == 0)
		rc = rules_check(&count, &b, NULL, NULL);
	if (rc == 0)
		rc = say_exhibits(object, &b);
	if (rc == 0)
		rc = say_letters(cli, object, &b);
	if (rc == 0)
		say_state(cli, object, &b, &count);
	if (rc == 0 && object != NULL)
		out_json(object);
	else
		cJSON_Delete(object);
	backing_release(&b);
	case_json_release(&c);
	return rc == 0 ? CMD_DONE : out_fail();
}
