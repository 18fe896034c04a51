/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ring. Hashes of the names lie apart, so that looking for one of several
 * thousand touches little memory.
 */
#include "evidence/lookups.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "evidence/cursor.h"

struct lookups {
	struct lookup v[LOOKUPS];
	uint32_t hash[LOOKUPS];
	size_t first, n;
};

struct lookups *lookups_new(void)
{
	return mem_new(1, sizeof(struct lookups));
}

void lookups_free(struct lookups *l)
{
	free(l);
}

/* FNV-1a */
static uint32_t hash_of(const char *text)
{
	uint32_t h = 2166136261u;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

static void copy(char *out, size_t room, const char *text)
{
	cursor_copy(out, room, text, strlen(text));
}

struct lookup *lookups_add(struct lookups *l, const struct lookup_key *key,
	const struct observation *o)
{
	size_t at = (l->first + l->n++) % LOOKUPS;
	struct lookup *lookup = &l->v[at];

	lookup->o = *o;
	lookup->closed = false;
	lookup->rule[0] = lookup->answer[0] = '\0';
	copy(lookup->host, sizeof(lookup->host), key->host);
	copy(lookup->type, sizeof(lookup->type), key->type);
	copy(lookup->client, sizeof(lookup->client), key->client);
	copy(lookup->port, sizeof(lookup->port), key->port);
	lookup->o.host = lookup->host;
	lookup->o.type = lookup->type;
	lookup->o.client = lookup->client;
	lookup->o.rule = lookup->rule;
	lookup->o.answer = lookup->answer;
	l->hash[at] = hash_of(lookup->host);
	return lookup;
}

/* Nothing is said, or the same. */
static bool agrees(const char *said, const char *known)
{
	return said[0] == '\0' || known[0] == '\0' || strcmp(said, known) == 0;
}

static bool belongs(const struct lookup *lookup, const struct lookup_key *key)
{
	return !lookup->closed && strcmp(lookup->host, key->host) == 0 &&
	       agrees(key->type, lookup->type) &&
	       agrees(key->client, lookup->client) &&
	       agrees(key->port, lookup->port);
}

struct lookup *lookups_find(struct lookups *l, const struct lookup_key *key,
	enum lookups_which which)
{
	uint32_t hash = hash_of(key->host);

	for (size_t i = 0; i < l->n; i++) {
		size_t step = which == LOOKUPS_OLDEST ? i : l->n - 1 - i;
		size_t at = (l->first + step) % LOOKUPS;

		if (l->hash[at] == hash && belongs(&l->v[at], key))
			return &l->v[at];
	}
	return NULL;
}

int lookups_give(struct lookups *l, struct importer_job *job, int64_t ns)
{
	int rc = 0;

	while (l->n > 0 && rc == 0) {
		const struct lookup *lookup = &l->v[l->first];

		if (!lookup->closed && l->n < LOOKUPS && ns != LOOKUPS_END &&
			instant_since(ns, lookup->o.ns) <=
				LOOKUPS_REACH_S * INSTANT_SECOND)
			break;
		rc = importer_row(job, &lookup->o);
		l->first = (l->first + 1) % LOOKUPS;
		l->n--;
	}
	return rc;
}

bool lookup_outranks(unsigned disposition, unsigned other)
{
	static const int ranks[OBSERVATION_DISPOSITIONS] = {
		[OBSERVATION_ALLOWED] = 1,
		[OBSERVATION_REWRITTEN] = 2,
		[OBSERVATION_ERROR] = 3,
		[OBSERVATION_BLOCKED] = 4,
	};

	return ranks[disposition] > ranks[other];
}

void lookup_decide(struct lookup *lookup, unsigned disposition, unsigned source,
	const char *rule)
{
	if (!lookup_outranks(disposition, lookup->o.disposition))
		return;
	lookup->o.disposition = (uint8_t)disposition;
	lookup->o.disposition_source = (uint8_t)source;
	copy(lookup->rule, sizeof(lookup->rule), rule);
}

/* Whether the last of the words is this one. */
static bool ends_with(const char *words, const char *word)
{
	const char *last = strrchr(words, ' ');

	return strcmp(last != NULL ? last + 1 : words, word) == 0;
}

void lookup_answer(struct lookup *lookup, const char *text)
{
	size_t n = strlen(lookup->answer), m = strlen(text);

	if (m == 0 || ends_with(lookup->answer, text) ||
		n + m + 2 > sizeof(lookup->answer))
		return;
	if (n > 0)
		lookup->answer[n++] = ' ';
	memcpy(lookup->answer + n, text, m + 1);
}
