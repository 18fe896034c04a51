/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_VERIFY_OBJECTS_H
#define ARCHIVE_VERIFY_OBJECTS_H

/*
 * The part of verify that reads every content: the seals of its chunks, the
 * chain it is based on, its size and its hash. A damaged base is told for
 * each content that needs it. Contents of one chain are read one after the
 * other, so that each costs one step, however long the chain.
 */

#include "archive/verify_tables.h"
#include "base/progress.h"

/* Counts objects and bytes in r. */
int verify_objects(struct store *s, struct verify_result *r,
	const struct verify_sink *sink, const struct progress *progress);

#endif
