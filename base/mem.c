/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void mem_none(void)
{
	static const char text[] =
		"constat: out of memory; what was finished before is kept\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)n;
	_exit(2);
}

void *mem_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (p == NULL)
		mem_none();
	return p;
}

void *mem_resize(void *ptr, size_t count, size_t size)
{
	size_t bytes;
	void *p;

	if (size != 0 && count > SIZE_MAX / size)
		mem_none();
	bytes = count * size;
	p = realloc(ptr, bytes > 0 ? bytes : 1);
	if (p == NULL)
		mem_none();
	return p;
}

void *mem_grow(void *ptr, size_t *cap, size_t need, size_t size)
{
	size_t next = *cap;

	if (need <= next)
		return ptr;
	if (next < 8)
		next = 8;
	while (next < need) {
		if (next > SIZE_MAX / 2)
			mem_none();
		next *= 2;
	}
	*cap = next;
	return mem_resize(ptr, next, size);
}

char *mem_dup(const char *text, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		mem_none();
	copy = mem_resize(NULL, len + 1, 1);
	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_strdup(const char *text)
{
	return text == NULL ? NULL : mem_dup(text, strlen(text));
}
