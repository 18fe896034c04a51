/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every text of the sets stands once or a few times in one buffer; entries
 * hold offsets into it, so that they stay right while it grows.
 */
#include "evidence/owner_set.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/dataset.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "evidence/cloud.h"
#include "evidence/host.h"
#include "evidence/owner_format.h"

enum { FILES_MAX = 512, BRAND_MIN = 4, TEXTS_MAX = 60 << 20 };

/* Offsets of texts. */
struct entry {
	uint32_t domain, owner, id, parent, country, text;
	uint32_t file, order;
};

/* The name of a tracker or company. */
struct label {
	uint32_t id, name, company;
	uint32_t file;
	bool is_company;
};

struct brand {
	uint32_t word, entry;
};

struct owner_sets {
	struct str texts;
	struct owner_set *files; /* owned */
	size_t n_files, cap_files;
	struct entry *entries; /* owned, by domain and order */
	size_t n, cap;
	struct label *labels; /* owned, by kind and id */
	size_t n_labels, cap_labels;
	struct brand *brands; /* owned, by word */
	size_t n_brands, cap_brands;
	uint32_t last[3]; /* owner, parent, country of the entry before */
};

static const char *text_of(const struct owner_sets *s, uint32_t at)
{
	return s->texts.p + at;
}

static uint32_t keep(struct owner_sets *s, const char *text)
{
	uint32_t at = (uint32_t)s->texts.len;

	if (*text == '\0')
		return 0;
	str_add(&s->texts, text, strlen(text) + 1);
	return s->texts.over ? 0 : at;
}

/* Owners come in runs. */
static uint32_t keep_again(struct owner_sets *s, int which, const char *text)
{
	if (strcmp(text_of(s, s->last[which]), text) != 0)
		s->last[which] = keep(s, text);
	return s->last[which];
}

/* qsort gives no place for the texts. */
struct sorter {
	const struct owner_sets *sets;
};

static int by_domain(const void *a, const void *b, void *ctx)
{
	const struct sorter *by = ctx;
	const struct entry *x = a, *y = b;
	int order = strcmp(
		text_of(by->sets, x->domain), text_of(by->sets, y->domain));

	return order != 0 ? order : (x->order < y->order ? -1 : 1);
}

static int by_label(const void *a, const void *b, void *ctx)
{
	const struct sorter *by = ctx;
	const struct label *x = a, *y = b;

	if (x->is_company != y->is_company)
		return x->is_company ? 1 : -1;
	return strcmp(text_of(by->sets, x->id), text_of(by->sets, y->id));
}

static int by_word(const void *a, const void *b, void *ctx)
{
	const struct sorter *by = ctx;
	const struct brand *x = a, *y = b;
	int order =
		strcmp(text_of(by->sets, x->word), text_of(by->sets, y->word));

	return order != 0 ? order : (x->entry < y->entry ? -1 : 1);
}

static void put_label(struct owner_sets *s, const struct owner_entry *e)
{
	s->labels = mem_grow(
		s->labels, &s->cap_labels, s->n_labels + 1, sizeof(*s->labels));
	s->labels[s->n_labels++] = (struct label){ .id = keep(s, e->key),
		.name = keep(s, e->owner),
		.company = keep(s, e->company),
		.file = (uint32_t)s->n_files - 1,
		.is_company = e->kind == OWNER_ENTRY_COMPANY };
}

static int see_entry(const struct owner_entry *e, void *ctx)
{
	struct owner_sets *s = ctx;

	if (e->kind != OWNER_ENTRY_DOMAIN) {
		put_label(s, e);
	} else {
		struct entry one = { .domain = keep(s, e->key),
			.owner = keep_again(s, 0, e->owner),
			.parent = keep_again(s, 1, e->parent),
			.country = keep_again(s, 2, e->country),
			.file = (uint32_t)s->n_files - 1,
			.order = (uint32_t)s->n };

		one.text = strcmp(e->text, e->key) == 0 ? one.domain
							: keep(s, e->text);
		s->entries = mem_grow(
			s->entries, &s->cap, s->n + 1, sizeof(*s->entries));
		s->entries[s->n++] = one;
	}
	return s->texts.over ? err_set(ERR_LIMIT,
				       _("the data sets hold more text than "
					 "%d bytes"),
				       (int)TEXTS_MAX)
			     : 0;
}

static int read_file(const struct dataset *d, void *ctx)
{
	struct owner_sets *s = ((void **)ctx)[0];
	struct store *store = ((void **)ctx)[1];
	struct owner_format_seen seen;
	struct str text;
	int rc;

	s->files = mem_grow(
		s->files, &s->cap_files, s->n_files + 1, sizeof(*s->files));
	s->files[s->n_files++] = (struct owner_set){
		.name = mem_strdup(d->name),
		.licence = mem_strdup(d->licence),
		.version = mem_strdup(d->version),
		.source = mem_strdup(d->source),
		.file = mem_strdup(d->file),
		.format = mem_strdup(d->format),
		.size = d->size,
		.entries = d->entries,
		.content = d->content,
	};
	str_init(&text, OWNER_FORMAT_BYTES);
	rc = object_get(store, &d->content, &text);
	if (rc == 0)
		rc = owner_format_read(&seen,
			&(struct owner_format_file){
				d->file, d->owner, text.p, text.len },
			see_entry, s);
	str_release(&text);
	return err_wrap(rc, _("data set '%s'"), d->name);
}

static bool same_set(const struct owner_sets *s, uint32_t a, uint32_t b)
{
	return strcmp(s->files[a].name, s->files[b].name) == 0;
}

/* The name of an id, of the same set. */
static const struct label *find_label(
	const struct owner_sets *s, bool company, const char *id, uint32_t file)
{
	size_t low = 0, high = s->n_labels;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct label *l = &s->labels[middle];
		int order = l->is_company != company
				    ? (l->is_company ? 1 : -1)
				    : strcmp(text_of(s, l->id), id);

		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->n_labels && s->labels[low].is_company == company &&
		strcmp(text_of(s, s->labels[low].id), id) == 0;
		low++)
		if (same_set(s, s->labels[low].file, file))
			return &s->labels[low];
	return NULL;
}

/* The company of the tracker, else the tracker's name, for its id. */
static void resolve(struct owner_sets *s)
{
	struct sorter by = { s };

	if (s->n_labels == 0)
		return;
	qsort_r(s->labels, s->n_labels, sizeof(*s->labels), by_label, &by);
	for (size_t i = 0; i < s->n; i++) {
		struct entry *e = &s->entries[i];
		const struct label *tracker =
			find_label(s, false, text_of(s, e->owner), e->file);
		const struct label *company =
			tracker != NULL
				? find_label(s, true,
					  text_of(s, tracker->company), e->file)
				: NULL;

		if (strncmp(s->files[e->file].format, "adguard-", 8) != 0 ||
			tracker == NULL)
			continue;
		e->id = e->owner;
		e->owner = company != NULL ? company->name : tracker->name;
	}
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "Vendor" of "vendor.example" */
static bool is_first_label(const char *domain, const char *owner)
{
	size_t n = strcspn(domain, ".");

	if (n < BRAND_MIN || strlen(owner) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(owner[i]) != domain[i])
			return false;
	return true;
}

static void find_brands(struct owner_sets *s)
{
	struct sorter by = { s };

	for (size_t i = 0; i < s->n && !s->texts.over; i++) {
		const struct entry *e = &s->entries[i];
		const char *domain = text_of(s, e->domain);
		char word[HOST_MAX + 1];
		size_t n = strcspn(domain, ".");

		if (!is_first_label(domain, text_of(s, e->owner)) &&
			!is_first_label(domain, text_of(s, e->id)))
			continue;
		memcpy(word, domain, n);
		word[n] = '\0';
		s->brands = mem_grow(s->brands, &s->cap_brands, s->n_brands + 1,
			sizeof(*s->brands));
		s->brands[s->n_brands++] =
			(struct brand){ keep(s, word), (uint32_t)i };
	}
	if (s->n_brands > 0)
		qsort_r(s->brands, s->n_brands, sizeof(*s->brands), by_word,
			&by);
}

int owner_sets_read(struct owner_sets **out, struct store *store)
{
	struct owner_sets *s = mem_new(1, sizeof(*s));
	struct sorter by = { s };
	void *ctx[2] = { s, store };
	int rc;

	str_init(&s->texts, TEXTS_MAX);
	str_add(&s->texts, "", 1); /* offset 0 is "" */
	rc = dataset_each(store, read_file, ctx);
	if (rc != 0) {
		owner_sets_free(s);
		return rc;
	}
	resolve(s);
	if (s->n > 0)
		qsort_r(s->entries, s->n, sizeof(*s->entries), by_domain, &by);
	find_brands(s);
	*out = s;
	return 0;
}

void owner_sets_free(struct owner_sets *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_files; i++) {
		free(s->files[i].name);
		free(s->files[i].licence);
		free(s->files[i].version);
		free(s->files[i].source);
		free(s->files[i].file);
		free(s->files[i].format);
	}
	free(s->files);
	free(s->entries);
	free(s->labels);
	free(s->brands);
	str_release(&s->texts);
	free(s);
}

const struct owner_set *owner_sets_file(const struct owner_sets *s, size_t i)
{
	return s != NULL && i < s->n_files ? &s->files[i] : NULL;
}

/* The first entry whose domain is not before key. */
static size_t lower_bound(const struct owner_sets *s, const char *key)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(text_of(s, s->entries[middle].domain), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void answer(struct owner_set_answer *out, const struct owner_sets *s,
	const struct entry *e)
{
	*out = (struct owner_set_answer){ .set = &s->files[e->file],
		.owner = text_of(s, e->owner),
		.id = text_of(s, e->id),
		.parent = text_of(s, e->parent),
		.country = text_of(s, e->country),
		.domain = text_of(s, e->domain),
		.entry = text_of(s, e->text) };
}

static bool find_exact(struct owner_set_answer *out, const struct owner_sets *s,
	const char *domain, const struct owner_set *only)
{
	for (size_t i = lower_bound(s, domain);
		i < s->n &&
		strcmp(text_of(s, s->entries[i].domain), domain) == 0;
		i++) {
		const struct entry *e = &s->entries[i];

		if (only != NULL ? &s->files[e->file] != only
				 : *text_of(s, e->owner) == '\0')
			continue;
		answer(out, s, e);
		return true;
	}
	return false;
}

bool owner_sets_find(struct owner_set_answer *out, const struct owner_sets *s,
	const char *host, const struct owner_set *only)
{
	struct cloud c;
	const char *floor =
		cloud_read(&c, host) ? host : host_registrable(host);
	const char *end = host;

	if (s == NULL)
		return false;
	if (floor == NULL) /* a suffix itself, or an address */
		floor = host;
	while (end != NULL && end <= floor) {
		if (find_exact(out, s, end, only))
			return true;
		end = strchr(end, '.');
		end += end != NULL;
	}
	return false;
}

bool owner_sets_domain(struct owner_set_answer *out, const struct owner_sets *s,
	const char *domain)
{
	return s != NULL && find_exact(out, s, domain, NULL);
}

bool owner_sets_begins(struct owner_set_answer *out, const struct owner_sets *s,
	const char *beginning)
{
	size_t n = strlen(beginning);
	bool found = false;

	if (s == NULL)
		return false;
	for (size_t i = lower_bound(s, beginning);
		i < s->n &&
		strncmp(text_of(s, s->entries[i].domain), beginning, n) == 0;
		i++) {
		const struct entry *e = &s->entries[i];
		const char *domain = text_of(s, e->domain);

		/* The domain itself, not a name below another suffix. */
		if (*text_of(s, e->owner) == '\0' ||
			strchr(domain + n, '.') != NULL)
			continue;
		if (found && strcmp(text_of(s, e->owner), out->owner) != 0)
			return false;
		if (!found)
			answer(out, s, e);
		found = true;
	}
	return found;
}

bool owner_sets_brand(struct owner_set_answer *out, const struct owner_sets *s,
	const char *word)
{
	size_t low = 0, high = s != NULL ? s->n_brands : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(text_of(s, s->brands[middle].word), word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (s == NULL || low == s->n_brands ||
		strcmp(text_of(s, s->brands[low].word), word) != 0)
		return false;
	answer(out, s, &s->entries[s->brands[low].entry]);
	return true;
}

/* --- Adding ------------------------------------------------------------ */

struct adding {
	struct store *store;
	const struct owner_set_about *about;
	struct owner_set_added *out;
};

static int no_entry(const struct owner_entry *e, void *ctx)
{
	(void)e;
	(void)ctx;
	return 0;
}

static int add_file(struct adding *a, const char *path)
{
	struct owner_format_seen seen;
	struct dataset d = { .name = a->out->name,
		.licence = a->about->licence,
		.version = a->about->version,
		.source = a->about->source != NULL ? a->about->source : "",
		.owner = a->about->owner != NULL ? a->about->owner : "",
		.file = file_basename(path) };
	struct str text;
	uint64_t size = 0;
	int rc = file_size(path, &size);

	if (rc == 0 && size > OWNER_FORMAT_BYTES)
		rc = err_set(ERR_LIMIT, _("'%s' has more than %d bytes"), path,
			(int)OWNER_FORMAT_BYTES);
	str_init(&text, (size_t)OWNER_FORMAT_BYTES + 1);
	if (rc == 0)
		rc = file_read(&text, path);
	if (rc == 0) {
		rc = owner_format_read(&seen,
			&(struct owner_format_file){
				path, d.owner, text.p, text.len },
			no_entry, NULL);
		if (rc != 0)
			rc = err_wrap(rc, "'%s'", path);
	}
	if (rc == 0)
		rc = object_put(a->store, text.p, text.len, &d.content);
	if (rc == 0) {
		d.format = seen.format;
		d.size = text.len;
		d.entries = seen.entries;
		rc = dataset_add(a->store, &d);
	}
	str_release(&text);
	if (rc != 0)
		return rc;
	a->out->files++;
	a->out->entries += seen.entries;
	a->out->passed += seen.passed;
	a->out->names += seen.names;
	if (a->out->files > FILES_MAX)
		return err_set(
			ERR_LIMIT, _("more than %d files"), (int)FILES_MAX);
	return 0;
}

static int is_shown(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* The files of a folder by name, not what lies deeper. */
static int add_folder(struct adding *a, const char *folder)
{
	struct dirent **found = NULL;
	int n = scandir(folder, &found, is_shown, alphasort);
	int rc = n < 0 ? err_set(ERR_IO, _("cannot read '%s'"), folder) : 0;

	for (int i = 0; i < n; i++) {
		struct str path = { 0 };
		struct stat st;

		file_join(&path, folder, found[i]->d_name);
		if (rc == 0 && stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
			rc = add_file(a, path.p);
		str_release(&path);
		free(found[i]);
	}
	free(found);
	return rc;
}

static int add_path(struct adding *a, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(ERR_NOTFOUND, _("there is no '%s'"), path);
	return S_ISDIR(st.st_mode) ? add_folder(a, path) : add_file(a, path);
}

static int see_name(const struct dataset *d, void *ctx)
{
	if (strcmp(d->name, ctx) != 0)
		return 0;
	return err_set(ERR_EXISTS,
		_("a data set is called '%s' already: remove it, or give "
		  "another --name"),
		d->name);
}

static int add_all(struct adding *a, const char *const *paths, size_t n)
{
	int rc = dataset_each(a->store, see_name, a->out->name);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_path(a, paths[i]);
	if (rc == 0 && a->out->files == 0)
		rc = err_set(ERR_NOTFOUND, _("no file in '%s'"), paths[0]);
	return rc;
}

int owner_set_add(struct owner_set_added *out, struct store *s,
	const struct owner_set_about *about, const char *const *paths, size_t n)
{
	struct adding a = { s, about, out };
	char path[4096];
	int rc;

	*out = (struct owner_set_added){ 0 };
	snprintf(path, sizeof(path), "%s", paths[0]);
	for (size_t n_path = strlen(path);
		n_path > 1 && path[n_path - 1] == '/';)
		path[--n_path] = '\0';
	snprintf(out->name, sizeof(out->name), "%s",
		about->name != NULL && *about->name != '\0'
			? about->name
			: file_basename(path));
	if (about->licence == NULL || *about->licence == '\0' ||
		about->version == NULL || *about->version == '\0')
		return err_set(ERR_INVALID,
			_("a data set needs --licence and --version: both are "
			  "printed where it answers"));
	rc = store_begin(s);
	return rc != 0 ? rc : store_end(s, add_all(&a, paths, n));
}
