/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"

extern const struct embed cases_embed[];

enum { DAY_S = 86400, POINTS_MAX = 8 };

int wording_open(struct wording *out, const char *lang)
{
	const struct embed *file;
	struct str name = { 0 };
	int rc;

	str_printf(&name, "wording/%s.json", lang);
	file = embed_find(cases_embed, name.p);
	str_release(&name);
	if (file == NULL)
		return err_set(ERR_NOTFOUND,
			_("there are no documents in the language '%s' yet"),
			lang);
	rc = json_parse(&out->tree, (const char *)file->data, file->len, NULL);
	return err_wrap(rc, "%s", file->name);
}

void wording_release(struct wording *w)
{
	cJSON_Delete(w->tree);
	*w = (struct wording){ 0 };
}

const char *wording_word(
	const struct wording *w, const char *group, const char *code)
{
	const char *word = json_string(json_member(w->tree, group), code);

	return word != NULL ? word : code;
}

static const char *value_of(
	const char *const values[], const char *name, size_t len)
{
	for (; *values != NULL; values += 2)
		if (strlen(values[0]) == len &&
			memcmp(values[0], name, len) == 0)
			return values[1];
	return "";
}

int wording_fill(struct str *out, const struct wording *w, const char *group,
	const char *code, const char *const values[])
{
	const char *p = wording_word(w, group, code);

	while (*p != '\0') {
		size_t n = strcspn(p, "{");

		str_add(out, p, n);
		p += n;
		if (*p == '\0')
			break;
		n = strcspn(++p, "}");
		str_puts(out, value_of(values, p, n));
		p += n + (p[n] == '}');
	}
	return out->over ? ERR_LIMIT : 0;
}

int wording_date(struct str *out, const struct wording *w, int64_t day)
{
	const cJSON *month;
	char dom_text[16], year_text[16];
	int year, number, dom;

	instant_from_days(day, &year, &number, &dom);
	month = cJSON_GetArrayItem(json_member(w->tree, "months"), number - 1);
	snprintf(dom_text, sizeof(dom_text), "%d", dom);
	snprintf(year_text, sizeof(year_text), "%d", year);
	return wording_fill(out, w, "pattern", "date",
		(const char *const[]){ "day",
			dom == 1 ? wording_word(w, "pattern", "first")
				 : dom_text,
			"month", month != NULL ? month->valuestring : "",
			"year", year_text, NULL });
}

static void civil_in(struct civil *out, int64_t ns, const struct zone *zone)
{
	instant_civil(out, ns, zone_offset(zone, ns, NULL));
}

int64_t wording_day(int64_t ns, const struct zone *zone)
{
	struct civil c;

	civil_in(&c, ns, zone);
	return instant_days(c.year, c.month, c.day);
}

int wording_time(struct str *out, const struct wording *w, int64_t ns,
	const struct zone *zone, enum wording_time precision)
{
	char hour[16], minute[16], second[16];
	struct str date = { 0 };
	struct civil c;
	int rc;

	if (precision == WORDING_DAY)
		return wording_date(out, w, wording_day(ns, zone));
	civil_in(&c, ns, zone);
	snprintf(hour, sizeof(hour), "%d", c.hour);
	snprintf(minute, sizeof(minute), "%02d", c.minute);
	snprintf(second, sizeof(second), "%02d", c.second);
	rc = wording_date(&date, w, wording_day(ns, zone));
	if (rc == 0)
		rc = wording_fill(out, w, "pattern",
			precision == WORDING_SECOND ? "time-s" : "time",
			(const char *const[]){ "date", date.p, "hour", hour,
				"minute", minute, "second", second, "zone",
				wording_word(w, "zone", zone_name(zone)),
				NULL });
	str_release(&date);
	return rc;
}

int wording_short(struct str *out, const struct wording *w, int64_t ns,
	const struct zone *zone, bool day_only)
{
	char field[6][16];
	struct civil c;

	civil_in(&c, ns, zone);
	snprintf(field[0], sizeof(field[0]), "%02d", c.day);
	snprintf(field[1], sizeof(field[1]), "%02d", c.month);
	snprintf(field[2], sizeof(field[2]), "%04d", c.year);
	snprintf(field[3], sizeof(field[3]), "%02d", c.hour);
	snprintf(field[4], sizeof(field[4]), "%02d", c.minute);
	snprintf(field[5], sizeof(field[5]), "%02d", c.second);
	return wording_fill(out, w, "pattern",
		day_only ? "short-date" : "short",
		(const char *const[]){ "day", field[0], "month", field[1],
			"year", field[2], "hour", field[3], "minute", field[4],
			"second", field[5], NULL });
}

int wording_number(struct str *out, const struct wording *w, uint64_t n)
{
	const char *separator = json_string(w->tree, "thousands");
	char digits[24];
	int len =
		snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			str_puts(out, separator);
		str_putc(out, digits[i]);
	}
	return out->over ? ERR_LIMIT : 0;
}

int wording_list(struct str *out, const struct wording *w,
	const char *const items[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_puts(out, wording_word(w, "pattern",
					      i + 1 == n ? "and" : "comma"));
		str_puts(out, items[i]);
	}
	return out->over ? ERR_LIMIT : 0;
}

/* "GDPR 13(1)(c),(e)" taken apart. */
struct provision {
	char article[8], paragraph[8];
	char points[POINTS_MAX][8];
	size_t n_points;
};

/* The text between parentheses at *p, behind which *p then stands. */
static bool take_group(char out[8], const char **p)
{
	size_t n;

	if (**p != '(')
		return false;
	n = strcspn(*p + 1, ")");
	if (n == 0 || n > 6 || (*p)[n + 1] != ')')
		return false;
	memcpy(out, *p + 1, n);
	out[n] = '\0';
	*p += n + 2;
	return true;
}

static bool read_provision(struct provision *out, const char *text)
{
	const char *p = text;
	char group[8];
	size_t n;

	if (strncmp(p, "GDPR ", 5) != 0)
		return false;
	p += 5;
	n = strspn(p, "0123456789");
	if (n == 0 || n >= sizeof(out->article))
		return false;
	memcpy(out->article, p, n);
	p += n;
	while (*p != '\0') {
		if (*p == ',')
			p += 1 + strspn(p + 1, " ");
		if (!take_group(group, &p))
			return false;
		if (group[0] >= '0' && group[0] <= '9' && out->n_points == 0)
			memcpy(out->paragraph, group, sizeof(group));
		else if (out->n_points < POINTS_MAX)
			memcpy(out->points[out->n_points++], group,
				sizeof(group));
	}
	return true;
}

static int write_points(
	struct str *out, const struct wording *w, const struct provision *v)
{
	char text[POINTS_MAX][16];
	const char *items[POINTS_MAX];
	struct str list = { 0 };
	int rc;

	for (size_t i = 0; i < v->n_points; i++) {
		snprintf(text[i], sizeof(text[i]), "%s)", v->points[i]);
		items[i] = text[i];
	}
	rc = wording_list(&list, w, items, v->n_points);
	if (rc == 0)
		rc = wording_fill(out, w, "pattern",
			v->n_points > 1 ? "points" : "point",
			(const char *const[]){ "points", list.p, NULL });
	str_release(&list);
	return rc;
}

int wording_provision(
	struct str *out, const struct wording *w, const char *provision)
{
	struct provision v = { 0 };
	int rc;

	if (!read_provision(&v, provision))
		return str_puts(out, provision);
	rc = wording_fill(out, w, "pattern", "article",
		(const char *const[]){ "article", v.article, NULL });
	if (rc == 0 && v.paragraph[0] != '\0')
		rc = wording_fill(out, w, "pattern", "paragraph",
			(const char *const[]){
				"paragraph", v.paragraph, NULL });
	if (rc == 0 && v.n_points > 0)
		rc = write_points(out, w, &v);
	if (rc == 0 && (v.paragraph[0] != '\0' || v.n_points > 0))
		rc = str_puts(out, ",");
	return rc == 0 ? str_puts(out, wording_word(w, "pattern", "of-gdpr"))
		       : rc;
}
