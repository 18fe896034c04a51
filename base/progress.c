/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/progress.h"

#include <stddef.h>

void progress_report(const struct progress *p, const char *what, uint64_t done,
	uint64_t total)
{
	if (p != NULL && p->fn != NULL)
		p->fn(what, done, total, p->ctx);
}
