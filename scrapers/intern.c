/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear steps; the table doubles when half full. */
#include "scrapers/intern.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rand.h"

enum { SIZE_MIN = 64 };

uint64_t intern_seed(void)
{
	uint64_t seed;

	if (rand_bytes(&seed, sizeof(seed)) != 0)
		seed = UINT64_C(0xcbf29ce484222325);
	return seed;
}

/* Eight bytes at a time: multiply, fold. */
uint64_t intern_hash(uint64_t seed, const char *text, size_t len)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = seed ^ (len * prime), word;

	for (; len >= sizeof(word); len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		h = (h ^ word) * prime;
		h ^= h >> 32;
		text += sizeof(word);
	}
	word = 0;
	if (len > 0)
		memcpy(&word, text, len);
	h = (h ^ word) * prime;
	return h ^ (h >> 29);
}

static struct intern_slot *free_slot(const struct intern *t, uint32_t hash)
{
	size_t i = hash & (t->size - 1);

	while (t->v[i].id != 0)
		i = (i + 1) & (t->size - 1);
	return &t->v[i];
}

static void grow(struct intern *t)
{
	struct intern was = *t;

	if (was.size == 0)
		t->seed = intern_seed();
	t->size = was.size == 0 ? SIZE_MIN : 2 * was.size;
	t->v = mem_new(t->size, sizeof(*t->v));
	for (size_t i = 0; i < was.size; i++)
		if (was.v[i].id != 0)
			*free_slot(t, was.v[i].hash) = was.v[i];
	free(was.v);
}

uint32_t intern_id(struct intern *t, const char *text, size_t len)
{
	uint32_t hash;
	size_t i;

	if (2 * (size_t)t->n >= t->size)
		grow(t);
	hash = (uint32_t)intern_hash(t->seed, text, len);
	for (i = hash & (t->size - 1); t->v[i].id != 0;
		i = (i + 1) & (t->size - 1))
		if (t->v[i].hash == hash && t->v[i].len == len &&
			memcmp(t->v[i].text, text, len) == 0)
			return t->v[i].id;
	t->v[i] = (struct intern_slot){ text, len, hash, ++t->n };
	return t->n;
}

void intern_release(struct intern *t)
{
	free(t->v);
	*t = (struct intern){ 0 };
}
