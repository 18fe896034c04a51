/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SELF_H
#define BASE_SELF_H

/*
 * What this program is, for records and documents: name, version, and the
 * SHA-256 of the running executable, so that an entry says which program
 * made it.
 */

#include "base/digest.h"

/* "0.1.0", from CMakeLists.txt. */
const char *self_version(void);

/* The digest of /proc/self/exe, computed once; all zeros when it cannot be
 * read. */
const struct digest *self_digest(void);

/* "constat/0.1.0 (+keeps dated copies of published privacy policies)". */
const char *self_user_agent(void);

#endif
