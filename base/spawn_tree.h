/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SPAWN_TREE_H
#define BASE_SPAWN_TREE_H

/*
 * The processes below one of ours, as /proc shows them: how many there are,
 * how much memory they hold, and their end. A process that has called
 * PR_SET_CHILD_SUBREAPER sees all of them, also those whose parents are gone
 * and that made sessions of their own.
 *
 *	struct spawn_tree t = { 0 };
 *
 *	spawn_tree_read(&t, getpid());
 *	if (spawn_tree_memory(&t) > limit)
 *		gone = spawn_tree_end(10000);
 *	spawn_tree_release(&t);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct spawn_process {
	pid_t pid, parent, group;
	bool below; /* a descendant of the root */
};

/* Zeroed: empty. Holds all processes of the machine; n_below are below. */
struct spawn_tree {
	struct spawn_process *v; /* owned */
	size_t n, cap, n_below;
};

/* Reads anew; root itself is not below. What /proc hides is not seen. */
void spawn_tree_read(struct spawn_tree *t, pid_t root);
void spawn_tree_release(struct spawn_tree *t);

/* Bytes that only these processes hold: resident memory that is not the
 * content of files (RssAnon, RssShmem). */
uint64_t spawn_tree_memory(const struct spawn_tree *t);

/* Kills all descendants of the calling process, a subreaper, and reaps them,
 * for as long as new ones come up but not beyond limit_ms. Returns whether
 * none is left. */
bool spawn_tree_end(int limit_ms);

#endif
