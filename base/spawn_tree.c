/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * /proc/PID/stat begins "PID (NAME) STATE PPID PGRP"; the name may hold
 * anything, so the fields are counted from the last parenthesis. Killing goes
 * in rounds: every process found gets SIGKILL, and so does its group, which
 * the kernel does at one stroke, whoever is just forking. When the caller has
 * no children left, there are no descendants: orphans become its children.
 */
#include "base/spawn_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

enum {
	FILE_ROOM = 4096, /* the part of a file of /proc that is read */
	ROUND_MS = 2,	  /* pause between two rounds of killing */
	PROCESSES = 1 << 20,
};

/* The beginning of /proc/PID/NAME; false when the process is gone. */
static bool read_file(char out[FILE_ROOM], pid_t pid, const char *name)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, out, FILE_ROOM - 1);
	close(fd);
	out[n > 0 ? n : 0] = '\0';
	return n > 0;
}

static bool read_process(struct spawn_process *out, pid_t pid)
{
	char text[FILE_ROOM], *p, *end;

	if (!read_file(text, pid, "stat"))
		return false;
	p = strrchr(text, ')');
	if (p == NULL || strlen(p) < 4)
		return false;
	out->pid = pid;
	out->below = false;
	out->parent = (pid_t)strtol(p + 3, &end, 10);
	out->group = (pid_t)strtol(end, NULL, 10);
	return true;
}

static const struct spawn_process *find(const struct spawn_tree *t, pid_t pid)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->v[middle].pid == pid)
			return &t->v[middle];
		if (t->v[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int by_pid(const void *a, const void *b)
{
	const struct spawn_process *x = a, *y = b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

/* Marks children of what is marked until nothing changes. */
static void mark(struct spawn_tree *t, pid_t root)
{
	size_t before;

	t->n_below = 0;
	do {
		before = t->n_below;
		for (size_t i = 0; i < t->n; i++) {
			struct spawn_process *p = &t->v[i];
			const struct spawn_process *parent;

			if (p->below)
				continue;
			parent = find(t, p->parent);
			p->below = p->parent == root ||
				   (parent != NULL && parent->below);
			t->n_below += p->below;
		}
	} while (t->n_below != before);
}

void spawn_tree_read(struct spawn_tree *t, pid_t root)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	t->n = 0;
	while (folder != NULL && t->n < PROCESSES &&
		(entry = readdir(folder)) != NULL) {
		long pid = strtol(entry->d_name, NULL, 10);

		if (pid <= 0)
			continue;
		t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
		if (read_process(&t->v[t->n], (pid_t)pid))
			t->n++;
	}
	if (folder != NULL)
		closedir(folder);
	if (t->n > 0)
		qsort(t->v, t->n, sizeof(*t->v), by_pid);
	mark(t, root);
}

void spawn_tree_release(struct spawn_tree *t)
{
	free(t->v);
	*t = (struct spawn_tree){ 0 };
}

/* The kilobytes that a line of /proc/PID/status tells. */
static uint64_t kilobytes(const char *status, const char *name)
{
	const char *line = strstr(status, name);

	return line != NULL ? strtoull(line + strlen(name), NULL, 10) : 0;
}

uint64_t spawn_tree_memory(const struct spawn_tree *t)
{
	char status[FILE_ROOM];
	uint64_t sum = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].below && read_file(status, t->v[i].pid, "status"))
			sum += kilobytes(status, "\nRssAnon:") +
			       kilobytes(status, "\nRssShmem:");
	return sum << 10;
}

static void kill_below(const struct spawn_tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		if (!t->v[i].below)
			continue;
		if (t->v[i].group > 1 && t->v[i].group != getpgrp())
			kill(-t->v[i].group, SIGKILL);
		kill(t->v[i].pid, SIGKILL);
	}
}

/* Reaps who has ended; false when there is no child any more. */
static bool reap(void)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG);
	while (pid > 0 || (pid < 0 && errno == EINTR));
	return pid == 0;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool spawn_tree_end(int limit_ms)
{
	struct spawn_tree t = { 0 };
	int64_t deadline = now_ms() + limit_ms;
	bool left = reap();

	while (left && now_ms() < deadline) {
		spawn_tree_read(&t, getpid());
		kill_below(&t);
		poll(NULL, 0, ROUND_MS);
		left = reap();
	}
	spawn_tree_release(&t);
	return !left;
}
