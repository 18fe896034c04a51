/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libpcap wants a FILE: one is made of the source (fopencookie(3)). It can
 * tell its position, and so where a packet's record begins, whatever libpcap
 * passed over.
 */
#include "evidence/capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "archive/observation.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "evidence/capture_blocks.h"

enum { BUFFER = 256 << 10 };

struct capture {
	struct source *source; /* borrowed */
	int rc;		       /* of the source, behind libpcap's back */
	unsigned char head[4]; /* read before it was known what this is */
	size_t head_len, head_used;
	uint64_t given; /* bytes that libpcap's FILE took */
	FILE *file;
	pcap_t *pcap;
	char *buffer;
	uint8_t precision;
	uint64_t number;
	bool over;
	struct capture_blocks *blocks; /* pcapng */
};

static const struct {
	unsigned char magic[4];
	uint8_t precision;
} magics[] = {
	{ { 0xD4, 0xC3, 0xB2, 0xA1 }, OBSERVATION_PRECISION_US },
	{ { 0xA1, 0xB2, 0xC3, 0xD4 }, OBSERVATION_PRECISION_US },
	{ { 0x4D, 0x3C, 0xB2, 0xA1 }, OBSERVATION_PRECISION_NS },
	{ { 0xA1, 0xB2, 0x3C, 0x4D }, OBSERVATION_PRECISION_NS },
	/* A. Kuznetzov's, with more in each record. */
	{ { 0x34, 0xCD, 0xB2, 0xA1 }, OBSERVATION_PRECISION_US },
	{ { 0xA1, 0xB2, 0xCD, 0x34 }, OBSERVATION_PRECISION_US },
};

static uint8_t precision_of(const void *head)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (memcmp(head, magics[i].magic, 4) == 0)
			return magics[i].precision;
	return OBSERVATION_PRECISION_NONE;
}

static bool is_blocks(const void *head)
{
	return memcmp(head, "\x0A\x0D\x0D\x0A", 4) == 0;
}

const char *capture_magic(const void *head, size_t len)
{
	if (len >= 24 && precision_of(head) != OBSERVATION_PRECISION_NONE)
		return N_("it begins as a packet capture does (pcap)");
	if (len >= 12 && is_blocks(head) &&
		(memcmp((const char *)head + 8, "\x4D\x3C\x2B\x1A", 4) == 0 ||
			memcmp((const char *)head + 8, "\x1A\x2B\x3C\x4D", 4) ==
				0))
		return N_("it begins as a packet capture does (pcapng)");
	return NULL;
}

/* The first bytes once more, then those of the source. */
static ssize_t give(void *cookie, char *out, size_t len)
{
	struct capture *c = cookie;
	size_t n = c->head_len - c->head_used;

	if (n > 0) {
		if (n > len)
			n = len;
		memcpy(out, c->head + c->head_used, n);
		c->head_used += n;
	} else {
		c->rc = source_read(c->source, out, len, &n);
		if (c->rc != 0) {
			errno = EIO;
			return -1;
		}
	}
	c->given += n;
	return (ssize_t)n;
}

/* Where it is; it goes nowhere. */
static int tell(void *cookie, off64_t *offset, int whence)
{
	const struct capture *c = cookie;

	if (whence != SEEK_CUR || *offset != 0)
		return -1;
	*offset = (off64_t)c->given;
	return 0;
}

static int no_capture(void)
{
	return err_set(ERR_PARSE,
		_("the file does not begin as a packet capture does"));
}

static int open_pcap(struct capture *c)
{
	const cookie_io_functions_t io = { .read = give, .seek = tell };
	char why[PCAP_ERRBUF_SIZE];

	c->file = fopencookie(c, "rb", io);
	if (c->file == NULL)
		return err_sys(_("cannot read the capture"));
	c->buffer = mem_new(BUFFER, 1);
	setvbuf(c->file, c->buffer, _IOFBF, BUFFER);
	__fsetlocking(c->file, FSETLOCKING_BYCALLER);
	c->pcap = pcap_fopen_offline_with_tstamp_precision(
		c->file, PCAP_TSTAMP_PRECISION_NANO, why);
	if (c->pcap == NULL)
		return c->rc != 0 ? c->rc : no_capture();
	return 0;
}

static int read_head(struct capture *c)
{
	size_t n = 1;
	int rc = 0;

	while (rc == 0 && n > 0 && c->head_len < sizeof(c->head)) {
		rc = source_read(c->source, c->head + c->head_len,
			sizeof(c->head) - c->head_len, &n);
		c->head_len += rc == 0 ? n : 0;
	}
	return rc;
}

int capture_open(struct capture **out, struct source *source,
	capture_custom_fn custom, void *ctx)
{
	struct capture *c = mem_new(1, sizeof(*c));
	int rc;

	c->source = source;
	rc = read_head(c);
	if (rc == 0 && c->head_len < sizeof(c->head)) {
		rc = no_capture();
	} else if (rc == 0 && is_blocks(c->head)) {
		c->blocks = capture_blocks_new(source, c->head, custom, ctx);
	} else if (rc == 0) {
		c->precision = precision_of(c->head);
		rc = c->precision == OBSERVATION_PRECISION_NONE ? no_capture()
								: open_pcap(c);
	}
	if (rc != 0)
		capture_close(c);
	else
		*out = c;
	return rc;
}

static void take(struct capture_record *r, const struct capture *c,
	const struct pcap_pkthdr *h, const unsigned char *data)
{
	r->ns = (int64_t)h->ts.tv_sec * INSTANT_SECOND + h->ts.tv_usec;
	r->precision = c->precision;
	r->link = (unsigned)pcap_datalink(c->pcap);
	r->data = data;
	r->len = h->caplen;
	r->wire = h->len > h->caplen ? h->len : h->caplen;
}

static int next_pcap(struct capture *c, struct capture_record *r, bool *more)
{
	struct pcap_pkthdr *h = NULL;
	const unsigned char *data = NULL;
	off_t from = ftello(c->file);
	int got = pcap_next_ex(c->pcap, &h, &data);

	*r = (struct capture_record){ .number = ++c->number,
		.position = from > 0 ? (uint64_t)from : 0,
		.comment = "" };
	if (c->rc != 0)
		return c->rc;
	*more = got != PCAP_ERROR_BREAK;
	r->length = (uint64_t)(ftello(c->file) - from);
	c->over = got != 1;
	if (got == 1)
		take(r, c, h, data);
	else
		r->bad = feof(c->file)
				 ? N_("the file ends in the middle of it")
				 : N_("its length cannot be; what follows it "
				      "was not read");
	return 0;
}

int capture_next(struct capture *c, struct capture_record *r, bool *more)
{
	*more = !c->over;
	if (c->over)
		return 0;
	if (c->blocks == NULL)
		return next_pcap(c, r, more);
	return capture_blocks_next(c->blocks, r, more);
}

void capture_close(struct capture *c)
{
	if (c == NULL)
		return;
	if (c->pcap != NULL)
		pcap_close(c->pcap); /* and the FILE */
	else if (c->file != NULL)
		fclose(c->file);
	free(c->buffer);
	capture_blocks_free(c->blocks);
	free(c);
}
