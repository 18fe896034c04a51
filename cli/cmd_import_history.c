/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/out.h"
#include "scrapers/histimport.h"
#include "scrapers/history.h"
#include "scrapers/service.h"

extern const struct cmd cmd_import_history;

static const char *url, *seen, *zone, *source, *service, *type, *by;
static struct opt_list selectors, removals;

static const struct opt options[] = {
	{ "url", 0, OPT_TEXT, N_("URL"), N_("where the page stood"), &url },
	{ "seen", 0, OPT_TEXT, N_("DATE"),
		N_("when it was seen: a date, or date and time"), &seen },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of DATE, like Europe/Paris (else UTC)"),
		&zone },
	{ "source", 0, OPT_TEXT, N_("TEXT"),
		N_("where the copy comes from, in words; documents print it"),
		&source },
	{ "by", 0, OPT_TEXT, N_("WHO"),
		N_("who states the date: person (you) or third-party"), &by },
	{ "service", 0, OPT_TEXT, N_("NAME"),
		N_("whose page it is (else the declaration of that URL)"),
		&service },
	{ "terms", 0, OPT_TEXT, N_("TYPE"),
		N_("what the page is (else Privacy Policy)"), &type },
	{ "select", 0, OPT_LIST, N_("CSS"),
		N_("the part that counts, where the declaration of today does "
		   "not fit"),
		&selectors },
	{ "remove", 0, OPT_LIST, N_("CSS"),
		N_("parts of it that do not count, with --select"), &removals },
	{ 0 },
};

static const char **closed(const struct opt_list *list)
{
	const char **v = mem_new(list->n + 1, sizeof(*v));

	for (size_t i = 0; i < list->n; i++)
		v[i] = list->v[i];
	return v;
}

/* What is missing or wrong, in words; NULL when nothing is. */
static const char *complaint(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[0], "file") != 0)
		return _("say 'file' and the saved page");
	if (url == NULL)
		return _("--url says where the page stood");
	if (seen == NULL)
		return _("--seen says when the page was seen");
	if (source == NULL || source[0] == '\0')
		return _("--source says where the copy comes from");
	if (by != NULL && strcmp(by, "person") != 0 &&
		strcmp(by, "third-party") != 0)
		return _("--by is person or third-party");
	return NULL;
}

static void print_json(const struct histimport_result *r, bool dry_run)
{
	cJSON *o = out_object("import-history");
	char name[DIGEST_NAME + 1];

	json_set(o, "service", r->service);
	json_set(o, "terms", r->terms);
	json_add(o, "sighting", history_sighting_json(&r->sighting));
	digest_name(name, &r->page);
	json_set(o, "page", name);
	digest_name(name, &r->text);
	json_set(o, "text", name);
	json_set_int(o, "bytes", (int64_t)r->text_bytes);
	json_set_bool(o, "new_text", r->is_new);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

static void tell(const struct cli *cli, const struct histimport_result *r)
{
	char when[INSTANT_TEXT];

	if (cli->json) {
		print_json(r, cli->dry_run);
		return;
	}
	history_when(when, &r->sighting);
	if (cli->dry_run)
		out_note(cli,
			_("would keep the page as '%s' '%s' of %s: %zu bytes "
			  "of text"),
			r->service, r->terms, when, r->text_bytes);
	else
		out_note(cli,
			r->is_new ? _("kept the page as '%s' '%s' of %s: a "
				      "text of its own, %zu bytes")
				  : _("kept the page as '%s' '%s' of %s: the "
				      "text of its neighbours, %zu bytes"),
			r->service, r->terms, when, r->text_bytes);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct str folder = { 0 };
	char *found = NULL, *found_type = NULL;
	struct histimport_result result = { 0 };
	struct histimport i = { .url = url,
		.seen = seen,
		.zone = zone,
		.source = source,
		.service = service,
		.terms = type != NULL ? type : "Privacy Policy",
		.basis = SNAPSHOT_STATED,
		.dry_run = cli->dry_run };
	const char *wrong = complaint(argc, argv), **select, **remove;
	int rc;

	if (wrong != NULL)
		return out_usage(&cmd_import_history, "%s", wrong);
	if (by != NULL && strcmp(by, "third-party") == 0)
		i.basis = SNAPSHOT_THIRD_PARTY;
	select = closed(&selectors);
	remove = closed(&removals);
	i.file = argv[1];
	i.select = select;
	i.remove = remove;
	rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0) {
		file_join(&folder, store_dir(store), "declarations");
		i.folder = folder.p;
		if (service == NULL)
			rc = service_find_url(
				&found, &found_type, folder.p, url);
		if (found != NULL)
			i.service = found;
		if (found_type != NULL && type == NULL)
			i.terms = found_type;
	}
	if (rc == 0)
		rc = histimport_file(&result, store, &i);
	if (rc == 0)
		tell(cli, &result);
	histimport_result_release(&result);
	store_close(store);
	str_release(&folder);
	free(found);
	free(found_type);
	free(select);
	free(remove);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_import_history = {
	.name = "import-history",
	.args = N_("file HTML"),
	.summary = N_("bring in a page that was saved earlier"),
	.detail = N_("The page enters with the date you state, and with the "
		     "basis of that date; its text takes its place among the "
		     "versions. Nothing is fetched."),
	.example = "constat import-history file policy-2018.html "
		   "--url https://exemple.example/privacy --seen 2018-09-03 "
		   "--source 'saved from my browser' --service Exemple",
	.options = options,
	.run = run,
};
