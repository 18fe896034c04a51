/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/importer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

extern const struct importer import_adaway, import_adguardhome, import_android,
	import_bind, import_blocky, import_blokada, import_controld,
	import_dns66, import_dnscrypt_proxy, import_dnsmasq, import_exodus,
	import_gadgetbridge, import_har, import_hosts,
	import_ios_app_privacy_report, import_littlesnitch, import_mitmproxy,
	import_netguard, import_nextdns, import_pcap, import_pcapdroid,
	import_personaldnsfilter, import_pfblockerng, import_pihole_api,
	import_pihole_db, import_pihole_log, import_rethinkdns, import_suricata,
	import_technitium, import_trackercontrol, import_ublock, import_unbound,
	import_wec, import_zeek, import_jsonl, import_ltsv, import_regex,
	import_csv;

const struct importer *const importers[] = {
	&import_adaway,
	&import_adguardhome,
	&import_android,
	&import_bind,
	&import_blocky,
	&import_blokada,
	&import_controld,
	&import_dns66,
	&import_dnscrypt_proxy,
	&import_dnsmasq,
	&import_exodus,
	&import_gadgetbridge,
	&import_har,
	&import_hosts,
	&import_ios_app_privacy_report,
	&import_littlesnitch,
	&import_mitmproxy,
	&import_netguard,
	&import_nextdns,
	&import_pcap,
	&import_pcapdroid,
	&import_personaldnsfilter,
	&import_pfblockerng,
	&import_pihole_api,
	&import_pihole_db,
	&import_pihole_log,
	&import_rethinkdns,
	&import_suricata,
	&import_technitium,
	&import_trackercontrol,
	&import_ublock,
	&import_unbound,
	&import_wec,
	&import_zeek,
	&import_jsonl,
	&import_ltsv,
	&import_regex,
	&import_csv,
	NULL,
};

const struct importer *importer_find(const char *name)
{
	for (const struct importer *const *i = importers; *i != NULL; i++)
		if (strcmp((*i)->name, name) == 0)
			return *i;
	return NULL;
}

#define EACH_BYTE (UINT64_MAX / 255)

/* Whether all bytes are from ' ' to '~'; eight at a time: a smaller one
 * borrows, a larger one carries into its highest bit, or has it. */
static bool is_plain(const char *s, size_t len)
{
	uint64_t high = 0, word;

	for (; len >= sizeof(word); s += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		high |= (word - EACH_BYTE * ' ') | (word + EACH_BYTE) | word;
	}
	for (; len > 0; s++, len--)
		if (*s < ' ' || *s > '~')
			return false;
	return (high & EACH_BYTE * 0x80) == 0;
}

/* The text as it may be kept: itself, or escaped into room. */
static const char *text(struct str *room, const char *s)
{
	size_t len = s != NULL ? strlen(s) : 0;

	room->p = NULL;
	if (len == 0)
		return "";
	if (is_plain(s, len))
		return s;
	str_init(room, 0);
	utf8_printable(room, s, len, false);
	return room->p;
}

int importer_row(struct importer_job *job, const struct observation *o)
{
	struct observation full = *o;
	struct str room[7];
	int rc = 0;

	full.host = text(&room[0], o->host);
	full.type = text(&room[1], o->type);
	full.client = text(&room[2], o->client);
	full.app = text(&room[3], o->app);
	full.answer = text(&room[4], o->answer);
	full.rule = text(&room[5], o->rule);
	full.detail = o->detail != NULL ? o->detail : "";
	full.member =
		text(&room[6], o->member != NULL ? o->member : job->member);
	if (full.count == 0)
		full.count = 1;
	job->good++;
	job->kinds[o->kind]++;
	job->by[o->disposition]++;
	if (job->sink != NULL)
		rc = job->sink->row(&full, job->sink->ctx);
	else if (job->writer != NULL)
		rc = block_writer_add(job->writer, &full);
	for (size_t i = 0; i < sizeof(room) / sizeof(room[0]); i++)
		free(room[i].p);
	return rc;
}

int importer_bad_at(struct importer_job *job, uint64_t number,
	uint64_t position, const char *reason)
{
	job->bad++;
	if (job->sink != NULL && job->sink->bad != NULL)
		return job->sink->bad(job->member != NULL ? job->member : "",
			number, reason, job->sink->ctx);
	if (job->sink != NULL || job->writer == NULL)
		return 0;
	return block_writer_bad(job->writer, BLOCK_LINE(job->ordinal, number),
		position, reason);
}

int importer_bad(
	struct importer_job *job, const struct line *line, const char *reason)
{
	return importer_bad_at(job, line->number, line->position, reason);
}

const char *const importer_wal[] = { "-wal", NULL };

void importer_table(char out[IMPORTER_MEMBER], const struct importer_job *job,
	const char *table)
{
	bool in = job->member != NULL && job->member[0] != '\0';

	snprintf(out, IMPORTER_MEMBER, "%.400s%s%s", in ? job->member : "",
		in ? "/" : "", table);
}

static int keep_piece(const void *data, size_t len, void *ctx)
{
	struct importer_job *job = ctx;

	return object_writer_add(job->keep, data, len);
}

/* Whether a pass hashes the file, or keeps it: the first that is no look. */
static bool is_first(const struct importer_job *job)
{
	return !job->looking && !job->hashed;
}

int importer_open(struct source **out, struct importer_job *job)
{
	bool first = is_first(job);
	int rc = source_open(
		out, job->path, first && job->keep == NULL, job->progress);

	if (rc == 0 && first && job->keep != NULL) {
		if (source_wrap(*out) != SOURCE_PLAIN)
			return source_changed_meanwhile(job->path);
		source_tap(*out, keep_piece, job);
	}
	if (rc == 0)
		rc = source_seek(*out, job->index);
	return rc;
}

int importer_close(struct source *source, struct importer_job *job, int rc)
{
	struct source_file file = { 0 };

	rc = source_close(source, rc, &file);
	if (rc != 0)
		return rc;
	if (job->seen && (file.size != job->file.size ||
				 file.changed_ns != job->file.changed_ns))
		return source_changed_meanwhile(job->path);
	if (!job->seen || is_first(job))
		job->file = file;
	job->seen = true;
	if (is_first(job)) {
		job->hashed = true;
		job->kept = job->keep != NULL;
	}
	return 0;
}

int importer_no_zone(const struct importer_job *job)
{
	return err_set(ERR_INVALID,
		_("the times in '%s' have no zone; say where the "
		  "device was, as in --tz Europe/Paris"),
		job->path);
}

struct pass {
	struct importer_job *job;
	importer_line_fn fn;
	void *ctx;
};

static int see_line(const struct line *line, void *ctx)
{
	struct pass *p = ctx;

	if (line->too_long)
		return importer_bad(p->job, line, N_("line too long"));
	return line->len > 0 ? p->fn(p->job, line, p->ctx) : 0;
}

int importer_lines(struct importer_job *job, importer_line_fn fn, void *ctx)
{
	struct pass pass = { job, fn, ctx };
	struct source *source = NULL;
	int rc = importer_open(&source, job);

	if (rc == 0)
		rc = lines_source(source, see_line, &pass);
	return importer_close(source, job, rc);
}

int importer_look(struct importer_job *job, importer_line_fn fn, void *ctx)
{
	struct importer_job look = *job;
	int rc;

	look.writer = NULL;
	look.sink = NULL;
	look.looking = true;
	rc = importer_lines(&look, fn, ctx);
	job->file = look.file;
	job->seen = look.seen;
	return rc;
}
