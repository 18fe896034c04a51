/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * constat [common options] COMMAND [options] [arguments]
 *
 * Sets the process up, runs the command line, and makes sure that what was
 * printed has arrived.
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/http.h"
#include "base/i18n.h"
#include "cli/catalogue.h"
#include "cli/out.h"
#include "cli/pager.h"
#include "cli/run.h"

/* The exit status, once all that was printed has been written. */
static int arrive(int status)
{
	if (out_lost())
		status = CMD_TROUBLE;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	/* A reader that went away wants no more; a full disk does. */
	if (errno == EPIPE)
		return status;
	err_sys(_("cannot write to standard output"));
	return out_fail();
}

int main(int argc, char **argv)
{
	const char *no_color = getenv("NO_COLOR");
	struct cli cli = { .no_color = no_color != NULL && *no_color != '\0' };
	int status;

	/* Logs hold a household: nothing we make is for other users. */
	umask(0077);
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_ALL, "");
	catalogue_open();
	status = arrive(run_line(&cli, argc, argv));
	http_stop();
	pager_close();
	return status;
}
