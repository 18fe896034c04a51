/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/guessing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "evidence/mapped.h"
#include "evidence/mapping_guess.h"
#include "evidence/peek.h"
#include "evidence/sheet.h"

enum { RECORDS = 3 };

/* --- what is shown --- */

struct preview {
	struct str *out;
	int left;
};

static void put_field(struct str *out, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	str_puts(out, "  ");
	utf8_printable(out, text, strlen(text), false);
}

static int put_record(const struct observation *o, const struct line *where,
	const char *why, void *ctx)
{
	char when[INSTANT_TEXT];
	struct preview *p = ctx;

	str_puts(p->out, "# ");
	str_printf(p->out, _("line %" PRIu64 ": "), where->number);
	if (o == NULL) {
		str_printf(p->out, "%s\n", _(why));
		return --p->left > 0 ? 0 : ERR_LIMIT;
	}
	instant_format(when, o->ns, 0,
		o->ns % INSTANT_SECOND != 0 ? INSTANT_MS : INSTANT_S);
	str_puts(p->out, when);
	put_field(p->out, o->host);
	put_field(p->out, observation_disposition_name(o->disposition));
	put_field(p->out, o->type);
	put_field(p->out, o->client);
	put_field(p->out, o->app);
	put_field(p->out, o->rule);
	if (o->count > 1)
		str_printf(p->out, "  × %" PRIu32, o->count);
	str_putc(p->out, '\n');
	return --p->left > 0 ? 0 : ERR_LIMIT;
}

/* The first records as they would be read. 0, or why they cannot be. */
static int put_records(struct str *out, const char *path, size_t index,
	const struct mapping_guess *g, const struct zone *zone)
{
	struct preview p = { .out = out, .left = RECORDS };
	size_t before = out->len;
	int rc;

	str_printf(
		out, "# %s\n", _("its first records as they would be read:"));
	rc = mapped_preview(path, index, &g->mapping, zone, put_record, &p);
	if (p.left < RECORDS)
		return 0;
	str_cut(out, before);
	return rc;
}

static void put_note(struct str *out, const struct mapping_guess *g)
{
	if (g->note != NULL)
		str_printf(out, "# %s\n", g->note);
}

/* What a person can do about a guess that is not whole. */
static int say_fault(const char *path, const struct mapping_guess *g)
{
	if (g->fault != NULL)
		err_set(ERR_INVALID, "'%s': %s", path, g->fault);
	else
		importer_no_zone(&(struct importer_job){ .path = path });
	return out_fail();
}

static void say_json(const char *path, const char *mapping)
{
	cJSON *object = out_object("import");

	json_set(object, "file", path);
	json_set_bool(object, "imported", false);
	json_set(object, "mapping", mapping);
	out_json(object);
}

static bool confirmed(void)
{
	char line[64];

	fputs(_("Read it so? [y/N] "), stderr);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	return strchr("yY", line[0]) != NULL ||
	       strchr(_("yY"), line[0]) != NULL;
}

/* Shows a guess, and tells whether it may be used. */
static int show(const struct cli *cli, const char *path, const char *text,
	bool whole, const struct guessing_order *order)
{
	bool ask = whole && !order->yes && out_can_ask(cli);

	if (whole && (order->yes || ask)) {
		if (!cli->quiet || ask)
			out_lines(stderr, text, strlen(text));
		return order->yes || confirmed() ? CMD_DONE : CMD_PARTIAL;
	}
	if (cli->json)
		say_json(path, text);
	else
		out_lines(stdout, text, strlen(text));
	return CMD_PARTIAL;
}

/* Guesses, shows, and takes the mapping when it may be used. */
static int offer(struct guessing *g, const struct cli *cli, const char *path,
	size_t index, const struct guessing_order *order)
{
	struct mapping_guess guess = { 0 };
	struct str text = { 0 }, mapping = { 0 };
	int status, rc;

	if (mapping_guess_file(&guess, path, index, order->options) != 0)
		return out_fail();
	str_puts(&text, "# ");
	utf8_printable(&text, path, strlen(path), false);
	str_printf(&text, ": %s\n", _("what its columns seem to be"));
	mapping_print(&mapping, &guess.mapping);
	str_add(&text, mapping.p, mapping.len);
	put_note(&text, &guess);
	rc = guess.fault == NULL && !guess.needs_zone
		     ? put_records(
			       &text, path, index, &guess, order->options->zone)
		     : ERR_INVALID;
	status = show(cli, path, text.p, rc == 0, order);
	if (status == CMD_DONE)
		g->options.mapping = g->mapping = str_take(&mapping);
	else if (rc == 0)
		out_note(cli, "%s",
			_("nothing was imported: --guess uses this mapping; or "
			  "save it, correct it, and give it with --mapping "
			  "FILE"));
	else
		status = guess.fault != NULL || guess.needs_zone
				 ? say_fault(path, &guess)
				 : out_fail();
	mapping_guess_release(&guess);
	str_release(&mapping);
	str_release(&text);
	return status;
}

/* --- who reads it --- */

/* The importer of the mapping's format; without one that which the file's
 * beginning looks like. *partial: a guess may add to the mapping. */
static int by_mapping(struct guessing *g, bool *partial, const char *path)
{
	const struct importer_job job = { .path = path };
	struct importer_head head = { 0 };
	struct mapping m = { 0 };
	struct str room = { 0 };
	int rc = mapping_add(&m, &g->options);

	str_init(&room, 0);
	if (rc == 0 && g->importer == NULL && m.value[MAPPING_FORMAT] == NULL)
		rc = peek_member(&head, &room, &job);
	if (rc == 0 && head.text != NULL)
		rc = mapping_set(&m, MAPPING_FORMAT,
			mapping_format_name(sheet_format(&head)));
	if (rc == 0 && g->importer == NULL)
		g->importer = importer_find(mapping_importer(&m));
	*partial = rc == 0 && mapping_is_partial(&m);
	str_release(&room);
	mapping_release(&m);
	return rc == 0 ? CMD_DONE : out_fail();
}

int guessing_choose(struct guessing *out, const struct cli *cli,
	const char *path, const struct guessing_order *order)
{
	struct detect_found found = { 0 };
	bool partial = true;
	int status = CMD_DONE;

	*out = (struct guessing){ .options = *order->options };
	if (order->format != NULL)
		out->importer = importer_find(order->format);
	if (mapping_is_given(order->options))
		status = by_mapping(out, &partial, path);
	if (status != CMD_DONE || !partial)
		return status;
	/* What is wrong with the file is said when it is read. */
	if (detect_file(&found, path, out->importer) != 0)
		return CMD_DONE;
	if (found.importer != NULL && found.importer->mapped &&
		found.rival == NULL && found.n > 0)
		status = offer(out, cli, path, found.v[0].index, order);
	detect_release(&found);
	return status;
}

void guessing_release(struct guessing *g)
{
	free(g->mapping);
	*g = (struct guessing){ 0 };
}

void guessing_print(
	struct str *out, const char *path, const struct detect_found *found)
{
	const struct importer_options none = { 0 };
	struct mapping_guess guess = { 0 };

	if (found->importer == NULL || !found->importer->mapped ||
		found->n == 0 ||
		mapping_guess_file(&guess, path, found->v[0].index, &none) != 0)
		return;
	mapping_print(out, &guess.mapping);
	put_note(out, &guess);
	if (guess.fault != NULL)
		str_printf(out, "# %s\n", guess.fault);
	if (guess.needs_zone)
		str_printf(out, "# %s\n",
			_("its times have no zone: --tz says where the device "
			  "was"));
	mapping_guess_release(&guess);
}
