/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most half full. The hash takes eight
 * bytes at a time, and is kept beside the number. */
#include "archive/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { SLOTS_MIN = 64 };

static uint64_t mix(uint64_t h)
{
	h *= UINT64_C(0x9FB21C651E98DF25);
	return h ^ h >> 32;
}

static uint32_t hash(const char *text, size_t len)
{
	uint64_t h = len, word = 0;

	for (; len >= sizeof(word); text += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		h = mix(h ^ word);
	}
	word = 0;
	memcpy(&word, text, len);
	h = mix(mix(h ^ word));
	return (uint32_t)h;
}

static size_t length(const struct names *n, uint32_t id)
{
	return (id + 1 < n->n ? n->offsets[id + 1] : n->text.len) -
	       n->offsets[id] - 1;
}

bool names_is(const struct names *n, uint32_t id, const char *text, size_t len)
{
	return length(n, id) == len && memcmp(names_get(n, id), text, len) == 0;
}

static size_t slot_of(
	const struct names *n, uint32_t h, const char *text, size_t len)
{
	size_t i = h & (n->slots - 1);

	while (n->table[i].id != 0 &&
		(n->table[i].hash != h ||
			!names_is(n, n->table[i].id - 1, text, len)))
		i = (i + 1) & (n->slots - 1);
	return i;
}

/* The hashes are kept: no text is read again. */
static void grow(struct names *n)
{
	struct names_slot *old = n->table;
	size_t slots = n->slots;

	n->slots = slots > 0 ? slots * 2 : SLOTS_MIN;
	n->table = mem_new(n->slots, sizeof(*n->table));
	for (size_t s = 0; s < slots; s++) {
		size_t i = old[s].hash & (n->slots - 1);

		if (old[s].id == 0)
			continue;
		while (n->table[i].id != 0)
			i = (i + 1) & (n->slots - 1);
		n->table[i] = old[s];
	}
	free(old);
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

static int add_new(struct names *n, uint32_t *id, const char *text, size_t len)
{
	if (n->n == NAMES_MAX || n->text.len + len + 1 > NAMES_BYTES)
		return err_set(ERR_LIMIT,
			_("more different names than one log may hold (%d); "
			  "split the file by months"),
			(int)NAMES_MAX);
	n->offsets =
		mem_grow(n->offsets, &n->cap, n->n + 1, sizeof(*n->offsets));
	n->offsets[n->n] = (uint32_t)n->text.len;
	str_add(&n->text, text, len);
	str_putc(&n->text, '\0');
	*id = (uint32_t)n->n++;
	return 0;
}

int names_add_len(struct names *n, uint32_t *id, const char *text, size_t len)
{
	uint32_t h = hash(text, len);
	size_t slot;
	int rc;

	if ((n->n + 1) * 2 > n->slots)
		grow(n);
	slot = slot_of(n, h, text, len);
	if (n->table[slot].id != 0) {
		*id = n->table[slot].id - 1;
		return 0;
	}
	rc = add_new(n, id, text, len);
	if (rc == 0)
		n->table[slot] = (struct names_slot){ *id + 1, h };
	return rc;
}

int names_add(struct names *n, uint32_t *id, const char *text)
{
	return names_add_len(n, id, text, strlen(text));
}

bool names_find(const struct names *n, uint32_t *id, const char *text)
{
	size_t len = strlen(text), slot;

	if (n->slots == 0)
		return false;
	slot = slot_of(n, hash(text, len), text, len);
	if (n->table[slot].id == 0)
		return false;
	*id = n->table[slot].id - 1;
	return true;
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
