/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNSMASQ_LINE_H
#define EVIDENCE_DNSMASQ_LINE_H

/*
 * One line of dnsmasq's or Pi-hole's text log taken apart; what it means for
 * a query is decided in dnsmasq_query.c.
 */

#include <stdbool.h>
#include <stdint.h>

#include "evidence/host.h"
#include "evidence/lines.h"
#include "evidence/moment.h"
#include "evidence/rrtype.h"

enum dnsmasq_kind {
	DNSMASQ_OTHER,	 /* start-up messages and the like */
	DNSMASQ_FOREIGN, /* another program's line in the same file */
	DNSMASQ_QUERY,
	DNSMASQ_FORWARDED,
	DNSMASQ_ANSWER, /* reply, cached, config, hosts file, … */
	DNSMASQ_BLOCKED,
	DNSMASQ_ERROR, /* "reply error is SERVFAIL" */
	DNSMASQ_BAD,   /* no line of this format */
};

struct dnsmasq_line {
	enum dnsmasq_kind kind;
	struct moment moment;
	uint64_t serial; /* of log-queries=extra, 0: none */
	char host[HOST_MAX + 1];
	char type[RRTYPE_TEXT];	   /* of a query */
	char client[64];	   /* of a query */
	char rule[64];		   /* "gravity blocked", "/etc/hosts", … */
	char answer[HOST_MAX + 1]; /* an address, a name, "NXDOMAIN", … */
	bool config;	  /* answered from the configuration or a hosts file */
	bool null_answer; /* an answer that leads nowhere: 0.0.0.0, ::, … */
	bool alias;	  /* the answer is "<CNAME>": its target comes next */
	const char *why;  /* of DNSMASQ_BAD */
};

/* Takes a line apart; kind tells whether it was one. */
void dnsmasq_line_read(struct dnsmasq_line *out, const struct line *line);

/* Whether only Pi-hole writes such a line: its verdicts, its files, its
 * version of dnsmasq. */
bool dnsmasq_line_is_pihole(
	const struct dnsmasq_line *l, const struct line *line);

#endif
