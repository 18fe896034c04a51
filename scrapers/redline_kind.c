/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_kind.h"

#include "base/i18n.h"
#include "base/json.h"

static void name(struct kind *k, enum kind_code code, const char *rule)
{
	k->code = code;
	k->rule = rule;
}

void redline_kind(struct kind *out, const struct redline *r,
	const struct redline_change *c)
{
	size_t n, m;
	const char *old = redline_shown(&r->old, &c->old, &n);
	const char *new = redline_shown(&r->new, &c->new, &m);

	if (kind_between(out, old, n, new, m) != 0) {
		kind_release(out);
		str_puts(&out->was, "");
		str_puts(&out->now, "");
		name(out, KIND_NEWS, "words");
	} else if (c->moved && out->code == KIND_COSMETIC) {
		name(out, KIND_MOVED, "place");
	}
}

void redline_only(struct redline_rest *out, struct redline *r, unsigned kinds)
{
	struct redline_rest rest = { 0 };
	struct kind k = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		struct redline_change *c = &r->v[i];

		if (!redline_visible(r, c))
			continue;
		redline_kind(&k, r, c);
		if ((kinds & 1u << k.code) != 0)
			continue;
		c->hidden = true;
		rest.of[k.code]++;
		rest.n++;
	}
	kind_release(&k);
	*out = rest;
}

void redline_rest_write(struct str *out, const struct redline_rest *rest)
{
	const char *between = "";

	str_printf(out, _("changes of other kinds not shown: %zu"), rest->n);
	str_puts(out, " (");
	for (enum kind_code code = 0; code < KIND_CODES; code++) {
		if (rest->of[code] == 0)
			continue;
		str_printf(out, "%s%zu %s", between, rest->of[code],
			kind_word(code));
		between = ", ";
	}
	str_putc(out, ')');
}

cJSON *redline_rest_json(const struct redline_rest *rest)
{
	cJSON *o = json_object();

	for (enum kind_code code = 0; code < KIND_CODES; code++)
		if (rest->of[code] > 0)
			json_set_int(
				o, kind_name(code), (int64_t)rest->of[code]);
	return o;
}
