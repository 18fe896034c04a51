/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what a server begins with, and as the message of a
 * certificate. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/tls_certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_one(const void *message, size_t len)
{
	struct tls_certificate k;

	if (tls_certificate_read(&k, message, len) &&
		(strlen(k.subject) >= sizeof(k.subject) ||
			strlen(k.names) >= sizeof(k.names) ||
			strlen(k.sha256) != DIGEST_HEX))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = { 0 };

	str_init(&out, TLS_HELLO_MAX);
	if (tls_certificate_collect(&out, data, size) == TLS_HELLO_WHOLE)
		read_one(out.p, out.len);
	str_release(&out);
	read_one(data, size);
	return 0;
}
