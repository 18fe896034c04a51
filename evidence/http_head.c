/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	GET /path?query HTTP/1.1
 *	Host: name:port
 *
 * The target may be a whole URL, for a proxy, or name:port with CONNECT.
 */
#include "evidence/http_head.h"

#include <string.h>
#include <strings.h>

enum { WORD_MAX = 24, WORD_DIGITS = 3 };

static const char *const methods[] = { "GET", "POST", "HEAD", "PUT", "DELETE",
	"OPTIONS", "PATCH", "CONNECT", "TRACE" };

bool http_head_may_be(const unsigned char *bytes, size_t len)
{
	if (len == 0)
		return false;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		size_t n = strlen(methods[i]);

		if (memcmp(bytes, methods[i], len < n ? len : n) == 0 &&
			(len <= n || bytes[n] == ' '))
			return true;
	}
	return false;
}

struct text {
	const char *p;
	size_t len;
};

static bool cut(struct text *out, struct text *rest, char at)
{
	const char *end = memchr(rest->p, at, rest->len);

	if (end == NULL)
		return false;
	*out = (struct text){ rest->p, (size_t)(end - rest->p) };
	rest->len -= out->len + 1;
	rest->p = end + 1;
	return true;
}

static struct text trim(struct text t)
{
	while (t.len > 0 && (t.p[0] == ' ' || t.p[0] == '\t')) {
		t.p++;
		t.len--;
	}
	while (t.len > 0 && (t.p[t.len - 1] == ' ' || t.p[t.len - 1] == '\t' ||
				    t.p[t.len - 1] == '\r'))
		t.len--;
	return t;
}

/* "name:port", "[address]:port" or either without its port. */
static void take_host(struct http_head *out, struct text t)
{
	const char *colon;

	if (t.len > 0 && t.p[0] == '[') {
		const char *end = memchr(t.p, ']', t.len);

		if (end == NULL)
			return;
		t = (struct text){ t.p + 1, (size_t)(end - t.p) - 1 };
	} else if ((colon = memchr(t.p, ':', t.len)) != NULL) {
		t.len = (size_t)(colon - t.p);
	}
	if (!host_normalise(out->host, t.p, t.len))
		out->host[0] = '\0';
}

/* Whether a part of a path is a word, or a version: no number of an account
 * or a device, no token, no address. */
static bool is_word(const char *p, size_t len)
{
	size_t digits = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			digits++;
		else if (!((p[i] >= 'a' && p[i] <= 'z') ||
				 (p[i] >= 'A' && p[i] <= 'Z') ||
				 strchr("-_.", p[i]) != NULL) ||
			 p[i] == '\0')
			return false;
	}
	return len <= WORD_MAX && digits <= WORD_DIGITS;
}

/* The path up to its query, with "*" for the parts that are no words. */
static void take_path(struct http_head *out, struct text t)
{
	size_t n = 0, at = 0;

	while (n < t.len && t.p[n] != '?' && t.p[n] != '#' && t.p[n] != ';')
		n++;
	t.len = n;
	while (t.len > 0 && at < HTTP_PATH_MAX) {
		size_t part = t.p[0] == '/' ? 1 : 0, kept;
		bool word = true;

		if (part == 0) {
			while (part < t.len && t.p[part] != '/')
				part++;
			word = is_word(t.p, part);
		}
		kept = word ? part : 1;
		if (kept > HTTP_PATH_MAX - at)
			break;
		memcpy(out->path + at, word ? t.p : "*", kept);
		at += kept;
		t.p += part;
		t.len -= part;
	}
	out->path[at] = '\0';
}

static void take_target(struct http_head *out, struct text t)
{
	static const char scheme[] = "http://";
	size_t n = 0;

	if (out->connect) {
		take_host(out, t);
		return;
	}
	if (t.len > sizeof(scheme) - 1 &&
		strncasecmp(t.p, scheme, sizeof(scheme) - 1) == 0) {
		struct text authority;

		t.p += sizeof(scheme) - 1;
		t.len -= sizeof(scheme) - 1;
		authority = t;
		while (n < t.len && t.p[n] != '/' && t.p[n] != '?')
			n++;
		authority.len = n;
		if (memchr(authority.p, '@', authority.len) == NULL)
			take_host(out, authority);
		t.p += n;
		t.len -= n;
	}
	take_path(out, t);
}

static bool take_line(struct http_head *out, struct text line)
{
	struct text method, target;

	line = trim(line);
	if (!cut(&method, &line, ' ') || !cut(&target, &line, ' ') ||
		method.len >= sizeof(out->method) || line.len < 8 ||
		memcmp(line.p, "HTTP/1.", 7) != 0 ||
		memchr(target.p, '\0', target.len) != NULL)
		return false;
	memcpy(out->method, method.p, method.len);
	out->method[method.len] = '\0';
	out->connect = strcmp(out->method, "CONNECT") == 0;
	take_target(out, target);
	return true;
}

enum http_head_state http_head_read(
	struct http_head *out, const unsigned char *bytes, size_t len)
{
	struct text rest = { (const char *)bytes, len }, line, name;

	*out = (struct http_head){ 0 };
	if (!http_head_may_be(bytes, len))
		return HTTP_HEAD_NONE;
	if (!cut(&line, &rest, '\n'))
		return len < HTTP_HEAD_MAX ? HTTP_HEAD_PART : HTTP_HEAD_NONE;
	if (!take_line(out, line))
		return HTTP_HEAD_NONE;
	while (cut(&line, &rest, '\n')) {
		if (trim(line).len == 0)
			return HTTP_HEAD_WHOLE;
		if (out->host[0] == '\0' && cut(&name, &line, ':') &&
			name.len == 4 && strncasecmp(name.p, "host", 4) == 0)
			take_host(out, trim(line));
	}
	return len < HTTP_HEAD_MAX ? HTTP_HEAD_PART : HTTP_HEAD_NONE;
}
