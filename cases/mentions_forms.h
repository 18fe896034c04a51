/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTIONS_FORMS_H
#define CASES_MENTIONS_FORMS_H

/*
 * What is looked for when a question is put to a text: each form with why it
 * is looked for and who says that it belongs there.
 *
 *	struct mentions_forms f = { 0 };
 *
 *	rc = mentions_forms_host(&f, &(struct mentions_host){
 *		.name = "api.exemple.net", .store = store, .c = &c });
 *	f.v[1].text is "exemple.net", f.v[1].why "registrable domain"
 *	mentions_forms_categories(&f, false);
 *	mentions_forms_release(&f);
 *
 * Names of a host's owner: the registrable domain; what a list, a log or the
 * label of a cloud's host name tells (evidence/owner.h); and organisations of
 * the case whose domain it is, that have the owner's name, or that an
 * observation of the case names as the operator of that host. The provider of
 * a cloud is somebody else: its forms are marked.
 */

#include <stdbool.h>
#include <stddef.h>

#include "cases/case_json.h"
#include "cases/mention_words.h"
#include "evidence/cloud.h"
#include "evidence/whose.h"

/* Whom or what a form names. */
enum mentions_of {
	MENTIONS_OF_CATEGORY,
	MENTIONS_OF_SUBJECT, /* what was asked for */
	MENTIONS_OF_CLOUD,   /* the provider of the cloud that the host is in */
};

struct mentions_form {
	char *text;	  /* owned */
	const char *why;  /* constant, N_() */
	char *source;	  /* owned; who says so; NULL: the question does */
	const char *lang; /* NULL: any */
	enum mentions_of of;
	enum mention_role role; /* of a category */
};

struct mentions_forms {
	struct mentions_form *v;
	size_t n, cap;
};

struct mentions_host {
	const char *name;
	struct store *store;
	const struct owner_list *list; /* NULL: none */
	const struct case_json *c;     /* usable, or NULL */
};

/* Adds the host, its owner and its cloud; cloud->provider stays NULL when it
 * is in none. ERR_INVALID for what is no host's name. */
int mentions_forms_host(struct mentions_forms *f, struct owner *owner,
	struct cloud *cloud, const struct mentions_host *host);

/* A name of a company or brand, and its organisation in the case. */
void mentions_forms_owner(
	struct mentions_forms *f, const char *name, const struct case_json *c);

/* A kind of data, with what else names it. */
void mentions_forms_term(struct mentions_forms *f, const char *term);

/* Categories of recipients, or of data. */
void mentions_forms_categories(struct mentions_forms *f, bool data);

void mentions_forms_release(struct mentions_forms *f);

#endif
