/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/technitium.h"

#include <string.h>
#include <strings.h>

bool technitium_judge(struct observation *o, const char *response_type)
{
	static const struct {
		const char *word, *number;
		enum observation_disposition means;
	} types[] = {
		{ "Authoritative", "1", OBSERVATION_ALLOWED },
		{ "Recursive", "2", OBSERVATION_ALLOWED },
		{ "Cached", "3", OBSERVATION_ALLOWED },
		{ "Blocked", "4", OBSERVATION_BLOCKED },
		{ "UpstreamBlocked", "5", OBSERVATION_BLOCKED },
		{ "UpstreamBlockedCached", "6", OBSERVATION_BLOCKED },
		{ "Dropped", "7", OBSERVATION_ERROR },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcasecmp(response_type, types[i].word) != 0 &&
			strcmp(response_type, types[i].number) != 0)
			continue;
		o->disposition = (uint8_t)types[i].means;
		o->disposition_source = OBSERVATION_SOURCE_FIELD;
		return true;
	}
	return false;
}

void technitium_answer(struct answer *out, const char *text)
{
	answer_clear(out);
	while (*text != '\0') {
		size_t n = strcspn(text, ",");
		size_t end = n, start;

		while (end > 0 && text[end - 1] == ' ')
			end--;
		for (start = end; start > 0 && text[start - 1] != ' ';)
			start--;
		answer_add(out, text + start, end - start);
		text += n + (text[n] == ',');
	}
}
