/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <string.h>

/* The one list of commands, in the order of help. To add one: write
 * cmd_<name>.c, declare it here, put it in the table. */
extern const struct cmd cmd_init;
extern const struct cmd cmd_watch;
extern const struct cmd cmd_declarations;
extern const struct cmd cmd_extract;
extern const struct cmd cmd_capture;
extern const struct cmd cmd_rebuild;
extern const struct cmd cmd_history;
extern const struct cmd cmd_show;
extern const struct cmd cmd_mentions;
extern const struct cmd cmd_record;
extern const struct cmd cmd_diff;
extern const struct cmd cmd_lint;
extern const struct cmd cmd_search;
extern const struct cmd cmd_import_history;
extern const struct cmd cmd_formats;
extern const struct cmd cmd_detect;
extern const struct cmd cmd_import;
extern const struct cmd cmd_observe;
extern const struct cmd cmd_attach;
extern const struct cmd cmd_observations;
extern const struct cmd cmd_hosts;
extern const struct cmd cmd_owners;
extern const struct cmd cmd_correlate;
extern const struct cmd cmd_experiment;
extern const struct cmd cmd_case;
extern const struct cmd cmd_draft;
extern const struct cmd cmd_stamp;
extern const struct cmd cmd_verify;
extern const struct cmd cmd_run;
extern const struct cmd cmd_changes;
extern const struct cmd cmd_feed;
extern const struct cmd cmd_export;
extern const struct cmd cmd_help;

const struct cmd *const cmds[] = {
	&cmd_init,
	&cmd_watch,
	&cmd_declarations,
	&cmd_extract,
	&cmd_capture,
	&cmd_rebuild,
	&cmd_history,
	&cmd_show,
	&cmd_mentions,
	&cmd_record,
	&cmd_diff,
	&cmd_lint,
	&cmd_search,
	&cmd_import_history,
	&cmd_formats,
	&cmd_detect,
	&cmd_import,
	&cmd_observe,
	&cmd_attach,
	&cmd_observations,
	&cmd_hosts,
	&cmd_owners,
	&cmd_correlate,
	&cmd_experiment,
	&cmd_case,
	&cmd_draft,
	&cmd_stamp,
	&cmd_verify,
	&cmd_run,
	&cmd_changes,
	&cmd_feed,
	&cmd_export,
	&cmd_help,
	NULL,
};

const struct cmd *cmd_find(const char *name)
{
	for (const struct cmd *const *c = cmds; *c != NULL; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}
