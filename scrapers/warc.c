/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record's head, as GNU Wget writes it:
 *
 *	WARC/1.0
 *	WARC-Type: response
 *	WARC-Record-ID: <urn:uuid:8F5C1C2A-…>
 *	WARC-Target-URI: <https://exemple.example/privacy>
 *	WARC-Date: 2018-09-03T10:00:00Z
 *	WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
 *	Content-Type: application/http;msgtype=response
 *	Content-Length: 512
 *
 * Record ids keep their brackets; target addresses have none in the standard.
 */
#include "scrapers/warc.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/codec.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

/* Longer blocks exist nowhere; sums with it do not overflow. */
#define LENGTH_MAX (UINT64_C(1) << 50)

static const char *const types[] = { "warcinfo", "response", "resource",
	"request", "metadata", "revisit", "conversion", "continuation",
	"other" };

const char *warc_type_name(enum warc_type type)
{
	return types[type];
}

static enum warc_type type_of(const char *name)
{
	for (int i = 0; name != NULL && i < WARC_OTHER; i++)
		if (strcasecmp(types[i], name) == 0)
			return (enum warc_type)i;
	return WARC_OTHER;
}

void warc_record_release(struct warc_record *r)
{
	free(r->fields);
	free(r->text);
	*r = (struct warc_record){ 0 };
}

const char *warc_get(const struct warc_record *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcasecmp(r->fields[i].name, name) == 0)
			return r->fields[i].value;
	return NULL;
}

/* --- the head --- */

static char *trimmed(char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* A line that begins with white space goes on where the last one ended. */
static void unfold(char *text)
{
	for (char *p = strchr(text, '\n'); p != NULL; p = strchr(p + 1, '\n')) {
		if (p[1] != ' ' && p[1] != '\t')
			continue;
		if (p[1 + strspn(p + 1, " \t\r")] == '\n')
			continue;
		*p = ' ';
		if (p > text && p[-1] == '\r')
			p[-1] = ' ';
	}
}

static const char *without_brackets(const char *name, char *value)
{
	size_t len = strlen(value);

	if (strcasecmp(name, "WARC-Target-URI") != 0 || len < 2 ||
		value[0] != '<' || value[len - 1] != '>')
		return value;
	value[len - 1] = '\0';
	return value + 1;
}

static int add_field(struct warc_record *r, char *line)
{
	char *colon = strchr(line, ':');
	struct warc_field *field;

	if (colon == NULL)
		return err_set(ERR_PARSE, _("a line of the head has no colon"));
	if (r->n == WARC_FIELDS)
		return err_set(ERR_PARSE, _("the head has more than %d fields"),
			WARC_FIELDS);
	*colon = '\0';
	field = &r->fields[r->n++];
	field->name = trimmed(line);
	field->value = without_brackets(field->name, trimmed(colon + 1));
	return 0;
}

static int read_fields(struct warc_record *r)
{
	char *rest = r->text, *line = strsep(&rest, "\n");
	int rc = 0;

	if (strncmp(line, "WARC/", 5) != 0)
		return err_set(ERR_PARSE, _("no head of a WARC record"));
	while (rc == 0 && (line = strsep(&rest, "\n")) != NULL) {
		if (line[strspn(line, " \t\r")] == '\0')
			break;
		rc = add_field(r, line);
	}
	return rc;
}

static int read_length(struct warc_record *r)
{
	const char *text = warc_get(r, "Content-Length");
	size_t digits = text != NULL ? strspn(text, "0123456789") : 0;

	if (digits > 0 && digits <= 16 && text[digits] == '\0')
		r->length = strtoull(text, NULL, 10);
	else
		r->length = UINT64_MAX;
	if (r->length > LENGTH_MAX)
		return err_set(ERR_PARSE, _("no length that can be read"));
	return 0;
}

int warc_record_parse(struct warc_record *out, const char *head, size_t len)
{
	struct warc_record r = { 0 };
	int rc;

	if (len > WARC_HEAD || memchr(head, '\0', len) != NULL)
		return err_set(ERR_PARSE, _("no head of a WARC record"));
	r.text = mem_dup(head, len);
	r.fields = mem_new(WARC_FIELDS, sizeof(*r.fields));
	unfold(r.text);
	rc = read_fields(&r);
	if (rc == 0)
		rc = read_length(&r);
	r.type = type_of(warc_get(&r, "WARC-Type"));
	if (rc == 0)
		*out = r;
	else
		warc_record_release(&r);
	return rc;
}

/* --- dates --- */

int warc_date(int64_t *ns, bool *day_only, const char *text)
{
	size_t len = strlen(text);
	bool day = len == strlen("2018-09-03");
	int rc = day ? instant_parse_day(ns, text)
		     : instant_parse(ns, NULL, text, len);

	if (rc == 0)
		*day_only = day;
	return rc;
}

/* --- digests --- */

void warc_digest(struct str *out, const void *data, size_t len)
{
	struct digest d;

	digest_of(&d, data, len);
	str_puts(out, "sha256:");
	codec_base32(out, d.b, sizeof(d.b));
}

static const EVP_MD *algorithm(const char *labelled, size_t len)
{
	if (len == 4 && strncasecmp(labelled, "sha1", len) == 0)
		return EVP_sha1();
	if ((len == 6 && strncasecmp(labelled, "sha256", len) == 0) ||
		(len == 7 && strncasecmp(labelled, "sha-256", len) == 0))
		return EVP_sha256();
	return NULL;
}

/* Padding is left out by some. */
static bool same_base32(const char *text, const char *base32)
{
	size_t n = strcspn(base32, "=");

	return strncasecmp(text, base32, n) == 0 &&
	       text[n + strspn(text + n, "=")] == '\0';
}

enum warc_fit warc_digest_fit(
	const char *labelled, const void *data, size_t len)
{
	size_t label = labelled != NULL ? strcspn(labelled, ":") : 0;
	unsigned char bytes[EVP_MAX_MD_SIZE];
	char hex[2 * EVP_MAX_MD_SIZE + 1];
	struct str base32 = { 0 };
	unsigned n = 0;
	const EVP_MD *md;
	bool fits;

	if (labelled == NULL || labelled[label] != ':')
		return WARC_UNKNOWN;
	md = algorithm(labelled, label);
	if (md == NULL || EVP_Digest(data, len, bytes, &n, md, NULL) != 1)
		return WARC_UNKNOWN;
	codec_base32(&base32, bytes, n);
	codec_hex(hex, bytes, n);
	labelled += label + 1;
	fits = strcasecmp(labelled, hex) == 0 ||
	       (strlen(labelled) >= strcspn(base32.p, "=") &&
		       same_base32(labelled, base32.p));
	str_release(&base32);
	return fits ? WARC_FITS : WARC_DIFFERS;
}
