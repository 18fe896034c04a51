/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/policy.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/case_json.h"
#include "cases/quote.h"

enum { TEXT_MAX = 8 << 20 };

void policy_release(struct policy *p)
{
	free(p->missing);
	version_spans_release(&p->spans);
	snapshot_release(&p->shown);
	snapshot_release(&p->after);
	str_release(&p->text);
	str_release(&p->plain);
	quote_pages_release(&p->pages);
	for (size_t i = 0; i < p->n_quotes; i++)
		free(p->quotes[i].nearest);
	free(p->quotes);
	*p = (struct policy){ 0 };
}

/* The moment that "at" means: a day is taken at its end. */
static void read_at(struct policy *p, const struct policy_times *times)
{
	p->now = strcmp(case_json_text(p->item, "at"), "now") == 0;
	if (p->now || !case_json_when(&p->at_ns, &p->day_only, p->item, "at",
			      times->zone)) {
		p->at_ns = times->now_ns;
		return;
	}
	if (p->day_only)
		p->at_ns = zone_day_end(p->at_ns, times->zone);
}

static void say_missing(struct policy *p)
{
	char date[INSTANT_TEXT];
	struct str words = { 0 };

	if (p->spans.n == 0) {
		str_printf(&words,
			_("the archive has no version of '%s' of '%s'; see "
			  "'constat history'"),
			p->terms, p->service);
	} else {
		instant_date(date, p->spans.v[0].first.seen_ns, 0);
		str_printf(&words,
			_("the archive has no version of '%s' of '%s' from "
			  "that time; the first was seen on %s; a page saved "
			  "earlier can be brought in with 'constat "
			  "import-history file'"),
			p->terms, p->service, date);
	}
	p->missing = str_take(&words);
}

static int read_version(struct policy *p, struct store *s)
{
	int rc = snapshot_get(&p->shown, s, p->at.before.snapshot);

	if (rc == 0 && p->at.has_after)
		rc = snapshot_get(&p->after, s, p->at.after.snapshot);
	str_init(&p->text, TEXT_MAX);
	str_init(&p->plain, TEXT_MAX);
	if (rc == 0)
		rc = object_get(s, &p->at.span->text, &p->text);
	if (rc == 0)
		rc = quote_plain(&p->plain, p->text.p, p->text.len);
	if (rc == 0)
		rc = quote_pages_read(&p->pages, s, &p->shown, &p->text);
	return rc;
}

static int find_quote(
	struct policy_quote *out, const struct policy *p, const cJSON *item)
{
	const char *words = case_json_text(item, "text");
	struct str nearest = { 0 };
	int rc;

	*out = (struct policy_quote){ .item = item };
	rc = quote_find(&out->found, p->plain.p, words);
	if (rc == 0 && out->found)
		rc = quote_pages_find(&out->page, &p->pages, words);
	if (rc == 0 && !out->found)
		rc = quote_nearest(&nearest, p->plain.p, words);
	if (rc == 0 && nearest.len > 0)
		out->nearest = str_take(&nearest);
	str_release(&nearest);
	return rc;
}

static int find_quotes(struct policy *p)
{
	const cJSON *list = json_member(p->item, "quotes"), *item;
	int n = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	int rc = 0;

	if (n == 0)
		return 0;
	p->quotes = mem_new((size_t)n, sizeof(*p->quotes));
	cJSON_ArrayForEach(item, list)
	{
		rc = find_quote(&p->quotes[p->n_quotes++], p, item);
		if (rc != 0)
			break;
	}
	return rc;
}

int policy_read(struct policy *out, struct store *s, const cJSON *item,
	const struct policy_times *times)
{
	struct policy p = { .item = item,
		.service = case_json_text(item, "service"),
		.terms = case_json_text(item, "terms") };
	int rc = version_spans(&p.spans, s, p.service, p.terms);

	read_at(&p, times);
	if (rc == 0)
		rc = version_find(
			&p.at, &p.spans, s, p.service, p.terms, p.at_ns);
	if (rc == 0 && p.at.span == NULL) {
		say_missing(&p);
	} else if (rc == 0) {
		rc = read_version(&p, s);
		if (rc == 0)
			rc = find_quotes(&p);
	}
	if (rc != 0)
		policy_release(&p);
	else
		*out = p;
	return rc;
}
