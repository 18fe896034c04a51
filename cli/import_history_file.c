/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_history.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/histimport.h"
#include "scrapers/history.h"

extern const struct import_history_kind import_history_file;

/* What is missing or wrong, in words; NULL when nothing is. */
static const char *complaint(const struct import_history_options *o, int argc)
{
	if (argc != 1)
		return _("say 'file' and the saved page");
	if (o->url == NULL)
		return _("--url says where the page stood");
	if (o->seen == NULL)
		return _("--seen says when the page was seen");
	if (o->source == NULL || o->source[0] == '\0')
		return _("--source says where the copy comes from");
	if (o->by != NULL && strcmp(o->by, "person") != 0 &&
		strcmp(o->by, "third-party") != 0)
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
	json_set_bool(o, "kept", r->kept && !dry_run);
	json_set_bool(o, "new_text", r->is_new);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

static const char *sentence(const struct histimport_result *r, bool dry_run)
{
	if (!r->kept)
		return _("the page is there already as '%s' '%s' of %s: %zu "
			 "bytes of text");
	if (dry_run)
		return _("would keep the page as '%s' '%s' of %s: %zu bytes "
			 "of text");
	return r->is_new ? _("kept the page as '%s' '%s' of %s: a text of its "
			     "own, %zu bytes")
			 : _("kept the page as '%s' '%s' of %s: the text of "
			     "its neighbours, %zu bytes");
}

static void tell(const struct cli *cli, const struct histimport_result *r)
{
	char when[INSTANT_TEXT];

	if (cli->json) {
		print_json(r, cli->dry_run);
		return;
	}
	history_when(when, &r->sighting);
	out_note(cli, sentence(r, cli->dry_run), r->service, r->terms, when,
		r->text_bytes);
}

static int run(struct cli *cli, const struct import_history_options *o,
	int argc, char **argv)
{
	struct import_history_work w = { 0 };
	struct histimport_result result = { 0 };
	struct histimport i = { .seen = o->seen,
		.zone = o->zone,
		.source = o->source,
		.basis = SNAPSHOT_STATED,
		.dry_run = cli->dry_run };
	const char *wrong = complaint(o, argc);
	int rc;

	if (wrong != NULL)
		return import_history_usage("%s", wrong);
	if (o->by != NULL && strcmp(o->by, "third-party") == 0)
		i.basis = SNAPSHOT_THIRD_PARTY;
	i.file = argv[0];
	rc = import_history_open(&w, cli, o, false);
	i.wanted = w.wanted;
	if (rc == 0)
		rc = histimport_file(&result, w.store, &i);
	if (rc == 0)
		tell(cli, &result);
	histimport_result_release(&result);
	import_history_close(&w);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct import_history_kind import_history_file = {
	.name = "file",
	.run = run,
};
