/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/url.h"

#include <string.h>

#include "evidence/digits.h"

enum { PORT_MAX = 65535 };

/* scheme ":" in small letters (RFC 3986, 3.1); its length with the colon, 0
 * for none. */
static size_t read_scheme(struct url *u, const char *text, size_t len)
{
	size_t n = 0;

	for (; n < len && n <= URL_SCHEME; n++) {
		char c = text[n];

		if (c == ':' && n > 0) {
			u->scheme[n] = '\0';
			return n + 1;
		}
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!(c >= 'a' && c <= 'z') &&
			(n == 0 || !((c >= '0' && c <= '9') || c == '+' ||
					   c == '-' || c == '.')))
			return 0;
		if (n < URL_SCHEME)
			u->scheme[n] = c;
	}
	return 0;
}

static bool is_network(const char *scheme)
{
	static const char *const schemes[] = { "http", "https", "ws", "wss",
		"ftp" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strcmp(scheme, schemes[i]) == 0)
			return true;
	return false;
}

/* What stands behind the host: nothing, or a colon and a port. */
static bool read_port(struct url *u, const char *p, const char *end)
{
	int64_t port = 0;

	if (p == end)
		return true;
	if (*p != ':' ||
		(p + 1 < end && !digits_read(&port, p + 1,
					(size_t)(end - p - 1), PORT_MAX)))
		return false;
	u->port = (int)port;
	return true;
}

/* [user[:password]@]host[:port] */
static bool read_authority(struct url *u, const char *p, const char *end)
{
	const char *at = memrchr(p, '@', (size_t)(end - p)), *stop;
	bool brackets;

	u->user = at != NULL;
	if (at != NULL)
		p = at + 1;
	brackets = p < end && *p == '[';
	p += brackets;
	stop = memchr(p, brackets ? ']' : ':', (size_t)(end - p));
	if (stop == NULL && brackets)
		return false;
	if (stop == NULL)
		stop = end;
	if (memchr(p, '/', (size_t)(stop - p)) != NULL ||
		memchr(p, '*', (size_t)(stop - p)) != NULL ||
		!host_normalise(u->host, p, (size_t)(stop - p)))
		return false;
	return read_port(u, stop + brackets, end);
}

bool url_read(struct url *out, const char *text, size_t len)
{
	const char *end = text + len, *p, *tail, *mark;
	size_t n;

	*out = (struct url){ .path = "", .query = "" };
	n = read_scheme(out, text, len);
	if (n == 0)
		return false;
	if (!is_network(out->scheme))
		return true;
	p = text + n;
	if (end - p < 2 || p[0] != '/' || p[1] != '/')
		return false;
	p += 2;
	mark = memchr(p, '#', (size_t)(end - p));
	if (mark != NULL)
		end = mark;
	for (tail = p; tail < end && strchr("/?", *tail) == NULL;)
		tail++;
	if (!read_authority(out, p, tail))
		return false;
	mark = memchr(tail, '?', (size_t)(end - tail));
	out->path = tail;
	out->path_len = (size_t)((mark != NULL ? mark : end) - tail);
	if (mark != NULL) {
		out->query = mark + 1;
		out->query_len = (size_t)(end - mark - 1);
	}
	return true;
}

const char *url_party(const char *host, const char *document)
{
	const char *a, *b;

	if (host[0] == '\0' || document[0] == '\0')
		return "";
	if (strcmp(host, document) == 0)
		return "first";
	a = host_registrable(host);
	b = host_registrable(document);
	if (a == NULL || b == NULL)
		return "";
	return strcmp(a, b) == 0 ? "first" : "third";
}
