/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pages of terms made of several are remembered by name only (the
 * object's in git); their contents are fetched again when all of an instant
 * are there.
 */
#include "scrapers/ota_keep.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { PARTS = 100 * 1000, SHOWN = 200 };

/* A service and what was declared of it; declared.service NULL: nothing. */
struct ota_keep_service {
	char *name;
	struct declared declared;
};

/* The latest of one page of terms made of several. */
struct ota_keep_part {
	char *service, *type, *document, *location;
	char commit[OTA_GIT_HEX + 1], blob[OTA_GIT_HEX + 1];
	char *extension;
	int64_t seen_ns;
	bool day_only;
	cJSON *record;
	bool pending;
};

/* --- telling --- */

/* "commit 7fe10cfa1b2c, 'path': why" */
static void tell(
	struct ota_keep *k, const struct ota_batch_file *f, const char *why)
{
	struct str path = { 0 };

	utf8_printable(
		&path, f->raw, f->raw_len < SHOWN ? f->raw_len : SHOWN, false);
	problem_add(&k->problems, PROBLEM_WARNING, 0, 0,
		_("commit %.12s, '%s': %s"), f->commit.hex,
		path.p != NULL ? path.p : "", why);
	str_release(&path);
}

static int refuse(
	struct ota_keep *k, const struct ota_batch_file *f, const char *why)
{
	k->count.refused++;
	tell(k, f, why);
	return 0;
}

/* --- what was declared --- */

/* The service's declarations, read once; NULL when there are none. */
static const struct declared *find_declared(
	struct ota_keep *k, const char *service)
{
	struct ota_keep_service *s;

	for (size_t i = 0; i < k->n_services; i++)
		if (strcmp(k->services[i].name, service) == 0) {
			s = &k->services[i];
			return s->declared.service != NULL ? &s->declared
							   : NULL;
		}
	k->services = mem_grow(
		k->services, &k->services_cap, k->n_services + 1, sizeof(*s));
	s = &k->services[k->n_services++];
	*s = (struct ota_keep_service){ .name = mem_strdup(service) };
	if (k->folder == NULL ||
		declared_open(&s->declared, k->folder, service) != 0)
		return NULL;
	return &s->declared;
}

static const struct declaration_terms *find_terms(
	struct ota_keep *k, const char *service, const char *type, int64_t ns)
{
	const struct declared *d = find_declared(k, service);
	const struct declaration_terms *terms = NULL;

	if (d == NULL || declared_get(&terms, d, type, ns) != 0)
		return NULL;
	return terms;
}

/* --- one sighting --- */

/* What the record gets: all that the commit says. */
static cJSON *new_record(
	const struct ota_keep *k, const struct ota_batch_file *f)
{
	cJSON *record = json_object(), *o = json_object();
	struct str text = { 0 };

	json_set(o, "repository", k->git->name);
	str_add(&text, f->commit.hex, f->commit.len);
	json_set(o, "commit", text.p);
	str_clear(&text);
	utf8_repair(&text, f->raw, f->raw_len);
	json_set(o, "path", text.p);
	json_set(o, "subject", f->message->subject);
	if (f->message->document != NULL)
		json_set(o, "document", f->message->document);
	json_add(o, "snapshots", cJSON_Duplicate(f->message->snapshots, true));
	json_add(o, "trailers", cJSON_Duplicate(f->message->trailers, true));
	json_add(record, "ota", o);
	str_release(&text);
	return record;
}

/* Whose word the date is: who made the commit, as far as its form tells. */
static void put_source(struct str *out, const struct ota_keep *k,
	const struct ota_log_name *commit, const cJSON *record)
{
	const cJSON *trailers =
		json_member(json_member(record, "ota"), "trailers");
	bool ours = json_string(trailers, "X-constat-seen") != NULL;

	str_printf(out, "%s, %s, commit %.*s",
		ours ? "exported by constat" : "Open Terms Archive",
		k->git->name, (int)commit->len, commit->hex);
}

static void count(
	struct ota_keep *k, const struct past_result *r, bool technical)
{
	if (!r->kept) {
		k->count.known++;
		return;
	}
	k->count.kept++;
	k->count.texts += r->is_new;
	k->count.technical += technical;
	k->count.unread += !r->read;
}

/* Keeps it. A sighting that cannot be (its date lies in the future) is
 * refused by itself; the archive's own failures end the import. */
static int keep(struct ota_keep *k, const struct ota_batch_file *f,
	const struct past *past)
{
	struct past_result r = { 0 };
	int rc = past_keep(&r, k->store, past);

	if (rc == ERR_INVALID)
		return refuse(k, f, err_message());
	if (rc == 0) {
		count(k, &r, past->technical);
		if (r.kept && !r.read && r.message != NULL)
			tell(k, f, r.message);
	}
	past_result_release(&r);
	return rc;
}

static const char *address_of(
	const struct ota_batch_file *f, const struct declaration_terms *terms)
{
	const char *said =
		ota_commit_trailer(f->message, "X-source-document-location");

	if (said != NULL)
		return said;
	return terms != NULL && terms->n == 1 ? terms->parts[0].fetch : NULL;
}

/* What a page is, of those that are kept alone. */
static struct past_page page_of(const struct ota_batch_file *f,
	const char *seen, const cJSON *record, const char *url)
{
	const char *name = memrchr(f->raw, '/', f->raw_len);

	return (struct past_page){ .url = url,
		.seen_ns = f->message->author_ns,
		.day_only = f->message->day_only,
		.seen = seen,
		.file = name != NULL ? name + 1 : f->raw,
		.media_type = ota_path_media_type(f->path.extension),
		.body = f->data,
		.size = f->size,
		.record = record };
}

/* Keeps one document that is whole in itself; terms NULL: its text is what
 * it is. */
static int keep_alone(struct ota_keep *k, const struct ota_batch_file *f,
	const struct past_target *target, const char *text, const char *url)
{
	cJSON *record = new_record(k, f);
	struct str source = { 0 };
	char seen[INSTANT_TEXT];
	struct past_page page;
	struct past past = { .target = target,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_THIRD_PARTY,
		.text = text,
		.text_len = text != NULL ? f->size : 0,
		.technical = f->message->kind == OTA_COMMIT_TECHNICAL,
		.dry_run = k->dry_run };
	int rc;

	instant_format(seen, f->message->author_ns, 0,
		f->message->author_ns % INSTANT_SECOND != 0 ? INSTANT_NS
							    : INSTANT_S);
	page = page_of(f, seen, record, url);
	put_source(&source, k, &f->commit, record);
	past.source = source.p;
	rc = keep(k, f, &past);
	cJSON_Delete(record);
	str_release(&source);
	return rc;
}

static int keep_version(struct ota_keep *k, const struct ota_batch_file *f)
{
	char none[] = "{}";
	struct past_target target = { .own = { .type = f->path.type,
					      .json = none } };
	const struct declared *d = find_declared(k, f->path.service);
	const struct declaration_terms *terms = find_terms(
		k, f->path.service, f->path.type, f->message->author_ns);

	if (!ota_path_is_version(&f->path))
		return refuse(k, f, _("it is no Markdown"));
	if (!utf8_valid(f->data, f->size, NULL))
		return refuse(k, f, _("it is no UTF-8 text"));
	target.service = d != NULL ? d->service : f->path.service;
	target.terms = &target.own;
	return keep_alone(k, f, &target, f->data, address_of(f, terms));
}

static int keep_page(struct ota_keep *k, const struct ota_batch_file *f,
	const struct declaration_terms *terms)
{
	struct past_target target = { .terms = terms,
		.service = find_declared(k, f->path.service)->service };

	return keep_alone(k, f, &target, NULL, address_of(f, terms));
}

/* --- terms made of several pages --- */

static void release_part(struct ota_keep_part *p)
{
	free(p->service);
	free(p->type);
	free(p->document);
	free(p->location);
	free(p->extension);
	cJSON_Delete(p->record);
}

static bool is_of(const struct ota_keep_part *p, const struct ota_path *path)
{
	return strcmp(p->service, path->service) == 0 &&
	       strcmp(p->type, path->type) == 0;
}

/* The place of a page; a new one when it was not seen before. */
static struct ota_keep_part *get_part(
	struct ota_keep *k, const struct ota_path *path)
{
	struct ota_keep_part *p;

	for (size_t i = 0; i < k->n_parts; i++) {
		p = &k->parts[i];
		if (is_of(p, path) && strcmp(p->document, path->document) == 0)
			return p;
	}
	if (k->n_parts >= PARTS)
		return NULL;
	k->parts =
		mem_grow(k->parts, &k->parts_cap, k->n_parts + 1, sizeof(*p));
	p = &k->parts[k->n_parts++];
	*p = (struct ota_keep_part){ .service = mem_strdup(path->service),
		.type = mem_strdup(path->type),
		.document = mem_strdup(path->document) };
	return p;
}

static void copy_name(char out[OTA_GIT_HEX + 1], const struct ota_log_name *n)
{
	memcpy(out, n->hex, n->len);
	out[n->len] = '\0';
}

static int note_part(struct ota_keep *k, const struct ota_batch_file *f)
{
	struct ota_keep_part *p = get_part(k, &f->path);

	if (p == NULL)
		return err_set(
			ERR_LIMIT, _("the repository has too many documents"));
	free(p->location);
	free(p->extension);
	cJSON_Delete(p->record);
	copy_name(p->commit, &f->commit);
	copy_name(p->blob, &f->blob);
	p->location = mem_strdup(
		ota_commit_trailer(f->message, "X-source-document-location"));
	p->extension = mem_strdup(f->path.extension);
	p->record = new_record(k, f);
	p->seen_ns = f->message->author_ns;
	p->day_only = f->message->day_only;
	k->pending += !p->pending;
	p->pending = true;
	return 0;
}

/* The latest page that a part of the declaration means; NULL when it never
 * came. */
static const struct ota_keep_part *find_part(const struct ota_keep *k,
	const struct ota_keep_part *like, const struct declaration_part *part)
{
	const struct ota_keep_part *found = NULL;
	const struct ota_path path = { .service = like->service,
		.type = like->type };
	struct str document = { 0 };

	ota_path_document(&document, part->fetch);
	for (size_t i = 0; i < k->n_parts; i++) {
		const struct ota_keep_part *p = &k->parts[i];

		if (!is_of(p, &path))
			continue;
		if (p->location != NULL ? strcmp(p->location, part->fetch) == 0
					: str_is(&document, p->document))
			found = p;
	}
	str_release(&document);
	return found;
}

/* Fetches the contents of all pages and keeps them as of one instant. */
static int keep_pages(struct ota_keep *k, const struct ota_batch_file *f,
	const struct past *form, const struct ota_keep_part *const *parts)
{
	struct past past = *form;
	struct past_page *pages = mem_new(past.n, sizeof(*pages));
	struct str *bodies = mem_new(past.n, sizeof(*bodies));
	char seen[INSTANT_TEXT];
	int rc = 0;

	instant_format(seen, f->message->author_ns, 0,
		f->message->author_ns % INSTANT_SECOND != 0 ? INSTANT_NS
							    : INSTANT_S);
	for (size_t i = 0; rc == 0 && i < past.n; i++) {
		struct ota_log_name blob = { parts[i]->blob,
			strlen(parts[i]->blob) };

		str_init(&bodies[i], OTA_BATCH_FILE);
		pages[i] = (struct past_page){
			.url = past.target->terms->parts[i].fetch,
			.seen_ns = f->message->author_ns,
			.day_only = f->message->day_only,
			.seen = seen,
			.media_type = ota_path_media_type(parts[i]->extension),
			.record = parts[i]->record
		};
		rc = ota_batch_blob(&bodies[i], k->git, &blob, &pages[i].size);
		pages[i].body = bodies[i].p;
	}
	past.pages = pages;
	if (rc == 0)
		rc = keep(k, f, &past);
	for (size_t i = 0; i < past.n; i++)
		str_release(&bodies[i]);
	free(bodies);
	free(pages);
	return rc;
}

/* All pages of the terms that the part belongs to, if they have all come. */
static int keep_together(struct ota_keep *k, const struct ota_keep_part *like)
{
	const struct ota_commit message = { .author_ns = like->seen_ns,
		.day_only = like->day_only };
	const struct ota_batch_file f = { .commit = { like->commit,
						  strlen(like->commit) },
		.message = &message,
		.raw = like->type,
		.raw_len = strlen(like->type) };
	const struct declaration_terms *terms =
		find_terms(k, like->service, like->type, like->seen_ns);
	const struct ota_keep_part **parts;
	struct past_target target = { .terms = terms };
	struct past past = { .target = &target,
		.basis = SNAPSHOT_THIRD_PARTY,
		.dry_run = k->dry_run };
	struct str source = { 0 };
	int rc;

	if (terms == NULL) {
		k->count.undeclared++;
		return 0;
	}
	parts = mem_new(terms->n, sizeof(*parts));
	for (past.n = 0; past.n < terms->n; past.n++) {
		parts[past.n] = find_part(k, like, &terms->parts[past.n]);
		if (parts[past.n] == NULL)
			break;
	}
	target.service = find_declared(k, like->service)->service;
	put_source(&source, k, &f.commit, like->record);
	past.source = source.p;
	if (past.n < terms->n)
		rc = refuse(k, &f, _("not all of its pages are there"));
	else
		rc = keep_pages(k, &f, &past, parts);
	free(parts);
	str_release(&source);
	return rc;
}

int ota_keep_end(struct ota_keep *k)
{
	const struct ota_keep_part *like = NULL;

	for (size_t i = 0; k->pending > 0 && i < k->n_parts; i++)
		if (k->parts[i].pending) {
			like = &k->parts[i];
			k->parts[i].pending = false;
			k->pending--;
		}
	return like != NULL ? keep_together(k, like) : 0;
}

/* Whether what waits is of the same terms and instant. */
static bool continues(const struct ota_keep *k, const struct ota_batch_file *f)
{
	for (size_t i = 0; i < k->n_parts; i++)
		if (k->parts[i].pending)
			return is_of(&k->parts[i], &f->path) &&
			       k->parts[i].seen_ns == f->message->author_ns;
	return true;
}

/* --- all files --- */

static int keep_snapshot(struct ota_keep *k, const struct ota_batch_file *f)
{
	const struct declaration_terms *terms;
	int rc = 0;

	if (k->pending > 0 && !continues(k, f))
		rc = ota_keep_end(k);
	if (rc != 0)
		return rc;
	if (f->path.document != NULL)
		return note_part(k, f);
	terms = find_terms(
		k, f->path.service, f->path.type, f->message->author_ns);
	if (terms == NULL) {
		k->count.undeclared++;
		return 0;
	}
	return keep_page(k, f, terms);
}

int ota_keep_file(struct ota_keep *k, const struct ota_batch_file *f)
{
	if (f->refusal != NULL)
		return refuse(k, f, f->refusal);
	return k->versions ? keep_version(k, f) : keep_snapshot(k, f);
}

void ota_keep_release(struct ota_keep *k)
{
	for (size_t i = 0; i < k->n_services; i++) {
		free(k->services[i].name);
		declared_close(&k->services[i].declared);
	}
	free(k->services);
	for (size_t i = 0; i < k->n_parts; i++)
		release_part(&k->parts[i]);
	free(k->parts);
	problem_release(&k->problems);
	*k = (struct ota_keep){ 0 };
}
