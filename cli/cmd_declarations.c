/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/out.h"
#include "scrapers/declaration_check.h"
#include "scrapers/service.h"

extern const struct cmd cmd_declarations;

static bool fetch, allow_private;
static const char *ca_file, *proxy;

static const struct opt options[] = {
	{ "fetch", 0, OPT_FLAG, NULL,
		N_("fetch the pages too, twice: do the selectors match, is "
		   "the text the same?"),
		&fetch },
	{ "allow-private", 0, OPT_FLAG, NULL,
		N_("let addresses of your own network be fetched too"),
		&allow_private },
	{ "ca", 0, OPT_TEXT, N_("FILE"),
		N_("trust the certificate authorities in FILE (PEM) instead "
		   "of the system's"),
		&ca_file },
	{ "proxy", 0, OPT_TEXT, N_("URL"),
		N_("fetch through this proxy (the environment's is ignored)"),
		&proxy },
	{ 0 },
};

/* What was found so far in all files. */
struct tally {
	const struct cli *cli;
	size_t files, errors, warnings, notes;
	bool unreadable;
};

static void print_problem(
	const struct tally *t, const char *path, const struct problem *p)
{
	const char *level = problem_level_name(p->level);
	cJSON *o;

	if (!t->cli->json) {
		out_text(stdout, path);
		if (p->line > 0)
			printf(":%zu:%zu", p->line, p->column);
		printf(": %s: ", _(level));
		out_text(stdout, p->words);
		putchar('\n');
		return;
	}
	o = out_object("declarations-check");
	json_set(o, "file", path);
	json_set(o, "level", level);
	if (p->line > 0) {
		json_set_int(o, "line", (int64_t)p->line);
		json_set_int(o, "column", (int64_t)p->column);
	}
	json_set(o, "message", p->words);
	out_json(o);
}

/* The pages of a file without mistakes. */
static void check_pages(
	struct problem_list *out, const char *path, const struct str *text)
{
	struct declaration d = { 0 };
	struct declaration_check_pages c = { .text = text->p,
		.len = text->len,
		.fetch = { .proxy = proxy,
			.ca_file = ca_file,
			.allow_private = allow_private } };

	if (declaration_parse(&d, path, text->p, text->len) != 0) {
		problem_add(out, PROBLEM_ERROR, 0, 0, "%s", err_message());
		return;
	}
	for (size_t i = 0; i < d.n; i++) {
		c.terms = &d.terms[i];
		declaration_check_pages(out, &c);
	}
	declaration_release(&d);
}

static void count(
	struct tally *t, const char *path, const struct problem_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		print_problem(t, path, &list->v[i]);
	if (list->more)
		out_note(t->cli, _("'%s' has more problems than are shown"),
			path);
	t->errors += problem_count(list, PROBLEM_ERROR);
	t->warnings += problem_count(list, PROBLEM_WARNING);
	t->notes += problem_count(list, PROBLEM_NOTE);
}

static void check_file(struct tally *t, const char *path)
{
	struct problem_list list = { 0 };
	struct str text;

	str_init(&text, DECLARATION_BYTES);
	t->files++;
	if (file_read(&text, path) != 0) {
		t->unreadable = true;
		out_fail();
	} else {
		declaration_check_text(&list, path, text.p, text.len);
		if (fetch && !declaration_check_is_past(path) &&
			problem_count(&list, PROBLEM_ERROR) == 0)
			check_pages(&list, path, &text);
		count(t, path, &list);
	}
	problem_release(&list);
	str_release(&text);
}

/* All files of the case folder. */
static int check_folder(struct tally *t)
{
	struct service_names names = { 0 };
	struct str folder = { 0 }, path = { 0 };
	int rc = out_folder(t->cli, &folder);

	if (rc == 0)
		rc = str_puts(&folder, "/declarations");
	if (rc == 0)
		rc = service_list(&names, folder.p);
	for (size_t i = 0; rc == 0 && i < names.n; i++) {
		str_clear(&path);
		str_printf(&path, "%s/%s.json", folder.p, names.v[i]);
		check_file(t, path.p);
		str_cut(&path, path.len - strlen(".json"));
		str_puts(&path, ".history.json");
		if (file_exists(path.p))
			check_file(t, path.p);
	}
	service_names_release(&names);
	str_release(&folder);
	str_release(&path);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct tally t = { .cli = cli };

	if (argc < 1 || strcmp(argv[0], "check") != 0)
		return out_usage(&cmd_declarations, _("say 'check'"));
	for (int i = 1; i < argc; i++)
		check_file(&t, argv[i]);
	if (argc == 1 && check_folder(&t) != 0)
		return out_fail();
	out_note(cli, _("files: %zu; errors: %zu, warnings: %zu, notes: %zu"),
		t.files, t.errors, t.warnings, t.notes);
	if (t.unreadable)
		return CMD_TROUBLE;
	return t.errors > 0 ? CMD_PARTIAL : CMD_DONE;
}

const struct cmd cmd_declarations = {
	.name = "declarations",
	.args = N_("check [FILE…]"),
	.summary = N_("check declarations, all that is wrong at once"),
	.detail = N_("Tells what is wrong or odd in the files (else in all of "
		     "the case folder), each with line and column: members "
		     "that the format does not have, selectors that are none, "
		     "types of terms that nobody else uses, pages named "
		     "twice, filters in JavaScript, settings that only this "
		     "program reads, past declarations without an end. With "
		     "--fetch also what only the pages can tell. Warnings and "
		     "notes do not change the exit status."),
	.example = "constat declarations check\n"
		   "constat declarations check --fetch "
		   "declarations/Exemple.json",
	.options = options,
	.paged = true,
	.run = run,
};
