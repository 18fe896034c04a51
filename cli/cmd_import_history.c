/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli/import_history.h"

extern const struct cmd cmd_import_history;
extern const struct import_history_kind import_history_file;
extern const struct import_history_kind import_history_ota;
extern const struct import_history_kind import_history_warc;
extern const struct import_history_kind import_history_wayback;

/* To add one: write import_history_<kind>.c, declare it, put it here. */
static const struct import_history_kind *const kinds[] = {
	&import_history_file,
	&import_history_ota,
	&import_history_wayback,
	&import_history_warc,
	NULL,
};

static struct import_history_options o = { .pause_s = 1 };

static const struct opt options[] = {
	{ "url", 0, OPT_TEXT, N_("URL"), N_("where the page stood"), &o.url },
	{ "seen", 0, OPT_TEXT, N_("DATE"),
		N_("file: when it was seen: a date, or date and time"),
		&o.seen },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("file: the time zone of DATE, like Europe/Paris (else UTC)"),
		&o.zone },
	{ "source", 0, OPT_TEXT, N_("TEXT"),
		N_("file: where the copy comes from, in words; documents print "
		   "it"),
		&o.source },
	{ "by", 0, OPT_TEXT, N_("WHO"),
		N_("file: who states the date: person (you) or third-party"),
		&o.by },
	{ "service", 0, OPT_TEXT, N_("NAME"),
		N_("whose page it is (else the declaration of that URL)"),
		&o.service },
	{ "terms", 0, OPT_TEXT, N_("TYPE"),
		N_("what the page is (else Privacy Policy)"), &o.type },
	{ "select", 0, OPT_LIST, N_("CSS"),
		N_("the part that counts, where the declaration of today does "
		   "not fit"),
		&o.select },
	{ "remove", 0, OPT_LIST, N_("CSS"),
		N_("parts of it that do not count, with --select"), &o.remove },
	{ "versions", 0, OPT_FLAG, NULL,
		N_("ota: the repository holds versions (else it is guessed)"),
		&o.versions },
	{ "snapshots", 0, OPT_FLAG, NULL,
		N_("ota: the repository holds snapshots"), &o.snapshots },
	{ "from", 0, OPT_TEXT, N_("DATE"),
		N_("wayback: captures from then on, as 2018 or 2018-09-03"),
		&o.from },
	{ "to", 0, OPT_TEXT, N_("DATE"), N_("wayback: captures until then"),
		&o.to },
	{ "wayback", 0, OPT_TEXT, N_("URL"),
		N_("wayback: ask this archive (else https://web.archive.org)"),
		&o.wayback },
	{ "pause", 0, OPT_NUMBER, N_("SECONDS"),
		N_("wayback: wait so long between two requests (else 1)"),
		&o.pause_s },
	{ "allow-private", 0, OPT_FLAG, NULL,
		N_("let addresses of your own network be fetched too"),
		&o.allow_private },
	{ "ca", 0, OPT_TEXT, N_("FILE"),
		N_("trust the certificate authorities in FILE (PEM) instead "
		   "of the system's"),
		&o.ca_file },
	{ "proxy", 0, OPT_TEXT, N_("URL"),
		N_("fetch through this proxy (the environment's is ignored)"),
		&o.proxy },
	{ 0 },
};

static int run(struct cli *cli, int argc, char **argv)
{
	struct str names = { 0 };
	int status;

	for (size_t i = 0; argc > 0 && kinds[i] != NULL; i++)
		if (strcmp(kinds[i]->name, argv[0]) == 0)
			return kinds[i]->run(cli, &o, argc - 1, argv + 1);
	for (size_t i = 0; kinds[i] != NULL; i++)
		str_printf(&names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
	status = import_history_usage(_("say what is brought in: %s"), names.p);
	str_release(&names);
	return status;
}

const struct cmd cmd_import_history = {
	.name = "import-history",
	.args = N_("file|ota|wayback|warc [SOURCE…]"),
	.summary = N_("bring in what was seen and kept earlier"),
	.detail = N_("file HTML: a page that was saved earlier, with the date "
		     "that you state and who says so.\n\n"
		     "ota FOLDER: a git repository of Open Terms Archive, "
		     "versions or snapshots, as it was cloned: each commit of "
		     "its robot with its own date, in Open Terms Archive's "
		     "word. Snapshots are read by the declarations in force "
		     "then. Given again it adds what is new. It needs "
		     "git.\n\n"
		     "wayback: what the Wayback Machine has of the page, "
		     "fetched one by one with a pause between; or wayback CDX "
		     "FOLDER: from a listing and originals that were saved "
		     "(files whose names begin with the timestamp).\n\n"
		     "warc FILE…: the records of WARC files that are of the "
		     "page, by its address or by the redirects in the files; "
		     "also what 'constat export warc' wrote.\n\n"
		     "Each text takes its place among the versions by its "
		     "date, and says whose word that date is. What is there "
		     "already is not kept twice, and everything that is not "
		     "used is counted under its reason."),
	.example = "constat import-history file policy-2018.html "
		   "--url https://exemple.example/privacy --seen 2018-09-03 "
		   "--source 'saved from my browser' --service Exemple\n"
		   "constat import-history ota contrib-versions "
		   "--service Exemple\n"
		   "constat import-history wayback --service Exemple "
		   "--from 2018\n"
		   "constat import-history warc site.warc.gz "
		   "--service Exemple",
	.options = options,
	.run = run,
};
