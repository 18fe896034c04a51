/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/out.h"
#include "cli/run.h"

/* What the person answered; owned strings, NULL where left out. */
struct answers {
	char *folder, *vendor, *url, *log, *zone, *date;
};

static void release(struct answers *a)
{
	free(a->folder);
	free(a->vendor);
	free(a->url);
	free(a->log);
	free(a->zone);
	free(a->date);
}

/* One question; the answer without its line feed and outer spaces, NULL when
 * empty and there is no proposal. */
static char *ask(const char *question, const char *proposal)
{
	char *line = NULL, *text;
	size_t cap = 0;
	ssize_t n;

	if (proposal != NULL)
		fprintf(stderr, "%s [%s] ", question, proposal);
	else
		fprintf(stderr, "%s ", question);
	fflush(stderr);
	n = getline(&line, &cap, stdin);
	if (n < 0) {
		free(line);
		fputc('\n', stderr);
		return NULL;
	}
	while (n > 0 && strchr(" \t\r\n", line[n - 1]) != NULL)
		line[--n] = '\0';
	text = line + strspn(line, " \t");
	text = *text != '\0' ? strdup(text)
			     : (proposal ? strdup(proposal) : NULL);
	free(line);
	return text;
}

/* Shows the command a person would type, then runs it. */
static int step(const struct cli *cli, const char *const words[])
{
	fputs("\n$ constat", stderr);
	for (size_t i = 0; words[i] != NULL; i++) {
		bool quote = strpbrk(words[i], " '\"?&*") != NULL;

		fputs(quote ? " '" : " ", stderr);
		out_text(stderr, words[i]);
		fputs(quote ? "'" : "", stderr);
	}
	fputs("\n", stderr);
	return run_words(cli, words);
}

static int open_folder(struct cli *cli, struct answers *a)
{
	struct str found = { 0 };
	int rc = out_folder(cli, &found);

	if (rc == 0) {
		fprintf(stderr, _("This is the case folder %s.\n"), found.p);
		str_release(&found);
		return CMD_DONE;
	}
	str_release(&found);
	fputs(_("There is no case folder here yet; it will hold everything "
		"about one matter.\n"),
		stderr);
	a->folder = ask(_("Name of the new folder?"), _("my-case"));
	if (a->folder == NULL)
		return CMD_TROUBLE;
	if (step(cli, (const char *const[]){ "init", a->folder, NULL }) !=
		CMD_DONE)
		return CMD_TROUBLE;
	cli->dir = a->folder;
	return CMD_DONE;
}

static void keep_policy(const struct cli *cli, struct answers *a)
{
	a->vendor = ask(_("Which company or product is it about?"), NULL);
	if (a->vendor == NULL)
		return;
	a->url = ask(_("Web address of its privacy policy?"), NULL);
	if (a->url == NULL)
		return;
	if (step(cli, (const char *const[]){ "watch", a->url, "--service",
			      a->vendor, NULL }) == CMD_DONE)
		step(cli, (const char *const[]){ "capture", a->vendor, NULL });
}

static void read_log(const struct cli *cli, struct answers *a)
{
	a->log = ask(_("File with your blocker's or network's log?"), NULL);
	if (a->log == NULL)
		return;
	a->zone = ask(_("Time zone of the device then?"), "Europe/Paris");
	if (a->zone == NULL)
		return;
	if (step(cli, (const char *const[]){ "import", a->log, "--tz", a->zone,
			      NULL }) == CMD_DONE)
		step(cli, (const char *const[]){ "hosts", NULL });
}

static void look_back(const struct cli *cli, struct answers *a)
{
	if (a->vendor == NULL)
		return;
	a->date = ask(_("On which day did you notice it (2018-09-03)?"), NULL);
	if (a->date == NULL)
		return;
	step(cli, (const char *const[]){ "show", a->vendor, "Privacy Policy",
			  "--at", a->date, NULL });
	fputs(_("If nobody kept the text of that day, a page saved then can "
		"be brought in:\n"
		"  constat import-history file PAGE.html --url ADDRESS "
		"--seen DATE --source WHO\n"),
		stderr);
}

int start_ask(struct cli *cli)
{
	struct answers a = { 0 };
	int status;

	/* A conversation goes on below what a step printed. */
	cli->no_pager = true;
	fputs(_("constat keeps dated copies of what a company promises, sets "
		"them beside what\nyour device was seen doing, and writes "
		"the complaint. Nothing leaves this machine\nunless you ask "
		"for it. An empty answer leaves a step out.\n\n"),
		stderr);
	status = open_folder(cli, &a);
	if (status == CMD_DONE) {
		keep_policy(cli, &a);
		read_log(cli, &a);
		look_back(cli, &a);
		fprintf(stderr,
			_("\nNext: fill in your case, have the archive "
			  "stamped, and write the complaint:\n"
			  "  cd %s\n"
			  "  constat case edit\n"
			  "  constat stamp --tsa ADDRESS\n"
			  "  constat draft complaint --lang fr -o "
			  "complaint.pdf\n"),
			cli->dir != NULL ? cli->dir : ".");
	}
	release(&a);
	return status;
}
