/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli/export.h"
#include "cli/out.h"

extern const struct cmd cmd_export;
extern const struct export_kind export_warc;
extern const struct export_kind export_ota;
extern const struct export_kind export_csv;
extern const struct export_kind export_ecs;
extern const struct export_kind export_ocsf;
extern const struct export_kind export_observations;

/* To add one: write export_<kind>.c, declare it, put it here. */
static const struct export_kind *const kinds[] = {
	&export_warc,
	&export_ota,
	&export_csv,
	&export_observations,
	&export_ecs,
	&export_ocsf,
	NULL,
};

static struct export_options o;

static const struct opt options[] = {
	{ "output", 'o', OPT_TEXT, N_("FILE"),
		N_("write to FILE, which must not exist yet (- for standard "
		   "output); ota: a folder"),
		&o.output },
	{ "exhibit", 0, OPT_NUMBER, N_("N"),
		N_("observations, ecs, ocsf: only of exhibit N"), &o.exhibit },
	{ "host", 0, OPT_TEXT, N_("GLOB"),
		N_("observations, ecs, ocsf: only hosts like GLOB (* and ?)"),
		&o.host },
	{ "full", 0, OPT_FLAG, NULL,
		N_("observations, ecs, ocsf: devices by their addresses, local "
		   "names, tokens and identifiers too"),
		&o.full },
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
	status = out_usage(&cmd_export, _("say what is written: %s"), names.p);
	str_release(&names);
	return status;
}

const struct cmd cmd_export = {
	.name = "export",
	.args = N_("warc|ota|csv|observations|ecs|ocsf "
		   "[SERVICE [TERMS]] -o FILE"),
	.summary = N_("write the archive in an open format"),
	.detail =
		N_("warc: every sighting as it was recorded, requests, "
		   "answers, certificates and capture records, with the "
		   "versions read from them, in one WARC 1.1 file that web "
		   "archives' tools read (ISO 28500). Pages that were "
		   "brought in say whose word their date is. The same "
		   "archive gives the same bytes.\n\n"
		   "ota: two git repositories in the form of Open Terms "
		   "Archive, FILE/versions and FILE/snapshots, one commit "
		   "a change, dated as it was first seen; it needs git.\n\n"
		   "csv: a table of the versions, one row each, for "
		   "spreadsheets (RFC 4180); a cell that looks like a "
		   "formula gets a ' in front. In a folder the file is "
		   "versions.csv.\n\n"
		   "observations: the records of logs as a table, one row "
		   "each: exhibit, row (its number there), kind, time (UTC), "
		   "time_precision, host, type, disposition, "
		   "disposition_source, count, count_semantics, device, app, "
		   "answer, rule, bytes_sent, bytes_received, file and line "
		   "(where it stands in the exhibit).\n\n"
		   "ecs: the same, one JSON line each, in the names of the "
		   "Elastic Common Schema, as 'constat observations' prints "
		   "them. ocsf: as events of the Open Cybersecurity Schema "
		   "Framework: look-ups are DNS Activity (class_uid 4003), "
		   "connections Network Activity (4001), requests HTTP "
		   "Activity (4002); what it has no place for stands under "
		   "unmapped.\n\n"
		   "Of observations, each device is a letter (device A), the "
		   "same in every export; names of the local network are left "
		   "out, tokens, cookies, passwords, identifiers of devices "
		   "and addresses of e-mail masked, and it is said which. "
		   "--full leaves all as it is."),
	.example = "constat export warc -o policies.warc.gz\n"
		   "constat export warc Exemple 'Privacy Policy' "
		   "-o exemple.warc.gz\n"
		   "constat export ota -o collection\n"
		   "constat export csv -o versions.csv\n"
		   "constat export ecs --host 'push.*' -o push.ndjson",
	.options = options,
	.run = run,
};
