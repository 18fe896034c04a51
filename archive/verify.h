/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_VERIFY_H
#define ARCHIVE_VERIFY_H

/*
 * Checks everything that is kept: the database's own structure, every
 * content and its seal, every row of fact against its ledger entry, the
 * whole tree against the signed head, every derived row against the digest
 * of its import, every stamp.
 *
 *	struct verify_result r = { 0 };
 *
 *	rc = verify_store(&r, store, print_finding, NULL, &progress);
 *	if (rc == 0 && r.findings == 0)
 *		all is as it was kept
 *	verify_result_release(&r);
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/progress.h"

struct verify_result {
	uint64_t entries, objects, bytes, facts, rows, stamps;
	uint64_t findings;
	/* Rows whose words were destroyed, and when last. */
	uint64_t destroyed;
	int64_t destroyed_ns;
	/* The largest stamped checkpoint that holds: all entries below
	 * proved_size are proved to have existed at proved_ns. */
	uint64_t proved_size;
	int64_t proved_ns;
	char *proved_by; /* owned: the authority; NULL when no stamp holds */
};

void verify_result_release(struct verify_result *r);

/* Told of each finding: where ("object 3fa9…", "snapshot 7") and what. */
typedef void (*verify_fn)(const char *where, const char *what, void *ctx);

/* 0 when the check could be made, whatever it found. */
int verify_store(struct verify_result *out, struct store *s, verify_fn fn,
	void *ctx, const struct progress *progress);

#endif
