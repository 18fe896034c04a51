/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A certificate stands in the detail of a connection's row, under the names
 * of ECS and ours:
 *
 *	tls.server.subject, tls.server.issuer	distinguished names
 *	tls.server.hash.sha256			its digest
 *	ev.certificate.names			its DNS names, blanks between
 *	ev.certificate.names_cut		there were more
 *	ev.certificate.status			what the watching program said
 *
 * Zeek tells it in two logs, joined by the digest: a finding of x509.log has
 * what the connection of ssl.log lacks.
 */
#include "evidence/witness.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/names.h"
#include "base/err.h"
#include "base/mem.h"
#include "evidence/cloud.h"
#include "evidence/host.h"
#include "evidence/json_pick.h"

enum { NAMES_TEXT = 1024, SUBJECT_TEXT = 512, HASH_TEXT = 80 };

enum { HASH, ISSUER, SUBJECT, NAMES, NAMES_CUT, STATUS, MEMBERS };
static const char *const members[MEMBERS] = { "tls.server.hash.sha256",
	"tls.server.issuer", "tls.server.subject", "ev.certificate.names",
	"ev.certificate.names_cut", "ev.certificate.status" };

struct certificate {
	char hash[HASH_TEXT], issuer[SUBJECT_TEXT], subject[SUBJECT_TEXT];
	char names[NAMES_TEXT], status[128];
	bool cut;
};

/* By the id of a host or address: what was first seen of it. */
struct kept {
	struct witness_seen *seen; /* owned, or NULL */
	bool several;
};

struct table {
	struct names names;
	struct kept *v; /* owned */
	size_t cap;
};

struct witness {
	struct table certificates, addresses;
	struct names known;	   /* digests of certificates */
	struct certificate **full; /* owned: by id of known */
	size_t cap_full;
	int64_t exhibit;
	int pass;
};

static bool read_certificate(struct certificate *out, const char *detail)
{
	struct json_pick p[MEMBERS];

	if (detail == NULL || strstr(detail, "\"tls.server.") == NULL ||
		json_pick(p, members, MEMBERS, detail, strlen(detail)) != NULL)
		return false;
	json_pick_text(&p[HASH], out->hash, sizeof(out->hash));
	json_pick_text(&p[ISSUER], out->issuer, sizeof(out->issuer));
	json_pick_text(&p[SUBJECT], out->subject, sizeof(out->subject));
	json_pick_text(&p[STATUS], out->status, sizeof(out->status));
	out->cut = !json_pick_text(&p[NAMES], out->names, sizeof(out->names)) &&
		   p[NAMES].kind == JSON_STRING;
	out->cut |= json_pick_true(&p[NAMES_CUT]);
	return true;
}

/* One part of a name, to the next comma that is not escaped or quoted. */
static size_t part_len(const char *text)
{
	bool quoted = false;
	size_t n = 0;

	while (text[n] != '\0' && (quoted || text[n] != ',')) {
		if (text[n] == '"')
			quoted = !quoted;
		n += text[n] == '\\' && text[n + 1] != '\0' ? 2 : 1;
	}
	return n;
}

static void copy_value(char *out, size_t size, const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len && n + 1 < size; i++) {
		if (text[i] == '\\' && i + 1 < len)
			i++;
		else if (text[i] == '"')
			continue;
		out[n++] = text[i];
	}
	out[n] = '\0';
}

bool witness_part(char *out, size_t size, const char *subject, const char *part)
{
	size_t word = strlen(part);

	out[0] = '\0';
	while (*subject != '\0') {
		size_t n = part_len(subject);

		if (n > word + 1 && strncmp(subject, part, word) == 0 &&
			subject[word] == '=') {
			copy_value(out, size, subject + word + 1, n - word - 1);
			return out[0] != '\0';
		}
		subject += n + (subject[n] == ',');
		subject += strspn(subject, " ");
	}
	return false;
}

/* "*.vendor.example" and push.vendor.example (RFC 6125: one label). */
static bool covers(const char *name, const char *host)
{
	const char *dot = strchr(host, '.');

	if (strcmp(name, host) == 0)
		return true;
	return name[0] == '*' && name[1] == '.' && dot != NULL &&
	       strcmp(name + 1, dot) == 0;
}

static bool is_address(const char *host)
{
	unsigned char address[16];

	return inet_pton(AF_INET, host, address) == 1 ||
	       inet_pton(AF_INET6, host, address) == 1;
}

/* What the names of a certificate have in common. */
struct common {
	char domain[256], name[256]; /* "" for none */
	bool several, covered;
};

static void see_name(struct common *c, const char *name, const char *host)
{
	const char *plain = strncmp(name, "*.", 2) == 0 ? name + 2 : name;
	const char *domain = host_registrable(plain);
	struct cloud cloud;

	if (covers(name, host)) {
		c->covered = true;
		snprintf(c->name, sizeof(c->name), "%s", name);
	}
	/* "*.eu-west-3.elb.amazonaws.com" is a suffix, and the provider's. */
	if (domain == NULL || cloud_read(&cloud, plain))
		return;
	if (c->domain[0] == '\0') {
		snprintf(c->domain, sizeof(c->domain), "%s", domain);
		if (c->name[0] == '\0')
			snprintf(c->name, sizeof(c->name), "%s", name);
	} else if (strcmp(c->domain, domain) != 0) {
		c->several = true;
	}
}

static void see_names(
	struct common *c, const struct certificate *k, const char *host)
{
	char name[HOST_MAX + 1], cn[256];
	const char *p = k->names;

	if (*p == '\0' && witness_part(cn, sizeof(cn), k->subject, "CN"))
		p = cn;
	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		if (host_normalise(name, p, n))
			see_name(c, name, host);
		p += n;
		p += strspn(p, " ");
	}
}

/* What a certificate confirms of a host. */
static bool judge(
	struct witness_seen *out, const struct certificate *k, const char *host)
{
	struct common c = { 0 };
	struct cloud cloud;
	bool in_cloud = cloud_read(&cloud, host);

	*out = (struct witness_seen){ 0 };
	if (k->subject[0] == '\0' || strcmp(k->subject, k->issuer) == 0 ||
		(k->status[0] != '\0' && strcmp(k->status, "ok") != 0))
		return false;
	see_names(&c, k, host);
	witness_part(
		out->organisation, sizeof(out->organisation), k->subject, "O");
	snprintf(out->name, sizeof(out->name), "%s", c.name);
	out->checked = strcmp(k->status, "ok") == 0;
	if (c.covered && !in_cloud) {
		snprintf(out->domain, sizeof(out->domain), "%s",
			host_registrable(host) != NULL ? host_registrable(host)
						       : "");
		snprintf(out->owner, sizeof(out->owner), "%s",
			out->organisation);
		return out->owner[0] != '\0';
	}
	if (c.several || k->cut || c.domain[0] == '\0')
		return false;
	snprintf(out->domain, sizeof(out->domain), "%s", c.domain);
	snprintf(out->owner, sizeof(out->owner), "%s",
		out->organisation[0] != '\0' ? out->organisation : c.domain);
	return true;
}

/* The entry of a key; NULL when there are too many. */
static struct kept *entry(struct table *t, const char *key, bool *new)
{
	size_t known = t->names.n;
	uint32_t id;

	if (names_add(&t->names, &id, key) != 0)
		return NULL;
	t->v = mem_grow(t->v, &t->cap, t->names.n, sizeof(*t->v));
	*new = t->names.n > known;
	if (*new)
		t->v[id] = (struct kept){ 0 };
	return &t->v[id];
}

static void keep(struct table *t, const char *key, const char *owner,
	const struct witness_seen *seen)
{
	bool new;
	struct kept *k = entry(t, key, &new);

	if (k == NULL)
		return;
	if (k->seen == NULL) {
		k->seen = mem_new(1, sizeof(*k->seen));
		*k->seen = *seen;
	} else if (strcmp(k->seen->owner, owner) != 0) {
		k->several = true;
	}
}

static bool find(
	struct witness_seen *out, const struct table *t, const char *key)
{
	uint32_t id;

	if (!names_find(&t->names, &id, key) || t->v[id].seen == NULL ||
		t->v[id].several)
		return false;
	*out = *t->v[id].seen;
	return true;
}

/* A finding of x509.log. */
static void keep_full(struct witness *w, const struct certificate *k)
{
	size_t known = w->known.n;
	uint32_t id;

	if (k->hash[0] == '\0' || names_add(&w->known, &id, k->hash) != 0)
		return;
	w->full = mem_grow(w->full, &w->cap_full, w->known.n, sizeof(*w->full));
	if (w->known.n == known)
		return;
	w->full[id] = mem_new(1, sizeof(struct certificate));
	*w->full[id] = *k;
}

static const struct certificate *full_of(
	const struct witness *w, const char *hash)
{
	uint32_t id;

	return names_find(&w->known, &id, hash) ? w->full[id] : NULL;
}

static void see_certificate(struct witness *w, const struct observation *o)
{
	struct certificate k = { 0 };
	const struct certificate *full;
	struct witness_seen seen;
	char status[sizeof(k.status)];

	if (!read_certificate(&k, o->detail))
		return;
	if (o->kind == OBSERVATION_FINDING) {
		if (w->pass == 0)
			keep_full(w, &k);
		return;
	}
	if (w->pass == 0)
		return;
	full = full_of(w, k.hash);
	if (k.subject[0] == '\0' && full != NULL) {
		memcpy(status, k.status, sizeof(status));
		k = *full;
		memcpy(k.status, status, sizeof(status));
	} else if (k.names[0] == '\0' && full != NULL) {
		memcpy(k.names, full->names, sizeof(k.names));
		k.cut = full->cut;
	}
	if (!judge(&seen, &k, o->host))
		return;
	seen.exhibit = w->exhibit;
	seen.row = o->line;
	keep(&w->certificates, o->host, seen.owner, &seen);
}

bool witness_of_row(
	struct witness_seen *out, const struct observation *o, const char *host)
{
	struct certificate k = { 0 };

	return read_certificate(&k, o->detail) && judge(out, &k, host);
}

/* The addresses of an answer. */
static void see_answer(struct witness *w, const struct observation *o)
{
	const char *p = o->answer, *domain = host_registrable(o->host);
	struct witness_seen seen = { .exhibit = w->exhibit, .row = o->line };
	struct cloud cloud;

	if (domain == NULL || cloud_read(&cloud, o->host))
		return;
	snprintf(seen.owner, sizeof(seen.owner), "%s", domain);
	snprintf(seen.domain, sizeof(seen.domain), "%s", domain);
	snprintf(seen.name, sizeof(seen.name), "%s", o->host);
	while (*p != '\0') {
		char address[HOST_MAX + 1];
		size_t n = strcspn(p, " ");

		if (host_normalise(address, p, n) && is_address(address))
			keep(&w->addresses, address, domain, &seen);
		p += n;
		p += strspn(p, " ");
	}
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct witness *w = ctx;

	w->exhibit = exhibit;
	see_certificate(w, o);
	if (w->pass == 1 && o->kind == OBSERVATION_LOOKUP)
		see_answer(w, o);
	return 0;
}

struct pass {
	struct witness *w;
	struct store *store;
};

static int see_exhibit(const struct exhibit *e, void *ctx)
{
	static const char *const watchers[] = { "pcap", "zeek", "suricata" };
	struct block_import import = { 0 };
	struct pass *p = ctx;
	bool watched = false;
	int rc = block_import_find(&import, p->store, e->id);

	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < sizeof(watchers) / sizeof(watchers[0]); i++)
		watched = watched || strcmp(import.importer, watchers[i]) == 0;
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	return watched ? block_each(p->store, e->id, see_row, p->w) : 0;
}

/* Number 0 is the empty text's. */
static void init(struct table *t)
{
	names_init(&t->names);
	t->v = mem_grow(t->v, &t->cap, 1, sizeof(*t->v));
	t->v[0] = (struct kept){ 0 };
}

static void release(struct table *t)
{
	for (size_t i = 0; i < t->names.n; i++)
		free(t->v[i].seen);
	free(t->v);
	names_release(&t->names);
}

bool witness_certificate(
	struct witness_seen *out, const struct witness *w, const char *host)
{
	return find(out, &w->certificates, host);
}

bool witness_address(
	struct witness_seen *out, const struct witness *w, const char *address)
{
	return find(out, &w->addresses, address);
}

int witness_read(struct witness **out, struct store *s)
{
	struct witness *w = mem_new(1, sizeof(*w));
	struct pass p = { w, s };
	int rc = 0;

	init(&w->certificates);
	init(&w->addresses);
	names_init(&w->known);
	w->full = mem_grow(w->full, &w->cap_full, 1, sizeof(*w->full));
	w->full[0] = NULL;
	for (w->pass = 0; rc == 0 && w->pass < 2; w->pass++)
		rc = exhibit_each(s, see_exhibit, &p);
	if (rc != 0)
		witness_free(w);
	else
		*out = w;
	return rc;
}

void witness_free(struct witness *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->known.n; i++)
		free(w->full[i]);
	free(w->full);
	release(&w->certificates);
	release(&w->addresses);
	names_release(&w->known);
	free(w);
}
