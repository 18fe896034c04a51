/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources of the forms: the projects' own documentation of their files
 * (AdguardTeam/companiesdb, disconnectme/disconnect-tracking-protection,
 * duckduckgo/tracker-radar, ghostery/trackerdb, exodus-privacy's ETIP,
 * nextdns/native-tracking-domains; Adblock Plus' filter syntax).
 */
#include "evidence/owner_format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/host.h"
#include "evidence/lines.h"

struct reading {
	struct owner_format_seen seen;
	owner_format_fn fn;
	void *ctx;
	struct str vendor;  /* whose a list's hosts are */
	bool given;	    /* the person said so */
	struct str text[5]; /* key, owner, company, parent, country */
};

enum { KEY, OWNER, COMPANY, PARENT, COUNTRY };

/* What a set tells of the owner of one or more domains; NULL: nothing. */
struct told {
	const char *name, *company, *parent, *country;
};

/* A text of the set, printable and cut. */
static const char *clean(struct reading *r, int which, const char *text)
{
	struct str *s = &r->text[which];
	size_t n = text != NULL ? strlen(text) : 0;

	if (n > OWNER_FORMAT_TEXT)
		n = OWNER_FORMAT_TEXT;
	while (n > 0 && text[n] != '\0' && ((unsigned char)text[n] >> 6) == 2)
		n--;
	str_clear(s);
	utf8_printable(s, text != NULL ? text : "", n, false);
	return s->p != NULL ? s->p : "";
}

static int too_many(void)
{
	return err_set(ERR_LIMIT, _("more than %d entries"),
		(int)OWNER_FORMAT_ENTRIES);
}

static int put_entry(struct reading *r, struct owner_entry *e, struct told o)
{
	e->owner = clean(r, OWNER, o.name);
	e->company = clean(r, COMPANY, o.company);
	e->parent = clean(r, PARENT, o.parent);
	e->country = clean(r, COUNTRY, o.country);
	if (r->seen.entries + r->seen.names >= OWNER_FORMAT_ENTRIES)
		return too_many();
	if (e->kind == OWNER_ENTRY_DOMAIN)
		r->seen.entries++;
	else
		r->seen.names++;
	return r->fn(e, r->ctx);
}

/* A domain and the entry that it stands in; passes over what is none. */
static int put_domain(struct reading *r, const char *domain, size_t len,
	const char *entry, struct told o)
{
	char host[HOST_MAX + 1];
	struct owner_entry e = { .kind = OWNER_ENTRY_DOMAIN, .key = host };

	if (!host_normalise(host, domain, len) || !host_is_plain(host)) {
		r->seen.passed++;
		return 0;
	}
	e.text = clean(r, KEY, entry);
	return put_entry(r, &e, o);
}

/* NULL, where a set has a list instead of names, is passed over. */
static int put_text(struct reading *r, const char *domain, struct told o)
{
	return domain != NULL ? put_domain(r, domain, strlen(domain), domain, o)
			      : 0;
}

static int put_name(struct reading *r, enum owner_entry_kind kind,
	const char *id, struct told o)
{
	struct owner_entry e = { .kind = kind, .text = "" };

	e.key = clean(r, KEY, id);
	return put_entry(r, &e, o);
}

/* The domains of an array of texts. */
static int put_all(struct reading *r, const cJSON *domains, struct told o)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, domains)
	{
		if (rc == 0 && cJSON_IsString(one))
			rc = put_text(r, one->valuestring, o);
	}
	return rc;
}

static bool is_object(const cJSON *tree, const char *name)
{
	return cJSON_IsObject(json_member(tree, name));
}

static const char *first_of(const char *a, const char *b)
{
	return a != NULL && *a != '\0' ? a : b;
}

/* Members of an object by their names, so that looking up many stays quick. */
struct index {
	const cJSON **v; /* owned */
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const cJSON *const *x = a, *const *y = b;

	return strcmp((*x)->string, (*y)->string);
}

static void index_make(struct index *out, const cJSON *object)
{
	size_t n = object != NULL ? (size_t)cJSON_GetArraySize(object) : 0;
	const cJSON *one;

	*out = (struct index){ .v = mem_new(n + 1, sizeof(cJSON *)) };
	cJSON_ArrayForEach(one, object) out->v[out->n++] = one;
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), by_name);
}

static const cJSON *index_find(const struct index *x, const char *name)
{
	size_t low = 0, high = name != NULL ? x->n : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(x->v[middle]->string, name);

		if (order == 0)
			return x->v[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* --- AdGuard ----------------------------------------------------------- */

static bool is_adguard_trackers(const cJSON *t)
{
	return is_object(t, "trackers") && is_object(t, "trackerDomains");
}

static int read_adguard_trackers(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, json_member(t, "trackers"))
	{
		if (rc == 0 && cJSON_IsObject(one))
			rc = put_name(r, OWNER_ENTRY_TRACKER, one->string,
				(struct told){ .name = json_string(one, "name"),
					.company = json_string(
						one, "companyId") });
	}
	cJSON_ArrayForEach(one, json_member(t, "trackerDomains"))
	{
		if (rc == 0 && cJSON_IsString(one))
			rc = put_text(r, one->string,
				(struct told){ .name = one->valuestring });
	}
	return rc;
}

static bool is_adguard_companies(const cJSON *t)
{
	return is_object(t, "companies") &&
	       json_string(json_member(t, "companies")->child, "name") != NULL;
}

static int read_adguard_companies(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, json_member(t, "companies"))
	{
		const char *name = json_string(one, "name");

		if (rc == 0 && name != NULL)
			rc = put_name(r, OWNER_ENTRY_COMPANY, one->string,
				(struct told){ .name = name });
	}
	return rc;
}

/* --- Disconnect -------------------------------------------------------- */

static bool is_services(const cJSON *t)
{
	const cJSON *categories = json_member(t, "categories");

	return cJSON_IsObject(categories) && cJSON_IsArray(categories->child);
}

/* {"Company": {"https://company.example": ["domain", …], "flag": "true"}} */
static int read_company(struct reading *r, const cJSON *company)
{
	const cJSON *list;
	int rc = 0;

	cJSON_ArrayForEach(list, company)
	{
		if (rc == 0 && cJSON_IsArray(list))
			rc = put_all(r, list,
				(struct told){ .name = company->string });
	}
	return rc;
}

static int read_services(struct reading *r, const cJSON *t)
{
	const cJSON *category, *entry, *company;
	int rc = 0;

	cJSON_ArrayForEach(category, json_member(t, "categories"))
	{
		cJSON_ArrayForEach(entry, category)
		{
			cJSON_ArrayForEach(company, entry)
			{
				if (rc == 0 && cJSON_IsObject(company))
					rc = read_company(r, company);
			}
		}
	}
	return rc;
}

static bool is_entities(const cJSON *t)
{
	const cJSON *entities = json_member(t, "entities");

	return cJSON_IsObject(entities) &&
	       cJSON_IsArray(json_member(entities->child, "properties"));
}

static int read_entities(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, json_member(t, "entities"))
	{
		struct told o = { .name = one->string };

		if (rc == 0)
			rc = put_all(r, json_member(one, "properties"), o);
		if (rc == 0)
			rc = put_all(r, json_member(one, "resources"), o);
	}
	return rc;
}

/* --- DuckDuckGo -------------------------------------------------------- */

static const char *shown(const cJSON *o)
{
	return first_of(json_string(o, "displayName"), json_string(o, "name"));
}

static bool is_tds(const cJSON *t)
{
	return is_object(t, "trackers") && is_object(t, "entities") &&
	       is_object(t, "domains");
}

static int read_tds(struct reading *r, const cJSON *t)
{
	struct index entities;
	const cJSON *one;
	int rc = 0;

	index_make(&entities, json_member(t, "entities"));
	cJSON_ArrayForEach(one, json_member(t, "trackers"))
	{
		if (rc == 0)
			rc = put_text(r, one->string,
				(struct told){ .name = shown(json_member(
						       one, "owner")) });
	}
	cJSON_ArrayForEach(one, json_member(t, "domains"))
	{
		const char *id = one->valuestring;

		if (rc == 0 && cJSON_IsString(one))
			rc = put_text(r, one->string,
				(struct told){ .name = first_of(
						       shown(index_find(
							       &entities, id)),
						       id) });
	}
	free(entities.v);
	return rc;
}

static bool is_domain_map(const cJSON *t)
{
	return cJSON_IsObject(t) && t->child != NULL &&
	       json_string(t->child, "entityName") != NULL;
}

static int read_domain_map(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, t)
	{
		struct told o = { .name = first_of(
					  json_string(one, "displayName"),
					  json_string(one, "entityName")) };

		if (rc == 0)
			rc = put_text(r, one->string, o);
		if (rc == 0)
			rc = put_all(r, json_member(one, "aliases"), o);
	}
	return rc;
}

static bool is_entity(const cJSON *t)
{
	return json_string(t, "name") != NULL &&
	       cJSON_IsArray(json_member(t, "properties"));
}

static int read_entity(struct reading *r, const cJSON *t)
{
	return put_all(r, json_member(t, "properties"),
		(struct told){ .name = shown(t) });
}

static bool is_domain_file(const cJSON *t)
{
	return json_string(t, "domain") != NULL && is_object(t, "owner");
}

static int read_domain_file(struct reading *r, const cJSON *t)
{
	return put_text(r, json_string(t, "domain"),
		(struct told){ .name = shown(json_member(t, "owner")) });
}

/* --- Ghostery ---------------------------------------------------------- */

static bool is_ghostery(const cJSON *t)
{
	return is_object(t, "patterns") && is_object(t, "organizations");
}

static struct told ghostery_owner(
	const struct index *organizations, const cJSON *pattern)
{
	const cJSON *organization =
		index_find(organizations, json_string(pattern, "organization"));

	return (struct told){
		.name = first_of(json_string(organization, "name"),
			json_string(pattern, "name")),
		.country = json_string(organization, "country"),
	};
}

static int read_ghostery(struct reading *r, const cJSON *t)
{
	struct index organizations, patterns;
	const cJSON *one;
	int rc = 0;

	index_make(&organizations, json_member(t, "organizations"));
	index_make(&patterns, json_member(t, "patterns"));
	cJSON_ArrayForEach(one, json_member(t, "patterns"))
	{
		if (rc == 0)
			rc = put_all(r, json_member(one, "domains"),
				ghostery_owner(&organizations, one));
	}
	cJSON_ArrayForEach(one, json_member(t, "domains"))
	{
		if (rc == 0 && cJSON_IsString(one))
			rc = put_text(r, one->string,
				ghostery_owner(&organizations,
					index_find(
						&patterns, one->valuestring)));
	}
	free(organizations.v);
	free(patterns.v);
	return rc;
}

/* --- Exodus, X-Ray ----------------------------------------------------- */

static bool is_exodus(const cJSON *t)
{
	const cJSON *trackers = json_member(t, "trackers");

	return cJSON_IsObject(trackers) && trackers->child != NULL &&
	       json_string(trackers->child, "network_signature") != NULL;
}

/* One alternative of a signature as the domain that it writes out; false when
 * it is more than that. */
static bool written_out(char out[HOST_MAX + 1], const char *p, size_t len)
{
	size_t n = 0;

	if (len > 0 && *p == '^') {
		p++;
		len--;
	}
	if (len > 4 && memcmp(p, ".*\\.", 4) == 0) {
		p += 4;
		len -= 4;
	}
	if (len > 0 && p[len - 1] == '$')
		len--;
	for (size_t i = 0; i < len; i++) {
		if (p[i] == '\\' && i + 1 < len &&
			(p[i + 1] == '.' || p[i + 1] == '-'))
			i++;
		if (n == HOST_MAX || strchr("\\*+?()[]{}|^$/:", p[i]) != NULL)
			return false;
		out[n++] = p[i];
	}
	out[n] = '\0';
	return n > 0 && strchr(out, '.') != NULL && out[0] != '.';
}

static int read_signature(
	struct reading *r, const char *signature, struct told o)
{
	char domain[HOST_MAX + 1], entry[OWNER_FORMAT_TEXT + 1];
	int rc = 0;

	while (rc == 0 && *signature != '\0') {
		size_t n = strcspn(signature, "|");

		if (n >= sizeof(entry) || !written_out(domain, signature, n)) {
			r->seen.passed += n > 0;
		} else {
			memcpy(entry, signature, n);
			entry[n] = '\0';
			rc = put_domain(r, domain, strlen(domain), entry, o);
		}
		signature += n + (signature[n] == '|');
	}
	return rc;
}

static int read_exodus(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, json_member(t, "trackers"))
	{
		const char *signature = json_string(one, "network_signature");

		if (rc == 0 && signature != NULL)
			rc = read_signature(r, signature,
				(struct told){
					.name = json_string(one, "name") });
	}
	return rc;
}

static bool is_xray(const cJSON *t)
{
	return cJSON_IsArray(t) &&
	       json_string(t->child, "owner_name") != NULL &&
	       json_member(t->child, "doms") != NULL;
}

static int read_xray(struct reading *r, const cJSON *t)
{
	const cJSON *one;
	int rc = 0;

	cJSON_ArrayForEach(one, t)
	{
		if (rc == 0)
			rc = put_all(r, json_member(one, "doms"),
				(struct told){
					.name = json_string(one, "owner_name"),
					.parent = first_of(
						json_string(one, "root_parent"),
						json_string(one, "parent")),
					.country =
						json_string(one, "country") });
	}
	return rc;
}

/* The first whose look fits counts: what is more special stands first. */
static const struct form {
	const char *format;
	bool (*is)(const cJSON *tree);
	int (*read)(struct reading *r, const cJSON *tree);
} forms[] = {
	{ "adguard-trackers", is_adguard_trackers, read_adguard_trackers },
	{ "ghostery", is_ghostery, read_ghostery },
	{ "ddg-tds", is_tds, read_tds },
	{ "disconnect-services", is_services, read_services },
	{ "disconnect-entities", is_entities, read_entities },
	{ "adguard-companies", is_adguard_companies, read_adguard_companies },
	{ "exodus", is_exodus, read_exodus },
	{ "xray", is_xray, read_xray },
	{ "ddg-domain-map", is_domain_map, read_domain_map },
	{ "ddg-domain", is_domain_file, read_domain_file },
	{ "ddg-entity", is_entity, read_entity },
};

static int unknown(void)
{
	return err_set(ERR_PARSE,
		_("no data set that is known here: 'constat help owners' "
		  "tells which are"));
}

static int read_json(struct reading *r, const char *text, size_t len)
{
	const struct json_limits limits = { .bytes = OWNER_FORMAT_BYTES,
		.values = OWNER_FORMAT_VALUES };
	cJSON *tree = NULL;
	int rc = json_parse(&tree, text, len, &limits);

	if (rc != 0)
		return rc;
	rc = -1;
	for (size_t i = 0; rc < 0 && i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i].is(tree)) {
			r->seen.format = forms[i].format;
			rc = forms[i].read(r, tree);
		}
	cJSON_Delete(tree);
	return rc < 0 ? unknown() : rc;
}

/* --- Lines ------------------------------------------------------------- */

/* Which lines a text has. */
struct look {
	uint64_t filters, csv, hosts, domains, other;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Without blanks at its ends and a comment behind it. */
static void trim(const char **text, size_t *len)
{
	const char *comment = memchr(*text, '#', *len);

	if (comment != NULL && (comment == *text || is_blank(comment[-1])))
		*len = (size_t)(comment - *text);
	while (*len > 0 && is_blank(**text)) {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && is_blank((*text)[*len - 1]))
		(*len)--;
}

static bool is_plain(const char *text, size_t len)
{
	char host[HOST_MAX + 1];

	return host_normalise(host, text, len) && host_is_plain(host);
}

/* "0.0.0.0 host": where the host begins. */
static size_t behind_address(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && !is_blank(text[n]))
		n++;
	if (n == len || strspn(text, "0123456789abcdefABCDEF.:") != n)
		return 0;
	while (n < len && is_blank(text[n]))
		n++;
	return n;
}

/* "||domain^": the domain's length, 0 for another rule. */
static size_t filter_domain(const char *text, size_t len)
{
	size_t n = 2;

	if (len < 4 || text[0] != '|' || text[1] != '|')
		return 0;
	while (n < len && text[n] != '^')
		n++;
	return n < len && (n + 1 == len || text[n + 1] == '$') &&
			       is_plain(text + 2, n - 2)
		       ? n - 2
		       : 0;
}

static int look_line(const struct line *line, void *ctx)
{
	struct look *look = ctx;
	const char *text = line->text, *mark;
	size_t len = line->len;

	if (len > 0 && (*text == '!' || *text == '[')) {
		look->filters += *text == '[';
		return 0;
	}
	if (filter_domain(text, len) != 0) {
		look->filters++;
		return 0;
	}
	trim(&text, &len);
	mark = memchr(text, ';', len);
	if (len == 0)
		return 0;
	if (mark != NULL)
		look->csv += is_plain(text, (size_t)(mark - text));
	else if (behind_address(text, len) > 0)
		look->hosts++;
	else if (is_plain(text, len))
		look->domains++;
	else
		look->other++;
	return 0;
}

static int read_csv(struct reading *r, const char *text, size_t len)
{
	const char *mark = memchr(text, ';', len), *end;
	char owner[OWNER_FORMAT_TEXT + 1], domain[HOST_MAX + 2];
	size_t n;

	/* is_plain: it is no longer than a host with its final dot. */
	if (mark == NULL || !is_plain(text, (size_t)(mark - text)))
		return 0;
	n = len - (size_t)(mark + 1 - text);
	end = memchr(mark + 1, ';', n);
	if (end != NULL)
		n = (size_t)(end - mark) - 1;
	if (n > OWNER_FORMAT_TEXT)
		n = OWNER_FORMAT_TEXT;
	memcpy(owner, mark + 1, n);
	owner[n] = '\0';
	n = (size_t)(mark - text);
	memcpy(domain, text, n);
	domain[n] = '\0';
	return put_domain(r, domain, n, domain, (struct told){ .name = owner });
}

/* An entry of a list that is no "domain;owner". */
static int read_entry(struct reading *r, const char *text, size_t len,
	const char *domain, size_t n)
{
	char entry[OWNER_FORMAT_TEXT + 1];
	struct told o = { 0 };

	if (len > OWNER_FORMAT_TEXT)
		len = OWNER_FORMAT_TEXT;
	memcpy(entry, text, len);
	entry[len] = '\0';
	if (r->given || strcmp(r->seen.format, "domains") == 0)
		o.name = r->vendor.p;
	return put_domain(r, domain, n, entry, o);
}

static int see_line(const struct line *line, void *ctx)
{
	struct reading *r = ctx;
	const char *text = line->text;
	size_t len = line->len, n;

	if (strcmp(r->seen.format, "abp") == 0) {
		n = filter_domain(text, len);
		if (n != 0)
			return read_entry(r, text, len, text + 2, n);
		r->seen.passed += len > 0 && *text != '!' && *text != '[';
		return 0;
	}
	trim(&text, &len);
	if (len == 0)
		return 0;
	if (strcmp(r->seen.format, "adguard-csv") == 0)
		return read_csv(r, text, len);
	n = strcmp(r->seen.format, "hosts") == 0 ? behind_address(text, len)
						 : 0;
	return read_entry(r, text, len, text + n, len - n);
}

static int each_line(const char *text, size_t len, line_fn fn, void *ctx)
{
	struct lines l;
	int rc;

	lines_init(&l, fn, ctx);
	rc = lines_feed(&l, text, len);
	if (rc == 0)
		rc = lines_end(&l);
	lines_release(&l);
	return rc;
}

/* More than half of its lines must be of the form. */
static const char *format_of(const struct look *k)
{
	uint64_t all = k->filters + k->csv + k->hosts + k->domains + k->other;

	if (k->filters > 0 && k->csv + k->hosts == 0)
		return "abp";
	if (k->csv * 2 > all)
		return "adguard-csv";
	if (k->hosts * 2 > all)
		return "hosts";
	return k->domains * 2 > all ? "domains" : NULL;
}

static int read_lines(struct reading *r, const char *text, size_t len)
{
	struct look look = { 0 };
	int rc = each_line(text, len, look_line, &look);

	r->seen.format = format_of(&look);
	if (rc != 0)
		return rc;
	return r->seen.format != NULL ? each_line(text, len, see_line, r)
				      : unknown();
}

static bool looks_json(const char *text, size_t len)
{
	size_t i = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (i < len && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0')
		i++;
	if (i + 1 < len && text[i] == '[') /* "[Adblock Plus 2.0]" */
		return text[i + 1] == '{' || is_blank(text[i + 1]) ||
		       text[i + 1] == '\n' || text[i + 1] == '\r';
	return i < len && text[i] == '{';
}

/* Whose the hosts of a list are that does not tell. */
static void find_vendor(struct reading *r, const struct owner_format_file *file)
{
	const char *name = file_basename(file->name);
	const char *dot = strrchr(name, '.');
	size_t len = dot != NULL ? (size_t)(dot - name) : strlen(name);

	r->given = file->owner != NULL && *file->owner != '\0';
	if (r->given)
		str_puts(&r->vendor, file->owner);
	else if (dot == NULL || strcmp(dot, ".txt") == 0)
		utf8_printable(&r->vendor, name, len, false);
}

int owner_format_read(struct owner_format_seen *out,
	const struct owner_format_file *file, owner_format_fn fn, void *ctx)
{
	struct reading r = { .fn = fn, .ctx = ctx };
	int rc;

	if (file->len > OWNER_FORMAT_BYTES)
		return err_set(ERR_LIMIT, _("more than %d bytes"),
			(int)OWNER_FORMAT_BYTES);
	find_vendor(&r, file);
	rc = looks_json(file->text, file->len)
		     ? read_json(&r, file->text, file->len)
		     : read_lines(&r, file->text, file->len);
	if (rc == 0 && r.seen.entries + r.seen.names == 0)
		rc = err_set(ERR_PARSE, _("no domain is in it"));
	str_release(&r.vendor);
	for (size_t i = 0; i < sizeof(r.text) / sizeof(r.text[0]); i++)
		str_release(&r.text[i]);
	if (rc == 0)
		*out = r.seen;
	return rc;
}
