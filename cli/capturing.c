/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/capturing.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"

static void print_json(const struct capture_result *r, bool dry_run)
{
	cJSON *o = out_object("capture");
	char text[DIGEST_NAME + 1];

	json_set(o, "outcome", capture_outcome_name(r->outcome));
	json_set(o, "service", r->service);
	json_set(o, "terms", r->terms);
	json_set(o, "url", r->url);
	if (r->message != NULL)
		json_set(o, "message", r->message);
	if (r->snapshot != 0)
		json_set_int(o, "snapshot", r->snapshot);
	if (r->message == NULL) {
		digest_name(text, &r->text);
		json_set(o, "text", text);
	}
	json_set_bool(o, "technical", r->technical);
	if (r->cause != NULL)
		json_set(o, "cause", r->cause);
	if (r->failures > 0)
		json_set_int(o, "failures", r->failures);
	if (r->filters_left_out != NULL)
		json_set(o, "filters_left_out", r->filters_left_out);
	json_set_bool(o, "mixed", r->mixed);
	json_set_bool(o, "confirmed", r->confirmed);
	json_set_bool(o, "rendered", r->rendered);
	json_set_bool(o, "downgraded", r->downgraded);
	json_set_bool(o, "disallowed", r->disallowed);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

/* What there is to say of a text that came. */
static void print_remarks(const struct capture_result *r)
{
	const struct {
		bool holds;
		const char *words;
	} remarks[] = {
		{ r->technical, N_("read anew by other rules: no change of the "
				   "vendor's") },
		{ r->mixed, N_("by other rules than before, which cannot read "
			       "the page of then: the difference may be "
			       "ours") },
		{ r->confirmed, N_("the server says nothing changed") },
		{ r->rendered, N_("shown by a browser") },
		{ r->downgraded, N_("a redirect led to an unencrypted page") },
		{ r->disallowed, N_("robots.txt asks programs to stay away") },
	};
	const char *before = " (";

	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		if (!remarks[i].holds)
			continue;
		printf("%s%s", before, _(remarks[i].words));
		before = "; ";
	}
	if (before[0] == ';')
		putchar(')');
}

static void print_line(const struct capture_result *r)
{
	printf("%-9s ", capture_outcome_name(r->outcome));
	out_text(stdout, r->service);
	putchar(' ');
	out_text(stdout, r->terms);
	if (r->message != NULL) {
		fputs(": ", stdout);
		out_text(stdout, r->message);
		if (r->failures > 1)
			printf(_(" (%lld times in a row)"),
				(long long)r->failures);
	} else {
		print_remarks(r);
	}
	putchar('\n');
}

static void warn(const struct cli *cli, const struct capture_result *r)
{
	if (r->filters_left_out != NULL)
		out_note(cli,
			_("'%s' '%s' is declared with JavaScript filters, "
			  "which are not run: %s"),
			r->service, r->terms, r->filters_left_out);
}

int capturing_tell(const struct capture_result *r, void *ctx)
{
	struct capturing *c = ctx;

	c->by[r->outcome]++;
	if (c->cli->json)
		print_json(r, c->cli->dry_run);
	else
		print_line(r);
	warn(c->cli, r);
	/* Said as it happens: the next page may take a minute. */
	return fflush(stdout) == 0 ? 0 : err_sys(_("cannot write the results"));
}

int capturing_sum_up(const struct capturing *c)
{
	out_note(c->cli,
		_("%u new, %u changed, %u unchanged, %u behind a wall, %u "
		  "failed%s"),
		c->by[CAPTURE_NEW], c->by[CAPTURE_CHANGED],
		c->by[CAPTURE_UNCHANGED], c->by[CAPTURE_WALL],
		c->by[CAPTURE_FAILED],
		c->cli->dry_run ? _("; nothing was kept (--dry-run)") : "");
	return c->by[CAPTURE_FAILED] + c->by[CAPTURE_WALL] > 0 ? CMD_PARTIAL
							       : CMD_DONE;
}

cJSON *capturing_json(const struct capturing *c)
{
	cJSON *o = json_object();

	for (int i = 0; i <= CAPTURE_FAILED; i++)
		json_set_int(o, capture_outcome_name((enum capture_outcome)i),
			c->by[i]);
	return o;
}

static int read_robots(enum capture_robots *out, const char *robots)
{
	static const char *const names[] = { "record", "obey", "ignore" };

	for (int i = 0; robots != NULL && i < 3; i++)
		if (strcmp(robots, names[i]) == 0) {
			*out = (enum capture_robots)i;
			return 0;
		}
	return robots == NULL ? 0
			      : err_set(ERR_INVALID,
					_("--robots takes record, obey or "
					  "ignore, not '%s'"),
					robots);
}

int capturing_fill(
	struct capture_options *o, struct capturing *c, const struct cli *cli)
{
	c->cli = cli;
	o->fetch = network_fetch(&c->network);
	o->jobs = (unsigned)c->jobs;
	o->pause_ms = c->pause_ms > 0 ? (unsigned)c->pause_ms : 0;
	o->no_pause = c->pause_ms == 0;
	o->no_browser = c->no_browser;
	o->browser = c->browser;
	o->person = c->person;
	o->purpose = c->purpose;
	o->dry_run = cli->dry_run;
	o->fn = capturing_tell;
	o->ctx = c;
	return read_robots(&o->robots, c->robots);
}
