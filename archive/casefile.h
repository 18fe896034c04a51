/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_CASEFILE_H
#define ARCHIVE_CASEFILE_H

/*
 * The states of case.json that documents were made from. The ledger holds
 * only a salted commitment: a case names people.
 */

#include <stdint.h>

#include "archive/store.h"

/* Keeps the text when it differs from the state kept last; *id is the row
 * that holds it either way. */
int casefile_note(int64_t *id, struct store *s, const void *text, size_t len);

#endif
