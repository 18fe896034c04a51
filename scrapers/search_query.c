/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recursive descent over tokens:
 *
 *	or    = and { "OR" and }
 *	and   = not { [ "AND" ] not }
 *	not   = near { "NOT" near }
 *	near  = atom [ "NEAR" [ "/" digits ] atom ]
 *	atom  = "(" or ")" | '"' words '"' [ "*" ] | word [ "*" ]
 */
#include "scrapers/search_query.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	DEPTH = 32,	   /* of brackets */
	LENGTH = 4096,	   /* bytes */
	NEAR_DEFAULT = 10, /* words */
	NEAR_MAX = 1000,
};

enum token { END, OPEN, CLOSE, PHRASE, AND, OR, NOT, NEAR };

struct reader {
	struct search_query *query;
	const char *text, *next; /* behind the token */
	enum token token;
	const char *at, *words; /* of the token */
	size_t len;
	bool prefix;
	int distance, depth;
};

static size_t column(const struct reader *r)
{
	return utf8_count(r->text, (size_t)(r->at - r->text)) + 1;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether there is anything that the index takes for a word. */
static bool has_word(const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;

		i += utf8_decode(&cp, text + i, len - i);
		if (uc_is_general_category_withtable(
			    cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
			return true;
	}
	return false;
}

static int check_word(const struct reader *r)
{
	if (has_word(r->words, r->len))
		return 0;
	return err_set(ERR_PARSE,
		_("column %zu: there is no letter or digit to look for in "
		  "'%.*s'"),
		column(r), (int)r->len, r->words);
}

/* "NEAR/7": the digits behind the stroke. */
static int read_near(struct reader *r)
{
	int64_t n = 0;

	r->token = NEAR;
	r->distance = NEAR_DEFAULT;
	if (r->len == 4)
		return 0;
	for (size_t i = 5; i < r->len && n <= NEAR_MAX; i++) {
		if (r->words[i] < '0' || r->words[i] > '9')
			n = NEAR_MAX;
		n = n * 10 + (r->words[i] - '0');
	}
	if (r->len == 5 || n < 1 || n > NEAR_MAX)
		return err_set(ERR_PARSE,
			_("column %zu: behind 'NEAR/' a number from 1 to %d is "
			  "expected"),
			column(r), NEAR_MAX);
	r->distance = (int)n;
	return 0;
}

static bool is_named(const struct reader *r, const char *name)
{
	return r->len == strlen(name) && memcmp(r->words, name, r->len) == 0;
}

static int read_quoted(struct reader *r)
{
	const char *end = strchr(r->at + 1, '"');

	r->token = PHRASE;
	r->words = r->at + 1;
	if (end == NULL)
		return err_set(ERR_PARSE,
			_("column %zu: the quotation mark is not closed"),
			column(r));
	r->len = (size_t)(end - r->words);
	r->prefix = end[1] == '*';
	r->next = end + 1 + r->prefix;
	return check_word(r);
}

static int read_word(struct reader *r)
{
	r->words = r->at;
	while (*r->next != '\0' && !is_blank(*r->next) &&
		strchr("()\"", *r->next) == NULL)
		r->next++;
	r->len = (size_t)(r->next - r->at);
	if (is_named(r, "AND"))
		r->token = AND;
	else if (is_named(r, "OR"))
		r->token = OR;
	else if (is_named(r, "NOT"))
		r->token = NOT;
	else if (is_named(r, "NEAR") ||
		 (r->len > 4 && memcmp(r->words, "NEAR/", 5) == 0))
		return read_near(r);
	else
		r->token = PHRASE;
	if (r->token != PHRASE)
		return 0;
	r->prefix = r->len > 1 && r->words[r->len - 1] == '*';
	r->len -= r->prefix;
	return check_word(r);
}

static int advance(struct reader *r)
{
	while (is_blank(*r->next))
		r->next++;
	r->at = r->words = r->next;
	r->len = 0;
	r->prefix = false;
	switch (*r->at) {
	case '\0':
		r->token = END;
		return 0;
	case '(':
	case ')':
		r->token = *r->at == '(' ? OPEN : CLOSE;
		r->next++;
		return 0;
	case '"':
		return read_quoted(r);
	default:
		return read_word(r);
	}
}

static struct passage_query *make(struct search_query *q)
{
	struct passage_query *node = mem_new(1, sizeof(*node));

	q->nodes = mem_grow(q->nodes, &q->cap, q->n + 1, sizeof(*q->nodes));
	q->nodes[q->n++] = node;
	return node;
}

/* *left becomes a node above itself and right. */
static void join(struct reader *r, enum passage_op op,
	const struct passage_query **left, const struct passage_query *right)
{
	struct passage_query *node = make(r->query);

	node->op = op;
	node->left = *left;
	node->right = right;
	*left = node;
}

static int read_or(const struct passage_query **out, struct reader *r);

static int read_brackets(const struct passage_query **out, struct reader *r)
{
	size_t opened = column(r);
	int rc;

	if (r->depth == DEPTH)
		return err_set(ERR_PARSE,
			_("column %zu: more than %d brackets, one inside the "
			  "other"),
			opened, DEPTH);
	r->depth++;
	rc = advance(r);
	if (rc == 0)
		rc = read_or(out, r);
	if (rc == 0 && r->token != CLOSE)
		return err_set(ERR_PARSE,
			_("column %zu: the bracket is not closed"), opened);
	r->depth--;
	return rc != 0 ? rc : advance(r);
}

static int read_atom(const struct passage_query **out, struct reader *r)
{
	struct passage_query *node;

	if (r->token == OPEN)
		return read_brackets(out, r);
	if (r->token != PHRASE)
		return err_set(ERR_PARSE,
			_("column %zu: a word to look for is expected here; an "
			  "operator (AND, OR, NOT, NEAR) stands between two, "
			  "and in quotation marks it is a word"),
			column(r));
	node = make(r->query);
	node->words = mem_dup(r->words, r->len);
	node->prefix = r->prefix;
	*out = node;
	return advance(r);
}

static int read_near_pair(const struct passage_query **out, struct reader *r)
{
	const struct passage_query *right = NULL;
	size_t at;
	int distance, rc = read_atom(out, r);

	if (rc != 0 || r->token != NEAR)
		return rc;
	at = column(r);
	distance = r->distance;
	rc = advance(r);
	if (rc == 0)
		rc = read_atom(&right, r);
	if (rc != 0)
		return rc;
	if ((*out)->op != PASSAGE_PHRASE || right->op != PASSAGE_PHRASE ||
		r->token == NEAR)
		return err_set(ERR_PARSE,
			_("column %zu: NEAR stands between two words or "
			  "quoted phrases"),
			at);
	join(r, PASSAGE_NEAR, out, right);
	r->query->nodes[r->query->n - 1]->distance = distance;
	return 0;
}

static int read_not(const struct passage_query **out, struct reader *r)
{
	int rc = read_near_pair(out, r);

	while (rc == 0 && r->token == NOT) {
		const struct passage_query *right = NULL;

		rc = advance(r);
		if (rc == 0)
			rc = read_near_pair(&right, r);
		if (rc == 0)
			join(r, PASSAGE_NOT, out, right);
	}
	return rc;
}

static int read_and(const struct passage_query **out, struct reader *r)
{
	int rc = read_not(out, r);

	while (rc == 0 &&
		(r->token == AND || r->token == PHRASE || r->token == OPEN)) {
		const struct passage_query *right = NULL;

		if (r->token == AND)
			rc = advance(r);
		if (rc == 0)
			rc = read_not(&right, r);
		if (rc == 0)
			join(r, PASSAGE_AND, out, right);
	}
	return rc;
}

static int read_or(const struct passage_query **out, struct reader *r)
{
	int rc = read_and(out, r);

	while (rc == 0 && r->token == OR) {
		const struct passage_query *right = NULL;

		rc = advance(r);
		if (rc == 0)
			rc = read_and(&right, r);
		if (rc == 0)
			join(r, PASSAGE_OR, out, right);
	}
	return rc;
}

static int check_text(const char *text)
{
	size_t len = strlen(text);

	if (len > LENGTH)
		return err_set(ERR_PARSE,
			_("what to look for is longer than %d bytes"), LENGTH);
	if (!utf8_valid(text, len, NULL))
		return err_set(ERR_PARSE, _("what to look for is not UTF-8"));
	return 0;
}

int search_query_parse(struct search_query *out, const char *text)
{
	struct search_query q = { 0 };
	struct reader r = { .query = &q, .text = text, .next = text };
	int rc = check_text(text);

	if (rc == 0)
		rc = advance(&r);
	if (rc == 0)
		rc = read_or(&q.root, &r);
	if (rc == 0 && r.token != END)
		rc = err_set(ERR_PARSE,
			_("column %zu: a bracket closes here that was not "
			  "opened, or an operator is one too many"),
			column(&r));
	if (rc != 0)
		search_query_release(&q);
	else
		*out = q;
	return rc;
}

int search_query_phrase(struct search_query *out, const char *text)
{
	struct search_query q = { 0 };
	struct passage_query *node;
	int rc = check_text(text);

	if (rc == 0 && !has_word(text, strlen(text)))
		rc = err_set(ERR_PARSE,
			_("there is no letter or digit to look for in '%s'"),
			text);
	if (rc != 0)
		return rc;
	node = make(&q);
	node->words = mem_strdup(text);
	q.root = node;
	*out = q;
	return 0;
}

void search_query_release(struct search_query *q)
{
	for (size_t i = 0; i < q->n; i++) {
		free((char *)q->nodes[i]->words);
		free(q->nodes[i]);
	}
	free(q->nodes);
	*q = (struct search_query){ 0 };
}
