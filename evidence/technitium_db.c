/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/technitium_db.h"

#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/clock.h"
#include "evidence/host.h"
#include "evidence/rrtype.h"
#include "evidence/sqlite_log.h"
#include "evidence/technitium.h"

enum column { TIME, CLIENT, RESPONSE, RCODE, NAME, TYPE, ANSWER };

static const char *const columns[] = { "timestamp", "client_ip",
	"response_type", "rcode", "qname", "qtype", "answer", NULL };

bool technitium_db_sniff(const struct importer_head *head)
{
	return sqlite_log_sniff(head, "dns_logs");
}

/* "2018-07-16 07:03:11.413", UTC by the program's own word. */
static bool read_time(struct observation *o, const char *text)
{
	const char *dot = strchr(text, '.');
	bool has_time = false;
	struct civil c;

	if (instant_parse_civil(&c, &has_time, text, strlen(text)) != 0 ||
		!has_time || !instant_from_civil(&o->ns, &c, 0))
		return false;
	o->zone = OBSERVATION_ZONE_UTC;
	o->precision = (uint8_t)clock_precision(
		dot != NULL ? strspn(dot + 1, "0123456789") : 0);
	return true;
}

static int put_row(struct importer_job *job, const struct sqlite_rows *rows,
	const char *member)
{
	struct observation o = { .member = member,
		.line = (uint64_t)sqlite_log_rowid(rows) };
	const char *name = sqlite_log_text(rows, NAME);
	char host[HOST_MAX + 1], type[RRTYPE_TEXT];
	int64_t qtype = sqlite_log_int(rows, TYPE);
	struct answer answer = { 0 };

	if (!read_time(&o, sqlite_log_text(rows, TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	rrtype_name(type, (uint16_t)(qtype & UINT16_MAX));
	o.host = host;
	o.type = type;
	o.client = sqlite_log_text(rows, CLIENT);
	technitium_answer(&answer, sqlite_log_text(rows, ANSWER));
	o.answer = answer.text;
	technitium_judge(&o, sqlite_log_text(rows, RESPONSE));
	return importer_row(job, &o);
}

int technitium_db_read(struct importer_job *job)
{
	struct sqlite_log *db = NULL;
	struct sqlite_rows rows = { 0 };
	char member[IMPORTER_MEMBER];
	bool more = true;
	int rc = sqlite_log_open(&db, job);

	importer_table(member, job, "dns_logs");
	if (rc == 0)
		rc = sqlite_log_rows(&rows, db, "dns_logs", columns);
	while (rc == 0 && (rc = sqlite_log_next(&rows, &more)) == 0 && more)
		rc = put_row(job, &rows, member);
	sqlite_log_rows_end(&rows);
	return sqlite_log_close(db, job, rc);
}
