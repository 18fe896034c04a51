/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "archive/stamp.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cli/out.h"

extern const struct cmd cmd_stamp;

static const char *tsa, *ca, *folder;

static const struct opt options[] = {
	{ "tsa", 0, OPT_TEXT, N_("URL"),
		N_("ask the time-stamping authority at URL (RFC 3161)"), &tsa },
	{ "ca", 0, OPT_TEXT, N_("FILE"),
		N_("trust the authorities in FILE (PEM), not the system's"),
		&ca },
	{ "export", 0, OPT_TEXT, N_("DIR"),
		N_("write checkpoint, stamp and certificates into DIR"),
		&folder },
	{ 0 },
};

static void print_json(const struct stamp *st)
{
	cJSON *object = out_object("stamp");
	char time[INSTANT_TEXT], reply[DIGEST_NAME + 1];

	json_set_int(object, "id", st->id);
	json_set_int(object, "entries", (int64_t)st->size);
	instant_format(time, st->gen_ns, 0, INSTANT_MS);
	json_set(object, "time", time);
	json_set(object, "authority", st->authority);
	json_set(object, "url", st->url);
	digest_name(reply, &st->reply);
	json_set(object, "reply", reply);
	json_set_int(object, "clock_ms", stamp_clock(st) / 1000000);
	json_set(object, "checkpoint", st->checkpoint);
	out_json(object);
}

static void print_text(const struct cli *cli, const struct stamp *st)
{
	char time[INSTANT_TEXT];
	double off = (double)stamp_clock(st) / INSTANT_SECOND;

	instant_format(time, st->gen_ns, 0, INSTANT_S);
	printf(_("stamp %lld: %llu entries of the ledger, %s, by "),
		(long long)st->id, (unsigned long long)st->size, time);
	out_text(stdout, st->authority);
	printf("\n");
	if (off != 0)
		out_note(cli,
			_("this machine's clock and the authority's differ by "
			  "at least %.1f seconds"),
			off < 0 ? -off : off);
}

/* The stamp to export when none is asked for now: the last. */
static int find(struct stamp *st, struct store *s)
{
	const struct stamp_order order = { .url = tsa, .ca_file = ca };

	return tsa != NULL ? stamp_make(st, s, &order) : stamp_latest(st, s);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct stamp st = { 0 };
	struct store *s = NULL;
	int rc;

	(void)argv;
	if (argc != 0 || (tsa == NULL && folder == NULL))
		return out_usage(&cmd_stamp,
			_("name an authority with --tsa, or a folder with "
			  "--export"));
	rc = out_open(cli, &s, tsa != NULL);
	if (rc == 0 && cli->dry_run) {
		out_note(cli, "%s",
			tsa != NULL ? _("would have the archive's checkpoint "
					"stamped")
				    : _("would export the last stamp"));
		store_close(s);
		return CMD_DONE;
	}
	if (rc == 0)
		rc = find(&st, s);
	if (rc == 0 && folder != NULL)
		rc = stamp_export(s, &st, folder);
	if (rc == 0 && cli->json)
		print_json(&st);
	else if (rc == 0)
		print_text(cli, &st);
	stamp_release(&st);
	store_close(s);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_stamp = {
	.name = "stamp",
	.args = "",
	.summary = N_("anchor the archive in time with a time-stamping "
		      "authority"),
	.detail = N_("Only the SHA-256 of the ledger's checkpoint is sent; it "
		     "tells the authority nothing. Its reply is checked and "
		     "kept. What --export writes is checked by anyone with "
		     "'openssl ts -verify -data checkpoint.txt -in stamp.tsr "
		     "-CAfile ca.pem'."),
	.example = "constat stamp --tsa http://timestamp.example/tsr\n"
		   "constat stamp --export proof",
	.options = options,
	.run = run,
};
