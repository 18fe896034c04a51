/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that unpack (gzip, zstd, ZIP), to the last member: looked into, read
 * by whoever knows what is in them, and led back to member by member. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evidence/detect.h"
#include "evidence/kept.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(const void *data, size_t len, void *ctx)
{
	(void)data;
	*(uint64_t *)ctx += len;
	return 0;
}

/* Every member gives as many bytes by its name as in its turn. */
static void compare(const char *path)
{
	struct source *s = NULL;
	struct kept k;
	char buffer[4096];
	bool more = true;
	int rc = source_open(&s, path, true, NULL);

	if (rc != 0)
		return;
	if (kept_open_file(&k, path) != 0)
		abort();
	while (rc == 0 && (rc = source_next(s, &more)) == 0 && more) {
		uint64_t len = 0, again = 0;
		size_t n = 1;

		while (rc == 0 && n > 0) {
			rc = source_read(s, buffer, sizeof(buffer), &n);
			len += rc == 0 ? n : 0;
		}
		if (rc == 0 && kept_member(&k, source_name(s)) == 0 &&
			(kept_bytes(&k, 0, k.size, take, &again) != 0 ||
				again != len))
			abort();
	}
	kept_close(&k);
	source_close(s, rc, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct importer_options none;
	struct importer_job job = { .options = &none };
	struct detect_found found = { 0 };
	char path[64];
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	job.path = path;
	if (detect_file(&found, path, NULL) == 0 && found.importer != NULL)
		detect_read(&found, &job);
	detect_release(&found);
	compare(path);
	close(fd);
	return 0;
}
