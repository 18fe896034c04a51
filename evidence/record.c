/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/record.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { SEEN = 1 << 16 };

/* Digests of the details that were given, each in the place that its last
 * bits choose. */
struct record_budget {
	uint64_t seen[SEEN];
};

void record_set(cJSON *detail, const char *name, const char *text)
{
	struct str safe, whole;
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0)
		return;
	str_init(&safe, 0);
	str_init(&whole, 0);
	utf8_printable(&safe, text, n, false);
	n = safe.len;
	if (n > RECORD_TEXT)
		for (n = RECORD_TEXT;
			((unsigned char)safe.p[n] & 0xC0) == 0x80;)
			n--;
	str_add(&whole, safe.p, n);
	str_puts(&whole, n < safe.len ? "…" : "");
	json_set(detail, name, whole.p);
	str_release(&safe);
	str_release(&whole);
}

bool record_address(char out[HOST_MAX + 1], const char *text)
{
	unsigned char address[16];
	size_t n = strlen(text);

	if (n > 2 && text[0] == '[' && text[n - 1] == ']') {
		text++;
		n -= 2;
	}
	return host_normalise(out, text, n) &&
	       (inet_pton(AF_INET, out, address) == 1 ||
		       inet_pton(AF_INET6, out, address) == 1);
}

struct record_budget *record_budget_new(void)
{
	return mem_new(1, sizeof(struct record_budget));
}

void record_budget_free(struct record_budget *b)
{
	free(b);
}

/* FNV-1a, 64 bits: equal details are told apart from new ones well enough to
 * count. */
static uint64_t hash_of(const char *text, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return h;
}

int record_row(struct importer_job *job, struct record_budget *b,
	struct observation *o, const char *full, const char *shorter)
{
	size_t len = strlen(full);
	uint64_t h = hash_of(full, len);
	bool known = b->seen[h % SEEN] == h;

	o->detail = full;
	if (!known && job->details + len > RECORD_DETAILS) {
		o->detail = shorter;
	} else if (!known) {
		b->seen[h % SEEN] = h;
		job->details += len;
	}
	return importer_row(job, o);
}
