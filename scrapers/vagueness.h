/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_VAGUENESS_H
#define SCRAPERS_VAGUENESS_H

/*
 * The one figure that scrapers/lint.h gives of a version's text: weighted
 * hits of its language's lexicon per 1,000 words, for choosing what to read.
 *
 *	struct vagueness_reader *r = vagueness_new(store);
 *	struct vagueness v;
 *
 *	rc = vagueness_read(&v, r, &span);
 *	if (rc == 0 && v.language != NULL)
 *		print(v.rate);
 *	vagueness_free(r);
 *
 * The figure is that of lint without options: the same guess of the
 * language, the same terms. Each text is read by itself, so that of two
 * texts in different languages no figures should be compared.
 */

#include <cjson/cJSON.h>
#include <stddef.h>

#include "archive/version.h"

struct vagueness {
	const char *language; /* static; NULL: none that has a lexicon */
	size_t words, hits, weighted;
	double rate;
};

/* Remembers opened lexicons, and the text read last. The store is borrowed. */
struct vagueness_reader;
struct vagueness_reader *vagueness_new(struct store *store);
void vagueness_free(struct vagueness_reader *r);

/* The archive's failures, and lint_read()'s. */
int vagueness_read(struct vagueness *out, struct vagueness_reader *r,
	const struct version_span *span);

/* With "version", the span's number, and the figures under lint's names; null
 * when there is no lexicon. A new tree. */
cJSON *vagueness_json(
	const struct vagueness *v, const struct version_span *span);

#endif
