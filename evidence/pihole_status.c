/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers up to 18 (FTL 6.4). 6 to 8 and 18 were blocked by the server that
 * Pi-hole asked; 9 to 11 for a name of the CNAME chain; 12 and 13 are repeats
 * of a request; 14 was passed on and had no answer yet.
 */
#include "evidence/pihole_status.h"

#include <string.h>

static const struct {
	const char *name;
	enum observation_disposition means;
} statuses[] = {
	{ "UNKNOWN", OBSERVATION_UNKNOWN },
	{ "GRAVITY", OBSERVATION_BLOCKED },
	{ "FORWARDED", OBSERVATION_ALLOWED },
	{ "CACHE", OBSERVATION_ALLOWED },
	{ "REGEX", OBSERVATION_BLOCKED },
	{ "DENYLIST", OBSERVATION_BLOCKED },
	{ "EXTERNAL_BLOCKED_IP", OBSERVATION_BLOCKED },
	{ "EXTERNAL_BLOCKED_NULL", OBSERVATION_BLOCKED },
	{ "EXTERNAL_BLOCKED_NXRA", OBSERVATION_BLOCKED },
	{ "GRAVITY_CNAME", OBSERVATION_BLOCKED },
	{ "REGEX_CNAME", OBSERVATION_BLOCKED },
	{ "DENYLIST_CNAME", OBSERVATION_BLOCKED },
	{ "RETRIED", OBSERVATION_ALLOWED },
	{ "RETRIED_DNSSEC", OBSERVATION_ALLOWED },
	{ "IN_PROGRESS", OBSERVATION_ALLOWED },
	{ "DBBUSY", OBSERVATION_BLOCKED },
	{ "SPECIAL_DOMAIN", OBSERVATION_BLOCKED },
	{ "CACHE_STALE", OBSERVATION_ALLOWED },
	{ "EXTERNAL_BLOCKED_EDE15", OBSERVATION_BLOCKED },
};

enum { STATUSES = sizeof(statuses) / sizeof(statuses[0]) };

int pihole_status_of(const char *word)
{
	for (int i = 0; i < STATUSES; i++)
		if (strcmp(word, statuses[i].name) == 0)
			return i;
	return -1;
}

const char *pihole_status_name(int status)
{
	return status >= 0 && status < STATUSES ? statuses[status].name : "";
}

const char *pihole_client(const char *address)
{
	return strcmp(address, "0.0.0.0") == 0 ? "" : address;
}

bool pihole_status_judge(struct observation *o, int status)
{
	if (status < 0 || status >= STATUSES)
		return false;
	o->disposition = (uint8_t)statuses[status].means;
	if (o->disposition != OBSERVATION_UNKNOWN)
		o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (o->disposition == OBSERVATION_BLOCKED)
		o->rule = statuses[status].name;
	return true;
}
