/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NetGuard (Android): the DNS log that it exports as XML, and its database
 * (evidence/netguard_db.h), which only a rooted phone gives.
 *
 *	<netguard>
 *	  <dns time="Mon, 16 Jul 2018 09:03:11 +0200" qname="a.example"
 *	       aname="b.example" resource="192.0.2.1" ttl="60000" />
 *	</netguard>
 *
 * One element for each answer: the name asked for, the name it leads to and
 * the address; those that follow one another with one name and one time are
 * one look-up. Of each answer only the last time is kept. It names no app and
 * no verdict. Elements are found in the bytes, outside comments, so
 * that each has its place, and each is read by libxml2 as a document of its
 * own: there is no DTD, and no entity but XML's five.
 */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "evidence/answer.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/netguard_db.h"
#include "evidence/peek.h"
#include "evidence/source.h"

enum { HOUR_S = 3600, PIECE = 64 << 10 };

static int sniff(struct importer_head *head)
{
	const char *tag = memmem(head->text, head->len, "<netguard>", 10);

	if (netguard_db_sniff(head, false)) {
		head->why = N_("it is a database with NetGuard's tables");
		return 95;
	}
	if (tag == NULL || head->len == 0 || head->text[0] != '<' ||
		memmem(tag, head->len - (size_t)(tag - head->text), "<dns ",
			5) == NULL)
		return 0;
	head->why = N_("it is XML with <netguard> and <dns>");
	return 100;
}

/* "+0200" in seconds. */
static bool read_offset(int *seconds, const char *text)
{
	int64_t hours, minutes;

	if (strlen(text) != 5 || (text[0] != '+' && text[0] != '-') ||
		!digits_read(&hours, text + 1, 2, 23) ||
		!digits_read(&minutes, text + 3, 2, 59))
		return false;
	*seconds = (int)(hours * HOUR_S + minutes * 60);
	if (text[0] == '-')
		*seconds = -*seconds;
	return true;
}

/* "Mon, 16 Jul 2018 09:03:11 +0200": HTTP's form but for the offset, and a
 * day of one digit. */
static bool read_time(struct observation *o, const char *text)
{
	const char *blank = strrchr(text, ' ');
	struct str http = { 0 };
	int offset = 0;
	bool ok;

	if (blank == NULL || blank - text < 6 ||
		!read_offset(&offset, blank + 1))
		return false;
	str_add(&http, text, 5);
	if (text[6] == ' ')
		str_putc(&http, '0');
	str_add(&http, text + 5, (size_t)(blank - text) - 5);
	str_puts(&http, " GMT");
	ok = instant_parse_http(&o->ns, http.p);
	str_release(&http);
	o->ns -= offset * INSTANT_SECOND;
	o->zone = OBSERVATION_ZONE_OFFSET;
	o->precision = OBSERVATION_PRECISION_S;
	return ok;
}

static char *attribute(xmlNodePtr node, const char *name)
{
	return (char *)xmlGetProp(node, (const xmlChar *)name);
}

static const char *or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* Adds what is not there yet. */
static void add_answer(struct answer *a, const char *text)
{
	struct answer one = { 0 };
	const char *at = a->text;

	answer_add(&one, text, strlen(text));
	while (*at != '\0') {
		size_t n = strcspn(at, " ");

		if (n == one.len && memcmp(at, one.text, n) == 0)
			return;
		at += n + (at[n] == ' ');
	}
	answer_add(a, one.text, one.len);
}

static const char *read_row(struct observation *o, char host[HOST_MAX + 1],
	struct answer *answer, xmlNodePtr node)
{
	char *time = attribute(node, "time");
	char *name = attribute(node, "qname");
	char *alias = attribute(node, "aname");
	char *address = attribute(node, "resource");
	const char *why = NULL;

	if (time == NULL || !read_time(o, time))
		why = N_("no time");
	else if (name == NULL || !host_normalise(host, name, strlen(name)))
		why = N_("no host name");
	else if (alias != NULL && strcmp(alias, name) != 0)
		add_answer(answer, alias);
	if (why == NULL)
		add_answer(answer, or_empty(address));
	xmlFree(time);
	xmlFree(name);
	xmlFree(alias);
	xmlFree(address);
	o->kind = OBSERVATION_LOOKUP;
	o->count_kind = OBSERVATION_COUNT_LAST;
	return why;
}

/* The scan for elements: what was read of one, and where. */
struct scan {
	struct importer_job *job;
	struct str element; /* from its "<" on; empty between elements */
	uint64_t at;	    /* of the next byte */
	uint64_t begin;	    /* of the element */
	uint64_t number;    /* of elements so far */
	char quote;	    /* the one that is open, or 0 */
	bool comment;
	size_t matched; /* of a comment's beginning, or of its end */
	/* The look-up that may have more answers. */
	struct observation o;
	bool waits;
	char host[HOST_MAX + 1];
	struct answer answer;
};

static int give(struct scan *s)
{
	if (!s->waits)
		return 0;
	s->waits = false;
	s->o.host = s->host;
	s->o.answer = s->answer.text;
	return importer_row(s->job, &s->o);
}

/* Whether an element is an answer to the look-up that waits. */
static bool goes_on(
	const struct scan *s, const struct observation *o, const char *host)
{
	return s->waits && s->o.ns == o->ns && strcmp(s->host, host) == 0;
}

/* Takes an element for a new look-up, or for more of the one that waits. */
static int take(struct scan *s, xmlNodePtr node, const char *why)
{
	struct observation o = { .line = ++s->number,
		.position = s->begin,
		.length = s->at - s->begin };
	struct answer answer = s->answer;
	char host[HOST_MAX + 1] = "";
	int rc;

	if (why == NULL) {
		answer_clear(&answer);
		why = read_row(&o, host, &answer, node);
	}
	if (why == NULL && goes_on(s, &o, host)) {
		s->o.length = s->at - s->o.position;
		read_row(&o, host, &s->answer, node);
		return 0;
	}
	rc = give(s);
	if (rc != 0)
		return rc;
	if (why != NULL)
		return importer_bad_at(s->job, o.line, o.position, why);
	s->o = o;
	s->answer = answer;
	memcpy(s->host, host, sizeof(host));
	s->waits = true;
	return 0;
}

/* One whole "<dns …>" as a document of its own. */
static int see_element(struct scan *s)
{
	xmlNodePtr root;
	xmlDocPtr doc;
	int rc;

	if (s->element.len >= 2 && s->element.p[s->element.len - 2] != '/')
		str_puts(&s->element, "</dns>");
	doc = xmlReadMemory(s->element.p, (int)s->element.len, NULL, "UTF-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	s->element.len = 0;
	rc = take(s, root, root == NULL ? N_("no well-formed element") : NULL);
	xmlFreeDoc(doc);
	return rc;
}

/* "<!--" up to "-->", outside an element. */
static bool in_comment(struct scan *s, char c)
{
	static const char begin[] = "<!--";

	if (s->comment) {
		s->comment = c != '>' || s->matched < 2;
		s->matched = c == '-' ? s->matched + 1 : 0;
		return true;
	}
	if (s->element.len > 1)
		return false;
	s->matched = c == begin[s->matched] ? s->matched + 1 : c == '<';
	if (s->matched < sizeof(begin) - 1)
		return false;
	s->begin = s->at - s->matched;
	s->element.len = s->matched = 0;
	s->comment = true;
	return true;
}

static int see_byte(struct scan *s, char c)
{
	static const char tag[] = "<dns";

	s->at++;
	if (in_comment(s, c))
		return 0;
	if (s->element.len < sizeof(tag) - 1) {
		if (c != tag[s->element.len])
			s->element.len = 0;
		if (c != tag[s->element.len])
			return 0;
		if (s->element.len == 0)
			s->begin = s->at - 1;
		return str_putc(&s->element, c);
	}
	if (s->element.len == sizeof(tag) - 1 &&
		strchr(" \t\r\n/>", c) == NULL) {
		s->element.len = 0;
		return 0;
	}
	if (s->quote == '\0' && (c == '"' || c == '\''))
		s->quote = c;
	else if (c == s->quote)
		s->quote = '\0';
	if (str_putc(&s->element, c) != 0) {
		s->element.len = 0;
		s->quote = '\0';
		str_clear(&s->element);
		return importer_bad_at(
			s->job, ++s->number, s->begin, N_("line too long"));
	}
	return c == '>' && s->quote == '\0' ? see_element(s) : 0;
}

static int see_piece(struct scan *s, const char *piece, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = see_byte(s, piece[i]);
	return rc;
}

static int read_xml(struct importer_job *job)
{
	struct scan scan = { .job = job };
	struct source *source = NULL;
	char *piece = mem_new(PIECE, 1);
	size_t n = 1;
	int rc = importer_open(&source, job);

	str_init(&scan.element, LINES_MAX);
	while (rc == 0 && n > 0) {
		rc = source_read(source, piece, PIECE, &n);
		if (rc == 0)
			rc = see_piece(&scan, piece, n);
	}
	if (rc == 0)
		rc = give(&scan);
	if (rc == 0 && (scan.element.len >= 4 || scan.comment))
		rc = importer_bad_at(job, ++scan.number, scan.begin,
			N_("the file is cut or damaged from here on"));
	str_release(&scan.element);
	free(piece);
	return importer_close(source, job, rc);
}

/* An XML text or a database: whichever it begins as. */
static int read_log(struct importer_job *job)
{
	struct importer_head head = { 0 };
	struct str room = { 0 };
	int rc = peek_member(&head, &room, job);
	bool db =
		rc == 0 && head.len >= 6 && memcmp(head.text, "SQLite", 6) == 0;

	str_release(&room);
	if (rc != 0)
		return rc;
	return db ? netguard_db_read(job) : read_xml(job);
}

const struct importer import_netguard = {
	.name = "netguard",
	.version = 1,
	.summary =
		N_("NetGuard (Android): its DNS log as XML, or its database"),
	.how = N_("In NetGuard, with the log of the pro version switched on: "
		  "the menu \"Show DNS\", then \"Export\". It writes "
		  "netguard_dns_<date>.xml. Its packet capture (Settings, "
		  "Advanced options) is read too, as a capture."),
	.sniff = sniff,
	.read = read_log,
	.beside = importer_wal,
};
