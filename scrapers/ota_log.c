/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * git rev-list:
 *	7fe10cfa…\n
 *
 * git diff-tree --stdin -r -z --raw --root --no-abbrev:
 *	7fe10cfa…\0
 *	:000000 100644 000000… 78981922… A\0Exemple/Privacy Policy.md\0
 *	:100644 100644 78981922… 422c2b7a… M\0…\0
 *
 * git cat-file --batch-check, and --batch with the contents behind each:
 *	78981922… blob 1234\n[1234 bytes\n]
 *	00000000… missing\n
 */
#include "scrapers/ota_log.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

enum {
	SHA1_HEX = 40,
	SHA256_HEX = 64,
	SIZE_DIGITS = 18,
};

static int no_git(const char *what)
{
	return err_set(ERR_PARSE, _("git said something else than %s"), what);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Takes an object's name at the start of the text. */
static bool take_name(struct ota_log_name *out, const char **p, const char *end)
{
	size_t n = 0;

	while (*p + n < end && n <= SHA256_HEX && is_hex((*p)[n]))
		n++;
	if (n != SHA1_HEX && n != SHA256_HEX)
		return false;
	*out = (struct ota_log_name){ *p, n };
	*p += n;
	return true;
}

static bool take_char(const char **p, const char *end, char c)
{
	if (*p >= end || **p != c)
		return false;
	++*p;
	return true;
}

int ota_log_commit(
	struct ota_log_name *out, const char *text, size_t len, size_t *at)
{
	const char *p = text + *at, *end = text + len;
	struct ota_log_name name = { 0 };

	if (p != end &&
		(!take_name(&name, &p, end) || !take_char(&p, end, '\n')))
		return no_git(_("a list of commits"));
	*out = name;
	*at = (size_t)(p - text);
	return 0;
}

/* --- changes --- */

static bool take_mode(unsigned *out, const char **p, const char *end)
{
	*out = 0;
	for (int i = 0; i < 6; i++) {
		if (*p >= end || **p < '0' || **p > '7')
			return false;
		*out = *out * 8 + (unsigned)(*(*p)++ - '0');
	}
	return true;
}

/* ":100644 100644 OLD NEW M\0PATH\0" without the colon. */
static bool take_change(
	struct ota_log_change *out, const char **p, const char *end)
{
	struct ota_log_name old;
	unsigned old_mode;
	const char *stop;

	if (!take_mode(&old_mode, p, end) || !take_char(p, end, ' ') ||
		!take_mode(&out->mode, p, end) || !take_char(p, end, ' ') ||
		!take_name(&old, p, end) || !take_char(p, end, ' ') ||
		!take_name(&out->blob, p, end) || !take_char(p, end, ' '))
		return false;
	stop = memchr(*p, '\0', (size_t)(end - *p));
	if (stop == NULL || stop == *p)
		return false;
	*p = stop + 1;
	stop = memchr(*p, '\0', (size_t)(end - *p));
	if (stop == NULL || stop == *p)
		return false;
	out->path = *p;
	out->path_len = (size_t)(stop - *p);
	*p = stop + 1;
	return true;
}

int ota_log_change(
	struct ota_log_change *out, const char *text, size_t len, size_t *at)
{
	const char *p = text + *at, *end = text + len;

	while (p < end && *p != ':')
		if (!take_name(&out->commit, &p, end) ||
			!take_char(&p, end, '\0'))
			return no_git(_("a list of changes"));
	if (p == end)
		out->commit.hex = NULL;
	else if (out->commit.hex == NULL || !take_char(&p, end, ':') ||
		 !take_change(out, &p, end))
		return no_git(_("a list of changes"));
	*at = (size_t)(p - text);
	return 0;
}

/* --- objects --- */

static bool take_word(char out[8], const char **p, const char *end)
{
	size_t n = 0;

	while (*p + n < end && n < 7 && (*p)[n] >= 'a' && (*p)[n] <= 'z') {
		out[n] = (*p)[n];
		n++;
	}
	out[n] = '\0';
	*p += n;
	return n > 0;
}

static bool take_size(uint64_t *out, const char **p, const char *end)
{
	int digits = 0;

	*out = 0;
	for (; *p < end && **p >= '0' && **p <= '9'; ++*p) {
		if (++digits > SIZE_DIGITS)
			return false;
		*out = *out * 10 + (uint64_t)(**p - '0');
	}
	return digits > 0;
}

static bool take_object(
	struct ota_log_object *out, const char **p, const char *end, bool body)
{
	if (!take_name(&out->name, p, end) || !take_char(p, end, ' ') ||
		!take_word(out->type, p, end))
		return false;
	if (strcmp(out->type, "missing") == 0)
		return take_char(p, end, '\n');
	if (!take_char(p, end, ' ') || !take_size(&out->size, p, end) ||
		!take_char(p, end, '\n'))
		return false;
	if (!body)
		return true;
	if (out->size > (uint64_t)(end - *p))
		return false;
	out->data = *p;
	*p += out->size;
	return take_char(p, end, '\n');
}

int ota_log_object(struct ota_log_object *out, const char *text, size_t len,
	size_t *at, bool body)
{
	const char *p = text + *at, *end = text + len;

	*out = (struct ota_log_object){ 0 };
	if (p == end)
		return 0;
	if (!take_object(out, &p, end, body))
		return no_git(_("a list of objects"));
	*at = (size_t)(p - text);
	return 0;
}
