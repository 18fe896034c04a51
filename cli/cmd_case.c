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
#include "base/instant.h"
#include "base/json.h"
#include "cases/draft.h"
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

/* The case of a store, with what backs it when it is usable. */
static int read_case(
	struct case_json *c, struct backing *b, struct store *s)
{
	struct str path = { 0 };
	int rc = draft_case_path(&path, s);

	if (rc == 0)
		rc = case_json_read(c, path.p);
	if (rc == 0 && case_json_usable(c))
		rc = backing_read(
			b, &(struct backing_order){ .store = s, .c = c });
	str_release(&path);
	return rc;
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
	int rc = read_case(&c, &b, s);

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

static void say_letter(const struct cli *cli, cJSON *list, const struct reply *r)
{
	const char *id = case_json_text(r->letter, "id");
	char due[INSTANT_TEXT];
	cJSON *one;

	instant_date(due, r->deadline.due * 86400 * INSTANT_SECOND, 0);
	if (!cli->json) {
		printf(_("letter %s: answer due by %s, "), id, due);
		printf("%s\n", reply_state_name(r->state));
		return;
	}
	one = json_object();
	json_set(one, "letter", id);
	json_set(one, "due", due);
	json_set(one, "state", reply_state_name(r->state));
	json_push(list, one);
}

static int say_letters(
	const struct cli *cli, cJSON *object, const struct backing *b)
{
	struct reply_view view = backing_view(b);
	cJSON *list = json_array();
	const cJSON *letter;
	struct reply r;
	int rc = 0;

	cJSON_ArrayForEach(letter, case_json_list(b->c, "correspondence"))
	{
		if (strcmp(case_json_text(letter, "direction"), "sent") != 0)
			continue;
		rc = reply_find(&r, b->c, letter, &view);
		if (rc != 0)
			break;
		if (r.statutory)
			say_letter(cli, list, &r);
	}
	if (object != NULL)
		json_add(object, "deadlines", list);
	else
		cJSON_Delete(list);
	return rc;
}

/* The exhibits there are: their numbers are what case.json names. */
struct listing {
	cJSON *list; /* or NULL: lines on standard output */
	const struct backing *b;
};

static int say_exhibit(const struct exhibit *e, void *ctx)
{
	const struct listing *l = ctx;
	bool cited = backing_exhibit(l->b, e->id) != NULL;
	cJSON *one;

	if (l->list == NULL) {
		printf(_("exhibit %lld: "), (long long)e->id);
		out_text(stdout, e->title);
		printf(" (%s)%s\n", e->kind, cited ? "" : _(", not cited"));
		return 0;
	}
	one = json_object();
	json_set_int(one, "id", e->id);
	json_set(one, "kind", e->kind);
	json_set(one, "title", e->title);
	json_set_bool(one, "cited", cited);
	json_push(l->list, one);
	return 0;
}

static int say_exhibits(cJSON *object, const struct backing *b)
{
	struct listing l = { object != NULL ? json_array() : NULL, b };
	int rc = exhibit_each(b->store, say_exhibit, &l);

	if (object != NULL)
		json_add(object, "exhibits", l.list);
	return rc;
}

static void say_state(const struct cli *cli, cJSON *object,
	const struct backing *b, const struct rules_count *count)
{
	if (object != NULL) {
		json_set(object, "authority", b->authority.slug);
		json_set_int(object, "cited", (int64_t)b->n_exhibits);
		json_set_int(object, "policies", (int64_t)b->n_policies);
		json_set_bool(object, "stamped", b->stamped);
		json_set_int(object, "blocking", (int64_t)count->blocking);
		json_set_int(object, "warnings", (int64_t)count->warnings);
		return;
	}
	printf(_("to: %s\n"), b->authority.name);
	printf(_("cited: %zu exhibits, %zu policies; time-stamp: %s\n"),
		b->n_exhibits, b->n_policies, b->stamped ? _("yes") : _("no"));
	printf(_("to mend: %zu; to know: %zu\n"), count->blocking,
		count->warnings);
	out_note(cli, "%s",
		count->blocking > 0
			? _("next: 'constat case check' says what is missing")
			: _("next: 'constat draft complaint --lang fr -o "
			    "complaint.pdf'"));
}

static int status(const struct cli *cli, struct store *s)
{
	cJSON *object = cli->json ? out_object("case-status") : NULL;
	struct rules_count count = { 0 };
	struct case_json c = { 0 };
	struct backing b = { 0 };
	int rc = read_case(&c, &b, s);

	if (rc == 0 && !case_json_usable(&c))
		rc = err_set(ERR_INVALID,
			_("case.json has wrong members; see 'constat case "
			  "check'"));
	if (rc == 0)
		rc = rules_check(&count, &b, NULL, NULL);
	if (rc == 0)
		rc = say_exhibits(object, &b);
	if (rc == 0)
		rc = say_letters(cli, object, &b);
	if (rc == 0)
		say_state(cli, object, &b, &count);
	if (rc == 0 && object != NULL)
		out_json(object);
	else
		cJSON_Delete(object);
	backing_release(&b);
	case_json_release(&c);
	return rc == 0 ? CMD_DONE : out_fail();
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
	words = strdup(editor);
	for (char *word = strtok_r(words, " ", &rest);
		word != NULL && n < EDITOR_WORDS;
		word = strtok_r(NULL, " ", &rest))
		argv[n++] = word;
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
	{ "status", false, status },
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
