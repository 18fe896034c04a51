/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most half full; FNV-1a. */
#include "archive/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { SLOTS_MIN = 64 };

static size_t hash(const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

static size_t slot_of(const struct names *n, const char *text)
{
	size_t i = hash(text) & (n->slots - 1);

	while (n->table[i] != 0 &&
		strcmp(names_get(n, n->table[i] - 1), text) != 0)
		i = (i + 1) & (n->slots - 1);
	return i;
}

static void grow(struct names *n)
{
	free(n->table);
	n->slots = n->slots > 0 ? n->slots * 2 : SLOTS_MIN;
	n->table = mem_new(n->slots, sizeof(*n->table));
	for (size_t i = 0; i < n->n; i++)
		n->table[slot_of(n, names_get(n, (uint32_t)i))] =
			(uint32_t)i + 1;
}

void names_init(struct names *n)
{
	uint32_t id;

	*n = (struct names){ 0 };
	str_init(&n->text, NAMES_BYTES);
	names_add(n, &id, "");
}

void names_release(struct names *n)
{
	str_release(&n->text);
	free(n->offsets);
	free(n->table);
	*n = (struct names){ 0 };
}

int names_add(struct names *n, uint32_t *id, const char *text)
{
	size_t slot;

	if ((n->n + 1) * 2 > n->slots)
		grow(n);
	slot = slot_of(n, text);
	if (n->table[slot] != 0) {
		*id = n->table[slot] - 1;
		return 0;
	}
	if (n->n == NAMES_MAX || n->text.len + strlen(text) + 1 > NAMES_BYTES)
		return err_set(ERR_LIMIT,
			_("more different names than one log may hold (%d); "
			  "split the file by months"),
			(int)NAMES_MAX);
	n->offsets =
		mem_grow(n->offsets, &n->cap, n->n + 1, sizeof(*n->offsets));
	n->offsets[n->n] = (uint32_t)n->text.len;
	str_add(&n->text, text, strlen(text) + 1);
	n->table[slot] = (uint32_t)++n->n;
	*id = (uint32_t)n->n - 1;
	return 0;
}

const char *names_get(const struct names *n, uint32_t id)
{
	return n->text.p + n->offsets[id];
}

int names_load(struct names *n, const char *bytes, size_t len)
{
	uint32_t id;

	for (size_t at = 0; at < len; at += strlen(bytes + at) + 1) {
		size_t before = n->n;

		if (memchr(bytes + at, '\0', len - at) == NULL)
			return err_set(ERR_CORRUPT,
				_("a dictionary of names is damaged"));
		if (at == 0 && bytes[0] == '\0')
			continue;
		if (names_add(n, &id, bytes + at) != 0 || n->n == before)
			return err_set(ERR_CORRUPT,
				_("a dictionary of names is damaged"));
	}
	return 0;
}
