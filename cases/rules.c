/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/rules_grounds.h"
#include "cases/rules_parties.h"
#include "cases/rules_proof.h"

static void emit(struct rules *r, const char *pointer, const char *message)
{
	struct rules_finding f = { .code = r->code,
		.blocks = r->blocks,
		.pointer = pointer,
		.message = message };

	case_json_place(r->b->c, pointer, &f.line, &f.column);
	if (f.blocks)
		r->count->blocking++;
	else
		r->count->warnings++;
	if (r->fn != NULL)
		r->fn(&f, r->ctx);
}

void rules_tell(struct rules *r, const char *pointer, const char *fmt, ...)
{
	struct str message = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&message, fmt, ap);
	va_end(ap);
	emit(r, pointer, message.p);
	str_release(&message);
}

/* Words that people leave where something is to be filled in. */
static bool is_placeholder(const char *text)
{
	static const char *const marks[] = { "...", "…", "???", "XXX" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strcmp(text, marks[i]) == 0)
			return true;
	return strchr(text, '{') != NULL && strchr(text, '}') != NULL;
}

/* Texts anywhere in the tree, whose depth the tables bound. */
static void find_placeholders(
	struct rules *r, const cJSON *value, struct str *pointer)
{
	const cJSON *child;
	size_t i = 0;

	if (cJSON_IsString(value) && is_placeholder(value->valuestring))
		rules_tell(r, pointer->p,
			_("'%s' is a placeholder; write what belongs there, or "
			  "nothing"),
			value->valuestring);
	cJSON_ArrayForEach(child, value)
	{
		size_t before = pointer->len;

		if (cJSON_IsArray(value))
			str_printf(pointer, "/%zu", i++);
		else
			str_printf(pointer, "/%s", child->string);
		find_placeholders(r, child, pointer);
		str_cut(pointer, before);
	}
}

static void check_form(struct rules *r)
{
	const struct case_json *c = r->b->c;
	struct str pointer;

	for (size_t i = 0; i < c->n_faults; i++) {
		const struct case_json_fault *f = &c->faults[i];

		r->code = f->blank ? "E15" : "format";
		r->blocks = true;
		rules_tell(r, f->pointer, "%s: %s", f->pointer + 1, f->message);
	}
	if (!case_json_usable(c))
		return;
	r->code = "E15";
	r->blocks = true;
	str_init(&pointer, 0);
	find_placeholders(r, c->tree, &pointer);
	str_release(&pointer);
}

void rules_check_form(struct rules_count *out, const struct case_json *c,
	rules_fn fn, void *ctx)
{
	const struct backing b = { .c = c };
	struct rules r = { .b = &b, .count = out, .fn = fn, .ctx = ctx };

	*out = (struct rules_count){ 0 };
	check_form(&r);
}

/* A finding kept until all are there, to be told in order. */
struct kept {
	struct rules_finding finding;
	char *pointer, *message; /* owned */
};

struct keeper {
	struct kept *v;
	size_t n, cap;
};

static void keep(const struct rules_finding *f, void *ctx)
{
	struct keeper *k = ctx;
	struct kept *one;

	k->v = mem_grow(k->v, &k->cap, k->n + 1, sizeof(*k->v));
	one = &k->v[k->n++];
	one->finding = *f;
	one->finding.pointer = one->pointer = mem_strdup(f->pointer);
	one->finding.message = one->message = mem_strdup(f->message);
}

static int by_code(const void *a, const void *b)
{
	const struct rules_finding *x = &((const struct kept *)a)->finding;
	const struct rules_finding *y = &((const struct kept *)b)->finding;
	int order = strcmp(x->code, y->code);

	if (order != 0)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->message, y->message);
}

static int run_table(struct rules *r, const struct rules_rule *rule)
{
	int rc = 0;

	for (; rule->code != NULL && rc == 0; rule++) {
		r->code = rule->code;
		r->blocks = rule->blocks;
		rc = rule->check(r);
	}
	return rc;
}

int rules_check(struct rules_count *out, const struct backing *b, rules_fn fn,
	void *ctx)
{
	struct keeper k = { 0 };
	struct rules r = { .b = b, .count = out, .fn = keep, .ctx = &k };
	int rc;

	*out = (struct rules_count){ 0 };
	check_form(&r);
	rc = run_table(&r, rules_parties);
	if (rc == 0)
		rc = run_table(&r, rules_grounds);
	if (rc == 0)
		rc = run_table(&r, rules_proof);
	if (k.n > 0)
		qsort(k.v, k.n, sizeof(*k.v), by_code);
	for (size_t i = 0; i < k.n; i++) {
		if (fn != NULL)
			fn(&k.v[i].finding, ctx);
		free(k.v[i].pointer);
		free(k.v[i].message);
	}
	free(k.v);
	return rc;
}
