/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/pieces_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/ledger.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/excerpt.h"
#include "evidence/intake.h"

enum { NAME_MAX_CHARS = 80, EXTENSION_MAX = 8, LEDGER_MAX = 64 << 20 };

static struct pieces_file *grow(struct pieces_file **v, size_t *n, size_t *cap)
{
	*v = mem_grow(*v, cap, *n + 1, sizeof(**v));
	(*v)[*n] = (struct pieces_file){ .entry = -1 };
	return &(*v)[(*n)++];
}

static bool is_zero(const struct digest *d)
{
	static const struct digest zero;

	return digest_equal(d, &zero);
}

/* Digest and size of bytes in memory; attached while there is room. */
static void seal(struct pieces_file *f, uint64_t *room)
{
	if (!f->object) {
		digest_of(&f->digest, f->data.p != NULL ? f->data.p : "",
			f->data.len);
		f->size = f->data.len;
	}
	f->attached = *room > 0 && f->size <= *room;
	if (f->attached)
		*room -= f->size;
}

/* A content of the archive: read now when it is to be attached. */
static int fetch(struct pieces_file *f, const struct pieces *p, uint64_t *room)
{
	int rc = object_size(p->b->store, &f->digest, &f->size);

	f->object = true;
	if (rc != 0)
		return rc;
	seal(f, room);
	if (!f->attached)
		return 0;
	str_init(&f->data, (size_t)f->size + 1);
	return object_get(p->b->store, &f->digest, &f->data);
}

/* The extension of a file's name: letters and digits only. */
static void extension_of(char out[EXTENSION_MAX + 1], const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t n = 0;

	for (; dot != NULL && dot[1 + n] != '\0' && n < EXTENSION_MAX; n++) {
		char c = dot[1 + n];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			break;
		out[n] = c;
	}
	out[n] = '\0';
	if (n == 0 || (dot != NULL && dot[1 + n] != '\0'))
		memcpy(out, "bin", 4);
}

/* "PJ03b_politique_2018-10-12_page.html" and "3-b", the letter by the file's
 * number among n of the piece: a to z, then aa, ab …; none when it is alone. */
static void name_file(struct pieces_file *f, const struct piece *piece,
	size_t i, size_t n, const char *stem, const char *tail)
{
	char letters[3] = { 0 };
	struct str name = { 0 };

	if (n > 1 && i < 26) {
		letters[0] = (char)('a' + i);
	} else if (n > 1) {
		letters[0] = (char)('a' + (i / 26 - 1) % 26);
		letters[1] = (char)('a' + i % 26);
	}
	str_printf(&name, "PJ%02d%s_%s%s", piece->number, letters, stem, tail);
	f->name = str_take(&name);
	snprintf(f->label, sizeof(f->label), n > 1 ? "%d-%s" : "%d%s",
		piece->number, letters);
}

/* "politique_2018-10-12": the kind in the document's language, and a date. */
static void make_stem(
	struct str *out, const struct pieces *p, const char *kind, int64_t ns)
{
	char date[INSTANT_TEXT];
	const char *word = wording_word(&p->b->wording, "file", kind);

	instant_date(date, ns, zone_offset(p->b->zone, ns, NULL));
	str_printf(out, "%s_%s", word, date);
}

static const char *page_tail(const char *media_type)
{
	if (strncmp(media_type, "application/pdf", 15) == 0)
		return "_page.pdf";
	if (strncmp(media_type, "text/plain", 10) == 0)
		return "_page.txt";
	return "_page.html";
}

struct part {
	const char *role, *tail, *media_type;
	const struct digest *digest;
	int64_t entry;
};

static int make_policy(
	const struct pieces *p, struct piece *piece, uint64_t *room)
{
	const struct policy *y = piece->policy;
	const char *media =
		y->shown.media_type != NULL && *y->shown.media_type != '\0'
			? y->shown.media_type
			: "text/html";
	const struct part parts[] = {
		{ "text", ".md", "text/markdown", &y->at.span->text, -1 },
		{ "page", page_tail(media), media, &y->shown.body,
			y->shown.entry },
		{ "record", "_fiche.json", "application/json", &y->shown.record,
			y->shown.entry },
	};
	struct str stem = { 0 };
	size_t n = 0;
	int rc = 0;

	make_stem(&stem, p, "policy", y->shown.seen_ns);
	for (size_t i = 0; i < 3 && rc == 0; i++) {
		struct pieces_file *f;

		if (is_zero(parts[i].digest))
			continue;
		f = grow(&piece->files, &piece->n_files, &piece->cap_files);
		name_file(f, piece, n++, 3, stem.p, parts[i].tail);
		f->role = parts[i].role;
		f->media_type = mem_strdup(parts[i].media_type);
		f->date_ns = y->shown.seen_ns;
		f->digest = *parts[i].digest;
		f->entry = parts[i].entry;
		rc = fetch(f, p, room);
	}
	str_release(&stem);
	return rc;
}

/* The patterns of hosts that the case cites from a log; NULL-terminated,
 * free() it. */
static const char **globs_of(const struct pieces *p, int64_t exhibit)
{
	const char **globs = mem_new(p->b->n_contacts + 1, sizeof(*globs));
	size_t n = 0;

	for (size_t i = 0; i < p->b->n_contacts; i++)
		if (p->b->contacts[i].exhibit.id == exhibit &&
			p->b->contacts[i].n_hosts > 0)
			globs[n++] =
				case_json_text(p->b->contacts[i].item, "host");
	return globs;
}

/* The name that a part of an excerpt would have as a file: the member's, or
 * the exhibit's without what says that it is packed. */
static char *part_name(const struct exhibit *e, const struct excerpt *excerpt,
	const struct excerpt_part *part)
{
	const char *dot = strrchr(e->file, '.');

	if (part->records)
		return mem_strdup("records.ndjson");
	if (part->member[0] != '\0')
		return mem_strdup(part->member);
	if (excerpt->unpacked && dot != NULL)
		return mem_dup(e->file, (size_t)(dot - e->file));
	return mem_strdup(e->file);
}

static const char *part_type(const struct exhibit *e,
	const struct excerpt *excerpt, const struct excerpt_part *part,
	const char *name)
{
	if (part->records)
		return "application/x-ndjson";
	if (!excerpt->unpacked)
		return e->media_type;
	return intake_media_type(name, part->text.p, part->text.len);
}

static void add_part(const struct pieces *p, struct piece *piece,
	struct excerpt *excerpt, size_t i, uint64_t *room)
{
	const struct exhibit *e = &piece->exhibit->exhibit;
	struct excerpt_part *part = &excerpt->v[i];
	struct pieces_file *f =
		grow(&piece->files, &piece->n_files, &piece->cap_files);
	char extension[EXTENSION_MAX + 1], tail[EXTENSION_MAX + 2];
	char *name = part_name(e, excerpt, part);
	struct str stem = { 0 };
	int64_t first, last;

	extension_of(extension, name);
	snprintf(tail, sizeof(tail), ".%s", extension);
	pieces_range(&first, &last, p, piece);
	make_stem(&stem, p, "excerpt", first);
	name_file(f, piece, i, excerpt->n, stem.p, tail);
	f->role = "excerpt";
	f->media_type = mem_strdup(part_type(e, excerpt, part, name));
	f->date_ns = e->obtained_ns;
	f->data = part->text;
	part->text = (struct str){ 0 };
	piece->lines += part->lines;
	seal(f, room);
	str_release(&stem);
	free(name);
}

static int make_excerpt(
	const struct pieces *p, struct piece *piece, uint64_t *room)
{
	int64_t id = piece->exhibit->exhibit.id;
	const char **globs = globs_of(p, id);
	struct excerpt excerpt = { 0 };
	int rc = 0;

	if (globs[0] != NULL)
		rc = err_wrap(excerpt_make(&excerpt, p->b->store, id, globs),
			_("exhibit %lld"), (long long)id);
	for (size_t i = 0; i < excerpt.n && rc == 0; i++)
		add_part(p, piece, &excerpt, i, room);
	if (rc == 0 && excerpt.n == 1) {
		piece->first_line = excerpt.v[0].first_line;
		piece->last_line = excerpt.v[0].last_line;
	}
	excerpt_release(&excerpt);
	free(globs);
	return rc;
}

static int make_file(
	const struct pieces *p, struct piece *piece, uint64_t *room)
{
	const struct exhibit *e = &piece->exhibit->exhibit;
	char extension[EXTENSION_MAX + 1], tail[EXTENSION_MAX + 2];
	struct pieces_file *f =
		grow(&piece->files, &piece->n_files, &piece->cap_files);
	struct str stem = { 0 };

	extension_of(extension, e->file);
	snprintf(tail, sizeof(tail), ".%s", extension);
	make_stem(&stem, p, e->kind, e->obtained_ns);
	name_file(f, piece, 0, 1, stem.p, tail);
	str_release(&stem);
	f->role = "file";
	f->media_type = mem_strdup(e->media_type);
	f->date_ns = e->obtained_ns;
	f->digest = e->content;
	/* What was typed in is not named in the ledger. */
	f->entry = strcmp(e->kind, "statement") == 0 ? -1 : e->entry;
	return fetch(f, p, room);
}

int pieces_files_make(
	const struct pieces *p, struct piece *piece, uint64_t *room)
{
	switch (piece->kind) {
	case PIECES_POLICY:
		return make_policy(p, piece, room);
	case PIECES_LOG:
		return make_excerpt(p, piece, room);
	default:
		return make_file(p, piece, room);
	}
}

struct ledger_copy {
	struct str *out;
	uint64_t size;
};

static int copy_entry(int64_t number, const char *body, void *ctx)
{
	struct ledger_copy *copy = ctx;

	if ((uint64_t)number >= copy->size)
		return 0;
	str_puts(copy->out, body);
	str_putc(copy->out, '\n');
	return str_check(copy->out, _("the ledger's copy"));
}

static struct pieces_file *proof(
	struct pieces *p, const char *name, const char *media_type)
{
	struct pieces_file *f = grow(&p->proofs, &p->n_proofs, &p->cap_proofs);

	f->name = mem_strdup(name);
	f->media_type = mem_strdup(media_type);
	f->role = "proof";
	f->date_ns = p->b->stamp.gen_ns;
	return f;
}

int pieces_files_proofs(struct pieces *p, uint64_t *room)
{
	const struct stamp *stamp = &p->b->stamp;
	struct pieces_file *f;
	struct ledger_copy copy;
	int rc;

	if (!p->b->stamped)
		return 0;
	f = proof(p, "checkpoint.txt", "text/plain");
	str_puts(&f->data, stamp->checkpoint);
	seal(f, room);
	f = proof(p, "stamp.tsr", "application/timestamp-reply");
	f->digest = stamp->reply;
	rc = fetch(f, p, room);
	if (rc == 0) {
		f = proof(p, "ca.pem", "application/x-pem-file");
		f->digest = stamp->ca;
		rc = fetch(f, p, room);
	}
	if (rc == 0) {
		f = proof(p, "ledger.ndjson", "application/x-ndjson");
		str_init(&f->data, LEDGER_MAX);
		copy = (struct ledger_copy){ &f->data, stamp->size };
		rc = ledger_each(p->b->store, copy_entry, &copy);
		seal(f, room);
	}
	return rc;
}

/* Names that this program gives; nothing else is ever removed. */
static bool is_ours(const char *name, size_t len)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_.-";

	return len > 0 && len <= NAME_MAX_CHARS && name[0] != '.' &&
	       strspn(name, allowed) >= len;
}

/* Whether a list of sums has the name. */
static bool lists(const char *sums, const char *name, size_t len)
{
	const char *p = sums;

	while ((p = strstr(p, "  ")) != NULL) {
		p += 2;
		if (strncmp(p, name, len) == 0 && p[len] == '\n')
			return true;
	}
	return false;
}

/* Removes what an earlier list has and this one has not. */
static int remove_stale(const char *dir, const char *sums)
{
	struct str old = { 0 }, path = { 0 };
	const char *p;
	int rc = file_join(&path, dir, "SHA256SUMS");

	if (rc == 0 && file_exists(path.p))
		rc = file_read(&old, path.p);
	p = old.p;
	while (rc == 0 && p != NULL && (p = strstr(p, "  ")) != NULL) {
		size_t n = strcspn(p += 2, "\n");

		if (!is_ours(p, n) || lists(sums, p, n))
			continue;
		str_clear(&path);
		str_printf(&path, "%s/%.*s", dir, (int)n, p);
		if (unlink(path.p) != 0 && file_exists(path.p))
			rc = err_sys(_("cannot remove '%s'"), path.p);
	}
	str_release(&old);
	str_release(&path);
	return rc;
}

static int write_one(
	const struct pieces *p, const struct pieces_file *f, const char *dir)
{
	struct str path = { 0 };
	int rc = file_join(&path, dir, f->name);

	if (rc == 0 && f->object && !f->attached) {
		if (unlink(path.p) != 0 && file_exists(path.p))
			rc = err_sys(_("cannot replace '%s'"), path.p);
		if (rc == 0)
			rc = object_export(p->b->store, &f->digest, path.p);
	} else if (rc == 0) {
		rc = file_write(path.p, f->data.p != NULL ? f->data.p : "",
			f->data.len, FILE_REPLACE);
	}
	str_release(&path);
	return rc;
}

int pieces_files_write(
	const struct pieces *p, const char *dir, const char *sums, size_t len)
{
	struct str path = { 0 };
	int rc = file_mkdir(dir);

	if (rc == 0)
		rc = remove_stale(dir, sums);
	for (size_t i = 0; i < p->n && rc == 0; i++)
		for (size_t k = 0; k < p->v[i].n_files && rc == 0; k++)
			rc = write_one(p, &p->v[i].files[k], dir);
	for (size_t i = 0; i < p->n_proofs && rc == 0; i++)
		rc = write_one(p, &p->proofs[i], dir);
	if (rc == 0)
		rc = file_join(&path, dir, "SHA256SUMS");
	if (rc == 0)
		rc = file_write(path.p, sums, len, FILE_REPLACE);
	str_release(&path);
	return rc;
}
