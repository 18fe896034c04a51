/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of hosts, in the forms that blockers read; what they hold was listed,
 * not seen. In one file, any of
 *
 *	0.0.0.0 push.vendor.example tracker.example	# hosts file
 *	push.vendor.example				a name a line
 *	*.vendor.example				with all below it
 *	||push.vendor.example^$important		Adblock syntax
 *	address=/push.vendor.example/0.0.0.0		dnsmasq
 *	local-zone: "push.vendor.example" always_nxdomain	Unbound
 *
 * with comments (# and !) and heads ([Adblock Plus]) between. Filters of the
 * Adblock syntax that are no whole hosts, and exceptions (@@), are told as
 * not read.
 */
#include <arpa/inet.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/peek.h"

enum { SNIFF_LINES = 400, SNIFF_MIN = 3, SNIFF_PERCENT = 95 };

/* A line's words, without its comment. */
struct words {
	const char *p, *end;
};

static bool next_word(struct words *w, const char **text, size_t *len)
{
	while (w->p < w->end && (*w->p == ' ' || *w->p == '\t'))
		w->p++;
	*text = w->p;
	while (w->p < w->end && *w->p != ' ' && *w->p != '\t')
		w->p++;
	*len = (size_t)(w->p - *text);
	return *len > 0;
}

static bool is_address(const char *text, size_t len)
{
	unsigned char a[16];
	char copy[64];

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	copy[strcspn(copy, "%")] = '\0';
	return inet_pton(AF_INET, copy, a) == 1 ||
	       inet_pton(AF_INET6, copy, a) == 1;
}

/* A host name as lists have it: letters, digits, - _ and dots, and at most
 * one * as the first label. */
static bool is_host(char out[HOST_MAX + 1], const char *text, size_t len)
{
	if (!host_normalise(out, text, len) || strpbrk(out, ":%/") != NULL)
		return false;
	return strrchr(out, '*') == NULL ||
	       (strrchr(out, '*') == out && out[1] == '.');
}

static bool starts(const char *text, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(text, with, n) == 0;
}

/* What a line without blanks names, up to a character of `ends`. */
static const char *host_in(
	char out[HOST_MAX + 1], const char *text, size_t len, const char *ends)
{
	size_t n = 0;

	while (n < len && strchr(ends, text[n]) == NULL)
		n++;
	return is_host(out, text, n) ? NULL : N_("no host name");
}

/* "||host^", "||host^$options", "|https://host^" is a filter. */
static const char *read_adblock(
	char out[HOST_MAX + 1], const char *text, size_t len)
{
	const char *caret = memchr(text, '^', len);
	size_t n = caret != NULL ? (size_t)(caret - text) : len;

	if (n + 1 < len && text[n + 1] != '$' &&
		!(text[n + 1] == '|' && n + 2 == len))
		return N_("a filter that names no host alone");
	if (caret == NULL && memchr(text, '$', len) != NULL)
		return N_("a filter that names no host alone");
	return is_host(out, text + 2, n - 2)
		       ? NULL
		       : N_("a filter that names no host alone");
}

/* One entry in a line of its own. */
static const char *read_entry(
	char out[HOST_MAX + 1], const char *text, size_t len)
{
	static const char *const keys[] = { "address=/", "server=/",
		"local=/" };

	if (starts(text, len, "||"))
		return read_adblock(out, text, len);
	if (starts(text, len, "@@"))
		return N_("an exception, not an entry");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t n = strlen(keys[i]);

		if (starts(text, len, keys[i]))
			return host_in(out, text + n, len - n, "/");
	}
	if (memchr(text, '#', len) != NULL || memchr(text, '$', len) != NULL ||
		memchr(text, '/', len) != NULL || text[0] == '|')
		return N_("a filter that names no host alone");
	return is_host(out, text, len) ? NULL : N_("no host name");
}

/* The zone of "local-zone: "host" …", without its quotes; false when there
 * is none. */
static bool unbound_zone(struct words *w, const char **text, size_t *len)
{
	if (!next_word(w, text, len))
		return false;
	if (*len > 2 && (*text)[0] == '"' && (*text)[*len - 1] == '"') {
		++*text;
		*len -= 2;
	}
	return true;
}

typedef int (*entry_fn)(const char *host, const char *why, void *ctx);

/* Calls fn for each entry of a line, or once with the reason why it is none;
 * not for comments and heads. */
static int each_entry(const char *text, size_t len, entry_fn fn, void *ctx)
{
	const char *hash = NULL, *word = text, *more;
	char host[HOST_MAX + 1];
	struct words w;
	size_t n, m;
	int rc = 0;

	for (size_t i = 0; i < len && hash == NULL; i++)
		if (text[i] == '#' &&
			(i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t'))
			hash = text + i;
	w = (struct words){ text, hash != NULL ? hash : text + len };
	if (!next_word(&w, &word, &n) || word[0] == '!' || word[0] == '[' ||
		word[0] == ';')
		return 0;
	if (is_address(word, n)) {
		bool any = false;

		while (rc == 0 && next_word(&w, &word, &n)) {
			bool good = is_host(host, word, n);

			any = true;
			rc = fn(host, good ? NULL : N_("no host name"), ctx);
		}
		return any ? rc : fn(host, N_("no host name"), ctx);
	}
	if (starts(word, n, "local-zone:")) {
		if (!unbound_zone(&w, &word, &n))
			return fn(host, N_("no host name"), ctx);
	} else if (next_word(&w, &more, &m)) {
		return fn(host, N_("no entry of a list"), ctx);
	}
	return fn(host, read_entry(host, word, n), ctx);
}

/* Entries and other lines of a head. */
struct count {
	size_t good, bad, dotted;
};

static int count_entry(const char *host, const char *why, void *ctx)
{
	struct count *c = ctx;

	if (why != NULL) {
		c->bad++;
		return 0;
	}
	c->good++;
	c->dotted += strchr(host, '.') != NULL &&
		     strspn(host, "0123456789.") < strlen(host);
	return 0;
}

static int sniff(struct importer_head *head)
{
	struct count c = { 0 };
	const char *text;
	size_t at = 0, len;

	if (memchr(head->text, '\0', head->len) != NULL)
		return 0;
	for (int i = 0; i < SNIFF_LINES && peek_line(head, &at, &text, &len);
		i++)
		each_entry(text, len, count_entry, &c);
	/* A hosts file begins with names of the machine itself. */
	if (c.dotted < SNIFF_MIN || c.dotted * 2 < c.good ||
		c.good * 100 < (c.good + c.bad) * SNIFF_PERCENT)
		return 0;
	head->why = N_("its lines are names of hosts, as in a block list");
	return 60;
}

struct state {
	struct importer_job *job;
	const struct line *line;
	struct observation o;
	const char *why;
};

static int see_entry(const char *host, const char *why, void *ctx)
{
	struct state *s = ctx;

	if (why != NULL) {
		s->why = why;
		return 0;
	}
	s->o.host = host;
	return importer_row(s->job, &s->o);
}

/* A line that names a host and something else besides is bad once. */
static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state s = { .job = job,
		.o = { .kind = OBSERVATION_LISTED,
			.line = line->number,
			.position = line->position,
			.length = line->length } };
	int rc;

	(void)ctx;
	if (memchr(line->text, '\0', line->len) != NULL)
		return importer_bad(job, line, N_("NUL bytes"));
	rc = each_entry(line->text, line->len, see_entry, &s);
	return rc == 0 && s.why != NULL ? importer_bad(job, line, s.why) : rc;
}

static int read_list(struct importer_job *job)
{
	return importer_lines(job, see_line, NULL);
}

const struct importer import_hosts = {
	.name = "hosts",
	.version = 1,
	.summary = N_("a list of hosts: hosts file, names, Adblock syntax"),
	.how = N_("Download the list, or export it from your blocker. It shows "
		  "that a host is listed, and where; it does not show that "
		  "your device ever asked for it."),
	.sniff = sniff,
	.read = read_list,
};
