/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/watch.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "scrapers/capture.h"
#include "scrapers/css.h"
#include "scrapers/service.h"
#include "scrapers/url.h"

enum { TOO_SHORT = 100 }; /* bytes of text that no policy fits into */

static void set_selectors(
	cJSON *terms, const char *name, const char *const *list)
{
	cJSON *array;

	if (list == NULL || *list == NULL)
		return;
	if (list[1] == NULL) {
		json_set(terms, name, *list);
		return;
	}
	array = json_array();
	for (; *list != NULL; list++)
		json_push_string(array, *list);
	json_add(terms, name, array);
}

static cJSON *new_terms(const struct watch *w, const char *const *select)
{
	cJSON *terms = json_object();

	json_set(terms, "fetch", w->url);
	set_selectors(terms, "select", select);
	set_selectors(terms, "remove", w->remove);
	return terms;
}

/* What was typed is judged before anything is fetched, and in its own words
 * rather than as a place in a file. */
static int check(const struct watch *w)
{
	const char *const *const lists[] = { w->select, w->remove };
	struct url u = { 0 };
	int rc = url_parse(&u, w->url, strlen(w->url), NULL);

	if (rc != 0 || !u.has_host)
		rc = err_set(ERR_INVALID,
			_("'%s' is no whole web address; write it with "
			  "https:// in front"),
			w->url);
	for (size_t i = 0; rc == 0 && i < 2; i++)
		for (size_t k = 0;
			rc == 0 && lists[i] != NULL && lists[i][k] != NULL; k++)
			rc = css_check(lists[i][k]);
	url_release(&u);
	return rc;
}

/* Fetches the page and extracts it by these selectors. */
static int try(struct watch_found *out, const struct watch *w,
	const char *const *select)
{
	struct declaration_terms terms = { 0 };
	struct watch_found found = { .terms = new_terms(w, select) };
	struct str json = { 0 };
	int rc = json_canonical(&json, found.terms);

	if (rc == 0)
		rc = declaration_terms_parse(&terms, w->type, json.p, json.len);
	if (rc == 0)
		rc = capture_look(&found.text, &terms, &w->fetch);
	declaration_terms_release(&terms);
	str_release(&json);
	if (rc == 0)
		*out = found;
	else
		watch_found_release(&found);
	return rc;
}

/* main and article hold what counts where they exist and say something. */
static int guess(struct watch_found *out, const struct watch *w)
{
	static const char *const guesses[] = { "main", "article", "body" };
	int rc = ERR_NOTFOUND;

	for (size_t i = 0; rc == ERR_NOTFOUND && i < 3; i++) {
		const char *const select[] = { guesses[i], NULL };

		rc = try(out, w, select);
		if (rc == 0 && out->text.len < TOO_SHORT && i < 2) {
			watch_found_release(out);
			rc = ERR_NOTFOUND;
		} else if (rc == 0) {
			out->guessed = guesses[i];
		}
	}
	return rc;
}

int watch_look(struct watch_found *out, const struct watch *w)
{
	int rc = check(w);

	if (rc != 0)
		return rc;
	if (w->select != NULL && w->select[0] != NULL)
		return try(out, w, w->select);
	return guess(out, w);
}

int watch_keep(const struct watch *w, const struct watch_found *found)
{
	const struct service_addition a = { .folder = w->folder,
		.service = w->service,
		.type = w->type,
		.terms = found->terms,
		.force = w->force };

	return service_add(&a);
}

void watch_found_release(struct watch_found *found)
{
	cJSON_Delete(found->terms);
	str_release(&found->text);
	*found = (struct watch_found){ 0 };
}
