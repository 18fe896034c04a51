/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two rings: what is added overwrites the oldest.
 */
#include "scrapers/warc_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void forget(struct warc_response *r)
{
	free(r->id);
	free(r->uri);
	free(r->date);
	free(r->digest);
	free(r->media_type);
	free(r->coding);
	*r = (struct warc_response){ 0 };
}

static size_t kept(size_t added)
{
	return added < WARC_KNOWN ? added : WARC_KNOWN;
}

void warc_known_add(struct warc_known *k, const struct warc_response *r)
{
	struct warc_response *to = &k->v[k->n++ % WARC_KNOWN];

	forget(to);
	*to = (struct warc_response){ .body = r->body,
		.id = mem_strdup(r->id),
		.uri = mem_strdup(r->uri),
		.date = mem_strdup(r->date),
		.digest = mem_strdup(r->digest),
		.media_type = mem_strdup(r->media_type),
		.coding = mem_strdup(r->coding) };
}

const struct warc_response *warc_known_find(
	const struct warc_known *k, const struct digest *body)
{
	for (size_t i = 1; i <= kept(k->n); i++) {
		const struct warc_response *r = &k->v[(k->n - i) % WARC_KNOWN];

		if (digest_equal(&r->body, body))
			return r;
	}
	return NULL;
}

static bool same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool is_named(
	const struct warc_response *r, const char *const name[4], int step)
{
	switch (step) {
	case 0:
		return same(r->id, name[0]);
	case 1:
		return same(r->uri, name[1]) && same(r->date, name[2]);
	default:
		return same(r->digest, name[3]);
	}
}

const struct warc_response *warc_known_named(const struct warc_known *k,
	const char *id, const char *uri, const char *date, const char *digest)
{
	const char *const name[] = { id, uri, date, digest };

	for (int step = 0; step < 3; step++)
		for (size_t i = 1; i <= kept(k->n); i++) {
			const struct warc_response *r =
				&k->v[(k->n - i) % WARC_KNOWN];

			if (is_named(r, name, step))
				return r;
		}
	return NULL;
}

bool warc_known_content(struct warc_known *k, const struct digest *content)
{
	for (size_t i = 0; i < kept(k->n_contents); i++)
		if (digest_equal(&k->contents[i], content))
			return true;
	k->contents[k->n_contents++ % WARC_KNOWN] = *content;
	return false;
}

void warc_known_release(struct warc_known *k)
{
	for (size_t i = 0; i < WARC_KNOWN; i++)
		forget(&k->v[i]);
	*k = (struct warc_known){ 0 };
}
