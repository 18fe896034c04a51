/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any log of which each line is a JSON object, by a mapping of its keys
 * (evidence/mapping.h):
 *
 *	format = jsonl
 *	time = at ; time_format = epoch-ms
 *	host = question.name ; client = client.address
 *
 *	{"at":1789366360125,"question":{"name":"push.vendor.example"},…}
 */
#include "base/i18n.h"
#include "evidence/mapped.h"
#include "evidence/mapping_guess.h"

static int sniff(struct importer_head *head)
{
	return mapping_guess_sniff(head, MAPPING_JSONL);
}

static int read_log(struct importer_job *job)
{
	return mapped_import(job, MAPPING_JSONL);
}

const struct importer import_jsonl = {
	.name = "jsonl",
	.version = 1,
	.summary = N_("any log with a JSON object in each line, by a mapping"),
	.how = N_("Any log that has a JSON object in each line. Import it as "
		  "it is: what each key seems to be is shown to you first, as "
		  "a mapping that you can save, correct and give with "
		  "--mapping. A key within another is written with a dot, as "
		  "question.name."),
	.sniff = sniff,
	.read = read_log,
	.mapped = true,
};
