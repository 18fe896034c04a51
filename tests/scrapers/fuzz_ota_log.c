/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "scrapers/ota_commit.h"
#include "scrapers/ota_log.h"
#include "scrapers/ota_path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need_message(int rc)
{
	if (rc != 0 && err_message()[0] == '\0')
		abort();
}

/* What a path promises: it can be written again, the same. */
static void see_path(const char *path, size_t len)
{
	struct ota_path p = { 0 };
	struct str again = { 0 };

	if (!ota_path_parse(&p, path, len))
		return;
	if (!ota_path_write(&again, &p) || again.len != len ||
		memcmp(again.p, path, len) != 0)
		abort();
	ota_path_release(&p);
	str_release(&again);
}

static void see_commits(const char *text, size_t len)
{
	struct ota_log_name name = { 0 };
	size_t at = 0;
	int rc;

	do {
		rc = ota_log_commit(&name, text, len, &at);
		need_message(rc);
	} while (rc == 0 && name.hex != NULL);
}

static void see_changes(const char *text, size_t len)
{
	struct ota_log_change c = { 0 };
	size_t at = 0, before;
	int rc;

	do {
		before = at;
		rc = ota_log_change(&c, text, len, &at);
		need_message(rc);
		if (rc == 0 && c.commit.hex != NULL) {
			if (at <= before || c.path[c.path_len] != '\0')
				abort();
			see_path(c.path, c.path_len);
		}
	} while (rc == 0 && c.commit.hex != NULL);
}

static void see_commit(const char *text, size_t len)
{
	struct ota_commit c = { 0 };
	int rc = ota_commit_parse(&c, text, len);

	need_message(rc);
	if (rc == 0 && (c.subject == NULL || c.author_ns < 0))
		abort();
	ota_commit_release(&c);
}

static void see_objects(const char *text, size_t len, bool body)
{
	struct ota_log_object o;
	size_t at = 0;
	int rc;

	do {
		rc = ota_log_object(&o, text, len, &at, body);
		need_message(rc);
		if (rc == 0 && o.data != NULL) {
			if (o.data + o.size > text + len)
				abort();
			see_commit(o.data, (size_t)o.size);
		}
	} while (rc == 0 && o.name.hex != NULL);
}

/* The first byte says which of git's answers the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1;

	if (size == 0)
		return 0;
	switch (data[0]) {
	case 'c':
		see_changes(text, size - 1);
		break;
	case 'o':
		see_objects(text, size - 1, true);
		break;
	case 'k':
		see_objects(text, size - 1, false);
		break;
	case 'm':
		see_commit(text, size - 1);
		break;
	case 'p':
		see_path(text, size - 1);
		break;
	default:
		see_commits(text, size - 1);
	}
	return 0;
}
