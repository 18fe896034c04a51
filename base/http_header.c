/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A header block as it was sent, a line a field:
 *
 *	HTTP/1.1 503 Service Unavailable
 *	Retry-After: Wed, 21 Oct 2026 07:28:00 GMT
 *	Date: Wed, 21 Oct 2026 07:27:30 GMT
 *
 * Old line folding (RFC 9112, 5.2) is not undone: the further lines are no
 * fields.
 */
#include "base/http_header.h"

#include <ctype.h>
#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"

/* The next line of a header block, without its end. */
static bool next_line(
	const char **p, const char *end, const char **line, size_t *len)
{
	const char *stop;

	if (*p >= end)
		return false;
	stop = memchr(*p, '\n', (size_t)(end - *p));
	*line = *p;
	*len = stop != NULL ? (size_t)(stop - *p) : (size_t)(end - *p);
	*p = stop != NULL ? stop + 1 : end;
	if (*len > 0 && (*line)[*len - 1] == '\r')
		--*len;
	return true;
}

int http_header(struct str *out, const struct str *block, const char *name,
	size_t index)
{
	const char *p = block->p, *line;
	size_t len, n = strlen(name), from;

	while (p != NULL && next_line(&p, block->p + block->len, &line, &len)) {
		if (len <= n || line[n] != ':' ||
			strncasecmp(line, name, n) != 0)
			continue;
		if (index-- > 0)
			continue;
		from = n + 1;
		while (from < len && (line[from] == ' ' || line[from] == '\t'))
			from++;
		while (len > from &&
			(line[len - 1] == ' ' || line[len - 1] == '\t'))
			len--;
		return str_add(out, line + from, len - from);
	}
	return err_set(ERR_NOTFOUND, _("the answer has no header '%s'"), name);
}

/* A whole number of seconds. */
static bool read_seconds(int64_t *out, const struct str *text)
{
	int64_t n = 0;

	for (size_t i = 0; i < text->len; i++) {
		if (text->p[i] < '0' || text->p[i] > '9')
			return false;
		if (n < HTTP_RETRY_MAX_S)
			n = n * 10 + (text->p[i] - '0');
	}
	if (text->len > 0)
		*out = n;
	return text->len > 0;
}

/* An HTTP-date in any of its three forms, which all begin with a weekday. */
static bool read_date(
	int64_t *seconds, const struct str *block, const char *name)
{
	struct str text = { 0 };
	time_t t = -1;

	if (http_header(&text, block, name, 0) == 0 &&
		text.len == strlen(text.p) && isalpha((unsigned char)*text.p))
		t = curl_getdate(text.p, NULL);
	*seconds = (int64_t)t;
	str_release(&text);
	return t != -1;
}

bool http_retry_after(int64_t *out_ns, const struct str *block, int64_t now_ns)
{
	struct str text = { 0 };
	int64_t wait = -1, when, now = now_ns / INSTANT_SECOND;

	if (http_header(&text, block, "Retry-After", 0) == 0 &&
		!read_seconds(&wait, &text) &&
		read_date(&when, block, "Retry-After")) {
		read_date(&now, block, "Date");
		if (now == -1)
			now = now_ns / INSTANT_SECOND;
		wait = when > now ? when - now : 0;
	}
	str_release(&text);
	if (wait < 0)
		return false;
	*out_ns = (wait < HTTP_RETRY_MAX_S ? wait : HTTP_RETRY_MAX_S) *
		  INSTANT_SECOND;
	return true;
}
