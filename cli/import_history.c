/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_history.h"

#include <stdarg.h>
#include <stdlib.h>

#include "archive/store.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/out.h"

extern const struct cmd cmd_import_history;

int import_history_usage(const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;
	int status;

	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	status = out_usage(&cmd_import_history, "%s", words.p);
	str_release(&words);
	return status;
}

static const char **closed(const struct opt_list *list)
{
	const char **v = mem_new(list->n + 1, sizeof(*v));

	for (size_t i = 0; i < list->n; i++)
		v[i] = list->v[i];
	return v;
}

int import_history_open(struct import_history_work *w, struct cli *cli,
	const struct import_history_options *o, bool find)
{
	int rc = out_open(cli, &w->store, !cli->dry_run);

	if (rc != 0)
		return rc;
	file_join(&w->folder, store_dir(w->store), "declarations");
	w->select = closed(&o->select);
	w->remove = closed(&o->remove);
	w->wanted = (struct past_wanted){ .folder = w->folder.p,
		.service = o->service,
		.type = o->type,
		.url = o->url,
		.select = w->select,
		.remove = w->remove };
	return find ? past_target_find(&w->target, &w->wanted) : 0;
}

void import_history_close(struct import_history_work *w)
{
	past_target_release(&w->target);
	store_close(w->store);
	str_release(&w->folder);
	free(w->select);
	free(w->remove);
	*w = (struct import_history_work){ 0 };
}

void import_history_note(const char *where, const char *what, void *ctx)
{
	struct import_history_told *t = ctx;
	cJSON *o;

	out_progress_end();
	if (t->notes == NULL) {
		out_note(t->cli, "%s: %s", where, what);
		return;
	}
	o = json_object();
	json_set(o, "where", where);
	json_set(o, "what", what);
	json_push(t->notes, o);
}
