/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/guessing.h"
#include "cli/out.h"
#include "evidence/detect.h"

static bool why;

static const struct opt options[] = {
	{ "why", 0, OPT_FLAG, NULL, N_("say what it is known by"), &why },
	{ 0 },
};

static void say_json(const char *path, const struct detect_found *found)
{
	cJSON *object = out_object("detect");
	struct str mapping = { 0 };

	json_set(object, "file", path);
	if (found->wrap != SOURCE_PLAIN)
		json_set(object, "packed", source_wrap_name(found->wrap));
	if (found->importer == NULL) {
		json_set(object, "guess", found->guess);
		out_json(object);
		return;
	}
	json_set(object, "format", found->importer->name);
	if (found->rival != NULL)
		json_set(object, "or", found->rival->name);
	if (found->why != NULL)
		json_set(object, "why", found->why);
	guessing_print(&mapping, path, found);
	if (mapping.len > 0)
		json_set(object, "mapping", mapping.p);
	str_release(&mapping);
	if (found->wrap == SOURCE_ZIP) {
		cJSON *members = json_array();

		for (size_t i = 0; i < found->n; i++)
			json_push_string(members, found->v[i].name);
		json_add(object, "members", members);
		json_set_int(object, "others", (int64_t)found->others);
	}
	out_json(object);
}

/* The reason, what of a ZIP it is true of, and what a table seems to be. */
static void say_why(const char *path, const struct detect_found *found)
{
	struct str mapping = { 0 };

	printf("  %s\n", found->why != NULL ? _(found->why) : "");
	for (size_t i = 0; i < found->n && found->wrap == SOURCE_ZIP; i++) {
		fputs("  ", stdout);
		out_text(stdout, found->v[i].name);
		putchar('\n');
	}
	if (found->others > 0)
		printf(_("  files of other formats in it: %zu\n"),
			found->others);
	guessing_print(&mapping, path, found);
	if (mapping.len > 0)
		out_lines(stdout, mapping.p, mapping.len);
	str_release(&mapping);
}

static void say(const char *path, const struct detect_found *found)
{
	out_text(stdout, path);
	if (found->importer == NULL) {
		printf(_(": %s; no log that is known here\n"), _(found->guess));
		return;
	}
	printf(": %s", found->importer->name);
	if (found->rival != NULL)
		printf(_(" or %s: choose with --format"), found->rival->name);
	putchar('\n');
	if (why)
		say_why(path, found);
}

static int detect(const struct cli *cli, const char *path)
{
	struct detect_found found = { 0 };
	int status;

	if (detect_file(&found, path, NULL) != 0)
		return out_fail();
	if (cli->json)
		say_json(path, &found);
	else
		say(path, &found);
	status = found.importer != NULL ? CMD_DONE : CMD_PARTIAL;
	detect_release(&found);
	return status;
}

extern const struct cmd cmd_detect;

static int run(struct cli *cli, int argc, char **argv)
{
	int status = CMD_DONE;

	if (argc == 0)
		return out_usage(&cmd_detect, _("which file?"));
	for (int i = 0; i < argc; i++) {
		int one = detect(cli, argv[i]);

		if (one > status)
			status = one;
	}
	return status;
}

const struct cmd cmd_detect = {
	.name = "detect",
	.args = N_("FILE…"),
	.summary = N_("tell what kind of log a file is"),
	.detail = N_("By its content, whatever it is called, also inside gzip, "
		     "zstd and ZIP. Two formats that fit equally well are both "
		     "told. Exit status 1: a file is no log that is known."),
	.options = options,
	.run = run,
};
