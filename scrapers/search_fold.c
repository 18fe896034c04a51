/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Canonical decomposition (UAX #15, NFD) parts letters from their marks, which
 * are dropped; what is left is made lower case one by one.
 */
#include "scrapers/search_fold.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

int search_fold(struct str *out, const char *text, size_t len)
{
	size_t n = 0;
	uint8_t *apart =
		u8_normalize(UNINORM_NFD, (const uint8_t *)text, len, NULL, &n);
	bool inside = false;

	if (apart == NULL)
		return err_set(ERR_LIMIT, _("a passage is too long to read"));
	for (size_t i = 0; i < n;) {
		uint32_t cp;

		i += utf8_decode(&cp, (const char *)apart + i, n - i);
		if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M))
			continue;
		if (uc_is_general_category_withtable(
			    cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)) {
			if (!inside &&
				(out->len == 0 || out->p[out->len - 1] != ' '))
				str_putc(out, ' ');
			utf8_put(out, uc_tolower(cp));
			inside = true;
		} else if (inside) {
			str_putc(out, ' ');
			inside = false;
		}
	}
	if (inside)
		str_putc(out, ' ');
	free(apart);
	return str_check(out, _("a passage"));
}
