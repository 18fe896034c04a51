/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any table with a time and a host in each line, by a mapping of its columns
 * (evidence/mapping.h):
 *
 *	--map time=Date,host=Domain,disposition=Action,client=Device
 *	--time-format 'Y-m-d H:M:S' --tz Europe/Paris
 *	--blocked BLOCK,REFUSED --allowed OK
 *
 *	Date,Device,Domain,Action
 *	2026-09-14 08:12:40,phone,push.vendor.example,BLOCK
 *
 * A column is named by its heading or by its number from 1; with numbers only
 * the first line is data too. Times: rfc3339 (where nothing is said), epoch,
 * epoch-s, epoch-ms, epoch-us, epoch-ns, or a pattern (evidence/clock.h).
 * Values of the disposition column other than those given mean nothing:
 * unknown.
 */
#include "base/i18n.h"
#include "evidence/mapped.h"
#include "evidence/mapping_guess.h"

static int sniff(struct importer_head *head)
{
	return mapping_guess_sniff(head, MAPPING_CSV);
}

static int read_log(struct importer_job *job)
{
	return mapped_import(job, MAPPING_CSV);
}

const struct importer import_csv = {
	.name = "csv",
	.version = 2,
	.summary = N_("any table with columns, by a mapping"),
	.how = N_("Any table that a program or a person wrote, with a comma, "
		  "a semicolon, a tab or a bar between its columns: save it "
		  "as text (in a spreadsheet: 'CSV'). Import it as it is: "
		  "what each column seems to be is shown to you first, as a "
		  "mapping that you can save, correct and give with "
		  "--mapping."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
	.mapped = true,
};
