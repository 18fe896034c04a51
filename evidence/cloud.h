/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CLOUD_H
#define EVIDENCE_CLOUD_H

/*
 * Host names of cloud providers taken apart: which provider and service a
 * name of this form belongs to, in which region, and what label its customer
 * chose. A label is free text: anyone can name a balancer as they like. The
 * place of a data centre says nothing of who controls the data.
 *
 *	struct cloud c;
 *
 *	if (cloud_read(&c, "push-eu-1516654448.eu-central-1.elb.amazonaws.com"))
 *		c.label is "push-eu", c.region "eu-central-1"
 */

#include <stdbool.h>

struct cloud {
	const char *provider;	   /* "Amazon Web Services", constant */
	const char *provider_code; /* "aws" */
	const char *service;	   /* "load-balancer", "storage", "cdn", … */
	bool own_label;		   /* the label was chosen by the customer */
	bool dedicated;	 /* one customer's; else names of many may lead there */
	bool internal;	 /* an address inside the provider's network */
	char label[256]; /* the customer's, or the provider's opaque id */
	char region[64]; /* "" when the name shows none */
	const char *place_en, *place_fr; /* "Frankfurt, Germany"; or NULL */
};

/* False when the name has none of the known forms. host is normalised. */
bool cloud_read(struct cloud *out, const char *host);

#endif
