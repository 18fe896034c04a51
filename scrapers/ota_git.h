/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_GIT_H
#define SCRAPERS_OTA_GIT_H

/*
 * git, as a program, on a repository that somebody else made: nothing that
 * its files say is carried out.
 *
 *	struct ota_git g = { 0 };
 *	static const char *const args[] = { "rev-list", "HEAD", NULL };
 *
 *	rc = ota_git_open(&g, "contrib-versions");
 *	if (rc == 0)
 *		rc = ota_git_run(&out, &g, args, NULL, 0);
 *	...
 *	ota_git_close(&g);
 *
 * The folder is named outright, so that no repository around it is found
 * instead. No hook, pager, external diff, file-system monitor, replacement
 * of objects, configuration of the person or of the machine; no protocol to
 * fetch what is missing with; memory, time and output are limited. On what
 * others made only commands that read are used, and they are given object
 * names alone.
 */

#include "base/child.h"
#include "base/str.h"

enum {
	OTA_GIT_ARGS = 24,   /* of one command, ours included */
	OTA_GIT_HEX = 64,    /* of the longest object name */
	OTA_GIT_OUTPUT = 64, /* MiB taken from one command */
};

struct ota_git {
	char *git_dir; /* owned: the folder that git means by --git-dir */
	char *name;    /* owned: where it comes from, in words */
};

/* A repository, bare or not, whose HEAD is a commit. name is the address it
 * was cloned from without a password, or the folder's own name. ERR_NOTFOUND
 * when it is none, or when git is not installed. */
int ota_git_open(struct ota_git *out, const char *dir);
void ota_git_close(struct ota_git *g);

/* Runs `git ARGS…` with `in` on its standard input and appends what it says.
 * ERR_LIMIT past OTA_GIT_OUTPUT, or as child_run(). */
int ota_git_run(struct str *out, const struct ota_git *g,
	const char *const args[], const void *in, size_t len);

/* Makes an empty repository of our own with a work tree, and the folder when
 * it is missing; branch is the one that HEAD names. */
int ota_git_create(struct ota_git *out, const char *dir, const char *branch);

#endif
