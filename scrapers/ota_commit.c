/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A commit object:
 *
 *	tree a3e6ffbb…
 *	parent dc88b78d…
 *	author Open Terms Archive Bot <bot@…> 1602136903 +0000
 *	committer …
 *
 *	Record new changes of Exemple Privacy Policy
 *
 *	…
 *
 * Messages, by the engine's years: see the table below; "Document ID x" for
 * one page of several; "This version was recorded after extracting from
 * snapshot x", or "… extracting from and assembling the following snapshots
 * from 2 source documents:" and lines "- x"; trailers X-engine-version,
 * X-fetcher, X-source-document-location.
 */
#include "scrapers/ota_commit.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { SECONDS_DIGITS = 11, LINE = 2000 };

static const struct {
	const char *words;
	enum ota_commit_kind kind;
} subjects[] = {
	{ "First record of ", OTA_COMMIT_FIRST },
	{ "Record new changes of ", OTA_COMMIT_CHANGE },
	{ "Apply technical or declaration upgrade on ", OTA_COMMIT_TECHNICAL },
	{ "Start tracking ", OTA_COMMIT_FIRST },
	{ "Update ", OTA_COMMIT_CHANGE },
	{ "Refilter ", OTA_COMMIT_TECHNICAL },
};

/* --- reading --- */

/* Text from outside as UTF-8, at most LINE bytes of it. */
static char *repaired(const char *text, size_t len)
{
	struct str s = { 0 };

	utf8_repair(&s, text, len < LINE ? len : LINE);
	return str_take(&s);
}

static bool starts(const char *line, size_t len, const char *words)
{
	size_t n = strlen(words);

	return len >= n && memcmp(line, words, n) == 0;
}

/* "author NAME <ADDRESS> 1602136903 +0200" */
static bool read_author(int64_t *ns, const char *line, size_t len)
{
	const char *end = line + len, *p = end;
	int64_t seconds = 0;
	int digits = 0;

	while (p > line && p[-1] != '>')
		p--;
	if (p == line || p == end || *p++ != ' ')
		return false;
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		if (++digits > SECONDS_DIGITS)
			return false;
		seconds = seconds * 10 + (*p - '0');
	}
	if (digits == 0 || (p < end && *p != ' ') ||
		seconds > INT64_MAX / INSTANT_SECOND)
		return false;
	*ns = seconds * INSTANT_SECOND;
	return true;
}

static void read_subject(struct ota_commit *c, const char *line, size_t len)
{
	c->subject = repaired(line, len);
	for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++)
		if (starts(line, len, subjects[i].words)) {
			c->kind = subjects[i].kind;
			return;
		}
}

static void add_snapshot(struct ota_commit *c, const char *text, size_t len)
{
	char *one;

	if (len == 0 ||
		cJSON_GetArraySize(c->snapshots) >= OTA_COMMIT_SNAPSHOTS)
		return;
	one = repaired(text, len);
	json_push_string(c->snapshots, one);
	free(one);
}

/* "X-fetcher: htmlOnly" */
static void read_trailer(struct ota_commit *c, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	size_t n = colon != NULL ? (size_t)(colon - line) : 0;
	char *name, *value;

	if (colon == NULL || n + 2 > len || colon[1] != ' ' || n > 80 ||
		!utf8_valid(line, n, NULL) ||
		cJSON_GetArraySize(c->trailers) >= OTA_COMMIT_TRAILERS)
		return;
	name = mem_dup(line, n);
	value = repaired(colon + 2, len - n - 2);
	json_set(c->trailers, name, value);
	free(name);
	free(value);
}

/* A line of the message behind the subject. */
static void read_line(
	struct ota_commit *c, bool *listing, const char *line, size_t len)
{
	static const char made[] = "This version was recorded after ";
	const char *word;

	if (starts(line, len, "X-")) {
		read_trailer(c, line, len);
	} else if (starts(line, len, "Document ID ") && c->document == NULL) {
		c->document = repaired(line + 12, len - 12);
	} else if (*listing && starts(line, len, "- ")) {
		add_snapshot(c, line + 2, len - 2);
	} else if (starts(line, len, made)) {
		*listing = line[len - 1] == ':';
		word = line + len;
		while (word > line && word[-1] != ' ')
			word--;
		if (!*listing)
			add_snapshot(c, word, (size_t)(line + len - word));
	}
}

/* The message: its subject, then the rest. */
static void read_message(struct ota_commit *c, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	bool listing = false;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n =
			stop != NULL ? (size_t)(stop - p) : (size_t)(end - p);

		while (n > 0 && (p[n - 1] == '\r' || p[n - 1] == ' '))
			n--;
		if (n > 0 && c->subject == NULL)
			read_subject(c, p, n);
		else if (n > 0)
			read_line(c, &listing, p, n);
		p = stop != NULL ? stop + 1 : end;
	}
}

/* Our own trailers; an instant only where it says the same more exactly. */
static void read_ours(struct ota_commit *c)
{
	const char *seen = ota_commit_trailer(c, "X-constat-seen");
	const char *precision = ota_commit_trailer(c, "X-constat-precision");
	int64_t ns;

	c->ours = seen != NULL;
	if (c->ours && instant_parse(&ns, NULL, seen, strlen(seen)) == 0 &&
		ns >= c->author_ns && ns - c->author_ns < INSTANT_SECOND)
		c->author_ns = ns;
	c->day_only =
		c->ours && precision != NULL && strcmp(precision, "day") == 0;
}

int ota_commit_parse(struct ota_commit *out, const char *text, size_t len)
{
	struct ota_commit c = { .snapshots = json_array(),
		.trailers = json_object() };
	const char *p = text, *end = text + len;
	bool dated = false;

	while (p < end && *p != '\n') {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n =
			stop != NULL ? (size_t)(stop - p) : (size_t)(end - p);

		if (starts(p, n, "author ") && !dated)
			dated = read_author(&c.author_ns, p, n);
		p += n + (stop != NULL);
	}
	if (!dated) {
		ota_commit_release(&c);
		return err_set(
			ERR_PARSE, _("the commit has no author with a date"));
	}
	if (p < end)
		read_message(&c, p, (size_t)(end - p));
	if (c.subject == NULL)
		c.subject = mem_strdup("");
	read_ours(&c);
	*out = c;
	return 0;
}

void ota_commit_release(struct ota_commit *c)
{
	free(c->subject);
	free(c->document);
	cJSON_Delete(c->snapshots);
	cJSON_Delete(c->trailers);
	*c = (struct ota_commit){ 0 };
}

const char *ota_commit_trailer(const struct ota_commit *c, const char *name)
{
	return json_string(c->trailers, name);
}

/* --- writing --- */

static void write_snapshots(struct str *out, const char *const *snapshots)
{
	size_t n = 0;

	while (snapshots != NULL && snapshots[n] != NULL)
		n++;
	if (n == 0)
		return;
	if (n == 1) {
		str_printf(out,
			"This version was recorded after extracting from "
			"snapshot %s\n\n",
			snapshots[0]);
		return;
	}
	str_printf(out,
		"This version was recorded after extracting from and "
		"assembling the following snapshots from %zu source "
		"documents:\n",
		n);
	for (size_t i = 0; i < n; i++)
		str_printf(out, "- %s\n", snapshots[i]);
	str_putc(out, '\n');
}

void ota_commit_write(struct str *out, const struct ota_commit_message *m)
{
	size_t i = 0;

	while (subjects[i].kind != m->kind)
		i++;
	str_printf(out, "%s%s %s\n\n", subjects[i].words, m->service, m->type);
	if (m->document != NULL)
		str_printf(out, "Document ID %s\n\n", m->document);
	write_snapshots(out, m->snapshots);
	for (i = 0; m->trailers[0][i] != NULL; i++) {
		str_printf(out, "%s: ", m->trailers[0][i]);
		utf8_printable(out, m->trailers[1][i],
			strlen(m->trailers[1][i]), false);
		str_putc(out, '\n');
	}
}
