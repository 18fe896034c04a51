/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both tables become one getopt_long() table; an option's value there is its
 * index here, shifted past all characters so that it is no letter.
 */
#include "cli/args.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

enum { INDEX_BASE = 1000, TABLE_MAX = 64 };

/* The joined tables. */
struct table {
	const struct opt *at[TABLE_MAX];
	struct option longs[TABLE_MAX + 1];
	struct str shorts;
	int n;
};

void args_common(struct opt out[ARGS_COMMON + 1], struct cli *cli)
{
	const struct opt common[ARGS_COMMON + 1] = {
		{ "directory", 'C', OPT_TEXT, N_("DIR"),
			N_("work in the case folder DIR"), &cli->dir },
		{ "json", 0, OPT_FLAG, NULL,
			N_("print JSON for other programs"), &cli->json },
		{ "quiet", 'q', OPT_FLAG, NULL,
			N_("print no messages but errors"), &cli->quiet },
		{ "verbose", 'v', OPT_FLAG, NULL,
			N_("print more about what is done"), &cli->verbose },
		{ "dry-run", 'n', OPT_FLAG, NULL,
			N_("show what would be done, change nothing"),
			&cli->dry_run },
		{ "no-color", 0, OPT_FLAG, NULL, N_("print without colour"),
			&cli->no_color },
		{ "no-pager", 0, OPT_FLAG, NULL,
			N_("print long texts straight to the terminal"),
			&cli->no_pager },
		{ "no-input", 0, OPT_FLAG, NULL, N_("never ask anything"),
			&cli->no_input },
		{ "help", 'h', OPT_FLAG, NULL, N_("print this help"),
			&cli->help },
		{ "version", 0, OPT_FLAG, NULL, N_("print the version"),
			&cli->version },
		{ 0 },
	};

	memcpy(out, common, sizeof(common));
}

static void join(struct table *t, const struct opt *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		bool value = options->kind != OPT_FLAG;

		if (t->n == TABLE_MAX)
			return;
		t->at[t->n] = options;
		t->longs[t->n] = (struct option){ options->name,
			value ? required_argument : no_argument, NULL,
			INDEX_BASE + t->n };
		if (options->letter != 0) {
			str_putc(&t->shorts, options->letter);
			if (value)
				str_putc(&t->shorts, ':');
		}
		t->n++;
	}
}

static const struct opt *by_letter(const struct table *t, int letter)
{
	for (int i = 0; i < t->n; i++)
		if (t->at[i]->letter == letter)
			return t->at[i];
	return NULL;
}

static int read_number(int64_t *out, const struct opt *o, const char *text)
{
	char *end = NULL;
	long long v;

	errno = 0;
	v = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || v < 0)
		return err_set(ERR_INVALID,
			_("option '--%s' takes a whole number, not '%s'"),
			o->name, text);
	*out = v;
	return 0;
}

static int take(const struct opt *o, const char *text)
{
	struct opt_list *list = o->value;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->value = true;
		return 0;
	case OPT_TEXT:
		*(const char **)o->value = text;
		return 0;
	case OPT_NUMBER:
		return read_number(o->value, o, text);
	case OPT_LIST:
		list->v = mem_grow(
			list->v, &list->cap, list->n + 1, sizeof(*list->v));
		list->v[list->n++] = text;
		return 0;
	}
	return 0;
}

/* The message for what getopt_long() answered with '?' or ':'. */
static int refuse(const struct table *t, int answer, char **argv)
{
	const struct opt *o = NULL;

	if (optopt >= INDEX_BASE && optopt < INDEX_BASE + t->n)
		o = t->at[optopt - INDEX_BASE];
	else if (optopt != 0)
		o = by_letter(t, optopt);
	if (answer == ':' && o != NULL)
		return err_set(ERR_INVALID,
			_("option '--%s' needs a value: %s"), o->name,
			o->arg ? _(o->arg) : "");
	if (o != NULL)
		return err_set(ERR_INVALID, _("option '--%s' takes no value"),
			o->name);
	if (optopt != 0)
		return err_set(
			ERR_INVALID, _("there is no option '-%c'"), optopt);
	return err_set(
		ERR_INVALID, _("there is no option '%s'"), argv[optind - 1]);
}

int args_read(struct args *out, int argc, char **argv, const struct opt *common,
	const struct opt *own, bool stop)
{
	struct table t = { 0 };
	int answer, rc = 0;

	str_puts(&t.shorts, stop ? "+:" : ":");
	join(&t, own);
	join(&t, common);
	optind = 0;
	opterr = 0;
	while (rc == 0 && (answer = getopt_long(argc, argv, t.shorts.p, t.longs,
				   NULL)) != -1) {
		const struct opt *o;

		if (answer == '?' || answer == ':') {
			rc = refuse(&t, answer, argv);
			break;
		}
		o = answer >= INDEX_BASE ? t.at[answer - INDEX_BASE]
					 : by_letter(&t, answer);
		if (o != NULL)
			rc = take(o, optarg);
	}
	str_release(&t.shorts);
	if (rc == 0)
		*out = (struct args){ argc - optind, argv + optind };
	return rc;
}

const char *const *args_list(struct opt_list *list)
{
	if (list->n == 0)
		return NULL;
	list->v = mem_grow(list->v, &list->cap, list->n + 1, sizeof(*list->v));
	list->v[list->n] = NULL;
	return list->v;
}

void args_release(const struct opt *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		struct opt_list *list = options->value;

		if (options->kind != OPT_LIST)
			continue;
		free(list->v);
		*list = (struct opt_list){ 0 };
	}
}
