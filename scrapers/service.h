/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SERVICE_H
#define SCRAPERS_SERVICE_H

/*
 * The services that are declared: a folder of declarations, one file each,
 * named after the service.
 *
 *	struct declaration d = { 0 };
 *
 *	rc = service_find(&d, "case/declarations", "exemple");
 *	...
 *	declaration_release(&d);
 *
 * The folder may also hold X.history.json, past declarations in the same
 * format; they are no services.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "scrapers/declaration.h"

/* Reads the declaration of a service from the folder, letter case ignored.
 * ERR_NOTFOUND suggests the nearest name. */
int service_find(
	struct declaration *out, const char *folder, const char *service);

/* The service and the type of its terms that are declared to stand at an
 * address; both owned by the caller. ERR_NOTFOUND when none is, ERR_INVALID
 * when several are. */
int service_find_url(
	char **service, char **type, const char *folder, const char *url);

/* All services in the folder, sorted; the names are owned. */
struct service_names {
	char **v;
	size_t n;
};
int service_list(struct service_names *out, const char *folder);
void service_names_release(struct service_names *ids);

/* Adds one terms to DIR/<id>.json, which is made when absent and replaced
 * as a whole. terms is the object {"fetch": …}, borrowed. The same terms
 * already there: nothing is done. ERR_EXISTS when other terms of this type
 * are there and force is false; ERR_INVALID for a name no file can have. */
struct service_addition {
	const char *folder, *service, *type;
	const cJSON *terms;
	bool force;
};
int service_add(const struct service_addition *a);

#endif
