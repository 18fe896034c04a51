/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_RAND_H
#define BASE_RAND_H

/*
 * Unpredictable bytes from the kernel (getrandom(2)), for salts, nonces and
 * keys.
 */

#include <stddef.h>

/* Fills out with len random bytes; ERR_IO when the kernel gives none. */
int rand_bytes(void *out, size_t len);

#endif
