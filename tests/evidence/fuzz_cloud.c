/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a host's name: normalised, taken apart, its owner sought. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/cloud.h"
#include "evidence/host.h"
#include "evidence/owner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char host[HOST_MAX + 1], again[HOST_MAX + 1];
	struct owner owner;
	struct cloud c;

	if (!host_normalise(host, (const char *)data, size))
		return 0;
	if (!host_normalise(again, host, strlen(host)) ||
		strcmp(host, again) != 0 || !host_matches(host, "*"))
		abort();
	owner_find(&owner, host, NULL, NULL);
	if (!cloud_read(&c, host))
		return 0;
	if (c.provider == NULL || c.service == NULL ||
		strlen(c.label) > strlen(host) ||
		(owner.basis == OWNER_DERIVED && !c.own_label))
		abort();
	return 0;
}
