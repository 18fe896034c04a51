/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc(5), /proc/PID/stat:
 *
 *	4711 (a name) with) S 1 4711 4711 0 -1 4194560 … 22nd field: start
 *
 * The name may hold anything, so the fields count from the last bracket. A
 * zombie ('Z') does no work any more: it is as good as gone.
 */
#include "archive/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/codec.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/i18n.h"

enum {
	MACHINE_BYTES = 8, /* of the hash that are kept */
	START_FIELD = 22,
	STATE_FIELD = 3,
	SMALL = 4096, /* more than any of the files holds */
};

/* The parts of a name. */
struct holder {
	char machine[MACHINE_BYTES * 2 + 1];
	char boot[40];
	char space[32];
	long pid;
	uint64_t start;
};

/* The file's beginning up to its first line feed; false when unreadable. */
static bool read_line(char *out, size_t size, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, out, size - 1);
	close(fd);
	if (n < 0)
		return false;
	out[n] = '\0';
	out[strcspn(out, "\n")] = '\0';
	return true;
}

static void name_machine(char out[MACHINE_BYTES * 2 + 1])
{
	static const char purpose[] = "constat holder 1";
	char id[SMALL] = "", host[SMALL] = "";
	struct digest_stream *s = digest_stream_new();
	struct digest d;

	read_line(id, sizeof(id), "/etc/machine-id");
	read_line(host, sizeof(host), "/proc/sys/kernel/hostname");
	digest_stream_add(s, purpose, sizeof(purpose));
	digest_stream_add(s, id, strlen(id) + 1);
	digest_stream_add(s, host, strlen(host) + 1);
	digest_stream_end(s, &d);
	codec_hex(out, d.b, MACHINE_BYTES);
}

/* State and start of a process; false when they cannot be read. */
static bool read_stat(char *state, uint64_t *start, long pid)
{
	char path[64], line[SMALL];
	const char *p;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if (!read_line(line, sizeof(line), path))
		return false;
	p = strrchr(line, ')');
	for (int field = STATE_FIELD; p != NULL && field <= START_FIELD;
		field++) {
		p = strchr(p + 1, ' ');
		if (p != NULL && field == STATE_FIELD)
			*state = p[1];
	}
	if (p == NULL)
		return false;
	*start = strtoull(p + 1, NULL, 10);
	return true;
}

static int look_at_self(struct holder *h)
{
	ssize_t n =
		readlink("/proc/self/ns/pid", h->space, sizeof(h->space) - 1);
	char state;

	if (n <= 0)
		return err_sys(_("cannot read '%s'"), "/proc/self/ns/pid");
	h->space[n] = '\0';
	/* "pid:[4026531836]": the number alone, no colon */
	memmove(h->space, h->space + strcspn(h->space, "["),
		(size_t)n + 1 - strcspn(h->space, "["));
	h->pid = (long)getpid();
	if (!read_line(h->boot, sizeof(h->boot),
		    "/proc/sys/kernel/random/boot_id") ||
		!read_stat(&state, &h->start, h->pid))
		return err_sys(_("cannot read '%s'"), "/proc");
	name_machine(h->machine);
	return 0;
}

int holder_self(char out[HOLDER_TEXT])
{
	struct holder h = { 0 };
	int rc = look_at_self(&h);

	if (rc == 0)
		snprintf(out, HOLDER_TEXT, "%s:%s:%s:%ld:%" PRIu64, h.machine,
			h.boot, h.space, h.pid, h.start);
	return rc;
}

/* Copies up to the next colon; the place behind it, NULL when there is none
 * or no room. */
static const char *take(char *out, size_t size, const char *from)
{
	size_t len = strcspn(from, ":");

	if (from[len] != ':' || len >= size)
		return NULL;
	memcpy(out, from, len);
	out[len] = '\0';
	return from + len + 1;
}

static bool read_name(struct holder *h, const char *name)
{
	char *end = NULL;
	const char *p = take(h->machine, sizeof(h->machine), name);

	if (p != NULL)
		p = take(h->boot, sizeof(h->boot), p);
	if (p != NULL)
		p = take(h->space, sizeof(h->space), p);
	if (p == NULL)
		return false;
	h->pid = strtol(p, &end, 10);
	if (h->pid <= 0 || *end != ':')
		return false;
	h->start = strtoull(end + 1, &end, 10);
	return *end == '\0';
}

bool holder_is_gone(const char *name)
{
	struct holder h = { 0 }, self = { 0 };
	uint64_t start = 0;
	char state = '?';

	if (!read_name(&h, name) || look_at_self(&self) != 0 ||
		strcmp(h.machine, self.machine) != 0)
		return false;
	if (strcmp(h.boot, self.boot) != 0)
		return true;
	if (strcmp(h.space, self.space) != 0)
		return false;
	if (kill((pid_t)h.pid, 0) != 0 && errno == ESRCH)
		return true;
	/* Others' processes may be hidden: then it is there, as kill said. */
	if (!read_stat(&state, &start, h.pid))
		return false;
	return start != h.start || state == 'Z' || state == 'X';
}
