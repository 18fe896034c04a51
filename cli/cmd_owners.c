/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/dataset.h"
#include "archive/store.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/out.h"
#include "evidence/owner_set.h"

enum { COLUMNS = 7 };

static const char *licence, *version, *name, *source, *owner;

static const struct opt options[] = {
	{ "licence", 0, OPT_TEXT, N_("TEXT"),
		N_("the data set's licence, as its publisher names it"),
		&licence },
	{ "version", 0, OPT_TEXT, N_("TEXT"), N_("its version, commit or date"),
		&version },
	{ "name", 0, OPT_TEXT, N_("NAME"),
		N_("what it is called where it answers (else the file's name)"),
		&name },
	{ "source", 0, OPT_TEXT, N_("URL"), N_("where it was had from"),
		&source },
	{ "owner", 0, OPT_TEXT, N_("NAME"),
		N_("whose hosts they are, for a list that names nobody"),
		&owner },
	{ 0 },
};

extern const struct cmd cmd_owners;

static void say_added(const struct cli *cli, const struct owner_set_added *a)
{
	cJSON *object;

	if (cli->json) {
		object = out_object("owners");
		json_set(object, "name", a->name);
		json_set_int(object, "files", (int64_t)a->files);
		json_set_int(object, "entries", (int64_t)a->entries);
		json_set_int(object, "names", (int64_t)a->names);
		json_set_int(object, "passed_over", (int64_t)a->passed);
		out_json(object);
		return;
	}
	out_text(stdout, a->name);
	printf(_(": %" PRIu64 " domains in %zu files\n"), a->entries, a->files);
	if (a->passed > 0)
		out_note(cli,
			_("%" PRIu64 " entries are no plain domain and "
			  "are not used"),
			a->passed);
}

static int add(const struct cli *cli, int argc, char **argv)
{
	struct owner_set_about about = { name, licence, version, source,
		owner };
	struct owner_set_added added;
	struct store *store = NULL;
	int rc;

	if (argc < 2 || licence == NULL || version == NULL)
		return out_usage(&cmd_owners,
			_("owners add FILE, with --licence and --version"));
	rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0 && cli->dry_run)
		out_note(cli, "%s", _("nothing was kept (--dry-run)"));
	else if (rc == 0)
		rc = owner_set_add(&added, store, &about,
			(const char *const *)argv + 1, (size_t)argc - 1);
	if (rc == 0 && !cli->dry_run)
		say_added(cli, &added);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

/* The rows of a table, or of a JSON array. */
struct listing {
	char **cells;
	size_t n, cap;
	cJSON *array;
};

static void put_cell(struct listing *l, const char *text)
{
	l->cells = mem_grow(l->cells, &l->cap, l->n + 1, sizeof(*l->cells));
	l->cells[l->n++] = mem_strdup(text);
}

static int list_json(const struct dataset *d, void *ctx)
{
	struct listing *l = ctx;
	char digest[DIGEST_NAME + 1];
	cJSON *one = json_object();

	digest_name(digest, &d->content);
	json_set(one, "name", d->name);
	json_set(one, "version", d->version);
	json_set(one, "licence", d->licence);
	json_set(one, "source", d->source);
	json_set(one, "file", d->file);
	json_set(one, "format", d->format);
	json_set_int(one, "entries", (int64_t)d->entries);
	json_set_int(one, "bytes", (int64_t)d->size);
	json_set(one, "sha256", digest);
	json_push(l->array, one);
	return 0;
}

static int list_row(const struct dataset *d, void *ctx)
{
	struct listing *l = ctx;
	struct str count = { 0 };
	char digest[DIGEST_HEX + 1];

	digest_hex(digest, &d->content);
	digest[12] = '\0';
	str_printf(&count, "%" PRIu64, d->entries);
	put_cell(l, d->name);
	put_cell(l, d->version);
	put_cell(l, d->licence);
	put_cell(l, d->file);
	put_cell(l, d->format);
	put_cell(l, count.p);
	put_cell(l, digest);
	str_release(&count);
	return 0;
}

static int print_list(const struct cli *cli, struct store *store)
{
	static const char *const heading[COLUMNS] = { N_("data set"),
		N_("version"), N_("licence"), N_("file"), N_("read as"),
		N_("domains"), N_("SHA-256") };
	struct listing l = { 0 };
	cJSON *object;
	int rc;

	if (cli->json) {
		object = out_object("owners");
		l.array = json_array();
		rc = dataset_each(store, list_json, &l);
		json_add(object, "data_sets", l.array);
		out_json(object);
		return rc;
	}
	for (int c = 0; c < COLUMNS; c++)
		put_cell(&l, _(heading[c]));
	rc = dataset_each(store, list_row, &l);
	if (rc == 0 && l.n == COLUMNS)
		out_note(cli, "%s", _("no data set was added"));
	else if (rc == 0)
		out_table(cli, (const char *const *)l.cells, l.n / COLUMNS,
			COLUMNS, "lllllrl");
	for (size_t i = 0; i < l.n; i++)
		free(l.cells[i]);
	free(l.cells);
	return rc;
}

static int list(const struct cli *cli)
{
	struct store *store = NULL;
	int rc = out_open(cli, &store, false);

	if (rc == 0)
		rc = print_list(cli, store);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

static int drop(const struct cli *cli, const char *set)
{
	struct store *store = NULL;
	size_t n = 0;
	int rc = out_open(cli, &store, !cli->dry_run);

	if (rc == 0 && cli->dry_run)
		out_note(cli, "%s", _("nothing was changed (--dry-run)"));
	else if (rc == 0)
		rc = dataset_remove(store, set, &n);
	if (rc == 0 && !cli->dry_run)
		out_note(cli,
			_("removed: %zu files; the bytes stay, since "
			  "documents may have leant on them"),
			n);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

static int run(struct cli *cli, int argc, char **argv)
{
	if (argc == 0 || (argc == 1 && strcmp(argv[0], "list") == 0))
		return list(cli);
	if (strcmp(argv[0], "add") == 0)
		return add(cli, argc, argv);
	if (strcmp(argv[0], "remove") == 0 && argc == 2)
		return drop(cli, argv[1]);
	return out_usage(&cmd_owners,
		_("owners add FILE…, owners list, or owners remove NAME"));
}

const struct cmd cmd_owners = {
	.name = "owners",
	.args = N_("[add FILE… | list | remove NAME]"),
	.summary = N_("keep data sets that say whose a domain is"),
	.detail = N_(
		"FILE is a file or a folder of one of these, told by its "
		"content: AdGuard companiesdb (trackers.csv; trackers.json and "
		"companies.json, given together, tell names), NextDNS "
		"native-tracking-domains (the owner is the file's name, or "
		"--owner), "
		"Disconnect (services.json, entities.json), DuckDuckGo Tracker "
		"Radar (domain_map.json, entities, domains, tds), Ghostery "
		"trackerdb, the X-Ray list, Exodus trackers (only signatures "
		"that write out a domain), filter lists like EasyPrivacy (only "
		"||domain^), hosts files. None is shipped or fetched. Several "
		"licences forbid commercial use: what you give is kept in your "
		"archive with the licence and version that you name, and both "
		"are printed wherever it answers. The longest entry that a "
		"host ends in answers; of a name in a cloud, only the whole "
		"name."),
	.example = "constat owners add trackers.csv --name AdGuard "
		   "--licence 'CC BY-SA 4.0' --version 94ac1779\n"
		   "constat hosts --explain api.example.com",
	.options = options,
	.paged = true,
	.run = run,
};
