/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target over files and folders of files, so that its corpus is
 * an ordinary test where there is no libFuzzer. Fails when there is nothing
 * to replay.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	struct str content = { 0 };
	int rc = file_read(&content, path);

	if (rc != 0)
		fprintf(stderr, "%s\n", err_message());
	else
		LLVMFuzzerTestOneInput((const uint8_t *)content.p, content.len);
	str_release(&content);
	return rc == 0;
}

static int replay_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (dir == NULL)
		return replay(path);
	while ((entry = readdir(dir)) != NULL) {
		struct str full = { 0 };

		if (entry->d_name[0] == '.')
			continue;
		file_join(&full, path, entry->d_name);
		count += replay(full.p);
		str_release(&full);
	}
	closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_folder(argv[i]);
	printf("%d inputs replayed\n", count);
	return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
