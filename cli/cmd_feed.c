/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "base/zone.h"
#include "cli/out.h"
#include "scrapers/feed.h"

extern const struct cmd cmd_feed;

static bool all;
static int64_t limit;
static const char *output, *service, *terms, *since, *base;

static const struct opt options[] = {
	{ "output", 'o', OPT_TEXT, N_("FILE"),
		N_("write to FILE, as a whole (- for standard output)"),
		&output },
	{ "service", 0, OPT_TEXT, N_("NAME"), N_("changes of this service"),
		&service },
	{ "terms", 0, OPT_TEXT, N_("TYPE"), N_("changes of these terms"),
		&terms },
	{ "since", 0, OPT_TEXT, N_("DATE"),
		N_("changes first seen on that day or later"), &since },
	{ "limit", 0, OPT_NUMBER, N_("N"),
		N_("no more than the N newest (100)"), &limit },
	{ "base", 0, OPT_TEXT, N_("URL"),
		N_("the address of the folder that the feed is served from"),
		&base },
	{ "all", 0, OPT_FLAG, NULL, N_("noise too: see 'constat help history'"),
		&all },
	{ 0 },
};

static bool to_file(void)
{
	return output != NULL && strcmp(output, "-") != 0;
}

static int add_json(const struct change *c, void *ctx)
{
	json_push(ctx, change_json(c));
	return 0;
}

/* The feed's own address, appended: the base's, and the file's name. */
static int name_self(struct str *out)
{
	size_t len = strlen(base);

	if (strncmp(base, "https://", 8) != 0 &&
		strncmp(base, "http://", 7) != 0)
		return err_set(ERR_INVALID,
			_("'%s' is no web address; --base begins with "
			  "https://"),
			base);
	str_puts(out, base);
	if (len > 0 && base[len - 1] != '/')
		str_putc(out, '/');
	if (to_file())
		str_puts(out, file_basename(output));
	return str_check(out, _("the address"));
}

/* Replaces the file; who may read it stays as it was, for a feed is there to
 * be served. */
static int replace_file(const struct str *xml)
{
	struct file_writer w;
	struct stat before;
	bool there = stat(output, &before) == 0;
	int rc = file_writer_open(&w, output, FILE_REPLACE);

	if (rc == 0)
		rc = file_writer_add(&w, xml->p, xml->len);
	if (rc == 0 && there && fchmod(w.fd, before.st_mode & 0666) != 0)
		rc = err_sys(_("cannot let others read '%s'"), output);
	return file_writer_close(&w, rc);
}

static int write_feed(
	struct cli *cli, struct store *store, const struct feed_options *o)
{
	struct str xml = { 0 };
	int rc = feed_write(&xml, store, o);

	if (rc == 0 && cli->dry_run)
		out_note(cli,
			_("a feed of %zu bytes; nothing was written "
			  "(--dry-run)"),
			xml.len);
	else if (rc == 0 && to_file())
		rc = replace_file(&xml);
	else if (rc == 0)
		fwrite(xml.p, 1, xml.len, stdout);
	str_release(&xml);
	return rc;
}

static int print_json(struct store *store, const struct feed_options *o)
{
	cJSON *answer = out_object("feed"), *changes = json_array();
	int rc = feed_each(NULL, store, o, add_json, changes);

	json_add(answer, "changes", changes);
	if (rc == 0)
		out_json(answer);
	else
		cJSON_Delete(answer);
	return rc;
}

/* The options as the room wants them. */
static int read_options(struct feed_options *o, struct str *self)
{
	struct zone *utc = NULL;
	int rc = 0;

	o->service = service;
	o->terms = terms;
	o->all = all;
	o->limit = (size_t)limit;
	o->since_ns = INT64_MIN;
	if (since != NULL)
		rc = zone_open(&utc, "UTC");
	if (rc == 0 && since != NULL)
		rc = zone_parse(&o->since_ns, NULL, NULL, utc, since);
	zone_free(utc);
	if (rc == 0 && base != NULL) {
		rc = name_self(self);
		o->self = self->p;
	}
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct feed_options o = { 0 };
	struct str self = { 0 };
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_feed, _("too many words; what to look "
					      "for goes behind --service and "
					      "--terms"));
	rc = read_options(&o, &self);
	if (rc == 0)
		rc = out_open(cli, &store, false);
	if (rc == 0 && cli->json)
		rc = print_json(store, &o);
	if (rc == 0 && (!cli->json || to_file()))
		rc = write_feed(cli, store, &o);
	store_close(store);
	str_release(&self);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_feed = {
	.name = "feed",
	.args = "",
	.summary = N_("write an Atom feed of what changed"),
	.detail = N_("The newest changes of everything that is kept, or of "
		     "one service or terms, as an Atom feed (RFC 4287) for a "
		     "feed reader: when each text was first seen and whose "
		     "word that is, words added and removed, and the "
		     "beginning of what changed. Noise is left out "
		     "unless --all is given ('constat help history' says "
		     "what that is). The file is replaced as a whole, "
		     "so a web server may serve it at any time; "
		     "make it readable once ('chmod a+r FILE'), it stays so."),
	.example = "constat feed -o changes.atom\n"
		   "constat feed --service Exemple --base "
		   "https://www.exemple.example/feeds -o exemple.atom",
	.options = options,
	.run = run,
};
