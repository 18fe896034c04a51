/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MAPPING_GUESS_H
#define EVIDENCE_MAPPING_GUESS_H

/*
 * A mapping as the beginning of a table suggests it, to be shown to the
 * person before it is used. Columns are known by their headings (English,
 * French, German), or by their values where the headings do not tell; the
 * form of the times by the values. Of values of a disposition only those
 * count whose word leaves no doubt ("blocked", "refusé", "erlaubt"). A zone
 * is never guessed.
 *
 *	rc = mapping_guess_file(&g, path, 0, &given);
 *	if (rc == 0 && g.fault == NULL)
 *		… mapping_print(&text, &g.mapping)
 *	mapping_guess_release(&g);
 */

#include "evidence/importer.h"
#include "evidence/mapping.h"

struct mapping_guess {
	struct mapping mapping; /* what was found, whole or not */
	char *fault;	 /* owned: why it is not whole, translated; or NULL */
	char *note;	 /* owned: what else the person should know; or NULL */
	bool needs_zone; /* the times have none, and none was given */
};

/* What was given already is not guessed again; it may be empty. Of events
 * (kind = event) no host is needed, and a title is never guessed. */
void mapping_guess_head(struct mapping_guess *out,
	const struct importer_head *head, const struct mapping *given);

/* The same of a file's member, and by what the person gave with an import.
 * Errors of source_open() and mapping_add(). */
int mapping_guess_file(struct mapping_guess *out, const char *path,
	size_t index, const struct importer_options *given);
void mapping_guess_release(struct mapping_guess *g);

/* For sniff(): how sure it is that a head is a table of the format with a
 * time and a host: 5 when the headings say so, 3 when only the values do, 0
 * when it is none; sets head->why. */
int mapping_guess_sniff(struct importer_head *head, enum mapping_format format);

#endif
