/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_FLOW_ROW_H
#define EVIDENCE_FLOW_ROW_H

/*
 * A connection of a capture as an observation.
 *
 *	struct flow_row row;
 *
 *	flow_row_make(&row, flow);
 *	rc = importer_row(job, &row.o);
 *	flow_row_release(&row);
 *
 * host is the name that the client asked for in the connection itself (TLS,
 * QUIC, HTTP, the push channel); else the name that its address was last the
 * DNS answer for; else the address. Detail, with the names of ECS:
 *
 *	destination.port, network.transport
 *	tls.version, tls.cipher	as the server chose them
 *	tls.next_protocol	as the server chose it, else first offered
 *	tls.client.server_name	the name asked for by TLS or QUIC
 *	tls.server.subject, .issuer, .hash.sha256, ev.certificate.names,
 *	ev.certificate.names_cut
 *				of the certificate that the server presented
 *				in clear (up to TLS 1.2); its chain was not
 *				checked; names: of DNS, blanks between
 *	device.id, device.model.name
 *				told in clear on the push channel; the id
 *				is masked
 *	ev.name_source		sni, host, push, dns; dns-shared when the
 *				address was the answer for other names too;
 *				address
 *	ev.cleartext		true: something of the client's was read in
 *				the capture without a key; false: it spoke TLS
 *				or QUIC; left out where neither is known
 *	ev.sni_may_be_outer	Encrypted ClientHello was offered, so that the
 *				name may stand for another (or not: browsers
 *				send an empty one too)
 *	ev.encrypted_resolver	it asks a resolver in secret: names looked up
 *				there are not in this capture
 *	ev.cut			its beginning was not captured whole
 *	ev.quic_version
 *	ev.push.frames, .keepalives, .clear, .encrypted, .checksum_right,
 *	.checksum_wrong, .sent_clear
 *				see evidence/push_frame.h: frames of both
 *				ends; what kinds of data were told in clear
 *
 * Disposition: allowed, by the format, when the server answered (TCP: took
 * the connection or sent data; UDP: sent data); error when all it sent was a
 * refusal; else unknown.
 */

#include "archive/observation.h"
#include "base/str.h"
#include "evidence/flows.h"

struct flow_row {
	struct observation o; /* borrows from here and from the flow */
	char client[64], server[64];
	struct str detail;
};

void flow_row_make(struct flow_row *out, const struct flow *flow);

/* A frame that the client sent on the push channel, as a request of its own:
 * host and name_source as far as they are known by then, sent its bytes; time
 * and place are the caller's to fill in. Detail:
 *
 *	ev.cleartext		whether it was readable without a key; left out
 *				for a frame that was not captured whole
 *	ev.push.checksum	right, wrong; left out as well
 *	ev.push.frame		clear, encrypted, unseen
 */
void flow_row_frame(struct flow_row *out, const struct flow *flow,
	const struct push_frame *frame);
void flow_row_release(struct flow_row *row);

#endif
