/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any log of lines, by a regular expression whose groups are named
 * (evidence/mapping.h, evidence/pattern.h):
 *
 *	format = regex
 *	time_format = d/b/Y:H:M:S z
 *	pattern = ^(?<client>\S+) .* \[(?<time>[^]]+)\] "GET (?<host>\S+)
 *
 *	10.0.0.2 - - [14/Sep/2026:08:12:40 +0200] "GET http://x.example/a …
 */
#include "base/i18n.h"
#include "evidence/mapped.h"

static int sniff(struct importer_head *head)
{
	(void)head;
	return 0;
}

static int read_log(struct importer_job *job)
{
	return mapped_import(job, MAPPING_REGEX);
}

const struct importer import_regex = {
	.name = "regex",
	.version = 1,
	.summary = N_("any log of lines, by a mapping with a pattern"),
	.how = N_("Any other text that has a record in each line. Write a "
		  "mapping file with format = regex and a pattern whose "
		  "groups are named time, host, client and so on, and give it "
		  "with --mapping; someone who knows regular expressions will "
		  "write it in a few minutes."),
	.sniff = sniff,
	.read = read_log,
	.mapped = true,
};
