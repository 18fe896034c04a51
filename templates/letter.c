/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/letter.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "templates/mustache.h"

extern const struct embed letters_embed[];

/* "fr", "complaint": no path can hide in them. */
static int check_word(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return n > 0 && word[n] == '\0'
		       ? 0
		       : err_set(ERR_INVALID,
				 _("'%s' is no name of a letter or a language"),
				 word);
}

static const struct embed *embedded(const char *kind, const char *lang)
{
	struct str name = { 0 };
	const struct embed *found;

	str_printf(&name, "letters/%s/%s.md", lang, kind);
	found = embed_find(letters_embed, name.p);
	str_release(&name);
	return found;
}

bool letter_exists(const char *kind, const char *lang)
{
	return embedded(kind, lang) != NULL;
}

/* Appends the file dir/middle/kind.md; ERR_NOTFOUND when it is not there. */
static int read_from(
	struct str *out, const char *dir, const char *middle, const char *kind)
{
	struct str path = { 0 };
	int rc = ERR_NOTFOUND;

	str_printf(&path, "%s%s/%s.md", dir, middle, kind);
	if (file_exists(path.p))
		rc = file_read(out, path.p);
	str_release(&path);
	return rc;
}

/* The person's folder of letters. */
static int read_own(struct str *out, const char *kind, const char *lang)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	struct str middle = { 0 };
	int rc = ERR_NOTFOUND;

	str_printf(&middle, "/constat/letters/%s", lang);
	if (config != NULL && config[0] == '/') {
		rc = read_from(out, config, middle.p, kind);
	} else if (home != NULL && home[0] == '/') {
		str_clear(&middle);
		str_printf(&middle, "/.config/constat/letters/%s", lang);
		rc = read_from(out, home, middle.p, kind);
	}
	str_release(&middle);
	return rc;
}

/* A letter or partial by its name: the person's, or the program's. */
static int read_named(struct str *out, const char *kind, const char *lang)
{
	const struct embed *file;
	int rc = check_word(kind);

	if (rc == 0)
		rc = check_word(lang);
	if (rc == 0)
		rc = read_own(out, kind, lang);
	if (rc != ERR_NOTFOUND)
		return rc;
	file = embedded(kind, lang);
	if (file == NULL)
		return err_set(ERR_NOTFOUND,
			_("there is no letter '%s' in the language '%s'"), kind,
			lang);
	return str_add(out, file->data, file->len);
}

static int partial(struct str *out, const char *name, void *ctx)
{
	const struct letter *letter = ctx;
	const char *slash =
		letter->file != NULL ? strrchr(letter->file, '/') : NULL;
	struct str dir = { 0 };
	int rc = check_word(name);

	if (rc != 0 || letter->file == NULL)
		return rc != 0 ? rc : read_named(out, name, letter->lang);
	str_puts(&dir, ".");
	if (slash != NULL) {
		str_clear(&dir);
		str_add(&dir, letter->file, (size_t)(slash - letter->file));
	}
	rc = read_from(out, dir.p, "", name);
	str_release(&dir);
	return rc == ERR_NOTFOUND ? read_named(out, name, letter->lang) : rc;
}

int letter_find(struct str *out, const struct letter *letter)
{
	return letter->file != NULL
		       ? file_read(out, letter->file)
		       : read_named(out, letter->kind, letter->lang);
}

int letter_render(
	struct str *out, const struct letter *letter, const cJSON *model)
{
	struct letter copy = *letter;
	struct mustache_options options = {
		.partial = partial, .partial_ctx = &copy, .strict = true
	};
	struct str text, name = { 0 };
	int rc;

	str_init(&text, LETTER_MAX);
	if (letter->file != NULL)
		str_printf(&name, "'%s'", letter->file);
	else
		str_printf(&name, "%s.md", letter->kind);
	options.name = name.p;
	rc = letter_find(&text, letter);
	if (rc == 0)
		rc = mustache_render(out, text.p, text.len, model, &options);
	str_release(&text);
	str_release(&name);
	return rc;
}
