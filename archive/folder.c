/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

/* What an interrupted creation may have left. */
static bool is_ours(const char *name)
{
	static const char *const ours[] = { ".", "..", "secret", "case.json",
		"declarations", "constat.db.new", "constat.db.new-wal",
		"constat.db.new-shm", "constat.db.new-journal" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	/* A temporary file of base/file. */
	return strncmp(name, ".constat-", 9) == 0;
}

/* 0 when the folder is not there yet, or holds nothing of anybody's. */
static int check_free(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int rc = 0;

	if (d == NULL && errno == ENOENT)
		return 0;
	if (d == NULL)
		return err_sys(_("cannot use '%s' as a case folder"), dir);
	while (rc == 0 && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, "constat.db") == 0)
			rc = err_set(ERR_EXISTS,
				_("'%s' is a case folder already; nothing was "
				  "changed"),
				dir);
		else if (!is_ours(e->d_name))
			rc = err_set(ERR_EXISTS,
				_("'%s' is not empty; name a new folder"), dir);
	}
	closedir(d);
	return rc;
}

static int make_declarations(const char *dir)
{
	struct str path = { 0 };
	int rc;

	file_join(&path, dir, "declarations");
	rc = file_mkdir(path.p);
	str_release(&path);
	return rc;
}

/* A case.json that is there stays: somebody may have begun to edit it. */
static int write_case(const char *dir, const char *text)
{
	struct str path = { 0 };
	int rc = 0;

	file_join(&path, dir, "case.json");
	if (!file_exists(path.p))
		rc = file_write(path.p, text, strlen(text), FILE_EXCL);
	str_release(&path);
	return rc;
}

int folder_create(const char *dir, const char *case_text)
{
	int rc = check_free(dir);

	if (rc == 0)
		rc = file_mkdir(dir);
	if (rc == 0 && chmod(dir, 0700) != 0)
		rc = err_sys(_("cannot make '%s' private"), dir);
	if (rc == 0)
		rc = make_declarations(dir);
	if (rc == 0)
		rc = write_case(dir, case_text);
	return rc != 0 ? rc : store_create(dir);
}
