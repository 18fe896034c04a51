/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each value proposes the forms that its look allows; the form that reads
 * most values wins.
 */
#include "evidence/clock_guess.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "evidence/clock.h"
#include "evidence/when.h"

enum { FORMS = 24 };

/* Seconds since 1970 count from 2001 (ten digits) to 2100. */
#define EPOCH_FROM (INT64_C(1000000000) * INSTANT_SECOND)
#define EPOCH_TO (INT64_C(4102444800) * INSTANT_SECOND)

struct forms {
	char v[FORMS][CLOCK_GUESS_FORM];
	size_t hits[FORMS];
	size_t n;
};

static void propose(struct forms *f, const char *form)
{
	size_t i = 0;

	while (i < f->n && strcmp(f->v[i], form) != 0)
		i++;
	if (i == f->n && f->n < FORMS && clock_check(form) == 0)
		snprintf(f->v[f->n++], CLOCK_GUESS_FORM, "%s", form);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t digits(const char **p)
{
	size_t n = 0;

	for (; is_digit(**p); ++*p)
		n++;
	return n;
}

/* "8:12", "08:12:40", "08.12.40,125", "8:12 PM", with an offset or without;
 * appends its pattern. False when it is none. */
static bool clock_form(char *out, size_t size, const char *p)
{
	size_t n = digits(&p);
	char sep = *p;
	bool half = strpbrk(p, "pPaA") != NULL;
	int at;

	if (n < 1 || n > 2 || (sep != ':' && sep != '.'))
		return false;
	p++;
	if (digits(&p) != 2)
		return false;
	at = snprintf(out, size, "%c%cM", half ? 'I' : 'H', sep);
	if (*p == sep && is_digit(p[1])) {
		p++;
		if (digits(&p) != 2)
			return false;
		at += snprintf(out + at, size - (size_t)at, "%cS", sep);
		if ((*p == '.' || *p == ',') && is_digit(p[1])) {
			at += snprintf(
				out + at, size - (size_t)at, "%cf", *p++);
			digits(&p);
		}
	}
	if (half) {
		at += snprintf(out + at, size - (size_t)at, "%sp",
			*p == ' ' ? " " : "");
		p += *p == ' ';
		p += is_letter(p[0]) && is_letter(p[1]) ? 2 : 0;
	}
	if (*p == 'Z' || *p == '+' || *p == '-' ||
		(*p == ' ' && (p[1] == '+' || p[1] == '-'))) {
		snprintf(out + at, size - (size_t)at, "%sz",
			*p == ' ' ? " " : "");
		return true; /* the reading itself judges the offset */
	}
	return *p == '\0';
}

/* What stands between day and time; false when it is not of few signs. */
static bool between(char *out, size_t size, const char **p)
{
	size_t n = 0;

	while (**p != '\0' && !is_digit(**p)) {
		if ((is_letter(**p) && **p != 'T') || n + 1 >= size)
			return false;
		out[n++] = *(*p)++;
	}
	out[n] = '\0';
	return n > 0;
}

/* Proposes the forms of a day with what follows it. */
static void propose_day(
	struct forms *f, char sep, const size_t part[3], const char *tail)
{
	static const char orders[4][4] = { "Ymd", "dmY", "mdY", "dbY" };
	bool name = part[1] == 0, dots = sep == '.';

	for (int o = 0; o < 4; o++) {
		char form[CLOCK_GUESS_FORM];
		char order[4];
		size_t year = o == 0 ? 0 : 2;

		memcpy(order, orders[o], 4);
		if (name != (o == 3) || (dots && o != 1 && part[0] < 3) ||
			(part[year] != 2 && part[year] != 4) ||
			part[2 - year] > 2)
			continue;
		if (part[year] == 2)
			order[year] = 'y';
		snprintf(form, sizeof(form), "%c%c%c%c%c%s", order[0], sep,
			order[1], sep, order[2], tail);
		propose(f, form);
	}
}

/* A day, and what follows it. */
static bool day_forms(struct forms *f, const char *p, bool *day_only)
{
	char tail[CLOCK_GUESS_FORM - 8] = "";
	size_t part[3], n;
	char sep;

	part[0] = digits(&p);
	sep = *p;
	if (part[0] < 1 || part[0] > 4 || part[0] == 3 || sep == '\0' ||
		strchr("-/. ", sep) == NULL)
		return false;
	p++;
	part[1] = digits(&p);
	if (part[1] == 0)
		while (is_letter(*p))
			p++;
	if (part[1] > 2 || *p++ != sep)
		return false;
	part[2] = digits(&p);
	*day_only = *p == '\0';
	if (!*day_only) {
		if (!between(tail, 8, &p))
			return false;
		n = strlen(tail);
		if (!clock_form(tail + n, sizeof(tail) - n, p))
			return false;
	}
	propose_day(f, sep, part, tail);
	return true;
}

/* Digits alone, as 20260914081240. */
static bool compact_forms(struct forms *f, const char *p, bool *day_only)
{
	size_t n = strspn(p, "0123456789");

	if (p[n] != '\0' || (n != 8 && n != 14))
		return false;
	*day_only = n == 8;
	propose(f, n == 8 ? "Ymd" : "YmdHMS");
	return true;
}

/* A number of seconds, or of parts of it, in our days: its unit's form. */
static const char *epoch_form(const char *text)
{
	static const struct {
		size_t digits;
		const char *form;
	} units[] = { { 10, "epoch-s" }, { 13, "epoch-ms" }, { 16, "epoch-us" },
		{ 19, "epoch-ns" } };
	struct observation o = { 0 };
	size_t n = strspn(text, "0123456789");
	size_t rest = strspn(text + n, ".,") == 1
			      ? 1 + strspn(text + n + 1, "0123456789")
			      : 0;

	if (text[n + rest] != '\0' || rest == 1 ||
		when_epoch(&o, text, n) != NULL || o.ns < EPOCH_FROM ||
		o.ns >= EPOCH_TO)
		return NULL;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].digits == n)
			return units[i].form;
	return NULL;
}

static bool is_rfc3339(const char *text)
{
	struct observation o = { 0 };

	return when_rfc3339(&o, text, strlen(text), NULL) == NULL;
}

static bool given(const char *value)
{
	return value != NULL && value[0] != '\0';
}

/* What the values are that no pattern has to be found for: all are the same
 * unit since 1970, or RFC 3339. */
static const char *plain_form(const char *const *values, size_t n, size_t all)
{
	const char *unit = NULL;
	size_t same = 0, rfc3339 = 0;

	for (size_t i = 0; i < n; i++) {
		const char *form =
			given(values[i]) ? epoch_form(values[i]) : NULL;

		if (unit == NULL)
			unit = form;
		same += form != NULL && form == unit;
		rfc3339 += given(values[i]) && is_rfc3339(values[i]);
	}
	if (same * 10 >= all * 9)
		return unit;
	return rfc3339 * 10 >= all * 9 ? "rfc3339" : NULL;
}

static void count_hits(struct forms *f, const char *const *values, size_t n)
{
	struct clock_reading r;

	for (size_t k = 0; k < f->n; k++)
		for (size_t i = 0; i < n; i++)
			f->hits[k] += given(values[i]) &&
				      clock_read(&r, f->v[k], values[i]);
}

static bool best_form(
	struct clock_guess *out, const struct forms *f, size_t all)
{
	size_t best = 0;

	for (size_t k = 1; k < f->n; k++)
		if (f->hits[k] > f->hits[best])
			best = k;
	if (f->n == 0 || f->hits[best] * 10 < all * 9)
		return false;
	memcpy(out->form, f->v[best], CLOCK_GUESS_FORM);
	for (size_t k = best + 1; k < f->n && out->other[0] == '\0'; k++)
		if (f->hits[k] == f->hits[best])
			memcpy(out->other, f->v[k], CLOCK_GUESS_FORM);
	return true;
}

enum clock_guess_kind clock_guess(
	struct clock_guess *out, const char *const *values, size_t n)
{
	struct forms f = { .n = 0 };
	char room[CLOCK_GUESS_FORM];
	size_t all = 0, clocks = 0, days = 0;
	const char *form;

	*out = (struct clock_guess){ 0 };
	for (size_t i = 0; i < n; i++) {
		bool day_only = false;

		if (!given(values[i]))
			continue;
		all++;
		if (day_forms(&f, values[i], &day_only) ||
			compact_forms(&f, values[i], &day_only))
			days += day_only;
		else
			clocks += clock_form(room, sizeof(room), values[i]);
	}
	if (all == 0)
		return CLOCK_GUESS_NOTHING;
	form = plain_form(values, n, all);
	if (form != NULL) {
		snprintf(out->form, sizeof(out->form), "%s", form);
		return CLOCK_GUESS_WHOLE;
	}
	if (clocks * 10 >= all * 9)
		return CLOCK_GUESS_CLOCK;
	count_hits(&f, values, n);
	if (!best_form(out, &f, all))
		return CLOCK_GUESS_NOTHING;
	return days * 2 > all ? CLOCK_GUESS_DAY : CLOCK_GUESS_WHOLE;
}
