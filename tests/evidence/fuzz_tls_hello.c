/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/tls_hello.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str message = { 0 };
	struct tls_hello h;

	str_init(&message, TLS_HELLO_MAX);
	if (tls_hello_collect(&message, data, size) == TLS_HELLO_WHOLE &&
		tls_hello_read(&h, message.p, message.len) &&
		(strlen(h.host) > HOST_MAX ||
			(h.odd_name && h.host[0] != '\0')))
		abort();
	str_release(&message);
	tls_hello_read(&h, data, size);
	return 0;
}
