/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Moves a built text into the object. */
static void put(cJSON *out, const char *name, struct str *text)
{
	json_set(out, name, text->p != NULL ? text->p : "");
	str_release(text);
}

void model_part_copy(cJSON *out, const cJSON *item, const char *const names[])
{
	for (; *names != NULL; names++)
		json_set(out, *names, case_json_text(item, *names));
}

void model_part_word(cJSON *out, const char *name, const struct wording *w,
	const char *group, const char *code)
{
	json_set(out, name, *code != '\0' ? wording_word(w, group, code) : "");
}

void model_part_time(cJSON *out, const char *name, const struct backing *b,
	int64_t ns, enum wording_time precision)
{
	struct str text = { 0 };

	(void)wording_time(&text, &b->wording, ns, b->zone, precision);
	put(out, name, &text);
}

void model_part_day(
	cJSON *out, const char *name, const struct backing *b, int64_t day)
{
	struct str text = { 0 };

	(void)wording_date(&text, &b->wording, day);
	put(out, name, &text);
}

void model_part_when(cJSON *out, const char *name, const struct backing *b,
	const cJSON *item, const char *member)
{
	bool day_only = false;
	int64_t ns;

	json_set(out, name, "");
	if (case_json_when(&ns, &day_only, item, member, b->zone))
		model_part_time(out, name, b, ns,
			day_only ? WORDING_DAY : WORDING_MINUTE);
}

void model_part_number(
	cJSON *out, const char *name, const struct backing *b, uint64_t n)
{
	struct str text = { 0 };

	(void)wording_number(&text, &b->wording, n);
	put(out, name, &text);
}

void model_part_digest(
	cJSON *out, const char *name, const struct digest *digest)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, digest);
	json_set(out, name, hex);
}

void model_part_hosts(
	cJSON *out, const char *name, const struct contact *contact)
{
	struct str names = { 0 }, several = { 0 };

	str_init(&names, 0);
	for (size_t i = 0; i < contact->n_hosts; i++)
		str_printf(&names, "%s%s", i > 0 ? ", " : "",
			contact->hosts[i].host);
	str_printf(&several, "%s_several", name);
	json_set(out, name, names.p);
	json_set_bool(out, several.p, contact->n_hosts > 1);
	str_release(&names);
	str_release(&several);
}

void model_part_refer(cJSON *out, const char *name, const struct pieces *p,
	const struct piece *const list[], size_t n)
{
	struct str text = { 0 };

	(void)pieces_refer(&text, p, list, n);
	put(out, name, &text);
}

static size_t add(const struct piece *list[], size_t n, size_t room,
	const struct piece *piece)
{
	if (piece != NULL && n < room)
		list[n++] = piece;
	return n;
}

/* "exhibit" and "exhibits" of an element. */
static size_t add_exhibits(const struct pieces *p, const cJSON *item,
	const struct piece *list[], size_t n, size_t room)
{
	const cJSON *one;

	n = add(list, n, room,
		pieces_exhibit(p, json_integer(item, "exhibit", 0)));
	cJSON_ArrayForEach(
		one, json_member(item, "exhibits")) if (cJSON_IsNumber(one)) n =
		add(list, n, room,
			pieces_exhibit(p, (int64_t)one->valuedouble));
	return n;
}

void model_part_exhibits(
	cJSON *out, const char *name, const struct pieces *p, const cJSON *item)
{
	const struct piece *list[MODEL_PART_PIECES];
	size_t n = add_exhibits(p, item, list, 0, MODEL_PART_PIECES);

	model_part_refer(out, name, p, list, n);
}

/* The policy of that id, or that holds the quote or mention of that id. */
static const struct policy *policy_of(const struct backing *b, const char *id)
{
	for (size_t i = 0; i < b->n_policies; i++) {
		const struct policy *y = &b->policies[i];

		if (strcmp(case_json_text(y->item, "id"), id) == 0)
			return y;
		for (size_t k = 0; k < y->n_quotes; k++)
			if (strcmp(case_json_text(y->quotes[k].item, "id"),
				    id) == 0)
				return y;
	}
	for (size_t i = 0; i < b->n_stated; i++)
		if (strcmp(case_json_text(b->stated[i].item, "id"), id) == 0)
			return b->stated[i].policy;
	return NULL;
}

size_t model_part_backing(const struct pieces *p, const char *id,
	const struct piece *list[], size_t n, size_t room)
{
	const struct policy *y = policy_of(p->b, id);
	const char *where;
	const cJSON *item;

	if (y != NULL)
		return add(list, n, room, pieces_policy(p, y));
	item = case_json_find(p->b->c, id, &where);
	return item != NULL ? add_exhibits(p, item, list, n, room) : n;
}

void model_part_list(cJSON *out, const char *name, cJSON *list)
{
	struct str has = { 0 };

	str_printf(&has, "has_%s", name);
	json_set_bool(out, has.p, list->child != NULL);
	json_add(out, name, list);
	str_release(&has);
}

cJSON *model_part_lines(const char *text)
{
	cJSON *list = json_array();
	struct str line = { 0 };

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		str_clear(&line);
		str_add(&line, text, n);
		if (n > 0)
			json_push_string(list, line.p);
		text += n + (text[n] == '\n');
	}
	str_release(&line);
	return list;
}

void model_part_mention(
	cJSON *out, const struct backing *b, const struct stated *s)
{
	static const char *const asked[] = { "host", "owner", "term" };
	const char *what = stated_asked(s->item);
	struct str name = { 0 };

	for (size_t i = 0; i < 3; i++) {
		str_clear(&name);
		str_printf(&name, "is_%s", asked[i]);
		json_set_bool(out, name.p, strcmp(what, asked[i]) == 0);
	}
	for (int a = MENTIONS_OMITTED; a <= MENTIONS_DENIED; a++) {
		str_clear(&name);
		str_printf(&name, "is_%s",
			mentions_answer_name((enum mentions_answer)a));
		json_set_bool(out, name.p, a == (int)s->answer);
	}
	json_set(out, "asked", case_json_text(s->item, what));
	json_set(out, "searched", s->searched.p);
	model_part_when(out, "confirmed", b, s->item, "confirmed");
	str_release(&name);
}
