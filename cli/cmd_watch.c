/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/out.h"
#include "scrapers/declaration.h"
#include "scrapers/watch.h"
#include "scrapers/words.h"

extern const struct cmd cmd_watch;

enum { LINES = 8, LINE_BYTES = 300 }; /* shown of the text */

static const char *service, *type, *ca_file, *proxy, *language;
static struct opt_list selectors, removals;
static bool allow_private, force;

static const struct opt options[] = {
	{ "service", 0, OPT_TEXT, N_("NAME"),
		N_("the company or product, as the declaration is named"),
		&service },
	{ "terms", 0, OPT_TEXT, N_("TYPE"),
		N_("what the page is (else Privacy Policy)"), &type },
	{ "select", 0, OPT_LIST, N_("CSS"),
		N_("the part of the page that counts (a CSS selector)"),
		&selectors },
	{ "remove", 0, OPT_LIST, N_("CSS"), N_("parts of it that do not count"),
		&removals },
	{ "force", 0, OPT_FLAG, NULL, N_("replace other terms of this type"),
		&force },
	{ "allow-private", 0, OPT_FLAG, NULL,
		N_("let addresses of your own network be fetched too"),
		&allow_private },
	{ "ca", 0, OPT_TEXT, N_("FILE"),
		N_("trust the certificate authorities in FILE (PEM) instead "
		   "of the system's"),
		&ca_file },
	{ "proxy", 0, OPT_TEXT, N_("URL"),
		N_("fetch through this proxy (the environment's is ignored)"),
		&proxy },
	{ "language", 0, OPT_TEXT, N_("LANG"),
		N_("ask for pages in this language, like fr"), &language },
	{ 0 },
};

/* The list with a NULL behind it; owned by the caller. */
static const char **closed(const struct opt_list *list)
{
	const char **v = mem_new(list->n + 1, sizeof(*v));

	for (size_t i = 0; i < list->n; i++)
		v[i] = list->v[i];
	return v;
}

static void print_beginning(const struct str *text)
{
	const char *at = text->p;
	size_t left = text->len;

	for (int i = 0; i < LINES && left > 0;) {
		const char *end = memchr(at, '\n', left);
		size_t len = end != NULL ? (size_t)(end - at) : left;
		size_t shown = len < LINE_BYTES ? len : LINE_BYTES;

		while (shown < len && shown > 0 && (at[shown] & 0xc0) == 0x80)
			shown--;
		if (len > 0) {
			fputs("  ", stdout);
			out_lines(stdout, at, shown);
			puts(shown < len ? " \u2026" : "");
			i++;
		}
		left -= len + (end != NULL);
		at += len + (end != NULL);
	}
}

static void print_json(const struct watch *w, const struct watch_found *found,
	const char *path, bool dry_run)
{
	cJSON *o = out_object("watch");

	json_set(o, "service", w->service);
	json_set(o, "terms", w->type);
	json_set(o, "file", path);
	json_add(o, "declaration", cJSON_Duplicate(found->terms, true));
	if (found->guessed != NULL)
		json_set(o, "guessed", found->guessed);
	json_set_int(o, "words",
		(int64_t)words_count(found->text.p, found->text.len));
	json_set(o, "text", found->text.p);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

static void tell(const struct cli *cli, const struct watch *w,
	const struct watch_found *found, const char *path)
{
	if (cli->json) {
		print_json(w, found, path, cli->dry_run);
		return;
	}
	print_beginning(&found->text);
	out_note(cli, _("%zu words are extracted; they begin as above"),
		words_count(found->text.p, found->text.len));
	if (found->guessed != NULL)
		out_note(cli,
			_("the part of the page was guessed: '%s'. If menus or "
			  "other pages come along, say --select CSS --force"),
			found->guessed);
	if (!declaration_type_is_known(w->type))
		out_note(cli,
			_("'%s' is no type of terms that Open Terms Archive "
			  "uses; like 'Privacy Policy' or 'Terms of Service' "
			  "it can be compared with others"),
			w->type);
	if (cli->dry_run)
		out_note(cli, _("'%s' was not written (--dry-run)"), path);
	else
		out_note(cli, _("wrote '%s'; next: 'constat capture'"), path);
}

static int look_and_keep(const struct cli *cli, struct watch *w)
{
	struct watch_found found = { 0 };
	struct str folder = { 0 }, path = { 0 };
	int rc = out_folder(cli, &folder);

	if (rc == 0) {
		str_puts(&folder, "/declarations");
		w->folder = folder.p;
		str_printf(&path, "%s/%s.json", folder.p, w->service);
		rc = watch_look(&found, w);
	}
	if (rc == 0 && !cli->dry_run)
		rc = watch_keep(w, &found);
	if (rc == 0)
		tell(cli, w, &found, path.p);
	watch_found_release(&found);
	str_release(&folder);
	str_release(&path);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct watch w = { .service = service,
		.type = type != NULL ? type : "Privacy Policy",
		.fetch = { .proxy = proxy,
			.ca_file = ca_file,
			.language = language,
			.allow_private = allow_private },
		.force = force };
	const char **select, **remove;
	int rc;

	if (argc != 1)
		return out_usage(&cmd_watch, _("give the page's address"));
	if (service == NULL)
		return out_usage(
			&cmd_watch, _("--service says whose page it is"));
	select = closed(&selectors);
	remove = closed(&removals);
	w.url = argv[0];
	w.select = select;
	w.remove = remove;
	rc = look_and_keep(cli, &w);
	free(select);
	free(remove);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_watch = {
	.name = "watch",
	.args = N_("URL"),
	.summary = N_("declare a page to be captured"),
	.detail = N_("Fetches the page, shows what would be extracted, and "
		     "writes the declaration declarations/NAME.json in the "
		     "format of Open Terms Archive; it can be edited by hand. "
		     "With -n it only shows."),
	.example = "constat watch https://exemple.example/privacy "
		   "--service Exemple",
	.options = options,
	.run = run,
};
