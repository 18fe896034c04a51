/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/explained.h"
#include "cli/out.h"
#include "evidence/hosts.h"
#include "evidence/whose.h"

enum { COLUMNS = 10 };

static const char *glob, *list_file;
static int64_t exhibit;
static bool all;
static const char *explained;

static const struct opt options[] = {
	{ "host", 0, OPT_TEXT, N_("GLOB"), N_("only hosts like GLOB (* and ?)"),
		&glob },
	{ "exhibit", 0, OPT_NUMBER, N_("N"), N_("only exhibit N"), &exhibit },
	{ "list", 0, OPT_TEXT, N_("FILE"),
		N_("a list of hosts and owners to look in"), &list_file },
	{ "explain", 0, OPT_TEXT, N_("HOST"),
		N_("say in words whose HOST is, and how that is known"),
		&explained },
	{ "all", 'a', OPT_FLAG, NULL, N_("names of the local network too"),
		&all },
	{ 0 },
};

static void add_counts(cJSON *row, const struct hosts_row *r)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT];
	bool timed = r->last_ns != 0;

	instant_format(first, r->first_ns, 0, INSTANT_MS);
	instant_format(last, r->last_ns, 0, INSTANT_MS);
	json_set_int(row, "contacts", (int64_t)r->contacts);
	json_set_int(row, "rows", (int64_t)r->rows);
	for (unsigned d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		json_set_int(row, observation_disposition_name(d),
			(int64_t)r->by[d]);
	json_set(row, "first", timed ? first : "");
	json_set(row, "last", timed ? last : "");
}

static cJSON *json_row(const struct hosts_row *r)
{
	cJSON *row = json_object(), *part;

	json_set(row, "host", r->host);
	json_set(
		row, "origin", r->stated ? "stated by the complainant" : "log");
	add_counts(row, r);
	if (r->registrable != NULL)
		json_set(row, "registered_domain", r->registrable);
	if (r->has_cloud) {
		part = json_object();
		json_set(part, "provider", r->cloud.provider);
		json_set(part, "service", r->cloud.service);
		if (r->cloud.region[0] != '\0')
			json_set(part, "region", r->cloud.region);
		if (r->cloud.place_en != NULL)
			json_set(part, "place", r->cloud.place_en);
		if (r->cloud.own_label)
			json_set(part, "customer_label", r->cloud.label);
		json_add(row, "cloud", part);
	}
	if (r->owner.basis != OWNER_NONE) {
		part = json_object();
		whose_tell(part, &r->owner);
		json_add(row, "owner", part);
	}
	return row;
}

static void print_json(const struct hosts *h, const struct owner_list *list)
{
	char digest[DIGEST_NAME + 1];
	cJSON *object = out_object("hosts"), *rows = json_array();

	for (size_t i = 0; i < h->n; i++)
		if (all || !h->v[i].local)
			json_push(rows, json_row(&h->v[i]));
	json_add(object, "hosts", rows);
	if (list != NULL) {
		digest_name(digest, owner_list_digest(list));
		json_set(object, "list", owner_list_name(list));
		json_set(object, "list_sha256", digest);
	}
	out_json(object);
}

/* "vendor.example (a guess from the name)" */
static char *owner_words(const struct hosts_row *r)
{
	const struct owner *o = &r->owner;
	struct str s = { 0 };

	if (o->basis == OWNER_NONE)
		return mem_strdup("");
	str_printf(&s, "%s (%s", o->name, explained_basis(o));
	if (o->licence[0] != '\0')
		str_printf(&s, _(", according to %s %s (%s), entry %s"), o->set,
			o->version, o->licence, o->entry);
	str_puts(&s, ")");
	return str_take(&s);
}

static char *cloud_words(const struct hosts_row *r)
{
	struct str s = { 0 };

	if (!r->has_cloud)
		return mem_strdup("");
	str_printf(&s, "%s, %s", r->cloud.provider, r->cloud.service);
	if (r->cloud.region[0] != '\0')
		str_printf(&s, ", %s", r->cloud.region);
	if (r->cloud.own_label)
		str_printf(&s, ", %s", r->cloud.label);
	return str_take(&s);
}

static char *count_words(uint64_t n)
{
	struct str s = { 0 };

	str_printf(&s, "%" PRIu64, n);
	return str_take(&s);
}

static void fill_row(char **cells, const struct hosts_row *r)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT];
	bool timed = r->last_ns != 0;

	instant_date(first, r->first_ns, 0);
	instant_date(last, r->last_ns, 0);
	cells[0] = mem_strdup(r->host);
	cells[1] = count_words(r->contacts);
	cells[2] = count_words(r->rows);
	cells[3] = count_words(r->by[OBSERVATION_ALLOWED]);
	cells[4] = count_words(r->by[OBSERVATION_BLOCKED]);
	cells[5] = count_words(r->by[OBSERVATION_UNKNOWN] +
			       r->by[OBSERVATION_ERROR] +
			       r->by[OBSERVATION_REWRITTEN]);
	cells[6] = mem_strdup(timed ? first : "");
	cells[7] = mem_strdup(r->stated ? _("stated") : timed ? last : "");
	cells[8] = owner_words(r);
	cells[9] = cloud_words(r);
}

static void print_table(const struct cli *cli, const struct hosts *h)
{
	static const char *const heading[COLUMNS] = { N_("host"),
		N_("contacts"), N_("rows"), N_("allowed"), N_("blocked"),
		N_("other"), N_("first"), N_("last"), N_("owner (basis)"),
		N_("cloud (its customer's label)") };
	char **cells = mem_new((h->n + 1) * COLUMNS, sizeof(*cells));
	size_t rows = 1;

	for (int c = 0; c < COLUMNS; c++)
		cells[c] = mem_strdup(_(heading[c]));
	for (size_t i = 0; i < h->n; i++)
		if (all || !h->v[i].local)
			fill_row(cells + COLUMNS * rows++, &h->v[i]);
	out_table(cli, (const char *const *)cells, rows, COLUMNS, "lrrrrrllll");
	for (size_t i = 0; i < rows * COLUMNS; i++)
		free(cells[i]);
	free(cells);
}

extern const struct cmd cmd_hosts;

static int run(struct cli *cli, int argc, char **argv)
{
	struct hosts_filter filter = { .glob = glob, .exhibit = exhibit };
	struct owner_list *list = NULL;
	struct store *store = NULL;
	struct hosts h = { 0 };
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_hosts,
			_("an exhibit is chosen with --exhibit, a host with "
			  "--host"));
	rc = out_open(cli, &store, false);
	if (rc == 0 && list_file != NULL)
		rc = owner_list_read(&list, list_file);
	filter.list = list;
	if (rc == 0 && explained != NULL) {
		rc = explained_host(cli, store, list, explained);
		goto done;
	}
	if (rc == 0)
		rc = hosts_read(&h, store, &filter);
	if (rc == 0 && cli->json)
		print_json(&h, list);
	else if (rc == 0)
		print_table(cli, &h);
done:
	hosts_release(&h);
	owner_list_free(list);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_hosts = {
	.name = "hosts",
	.args = "",
	.summary = N_("list the hosts in the logs: how often, and whose"),
	.detail = N_("A line of a DNS log shows that a name was looked up, "
		     "never what was sent. Look-ups of one name within two "
		     "seconds (A, AAAA, HTTPS) count as one contact. Whose a "
		     "host is: confirmed by a log or a certificate, listed by "
		     "a data set ('constat owners add'), the domain it is "
		     "registered under, or a guess from its name."),
	.example = "constat hosts --explain api.example.com",
	.options = options,
	.paged = true,
	.run = run,
};
