/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dnsmasq_query.h"

#include <string.h>

#include "base/instant.h"
#include "evidence/lookups.h"

void dnsmasq_queries_init(struct dnsmasq_queries *q)
{
	q->first = q->n = 0;
	q->alias = NULL;
	q->alias_line = 0;
	q->alias_config = false;
}

/* Query i, from the oldest. */
static struct dnsmasq_query *at(struct dnsmasq_queries *q, size_t i)
{
	return &q->ring[(q->first + i) % DNSMASQ_QUERIES];
}

static void copy(char *out, size_t room, const char *text)
{
	size_t n = strlen(text);

	if (n >= room)
		n = room - 1;
	memcpy(out, text, n);
	out[n] = '\0';
}

void dnsmasq_queries_add(struct dnsmasq_queries *q,
	const struct dnsmasq_line *line, const struct observation *o)
{
	struct dnsmasq_query *query = at(q, q->n++);

	query->o = *o;
	query->serial = line->serial;
	query->forwarded = false;
	query->orphan = line->kind == DNSMASQ_BLOCKED;
	query->rule[0] = query->answers[0] = '\0';
	copy(query->host, sizeof(query->host), line->host);
	copy(query->type, sizeof(query->type), line->type);
	copy(query->client, sizeof(query->client), line->client);
	q->alias = NULL;
}

/* The query a line speaks of, or NULL: of the same serial or name, the
 * latest without a verdict, else the latest. An orphan has had its verdict:
 * the next one of that name is another's. */
static struct dnsmasq_query *find(
	struct dnsmasq_queries *q, const struct dnsmasq_line *line)
{
	struct dnsmasq_query *decided = NULL;

	for (size_t i = q->n; i > 0; i--) {
		struct dnsmasq_query *query = at(q, i - 1);

		if (line->serial != 0 ? query->serial != line->serial
				      : strcmp(query->host, line->host) != 0)
			continue;
		if (query->orphan &&
			query->o.disposition == OBSERVATION_BLOCKED)
			continue;
		if (query->o.disposition == OBSERVATION_UNKNOWN ||
			query->forwarded)
			return query;
		if (decided == NULL)
			decided = query;
	}
	return decided;
}

/* "reply error is SERVFAIL" names nobody: it belongs to the one query that
 * waits for a reply (or, from the configuration, has no verdict); when
 * several do, nobody can tell whose it is. */
static struct dnsmasq_query *find_unnamed(
	struct dnsmasq_queries *q, const struct dnsmasq_line *line)
{
	struct dnsmasq_query *one = NULL;

	for (size_t i = 0; i < q->n; i++) {
		struct dnsmasq_query *query = at(q, i);

		if (line->config ? query->o.disposition != OBSERVATION_UNKNOWN
				 : !query->forwarded)
			continue;
		if (one != NULL)
			return NULL;
		one = query;
	}
	return one;
}

/* The query whose alias this line goes on with: the line right behind, of
 * the same source, about a name that no query waits for. */
static struct dnsmasq_query *find_alias(struct dnsmasq_queries *q,
	const struct dnsmasq_line *line, uint64_t number)
{
	const struct dnsmasq_query *other;

	if (q->alias == NULL || line->serial != 0 ||
		line->kind != DNSMASQ_ANSWER || number != q->alias_line + 1 ||
		line->config != q->alias_config)
		return NULL;
	other = find(q, line);
	if (other != NULL && (other->forwarded || other->o.disposition ==
							  OBSERVATION_UNKNOWN))
		return NULL;
	return q->alias;
}

static void decide(struct dnsmasq_query *query, const struct dnsmasq_line *line)
{
	unsigned disposition = OBSERVATION_ALLOWED;
	unsigned source = OBSERVATION_SOURCE_FORMAT;

	if (line->kind == DNSMASQ_BLOCKED) {
		disposition = OBSERVATION_BLOCKED;
	} else if (line->kind == DNSMASQ_ERROR) {
		disposition = OBSERVATION_ERROR;
	} else if (line->null_answer && !host_is_local(query->host)) {
		disposition = OBSERVATION_BLOCKED;
		source = OBSERVATION_SOURCE_ANSWER;
	} else if (line->config) {
		disposition = OBSERVATION_REWRITTEN;
	}
	if (lookup_outranks(query->o.disposition, disposition) ||
		(disposition == query->o.disposition &&
			query->o.disposition_source ==
				OBSERVATION_SOURCE_FORMAT))
		return;
	query->o.disposition = (uint8_t)disposition;
	query->o.disposition_source = (uint8_t)source;
	copy(query->rule, sizeof(query->rule), line->rule);
}

/* Once each; what does not fit any more is left out whole. */
static void add_answer(struct dnsmasq_query *query, const char *text)
{
	size_t n = strlen(query->answers), m = strlen(text);

	if (m == 0 || n + m + 2 > sizeof(query->answers))
		return;
	if (n > 0)
		query->answers[n++] = ' ';
	memcpy(query->answers + n, text, m + 1);
}

static void take_answer(
	struct dnsmasq_query *query, const struct dnsmasq_line *line)
{
	query->forwarded = line->kind == DNSMASQ_FORWARDED;
	if (query->forwarded)
		return;
	if (strcmp(line->host, query->host) != 0)
		add_answer(query, line->host);
	if (!line->alias)
		add_answer(query, line->answer);
}

bool dnsmasq_queries_tell(struct dnsmasq_queries *q,
	const struct dnsmasq_line *line, uint64_t number)
{
	struct dnsmasq_query *query = find_alias(q, line, number);

	if (query == NULL)
		query = line->host[0] == '\0' && line->serial == 0
				? find_unnamed(q, line)
				: find(q, line);
	q->alias = NULL;
	if (query == NULL)
		return false;
	decide(query, line);
	take_answer(query, line);
	if (line->alias) {
		q->alias = query;
		q->alias_line = number;
		q->alias_config = line->config;
	}
	return true;
}

bool dnsmasq_queries_take(struct dnsmasq_queries *q, uint64_t number,
	int64_t ns, struct observation *out)
{
	struct dnsmasq_query *query = at(q, 0);

	if (q->n == 0)
		return false;
	if (q->n < DNSMASQ_QUERIES && number != UINT64_MAX &&
		number - query->o.line <= DNSMASQ_REACH_LINES &&
		ns - query->o.ns <= DNSMASQ_REACH_S * INSTANT_SECOND)
		return false;
	*out = query->o;
	out->host = query->host;
	out->type = query->type;
	out->client = query->client;
	out->rule = query->rule;
	out->answer = query->answers;
	if (q->alias == query)
		q->alias = NULL;
	q->first = (q->first + 1) % DNSMASQ_QUERIES;
	q->n--;
	return true;
}
