/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/authority.h"

#include <string.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"

extern const struct embed cases_embed[];

static const char folder[] = "authorities/";

static int no_such(const char *slug)
{
	struct str known = { 0 };
	int rc;

	for (const struct embed *e = cases_embed; e->name != NULL; e++)
		if (strncmp(e->name, folder, strlen(folder)) == 0)
			str_printf(&known, " %.*s",
				(int)strcspn(e->name + strlen(folder), "."),
				e->name + strlen(folder));
	rc = err_set(ERR_NOTFOUND,
		_("no authority '%s' is known; known are:%s"), slug, known.p);
	str_release(&known);
	return rc;
}

int authority_get(struct authority *out, const char *slug)
{
	struct authority a = { 0 };
	const struct embed *file;
	struct str name = { 0 };
	int rc;

	str_printf(&name, "%s%s.json", folder, slug);
	file = embed_find(cases_embed, name.p);
	str_release(&name);
	if (file == NULL)
		return no_such(slug);
	rc = json_parse(&a.profile, (const char *)file->data, file->len, NULL);
	if (rc != 0)
		return err_wrap(rc, "%s", file->name);
	a.slug = json_string(a.profile, "slug");
	a.name = json_string(a.profile, "name");
	a.country = json_string(a.profile, "country");
	a.zone = json_string(a.profile, "zone");
	*out = a;
	return 0;
}

void authority_release(struct authority *a)
{
	cJSON_Delete(a->profile);
	*a = (struct authority){ 0 };
}

bool authority_speaks(const struct authority *a, const char *lang)
{
	const cJSON *one;

	cJSON_ArrayForEach(
		one, json_member(a->profile,
			     "languages")) if (cJSON_IsString(one) &&
					       strcmp(one->valuestring, lang) ==
						       0) return true;
	return false;
}
