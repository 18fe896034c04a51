/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_FUZZ_FILE_H
#define TESTS_EVIDENCE_FUZZ_FILE_H

/*
 * Runs an importer over bytes as if they were a file; nothing is kept.
 *
 *	fuzz_file("blokada", data, size, &options);
 */

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evidence/detect.h"

static void fuzz_file(const char *name, const void *data, size_t size,
	const struct importer_options *options)
{
	struct importer_job job = { .options = options };
	char path[64];
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	job.path = path;
	detect_head(&(struct importer_head){ .text = (const char *)data,
			    .len = size < IMPORTER_HEAD ? size : IMPORTER_HEAD,
			    .whole = size <= IMPORTER_HEAD,
			    .name = "fuzz" },
		NULL);
	detect_guess((const char *)data, size);
	importer_find(name)->read(&job);
	close(fd);
}

#endif
