/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNSMASQ_QUERY_H
#define EVIDENCE_DNSMASQ_QUERY_H

/*
 * Queries of a dnsmasq log that later lines may still tell of. A line that
 * tells what became of a query carries its serial (log-queries=extra) or only
 * the name: then it belongs to the latest query of that name that has no
 * verdict yet, at most five seconds and 200 lines back.
 *
 *	dnsmasq_queries_init(&q);
 *	dnsmasq_queries_add(&q, &line, &observation);
 *	dnsmasq_queries_tell(&q, &line, number);
 *	while (dnsmasq_queries_take(&q, number, ns, &o))
 *		rc = importer_row(job, &o);
 *
 * Queries leave in the order they came.
 */

#include "archive/observation.h"
#include "evidence/dnsmasq_line.h"

enum {
	DNSMASQ_QUERIES = 256,
	DNSMASQ_REACH_LINES = 200,
	DNSMASQ_REACH_S = 5,
	DNSMASQ_ANSWERS = 512,
};

/* A query that waits for its verdict. */
struct dnsmasq_query {
	struct observation o;
	char host[HOST_MAX + 1], type[32], client[64], rule[64];
	char answers[DNSMASQ_ANSWERS]; /* names and addresses, by spaces */
	uint64_t serial;
	bool forwarded; /* and not answered yet */
	bool orphan;	/* from a verdict whose query is not in the log */
};

struct dnsmasq_queries {
	struct dnsmasq_query ring[DNSMASQ_QUERIES];
	size_t first, n;
	/* The query whose answer was an alias, in the line before: the next
	 * line speaks of the alias's target. */
	struct dnsmasq_query *alias;
	uint64_t alias_line;
	bool alias_config;
};

void dnsmasq_queries_init(struct dnsmasq_queries *q);

/* Adds a query, or a verdict whose query is not in the log. There is room,
 * when what is out of reach was taken before. */
void dnsmasq_queries_add(struct dnsmasq_queries *q,
	const struct dnsmasq_line *line, const struct observation *o);

/* What a line tells goes to the query it belongs to; false when there is
 * none. number is the line's. */
bool dnsmasq_queries_tell(struct dnsmasq_queries *q,
	const struct dnsmasq_line *line, uint64_t number);

/* Takes the oldest query, when no line from number and ns on can reach it;
 * its strings are borrowed from q until the next add. False when there is
 * none. UINT64_MAX takes any. */
bool dnsmasq_queries_take(struct dnsmasq_queries *q, uint64_t number,
	int64_t ns, struct observation *out);

#endif
