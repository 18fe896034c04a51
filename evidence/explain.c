/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/explain.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The archive's rows while they are looked through. */
struct pass {
	struct explanation *e;
	struct store *store;
	bool address; /* the host is one */
	bool stated;  /* the exhibit is what the person typed */
};

void explain_release(struct explanation *e)
{
	free(e->answers);
	free(e->seen);
	whose_close(e->whose);
	*e = (struct explanation){ 0 };
}

static bool is_address(const char *host)
{
	unsigned char address[16];

	return inet_pton(AF_INET, host, address) == 1 ||
	       inet_pton(AF_INET6, host, address) == 1;
}

static bool is_same(const struct explain_fact *a, const struct explain_fact *b)
{
	return a->kind == b->kind && strcmp(a->text, b->text) == 0 &&
	       strcmp(a->organisation, b->organisation) == 0;
}

static void put(struct explanation *e, const struct explain_fact *fact)
{
	for (size_t i = 0; i < e->n_facts; i++)
		if (is_same(&e->facts[i], fact)) {
			e->facts[i].times++;
			return;
		}
	if (e->n_facts == EXPLAIN_FACTS) {
		e->more_facts++;
		return;
	}
	e->facts[e->n_facts] = *fact;
	e->facts[e->n_facts++].times = 1;
}

static void put_name(struct pass *p, enum explain_kind kind, const char *text,
	int64_t exhibit, const struct observation *o)
{
	struct explain_fact f = { .kind = kind,
		.stated = p->stated,
		.exhibit = exhibit,
		.row = o->line };

	snprintf(f.text, sizeof(f.text), "%s", text);
	put(p->e, &f);
}

/* What stands in the answer to this host, or that it stands in another's. */
static void see_answer(
	struct pass *p, int64_t exhibit, const struct observation *o, bool own)
{
	const char *at = o->answer;

	while (*at != '\0') {
		char name[HOST_MAX + 1];
		size_t n = strcspn(at, " ");

		if (host_normalise(name, at, n) && strcmp(name, o->host) != 0) {
			if (own)
				put_name(p,
					is_address(name) ? EXPLAIN_ANSWERED
							 : EXPLAIN_LEADS_TO,
					name, exhibit, o);
			else if (strcmp(name, p->e->host) == 0)
				put_name(p,
					p->address ? EXPLAIN_NAMED
						   : EXPLAIN_LED_HERE,
					o->host, exhibit, o);
		}
		at += n;
		at += strspn(at, " ");
	}
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct pass *p = ctx;
	bool own = strcmp(o->host, p->e->host) == 0;
	struct witness_seen seen;
	struct explain_fact f = {
		.kind = EXPLAIN_CERTIFICATE, .exhibit = exhibit, .row = o->line
	};

	if (o->kind == OBSERVATION_LOOKUP)
		see_answer(p, exhibit, o, own);
	if (!own || o->kind == OBSERVATION_FINDING ||
		!witness_of_row(&seen, o, p->e->host))
		return 0;
	snprintf(f.text, sizeof(f.text), "%s", seen.name);
	snprintf(f.organisation, sizeof(f.organisation), "%s",
		seen.organisation);
	f.checked = seen.checked;
	put(p->e, &f);
	return 0;
}

struct counting {
	struct explanation *e;
	int64_t exhibit;
};

static int see_total(const struct block_total *t, void *ctx)
{
	struct counting *c = ctx;
	struct explanation *e = c->e;
	struct explain_seen *seen;

	if (strcmp(t->host, e->host) != 0)
		return 0;
	e->seen = mem_grow(
		e->seen, &e->cap_seen, e->n_seen + 1, sizeof(*e->seen));
	seen = &e->seen[e->n_seen++];
	*seen = (struct explain_seen){
		.exhibit = c->exhibit, .rows = t->rows, .contacts = t->contacts
	};
	memcpy(seen->by, t->by, sizeof(seen->by));
	return 0;
}

static int see_exhibit(const struct exhibit *x, void *ctx)
{
	struct pass *p = ctx;
	struct counting c = { p->e, x->id };
	struct block_import import = { 0 };
	int rc = block_import_find(&import, p->store, x->id);

	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc != 0)
		return rc;
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	p->stated = strcmp(x->kind, "statement") == 0;
	rc = block_each_total(p->store, import.id, see_total, &c);
	return rc == 0 ? block_each(p->store, x->id, see_row, p) : rc;
}

/* A certificate that stands in two logs was joined by the witness. */
static void add_witness(struct explanation *e)
{
	const struct witness *w = whose_witness(e->whose);
	struct explain_fact f = { .kind = EXPLAIN_CERTIFICATE };
	struct witness_seen seen;

	if (!witness_certificate(&seen, w, e->host))
		return;
	for (size_t i = 0; i < e->n_facts; i++)
		if (e->facts[i].kind == EXPLAIN_CERTIFICATE)
			return;
	f.exhibit = seen.exhibit;
	f.row = seen.row;
	f.checked = seen.checked;
	snprintf(f.text, sizeof(f.text), "%s", seen.name);
	snprintf(f.organisation, sizeof(f.organisation), "%s",
		seen.organisation);
	put(e, &f);
}

/* The answer of each file that has one, also where it names nobody. */
static void ask_sets(struct explanation *e)
{
	const struct owner_sets *sets = whose_sets(e->whose);
	const struct owner_set *file;

	while (owner_sets_file(sets, e->n_files) != NULL)
		e->n_files++;
	e->answers = mem_new(e->n_files + 1, sizeof(*e->answers));
	for (size_t i = 0; (file = owner_sets_file(sets, i)) != NULL; i++)
		e->n_answers += owner_sets_find(
			&e->answers[e->n_answers], sets, e->host, file);
}

static void take_apart(struct explanation *e)
{
	e->local = host_is_local(e->host);
	e->registrable = host_registrable(e->host);
	e->suffix_kind = host_suffix(&e->suffix, e->host);
	host_list_version(e->psl);
	e->has_cloud = cloud_read(&e->cloud, e->host);
	e->vendor = vendor_find(e->host);
	if (e->has_cloud)
		label_guess(&e->guess, &e->cloud,
			&(struct label_known){ whose_names(e->whose),
				whose_list(e->whose), whose_sets(e->whose) });
}

int explain_read(struct explanation *out, struct store *s,
	const struct owner_list *list, const char *host)
{
	struct pass p = { .e = out, .store = s };
	int rc;

	*out = (struct explanation){ 0 };
	if (!host_normalise(out->host, host, strlen(host)) ||
		!host_is_plain(out->host))
		return err_set(ERR_INVALID,
			_("'%s' is no host name; write one like "
			  "api.exemple.net"),
			host);
	p.address = is_address(out->host);
	rc = whose_open(&out->whose, s, list);
	if (rc == 0)
		rc = exhibit_each(s, see_exhibit, &p);
	if (rc != 0) {
		explain_release(out);
		return rc;
	}
	take_apart(out);
	ask_sets(out);
	add_witness(out);
	whose_find(&out->owner, out->whose, out->host);
	out->has_via = out->owner.basis == OWNER_CONFIRMED &&
		       owner_sets_find(&out->via, whose_sets(out->whose),
			       out->owner.source, NULL);
	return 0;
}

const char *explain_kind_name(enum explain_kind kind)
{
	static const char *const names[EXPLAIN_KINDS] = { "led-here",
		"leads-to", "answered", "named", "certificate" };

	return names[kind];
}
