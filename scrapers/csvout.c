/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	service,terms,version,first_seen,last_seen,precision,sightings,…
 *	Exemple,Privacy Policy,1,2018-09-03T10:00:00Z,…
 */
#include "scrapers/csvout.h"

#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "scrapers/history.h"
#include "scrapers/words.h"

static const char heading[] =
	"service,terms,version,first_seen,last_seen,precision,sightings,"
	"basis,source,sha256,bytes,words,technical\r\n";

void csvout_cell(struct str *line, const char *text)
{
	bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;

	if (line->len > 0)
		str_putc(line, ',');
	if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
		str_puts(line, text);
		return;
	}
	str_putc(line, '"');
	if (formula)
		str_putc(line, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_putc(line, '"');
		str_putc(line, *text);
	}
	str_putc(line, '"');
}

static void put_number(struct str *line, uint64_t n)
{
	str_printf(line, ",%llu", (unsigned long long)n);
}

static int put_words(
	struct str *line, struct store *s, const struct version_span *v)
{
	struct str text = { 0 };
	int rc = object_get(s, &v->text, &text);

	if (rc == 0)
		put_number(line, words_count(text.p, text.len));
	str_release(&text);
	return rc;
}

static int put_source(
	struct str *line, struct store *s, const struct version_span *v)
{
	struct snapshot snap = { 0 };
	int rc = snapshot_get(&snap, s, v->first.snapshot);

	if (rc == 0)
		csvout_cell(line, snap.source != NULL ? snap.source : "");
	snapshot_release(&snap);
	return rc;
}

static int put_row(struct csvout *c, struct store *s, const char *service,
	const char *type, const struct version_span *v)
{
	struct str line = { 0 };
	char when[INSTANT_TEXT], sha256[DIGEST_NAME + 1];
	int rc;

	csvout_cell(&line, service);
	csvout_cell(&line, type);
	put_number(&line, (uint64_t)v->number);
	history_when(when, &v->first);
	csvout_cell(&line, when);
	history_when(when, &v->last);
	csvout_cell(&line, when);
	csvout_cell(&line, v->first.day_only ? "day" : "s");
	put_number(&line, v->sightings);
	csvout_cell(&line, snapshot_basis_name(v->first.basis));
	rc = put_source(&line, s, v);
	digest_name(sha256, &v->text);
	csvout_cell(&line, sha256);
	put_number(&line, v->size);
	if (rc == 0)
		rc = put_words(&line, s, v);
	csvout_cell(&line, v->technical ? "yes" : "no");
	str_puts(&line, "\r\n");
	if (rc == 0)
		rc = c->fn(line.p, line.len, c->ctx);
	c->rows += rc == 0;
	str_release(&line);
	return rc;
}

/* The terms at hand, and the archive. */
struct visit {
	struct csvout *c;
	struct store *s;
};

static int put_terms(const char *service, const char *type, void *ctx)
{
	const struct visit *v = ctx;
	struct version_spans spans = { 0 };
	int rc;

	if ((v->c->service != NULL &&
		    strcasecmp(v->c->service, service) != 0) ||
		(v->c->type != NULL && strcasecmp(v->c->type, type) != 0))
		return 0;
	rc = version_spans(&spans, v->s, service, type);
	for (size_t i = 0; rc == 0 && i < spans.n; i++)
		rc = put_row(v->c, v->s, service, type, &spans.v[i]);
	version_spans_release(&spans);
	return rc;
}

int csvout_versions(struct store *s, struct csvout *c)
{
	struct visit v = { c, s };
	int rc = store_snapshot(s);

	if (rc != 0)
		return rc;
	c->rows = 0;
	rc = c->fn(heading, sizeof(heading) - 1, c->ctx);
	if (rc == 0)
		rc = version_each_terms(s, put_terms, &v);
	rc = store_end(s, rc);
	if (rc == 0 && c->rows == 0)
		rc = err_set(ERR_NOTFOUND,
			_("there is nothing of that to be exported"));
	return rc;
}
