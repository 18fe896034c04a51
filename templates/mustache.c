/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A template is first cut into tokens (mustache_token.c); rendering walks
 * them with a stack of contexts. A section's body is the tokens up to its
 * closing tag, whose index the tokeniser has noted.
 */
#include "templates/mustache.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "templates/mustache_token.h"

enum { CONTEXTS_MAX = 2 * MUSTACHE_DEPTH };

struct render {
	struct str *out;
	const struct mustache_options *options;
	const cJSON *stack[CONTEXTS_MAX];
	size_t depth;
	size_t partials; /* open ones */
	size_t steps;
};

static int run(struct render *r, const struct mustache_tokens *t, size_t from,
	size_t to);

static const char *name_of(const struct mustache_options *options)
{
	return options->name != NULL ? options->name : _("the template");
}

static int fail(const struct mustache_tokens *t, int code,
	const struct mustache_token *tag, const char *words)
{
	return mustache_tokens_fail(t, code, tag->offset, words, tag);
}

static int fail_missing(
	const struct mustache_tokens *t, const struct mustache_token *tag)
{
	return fail(t, ERR_NOTFOUND, tag, _("the model has no value named"));
}

/* One part of a dotted name. */
static const cJSON *member(const cJSON *object, const char *name, size_t len)
{
	const cJSON *m;

	if (!cJSON_IsObject(object))
		return NULL;
	cJSON_ArrayForEach(
		m, object) if (strlen(m->string) == len &&
			       memcmp(m->string, name, len) == 0) return m;
	return NULL;
}

/* "." is the context itself; of "a.b", a is looked for in all contexts from
 * the innermost on, b only in a. */
static const cJSON *look_up(
	const struct render *r, const char *name, size_t len)
{
	const cJSON *found = NULL;
	const char *dot = memchr(name, '.', len);
	size_t n = dot != NULL ? (size_t)(dot - name) : len;

	if (len == 1 && name[0] == '.')
		return r->stack[r->depth - 1];
	for (size_t i = r->depth; i > 0 && found == NULL; i--)
		found = member(r->stack[i - 1], name, n);
	while (found != NULL && n < len) {
		const char *rest = name + n + 1;
		size_t left = len - n - 1;

		dot = memchr(rest, '.', left);
		left = dot != NULL ? (size_t)(dot - rest) : left;
		found = member(found, rest, left);
		n += 1 + left;
	}
	return found;
}

static bool is_true(const cJSON *v)
{
	if (v == NULL || cJSON_IsNull(v) || cJSON_IsFalse(v))
		return false;
	if (cJSON_IsArray(v))
		return cJSON_GetArraySize(v) > 0;
	if (cJSON_IsString(v))
		return v->valuestring[0] != '\0';
	return true;
}

static int put_value(struct render *r, const cJSON *v, bool raw)
{
	mustache_escape_fn escape = r->options->escape != NULL
					    ? r->options->escape
					    : markdown_escape;
	struct str number = { 0 };
	int rc;

	if (cJSON_IsString(v))
		return raw ? str_puts(r->out, v->valuestring)
			   : escape(r->out, v->valuestring,
				     strlen(v->valuestring));
	if (!cJSON_IsNumber(v) && !cJSON_IsBool(v))
		return 0;
	rc = json_print(&number, v);
	if (rc == 0)
		rc = raw ? str_add(r->out, number.p, number.len)
			 : escape(r->out, number.p, number.len);
	str_release(&number);
	return rc;
}

static int put_variable(struct render *r, const struct mustache_tokens *t,
	const struct mustache_token *tag)
{
	const cJSON *v = look_up(r, tag->text, tag->len);

	if (v == NULL)
		return r->options->strict ? fail_missing(t, tag) : 0;
	return put_value(r, v, tag->kind == MUSTACHE_RAW);
}

static int enter(struct render *r, const struct mustache_tokens *t, size_t at,
	const cJSON *context)
{
	int rc;

	if (r->depth == CONTEXTS_MAX)
		return fail(t, ERR_LIMIT, &t->v[at],
			_("sections nested too deeply at"));
	r->stack[r->depth++] = context;
	rc = run(r, t, at + 1, t->v[at].close);
	r->depth--;
	return rc;
}

static int put_section(
	struct render *r, const struct mustache_tokens *t, size_t at)
{
	const struct mustache_token *token = &t->v[at];
	const cJSON *v = look_up(r, token->text, token->len), *item;
	int rc = 0;

	if (v == NULL && r->options->strict)
		return fail_missing(t, token);
	if (token->kind == MUSTACHE_INVERTED)
		return is_true(v) ? 0 : run(r, t, at + 1, token->close);
	if (!is_true(v))
		return 0;
	if (!cJSON_IsArray(v))
		return enter(r, t, at, v);
	cJSON_ArrayForEach(item, v)
	{
		if (rc == 0)
			rc = enter(r, t, at, item);
	}
	return rc;
}

/* The partial's text with the tag's indentation before each line. */
static void indent(
	struct str *out, const struct str *text, const char *by, size_t len)
{
	bool start = true;

	for (size_t i = 0; i < text->len; i++) {
		if (start)
			str_add(out, by, len);
		str_putc(out, text->p[i]);
		start = text->p[i] == '\n';
	}
}

static int find_partial(struct str *out, struct render *r,
	const struct mustache_tokens *t, const struct mustache_token *tag,
	const char *name)
{
	int rc = ERR_NOTFOUND;

	if (r->partials >= MUSTACHE_DEPTH)
		return fail(
			t, ERR_LIMIT, tag, _("partials nested too deeply at"));
	if (r->options->partial != NULL)
		rc = r->options->partial(out, name, r->options->partial_ctx);
	if (rc != ERR_NOTFOUND)
		return rc;
	return r->options->strict
		       ? fail(t, ERR_NOTFOUND, tag, _("there is no partial"))
		       : 0;
}

static int put_partial(struct render *r, const struct mustache_tokens *t,
	const struct mustache_token *tag)
{
	struct str text, indented;
	struct mustache_tokens tokens = { 0 };
	char *name = mem_dup(tag->text, tag->len);
	int rc;

	str_init(&text, r->out->max);
	str_init(&indented, r->out->max);
	rc = find_partial(&text, r, t, tag, name);
	if (rc == 0) {
		indent(&indented, &text, tag->indent, tag->indent_len);
		rc = str_check(&indented, name);
	}
	if (rc == 0)
		rc = mustache_tokens_read(
			&tokens, indented.p, indented.len, name);
	if (rc == 0) {
		r->partials++;
		rc = run(r, &tokens, 0, tokens.n);
		r->partials--;
	}
	mustache_tokens_release(&tokens);
	str_release(&text);
	str_release(&indented);
	free(name);
	return rc;
}

/* The token at *i; a section moves *i to its closing tag. */
static int put_token(
	struct render *r, const struct mustache_tokens *t, size_t *i)
{
	const struct mustache_token *token = &t->v[*i];

	switch (token->kind) {
	case MUSTACHE_TEXT:
		return str_add(r->out, token->text, token->len);
	case MUSTACHE_VARIABLE:
	case MUSTACHE_RAW:
		return put_variable(r, t, token);
	case MUSTACHE_SECTION:
	case MUSTACHE_INVERTED:
		*i = token->close;
		return put_section(r, t, (size_t)(token - t->v));
	case MUSTACHE_PARTIAL:
		return put_partial(r, t, token);
	case MUSTACHE_CLOSE:
		break;
	}
	return 0;
}

/* Tokens from..to. The steps bound what lists within lists would multiply
 * without writing anything. */
static int run(struct render *r, const struct mustache_tokens *t, size_t from,
	size_t to)
{
	int rc = 0;

	for (size_t i = from; i < to && rc == 0; i++) {
		if (r->steps++ == MUSTACHE_STEPS)
			return mustache_tokens_fail(t, ERR_LIMIT,
				t->v[i].offset,
				_("the template takes too many steps"), NULL);
		rc = put_token(r, t, &i);
	}
	return rc;
}

int mustache_render(struct str *out, const char *text, size_t len,
	const cJSON *model, const struct mustache_options *options)
{
	static const struct mustache_options none = { 0 };
	struct render r = { .out = out,
		.options = options != NULL ? options : &none,
		.stack = { model },
		.depth = 1 };
	struct mustache_tokens tokens = { 0 };
	int rc = mustache_tokens_read(&tokens, text, len, name_of(r.options));

	if (rc == 0)
		rc = run(&r, &tokens, 0, tokens.n);
	if (out->over)
		rc = str_check(out, name_of(r.options));
	mustache_tokens_release(&tokens);
	return rc;
}
