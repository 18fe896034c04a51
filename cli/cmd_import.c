/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cli/guessing.h"
#include "cli/out.h"
#include "evidence/intake.h"
#include "evidence/mapping.h"

enum { BAD_SHOWN = 3 };

static const char *format, *tz, *date, *device, *title, *mapping, *map,
	*delimiter, *time_format, *blocked, *allowed, *only_app, *only_client,
	*only_host, *from, *to, *keep;
static int64_t year;
static bool local, guess;

static const struct opt options[] = {
	{ "format", 0, OPT_TEXT, N_("FORMAT"),
		N_("read it as FORMAT (see 'constat formats')"), &format },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("time zone of the device, as Europe/Paris"), &tz },
	{ "year", 0, OPT_NUMBER, N_("YEAR"),
		N_("year of the first line, where the log has none"), &year },
	{ "date", 0, OPT_TEXT, N_("WHEN"),
		N_("when the log was made, where it has times and no day: "
		   "2026-09-14, '2026-09-14 08:12'"),
		&date },
	{ "device", 0, OPT_TEXT, N_("TEXT"), N_("the device it comes from"),
		&device },
	{ "title", 0, OPT_TEXT, N_("TEXT"), N_("title of the exhibit"),
		&title },
	{ "mapping", 0, OPT_TEXT, N_("FILE"),
		N_("how a table of no known program is read; without it, what "
		   "its columns seem to be is shown as such a file"),
		&mapping },
	{ "guess", 0, OPT_FLAG, NULL,
		N_("read such a table by what its columns seem to be"),
		&guess },
	{ "map", 0, OPT_TEXT, N_("COLUMNS"),
		N_("columns of a table: time=Date,host=Domain,…"), &map },
	{ "delimiter", 0, OPT_TEXT, N_("CHAR"),
		N_("what separates a table's columns (\\t for tabs)"),
		&delimiter },
	{ "time-format", 0, OPT_TEXT, N_("FORM"),
		N_("times of a table: rfc3339, epoch-s, epoch-ms, or a "
		   "pattern as 'd/m/Y H:M:S' or '%d/%m/%Y %H:%M:%S'"),
		&time_format },
	{ "blocked", 0, OPT_TEXT, N_("VALUES"),
		N_("values of a table's disposition that mean blocked"),
		&blocked },
	{ "allowed", 0, OPT_TEXT, N_("VALUES"),
		N_("values of a table's disposition that mean allowed"),
		&allowed },
	{ "only-app", 0, OPT_TEXT, N_("APP"),
		N_("keep an extract: only records of APP (* and ?)"),
		&only_app },
	{ "only-client", 0, OPT_TEXT, N_("DEVICE"),
		N_("only records of DEVICE, by address or name (* and ?)"),
		&only_client },
	{ "only-host", 0, OPT_TEXT, N_("GLOB"),
		N_("only records of hosts like GLOB (* and ?)"), &only_host },
	{ "from", 0, OPT_TEXT, N_("DATE"), N_("only from DATE on"), &from },
	{ "to", 0, OPT_TEXT, N_("DATE"), N_("only until DATE"), &to },
	{ "local", 0, OPT_FLAG, NULL,
		N_("names of the local network in the extract too"), &local },
	{ "keep", 0, OPT_TEXT, N_("WHAT"),
		N_("whole: the file too, which stays at home; extract: only "
		   "its hash and size"),
		&keep },
	{ 0 },
};

static int show_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	int *left = ctx;
	uint64_t member = BLOCK_LINE_MEMBER(line);

	(void)position;
	if ((*left)-- <= 0)
		return ERR_LIMIT;
	fputs("  ", stderr);
	if (member > 0)
		fprintf(stderr, _("file %" PRIu64 " in it, "), member + 1);
	fprintf(stderr, _("line %" PRIu64 ": "), BLOCK_LINE_NUMBER(line));
	out_text(stderr, _(reason));
	fputc('\n', stderr);
	return 0;
}

/* "" where no record has a time. */
static void format_times(char first[INSTANT_TEXT], char last[INSTANT_TEXT],
	const struct intake_result *r, enum instant_precision precision)
{
	first[0] = last[0] = '\0';
	if (r->import.last_ns == 0)
		return;
	instant_format(first, r->import.first_ns, 0, precision);
	instant_format(last, r->import.last_ns, 0, precision);
}

/* What an extract is of. */
static void add_whole(cJSON *object, const struct intake_result *r)
{
	char digest[DIGEST_NAME + 1];
	cJSON *of = json_object();

	digest_name(digest, &r->file.digest);
	json_set(of, "sha256", digest);
	json_set_int(of, "bytes", (int64_t)r->file.size);
	json_set_int(of, "rows", (int64_t)r->total);
	json_set_int(of, "bad_lines", (int64_t)r->bad);
	if (r->whole != 0)
		json_set_int(of, "exhibit", r->whole);
	json_add(object, "extract_of", of);
}

static void say_extract(const struct intake_result *r)
{
	char hex[DIGEST_HEX + 1];

	printf(_("  an extract: %" PRIu64 " of %" PRIu64 " records\n"),
		r->import.rows, r->total);
	if (r->whole != 0) {
		printf(_("  the whole is exhibit %" PRId64
			 ": it stays at home\n"),
			r->whole);
		return;
	}
	digest_hex(hex, &r->file.digest);
	printf(_("  the whole is not kept (%" PRIu64
		 " bytes, SHA-256 %s): keep the file yourself\n"),
		r->file.size, hex);
}

/* Lines of the file that was given. */
static uint64_t bad_of(const struct intake_result *r)
{
	return r->extract ? r->bad : r->import.bad;
}

static void say_json(const char *path, const struct intake_result *r)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT], digest[DIGEST_NAME + 1];
	cJSON *object = out_object("import"), *by = json_object();
	cJSON *kinds = json_object();

	format_times(first, last, r, INSTANT_MS);
	digest_name(digest, &r->exhibit.content);
	json_set(object, "file", path);
	json_set_int(object, "exhibit", r->exhibit.id);
	json_set_bool(object, "known", r->known);
	json_set(object, "sha256", digest);
	json_set(object, "format", r->importer->name);
	json_set_int(object, "rows", (int64_t)r->import.rows);
	json_set_int(object, "bad_lines", (int64_t)bad_of(r));
	for (unsigned d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		json_set_int(
			by, observation_disposition_name(d), (int64_t)r->by[d]);
	json_add(object, "dispositions", by);
	for (unsigned k = 0; k < OBSERVATION_KINDS; k++)
		if (r->kinds[k] > 0)
			json_set_int(kinds, observation_kind_name(k),
				(int64_t)r->kinds[k]);
	json_add(object, "kinds", kinds);
	json_set(object, "first", first);
	json_set(object, "last", last);
	if (r->extract)
		add_whole(object, r);
	out_json(object);
}

static void say(
	const struct cli *cli, const char *path, const struct intake_result *r)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT];

	if (cli->json) {
		say_json(path, r);
		return;
	}
	format_times(first, last, r, INSTANT_S);
	out_text(stdout, path);
	printf(r->known ? _(": is exhibit %" PRId64 " already\n")
			: _(": exhibit %" PRId64 "\n"),
		r->exhibit.id);
	if (first[0] != '\0')
		printf(_("  format %s, %" PRIu64 " records from %s to %s\n"),
			r->importer->name, r->import.rows, first, last);
	else
		printf(_("  format %s, %" PRIu64
			 " records, none with a time\n"),
			r->importer->name, r->import.rows);
	printf(_("  allowed %" PRIu64 ", blocked %" PRIu64
		 ", rewritten %" PRIu64 ", error %" PRIu64 ", unknown %" PRIu64
		 "\n"),
		r->by[OBSERVATION_ALLOWED], r->by[OBSERVATION_BLOCKED],
		r->by[OBSERVATION_REWRITTEN], r->by[OBSERVATION_ERROR],
		r->by[OBSERVATION_UNKNOWN]);
	if (r->extract)
		say_extract(r);
}

static void say_bad(const struct cli *cli, struct store *store,
	const struct intake_result *r)
{
	uint64_t n = bad_of(r);
	int left = BAD_SHOWN;

	if (n == 0 || cli->quiet)
		return;
	fprintf(stderr, _("lines not read: %" PRIu64 "\n"), n);
	if (!r->extract)
		block_each_bad(store, r->import.id, show_bad, &left);
	for (size_t i = 0; r->extract && i < n && i < EXTRACT_BAD; i++)
		show_bad(
			r->first_bad[i].line, 0, r->first_bad[i].reason, &left);
	if (n > BAD_SHOWN)
		fputs("  …\n", stderr);
}

/* What the command was given, for all files. */
struct given {
	const struct importer_options *options;
	const struct only *only;
	enum intake_keep keep;
	bool whole; /* set: a file was kept with everybody's records */
};

static int import_one(const struct cli *cli, struct store *store,
	const char *path, struct given *given)
{
	const struct intake_about about = {
		.kind = "log", .title = title, .device = device
	};
	const struct guessing_order wanted = {
		.format = format, .options = given->options, .yes = guess
	};
	struct progress progress = out_progress(cli);
	struct guessing g;
	struct intake_order order = { .path = path,
		.options = &g.options,
		.about = &about,
		.progress = &progress,
		.only = given->only,
		.keep = given->keep,
		.dry = cli->dry_run };
	struct intake_result r = { 0 };
	int rc = guessing_choose(&g, cli, path, &wanted);

	if (rc != CMD_DONE) {
		guessing_release(&g);
		return rc;
	}
	order.importer = g.importer;
	rc = intake_log(&r, store, &order);
	out_progress_end();
	guessing_release(&g);
	if (rc != 0)
		return out_fail();
	say(cli, path, &r);
	if (cli->dry_run)
		out_note(cli, "%s", _("nothing was kept (--dry-run)"));
	else
		say_bad(cli, store, &r);
	given->whole = given->whole || (!r.extract && !r.known);
	intake_result_release(&r);
	return CMD_DONE;
}

extern const struct cmd cmd_import;

/* A log of a network is one of all who use it. */
static bool someone_else(const struct cli *cli)
{
	char line[64];

	if (!out_can_ask(cli))
		return false;
	fputs(_("Does anybody else use this device or network? [y/N] "),
		stderr);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	return strchr("yY", line[0]) != NULL ||
	       strchr(_("yY"), line[0]) != NULL;
}

static int import_all(
	const struct cli *cli, int argc, char **argv, struct given *given)
{
	struct store *store = NULL;
	int failed = 0, trouble = 0;

	if (!only_filters(given->only) && someone_else(cli))
		return out_usage(&cmd_import,
			_("then say whose records are kept: --only-client, "
			  "--only-app, --only-host, --from or --to"));
	if (out_open(cli, &store, true) != 0)
		return out_fail();
	for (int i = 0; i < argc; i++) {
		int status = import_one(cli, store, argv[i], given);

		failed += status != CMD_DONE;
		trouble += status == CMD_TROUBLE;
	}
	store_close(store);
	if (given->whole && !cli->dry_run && !out_can_ask(cli))
		out_note(cli, "%s",
			_("kept with the records of everybody on that device "
			  "or network; --only-client, --only-app, --only-host, "
			  "--from and --to keep an extract"));
	if (failed == 0)
		return CMD_DONE;
	return trouble < argc ? CMD_PARTIAL : CMD_TROUBLE;
}

/* The mapping file in its plainest form, as it is kept with the import. */
static int read_mapping(struct str *out)
{
	struct mapping m = { 0 };
	int rc = mapping != NULL ? mapping_read_file(&m, mapping) : 0;

	if (rc == 0)
		mapping_print(out, &m);
	mapping_release(&m);
	return rc;
}

static int read_time(
	int64_t *ns, const struct zone *zone, const char *text, bool end)
{
	bool day_only = false;
	int rc = zone_parse(ns, &day_only, NULL, zone, text);

	if (rc == 0 && day_only && end)
		*ns = zone_day_end(*ns, zone);
	return rc;
}

/* Days are those of --tz, else of UTC. */
static int read_only(struct only *only, const struct zone *zone)
{
	struct zone *utc = NULL;
	int rc = 0;

	*only = (struct only){ .app = only_app,
		.client = only_client,
		.host = only_host,
		.has_from = from != NULL,
		.has_to = to != NULL,
		.local = local };
	if (zone == NULL)
		rc = zone_open(&utc, "UTC");
	if (zone == NULL)
		zone = utc;
	if (rc == 0 && from != NULL)
		rc = read_time(&only->from, zone, from, false);
	if (rc == 0 && to != NULL)
		rc = read_time(&only->to, zone, to, true);
	if (rc == 0 && from != NULL && to != NULL && only->to < only->from)
		rc = err_set(ERR_INVALID, _("--to is before --from"));
	zone_free(utc);
	return rc;
}

static bool read_keep(enum intake_keep *out)
{
	*out = INTAKE_KEEP_DEFAULT;
	if (keep == NULL)
		return true;
	*out = strcmp(keep, "whole") == 0 ? INTAKE_KEEP_WHOLE
					  : INTAKE_KEEP_EXTRACT;
	return *out == INTAKE_KEEP_WHOLE || strcmp(keep, "extract") == 0;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct importer_options given = { .year = (int)year,
		.date = date,
		.map = map,
		.delimiter = delimiter,
		.time_format = time_format,
		.blocked = blocked,
		.allowed = allowed };
	struct only only;
	struct given all = { .options = &given, .only = &only };
	struct zone *zone = NULL;
	struct str text = { 0 };
	int status;

	if (argc == 0)
		return out_usage(&cmd_import, _("which file?"));
	if (!read_keep(&all.keep))
		return out_usage(
			&cmd_import, _("--keep takes whole or extract"));
	if (year > 9999)
		return out_usage(&cmd_import, _("--year takes a year"));
	if (format != NULL && importer_find(format) == NULL)
		return out_usage(&cmd_import,
			_("there is no format '%s'; 'constat formats' lists "
			  "them"),
			format);
	if (tz != NULL && zone_open(&zone, tz) != 0)
		return out_fail();
	given.zone = zone;
	str_init(&text, 0);
	if (read_mapping(&text) != 0 || read_only(&only, zone) != 0) {
		status = out_fail();
	} else {
		given.mapping = mapping != NULL ? text.p : NULL;
		status = import_all(cli, argc, argv, &all);
	}
	str_release(&text);
	zone_free(zone);
	return status;
}

const struct cmd cmd_import = {
	.name = "import",
	.args = N_("FILE…"),
	.summary = N_("keep a log as an exhibit and read its records"),
	.detail = N_("The file itself is kept unaltered. Lines that cannot be "
		     "read are counted, kept with their number and the "
		     "reason, and told. The same file again is no second "
		     "exhibit; with other options its records are read "
		     "anew.\n\n"
		     "A log holds a household. --only-app, --only-client, "
		     "--only-host, --from and --to make an extract, an "
		     "exhibit of its own: of a text the lines themselves, of "
		     "a database, a capture or a JSON text the records, one "
		     "JSON line each, that name the file's hash and their "
		     "place in it. Names of the local network are left out "
		     "(--local keeps them). The whole is kept beside it and "
		     "never handed over; with --keep extract only its hash "
		     "and size are. That is so for bug reports, captures and "
		     "HAR, which tell far more, unless --keep whole is "
		     "given.\n\n"
		     "A table of no known program (CSV, tabs, LTSV, a JSON "
		     "object in each line) is read by a mapping, which says "
		     "what each column is. Where none is given, a guess is "
		     "shown with the first records as they would be read, and "
		     "nothing is imported until it is confirmed or --guess is "
		     "given. Save what is shown, correct it, and give it with "
		     "--mapping; the other options count over it. With format "
		     "= regex and a pattern whose groups are named time, host "
		     "and so on, any text is read; with kind = event, a table "
		     "of notifications or of what was tried."),
	.example = "constat import requests.csv --device 'my phone'\n"
		   "constat import pihole.log --tz Europe/Paris "
		   "--only-client 192.168.1.23 --from 2026-09-14\n"
		   "constat import pihole.log --tz Europe/Paris --year 2026\n"
		   "constat import logger.txt --tz Europe/Paris --date "
		   "'2026-09-14 08:12'\n"
		   "constat import table.csv --tz Europe/Paris > table.map\n"
		   "constat import table.csv --mapping table.map\n"
		   "constat import table.csv --format csv --tz Europe/Paris "
		   "\\\n"
		   "    --map time=Date,host=Domain,disposition=Action \\\n"
		   "    --time-format 'd/m/Y H:M:S' --blocked BLOCK,DENY",
	.options = options,
	.run = run,
};
