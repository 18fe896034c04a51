/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_OWNER_FORMAT_H
#define EVIDENCE_OWNER_FORMAT_H

/*
 * Public data sets that say whose a domain is, recognised by content:
 *
 *	adguard-csv		trackers.csv of AdGuard's companiesdb, and any
 *				"domain;owner;…"
 *	adguard-trackers	its trackers.json
 *	adguard-companies	its companies.json: names only
 *	disconnect-services, disconnect-entities
 *	ddg-domain-map, ddg-tds, ddg-entity, ddg-domain
 *				of DuckDuckGo's Tracker Radar
 *	ghostery		trackerdb.json
 *	xray			an array of owner_name, doms, parent, country
 *	exodus			/api/trackers
 *	abp			a filter list: only "||domain^", whatever
 *				options stand behind; exceptions ("@@") and
 *				all other rules are passed over
 *	hosts			a hosts file: names nobody
 *	domains			one domain a line: the owner is the file's
 *				name, as in NextDNS' native-tracking-domains,
 *				when that has no ending or ".txt"; else nobody
 *
 * Of Exodus' network signatures, which are regular expressions, those that
 * are a domain written out are taken ("krxd\.net", and ".*\.krxd\.net" as all
 * below it); no foreign expression is ever run. A '.' stands for itself.
 *
 *	rc = owner_format_read(&seen, &(struct owner_format_file){
 *		"trackers.csv", NULL, text, len }, fn, ctx);
 *	seen.format is "adguard-csv", seen.entries 5125
 *
 * Bounds: OWNER_FORMAT_BYTES of text, OWNER_FORMAT_ENTRIES domains,
 * OWNER_FORMAT_VALUES values of JSON nested JSON_DEPTH deep, OWNER_FORMAT_TEXT
 * bytes of a name.
 */

#include <stddef.h>
#include <stdint.h>

enum {
	OWNER_FORMAT_BYTES = 32 << 20,
	OWNER_FORMAT_ENTRIES = 500000,
	OWNER_FORMAT_VALUES = 3000000,
	OWNER_FORMAT_TEXT = 255,
};

enum owner_entry_kind {
	OWNER_ENTRY_DOMAIN,  /* key is a domain, normalised */
	OWNER_ENTRY_TRACKER, /* key is the id of a tracker that owner names */
	OWNER_ENTRY_COMPANY, /* key is the id of a company that owner names */
};

/* Strings are borrowed until the callback returns, printable, never NULL. */
struct owner_entry {
	enum owner_entry_kind kind;
	const char *key;
	const char *owner;   /* as the set names it, maybe an id; "": nobody */
	const char *company; /* id of the tracker's company, or "" */
	const char *parent, *country; /* as the set tells them, or "" */
	const char *text;	      /* the entry as it stands in the set */
};

/* A result other than 0 ends the reading and is passed through. */
typedef int (*owner_format_fn)(const struct owner_entry *e, void *ctx);

struct owner_format_seen {
	const char *format; /* constant */
	uint64_t entries;   /* domains that were given */
	uint64_t passed;    /* entries that cannot be used and were not given */
	uint64_t names;	    /* of trackers and companies */
};

/* Reads a whole file. owner is whose hosts and domains are in a list that
 * names nobody; NULL or "" when nobody said. ERR_PARSE when it has none of the
 * forms, or breaks off; ERR_LIMIT. */
struct owner_format_file {
	const char *name, *owner;
	const char *text;
	size_t len;
};
int owner_format_read(struct owner_format_seen *out,
	const struct owner_format_file *file, owner_format_fn fn, void *ctx);

#endif
