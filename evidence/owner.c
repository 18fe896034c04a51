/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/owner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/names.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/cloud.h"
#include "evidence/host.h"
#include "evidence/label.h"
#include "evidence/lines.h"

enum { ENTRIES_MAX = 1000000, BRAND_MIN = 4 };

/* A sorted pair of texts. */
struct pair {
	char *key, *value; /* owned */
};

struct pairs {
	struct pair *v;
	size_t n, cap;
};

struct owner_list {
	struct pairs owners; /* domain -> owner */
	struct pairs brands; /* owner that is named as its domain, twice */
	char *name;
	struct digest digest;
};

struct owner_names {
	struct pairs aliases; /* host -> the name that leads there */
	struct pairs domains; /* registrable domains seen, twice */
};

/* Names of a log while it is read. */
struct reading {
	struct owner_names *out;
	struct store *store;
	struct names hosts;   /* asked for */
	struct names domains; /* registrable ones of those */
	struct names targets; /* answered as aliases' targets */
	struct alias {
		char *name;   /* owned: the first name that led there */
		bool several; /* names of several owners lead there */
	} * aliases;	      /* owned; by number of the target */
	size_t cap;
};

static void add(struct pairs *p, char *key, char *value)
{
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = (struct pair){ key, value };
}

static int by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : strcmp(x->value, y->value);
}

static void sort(struct pairs *p)
{
	if (p->n > 0)
		qsort(p->v, p->n, sizeof(*p->v), by_key);
}

static const char *find(const struct pairs *p, const char *key)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(p->v[middle].key, key);

		if (order == 0)
			return p->v[middle].value;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void release(struct pairs *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].key);
		free(p->v[i].value);
	}
	free(p->v);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The host of a line: all of it, or what stands behind an address. */
static bool read_host(char host[HOST_MAX + 1], const char *text, size_t len)
{
	size_t n = len;

	while (len > 0 && is_blank(text[len - 1]))
		n = --len;
	while (n > 0 && !is_blank(text[n - 1]))
		n--;
	return host_normalise(host, text + n, len - n);
}

static void add_owner(struct owner_list *list, const char *host, char *owner)
{
	size_t n = strcspn(host, ".");

	if (strlen(owner) == n && memcmp(owner, host, n) == 0 && n >= BRAND_MIN)
		add(&list->brands, mem_strdup(owner), mem_strdup(owner));
	add(&list->owners, mem_strdup(host), owner);
}

/* "domain;owner;category", or a host. Other lines are passed over: lists
 * have comments and headings of many kinds. */
static int see_entry(const struct line *line, void *ctx)
{
	struct owner_list *list = ctx;
	const char *mark = memchr(line->text, ';', line->len);
	size_t len = mark != NULL ? (size_t)(mark - line->text) : line->len;
	char host[HOST_MAX + 1];
	const char *end;

	if (len == 0 || *line->text == '#' ||
		!read_host(host, line->text, len) || !host_is_plain(host))
		return 0;
	if (list->owners.n == ENTRIES_MAX)
		return err_set(ERR_LIMIT,
			_("line %llu: a list of more than %d hosts"),
			(unsigned long long)line->number, (int)ENTRIES_MAX);
	if (mark == NULL) {
		add_owner(list, host, mem_strdup(list->name));
		return 0;
	}
	mark++;
	len = line->len - (size_t)(mark - line->text);
	end = memchr(mark, ';', len);
	add_owner(list, host,
		mem_dup(mark, end != NULL ? (size_t)(end - mark) : len));
	return 0;
}

int owner_list_read(struct owner_list **out, const char *path)
{
	struct owner_list *list = mem_new(1, sizeof(*list));
	struct source_file file;
	int rc;

	list->name = mem_strdup(file_basename(path));
	rc = lines_file(&file, path, see_entry, list, NULL);
	if (rc == 0 && list->owners.n == 0)
		rc = err_set(ERR_PARSE,
			_("'%s' is no list of hosts: expected lines like "
			  "\"domain;owner\" or one host a line"),
			path);
	if (rc != 0) {
		owner_list_free(list);
		return rc;
	}
	list->digest = file.digest;
	sort(&list->owners);
	sort(&list->brands);
	*out = list;
	return 0;
}

void owner_list_free(struct owner_list *list)
{
	if (list == NULL)
		return;
	release(&list->owners);
	release(&list->brands);
	free(list->name);
	free(list);
}

const struct digest *owner_list_digest(const struct owner_list *list)
{
	return &list->digest;
}

const char *owner_list_name(const struct owner_list *list)
{
	return list->name;
}

const char *owner_list_domain(const struct owner_list *list, const char *domain)
{
	return find(&list->owners, domain);
}

const char *owner_list_brand(const struct owner_list *list, const char *word)
{
	return find(&list->brands, word);
}

bool owner_names_domain(const struct owner_names *names, const char *domain)
{
	return find(&names->domains, domain) != NULL;
}

/* Of a host that was asked for the first time: its registrable domain. */
static int see_host(struct reading *r, const char *host)
{
	size_t known = r->hosts.n;
	const char *domain;
	struct cloud c;
	uint32_t id;
	int rc = names_add(&r->hosts, &id, host);

	if (rc != 0 || r->hosts.n == known || cloud_read(&c, host))
		return rc;
	domain = host_registrable(host);
	return domain != NULL ? names_add(&r->domains, &id, domain) : 0;
}

/* A name leads to a target. */
static int see_alias(struct reading *r, const char *name, const char *target)
{
	size_t known = r->targets.n;
	const char *domain, *other;
	struct alias *a;
	struct cloud c;
	uint32_t id;
	int rc;

	if (!cloud_read(&c, target) || !c.dedicated ||
		host_registrable(name) == NULL || cloud_read(&c, name))
		return 0;
	rc = names_add(&r->targets, &id, target);
	if (rc != 0)
		return rc;
	r->aliases = mem_grow(
		r->aliases, &r->cap, r->targets.n, sizeof(*r->aliases));
	a = &r->aliases[id];
	if (r->targets.n > known) {
		*a = (struct alias){ .name = mem_strdup(name) };
		return 0;
	}
	domain = host_registrable(name);
	other = host_registrable(a->name);
	a->several = a->several || strcmp(domain, other) != 0;
	return 0;
}

/* The next name in an answer ("target address address"); false behind the
 * last. */
static bool next_target(char out[HOST_MAX + 1], const char **answer)
{
	while (**answer != '\0') {
		size_t n = strcspn(*answer, " ");
		bool is_name =
			host_normalise(out, *answer, n) && !host_is_local(out);

		*answer += n;
		*answer += strspn(*answer, " ");
		if (is_name)
			return true;
	}
	return false;
}

/* Whether an answer leads to a name that a customer has for itself. */
static bool may_confirm(const char *answer, void *ctx)
{
	char target[HOST_MAX + 1];
	struct cloud c;

	(void)ctx;
	while (next_target(target, &answer))
		if (cloud_read(&c, target) && c.dedicated)
			return true;
	return false;
}

/* Names in an answer are what the host leads to. */
static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct reading *r = ctx;
	const char *answer = o->answer;
	char target[HOST_MAX + 1];
	int rc = 0;

	(void)exhibit;
	if (!observation_is_traffic(o))
		return 0;
	while (rc == 0 && next_target(target, &answer))
		rc = see_alias(r, o->host, target);
	return rc;
}

/* All hosts of an exhibit's traffic stand in its totals. */
static int see_total(const struct block_total *t, void *ctx)
{
	return see_host(ctx, t->host);
}

static int see_exhibit(const struct exhibit *e, void *ctx)
{
	struct reading *r = ctx;

	return block_exhibit_totals(r->store, e->id, see_total, r);
}

/* The aliases that confirm something, and the domains. */
static void keep(struct reading *r)
{
	for (uint32_t id = 1; id < r->domains.n; id++) {
		const char *domain = names_get(&r->domains, id);

		add(&r->out->domains, mem_strdup(domain), mem_strdup(domain));
	}
	for (uint32_t id = 1; id < r->targets.n; id++) {
		struct alias *a = &r->aliases[id];

		if (a->several)
			free(a->name);
		else
			add(&r->out->aliases,
				mem_strdup(names_get(&r->targets, id)),
				a->name);
	}
}

int owner_names_read(struct owner_names **out, struct store *s)
{
	struct owner_names *names = mem_new(1, sizeof(*names));
	const struct block_filter filter = { .answer = may_confirm };
	struct reading r = { .out = names, .store = s };
	int rc;

	names_init(&r.hosts);
	names_init(&r.domains);
	names_init(&r.targets);
	rc = exhibit_each(s, see_exhibit, &r);
	if (rc == 0)
		rc = block_each_like(s, &filter, see_row, &r);
	keep(&r);
	sort(&names->aliases);
	sort(&names->domains);
	names_release(&r.hosts);
	names_release(&r.domains);
	names_release(&r.targets);
	free(r.aliases);
	if (rc != 0)
		owner_names_free(names);
	else
		*out = names;
	return rc;
}

void owner_names_free(struct owner_names *names)
{
	if (names == NULL)
		return;
	release(&names->aliases);
	release(&names->domains);
	free(names);
}

static void set(struct owner *out, enum owner_basis basis, const char *name,
	const char *source)
{
	out->basis = basis;
	snprintf(out->name, sizeof(out->name), "%s", name);
	snprintf(out->source, sizeof(out->source), "%s", source);
}

/* The longest end of the name that the list has. Of a cloud's name it must be
 * the whole: its end is the provider's. */
static bool find_listed(struct owner *out, const char *host,
	const struct owner_list *list, bool whole)
{
	const char *end = host;

	while (end != NULL && *end != '\0') {
		const char *owner = find(&list->owners, end);

		if (owner != NULL) {
			set(out, OWNER_LISTED, owner, list->name);
			return true;
		}
		end = whole ? NULL : strchr(end, '.');
		end += end != NULL;
	}
	return false;
}

void owner_find(struct owner *out, const char *host,
	const struct owner_list *list, const struct owner_names *names)
{
	const char *from = names != NULL ? find(&names->aliases, host) : NULL;
	char version[HOST_LIST_VERSION];
	struct label_guess guess;
	const char *domain;
	struct cloud c;
	bool cloud = cloud_read(&c, host);

	*out = (struct owner){ 0 };
	if (from != NULL) {
		set(out, OWNER_CONFIRMED, host_registrable(from), from);
		return;
	}
	if (list != NULL && find_listed(out, host, list, cloud))
		return;
	if (cloud) {
		if (label_guess(&guess, &c,
			    &(struct label_known){ names, list, NULL }))
			set(out, OWNER_DERIVED, guess.name, c.label);
		return;
	}
	domain = host_registrable(host);
	if (domain == NULL)
		return;
	host_list_version(version);
	set(out, OWNER_REGISTERED, domain, version);
}

const char *owner_basis_name(enum owner_basis basis)
{
	static const char *const names[] = { "none", "derived", "registered",
		"listed", "confirmed" };

	return names[basis];
}
