/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "archive/casefile.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/json.h"
#include "cases/draft.h"
#include "cli/case_status.h"
#include "cli/out.h"

extern const struct cmd cmd_case;
extern char **environ;

enum { EDITOR_WORDS = 16 };

/* Where findings go: lines on standard output, or a list for --json. */
struct report {
	const struct cli *cli;
	cJSON *list; /* owned by the object it is in, or NULL */
};

static void say_finding(const struct rules_finding *f, void *ctx)
{
	const struct report *r = ctx;
	cJSON *one;

	if (r->list == NULL) {
		printf("%s %s, ", f->code,
			f->blocks ? _("blocks") : _("warns"));
		printf(_("line %zu: "), f->line);
		out_text(stdout, f->message);
		printf("\n");
		return;
	}
	one = json_object();
	json_set(one, "code", f->code);
	json_set_bool(one, "blocks", f->blocks);
	json_set_int(one, "line", (int64_t)f->line);
	json_set_int(one, "column", (int64_t)f->column);
	json_set(one, "pointer", f->pointer);
	json_set(one, "message", f->message);
	json_push(r->list, one);
}

static int check_case(struct rules_count *count, const struct case_json *c,
	const struct backing *b, const struct report *r)
{
	if (case_json_usable(c))
		return rules_check(count, b, say_finding, (void *)(uintptr_t)r);
	rules_check_form(count, c, say_finding, (void *)(uintptr_t)r);
	return 0;
}

static int check(const struct cli *cli, struct store *s)
{
	struct case_json c = { 0 };
	struct backing b = { 0 };
	struct rules_count count = { 0 };
	struct report r = { .cli = cli };
	cJSON *object = cli->json ? out_object("case-check") : NULL;
	int rc = case_status_read(&c, &b, s);

	if (object != NULL) {
		r.list = json_array();
		json_add(object, "findings", r.list);
	}
	if (rc == 0)
		rc = check_case(&count, &c, &b, &r);
	if (rc == 0 && object != NULL) {
		json_set_int(object, "blocking", (int64_t)count.blocking);
		json_set_int(object, "warnings", (int64_t)count.warnings);
		out_json(object);
		object = NULL;
	} else if (rc == 0) {
		out_note(cli, _("%zu to mend, %zu to know"), count.blocking,
			count.warnings);
	}
	cJSON_Delete(object);
	backing_release(&b);
	case_json_release(&c);
	if (rc != 0)
		return out_fail();
	return count.blocking > 0 ? CMD_PARTIAL : CMD_DONE;
}

/* $VISUAL or $EDITOR, which may hold options, with the path behind. */
static int open_editor(char *path)
{
	const char *editor = getenv("VISUAL");
	char *words, *argv[EDITOR_WORDS + 2], *rest = NULL;
	size_t n = 0;
	pid_t pid;
	int state = 0, rc;

	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL || *editor == '\0')
		editor = "nano";
	words = mem_strdup(editor);
	for (char *word = strtok_r(words, " ", &rest);
		word != NULL && n < EDITOR_WORDS;
		word = strtok_r(NULL, " ", &rest))
		argv[n++] = word;
	if (n == 0)
		argv[n++] = (char *)(uintptr_t) "nano";
	argv[n++] = path;
	argv[n] = NULL;
	rc = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	if (rc == 0)
		rc = waitpid(pid, &state, 0) == pid && WIFEXITED(state) &&
				     WEXITSTATUS(state) == 0
			     ? 0
			     : -1;
	free(words);
	return rc == 0 ? 0
		       : err_set(ERR_IO,
				 _("the editor '%s' failed; set EDITOR, or "
				   "edit '%s' by hand"),
				 editor, path);
}

/* Keeps what was edited when it can be read. */
static int keep_case(struct store *s, const char *path)
{
	struct case_json c = { 0 };
	int64_t id = 0;
	int rc = case_json_read(&c, path);

	if (rc == 0 && case_json_usable(&c))
		rc = casefile_note(&id, s, c.text.p, c.text.len);
	case_json_release(&c);
	return rc;
}

static int edit(const struct cli *cli, struct store *s)
{
	struct str path = { 0 };
	int rc = draft_case_path(&path, s);

	if (rc == 0 && (cli->no_input || cli->dry_run)) {
		printf("%s\n", path.p);
		str_release(&path);
		return CMD_DONE;
	}
	if (rc == 0)
		rc = open_editor(path.p);
	if (rc == 0)
		rc = keep_case(s, path.p);
	str_release(&path);
	return rc == 0 ? check(cli, s) : out_fail();
}

static const struct {
	const char *name;
	bool writes;
	int (*run)(const struct cli *cli, struct store *s);
} parts[] = {
	{ "check", false, check },
	{ "edit", true, edit },
	{ "status", false, case_status_say },
};

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	int status_code;

	for (size_t i = 0; argc == 1 && i < sizeof(parts) / sizeof(parts[0]);
		i++) {
		if (strcmp(parts[i].name, argv[0]) != 0)
			continue;
		if (out_open(cli, &store, parts[i].writes && !cli->dry_run) !=
			0)
			return out_fail();
		status_code = parts[i].run(cli, store);
		store_close(store);
		return status_code;
	}
	return out_usage(&cmd_case, _("say check, edit or status"));
}

const struct cmd cmd_case = {
	.name = "case",
	.args = N_("check|edit|status"),
	.summary = N_("check the case, edit it, or see where it stands"),
	.detail = N_("'check' reads case.json and says, with line numbers, "
		     "what keeps the complaint from being sent (status 1) and "
		     "what you should know before you send it. 'edit' opens it "
		     "in $EDITOR and checks it afterwards. 'status' lists the "
		     "exhibits and says what is due when."),
	.example = "constat case edit\nconstat case check",
	.run = run,
};
