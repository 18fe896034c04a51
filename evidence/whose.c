/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/whose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "evidence/vendor.h"

struct whose {
	struct owner_names *names;
	const struct owner_list *list; /* borrowed */
	struct owner_sets *sets;
	struct witness *witness;
};

int whose_open(
	struct whose **out, struct store *s, const struct owner_list *list)
{
	struct whose *w = mem_new(1, sizeof(*w));
	int rc = owner_names_read(&w->names, s);

	w->list = list;
	if (rc == 0)
		rc = owner_sets_read(&w->sets, s);
	if (rc == 0)
		rc = witness_read(&w->witness, s);
	if (rc != 0)
		whose_close(w);
	else
		*out = w;
	return rc;
}

void whose_close(struct whose *w)
{
	if (w == NULL)
		return;
	owner_names_free(w->names);
	owner_sets_free(w->sets);
	witness_free(w->witness);
	free(w);
}

const struct owner_names *whose_names(const struct whose *w)
{
	return w->names;
}

const struct owner_list *whose_list(const struct whose *w)
{
	return w->list;
}

const struct owner_sets *whose_sets(const struct whose *w)
{
	return w->sets;
}

const struct witness *whose_witness(const struct whose *w)
{
	return w->witness;
}

static void set(struct owner *out, enum owner_basis basis, const char *how,
	const char *name, const char *source)
{
	*out = (struct owner){ .basis = basis, .how = how };
	snprintf(out->name, sizeof(out->name), "%s", name);
	snprintf(out->source, sizeof(out->source), "%s", source);
}

static void cite(struct owner *out, const struct owner_set_answer *a)
{
	snprintf(out->set, sizeof(out->set), "%s", a->set->name);
	snprintf(out->licence, sizeof(out->licence), "%s", a->set->licence);
	snprintf(out->version, sizeof(out->version), "%s", a->set->version);
	snprintf(out->entry, sizeof(out->entry), "%s", a->entry);
	snprintf(out->country, sizeof(out->country), "%s", a->country);
}

static bool find_seen(
	struct owner *out, const struct whose *w, const char *host)
{
	struct witness_seen seen;

	if (witness_certificate(&seen, w->witness, host)) {
		set(out, OWNER_CONFIRMED, "certificate", seen.owner, seen.name);
		snprintf(out->entry, sizeof(out->entry), "%s", seen.name);
		return true;
	}
	if (!witness_address(&seen, w->witness, host))
		return false;
	set(out, OWNER_CONFIRMED, "address", seen.owner, seen.name);
	return true;
}

static bool find_vendor(struct owner *out, const char *host)
{
	const struct vendor *v = vendor_find(host);

	if (v == NULL)
		return false;
	set(out, OWNER_LISTED, "vendor", v->name, v->url);
	snprintf(out->version, sizeof(out->version), "%s", v->read);
	snprintf(out->entry, sizeof(out->entry), "%s", v->domain);
	snprintf(out->country, sizeof(out->country), "%s", v->country);
	return true;
}

static bool find_set(struct owner *out, const struct whose *w, const char *host)
{
	struct owner_set_answer a;

	if (!owner_sets_find(&a, w->sets, host, NULL))
		return false;
	set(out, OWNER_LISTED, "data-set", a.owner, a.set->name);
	cite(out, &a);
	return true;
}

static bool find_label(
	struct owner *out, const struct whose *w, const char *host)
{
	struct label_guess guess;
	struct cloud c;

	if (!cloud_read(&c, host) ||
		!label_guess(&guess, &c,
			&(struct label_known){ w->names, w->list, w->sets }))
		return false;
	set(out, OWNER_DERIVED, label_rule_name(guess.rule), guess.name,
		c.label);
	if (guess.from_set)
		cite(out, &guess.set);
	return true;
}

static const char *how_of(enum owner_basis basis)
{
	static const char *const how[] = { "none", "look", "registered", "list",
		"cname" };

	return how[basis];
}

void whose_find(struct owner *out, const struct whose *w, const char *host)
{
	struct owner better;

	owner_find(out, host, w != NULL ? w->list : NULL,
		w != NULL ? w->names : NULL);
	out->how = how_of(out->basis);
	if (out->basis == OWNER_CONFIRMED)
		return;
	if (w != NULL && find_seen(&better, w, host))
		*out = better;
	else if (out->basis != OWNER_LISTED &&
		 (find_vendor(&better, host) ||
			 (w != NULL && (find_set(&better, w, host) ||
					       find_label(&better, w, host)))))
		*out = better;
}

bool whose_is_weak(const struct owner *o)
{
	return o->basis == OWNER_DERIVED &&
	       (strcmp(o->how, "word") == 0 || strcmp(o->how, "look") == 0);
}

void whose_tell(cJSON *out, const struct owner *o)
{
	const struct {
		const char *name, *text;
	} more[] = { { "data_set", o->set }, { "licence", o->licence },
		{ "version", o->version }, { "entry", o->entry },
		{ "country", o->country } };

	json_set(out, "name", o->name);
	json_set(out, "basis", owner_basis_name(o->basis));
	json_set(out, "source", o->source);
	if (o->how != NULL)
		json_set(out, "how", o->how);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (more[i].text[0] != '\0')
			json_set(out, more[i].name, more[i].text);
	if (o->basis == OWNER_DERIVED)
		json_set(out, "confidence",
			whose_is_weak(o) ? "weak guess" : "guess");
}
