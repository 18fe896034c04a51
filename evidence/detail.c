/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/detail.h"

#include <string.h>

#include "base/json.h"

void detail_begin(struct detail *d)
{
	str_clear(&d->text);
}

static void put_name(struct detail *d, const char *name)
{
	str_putc(&d->text, d->text.len == 0 ? '{' : ',');
	json_quote(&d->text, name, strlen(name));
	str_putc(&d->text, ':');
}

void detail_text(struct detail *d, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	put_name(d, name);
	json_quote(&d->text, text, strlen(text));
}

void detail_true(struct detail *d, const char *name, bool is)
{
	if (!is)
		return;
	put_name(d, name);
	str_puts(&d->text, "true");
}

const char *detail_end(struct detail *d)
{
	if (d->text.len == 0)
		return "";
	str_putc(&d->text, '}');
	return d->text.p;
}
