/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gettext translates only when the message locale is not "C". Where the
 * wanted locale is not installed, setlocale() has fallen back to "C": then
 * LC_MESSAGES becomes C.UTF-8, which every system has, and LANGUAGE names the
 * language, which is all that gettext looks at.
 */
#include "cli/catalogue.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

/* The person's language as the environment says it, or NULL. */
static const char *wanted(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL",
		"LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && *v != '\0')
			return v;
	}
	return NULL;
}

/* The folder of catalogues: beside an installed program, or in the tree it
 * was built in. */
static void find_folder(struct str *out)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		if (slash != NULL)
			*slash = '\0';
		str_printf(out, "%s/locale", exe);
		if (access(out->p, R_OK) == 0)
			return;
		str_clear(out);
		str_printf(out, "%s/../share/locale", exe);
		if (access(out->p, R_OK) == 0)
			return;
		str_clear(out);
	}
	str_puts(out, "/usr/share/locale");
}

static void force_language(const char *language)
{
	char two[3] = { 0 };

	if (strlen(language) < 2 || strcmp(language, "POSIX") == 0)
		return;
	memcpy(two, language, 2);
	if (two[0] == 'C' || strcmp(two, "en") == 0)
		return;
	setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", two, 1);
}

void catalogue_open(void)
{
	struct str folder = { 0 };
	const char *language = wanted();
	const char *now = setlocale(LC_MESSAGES, NULL);

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		setlocale(LC_CTYPE, "");
	setlocale(LC_NUMERIC, "C");
	if (language != NULL && now != NULL && now[0] == 'C')
		force_language(language);
	find_folder(&folder);
	bindtextdomain("constat", folder.p);
	bind_textdomain_codeset("constat", "UTF-8");
	textdomain("constat");
	str_release(&folder);
}
