/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/zone.h"
#include "cli/out.h"
#include "evidence/intake.h"

static const char *kind, *title, *date, *tz = "UTC", *origin;
static int64_t redacts;

static const struct opt options[] = {
	{ "kind", 0, OPT_TEXT, N_("KIND"),
		N_("letter, email, screenshot, mandate, receipt, other"),
		&kind },
	{ "title", 0, OPT_TEXT, N_("TEXT"), N_("title of the exhibit"),
		&title },
	{ "date", 0, OPT_TEXT, N_("DATE"),
		N_("when it was written or obtained"), &date },
	{ "tz", 0, OPT_TEXT, N_("ZONE"), N_("time zone of that date"), &tz },
	{ "origin", 0, OPT_TEXT, N_("TEXT"), N_("where it comes from"),
		&origin },
	{ "redacts", 0, OPT_NUMBER, N_("N"),
		N_("it is a redacted copy of exhibit N"), &redacts },
	{ 0 },
};

static bool is_kind(const char *word)
{
	static const char *const kinds[] = { "letter", "email", "screenshot",
		"mandate", "receipt", "other" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], word) == 0)
			return true;
	return false;
}

static int read_date(struct intake_about *about)
{
	struct zone *zone = NULL;
	int rc = zone_open(&zone, tz);

	if (rc == 0)
		rc = zone_parse(&about->obtained_ns, &about->day_only, NULL,
			zone, date);
	zone_free(zone);
	if (rc == 0 && about->day_only)
		rc = instant_parse_day(&about->obtained_ns, date);
	return rc;
}

static void say(const struct cli *cli, const struct exhibit *e, bool known)
{
	char digest[DIGEST_NAME + 1];
	cJSON *object;

	digest_name(digest, &e->content);
	if (cli->json) {
		object = out_object("attach");
		json_set_int(object, "exhibit", e->id);
		json_set(object, "sha256", digest);
		json_set_bool(object, "known", known);
		out_json(object);
		return;
	}
	printf(known ? _("is exhibit %" PRId64 " already: ")
		     : _("exhibit %" PRId64 ": "),
		e->id);
	out_text(stdout, e->title);
	printf("\n  %s\n", digest);
}

extern const struct cmd cmd_attach;

static int attach(const struct cli *cli, const char *path,
	const struct intake_about *about)
{
	struct store *store = NULL;
	struct exhibit e = { 0 };
	bool known = false;
	int rc = out_open(cli, &store, !cli->dry_run);

	if (rc == 0 && about->redacts != 0) {
		rc = exhibit_get(&e, store, about->redacts);
		exhibit_release(&e);
	}
	if (rc == 0 && cli->dry_run)
		out_note(cli, "%s", _("nothing was kept (--dry-run)"));
	else if (rc == 0)
		rc = intake_file(&e, &known, store, path, about);
	if (rc == 0 && !cli->dry_run)
		say(cli, &e, known);
	exhibit_release(&e);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct intake_about about = { .kind = kind,
		.title = title,
		.origin = origin,
		.redacts = redacts };

	if (argc != 1 || kind == NULL || title == NULL || date == NULL)
		return out_usage(&cmd_attach,
			_("one FILE, with --kind, --title and --date"));
	if (!is_kind(kind))
		return out_usage(&cmd_attach,
			_("there is no kind '%s'; there are letter, email, "
			  "screenshot, mandate, receipt, other"),
			kind);
	if (read_date(&about) != 0)
		return out_fail();
	return attach(cli, argv[0], &about);
}

const struct cmd cmd_attach = {
	.name = "attach",
	.args = N_("FILE"),
	.summary = N_("keep a letter, an e-mail, a screenshot as an exhibit"),
	.example = "constat attach answer.eml --kind email "
		   "--title 'Answer of the vendor' --date 2026-09-24",
	.options = options,
	.run = run,
};
