/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/detect.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

const struct importer *detect_head(
	struct importer_head *head, const struct importer **rival)
{
	const struct importer *best = NULL, *equal = NULL;
	const char *why = NULL;
	int most = 0;

	for (const struct importer *const *i = importers; *i != NULL; i++) {
		int sure = (*i)->sniff(head);

		if (sure == most && sure > 0)
			equal = *i;
		if (sure <= most)
			continue;
		most = sure;
		best = *i;
		equal = NULL;
		why = head->why;
	}
	head->why = why;
	if (rival != NULL)
		*rival = equal;
	return best;
}

/* The bytes of a head without a byte order mark, in UTF-8. */
static void decode(struct importer_head *head, struct str *room)
{
	size_t len = room->len;
	const unsigned char *p = (const unsigned char *)room->p;

	head->text = room->p;
	head->len = len;
	if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
		head->text += 3;
		head->len -= 3;
	} else if (len >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 ||
				       memcmp(p, "\xFE\xFF", 2) == 0)) {
		size_t low = p[0] == 0xFE, high = !low;

		/* A lone surrogate is put as U+FFFD: no format has one. */
		for (size_t i = 2; i + 1 < len; i += 2)
			utf8_put(room,
				((uint32_t)room->p[i + low] & 0xFF) |
					((uint32_t)room->p[i + high] & 0xFF)
						<< 8);
		head->text = room->p + len;
		head->len = room->len - len;
	}
}

int detect_read_head(
	struct importer_head *head, struct str *room, struct source *source)
{
	size_t n = 1;
	int rc;

	str_clear(room);
	rc = str_reserve(room, IMPORTER_HEAD);
	while (rc == 0 && n > 0 && room->len < IMPORTER_HEAD) {
		rc = source_read(source, room->p + room->len,
			IMPORTER_HEAD - room->len, &n);
		if (rc == 0)
			str_added(room, n);
	}
	*head = (struct importer_head){ .whole = n == 0,
		.name = file_basename(source_name(source)) };
	if (rc == 0)
		decode(head, room);
	return rc;
}

static void keep(struct detect_found *f, struct source *source)
{
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = (struct detect_member){ source_index(source),
		mem_strdup(source_name(source)) };
}

static void drop_members(struct detect_found *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].name);
	f->n = 0;
}

/* How sure the importer that counts is of this head. */
struct look {
	struct detect_found *found;
	const struct importer *wanted;
	int sure;
	struct str room;
};

static void judge(struct look *l, struct importer_head *head, struct source *s)
{
	const struct importer *rival = NULL;
	const struct importer *i = l->wanted;
	struct detect_found *f = l->found;
	int sure;

	if (i == NULL)
		i = detect_head(head, &rival);
	sure = i != NULL ? i->sniff(head) : 0;
	if (source_index(s) == 0)
		f->guess = detect_guess(head->text, head->len);
	if (i == NULL || (i == l->wanted && sure == 0 && f->n > 0))
		return;
	if (i == f->importer && (sure > 0) == (l->sure > 0)) {
		keep(f, s);
		return;
	}
	if (f->importer != NULL && sure <= l->sure) {
		f->others++;
		return;
	}
	f->others += i == f->importer ? 0 : f->n;
	drop_members(f);
	f->importer = i;
	f->rival = rival;
	f->why = head->why;
	l->sure = sure;
	keep(f, s);
}

int detect_file(struct detect_found *out, const char *path,
	const struct importer *wanted)
{
	struct detect_found found = { .guess = N_("an empty file") };
	struct look look = { .found = &found, .wanted = wanted };
	struct source *source = NULL;
	struct importer_head head;
	bool more = true;
	int rc = source_open(&source, path, false, NULL);

	str_init(&look.room, 0);
	if (rc == 0)
		found.wrap = source_wrap(source);
	while (rc == 0 && (rc = source_next(source, &more)) == 0 && more) {
		rc = detect_read_head(&head, &look.room, source);
		if (rc == 0 && head.name[0] == '\0')
			head.name = file_basename(path);
		if (rc == 0)
			judge(&look, &head, source);
	}
	str_release(&look.room);
	rc = source_close(source, rc, NULL);
	if (rc != 0)
		detect_release(&found);
	else
		*out = found;
	return rc;
}

void detect_release(struct detect_found *f)
{
	drop_members(f);
	free(f->v);
	*f = (struct detect_found){ 0 };
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

const char *detect_guess(const char *head, size_t len)
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

int detect_read(const struct detect_found *found, struct importer_job *job)
{
	int rc = 0;

	for (size_t i = 0; i < found->n && rc == 0; i++) {
		job->index = found->v[i].index;
		job->member = found->v[i].name;
		job->ordinal += i > 0;
		rc = found->importer->read(job);
	}
	return rc;
}
