/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A walk over the tree beside the tables, with the place as a growing JSON
 * Pointer.
 */
#include "cases/shape.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/utf8.h"

enum { ID_MAX = 48, SHOWN_MAX = 60 };

struct walk {
	struct str pointer; /* of the value looked at */
	shape_fn fn;
	void *ctx;
};

static void check_object(
	struct walk *w, const cJSON *value, const struct shape *shape);

bool shape_is_blank(const cJSON *value)
{
	if (value == NULL || cJSON_IsNull(value))
		return true;
	if (cJSON_IsString(value))
		return value->valuestring[0] == '\0';
	return (cJSON_IsArray(value) || cJSON_IsObject(value)) &&
	       value->child == NULL;
}

static void tell(struct walk *w, enum shape_fault fault, const char *message)
{
	w->fn(fault, w->pointer.p, message, w->ctx);
}

/* Appends a member's name to the pointer, escaped after RFC 6901; returns
 * the length to cut it back to. */
static size_t enter(struct walk *w, const char *name)
{
	size_t before = w->pointer.len;

	str_putc(&w->pointer, '/');
	for (; *name != '\0'; name++) {
		if (*name == '~')
			str_puts(&w->pointer, "~0");
		else if (*name == '/')
			str_puts(&w->pointer, "~1");
		else
			str_putc(&w->pointer, *name);
	}
	return before;
}

static size_t enter_index(struct walk *w, size_t i)
{
	size_t before = w->pointer.len;

	str_printf(&w->pointer, "/%zu", i);
	return before;
}

static bool is_date(const char *text)
{
	struct civil c;
	bool has_time;

	return strlen(text) == 10 &&
	       instant_parse_civil(&c, &has_time, text, 10) == 0 && !has_time;
}

static bool is_when(const char *text)
{
	int64_t ns;

	return is_date(text) ||
	       instant_parse(&ns, NULL, text, strlen(text)) == 0;
}

static bool is_id(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && n <= ID_MAX && text[n] == '\0' && text[0] >= 'a' &&
	       text[0] <= 'z';
}

static bool is_country(const char *text)
{
	return strlen(text) == 2 &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz") == 2;
}

static bool is_word(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, text) == 0)
			return true;
	return false;
}

/* "expected …, not '…'", the text cut where it is long. */
static void tell_text(struct walk *w, const char *expected, const char *text)
{
	struct str message = { 0 }, shown = { 0 };

	utf8_printable(&shown, text, strlen(text), false);
	if (shown.len > SHOWN_MAX) {
		size_t n = SHOWN_MAX;

		while (n > 0 && ((unsigned char)shown.p[n] & 0xC0) == 0x80)
			n--;
		str_cut(&shown, n);
		str_puts(&shown, "…");
	}
	str_printf(&message, _("expected %s, not '%s'"), expected, shown.p);
	tell(w, SHAPE_WRONG, message.p);
	str_release(&message);
	str_release(&shown);
}

static void tell_words(
	struct walk *w, const char *const *words, const char *text)
{
	struct str expected = { 0 };

	str_puts(&expected, _("one of "));
	for (const char *const *p = words; *p != NULL; p++)
		str_printf(&expected, "%s%s", p == words ? "" : ", ", *p);
	tell_text(w, expected.p, text);
	str_release(&expected);
}

/* What a text of the type looks like, for messages; NULL: any text will do. */
static const char *form_of(enum shape_type type)
{
	switch (type) {
	case SHAPE_DATE:
		return N_("a date like 2018-09-03");
	case SHAPE_WHEN:
		return N_("a date like 2018-09-03 or a time like "
			  "2018-09-03T10:12:00+02:00");
	case SHAPE_MOMENT:
		return N_("a date like 2018-09-03, a time like "
			  "2018-09-03T10:12:00+02:00, or now");
	case SHAPE_ID:
		return N_("a short name of a-z, 0-9 and -, beginning with a "
			  "letter");
	case SHAPE_COUNTRY:
		return N_("a country code of two small letters like fr");
	default:
		return NULL;
	}
}

static bool fits(enum shape_type type, const char *text)
{
	switch (type) {
	case SHAPE_DATE:
		return is_date(text);
	case SHAPE_WHEN:
		return is_when(text);
	case SHAPE_MOMENT:
		return is_when(text) || strcmp(text, "now") == 0;
	case SHAPE_ID:
		return is_id(text);
	case SHAPE_COUNTRY:
		return is_country(text);
	default:
		return true;
	}
}

static void check_text(
	struct walk *w, const cJSON *value, const struct shape_field *f)
{
	const char *form = form_of(f->type);

	if (!cJSON_IsString(value))
		tell(w, SHAPE_WRONG, _("expected a text in quotes"));
	else if (f->type == SHAPE_WORD &&
		 !is_word(value->valuestring, f->words))
		tell_words(w, f->words, value->valuestring);
	else if (form != NULL && !fits(f->type, value->valuestring))
		tell_text(w, _(form), value->valuestring);
}

static void check_number(struct walk *w, const cJSON *value, int least)
{
	double v = cJSON_IsNumber(value) ? value->valuedouble : -1;

	if (v >= least && v <= 9007199254740992.0 && floor(v) >= v)
		return;
	tell(w, SHAPE_WRONG,
		least == 0
			? _("expected a number from 0 on")
			: _("expected the number of an exhibit, as "
			    "'constat attach' and 'constat import' print it"));
}

static void check_seconds(struct walk *w, const cJSON *value)
{
	double v = cJSON_IsNumber(value) ? value->valuedouble : NAN;

	if (!(fabs(v) <= 86400 && floor(v) >= v))
		tell(w, SHAPE_WRONG,
			_("expected a whole number of seconds, of at most a "
			  "day, like 37 or -2"));
}

static void check_value(
	struct walk *w, const cJSON *value, const struct shape_field *f);

/* Every element as a value of its own. */
static void check_list(struct walk *w, const cJSON *value,
	const struct shape_field *f, enum shape_type type)
{
	const struct shape_field element = { f->name, type, true, f->words,
		f->shape };
	const cJSON *item;
	size_t i = 0;

	if (!cJSON_IsArray(value)) {
		tell(w, SHAPE_WRONG, _("expected a list in [ ]"));
		return;
	}
	cJSON_ArrayForEach(item, value)
	{
		size_t before = enter_index(w, i++);

		check_value(w, item, &element);
		str_cut(&w->pointer, before);
	}
}

static void check_value(
	struct walk *w, const cJSON *value, const struct shape_field *f)
{
	if (shape_is_blank(value)) {
		if (f->required)
			tell(w, SHAPE_BLANK, _("is still to be filled in"));
		return;
	}
	switch (f->type) {
	case SHAPE_BOOL:
		if (!cJSON_IsBool(value))
			tell(w, SHAPE_WRONG, _("expected true or false"));
		break;
	case SHAPE_COUNT:
		check_number(w, value, 0);
		break;
	case SHAPE_SECONDS:
		check_seconds(w, value);
		break;
	case SHAPE_NUMBER:
		check_number(w, value, 1);
		break;
	case SHAPE_OBJECT:
		check_object(w, value, f->shape);
		break;
	case SHAPE_OBJECTS:
		check_list(w, value, f, SHAPE_OBJECT);
		break;
	case SHAPE_TEXTS:
		check_list(w, value, f, SHAPE_TEXT);
		break;
	case SHAPE_IDS:
		check_list(w, value, f, SHAPE_ID);
		break;
	case SHAPE_NUMBERS:
		check_list(w, value, f, SHAPE_NUMBER);
		break;
	default:
		check_text(w, value, f);
	}
}

static const struct shape_field *field_of(
	const struct shape *shape, const char *name)
{
	for (const struct shape_field *f = shape->fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static void tell_unknown(struct walk *w, const struct shape *shape)
{
	struct str message = { 0 };

	str_puts(&message, _("there is no such member here; there are "));
	for (const struct shape_field *f = shape->fields; f->name != NULL; f++)
		str_printf(&message, "%s%s", f == shape->fields ? "" : ", ",
			f->name);
	tell(w, SHAPE_WRONG, message.p);
	str_release(&message);
}

static void check_absent(
	struct walk *w, const cJSON *object, const struct shape *shape)
{
	for (const struct shape_field *f = shape->fields; f->name != NULL;
		f++) {
		size_t before;

		if (!f->required || cJSON_GetObjectItemCaseSensitive(
					    object, f->name) != NULL)
			continue;
		before = enter(w, f->name);
		tell(w, SHAPE_BLANK, _("is still to be filled in"));
		str_cut(&w->pointer, before);
	}
}

static void check_object(
	struct walk *w, const cJSON *value, const struct shape *shape)
{
	const cJSON *member;

	if (!cJSON_IsObject(value)) {
		tell(w, SHAPE_WRONG, _("expected an object in { }"));
		return;
	}
	cJSON_ArrayForEach(member, value)
	{
		const struct shape_field *f = field_of(shape, member->string);
		size_t before = enter(w, member->string);

		if (f == NULL)
			tell_unknown(w, shape);
		else
			check_value(w, member, f);
		str_cut(&w->pointer, before);
	}
	check_absent(w, value, shape);
}

void shape_check(
	const cJSON *tree, const struct shape *shape, shape_fn fn, void *ctx)
{
	struct walk w = { .fn = fn, .ctx = ctx };

	str_init(&w.pointer, 0);
	check_object(&w, tree, shape);
	str_release(&w.pointer);
}
