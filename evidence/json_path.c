/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/json_path.h"

#include <string.h>

#include "base/i18n.h"
#include "evidence/digits.h"

enum { KEY = 256 };

/* Where a path's first key ends. */
static size_t first_key(const char *path)
{
	return strcspn(path, ".[");
}

/* Names without doubles, as json_pick() wants them. */
struct names {
	const char *v[2 * JSON_PATHS];
	char room[JSON_PATHS][KEY];
	size_t n;
};

static size_t name(struct names *s, const char *key)
{
	size_t i = 0;

	while (i < s->n && strcmp(s->v[i], key) != 0)
		i++;
	if (i == s->n)
		s->v[s->n++] = key;
	return i;
}

/* The element that "[n]" asks for; *path goes behind it. */
static bool element(struct json_pick *v, const char **path)
{
	const struct json_pick array = *v;
	size_t len = strcspn(*path, "]"), at = 0;
	int64_t wanted;

	if (array.kind != JSON_ARRAY || (*path)[len] != ']' ||
		!digits_read(&wanted, *path + 1, len - 1, INT32_MAX))
		return false;
	*path += len + 1;
	for (int64_t i = 0; i <= wanted; i++)
		if (!json_pick_next(v, &at, &array))
			return false;
	return true;
}

/* The member that a path begins with: the key that is all of it, or its
 * first. */
static bool member(struct json_pick *v, const char **path)
{
	struct json_pick found[2];
	char key[KEY];
	const char *keys[2] = { *path, key };
	size_t n = first_key(*path);

	if (v->kind != JSON_OBJECT || n >= sizeof(key))
		return false;
	memcpy(key, *path, n);
	key[n] = '\0';
	if (json_pick_in(found, keys, (*path)[n] == '\0' ? 1 : 2, v) != NULL)
		return false;
	if (found[0].kind != JSON_END) {
		*v = found[0];
		*path += strlen(*path);
		return true;
	}
	*path += n;
	*v = (*path)[0] != '\0' ? found[1]
				: (struct json_pick){ .kind = JSON_END };
	return v->kind != JSON_END;
}

/* What stands at the rest of a path under a value. */
static struct json_pick follow(struct json_pick v, const char *path)
{
	while (*path != '\0' && v.kind != JSON_END) {
		bool found;

		if (*path == '[') {
			found = element(&v, &path);
		} else {
			path += *path == '.';
			found = member(&v, &path);
		}
		if (!found)
			return (struct json_pick){ .kind = JSON_END };
	}
	return v;
}

const char *json_path_read(struct json_pick *out, const char *const *paths,
	size_t n, const char *text, size_t len)
{
	struct json_pick found[2 * JSON_PATHS];
	struct names names = { .n = 0 };
	size_t whole[JSON_PATHS], first[JSON_PATHS];
	const char *why;

	for (size_t i = 0; i < n && i < JSON_PATHS; i++) {
		const char *path = paths[i] != NULL ? paths[i] : "";
		size_t key = first_key(path);

		if (key >= KEY)
			key = KEY - 1;
		memcpy(names.room[i], path, key);
		names.room[i][key] = '\0';
		whole[i] = name(&names, path);
		first[i] = name(&names, names.room[i]);
	}
	why = json_pick(found, names.v, names.n, text, len);
	for (size_t i = 0; i < n && i < JSON_PATHS; i++) {
		const char *path = paths[i] != NULL ? paths[i] : "";

		out[i] = found[whole[i]];
		if (paths[i] == NULL)
			out[i] = (struct json_pick){ .kind = JSON_END };
		else if (out[i].kind == JSON_END && why == NULL)
			out[i] =
				follow(found[first[i]], path + first_key(path));
	}
	return why;
}
