/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk that becomes full: preloaded, lets regular files take
 * FULL_DISK_AFTER bytes in all (SQLite's files, temporary files, results),
 * then fails every write with ENOSPC. A write across the border is short, as
 * on a real disk.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at);

static atomic_long used;

static long room(void)
{
	const char *text = getenv("FULL_DISK_AFTER");

	return text == NULL ? -1 : strtol(text, NULL, 10);
}

/* How much of len may still be written to fd; -1: none is left. */
static ssize_t allow(int fd, size_t len)
{
	struct stat st;
	long limit = room(), left;

	if (limit < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (ssize_t)len;
	left = limit - atomic_load(&used);
	if (left <= 0) {
		errno = ENOSPC;
		return -1;
	}
	if ((size_t)left < len)
		len = (size_t)left;
	atomic_fetch_add(&used, (long)len);
	return (ssize_t)len;
}

static void *real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

ssize_t write(int fd, const void *data, size_t len)
{
	ssize_t (*next)(int, const void *, size_t);
	ssize_t n = allow(fd, len);

	*(void **)&next = real("write");
	return n < 0 ? n : next(fd, data, (size_t)n);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
	ssize_t (*next)(int, const void *, size_t, off_t);
	ssize_t n = allow(fd, len);

	*(void **)&next = real("pwrite");
	return n < 0 ? n : next(fd, data, (size_t)n, at);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
	ssize_t (*next)(int, const void *, size_t, off64_t);
	ssize_t n = allow(fd, len);

	*(void **)&next = real("pwrite64");
	return n < 0 ? n : next(fd, data, (size_t)n, at);
}
