/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/pcapdroid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/codec.h"
#include "base/mem.h"
#include "evidence/digits.h"

enum { MAGIC = 0x01072021, TRAILER_NAME = 20 };

static bool app_name(
	char out[PCAPDROID_NAME], const void *name, size_t len, int32_t uid)
{
	const char *end = memchr(name, '\0', len);

	if (end != NULL)
		len = (size_t)(end - (const char *)name);
	if (len == 0 && uid < 0)
		return false; /* PCAPdroid does not know it either */
	if (len == 0)
		snprintf(out, PCAPDROID_NAME, "uid %ld", (long)uid);
	else
		snprintf(out, PCAPDROID_NAME, "%.*s", (int)len,
			(const char *)name);
	return true;
}

bool pcapdroid_is_trailer(const unsigned char *frame, size_t len)
{
	return len >= PCAPDROID_TRAILER &&
	       codec_get32(frame + len - PCAPDROID_TRAILER) == MAGIC;
}

/* Android writes the checksum in its own order, which is little-endian; its
 * tools for Wireshark read it so. */
bool pcapdroid_trailer(
	char out[PCAPDROID_NAME], const unsigned char *frame, size_t len)
{
	const unsigned char *t;
	uint32_t sum;

	if (!pcapdroid_is_trailer(frame, len))
		return false;
	t = frame + len - PCAPDROID_TRAILER;
	if (!app_name(out, t + 8, TRAILER_NAME, (int32_t)codec_get32(t + 4)))
		return false;
	sum = (uint32_t)crc32(0, frame, (unsigned)(len - 4));
	return codec_get32(t + 28) == sum ||
	       codec_get32(t + 28) == __builtin_bswap32(sum);
}

/* Where a uid stands, or would. */
static size_t place(const struct pcapdroid *p, int32_t uid)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->v[middle].uid < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void pcapdroid_block(
	struct pcapdroid *p, const unsigned char *data, size_t len, bool big)
{
	char name[PCAPDROID_NAME];
	size_t package, label, i;
	uint32_t uid;

	if (len < 10 || data[big ? 1 : 0] != 1 || data[2] != 1)
		return;
	uid = codec_get32(data + 4);
	if (!big)
		uid = __builtin_bswap32(uid);
	package = data[8];
	label = data[9];
	if (package + label > len - 10 || p->n == PCAPDROID_APPS)
		return;
	if (!app_name(name, data + 10, package, -1) &&
		!app_name(name, data + 10 + package, label, -1))
		return;
	i = place(p, (int32_t)uid);
	if (i < p->n && p->v[i].uid == (int32_t)uid)
		return;
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	memmove(p->v + i + 1, p->v + i, (p->n - i) * sizeof(*p->v));
	p->v[i] = (struct pcapdroid_app){ (int32_t)uid, mem_strdup(name) };
	p->n++;
}

bool pcapdroid_comment(char out[PCAPDROID_NAME], const struct pcapdroid *p,
	const char *comment, size_t len)
{
	int64_t uid;
	size_t i;

	if (len < 3 || memcmp(comment, "u-", 2) != 0 ||
		!digits_read(&uid, comment + 2, len - 2, INT32_MAX))
		return false;
	i = place(p, (int32_t)uid);
	if (i < p->n && p->v[i].uid == uid)
		return app_name(
			out, p->v[i].name, strlen(p->v[i].name), (int32_t)uid);
	return app_name(out, "", 0, (int32_t)uid);
}

void pcapdroid_release(struct pcapdroid *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i].name);
	free(p->v);
	*p = (struct pcapdroid){ 0 };
}
