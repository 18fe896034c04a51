/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TrackerControl (Android), two tables, all fields quoted, CRLF; for all apps
 *
 *	"uid","daddr","time","uncertain","Tracker","Category","Package","App"
 *	"10145","push.vendor.example","1536048591222","0","Vendor","Push",
 *	"com.vendor.app","Vendor"
 *
 * and for one app, whose package only the name of the file tells
 * (com.vendor.app_20180904.csv):
 *
 *	"daddr","time","uncertain","Tracker Name","Tracker Category"
 *
 * A row for each app and host: the time is that of the last contact, in
 * milliseconds since 1970. Whether it was blocked is not told. uncertain: 0
 * the host is sure; 1 several hosts share the address; 2 also hosts that are
 * no trackers; 3 several trackers.
 */
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/netguard_db.h"
#include "evidence/peek.h"
#include "evidence/table.h"
#include "evidence/when.h"

enum {
	DADDR,
	TIME,
	UNCERTAIN,
	TRACKER,
	CATEGORY,
	PACKAGE,
	APP,
	TRACKER_NAME,
	TRACKER_CATEGORY,
};

struct state {
	struct detail detail;
	char host[HOST_MAX + 1];
	char package[256]; /* from the file's name */
};

static int sniff(struct importer_head *head)
{
	static const char *const all[] = { "uid", "daddr", "time", "uncertain",
		"Tracker", NULL };
	static const char *const one[] = { "daddr", "time", "uncertain",
		"Tracker Name", NULL };

	if (netguard_db_sniff(head, true)) {
		head->why = N_("it is a database with TrackerControl's "
			       "tables");
		return 95;
	}
	if (!peek_heading(head, all) && !peek_heading(head, one))
		return 0;
	head->why = N_("its heading is that of TrackerControl's export");
	return 100;
}

/* "com.vendor.app" of "com.vendor.app_20180904.csv" or "… (1).csv": names
 * with dots between, letters first. */
static void package_of(char *out, size_t size, const char *name)
{
	size_t n = strcspn(name, " "), end = n, dots = 0;

	out[0] = '\0';
	while (end > 0 && name[end - 1] != '_')
		end--;
	if (end < 2 || end > size || strspn(name + end, "0123456789") != 8 ||
		(name[end + 8] != '.' && name[end + 8] != ' ' &&
			name[end + 8] != '\0'))
		return;
	for (size_t i = 0; i + 1 < end; i++) {
		char c = name[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool first = i == 0 || name[i - 1] == '.';

		if (!letter && (first || ((c < '0' || c > '9') && c != '_' &&
						 c != '.')))
			return;
		dots += c == '.';
	}
	if (dots == 0 || name[end - 2] == '.')
		return;
	memcpy(out, name, end - 1);
	out[end - 1] = '\0';
}

static const char *first_of(const struct table *t, size_t a, size_t b)
{
	const char *text = table_get(t, a);

	return text[0] != '\0' ? text : table_get(t, b);
}

static const char *read_row(struct table *t, struct observation *o, void *ctx)
{
	const char *name = table_get(t, DADDR), *time = table_get(t, TIME);
	const char *uncertain = table_get(t, UNCERTAIN);
	struct state *s = ctx;
	const char *why = when_epoch_unit(o, time, strlen(time), 1000000);

	if (why != NULL)
		return why;
	if (!host_normalise(s->host, name, strlen(name)))
		return N_("no host name");
	if (strlen(uncertain) != 1 || uncertain[0] < '0' || uncertain[0] > '9')
		return N_("no word on how certain the host is");
	o->kind = OBSERVATION_CONNECTION;
	o->count_kind = OBSERVATION_COUNT_LAST;
	o->host = s->host;
	o->app = first_of(t, PACKAGE, APP);
	if (o->app[0] == '\0')
		o->app = s->package;
	detail_clear(&s->detail);
	if (o->app != table_get(t, APP))
		detail_text(&s->detail, "ev.app_name", table_get(t, APP));
	detail_text(
		&s->detail, "ev.tracker", first_of(t, TRACKER, TRACKER_NAME));
	detail_text(&s->detail, "ev.tracker_category",
		first_of(t, CATEGORY, TRACKER_CATEGORY));
	if (uncertain[0] != '0')
		detail_number(&s->detail, "ev.uncertain", uncertain[0] - '0');
	o->detail = detail_json(&s->detail);
	return NULL;
}

static int read_csv(struct importer_job *job)
{
	static const struct table_form form = {
		.names = { "daddr", "time", "uncertain", "Tracker", "Category",
			"Package", "App", "Tracker Name", "Tracker Category" },
		.needed = 3,
		.row = read_row,
	};
	struct state s = { 0 };
	const char *name = job->member != NULL && job->member[0] != '\0'
				   ? job->member
				   : job->path;
	int rc;

	package_of(s.package, sizeof(s.package), file_basename(name));
	rc = table_read(job, &form, &s);
	detail_release(&s.detail);
	return rc;
}

/* An export, or the database: whichever the file is. */
static int read_log(struct importer_job *job)
{
	struct importer_head head = { 0 };
	struct str room = { 0 };
	int rc = peek_member(&head, &room, job);
	bool db = rc == 0 && netguard_db_sniff(&head, true);

	str_release(&room);
	if (rc != 0)
		return rc;
	return db ? netguard_db_read(job) : read_csv(job);
}

const struct importer import_trackercontrol = {
	.name = "trackercontrol",
	.version = 1,
	.summary = N_("TrackerControl (Android): CSV of all apps or of one"),
	.how = N_("In TrackerControl, open the menu and choose \"Export\": one "
		  "table of all apps. Or open one app and export its "
		  "contacts: then keep the file's name, since it alone says "
		  "which app it was."),
	.sniff = sniff,
	.read = read_log,
	.beside = importer_wal,
	.table = true,
};
