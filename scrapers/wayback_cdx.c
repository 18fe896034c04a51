/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same capture in the four forms:
 *
 *	[["urlkey","timestamp","original","mimetype","statuscode","digest"],
 *	 ["test,a)/p","20180903101010","https://a.test/p","text/html","200",
 *	  "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"]]
 *
 *	test,a)/p 20180903101010 https://a.test/p text/html 200 3I42H3… 1234
 *
 *	 CDX N b a m s k r M S V g
 *	test,a)/p 20180903101010 https://a.test/p text/html 200 3I42H3… - - …
 *
 *	test,a)/p 20180903101010 {"url": "https://a.test/p", "mime":
 *	"text/html", "status": "200", "digest": "3I42H3…"}
 */
#include "scrapers/wayback_cdx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { COLUMNS = 16, LINE = 64 << 10 };

/* What is read of a row. */
enum member { STAMP, URL, MIME, STATUS, DIGEST, MEMBERS };

/* Where the members stand; -1: nowhere. */
struct columns {
	int at[MEMBERS];
};

int wayback_stamp(int64_t *ns, const char *text, size_t len)
{
	struct civil c = { 0 };
	int v[WAYBACK_STAMP];

	if (len == WAYBACK_STAMP &&
		strspn(text, "0123456789") >= WAYBACK_STAMP) {
		for (int i = 0; i < WAYBACK_STAMP; i++)
			v[i] = text[i] - '0';
		c = (struct civil){
			.year = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3],
			.month = v[4] * 10 + v[5],
			.day = v[6] * 10 + v[7],
			.hour = v[8] * 10 + v[9],
			.minute = v[10] * 10 + v[11],
			.second = v[12] * 10 + v[13],
		};
		if (instant_from_civil(ns, &c, 0))
			return 0;
	}
	return err_set(ERR_PARSE, _("'%.*s' is no timestamp of 14 digits"),
		(int)(len < 40 ? len : 40), text);
}

void wayback_rows_release(struct wayback_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		free(rows->v[i].url);
		free(rows->v[i].media_type);
		free(rows->v[i].digest);
	}
	free(rows->v);
	*rows = (struct wayback_rows){ 0 };
}

/* --- one row --- */

static char *known(const char *text)
{
	return mem_strdup(text == NULL || strcmp(text, "-") == 0 ? "" : text);
}

static const char *without_label(const char *digest)
{
	return digest != NULL && strncasecmp(digest, "sha1:", 5) == 0
		       ? digest + 5
		       : digest;
}

/* Adds a row of these texts, each of which may be NULL. */
static int add_row(struct wayback_rows *rows, const char *const text[MEMBERS])
{
	struct wayback_row row = { 0 };
	const char *status = text[STATUS];
	size_t digits = status != NULL ? strspn(status, "0123456789") : 0;

	if (text[STAMP] == NULL || text[URL] == NULL || text[URL][0] == '\0' ||
		!utf8_valid(text[URL], strlen(text[URL]), NULL) ||
		wayback_stamp(&row.ns, text[STAMP], strlen(text[STAMP])) != 0) {
		err_clear();
		rows->bad++;
		return 0;
	}
	if (rows->n == WAYBACK_ROWS)
		return err_set(ERR_LIMIT, _("more than %d captures are listed"),
			WAYBACK_ROWS);
	memcpy(row.timestamp, text[STAMP], WAYBACK_STAMP);
	row.url = mem_strdup(text[URL]);
	row.media_type = known(text[MIME]);
	row.digest = known(without_label(text[DIGEST]));
	if (digits == 3 && status[digits] == '\0')
		row.status = (int)strtol(status, NULL, 10);
	rows->v = mem_grow(rows->v, &rows->cap, rows->n + 1, sizeof(*rows->v));
	rows->v[rows->n++] = row;
	return 0;
}

/* --- JSON --- */

static struct columns read_names(const cJSON *head)
{
	static const char *const names[MEMBERS] = { "timestamp", "original",
		"mimetype", "statuscode", "digest" };
	struct columns c = { { -1, -1, -1, -1, -1 } };
	const cJSON *cell;
	int n = 0;

	cJSON_ArrayForEach(cell, head)
	{
		for (int i = 0; cJSON_IsString(cell) && i < MEMBERS; i++)
			if (strcmp(cell->valuestring, names[i]) == 0)
				c.at[i] = n;
		n++;
	}
	return c;
}

static int read_json(struct wayback_rows *rows, const char *text, size_t len)
{
	cJSON *tree = NULL;
	const cJSON *row, *cell;
	struct columns c = { { 0 } };
	bool head = true;
	int rc = json_parse(&tree, text, len, NULL);

	cJSON_ArrayForEach(row, tree)
	{
		const char *member[MEMBERS] = { NULL };
		int n = 0;

		if (head) {
			c = read_names(row);
			head = false;
			continue;
		}
		cJSON_ArrayForEach(cell, row)
		{
			for (int i = 0; cJSON_IsString(cell) && i < MEMBERS;
				i++)
				if (c.at[i] == n)
					member[i] = cell->valuestring;
			n++;
		}
		if (rc == 0)
			rc = add_row(rows, member);
	}
	cJSON_Delete(tree);
	return rc;
}

/* --- text --- */

/* " CDX N b a m s k": which letter stands where. */
static struct columns read_letters(char *head)
{
	static const char letters[MEMBERS + 1] = "bamsk";
	struct columns c = { { -1, -1, -1, -1, -1 } };
	char *rest = head, *word;
	int n = 0;

	while ((word = strsep(&rest, " ")) != NULL) {
		const char *letter = word[0] != '\0' && word[1] == '\0'
					     ? strchr(letters, word[0])
					     : NULL;

		if (letter != NULL)
			c.at[letter - letters] = n;
		n++;
	}
	return c;
}

static int read_cdxj(struct wayback_rows *rows, char *line, char *json)
{
	cJSON *tree = NULL;
	const char *member[MEMBERS] = { NULL };
	char *space;
	int rc = 0;

	json[-1] = '\0';
	space = strchr(line, ' ');
	if (space != NULL && json_parse(&tree, json, strlen(json), NULL) == 0) {
		member[STAMP] = space + 1;
		member[URL] = json_string(tree, "url");
		member[MIME] = json_string(tree, "mime");
		member[STATUS] = json_string(tree, "status");
		member[DIGEST] = json_string(tree, "digest");
	}
	err_clear();
	rc = add_row(rows, member);
	cJSON_Delete(tree);
	return rc;
}

static int read_line(
	struct wayback_rows *rows, char *line, const struct columns *c)
{
	const char *member[MEMBERS] = { NULL };
	char *rest = line, *word, *json = strstr(line, " {");
	int n = 0;

	if (json != NULL)
		return read_cdxj(rows, line, json + 1);
	while (n < COLUMNS && (word = strsep(&rest, " ")) != NULL) {
		for (int i = 0; i < MEMBERS; i++)
			if (c->at[i] == n)
				member[i] = word;
		n++;
	}
	return add_row(rows, member);
}

static int read_text(struct wayback_rows *rows, const char *text, size_t len)
{
	struct columns c = { { 1, 2, 3, 4, 5 } };
	const char *end = text + len;
	int rc = 0;

	while (rc == 0 && text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((stop != NULL ? stop : end) - text);
		char *line = mem_dup(text, n < LINE ? n : LINE);

		line[strcspn(line, "\r")] = '\0';
		if (strncmp(line, " CDX ", 5) == 0)
			c = read_letters(line + 5);
		else if (line[0] != '\0' && line[0] != '!')
			rc = read_line(rows, line, &c);
		free(line);
		text += stop != NULL ? n + 1 : n;
	}
	return rc;
}

static int compare(const void *a, const void *b)
{
	const struct wayback_row *x = a, *y = b;

	return strcmp(x->timestamp, y->timestamp);
}

int wayback_cdx_parse(struct wayback_rows *out, const char *text, size_t len)
{
	struct wayback_rows rows = { 0 };
	size_t start = 0;
	int rc;

	while (start < len && strchr(" \t\r\n", text[start]) != NULL &&
		text[start] != '\0')
		start++;
	if (start < len && text[start] == '[')
		rc = read_json(&rows, text + start, len - start);
	else
		rc = read_text(&rows, text, len);
	if (rc == 0 && rows.n == 0 && rows.bad > 0)
		rc = err_set(ERR_PARSE,
			_("no listing of captures (CDX): %zu lines cannot be "
			  "read"),
			rows.bad);
	if (rows.n > 0)
		qsort(rows.v, rows.n, sizeof(*rows.v), compare);
	if (rc == 0)
		*out = rows;
	else
		wayback_rows_release(&rows);
	return rc;
}
