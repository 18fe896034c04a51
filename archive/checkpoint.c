/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signed notes: the text ends with a line feed and holds no empty line at
 * its end; an empty line; then "— <name> <base64 of key id || signature>".
 * Key id: the first four bytes of SHA-256(name || "\n" || 0x01 || key).
 */
#include "archive/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"

static const char prefix[] = "constat/";
static const char dash[] = "\xE2\x80\x94 "; /* em dash, space */
enum { ALGORITHM_ED25519 = 1 };

static void key_id(unsigned char out[4], const char *name,
	const unsigned char public_key[SECRET_KEY])
{
	static const unsigned char middle[] = { '\n', ALGORITHM_ED25519 };
	struct digest_stream *s = digest_stream_new();
	struct digest d;

	digest_stream_add(s, name, strlen(name));
	digest_stream_add(s, middle, sizeof(middle));
	digest_stream_add(s, public_key, SECRET_KEY);
	digest_stream_end(s, &d);
	memcpy(out, d.b, 4);
}

int checkpoint_write(struct str *out, const struct secret *s, uint64_t size,
	const struct digest *root)
{
	unsigned char signed_key[4 + SECRET_SIGNATURE];
	char name[CHECKPOINT_ORIGIN + 1];
	size_t start = out->len;
	int rc;

	snprintf(name, sizeof(name), "%s%s", prefix, s->id);
	str_printf(out, "%s\n%llu\n", name, (unsigned long long)size);
	codec_base64(out, root->b, sizeof(root->b));
	str_putc(out, '\n');
	key_id(signed_key, name, s->public_key);
	rc = secret_sign(signed_key + 4, s, out->p + start, out->len - start);
	if (rc != 0)
		return rc;
	str_printf(out, "\n%s%s ", dash, name);
	codec_base64(out, signed_key, sizeof(signed_key));
	return str_putc(out, '\n');
}

static int refuse(void)
{
	return err_set(ERR_PARSE, _("this is not a checkpoint of an archive"));
}

/* The line at *p into out, without its line feed; false when there is none
 * or it does not fit. */
static bool line(char *out, size_t room, const char **p, const char *end)
{
	const char *stop = memchr(*p, '\n', (size_t)(end - *p));
	size_t n = stop != NULL ? (size_t)(stop - *p) : room;

	if (n >= room || memchr(*p, '\0', n) != NULL)
		return false;
	memcpy(out, *p, n);
	out[n] = '\0';
	*p = stop + 1;
	return true;
}

/* A decimal number without sign or leading zeros. */
static bool decimal(uint64_t *out, const char *text)
{
	uint64_t v = 0;

	if (*text == '\0' || (*text == '0' && text[1] != '\0') ||
		strlen(text) > 18)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		v = v * 10 + (uint64_t)(*text - '0');
	}
	*out = v;
	return true;
}

static bool base64(unsigned char *out, size_t len, const char *text)
{
	struct str bytes = { 0 };
	bool fits = codec_unbase64(&bytes, text, strlen(text)) == 0 &&
		    bytes.len == len;

	if (fits)
		memcpy(out, bytes.p, len);
	str_release(&bytes);
	return fits;
}

int checkpoint_read(struct checkpoint *out, const char *text, size_t len)
{
	struct checkpoint c = { 0 };
	unsigned char signed_key[4 + SECRET_SIGNATURE];
	const char *p = text, *end = text + len;
	char row[256], id[SECRET_ID];

	if (len > CHECKPOINT_MAX ||
		!line(c.origin, sizeof(c.origin), &p, end) ||
		strlen(c.origin) != CHECKPOINT_ORIGIN ||
		strncmp(c.origin, prefix, strlen(prefix)) != 0 ||
		!codec_unhex(id, c.origin + strlen(prefix), SECRET_ID * 2))
		return refuse();
	if (!line(row, sizeof(row), &p, end) || !decimal(&c.size, row) ||
		!line(row, sizeof(row), &p, end) ||
		!base64(c.root.b, sizeof(c.root.b), row))
		return refuse();
	c.body = (size_t)(p - text);
	if (!line(row, sizeof(row), &p, end) || row[0] != '\0' ||
		!line(row, sizeof(row), &p, end) || p != end ||
		strncmp(row, dash, strlen(dash)) != 0 ||
		strncmp(row + strlen(dash), c.origin, CHECKPOINT_ORIGIN) != 0 ||
		row[strlen(dash) + CHECKPOINT_ORIGIN] != ' ' ||
		!base64(signed_key, sizeof(signed_key),
			row + strlen(dash) + CHECKPOINT_ORIGIN + 1))
		return refuse();
	memcpy(c.key_id, signed_key, 4);
	memcpy(c.signature, signed_key + 4, SECRET_SIGNATURE);
	*out = c;
	return 0;
}

int checkpoint_verify(struct checkpoint *out, const char *text, size_t len,
	const unsigned char public_key[SECRET_KEY])
{
	struct checkpoint c;
	unsigned char id[4];
	int rc = checkpoint_read(&c, text, len);

	if (rc != 0)
		return rc;
	key_id(id, c.origin, public_key);
	if (memcmp(id, c.key_id, sizeof(id)) != 0)
		return err_set(ERR_CORRUPT,
			_("a checkpoint is signed with another archive's key"));
	rc = secret_verify(public_key, c.signature, text, c.body);
	if (rc == 0)
		*out = c;
	return rc;
}
