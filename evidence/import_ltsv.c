/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any log of labelled fields with tabs between them (ltsv.org), by a mapping
 * of its labels (evidence/mapping.h):
 *
 *	format = ltsv
 *	time = time ; time_format = epoch-s
 *	host = host ; client = from
 *
 *	time:1789366360	host:push.vendor.example	from:10.0.0.2
 */
#include "base/i18n.h"
#include "evidence/mapped.h"
#include "evidence/mapping_guess.h"

static int sniff(struct importer_head *head)
{
	return mapping_guess_sniff(head, MAPPING_LTSV);
}

static int read_log(struct importer_job *job)
{
	return mapped_import(job, MAPPING_LTSV);
}

const struct importer import_ltsv = {
	.name = "ltsv",
	.version = 1,
	.summary = N_("any log of labelled fields (LTSV), by a mapping"),
	.how = N_("Any log whose lines are fields of the form label:value "
		  "with tabs between them. Import it as it is: what each "
		  "label seems to be is shown to you first, as a mapping that "
		  "you can save, correct and give with --mapping."),
	.sniff = sniff,
	.read = read_log,
	.mapped = true,
};
