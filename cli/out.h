/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_OUT_H
#define CLI_OUT_H

/*
 * What a command says: data on standard output, messages on standard error.
 * Text that came from outside passes through out_text() or out_table(), so
 * that it cannot drive the terminal.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/progress.h"
#include "cli/cmd.h"

struct store;

/* Prints "constat: <err_message()>" to standard error; returns CMD_TROUBLE,
 * so that a failing command is one line: return out_fail(). */
int out_fail(void);

/* "constat: <words>", then "try 'constat help <verb>'"; CMD_TROUBLE. */
__attribute__((format(printf, 2, 3))) int out_usage(
	const struct cmd *cmd, const char *fmt, ...);

/* A message on standard error, unless -q. */
__attribute__((format(printf, 2, 3))) void out_note(
	const struct cli *cli, const char *fmt, ...);

/* Text from outside, controls shown as escapes. out_lines keeps \n. */
void out_text(FILE *to, const char *text);
void out_lines(FILE *to, const char *text, size_t len);

/* A kept text or page on standard output: to a file or a pipe byte for byte,
 * to a terminal as out_lines, and a last line end. */
void out_document(const char *text, size_t len);

/* Rows in columns on standard output: cells of row r are
 * cells[r * columns]. The first row is the heading; shown bold when colour
 * is on. A column's letter in align is 'l' or 'r'. */
void out_table(const struct cli *cli, const char *const *cells, size_t rows,
	size_t columns, const char *align);

/* One JSON value and a line feed on standard output; frees it. A value past
 * the limit of a text is said on standard error; out_lost() tells then. */
void out_json(cJSON *value);
bool out_lost(void);

/* A new object with "schema": "constat.<verb>/1". */
cJSON *out_object(const char *verb);

/* Whether standard output takes colour; the escape for on ("1", "31") is
 * written only then. */
bool out_color(const struct cli *cli);

/* Opens the case folder's archive: -C or the current folder, and upwards. On
 * failure the message is set (say out_fail()). write: it will be changed. */
int out_open(const struct cli *cli, struct store **store, bool write);

/* Appends the case folder's path (for case.json, declarations/). */
struct str;
int out_folder(const struct cli *cli, struct str *path);

/* Draws progress on a terminal for anything over a second; nothing
 * elsewhere. out_progress_end() wipes the line. */
struct progress out_progress(const struct cli *cli);
void out_progress_end(void);

/* True when a person can be asked: both ends a terminal, no --no-input. */
bool out_can_ask(const struct cli *cli);

#endif
