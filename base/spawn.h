/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

/*
 * A long-lived program that we talk with over two pipes of its own, and that
 * never stays behind: neither it, nor what it started, nor its files.
 *
 *	struct spawn *s = NULL;
 *
 *	rc = spawn_folder(&folder);
 *	if (rc == 0)
 *		rc = spawn_open(&s, &(struct spawn_options){ .argv = argv,
 *			.folder = folder, .memory = 2 << 30 });
 *	... write(spawn_in(s)), read(spawn_out(s)), spawn_check(s) ...
 *	spawn_close(s);
 *
 * A process of ours stands between us and the program: the keeper. It takes
 * in whoever loses its parent (PR_SET_CHILD_SUBREAPER), watches memory, time
 * and number of the whole tree, and when we close, or are gone for whatever
 * reason, kill -9 included, it ends them all and removes the folder. Memory
 * is what the processes hold together, by /proc; no RLIMIT_AS, which
 * browsers do not survive.
 *
 * The program has the pipes as descriptors 3 (it reads) and 4 (it writes);
 * its standard input and output are /dev/null, the beginning of its standard
 * error is kept for messages. Call spawn_open() while there is one thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spawn;

/* Borrowed. Zero members: none, no limit. */
struct spawn_options {
	const char *const *argv; /* argv[0] is found by PATH */
	const char *const *env;	 /* besides PATH, HOME and LANG=C.UTF-8 */
	const char *folder;	 /* its HOME, TMPDIR and working directory;
				  * removed with all that is in it */
	bool offline;		 /* without any network, where the kernel
				  * lets us arrange that */
	uint64_t memory;	 /* bytes of all processes together */
	size_t processes;
	unsigned wall_s;
};

/* Makes a private folder (0700) for temporary things; *out is owned. */
int spawn_folder(char **out);

/* Starts the program. ERR_NOTFOUND when there is none of that name; ERR_IO.
 * The folder is removed also on failure. */
int spawn_open(struct spawn **out, const struct spawn_options *o);

/* Our ends of the pipes, not blocking, borrowed until close. */
int spawn_in(const struct spawn *s);  /* write here */
int spawn_out(const struct spawn *s); /* read here */

/* Whether the program has no network at all. */
bool spawn_is_offline(const struct spawn *s);

/* 0 while the program lives; else why it does not: ERR_LIMIT for memory,
 * time or number of processes, ERR_IO with its status and last words. */
int spawn_check(struct spawn *s);

/* Waits up to limit_ms for the program's end; as spawn_check(). */
int spawn_wait(struct spawn *s, int limit_ms);

/* Ends everything and frees; NULL is allowed. When it returns, no process is
 * left, and no folder. */
void spawn_close(struct spawn *s);

#endif
