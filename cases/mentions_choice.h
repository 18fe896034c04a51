/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTIONS_CHOICE_H
#define CASES_MENTIONS_CHOICE_H

/*
 * Which documents a question is put to: the one that is named; else those
 * that the case names ("policies", of that service when one is named); else
 * all that the archive has of the service.
 *
 *	rc = mentions_choose(&m, &c, "Exemple", NULL);
 */

#include "cases/case_json.h"
#include "cases/mentions.h"

/* Reads them into m, each once. c may be NULL; service and terms too.
 * ERR_NOTFOUND when there is none. */
int mentions_choose(struct mentions *m, const struct case_json *c,
	const char *service, const char *terms);

#endif
