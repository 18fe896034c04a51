/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	HTTP/1.1 200 OK
 *	Content-Type: text/html; charset=utf-8
 *	Transfer-Encoding: chunked
 *
 *	5
 *	<main
 *	0
 */
#include "scrapers/warc_http.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/http.h"
#include "base/i18n.h"

void warc_http_release(struct warc_http *a)
{
	str_release(&a->head);
	str_release(&a->plain);
	str_release(&a->media_type);
	str_release(&a->coding);
	str_release(&a->location);
	*a = (struct warc_http){ 0 };
}

/* --- chunks (RFC 9112, 7.1) --- */

/* The size that begins a chunk; false when there is none. */
static bool read_size(size_t *out, const char *data, size_t len)
{
	size_t v = 0, i = 0;

	for (; i < len && i < 9; i++) {
		char c = data[i];
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (unsigned)((c | 32) - 'a') + 10;
		else
			break;
		v = v << 4 | digit;
	}
	*out = v;
	return i > 0 && i < 9 && i < len && strchr("\r\n; \t", data[i]) != NULL;
}

int warc_http_unchunk(struct str *out, bool *cut, const char *data, size_t len)
{
	size_t at = 0, size = 0, begun = out->len;

	*cut = false;
	while (at < len) {
		const char *end = memchr(data + at, '\n', len - at);

		if (end == NULL || !read_size(&size, data + at, len - at)) {
			str_cut(out, begun);
			return err_set(
				ERR_PARSE, _("the body is not made of chunks"));
		}
		at = (size_t)(end - data) + 1;
		if (size == 0)
			return str_check(out, _("the answer"));
		if (size > len - at)
			break;
		str_add(out, data + at, size);
		at += size;
		if (at < len && data[at] == '\r')
			at++;
		if (at < len && data[at] == '\n')
			at++;
	}
	if (at < len)
		str_add(out, data + at, len - at);
	*cut = true;
	return str_check(out, _("the answer"));
}

/* --- the header block --- */

/* Bytes of the header block that begins here, with its empty line: all of
 * the block when there is none. */
static size_t head_length(const char *block, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		if (block[i] != '\n')
			continue;
		if (block[i + 1] == '\n')
			return i + 2;
		if (i + 2 < len && block[i + 1] == '\r' && block[i + 2] == '\n')
			return i + 3;
	}
	return len;
}

/* "HTTP/1.1 200 OK": 200; 0 when it is no such line. */
static int read_status(const char *block, size_t len)
{
	const char *space = memchr(block, ' ', len < 16 ? len : 16);
	int status = 0;

	if (len < 5 || strncasecmp(block, "HTTP/", 5) != 0 || space == NULL)
		return 0;
	for (int i = 1; i <= 3; i++) {
		if (space + i >= block + len || space[i] < '0' ||
			space[i] > '9')
			return 0;
		status = status * 10 + (space[i] - '0');
	}
	return status >= 100 ? status : 0;
}

static bool has_token(const struct str *list, const char *token)
{
	size_t n = strlen(token);

	for (const char *p = list->p; p != NULL && *p != '\0'; p++)
		if (strncasecmp(p, token, n) == 0)
			return true;
	return false;
}

static void read_field(
	struct str *out, const struct str *head, const char *name)
{
	if (http_header(out, head, name, 0) != 0)
		str_puts(out, "");
}

static bool is_short(const struct warc_http *a)
{
	struct str text = { 0 };
	size_t digits;
	bool cut = false;

	read_field(&text, &a->head, "Content-Length");
	digits = strspn(text.p, "0123456789");
	if (digits > 0 && digits < 18 && text.p[digits] == '\0')
		cut = strtoull(text.p, NULL, 10) > a->payload_len;
	str_release(&text);
	return cut;
}

static void read_body(struct warc_http *a)
{
	struct str transfer = { 0 };
	bool chunked;

	read_field(&transfer, &a->head, "Transfer-Encoding");
	chunked = has_token(&transfer, "chunked");
	str_release(&transfer);
	a->body = a->payload;
	a->body_len = a->payload_len;
	if (!chunked) {
		a->cut = is_short(a);
		return;
	}
	str_init(&a->plain, a->payload_len + 1);
	if (warc_http_unchunk(&a->plain, &a->cut, a->payload, a->payload_len) !=
		0) {
		err_clear();
		return;
	}
	str_add(&a->plain, "", 0);
	a->body = a->plain.p;
	a->body_len = a->plain.len;
}

int warc_http_read(struct warc_http *out, const char *block, size_t len)
{
	struct warc_http a = { 0 };
	size_t head = head_length(block, len);
	int status = read_status(block, len);

	while (status > 0 && status < 200 && head < len) {
		block += head;
		len -= head;
		head = head_length(block, len);
		status = read_status(block, len);
	}
	if (status < 200)
		return err_set(ERR_PARSE, _("the record holds no HTTP answer"));
	str_init(&a.head, WARC_HTTP_HEAD);
	if (str_add(&a.head, block, head) != 0) {
		str_release(&a.head);
		return err_set(ERR_LIMIT,
			_("the header block has more than "
			  "%d bytes"),
			WARC_HTTP_HEAD);
	}
	a.status = status;
	a.payload = block + head;
	a.payload_len = len - head;
	read_field(&a.media_type, &a.head, "Content-Type");
	read_field(&a.coding, &a.head, "Content-Encoding");
	read_field(&a.location, &a.head, "Location");
	read_body(&a);
	*out = a;
	return 0;
}
