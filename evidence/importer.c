/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/importer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

extern const struct importer import_blokada, import_dnsmasq, import_csv;

const struct importer *const importers[] = {
	&import_blokada,
	&import_dnsmasq,
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

const struct importer *importer_sniff(const char *head, size_t len)
{
	const struct importer *best = NULL;
	int most = 0;

	for (const struct importer *const *i = importers; *i != NULL; i++) {
		int sure = (*i)->sniff(head, len);

		if (sure > most) {
			most = sure;
			best = *i;
		}
	}
	return best;
}

int importer_head(struct str *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int rc;

	if (fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	rc = str_reserve(out, IMPORTER_HEAD);
	while (rc == 0 && out->len < IMPORTER_HEAD) {
		ssize_t n =
			read(fd, out->p + out->len, IMPORTER_HEAD - out->len);

		if (n < 0)
			rc = err_sys(_("cannot read '%s'"), path);
		if (n <= 0)
			break;
		str_added(out, (size_t)n);
	}
	close(fd);
	return rc;
}

/* A letter of every script is text; a control that is no white space is not. */
static bool is_text(const char *head, size_t len)
{
	size_t bad = len;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)head[i] < ' ' &&
			strchr("\t\n\r\f", head[i]) == NULL)
			return false;
	/* The last character may be cut by the end of the head. */
	return memchr(head, '\0', len) == NULL &&
	       (utf8_valid(head, len, &bad) || len - bad < 4);
}

const char *importer_guess(const char *head, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *words;
	} kinds[] = {
		{ "\x89PNG", 4, N_("a PNG picture") },
		{ "\xFF\xD8\xFF", 3, N_("a JPEG picture") },
		{ "GIF8", 4, N_("a GIF picture") },
		{ "RIFF", 4, N_("a WebP picture, a sound or a film") },
		{ "%PDF", 4, N_("a PDF document") },
		{ "PK\x03\x04", 4, N_("a ZIP archive") },
		{ "\x1F\x8B", 2, N_("a gzip file; unpack it first") },
		{ "\x28\xB5\x2F\xFD", 4, N_("a zstd file; unpack it first") },
		{ "SQLite format 3", 16, N_("an SQLite database") },
		{ "\xD4\xC3\xB2\xA1", 4, N_("a packet capture (pcap)") },
		{ "\xA1\xB2\xC3\xD4", 4, N_("a packet capture (pcap)") },
		{ "\x4D\x3C\xB2\xA1", 4, N_("a packet capture (pcap)") },
		{ "\xA1\xB2\x3C\x4D", 4, N_("a packet capture (pcap)") },
		{ "\x0A\x0D\x0D\x0A", 4, N_("a packet capture (pcapng)") },
		{ "\177ELF", 4, N_("a program") },
		{ "{", 1, N_("a JSON text") },
		{ "[{", 2, N_("a JSON text") },
		{ "<", 1, N_("an HTML or XML text") },
	};

	if (len == 0)
		return N_("an empty file");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (len >= kinds[i].len &&
			memcmp(head, kinds[i].magic, kinds[i].len) == 0)
			return kinds[i].words;
	return is_text(head, len) ? N_("a text of an unknown format")
				  : N_("a binary file");
}

/* Most texts in a log are short and plain. */
static bool is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

/* The text as it may be kept: itself, or escaped into room. */
static const char *text(struct str *room, const char *s)
{
	if (s == NULL)
		return "";
	if (is_plain(s))
		return s;
	str_init(room, 0);
	utf8_printable(room, s, strlen(s), false);
	return room->p;
}

int importer_row(struct importer_job *job, const struct observation *o)
{
	struct observation full = *o;
	struct str room[6] = { { 0 } };
	int rc = 0;

	full.host = text(&room[0], o->host);
	full.type = text(&room[1], o->type);
	full.client = text(&room[2], o->client);
	full.app = text(&room[3], o->app);
	full.answer = text(&room[4], o->answer);
	full.rule = text(&room[5], o->rule);
	if (full.count == 0)
		full.count = 1;
	job->good++;
	if (job->writer != NULL)
		rc = block_writer_add(job->writer, &full);
	for (size_t i = 0; i < sizeof(room) / sizeof(room[0]); i++)
		str_release(&room[i]);
	return rc;
}

int importer_bad(
	struct importer_job *job, const struct line *line, const char *reason)
{
	job->bad++;
	if (job->writer == NULL)
		return 0;
	return block_writer_bad(
		job->writer, line->number, line->position, reason);
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

	return lines_file(
		&job->file, job->path, see_line, &pass, job->progress);
}
