/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rand.h"

#include <errno.h>
#include <sys/random.h>

#include "base/err.h"
#include "base/i18n.h"

int rand_bytes(void *out, size_t len)
{
	unsigned char *p = out;

	while (len > 0) {
		ssize_t n = getrandom(p, len, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(_("cannot get random bytes"));
		p += n;
		len -= (size_t)n;
	}
	return 0;
}
