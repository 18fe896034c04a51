/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_proof.h"

#include <stdio.h>
#include <string.h>

#include "archive/checkpoint.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/json.h"
#include "cases/model_part.h"
#include "evidence/extract.h"

static cJSON *file_of(const struct pieces *p, const struct pieces_file *f)
{
	cJSON *one = json_object();
	char entry[24];

	json_set(one, "name", f->name);
	json_set(one, "label", f->label);
	model_part_word(one, "role", &p->b->wording, "file-role", f->role);
	model_part_number(one, "bytes", p->b, f->size);
	model_part_digest(one, "sha256", &f->digest);
	json_set_bool(one, "attached", f->attached);
	json_set_bool(one, "stamped", backing_stamped(p->b, f->entry));
	snprintf(entry, sizeof(entry), "%lld", (long long)f->entry);
	json_set(one, "entry", entry);
	return one;
}

/* The case's title, the one given at the import; a typed observation has
 * none but its host. */
static void put_own_title(struct str *title, const struct pieces *p,
	const struct piece *piece, const char *own)
{
	const struct exhibit *e = &piece->exhibit->exhibit;
	struct str date = { 0 };

	if (*own != '\0' || strcmp(e->kind, "statement") != 0) {
		str_puts(title, *own != '\0' ? own : e->title);
		return;
	}
	(void)wording_time(
		&date, &p->b->wording, e->obtained_ns, p->b->zone, WORDING_DAY);
	(void)wording_fill(title, &p->b->wording, "pattern", "statement-title",
		(const char *const[]){ "date", date.p, NULL });
	str_release(&date);
}

static void put_title(
	cJSON *out, const struct pieces *p, const struct piece *piece)
{
	const struct wording *w = &p->b->wording;
	struct str title = { 0 }, date = { 0 };
	const char *own;

	if (piece->kind == PIECES_POLICY) {
		const struct policy *y = piece->policy;

		(void)wording_time(
			&date, w, y->shown.seen_ns, p->b->zone, WORDING_DAY);
		(void)wording_fill(&title, w, "pattern", "policy-title",
			(const char *const[]){ "terms",
				wording_word(w, "terms", y->terms), "service",
				y->service, "date", date.p, NULL });
	} else {
		own = case_json_text(piece->exhibit->item, "title");
		put_own_title(&title, p, piece, own);
	}
	json_set(out, "title", title.p);
	str_release(&title);
	str_release(&date);
}

/* The day of a thing; of a log, the days of the lines cited. */
static void put_date(
	cJSON *out, const struct pieces *p, const struct piece *piece)
{
	const struct backing *b = p->b;
	int64_t first, last;
	struct str text = { 0 };

	pieces_range(&first, &last, p, piece);
	(void)wording_date(&text, &b->wording, wording_day(first, b->zone));
	if (wording_day(first, b->zone) != wording_day(last, b->zone)) {
		str_puts(&text, " – ");
		(void)wording_date(
			&text, &b->wording, wording_day(last, b->zone));
	}
	json_set(out, "date", text.p);
	str_release(&text);
}

/* Who brought it in, and where it comes from. */
static void put_origin(
	cJSON *out, const struct pieces *p, const struct piece *piece)
{
	const struct backing *b = p->b;
	bool policy = piece->kind == PIECES_POLICY;
	const struct snapshot *s = policy ? &piece->policy->shown : NULL;
	const struct exhibit *e = policy ? NULL : &piece->exhibit->exhibit;
	bool typed = e != NULL && strcmp(e->kind, "statement") == 0;

	put_date(out, p, piece);
	json_set(out, "basis",
		policy ? wording_word(&b->wording, "basis",
				 snapshot_basis_name(s->basis))
		       : "");
	json_set(out, "source", policy && s->source != NULL ? s->source : "");
	json_set(out, "url", policy && s->url != NULL ? s->url : "");
	json_set(out, "origin", e != NULL && !typed ? e->origin : "");
	json_set(out, "device", e != NULL ? e->device : "");
	json_set(out, "kind",
		wording_word(
			&b->wording, "exhibit", policy ? "policy" : e->kind));
	json_set_bool(out, "is_policy", policy);
	json_set_bool(out, "confidential",
		e != NULL &&
			json_bool(piece->exhibit->item, "confidential", false));
	json_set_bool(out, "redacted", e != NULL && e->redacts != 0);
}

/* The log that stays at home: of an extract, what it was taken of. */
static void put_whole(
	cJSON *one, const struct pieces *p, const struct exhibit *e)
{
	struct extract_of of = { 0 };

	if (extract_of(&of, p->b->store, e->id) != 0 || !of.is_extract) {
		of = (struct extract_of){ .digest = e->content,
			.size = e->size };
		snprintf(of.file, sizeof(of.file), "%s", e->file);
	}
	model_part_digest(one, "whole_sha256", &of.digest);
	model_part_number(one, "whole_bytes", p->b, of.size);
	json_set(one, "whole_name", of.file);
	json_set_bool(one, "stamped", backing_stamped(p->b, e->entry));
}

static cJSON *row_of(const struct pieces *p, const struct piece *piece)
{
	cJSON *one = json_object(), *files = json_array();
	char number[16];

	snprintf(number, sizeof(number), "%d", piece->number);
	json_set(one, "number", number);
	put_title(one, p, piece);
	put_origin(one, p, piece);
	for (size_t i = 0; i < piece->n_files; i++)
		json_push(files, file_of(p, &piece->files[i]));
	model_part_list(one, "files", files);
	json_set_bool(one, "kept_home", piece->kind == PIECES_LOG);
	if (piece->kind == PIECES_LOG)
		put_whole(one, p, &piece->exhibit->exhibit);
	return one;
}

static void put_stamp(cJSON *model, const struct backing *b)
{
	const struct stamp *s = &b->stamp;
	struct checkpoint c = { 0 };
	struct str root = { 0 };
	cJSON *one = json_object();

	json_set_bool(model, "stamped", b->stamped);
	if (b->stamped) {
		model_part_time(one, "time", b, s->gen_ns, WORDING_SECOND);
		json_set(one, "authority",
			strncmp(s->authority, "CN=", 3) == 0 ? s->authority + 3
							     : s->authority);
		json_set(one, "url", s->url);
		model_part_number(one, "entries", b, s->size);
		model_part_number(one, "last", b, s->size - 1);
		if (checkpoint_read(&c, s->checkpoint, strlen(s->checkpoint)) ==
			0)
			(void)codec_base64(&root, c.root.b, sizeof(c.root.b));
		json_set(one, "root", root.p != NULL ? root.p : "");
		json_set(one, "origin", c.origin);
	}
	json_add(model, "stamp", one);
	str_release(&root);
}

int model_proof_add(cJSON *model, const struct pieces *p)
{
	cJSON *rows = json_array(), *proofs = json_array();
	bool separate = false;
	char count[24];
	size_t n = 0;

	for (size_t i = 0; i < p->n && p->ordered; i++) {
		if (p->v[i].number == 0)
			continue;
		n++;
		json_push(rows, row_of(p, &p->v[i]));
		for (size_t k = 0; k < p->v[i].n_files; k++)
			separate = separate || !p->v[i].files[k].attached;
	}
	for (size_t i = 0; i < p->n_proofs && p->ordered; i++)
		json_push(proofs, file_of(p, &p->proofs[i]));
	snprintf(count, sizeof(count), "%zu", n);
	json_set(model, "pieces_count", count);
	json_set_bool(model, "pieces_several", n > 1);
	json_set_bool(model, "separate", separate);
	json_set_bool(model, "apart", p->apart);
	json_set(model, "example_file",
		n > 0 && p->v[0].n_files > 0 ? p->v[0].files[0].name : "");
	model_part_list(model, "bordereau", rows);
	model_part_list(model, "proofs", proofs);
	put_stamp(model, p->b);
	return 0;
}
