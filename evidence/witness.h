/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_WITNESS_H
#define EVIDENCE_WITNESS_H

/*
 * What the captures of an archive (pcap, Zeek, Suricata) show of who answers
 * at a host, besides names: certificates that a server presented, and
 * addresses that a name was answered with.
 *
 *	rc = witness_read(&w, store);
 *	if (witness_certificate(&seen, w, "203.0.113.5"))
 *		seen.organisation, seen.exhibit, seen.row
 *	witness_free(w);
 *
 * A certificate confirms no more than it bears. One that its own key signed
 * confirms nothing, nor does one that the watching program found invalid;
 * where nobody checked the chain, that is told (checked). Of a host that the
 * certificate names: the organisation in its subject, if it has one. Of one
 * that it does not name (an address, a cloud's name): the one registrable
 * domain that all its names lie under; names of several owners confirm
 * nothing, and neither do a provider's own names for a host in its cloud.
 * Two certificates that disagree confirm nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/observation.h"
#include "archive/store.h"

struct witness_seen {
	char owner[256];	/* organisation, else domain */
	char organisation[256]; /* of the subject, or "" */
	char domain[256];	/* registrable, of the names, or "" */
	char name[256];		/* of the certificate, or that was answered */
	bool checked;		/* the chain was found right by who watched */
	int64_t exhibit;
	uint64_t row; /* line or packet of the exhibit, from 1 */
};

struct witness;
int witness_read(struct witness **out, struct store *s);
void witness_free(struct witness *w);

/* What a certificate confirms of the host; false when nothing. */
bool witness_certificate(
	struct witness_seen *out, const struct witness *w, const char *host);

/* Of an address: the one registrable domain whose names were answered with
 * it; false when there is none, or several. */
bool witness_address(
	struct witness_seen *out, const struct witness *w, const char *address);

/* What one row shows of a certificate, for a host: as above. */
bool witness_of_row(struct witness_seen *out, const struct observation *o,
	const char *host);

/* The value of "O", "CN" … in a distinguished name as programs print it
 * ("CN=push.vendor.example,O=Vendor\, Inc.,C=FR", with or without a blank
 * behind the comma); false when it has none. */
bool witness_part(
	char *out, size_t size, const char *subject, const char *part);

#endif
