/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

/*
 * Long output on a terminal goes through the person's pager, as git's does:
 * CONSTAT_PAGER, else PAGER, else less, unless TERM says that the terminal
 * can only print; one that is empty or "cat" is none. The value is a line
 * for the shell. LESS=FRX is set for it where LESS is
 * not: a text that fits on the screen needs no key, colours are shown, and
 * the text stays when the pager is left.
 *
 *	pager_open();		the command writes to stdout as always
 *	fflush(stdout);
 *	pager_close();		waits until the person has left the pager
 *
 * The pager starts with the first byte that is written: a command that only
 * fails, asks or draws its progress has the terminal to itself. One that
 * cannot be started is as none. Messages are kept while it may have the
 * screen, and come behind it. Left early, writing to stdout fails with EPIPE.
 */

#include <stdbool.h>
#include <stdio.h>

/* From here on stdout goes through the pager; nothing happens where stdout
 * is no terminal, or no pager is wanted. Not while another is open. */
void pager_open(void);

/* Whether what is written to stdout is for the eyes on a terminal, with or
 * without a pager in between. */
bool pager_is_terminal(void);

/* Where messages are written: stderr, or a memory that pager_close() prints. */
FILE *pager_messages(void);

/* Ends the text, waits for the pager, prints the messages, and gives stdout
 * the terminal back. What is in stdout's buffer must have been flushed. */
void pager_close(void);

#endif
