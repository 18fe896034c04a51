/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/answer.h"

#include <arpa/inet.h>
#include <string.h>

#include "evidence/host.h"

void answer_clear(struct answer *a)
{
	a->len = 0;
	a->text[0] = '\0';
}

void answer_add(struct answer *a, const char *text, size_t len)
{
	char host[HOST_MAX + 1];
	size_t n;

	if (!host_normalise(host, text, len))
		return;
	n = strlen(host);
	if (a->len + n + 1 > ANSWER_MAX)
		return;
	if (a->len > 0)
		a->text[a->len++] = ' ';
	memcpy(a->text + a->len, host, n + 1);
	a->len += n;
}

/* -1: no address, 0: an address, 1: one that leads nowhere. */
static int look(const char *text)
{
	static const unsigned char loopback[16] = { [15] = 1 };
	static const unsigned char none[16];
	unsigned char a[16];

	if (inet_pton(AF_INET, text, a) == 1)
		return memcmp(a, none, 4) == 0 || a[0] == 127;
	if (inet_pton(AF_INET6, text, a) == 1)
		return memcmp(a, none, 16) == 0 || memcmp(a, loopback, 16) == 0;
	return -1;
}

bool answer_leads_nowhere(const char *text)
{
	char one[HOST_MAX + 1];
	bool any = false;

	while (*text != '\0') {
		size_t n = strcspn(text, " ");
		int kind = -1;

		if (n <= HOST_MAX) {
			memcpy(one, text, n);
			one[n] = '\0';
			kind = look(one);
		}
		if (kind == 0)
			return false;
		any = any || kind == 1;
		text += n + (text[n] == ' ');
	}
	return any;
}

void answer_judge(struct observation *o, const char *rcode)
{
	static const char *const failures[] = { "SERVFAIL", "REFUSED", "NOTIMP",
		"FORMERR" };

	if (answer_leads_nowhere(o->answer != NULL ? o->answer : "") &&
		!host_is_local(o->host)) {
		o->disposition = OBSERVATION_BLOCKED;
		o->disposition_source = OBSERVATION_SOURCE_ANSWER;
		return;
	}
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		if (strcmp(rcode, failures[i]) == 0) {
			o->disposition = OBSERVATION_ERROR;
			o->disposition_source = OBSERVATION_SOURCE_FIELD;
		}
}
