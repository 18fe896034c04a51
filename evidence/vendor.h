/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_VENDOR_H
#define EVIDENCE_VENDOR_H

/*
 * Whom some vendors name themselves, in the document on their own site, as
 * answerable for what happens under a domain, and where that company is
 * established: what no free data set tells. Each row has the document it was
 * read in, and the day of the version that was read; for another day, another
 * country or another service of that vendor, read the document.
 *
 *	const struct vendor *v = vendor_find("www.google.com");
 *
 *	v->name is "Google Ireland Limited", v->country "IE"
 */

struct vendor {
	const char *domain;	/* registrable: that of the document itself */
	const char *name;	/* as the document writes it */
	const char *country;	/* ISO 3166-1, of establishment */
	const char *for_whom;	/* N_(): whom the document says it of */
	const char *url, *read; /* the document; the version's day */
};

/* By the registrable domain of a host that lies in no cloud; NULL. */
const struct vendor *vendor_find(const char *host);

/* Row i, NULL behind the last. */
const struct vendor *vendor_row(unsigned i);

#endif
