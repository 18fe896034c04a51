/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The standard describes one state machine over characters; here each state
 * is a function that takes its part off the front of the text. Lists of path
 * segments are kept as they are written: "" is the empty list, "/" a list of
 * one empty segment.
 */
#include "scrapers/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "scrapers/url_host.h"

static const char fragment_set[] = " \"<>`";
static const char query_set[] = " \"#<>";
static const char special_query_set[] = " \"#<>'";
static const char path_set[] = " \"#<>?^`{}";
static const char userinfo_set[] = " \"#<>?^`{}/:;=@[\\]|";

static const struct {
	const char *scheme;
	int port;
} special[] = {
	{ "http", 80 },
	{ "https", 443 },
	{ "ws", 80 },
	{ "wss", 443 },
	{ "ftp", 21 },
	{ "file", -1 },
};

struct reader {
	struct url *u;
	const struct url *base;
	const char *at, *end;
	bool special;
};

/* ---- characters ------------------------------------------------------- */

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* strchr() would find the NUL that ends the set. */
static bool is_one_of(char ch, const char *set)
{
	return ch != '\0' && strchr(set, ch) != NULL;
}

static int find_special(const struct url *u)
{
	for (int i = 0; i < (int)(sizeof(special) / sizeof(*special)); i++)
		if (str_is(&u->scheme, special[i].scheme))
			return i;
	return -1;
}

static bool is_file(const struct url *u)
{
	return str_is(&u->scheme, "file");
}

static char peek(const struct reader *r)
{
	return r->at < r->end ? *r->at : '\0';
}

static bool at_char(const struct reader *r, char ch)
{
	return r->at < r->end && *r->at == ch;
}

/* "/", and "\" where the scheme is special. */
static bool at_slash(const struct reader *r)
{
	return at_char(r, '/') || (r->special && at_char(r, '\\'));
}

/* Up to the end of what can be host or path. */
static const char *find_end(const struct reader *r, bool of_path)
{
	const char *p = r->at;

	while (p < r->end && *p != '?' && *p != '#') {
		if (!of_path && (*p == '/' || (r->special && *p == '\\')))
			break;
		p++;
	}
	return p;
}

static void copy(struct str *to, const struct str *from)
{
	str_clear(to);
	if (from->len > 0)
		str_add(to, from->p, from->len);
}

static bool is_drive(const char *p, const char *end)
{
	return end - p >= 2 && is_letter(p[0]) && (p[1] == ':' || p[1] == '|');
}

static bool starts_with_drive(const char *p, const char *end)
{
	return is_drive(p, end) && (end - p == 2 || is_one_of(p[2], "/\\?#"));
}

/* ---- path ------------------------------------------------------------- */

static bool first_is_drive(const struct str *path)
{
	return path->len >= 3 && is_letter(path->p[1]) && path->p[2] == ':' &&
	       (path->len == 3 || path->p[3] == '/');
}

static void shorten(struct url *u)
{
	struct str *path = &u->path;

	if (is_file(u) && path->len == 3 && first_is_drive(path))
		return;
	while (path->len > 0 && path->p[path->len - 1] != '/')
		str_cut(path, path->len - 1);
	if (path->len > 0)
		str_cut(path, path->len - 1);
}

/* "." or "%2e" at p: its length, else 0. */
static size_t dot(const char *p, const char *end)
{
	if (p < end && *p == '.')
		return 1;
	return end - p >= 3 && strncasecmp(p, "%2e", 3) == 0 ? 3 : 0;
}

static bool is_dots(const char *p, const char *end, int dots)
{
	while (dots-- > 0) {
		size_t n = dot(p, end);

		if (n == 0)
			return false;
		p += n;
	}
	return p == end;
}

static void add_segment(struct url *u, const char *p, const char *end)
{
	bool drive = is_file(u) && u->path.len == 0 && is_drive(p, end) &&
		     end - p == 2;

	str_putc(&u->path, '/');
	if (drive) {
		str_putc(&u->path, *p);
		str_putc(&u->path, ':');
	} else {
		url_host_encode(&u->path, p, (size_t)(end - p), path_set);
	}
}

/* "Path state": segments up to ? or #. */
static void read_path(struct reader *r)
{
	const char *stop = find_end(r, true);

	for (;;) {
		const char *p = r->at;
		bool slash;

		while (r->at < stop && !at_slash(r))
			r->at++;
		slash = r->at < stop;
		if (is_dots(p, r->at, 2)) {
			shorten(r->u);
			if (!slash)
				str_putc(&r->u->path, '/');
		} else if (!is_dots(p, r->at, 1)) {
			add_segment(r->u, p, r->at);
		} else if (!slash) {
			str_putc(&r->u->path, '/');
		}
		if (!slash)
			return;
		r->at++;
	}
}

static void read_query_and_fragment(struct reader *r)
{
	const char *hash;

	if (at_char(r, '?')) {
		hash = memchr(r->at, '#', (size_t)(r->end - r->at));
		if (hash == NULL)
			hash = r->end;
		r->u->has_query = true;
		str_clear(&r->u->query);
		url_host_encode(&r->u->query, r->at + 1,
			(size_t)(hash - r->at - 1),
			r->special ? special_query_set : query_set);
		r->at = hash;
	}
	if (at_char(r, '#')) {
		r->u->has_fragment = true;
		url_host_encode(&r->u->fragment, r->at + 1,
			(size_t)(r->end - r->at - 1), fragment_set);
		r->at = r->end;
	}
}

/* "Path start state" and what follows. */
static int read_rest(struct reader *r)
{
	if (r->special) {
		if (at_slash(r))
			r->at++;
		read_path(r);
	} else if (at_char(r, '/')) {
		r->at++;
		read_path(r);
	}
	read_query_and_fragment(r);
	return 0;
}

static int read_path_on(struct reader *r)
{
	read_path(r);
	read_query_and_fragment(r);
	return 0;
}

/* ---- authority -------------------------------------------------------- */

static int read_port(struct reader *r, const char *p, const char *end)
{
	int known = find_special(r->u);
	long port = 0;

	if (p == end)
		return 0;
	for (; p < end; p++) {
		if (!is_digit(*p))
			return ERR_INVALID;
		port = port * 10 + (*p - '0');
		if (port > 65535)
			return ERR_INVALID;
	}
	if (known < 0 || special[known].port != port)
		r->u->port = (int)port;
	return 0;
}

static int read_host_and_port(
	struct reader *r, const char *p, const char *end, bool named)
{
	const char *colon = p;
	bool brackets = false;

	while (colon < end && (brackets || *colon != ':')) {
		if (*colon == '[')
			brackets = true;
		else if (*colon == ']')
			brackets = false;
		colon++;
	}
	if (p == colon && (colon < end || r->special || named))
		return ERR_INVALID;
	r->u->has_host = true;
	if (url_host_parse(&r->u->host, p, (size_t)(colon - p), r->special))
		return ERR_INVALID;
	return colon < end ? read_port(r, colon + 1, end) : 0;
}

static int read_authority(struct reader *r)
{
	const char *end = find_end(r, false), *p = r->at;
	const char *at = memrchr(p, '@', (size_t)(end - p));
	const char *colon;
	int rc;

	if (at != NULL) {
		colon = memchr(p, ':', (size_t)(at - p));
		url_host_encode(&r->u->username, p,
			(size_t)((colon != NULL ? colon : at) - p),
			userinfo_set);
		if (colon != NULL)
			url_host_encode(&r->u->password, colon + 1,
				(size_t)(at - colon - 1), userinfo_set);
		p = at + 1;
	}
	rc = read_host_and_port(r, p, end, at != NULL);
	r->at = end;
	return rc != 0 ? rc : read_rest(r);
}

static int read_special_authority(struct reader *r)
{
	while (at_char(r, '/') || at_char(r, '\\'))
		r->at++;
	return read_authority(r);
}

/* ---- file ------------------------------------------------------------- */

static int read_file_host(struct reader *r)
{
	const char *end = find_end(r, false);

	r->u->has_host = true;
	if (end - r->at == 2 && is_drive(r->at, end))
		return read_path_on(r);
	if (end > r->at &&
		url_host_parse(&r->u->host, r->at, (size_t)(end - r->at), true))
		return ERR_INVALID;
	if (str_is(&r->u->host, "localhost"))
		str_clear(&r->u->host);
	r->at = end;
	return read_rest(r);
}

/* Behind the first slash. */
static int read_file_slash(struct reader *r)
{
	if (at_slash(r)) {
		r->at++;
		return read_file_host(r);
	}
	r->u->has_host = true;
	if (r->base != NULL && is_file(r->base)) {
		copy(&r->u->host, &r->base->host);
		if (!starts_with_drive(r->at, r->end) &&
			first_is_drive(&r->base->path))
			str_add(&r->u->path, r->base->path.p, 3);
	}
	return read_path_on(r);
}

static int read_file(struct reader *r)
{
	str_clear(&r->u->scheme);
	str_puts(&r->u->scheme, "file");
	r->special = true;
	r->u->has_host = true;
	if (at_slash(r)) {
		r->at++;
		return read_file_slash(r);
	}
	if (r->base == NULL || !is_file(r->base))
		return read_path_on(r);
	copy(&r->u->host, &r->base->host);
	if (starts_with_drive(r->at, r->end))
		return read_path_on(r);
	copy(&r->u->path, &r->base->path);
	if (r->at < r->end && peek(r) != '?' && peek(r) != '#') {
		shorten(r->u);
		return read_path_on(r);
	}
	copy(&r->u->query, &r->base->query);
	r->u->has_query = r->base->has_query;
	read_query_and_fragment(r);
	return 0;
}

/* ---- relative --------------------------------------------------------- */

static void copy_authority(struct reader *r)
{
	copy(&r->u->username, &r->base->username);
	copy(&r->u->password, &r->base->password);
	copy(&r->u->host, &r->base->host);
	r->u->has_host = r->base->has_host;
	r->u->port = r->base->port;
}

/* Behind the first slash. */
static int read_relative_slash(struct reader *r)
{
	if (r->special && at_slash(r))
		return read_special_authority(r);
	if (at_char(r, '/')) {
		r->at++;
		return read_authority(r);
	}
	copy_authority(r);
	return read_path_on(r);
}

static int read_relative(struct reader *r)
{
	copy(&r->u->scheme, &r->base->scheme);
	r->special = find_special(r->u) >= 0;
	if (at_slash(r)) {
		r->at++;
		return read_relative_slash(r);
	}
	copy_authority(r);
	copy(&r->u->path, &r->base->path);
	if (r->at < r->end && peek(r) != '?' && peek(r) != '#') {
		shorten(r->u);
		return read_path_on(r);
	}
	copy(&r->u->query, &r->base->query);
	r->u->has_query = r->base->has_query;
	read_query_and_fragment(r);
	return 0;
}

static int read_without_scheme(struct reader *r)
{
	if (r->base == NULL || (r->base->opaque && !at_char(r, '#')))
		return ERR_INVALID;
	if (!r->base->opaque)
		return is_file(r->base) ? read_file(r) : read_relative(r);
	copy(&r->u->scheme, &r->base->scheme);
	copy(&r->u->path, &r->base->path);
	copy(&r->u->query, &r->base->query);
	r->u->has_query = r->base->has_query;
	r->u->opaque = true;
	read_query_and_fragment(r);
	return 0;
}

/* ---- the whole -------------------------------------------------------- */

static int read_opaque(struct reader *r)
{
	const char *end = find_end(r, true);

	r->u->opaque = true;
	url_host_encode(&r->u->path, r->at, (size_t)(end - r->at), "");
	r->at = end;
	read_query_and_fragment(r);
	return 0;
}

static bool same_scheme(const struct url *a, const struct url *b)
{
	return b != NULL && a->scheme.len == b->scheme.len &&
	       memcmp(a->scheme.p, b->scheme.p, a->scheme.len) == 0;
}

/* Behind "scheme:". */
static int read_with_scheme(struct reader *r)
{
	bool slashes =
		r->end - r->at >= 2 && r->at[0] == '/' && r->at[1] == '/';

	r->special = find_special(r->u) >= 0;
	if (is_file(r->u))
		return read_file(r);
	if (r->special && same_scheme(r->u, r->base) && !slashes)
		return read_relative(r);
	if (r->special)
		return read_special_authority(r);
	if (slashes) {
		r->at += 2;
		return read_authority(r);
	}
	return at_char(r, '/') ? read_rest(r) : read_opaque(r);
}

/* The scheme at the front, in lower case; false when there is none. */
static bool read_scheme(struct reader *r)
{
	const char *p = r->at;

	if (p == r->end || !is_letter(*p))
		return false;
	while (p < r->end &&
		(is_letter(*p) || is_digit(*p) || is_one_of(*p, "+-.")))
		p++;
	if (p == r->end || *p != ':')
		return false;
	for (; r->at < p; r->at++)
		str_putc(&r->u->scheme,
			is_letter(*r->at) ? *r->at | 0x20 : *r->at);
	r->at++;
	return true;
}

/* The text without tabs and line ends, and without controls and spaces
 * around it. */
static void strip(struct str *out, const char *text, size_t len)
{
	while (len > 0 && (unsigned char)text[len - 1] <= 0x20)
		len--;
	while (len > 0 && (unsigned char)*text <= 0x20) {
		text++;
		len--;
	}
	str_puts(out, "");
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\t' && text[i] != '\n' && text[i] != '\r')
			str_putc(out, text[i]);
}

int url_parse(
	struct url *out, const char *text, size_t len, const struct url *base)
{
	struct url u = { .port = -1 };
	struct str input = { .max = URL_LENGTH };
	struct reader r = { .u = &u, .base = base };
	int rc;

	strip(&input, text, len);
	r.at = input.p;
	r.end = input.p + input.len;
	rc = str_check(&input, _("the URL"));
	if (rc == 0 && (read_scheme(&r) ? read_with_scheme(&r)
					: read_without_scheme(&r)) != 0)
		rc = err_set(ERR_INVALID, _("'%.*s' is no valid URL%s"),
			(int)(len < 200 ? len : 200), text,
			base == NULL ? _("; it must be complete, like "
					 "https://exemple.test/privacy")
				     : "");
	str_release(&input);
	if (rc != 0) {
		url_release(&u);
		return rc;
	}
	url_release(out);
	*out = u;
	return 0;
}

void url_release(struct url *u)
{
	str_release(&u->scheme);
	str_release(&u->username);
	str_release(&u->password);
	str_release(&u->host);
	str_release(&u->path);
	str_release(&u->query);
	str_release(&u->fragment);
	*u = (struct url){ .port = -1 };
}

static void add(struct str *out, const struct str *s)
{
	if (s->len > 0)
		str_add(out, s->p, s->len);
}

static void write_authority(struct str *out, const struct url *u)
{
	str_puts(out, "//");
	if (u->username.len + u->password.len > 0) {
		add(out, &u->username);
		if (u->password.len > 0) {
			str_putc(out, ':');
			add(out, &u->password);
		}
		str_putc(out, '@');
	}
	add(out, &u->host);
	if (u->port >= 0)
		str_printf(out, ":%d", u->port);
}

int url_write(struct str *out, const struct url *u)
{
	add(out, &u->scheme);
	str_putc(out, ':');
	if (u->has_host)
		write_authority(out, u);
	else if (!u->opaque && u->path.len > 1 && u->path.p[1] == '/')
		str_puts(out, "/.");
	add(out, &u->path);
	if (u->has_query) {
		str_putc(out, '?');
		add(out, &u->query);
	}
	if (u->has_fragment) {
		str_putc(out, '#');
		add(out, &u->fragment);
	}
	return str_check(out, _("the URL"));
}

/* ---- parameters ------------------------------------------------------- */

static int hex_value(char ch)
{
	if (is_digit(ch))
		return ch - '0';
	ch = (char)(ch | 0x20);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* application/x-www-form-urlencoded: + and %XX are resolved. */
static void form_decode(struct str *out, const char *p, const char *end)
{
	struct str bytes = { 0 };

	str_puts(&bytes, "");
	for (; p < end; p++) {
		if (*p == '%' && end - p > 2 && hex_value(p[1]) >= 0 &&
			hex_value(p[2]) >= 0) {
			str_putc(&bytes,
				(char)(hex_value(p[1]) * 16 + hex_value(p[2])));
			p += 2;
		} else {
			str_putc(&bytes, *p == '+' ? ' ' : *p);
		}
	}
	str_clear(out);
	str_puts(out, "");
	utf8_repair(out, bytes.p, bytes.len);
	str_release(&bytes);
}

static void form_encode(struct str *out, const struct str *s)
{
	for (size_t i = 0; i < s->len; i++) {
		char ch = s->p[i];

		if (ch == ' ')
			str_putc(out, '+');
		else if (is_letter(ch) || is_digit(ch) || is_one_of(ch, "*-._"))
			str_putc(out, ch);
		else
			str_printf(out, "%%%02X", (unsigned char)ch);
	}
}

/* One "name=value" of the query, unless it has the name: then false. */
static bool keep_parameter(
	struct str *out, const char *p, const char *end, const char *unwanted)
{
	const char *equals = memchr(p, '=', (size_t)(end - p));
	struct str name = { 0 }, value = { 0 };
	bool keep;

	if (p == end)
		return true;
	form_decode(&name, p, equals != NULL ? equals : end);
	keep = !str_is(&name, unwanted);
	if (keep) {
		form_decode(&value, equals != NULL ? equals + 1 : end, end);
		if (out->len > 0)
			str_putc(out, '&');
		form_encode(out, &name);
		str_putc(out, '=');
		form_encode(out, &value);
	}
	str_release(&name);
	str_release(&value);
	return keep;
}

bool url_remove_parameter(struct url *u, const char *name)
{
	struct str kept = { 0 };
	const char *p, *end, *stop;
	bool found = false;

	if (!u->has_query)
		return false;
	str_puts(&u->query, "");
	end = u->query.p + u->query.len;
	for (p = u->query.p; p <= end; p = stop + 1) {
		stop = memchr(p, '&', (size_t)(end - p));
		if (stop == NULL)
			stop = end;
		if (!keep_parameter(&kept, p, stop, name))
			found = true;
	}
	if (!found) {
		str_release(&kept);
		return false;
	}
	str_release(&u->query);
	u->query = kept;
	u->has_query = kept.len > 0;
	return true;
}
