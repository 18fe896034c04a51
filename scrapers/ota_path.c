/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_path.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/url.h"

/* The first of a media type is what is written for it. */
static const struct {
	const char *extension, *media_type;
} kinds[] = { { "html", "text/html" }, { "htm", "text/html" },
	{ "xhtml", "application/xhtml+xml" }, { "pdf", "application/pdf" },
	{ "md", "text/markdown" }, { "txt", "text/plain" },
	{ "json", "application/json" }, { "xml", "application/xml" },
	{ "docx", "application/vnd.openxmlformats-officedocument."
		  "wordprocessingml.document" } };

const char *ota_path_media_type(const char *extension)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcasecmp(kinds[i].extension, extension) == 0)
			return kinds[i].media_type;
	return "application/octet-stream";
}

const char *ota_path_extension(const char *media_type)
{
	size_t len = media_type != NULL ? strcspn(media_type, "; ") : 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].media_type) == len &&
			strncasecmp(kinds[i].media_type, media_type, len) == 0)
			return kinds[i].extension;
	return "html";
}

/* --- reading --- */

/* A name that a file may have, and a person may see. */
static bool is_name(const char *text, size_t len)
{
	struct str shown = { 0 };
	bool fine = len > 0 && len <= OTA_PATH_NAME && text[0] != '.' &&
		    text[0] != ' ' && memchr(text, '/', len) == NULL &&
		    memchr(text, '\\', len) == NULL &&
		    utf8_valid(text, len, NULL);

	if (fine) {
		utf8_printable(&shown, text, len, false);
		fine = shown.len == len;
	}
	str_release(&shown);
	return fine;
}

static const char *find_last(const char *text, size_t len, char c)
{
	while (len > 0 && text[len - 1] != c)
		len--;
	return len > 0 ? text + len - 1 : NULL;
}

/* "Privacy Policy #cookies" */
static bool split_document(struct ota_path *p, const char *name, size_t len)
{
	const char *mark = memmem(name, len, " #", 2);
	size_t type = mark != NULL ? (size_t)(mark - name) : len;

	if (!is_name(name, type))
		return false;
	if (mark != NULL && !is_name(mark + 2, len - type - 2))
		return false;
	p->type = mem_dup(name, type);
	if (mark != NULL)
		p->document = mem_dup(mark + 2, len - type - 2);
	return true;
}

bool ota_path_parse(struct ota_path *out, const char *path, size_t len)
{
	const char *slash = memchr(path, '/', len), *dot;
	size_t service = slash != NULL ? (size_t)(slash - path) : 0;
	size_t rest = len - service - 1;
	struct ota_path p = { 0 };

	if (slash == NULL || !is_name(path, service))
		return false;
	dot = find_last(slash + 1, rest, '.');
	if (dot == NULL || !is_name(dot + 1, (size_t)(path + len - dot - 1)) ||
		!split_document(&p, slash + 1, (size_t)(dot - slash - 1)))
		return false;
	p.service = mem_dup(path, service);
	p.extension = mem_dup(dot + 1, (size_t)(path + len - dot - 1));
	*out = p;
	return true;
}

void ota_path_release(struct ota_path *p)
{
	free(p->service);
	free(p->type);
	free(p->document);
	free(p->extension);
	*p = (struct ota_path){ 0 };
}

bool ota_path_is_version(const struct ota_path *p)
{
	return p->document == NULL && strcmp(p->extension, "md") == 0;
}

/* --- writing --- */

bool ota_path_write(struct str *out, const struct ota_path *p)
{
	if (!is_name(p->service, strlen(p->service)) ||
		!is_name(p->type, strlen(p->type)) ||
		strstr(p->type, " #") != NULL)
		return false;
	if (p->document != NULL && !is_name(p->document, strlen(p->document)))
		return false;
	str_printf(out, "%s/%s%s%s.%s", p->service, p->type,
		p->document != NULL ? " #" : "",
		p->document != NULL ? p->document : "", p->extension);
	return true;
}

static bool ends_in_known(const char *path, size_t len)
{
	const char *dot = find_last(path, len, '.');
	size_t n = dot != NULL ? (size_t)(path + len - dot - 1) : 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].extension) == n &&
			strncasecmp(kinds[i].extension, dot + 1, n) == 0)
			return true;
	return false;
}

void ota_path_document(struct str *out, const char *url)
{
	struct url u = { 0 };
	const char *path;
	size_t len;

	if (url_parse(&u, url, strlen(url), NULL) != 0)
		goto done;
	path = u.path.p != NULL ? u.path.p : "";
	path += path[0] == '/';
	len = strlen(path);
	if (ends_in_known(path, len))
		len = (size_t)(find_last(path, len, '.') - path);
	while (len > 0 && path[len - 1] == '/')
		len--;
	if (len > OTA_PATH_NAME)
		len = OTA_PATH_NAME;
	for (size_t i = 0; i < len; i++) {
		if (path[i] == '/')
			str_putc(out, '-');
		else if (strchr("\\:\"<>|*?", path[i]) != NULL)
			str_putc(out, '_');
		else
			str_putc(out, path[i]);
	}
done:
	url_release(&u);
}
