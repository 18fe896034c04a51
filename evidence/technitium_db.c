/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/technitium_db.h"

#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/clock.h"
#include "evidence/detail.h"
#include "evidence/dns_wire.h"
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

/* The code's word as in the CSV; one that has none as its number. */
static void add_rcode(struct detail *d, const struct sqlite_rows *rows)
{
	int64_t code = sqlite_log_int(rows, RCODE);
	const char *word = "";

	if (!sqlite_log_is_number(rows, RCODE))
		return;
	if (code >= 0 && code <= UINT16_MAX)
		word = dns_wire_rcode_name((unsigned)code);
	detail_text(d, "dns.response_code",
		word[0] != '\0' ? word : sqlite_log_text(rows, RCODE));
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
	struct detail detail = { 0 };
	int rc;

	if (!read_time(&o, sqlite_log_text(rows, TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	type[0] = '\0';
	if (qtype > 0 && qtype <= UINT16_MAX)
		rrtype_name(type, (uint16_t)qtype);
	o.host = host;
	o.type = type;
	o.client = sqlite_log_text(rows, CLIENT);
	technitium_answer(&answer, sqlite_log_text(rows, ANSWER));
	o.answer = answer.text;
	technitium_judge(&o, sqlite_log_text(rows, RESPONSE));
	add_rcode(&detail, rows);
	o.detail = detail_json(&detail);
	rc = importer_row(job, &o);
	detail_release(&detail);
	return rc;
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
