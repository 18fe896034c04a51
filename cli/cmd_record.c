/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <string.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cases/record_page.h"
#include "cli/out.h"
#include "scrapers/history.h"

extern const struct cmd cmd_record;

static const char *output, *lang, *at, *zone, *number;
static int64_t snapshot;

static const struct opt options[] = {
	{ "output", 'o', OPT_TEXT, N_("FILE"),
		N_("write a page into FILE (.pdf or .md); without it the "
		   "record itself is printed, as JSON"),
		&output },
	{ "lang", 0, OPT_TEXT, N_("LANG"),
		N_("the page's language, fr or en (fr)"), &lang },
	{ "at", 0, OPT_TEXT, N_("DATE"), N_("the last capture by DATE"), &at },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of DATE, like Europe/Paris (else UTC)"),
		&zone },
	{ "version", 0, OPT_TEXT, N_("N"),
		N_("the first capture of the version of that number"),
		&number },
	{ "snapshot", 0, OPT_NUMBER, N_("N"),
		N_("the capture of that number, walls too"), &snapshot },
	{ 0 },
};

/* The snapshot that is meant. */
static int find(int64_t *out, struct store *store, int argc, char **argv)
{
	struct history h = { 0 };
	struct version_at known;
	const struct version_span *span = NULL;
	int64_t ns;
	int rc;

	if (snapshot != 0) {
		*out = snapshot;
		return 0;
	}
	rc = history_open(&h, store, argv[0], argc > 1 ? argv[1] : NULL);
	if (rc == 0 && at != NULL) {
		rc = history_instant(&ns, at, zone);
		if (rc == 0)
			rc = history_at(&known, &h, ns);
		if (rc == 0)
			*out = known.before.snapshot;
	} else if (rc == 0) {
		rc = history_find(
			&span, &h, number != NULL ? number : "last", zone);
		if (rc == 0)
			*out = number != NULL ? span->first.snapshot
					      : span->last.snapshot;
	}
	history_close(&h);
	return rc;
}

static int print_record(struct store *store, int64_t id)
{
	struct snapshot snap = { 0 };
	struct str json = { 0 };
	int rc = snapshot_get(&snap, store, id);

	if (rc == 0)
		rc = object_get(store, &snap.record, &json);
	if (rc == 0)
		out_document(json.p, json.len);
	str_release(&json);
	snapshot_release(&snap);
	return rc;
}

static int write_page(const struct cli *cli, struct store *store, int64_t id)
{
	size_t pages = 0;
	const struct record_page order = { .store = store,
		.snapshot = id,
		.lang = lang != NULL ? lang : "fr",
		.path = output };
	int rc = record_page_make(&pages, &order);

	if (rc == 0 && pages > 0)
		out_note(cli, _("'%s': %zu pages"), output, pages);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	int64_t id = 0;
	int rc;

	if ((argc < 1 && snapshot == 0) || argc > 2)
		return out_usage(&cmd_record,
			_("name a service, its terms if it has several, or "
			  "--snapshot"));
	if ((snapshot != 0) + (at != NULL) + (number != NULL) > 1 ||
		(snapshot != 0 && argc > 0))
		return out_usage(&cmd_record,
			_("name one of --snapshot alone, --at and --version"));
	rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = find(&id, store, argc, argv);
	if (rc == 0)
		rc = output != NULL && !cli->dry_run
			     ? write_page(cli, store, id)
			     : print_record(store, id);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_record = {
	.name = "record",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("print how a page was captured"),
	.detail = N_("The capture record: who, when by which clock, with what "
		     "machine and program, over which network, every request "
		     "and answer, what was odd. As a page it is signed by "
		     "nobody and says so: it is not a finding by a commissaire "
		     "de justice."),
	.example = "constat record Exemple --at 2026-11-24 -o capture.pdf",
	.options = options,
	.paged = true,
	.run = run,
};
