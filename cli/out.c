/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "cli/pager.h"

int out_fail(void)
{
	FILE *to = pager_messages();

	fputs("constat: ", to);
	out_text(to, err_message());
	fputc('\n', to);
	return CMD_TROUBLE;
}

int out_usage(const struct cmd *cmd, const char *fmt, ...)
{
	FILE *to = pager_messages();

	if (fmt != NULL) {
		struct str words = { 0 };
		va_list ap;

		fputs("constat: ", to);
		va_start(ap, fmt);
		str_vprintf(&words, fmt, ap);
		va_end(ap);
		str_putc(&words, '\n');
		out_lines(to, words.p, words.len);
		str_release(&words);
	}
	fprintf(to, _("try 'constat help %s'\n"), cmd->name);
	return CMD_TROUBLE;
}

void out_note(const struct cli *cli, const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	str_putc(&words, '\n');
	out_lines(pager_messages(), words.p, words.len);
	str_release(&words);
}

void out_text(FILE *to, const char *text)
{
	struct str safe = { 0 };

	utf8_printable(&safe, text, strlen(text), false);
	if (safe.p != NULL)
		fwrite(safe.p, 1, safe.len, to);
	str_release(&safe);
}

void out_lines(FILE *to, const char *text, size_t len)
{
	struct str safe = { 0 };

	/* Line by line, so that a long text needs little memory. */
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end != NULL ? (size_t)(end - text) + 1 : len;

		str_clear(&safe);
		utf8_printable(&safe, text, n, true);
		fwrite(safe.p, 1, safe.len, to);
		text += n;
		len -= n;
	}
	str_release(&safe);
}

void out_document(const char *text, size_t len)
{
	if (!pager_is_terminal()) {
		fwrite(text, 1, len, stdout);
		return;
	}
	out_lines(stdout, text, len);
	if (len > 0 && text[len - 1] != '\n')
		putchar('\n');
}

/* Each cell made printable; the caller frees them. */
static char **safe_cells(const char *const *cells, size_t n)
{
	char **safe = mem_new(n, sizeof(*safe));

	for (size_t i = 0; i < n; i++) {
		struct str s = { 0 };
		const char *text = cells[i] != NULL ? cells[i] : "";

		str_init(&s, 0);
		utf8_printable(&s, text, strlen(text), false);
		safe[i] = str_take(&s);
	}
	return safe;
}

static void print_cell(const char *text, size_t width, char align, bool last)
{
	size_t have = utf8_width(text, strlen(text));

	if (align == 'r')
		for (size_t i = have; i < width; i++)
			putchar(' ');
	fputs(text, stdout);
	if (align != 'r' && !last)
		for (size_t i = have; i < width; i++)
			putchar(' ');
	fputs(last ? "\n" : "  ", stdout);
}

void out_table(const struct cli *cli, const char *const *cells, size_t rows,
	size_t columns, const char *align)
{
	char **safe = safe_cells(cells, rows * columns);
	size_t *widths = mem_new(columns, sizeof(*widths));
	bool bold = out_color(cli);

	for (size_t i = 0; i < rows * columns; i++) {
		size_t w = utf8_width(safe[i], strlen(safe[i]));

		if (w > widths[i % columns])
			widths[i % columns] = w;
	}
	for (size_t r = 0; r < rows; r++) {
		if (bold && r == 0)
			fputs("\033[1m", stdout);
		for (size_t c = 0; c < columns; c++)
			print_cell(safe[r * columns + c], widths[c], align[c],
				c + 1 == columns);
		if (bold && r == 0)
			fputs("\033[0m", stdout);
	}
	for (size_t i = 0; i < rows * columns; i++)
		free(safe[i]);
	free(safe);
	free(widths);
}

static bool *lost(void)
{
	static bool lost;

	return &lost;
}

bool out_lost(void)
{
	return *lost();
}

void out_json(cJSON *value)
{
	struct str text = { 0 };

	if (json_print(&text, value) == 0) {
		fwrite(text.p, 1, text.len, stdout);
		putchar('\n');
	} else {
		out_fail();
		*lost() = true;
	}
	str_release(&text);
	cJSON_Delete(value);
}

cJSON *out_object(const char *verb)
{
	cJSON *object = json_object();
	struct str schema = { 0 };

	str_printf(&schema, "constat.%s/1", verb);
	json_set(object, "schema", schema.p);
	str_release(&schema);
	return object;
}

bool out_color(const struct cli *cli)
{
	const char *term = getenv("TERM");

	return !cli->no_color && !cli->json && pager_is_terminal() &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

bool out_can_ask(const struct cli *cli)
{
	return !cli->no_input && !cli->json && isatty(STDIN_FILENO) &&
	       isatty(STDERR_FILENO);
}

int out_folder(const struct cli *cli, struct str *path)
{
	return store_find(path, cli->dir != NULL ? cli->dir : ".");
}

int out_open(const struct cli *cli, struct store **store, bool write)
{
	struct str path = { 0 };
	int rc = out_folder(cli, &path);

	if (rc == 0)
		rc = store_open(
			store, path.p, write ? STORE_WRITE : STORE_READ);
	str_release(&path);
	return rc;
}
