/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_git.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/url.h"

enum {
	MEMORY_GIB = 4, /* address space: packs are mapped, not read */
	SECONDS = 600,
	NAME_BYTES = 300,
};

/* What the repository could set is set by us; what is left out of these is
 * only used by commands that we do not run. */
static const char *const settings[] = { "core.fsmonitor=false",
	"core.hooksPath=/dev/null", "core.pager=cat", "core.askPass=false",
	"core.sshCommand=false", "core.packedGitWindowSize=32m",
	"core.packedGitLimit=256m", "protocol.allow=never", NULL };

static const char *const variables[] = { "GIT_CONFIG_NOSYSTEM=1",
	"GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
	"GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
	"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
	"GIT_ALLOW_PROTOCOL=none", "GIT_PAGER=cat", NULL };

int ota_git_run(struct str *out, const struct ota_git *g,
	const char *const args[], const void *in, size_t len)
{
	static const struct child_limits limits = { .wall_s = SECONDS,
		.cpu_s = SECONDS,
		.memory = (uint64_t)MEMORY_GIB << 30,
		.output = (uint64_t)OTA_GIT_OUTPUT << 20 };
	const char *argv[2 + 2 * sizeof(settings) / sizeof(*settings) +
			 OTA_GIT_ARGS];
	struct str dir = { 0 };
	size_t n = 0;
	int rc;

	argv[n++] = "git";
	for (size_t i = 0; settings[i] != NULL; i++) {
		argv[n++] = "-c";
		argv[n++] = settings[i];
	}
	if (g->git_dir != NULL) {
		str_printf(&dir, "--git-dir=%s", g->git_dir);
		argv[n++] = dir.p;
	}
	for (size_t i = 0; args[i] != NULL && i < OTA_GIT_ARGS; i++)
		argv[n++] = args[i];
	argv[n] = NULL;
	rc = child_run(out, argv, variables, in, len, &limits);
	str_release(&dir);
	return rc;
}

/* --- names --- */

static void trim(struct str *s)
{
	while (s->len > 0 &&
		(s->p[s->len - 1] == '\n' || s->p[s->len - 1] == '/'))
		str_cut(s, s->len - 1);
}

/* Appends a web address without user, password, query and fragment; false
 * when the text is none. */
static bool put_address(struct str *out, const char *text, size_t len)
{
	struct url u = { 0 };
	bool is = len <= NAME_BYTES && url_parse(&u, text, len, NULL) == 0 &&
		  u.has_host && u.host.len > 0 &&
		  (str_is(&u.scheme, "https") || str_is(&u.scheme, "http"));

	if (is) {
		str_clear(&u.username);
		str_clear(&u.password);
		u.has_query = u.has_fragment = false;
		url_write(out, &u);
	}
	url_release(&u);
	return is;
}

/* The folder's own name, as it may be printed. */
static void put_folder(struct str *out, const char *dir)
{
	struct str path = { 0 };
	const char *base;
	size_t len;

	str_puts(&path, dir);
	trim(&path);
	base = file_basename(path.p);
	len = strlen(base);
	if (len > 4 && strcmp(base + len - 4, ".git") == 0)
		len -= 4;
	utf8_printable(out, base, len < NAME_BYTES ? len : NAME_BYTES, false);
	str_release(&path);
}

static char *name_of(const struct ota_git *g, const char *dir)
{
	static const char *const args[] = { "config", "--local", "--get",
		"remote.origin.url", NULL };
	struct str origin = { 0 }, name = { 0 };
	char *real;

	if (ota_git_run(&origin, g, args, NULL, 0) == 0)
		trim(&origin);
	if (origin.len == 0 || !put_address(&name, origin.p, origin.len)) {
		real = realpath(dir, NULL);
		put_folder(&name, real != NULL ? real : dir);
		free(real);
	}
	str_release(&origin);
	return str_take(&name);
}

/* --- opening --- */

int ota_git_open(struct ota_git *out, const char *dir)
{
	static const char *const args[] = { "rev-parse", "--verify", "--quiet",
		"HEAD^{commit}", NULL };
	struct ota_git g = { 0 };
	struct str path = { 0 }, head = { 0 };
	int rc;

	file_join(&path, dir, ".git");
	if (!file_exists(path.p)) {
		str_clear(&path);
		str_puts(&path, dir);
	}
	g.git_dir = str_take(&path);
	rc = ota_git_run(&head, &g, args, NULL, 0);
	if (rc == ERR_IO)
		rc = err_set(ERR_NOTFOUND,
			_("'%s' is no git repository with a commit in it"),
			dir);
	if (rc == 0)
		g.name = name_of(&g, dir);
	if (rc == 0)
		*out = g;
	else
		ota_git_close(&g);
	str_release(&head);
	return rc;
}

void ota_git_close(struct ota_git *g)
{
	free(g->git_dir);
	free(g->name);
	*g = (struct ota_git){ 0 };
}

int ota_git_create(struct ota_git *out, const char *dir, const char *branch)
{
	struct str path = { 0 }, option = { 0 }, said = { 0 }, name = { 0 };
	struct ota_git g = { 0 };
	const char *args[] = { "init", "--quiet", "--template=", NULL, "--",
		dir, NULL };
	int rc;

	str_printf(&option, "--initial-branch=%s", branch);
	args[3] = option.p;
	rc = ota_git_run(&said, &g, args, NULL, 0);
	if (rc == 0) {
		file_join(&path, dir, ".git");
		put_folder(&name, dir);
		out->git_dir = str_take(&path);
		out->name = str_take(&name);
	}
	str_release(&option);
	str_release(&said);
	return rc;
}
