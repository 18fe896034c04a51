/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/reread.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/block.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/zone.h"
#include "evidence/detect.h"
#include "evidence/importer.h"

/* An exhibit under way. */
struct again {
	struct store *store;
	cJSON *json; /* owned: the import's options, which these borrow from */
	struct importer_options options;
	struct zone *zone;  /* owned */
	struct kept beside; /* the file beside it */
	const char *suffix; /* of its name; NULL: there is none */
	struct str folder;  /* with links to both; "" without one beside */
	struct str path;    /* to be read */
	uint64_t row;
	int (*fn)(const struct observation *o, void *ctx);
	void *ctx;
};

static int read_options(struct again *a, const char *text)
{
	struct importer_options *o = &a->options;
	const char *zone;
	int rc = json_parse(&a->json, text, strlen(text), NULL);

	if (rc != 0)
		return rc;
	zone = json_string(a->json, "tz");
	if (zone != NULL)
		rc = zone_open(&a->zone, zone);
	*o = (struct importer_options){ .zone = a->zone,
		.year = (int)json_integer(a->json, "year", 0),
		.date = json_string(a->json, "date"),
		.mapping = json_string(a->json, "mapping"),
		.map = json_string(a->json, "map"),
		.delimiter = json_string(a->json, "delimiter"),
		.time_format = json_string(a->json, "time_format"),
		.blocked = json_string(a->json, "blocked"),
		.allowed = json_string(a->json, "allowed") };
	return rc;
}

static int link_to(struct again *a, const char *suffix, const char *target)
{
	struct str name = { 0 };
	int rc = 0;

	str_printf(&name, "%s/log%s", a->folder.p, suffix);
	if (symlink(target, name.p) != 0)
		rc = err_sys(_("cannot write '%s'"), name.p);
	str_release(&name);
	return rc;
}

static void unlink_from(const struct again *a, const char *suffix)
{
	struct str name = { 0 };

	str_printf(&name, "%s/log%s", a->folder.p, suffix);
	unlink(name.p);
	str_release(&name);
}

/* A folder in which the two stand side by side: links only, so that no copy
 * is left behind by a kill. */
static int lay_beside(struct again *a, const struct kept *k)
{
	const char *top = getenv("TMPDIR");
	int rc;

	if (top == NULL || top[0] != '/')
		top = "/tmp";
	str_printf(&a->folder, "%s/constat-XXXXXX", top);
	if (mkdtemp(a->folder.p) == NULL) {
		str_clear(&a->folder);
		return err_sys(_("cannot make a folder in '%s'"), top);
	}
	rc = link_to(a, "", k->path);
	if (rc == 0)
		rc = link_to(a, a->suffix, a->beside.path);
	str_printf(&a->path, "%s/log", a->folder.p);
	return rc;
}

/* The path under which the exhibit is read. */
static int lay_out(struct again *a, const struct kept *k)
{
	const cJSON *beside = json_member(a->json, "beside");
	struct digest digest;
	int rc;

	if (beside == NULL || beside->child == NULL) {
		str_puts(&a->path, k->path);
		return 0;
	}
	a->suffix = beside->child->string;
	if (a->suffix[0] != '-' || strchr(a->suffix, '/') != NULL ||
		!cJSON_IsString(beside->child) ||
		!digest_parse(&digest, beside->child->valuestring))
		return err_set(ERR_CORRUPT,
			_("the options of the import are damaged"));
	rc = kept_open(&a->beside, a->store, &digest);
	if (rc != 0)
		return err_wrap(rc, _("the file beside it ('%s')"), a->suffix);
	return lay_beside(a, k);
}

static int see_row(const struct observation *o, void *ctx)
{
	struct again *a = ctx;
	struct observation row = *o;

	row.row = ++a->row;
	return a->fn(&row, a->ctx);
}

static int read_all(struct again *a, const struct importer *importer)
{
	const struct importer_sink sink = { .row = see_row, .ctx = a };
	struct importer_job job = {
		.path = a->path.p, .options = &a->options, .sink = &sink
	};
	struct detect_found found = { 0 };
	int rc = detect_file(&found, a->path.p, importer);

	if (rc == 0)
		rc = detect_read(&found, &job);
	detect_release(&found);
	return rc;
}

static void release(struct again *a)
{
	if (a->folder.len > 0) {
		unlink_from(a, "");
		unlink_from(a, a->suffix);
		rmdir(a->folder.p);
	}
	kept_close(&a->beside);
	zone_free(a->zone);
	cJSON_Delete(a->json);
	str_release(&a->folder);
	str_release(&a->path);
}

int reread_each(struct store *s, const struct exhibit *e, struct kept *k,
	int (*fn)(const struct observation *o, void *ctx), void *ctx)
{
	struct again a = { .store = s,
		.beside = { .fd = -1, .plain = -1 },
		.fn = fn,
		.ctx = ctx };
	struct block_import import = { 0 };
	const struct importer *importer;
	int rc = block_import_find(&import, s, e->id);

	if (rc != 0)
		return rc;
	str_init(&a.folder, 0);
	str_init(&a.path, 0);
	importer = importer_find(import.importer);
	if (importer == NULL)
		rc = err_set(ERR_NOTFOUND, _("there is no format '%s'"),
			import.importer);
	if (rc == 0)
		rc = read_options(&a, import.options);
	if (rc == 0)
		rc = lay_out(&a, k);
	if (rc == 0)
		rc = read_all(&a, importer);
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	release(&a);
	return rc;
}
