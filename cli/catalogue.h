/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

/*
 * Opens the gettext catalogue of the person's language. The language is that
 * of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, as usual, but it also works
 * where the system has no such locale installed, or only C.UTF-8: output is
 * always UTF-8.
 */

/* Call once in main(), behind setlocale(LC_ALL, ""). */
void catalogue_open(void);

#endif
