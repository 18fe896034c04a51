/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Observations in the forms that other programs read. Two passes over the
 * rows: over all, for the letters of the devices, which so do not depend on
 * what is written; then over those that are.
 */
#include "cli/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cli/out.h"
#include "evidence/csv.h"
#include "evidence/ecs.h"
#include "evidence/host.h"
#include "evidence/household.h"
#include "evidence/redact.h"
#include "evidence/ocsf.h"

extern const struct cmd cmd_export;
extern const struct export_kind export_ecs;
extern const struct export_kind export_ocsf;
extern const struct export_kind export_observations;

enum { PIECE = 256 << 10, REPORT_ROWS = 8192 };

struct work;

/* Appends one record; *left_out where the form has no place for it. */
typedef int (*put_fn)(struct work *w, const struct observation *o,
	const struct ecs_place *place, bool *left_out);

struct work {
	const struct cli *cli;
	const struct export_options *options;
	struct store *store;
	put_fn put;
	struct household household;
	struct redact redact;
	struct exhibit exhibit; /* of the row before */
	uint64_t row, seen, written, local, left_out;
	uint64_t total; /* rows seen in the first pass */
	struct str text, answer;
	struct file_writer *file; /* NULL: standard output, or nothing */
	struct progress progress;
};

static int flush(struct work *w)
{
	int rc = 0;

	if (w->cli->dry_run)
		rc = 0;
	else if (w->file != NULL)
		rc = file_writer_add(w->file, w->text.p, w->text.len);
	else if (fwrite(w->text.p, 1, w->text.len, stdout) != w->text.len)
		rc = err_sys(_("cannot write the file"));
	str_clear(&w->text);
	return rc;
}

/* --- the forms --- */

static int put_line(struct work *w, cJSON *row)
{
	int rc = json_print(&w->text, row);

	cJSON_Delete(row);
	return rc != 0 ? rc : str_putc(&w->text, '\n');
}

static int put_ecs(struct work *w, const struct observation *o,
	const struct ecs_place *place, bool *left_out)
{
	cJSON *row = ecs_row(o, place);

	*left_out = false;
	if (!w->options->full)
		redact_json(&w->redact, row);
	return put_line(w, row);
}

static int put_ocsf(struct work *w, const struct observation *o,
	const struct ecs_place *place, bool *left_out)
{
	cJSON *row = ocsf_row(o, place), *ours;

	*left_out = row == NULL;
	if (row == NULL)
		return 0;
	/* What we say of the event itself is no secret: its "uid". */
	ours = cJSON_DetachItemFromObjectCaseSensitive(row, "metadata");
	if (!w->options->full)
		redact_json(&w->redact, row);
	json_add(row, "metadata", ours);
	return put_line(w, row);
}

static const char *const columns[] = { "exhibit", "row", "kind", "time",
	"time_precision", "host", "type", "disposition", "disposition_source",
	"count", "count_semantics", "device", "app", "answer", "rule",
	"bytes_sent", "bytes_received", "file", "line" };

static int put_cell(struct work *w, size_t column, const char *text)
{
	struct str plain = { 0 };
	int rc = column > 0 ? str_putc(&w->text, ',') : 0;

	str_init(&plain, 0);
	if (rc == 0 && !w->options->full)
		rc = redact_text(&w->redact, &plain, columns[column], text);
	else if (rc == 0)
		rc = str_puts(&plain, text);
	if (rc == 0)
		rc = csv_put(&w->text, plain.p != NULL ? plain.p : "", ',');
	str_release(&plain);
	return rc;
}

static const char *number(char out[24], uint64_t n)
{
	snprintf(out, 24, "%" PRIu64, n);
	return out;
}

static int put_csv(struct work *w, const struct observation *o,
	const struct ecs_place *place, bool *left_out)
{
	char time[INSTANT_TEXT] = "", n[6][24];
	const char *cells[] = { number(n[0], (uint64_t)place->exhibit),
		number(n[1], place->row), observation_kind_name(o->kind), time,
		observation_precision_name(o->precision), o->host, o->type,
		observation_disposition_name(o->disposition),
		observation_source_name(o->disposition_source),
		number(n[2], o->count), observation_count_name(o->count_kind),
		o->client, o->app, o->answer, o->rule,
		o->sent != 0 ? number(n[3], o->sent) : "",
		o->received != 0 ? number(n[4], o->received) : "", o->member,
		number(n[5], o->line) };
	int rc = 0;

	*left_out = false;
	if (o->ns != 0)
		instant_format(time, o->ns, 0, INSTANT_NS);
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]) && rc == 0; i++)
		rc = put_cell(w, i, cells[i]);
	return rc != 0 ? rc : str_puts(&w->text, "\r\n");
}

static int put_heading(struct work *w)
{
	int rc = 0;

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]) && rc == 0;
		i++)
		rc = str_printf(&w->text, "%s%s", i > 0 ? "," : "", columns[i]);
	return rc != 0 ? rc : str_puts(&w->text, "\r\n");
}

/* --- the rows --- */

static int learn(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct work *w = ctx;

	(void)exhibit;
	w->total++;
	return household_learn(&w->household, o->client);
}

/* Of a log that stays at home too, when it is asked for: behind the others,
 * whose letters so stay what they are. */
static int learn_devices(struct work *w)
{
	int rc = block_each(w->store, 0, learn, w);

	if (rc != 0 || w->options->exhibit == 0)
		return rc;
	w->total = 0;
	return block_each(w->store, w->options->exhibit, learn, w);
}

static int find_exhibit(struct work *w, int64_t id)
{
	if (w->exhibit.id == id)
		return 0;
	exhibit_release(&w->exhibit);
	w->row = 0;
	return exhibit_get(&w->exhibit, w->store, id);
}

/* The record as others may see it. */
static int show(struct work *w, const struct observation *o,
	const struct ecs_place *place)
{
	struct observation shown = *o;
	char device[HOUSEHOLD_DEVICE];
	bool left_out = false;
	int rc = 0;

	if (!w->options->full) {
		str_clear(&w->answer);
		rc = household_hide(&w->answer, &w->household, o->answer);
		shown.answer = w->answer.p != NULL ? w->answer.p : "";
		household_letter(device, &w->household, o->client);
		if (o->client[0] != '\0')
			shown.client = device;
	}
	if (rc == 0)
		rc = w->put(w, &shown, place, &left_out);
	if (left_out)
		w->left_out++;
	else
		w->written++;
	return rc;
}

static int write_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct work *w = ctx;
	struct ecs_place place = { .exhibit = exhibit };
	int rc = find_exhibit(w, exhibit);

	if (rc != 0)
		return rc;
	place.row = ++w->row;
	place.stated = strcmp(w->exhibit.kind, "statement") == 0;
	if (++w->seen % REPORT_ROWS == 0)
		progress_report(&w->progress, _("writing"), w->seen, w->total);
	if (w->options->host != NULL &&
		!host_matches(o->host, w->options->host))
		return 0;
	if (!w->options->full && household_is_local(o->host)) {
		w->local++;
		return 0;
	}
	rc = show(w, o, &place);
	return rc == 0 && w->text.len >= PIECE ? flush(w) : rc;
}

static int write_rows(struct work *w)
{
	int rc = w->put == put_csv ? put_heading(w) : 0;

	if (rc == 0)
		rc = block_each(w->store, w->options->exhibit, write_row, w);
	return rc != 0 ? rc : flush(w);
}

static int write_file(struct work *w)
{
	const char *path = w->options->output;
	struct file_writer file;
	int rc;

	if (w->cli->dry_run || strcmp(path, "-") == 0) {
		rc = write_rows(w);
		if (rc == 0 && fflush(stdout) != 0)
			rc = err_sys(_("cannot write the file"));
		return rc;
	}
	rc = file_writer_open(&file, path, FILE_EXCL);
	w->file = &file;
	if (rc == 0)
		rc = write_rows(w);
	w->file = NULL;
	return file_writer_close(&file, rc);
}

/* --- what is said of it --- */

static void add_masked(const char *name, uint64_t count, void *ctx)
{
	json_set_int(ctx, name, (int64_t)count);
}

static void say_masked(const char *name, uint64_t count, void *ctx)
{
	str_printf(ctx, "%s%s (%" PRIu64 ")",
		((struct str *)ctx)->len > 0 ? ", " : "", name, count);
}

static void tell_json(const struct work *w, const char *kind)
{
	cJSON *o = out_object("export"), *masked = json_object();

	json_set(o, "kind", kind);
	json_set(o, "file", w->options->output);
	json_set_int(o, "rows", (int64_t)w->written);
	json_set_int(o, "local_rows_left_out", (int64_t)w->local);
	json_set_int(o, "other_rows_left_out", (int64_t)w->left_out);
	redact_each(&w->redact, add_masked, masked);
	json_add(o, "masked", masked);
	json_set_bool(o, "full", w->options->full);
	json_set_bool(o, "dry_run", w->cli->dry_run);
	out_json(o);
}

static void tell(const struct work *w, const char *kind)
{
	bool to_output = strcmp(w->options->output, "-") == 0;
	struct str masked = { 0 };

	if (w->cli->json && (!to_output || w->cli->dry_run)) {
		tell_json(w, kind);
		return;
	}
	out_note(w->cli,
		w->cli->dry_run ? _("rows that would be written: %zu")
				: _("rows written: %zu"),
		(size_t)w->written);
	if (w->local > 0)
		out_note(w->cli,
			_("left out: %" PRIu64
			  " rows of the local network (--full has them)"),
			w->local);
	if (w->left_out > 0)
		out_note(w->cli,
			_("left out: %" PRIu64
			  " rows that are no contact with a host"),
			w->left_out);
	redact_each(&w->redact, say_masked, &masked);
	if (masked.len > 0)
		out_note(w->cli, _("masked: %s"), masked.p);
	str_release(&masked);
}

static int check(struct work *w)
{
	struct exhibit e = { 0 };
	int rc = w->options->exhibit != 0
			 ? exhibit_get(&e, w->store, w->options->exhibit)
			 : 0;

	exhibit_release(&e);
	return rc;
}

static int run(struct cli *cli, const struct export_options *o, int argc,
	const char *kind, put_fn put)
{
	struct work w = { .cli = cli,
		.options = o,
		.put = put,
		.progress = out_progress(cli) };
	int rc;

	if (argc > 0)
		return out_usage(&cmd_export,
			_("an exhibit is chosen with --exhibit, a host with "
			  "--host"));
	if (o->output == NULL)
		return out_usage(&cmd_export,
			_("-o says where to, as in -o versions.csv"));
	household_init(&w.household);
	redact_init(&w.redact);
	str_init(&w.text, 0);
	str_init(&w.answer, 0);
	rc = out_open(cli, &w.store, false);
	if (rc == 0)
		rc = check(&w);
	if (rc == 0)
		rc = learn_devices(&w);
	if (rc == 0)
		rc = write_file(&w);
	out_progress_end();
	if (rc == 0)
		tell(&w, kind);
	exhibit_release(&w.exhibit);
	str_release(&w.text);
	str_release(&w.answer);
	redact_release(&w.redact);
	household_release(&w.household);
	store_close(w.store);
	return rc == 0 ? CMD_DONE : out_fail();
}

static int run_ecs(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	(void)argv;
	return run(cli, o, argc, "ecs", put_ecs);
}

static int run_ocsf(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	(void)argv;
	return run(cli, o, argc, "ocsf", put_ocsf);
}

static int run_csv(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	(void)argv;
	return run(cli, o, argc, "observations", put_csv);
}

const struct export_kind export_ecs = { .name = "ecs", .run = run_ecs };
const struct export_kind export_ocsf = { .name = "ocsf", .run = run_ocsf };
const struct export_kind export_observations = {
	.name = "observations",
	.run = run_csv,
};
