/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/service.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"

enum {
	NAME_BYTES = 200, /* of a service's name, which names a file */
	LIST = 100000,	  /* declarations in a folder */
};

/* --- finding --- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Past declarations ("X.history.json") are no declarations of today. */
static bool is_declaration(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > 5 &&
	       strcmp(name + len - 5, ".json") == 0 &&
	       (len < 13 || strcmp(name + len - 13, ".history.json") != 0);
}

int service_list(struct service_names *out, const char *folder)
{
	struct service_names ids = { 0 };
	struct dirent *entry;
	size_t cap = 0;
	DIR *dir = opendir(folder);

	if (dir == NULL && errno == ENOENT)
		return err_set(ERR_NOTFOUND,
			_("there is no folder '%s'; 'constat watch' makes a "
			  "declaration"),
			folder);
	if (dir == NULL)
		return err_sys(_("cannot read the folder '%s'"), folder);
	while (ids.n < LIST && (entry = readdir(dir)) != NULL) {
		if (!is_declaration(entry->d_name))
			continue;
		ids.v = mem_grow(ids.v, &cap, ids.n + 1, sizeof(*ids.v));
		ids.v[ids.n++] = mem_dup(
			entry->d_name, strlen(entry->d_name) - strlen(".json"));
	}
	closedir(dir);
	if (ids.n > 0)
		qsort(ids.v, ids.n, sizeof(*ids.v), compare_names);
	*out = ids;
	return 0;
}

void service_names_release(struct service_names *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		free(ids->v[i]);
	free(ids->v);
	*ids = (struct service_names){ 0 };
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance, letter case ignored, of the first NAME_BYTES. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_BYTES + 1];
	size_t n = least(strlen(a), NAME_BYTES),
	       m = least(strlen(b), NAME_BYTES);

	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j];
			bool same = strncasecmp(a + i - 1, b + j - 1, 1) == 0;

			row[j] = least(
				diagonal + !same, least(above, row[j - 1]) + 1);
			diagonal = above;
		}
	}
	return row[m];
}

static int no_service(const struct service_names *ids, const char *service)
{
	const char *nearest = NULL;
	size_t best = strlen(service) / 2 + 1;

	for (size_t i = 0; i < ids->n; i++) {
		size_t d = distance(service, ids->v[i]);

		if (d < best) {
			best = d;
			nearest = ids->v[i];
		}
	}
	if (nearest != NULL)
		return err_set(ERR_NOTFOUND,
			_("there is no declaration of '%s'; did you mean "
			  "'%s'?"),
			service, nearest);
	return err_set(ERR_NOTFOUND,
		_("there is no declaration of '%s'; 'constat watch URL "
		  "--service NAME' makes one"),
		service);
}

static void path_of(struct str *out, const char *folder, const char *id)
{
	file_join(out, folder, id);
	str_puts(out, ".json");
}

int service_find(
	struct declaration *out, const char *folder, const char *service)
{
	struct service_names ids = { 0 };
	struct str path = { 0 };
	const char *id = NULL;
	int rc = service_list(&ids, folder);

	for (size_t i = 0; rc == 0 && i < ids.n; i++)
		if (strcmp(ids.v[i], service) == 0 ||
			(id == NULL && strcasecmp(ids.v[i], service) == 0))
			id = ids.v[i];
	if (rc == 0 && id == NULL)
		rc = no_service(&ids, service);
	if (rc == 0) {
		path_of(&path, folder, id);
		rc = declaration_read(out, path.p);
	}
	service_names_release(&ids);
	str_release(&path);
	return rc;
}

/* --- adding --- */

/* Terms that stand at an address: how many, and the first of them. */
struct at_url {
	const char *url;
	char *service, *type; /* owned */
	size_t n;
};

static void see_terms(struct at_url *a, const struct declaration *d)
{
	for (size_t t = 0; t < d->n; t++)
		for (size_t p = 0; p < d->terms[t].n; p++) {
			if (strcmp(d->terms[t].parts[p].fetch, a->url) != 0)
				continue;
			if (a->n++ > 0)
				continue;
			a->service = mem_strdup(d->id);
			a->type = mem_strdup(d->terms[t].type);
		}
}

int service_find_url(
	char **service, char **type, const char *folder, const char *url)
{
	struct service_names ids = { 0 };
	struct at_url a = { .url = url };
	int rc = service_list(&ids, folder);

	for (size_t i = 0; i < ids.n && rc == 0; i++) {
		struct declaration d = { 0 };

		rc = service_find(&d, folder, ids.v[i]);
		if (rc == 0)
			see_terms(&a, &d);
		declaration_release(&d);
	}
	service_names_release(&ids);
	if (rc == 0 && a.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("no declaration names '%s'; say whose page it is, as "
			  "in --service NAME"),
			url);
	if (rc == 0 && a.n > 1)
		rc = err_set(ERR_INVALID,
			_("several declarations name '%s'; say which is meant, "
			  "as in --service NAME --terms TYPE"),
			url);
	if (rc == 0) {
		*service = a.service;
		*type = a.type;
	} else {
		free(a.service);
		free(a.type);
	}
	return rc;
}

static int check_name(const char *service)
{
	size_t len = strlen(service);

	if (len == 0 || len > NAME_BYTES || service[0] == '.' ||
		strpbrk(service, "/\\") != NULL ||
		(len > 8 && strcmp(service + len - 8, ".history") == 0))
		return err_set(ERR_INVALID,
			_("a service cannot be named '%s': its name is that of "
			  "a file, without slashes and without a dot in front"),
			service);
	for (const char *c = service; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return err_set(ERR_INVALID,
				_("the service's name holds a control "
				  "character"));
	return 0;
}

/* The file's tree as it is, or a new one. */
static int open_tree(
	cJSON **tree, const char *path, const struct service_addition *a)
{
	struct declaration d = { 0 };
	int rc;

	if (file_exists(path)) {
		rc = declaration_read(&d, path);
		declaration_release(&d);
		return rc != 0 ? rc : json_read(tree, path, NULL);
	}
	*tree = json_object();
	json_set(*tree, "name", a->service);
	json_add(*tree, "terms", json_object());
	return 0;
}

/* Whether both values have the same canonical form. */
static bool same_json(const cJSON *a, const cJSON *b)
{
	struct str one = { 0 }, two = { 0 };
	bool same = json_canonical(&one, a) == 0 &&
		    json_canonical(&two, b) == 0 && one.len == two.len &&
		    memcmp(one.p, two.p, one.len) == 0;

	str_release(&one);
	str_release(&two);
	return same;
}

static int write_tree(const char *path, const cJSON *tree)
{
	struct declaration d = { 0 };
	struct str text = { 0 };
	char *printed = cJSON_Print(tree);
	int rc;

	if (printed == NULL)
		mem_none();
	str_printf(&text, "%s\n", printed);
	free(printed);
	rc = declaration_parse(&d, path, text.p, text.len);
	if (rc == 0)
		rc = file_write(path, text.p, text.len, FILE_REPLACE);
	declaration_release(&d);
	str_release(&text);
	return rc;
}

static int add_terms(const char *path, const struct service_addition *a)
{
	cJSON *tree = NULL, *all;
	const cJSON *old;
	int rc = open_tree(&tree, path, a);

	if (rc != 0)
		goto done;
	all = cJSON_GetObjectItemCaseSensitive(tree, "terms");
	old = json_member(all, a->type);
	if (old != NULL && same_json(old, a->terms))
		goto done;
	if (old != NULL && !a->force) {
		rc = err_set(ERR_EXISTS,
			_("'%s' has other '%s' already; --force replaces "
			  "them"),
			path, a->type);
		goto done;
	}
	cJSON_DeleteItemFromObjectCaseSensitive(all, a->type);
	json_add(all, a->type, cJSON_Duplicate(a->terms, true));
	rc = write_tree(path, tree);
done:
	cJSON_Delete(tree);
	return rc;
}

/* One writer at a time: the folder is locked meanwhile. */
int service_add(const struct service_addition *a)
{
	struct str path = { 0 };
	int fd = -1, rc = check_name(a->service);

	if (rc == 0)
		rc = file_mkdir(a->folder);
	if (rc != 0)
		return rc;
	fd = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) != 0)
		rc = err_sys(_("cannot lock the folder '%s'"), a->folder);
	path_of(&path, a->folder, a->service);
	if (rc == 0)
		rc = add_terms(path.p, a);
	str_release(&path);
	if (fd >= 0)
		close(fd);
	return rc;
}
