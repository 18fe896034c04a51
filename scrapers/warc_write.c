/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zlib writes the gzip head itself, with no time and no name in it.
 */
#include "scrapers/warc_write.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

enum {
	PIECE = 64 << 10,
	GZIP = 15 + 16, /* zlib's window bits */
	MEMORY = 8,	/* zlib's default */
};

struct warc_writer {
	warc_sink_fn fn;
	void *ctx;
	z_stream z;
	unsigned char piece[PIECE];
};

struct warc_writer *warc_writer_new(warc_sink_fn fn, void *ctx)
{
	struct warc_writer *w = mem_new(1, sizeof(*w));

	w->fn = fn;
	w->ctx = ctx;
	if (deflateInit2(&w->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP, MEMORY,
		    Z_DEFAULT_STRATEGY) != Z_OK)
		mem_none();
	return w;
}

void warc_writer_free(struct warc_writer *w)
{
	if (w == NULL)
		return;
	deflateEnd(&w->z);
	free(w);
}

/* --- one member --- */

static int pack(struct warc_writer *w, const void *data, size_t len, int flush)
{
	int rc = 0, status = Z_OK;

	if (len > UINT_MAX)
		return err_set(ERR_LIMIT, _("a record is larger than %u bytes"),
			UINT_MAX);
	w->z.next_in = (unsigned char *)(uintptr_t)data;
	w->z.avail_in = (unsigned)len;
	do {
		w->z.next_out = w->piece;
		w->z.avail_out = PIECE;
		status = deflate(&w->z, flush);
		if (PIECE - w->z.avail_out > 0)
			rc = w->fn(w->piece, PIECE - w->z.avail_out, w->ctx);
	} while (rc == 0 && status == Z_OK &&
		 (w->z.avail_in > 0 || w->z.avail_out == 0 ||
			 flush == Z_FINISH));
	return rc;
}

/* --- the head --- */

static void put_field(struct str *head, const char *name, const char *value)
{
	if (value == NULL)
		return;
	str_printf(head, "%s: ", name);
	for (const char *p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			str_printf(head, "%%%02X", (unsigned)*p);
		else
			str_putc(head, *p);
	str_puts(head, "\r\n");
}

static void put_block_digest(struct str *head, const struct warc_new *r)
{
	struct digest_stream *s = digest_stream_new();
	struct str text = { 0 };
	struct digest d;

	if (r->head != NULL)
		digest_stream_add(s, r->head->p, r->head->len);
	digest_stream_add(s, r->body, r->len);
	digest_stream_end(s, &d);
	str_puts(&text, "sha256:");
	codec_base32(&text, d.b, sizeof(d.b));
	put_field(head, "WARC-Block-Digest", text.p);
	str_release(&text);
}

static void put_head(struct str *head, const struct warc_new *r)
{
	size_t before = r->head != NULL ? r->head->len : 0;
	struct str digest = { 0 };

	str_puts(head, "WARC/1.1\r\n");
	put_field(head, "WARC-Type", warc_type_name(r->type));
	put_field(head, "WARC-Record-ID", r->id);
	put_field(head, "WARC-Date", r->date);
	put_field(head, "WARC-Target-URI", r->target);
	for (size_t i = 0; i < r->n; i++)
		put_field(head, r->more[i].name, r->more[i].value);
	if (r->payload) {
		warc_digest(&digest, r->body, r->len);
		put_field(head, "WARC-Payload-Digest", digest.p);
	}
	put_block_digest(head, r);
	put_field(head, "Content-Type", r->content_type);
	str_printf(head, "Content-Length: %zu\r\n\r\n", before + r->len);
	str_release(&digest);
}

int warc_writer_add(struct warc_writer *w, const struct warc_new *r)
{
	struct str head = { 0 };
	int rc;

	put_head(&head, r);
	rc = str_check(&head, _("the head of a record"));
	deflateReset(&w->z);
	if (rc == 0)
		rc = pack(w, head.p, head.len, Z_NO_FLUSH);
	if (rc == 0 && r->head != NULL)
		rc = pack(w, r->head->p, r->head->len, Z_NO_FLUSH);
	if (rc == 0 && r->len > 0)
		rc = pack(w, r->body, r->len, Z_NO_FLUSH);
	if (rc == 0)
		rc = pack(w, "\r\n\r\n", 4, Z_FINISH);
	str_release(&head);
	return rc;
}

/* --- ids and dates --- */

void warc_id(char out[WARC_ID], const char *seed)
{
	struct digest d;
	char hex[2 * 16 + 1];

	digest_of(&d, seed, strlen(seed));
	d.b[6] = (unsigned char)((d.b[6] & 0x0f) | 0x80);
	d.b[8] = (unsigned char)((d.b[8] & 0x3f) | 0x80);
	codec_hex(hex, d.b, 16);
	snprintf(out, WARC_ID, "<urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s>", hex,
		hex + 8, hex + 12, hex + 16, hex + 20);
}

void warc_date_text(struct str *out, int64_t ns, bool day_only)
{
	char text[INSTANT_TEXT];

	if (day_only)
		instant_date(text, ns, 0);
	else
		instant_format(text, ns, 0,
			ns % INSTANT_SECOND == 0 ? INSTANT_S : INSTANT_NS);
	str_puts(out, text);
}
