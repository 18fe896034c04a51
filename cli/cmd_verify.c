/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "archive/store.h"
#include "archive/verify.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cli/out.h"

extern const struct cmd cmd_verify;

/* Where findings go: a list for --json, else lines at once. */
struct sink {
	cJSON *list; /* borrowed; NULL for text */
};

static void take(const char *where, const char *what, void *ctx)
{
	struct sink *sink = ctx;
	cJSON *one;

	if (sink->list != NULL) {
		one = json_object();
		json_set(one, "where", where);
		json_set(one, "what", what);
		json_push(sink->list, one);
		return;
	}
	out_progress_end();
	out_text(stdout, where);
	printf(": ");
	out_text(stdout, what);
	printf("\n");
}

static void print_json(cJSON *findings, const struct verify_result *r)
{
	cJSON *object = out_object("verify");
	char time[INSTANT_TEXT];

	json_set_bool(object, "intact", r->findings == 0);
	json_set_int(object, "entries", (int64_t)r->entries);
	json_set_int(object, "objects", (int64_t)r->objects);
	json_set_int(object, "bytes", (int64_t)r->bytes);
	json_set_int(object, "facts", (int64_t)r->facts);
	json_set_int(object, "destroyed", (int64_t)r->destroyed);
	json_set_int(object, "observations", (int64_t)r->rows);
	json_set_int(object, "stamps", (int64_t)r->stamps);
	json_set_int(object, "proved_entries", (int64_t)r->proved_size);
	if (r->proved_by != NULL) {
		instant_format(time, r->proved_ns, 0, INSTANT_MS);
		json_set(object, "proved_time", time);
		json_set(object, "proved_by", r->proved_by);
	}
	json_add(object, "findings", findings);
	out_json(object);
}

static void print_proof(const struct verify_result *r)
{
	char time[INSTANT_TEXT];

	if (r->proved_by == NULL) {
		printf(_("nothing is stamped: only this archive's own key "
			 "stands for the dates; 'constat stamp --tsa URL' "
			 "changes that\n"));
		return;
	}
	instant_format(time, r->proved_ns, 0, INSTANT_S);
	printf(_("the first %llu of %llu entries existed at %s, stamped by "),
		(unsigned long long)r->proved_size,
		(unsigned long long)r->entries, time);
	out_text(stdout, r->proved_by);
	printf("\n");
}

static void print_destroyed(const struct verify_result *r)
{
	char day[INSTANT_TEXT];

	if (r->destroyed == 0)
		return;
	instant_date(day, r->destroyed_ns, 0);
	printf(_("the words of %llu rows were destroyed, the last on %s, as "
		 "the ledger tells\n"),
		(unsigned long long)r->destroyed, day);
}

static void print_text(const struct verify_result *r)
{
	printf(_("%llu entries, %llu contents (%llu bytes), %llu rows of "
		 "fact, %llu observations, %llu stamps checked\n"),
		(unsigned long long)r->entries, (unsigned long long)r->objects,
		(unsigned long long)r->bytes, (unsigned long long)r->facts,
		(unsigned long long)r->rows, (unsigned long long)r->stamps);
	print_destroyed(r);
	print_proof(r);
	if (r->findings == 0)
		printf(_("all is as it was kept\n"));
	else
		printf(_("%llu findings: something is not as it was kept\n"),
			(unsigned long long)r->findings);
}

static int check(struct cli *cli, struct store *s)
{
	struct sink sink = { cli->json ? json_array() : NULL };
	struct progress progress = out_progress(cli);
	struct verify_result r = { 0 };
	int rc = verify_store(&r, s, take, &sink, &progress);
	bool good = r.findings == 0;

	out_progress_end();
	if (rc == 0 && cli->json)
		print_json(sink.list, &r);
	else if (rc == 0)
		print_text(&r);
	else
		cJSON_Delete(sink.list);
	verify_result_release(&r);
	if (rc != 0)
		return out_fail();
	return good ? CMD_DONE : CMD_PARTIAL;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct cli there = *cli;
	struct store *s = NULL;
	int status;

	if (argc > 1)
		return out_usage(&cmd_verify, _("name one folder"));
	if (argc == 1)
		there.dir = argv[0];
	if (out_open(&there, &s, false) != 0)
		return out_fail();
	status = check(cli, s);
	store_close(s);
	return status;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.args = N_("[PATH]"),
	.summary = N_("check that everything kept is as it was kept"),
	.detail = N_("Every content, row, ledger entry, import and stamp is "
		     "checked. Status 1 means that something is not as it was "
		     "kept; each finding says where."),
	.example = "constat verify",
	.run = run,
};
