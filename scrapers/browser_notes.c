/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_notes.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"

static bool is_there(const struct browser_notes *notes, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, notes->list)
	{
		if (strcmp(item->valuestring, text) == 0)
			return true;
	}
	return false;
}

void browser_notes_add(struct browser_notes *notes, const char *fmt, ...)
{
	struct str text;
	va_list ap;

	str_init(&text, 0);
	va_start(ap, fmt);
	str_vprintf(&text, fmt, ap);
	va_end(ap);
	if (text.len > BROWSER_NOTES_LENGTH) {
		size_t cut = BROWSER_NOTES_LENGTH;

		while (cut > 0 && ((unsigned char)text.p[cut] & 0xC0) == 0x80)
			cut--;
		str_cut(&text, cut);
		str_puts(&text, "…");
	}
	if (notes->list == NULL)
		notes->list = json_array();
	if (is_there(notes, text.p))
		goto done;
	if (notes->n == BROWSER_NOTES_MAX)
		notes->dropped++;
	else
		json_push_string(notes->list, text.p);
	notes->n += notes->n < BROWSER_NOTES_MAX;
done:
	str_release(&text);
}

char *browser_notes_take(struct browser_notes *notes)
{
	struct str out = { 0 }, rest = { 0 };

	if (notes->list == NULL)
		notes->list = json_array();
	if (notes->dropped > 0) {
		str_printf(&rest, _("and %zu more"), notes->dropped);
		json_push_string(notes->list, rest.p);
	}
	json_print(&out, notes->list);
	browser_notes_release(notes);
	str_release(&rest);
	return str_take(&out);
}

void browser_notes_release(struct browser_notes *notes)
{
	cJSON_Delete(notes->list);
	*notes = (struct browser_notes){ 0 };
}
