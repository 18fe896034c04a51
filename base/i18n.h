/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_I18N_H
#define BASE_I18N_H

/*
 * Words for the person at the terminal: every message passes through _(),
 * which looks it up in the catalogue of the person's language. Sentences of
 * documents do not: they live in templates/, by the language of the reader.
 *
 *	err_set(ERR_NOTFOUND, _("no service named '%s'"), name);
 *	static const char *const label = N_("changed");	... _(label)
 *
 * cli/main.c opens the catalogue; without one, the English text stands.
 */

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
