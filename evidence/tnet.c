/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/tnet.h"

#include <string.h>

#include "evidence/digits.h"

bool tnet_next(struct tnet *out, const char **at, const char *end)
{
	const char *p = *at;
	size_t room = (size_t)(end - p), digits;
	const char *colon =
		memchr(p, ':', room < TNET_DIGITS + 1 ? room : TNET_DIGITS + 1);
	int64_t len = 0;

	if (colon == NULL)
		return false;
	digits = (size_t)(colon - p);
	room -= digits + 1;
	if (!digits_read(&len, p, digits, INT64_MAX) || room == 0 ||
		(uint64_t)len > room - 1)
		return false;
	out->text = colon + 1;
	out->len = (size_t)len;
	out->type = out->text[len];
	if (out->type == '\0' || strchr(",;#^!~}]", out->type) == NULL)
		return false;
	*at = out->text + len + 1;
	return true;
}

const char *tnet_end(const struct tnet *v)
{
	return v->text != NULL ? v->text + v->len : NULL;
}

struct tnet tnet_find(const struct tnet *dict, const char *key)
{
	const char *at = dict->text, *end = tnet_end(dict);
	struct tnet name, value, found = { 0 };

	if (dict->type != '}')
		return found;
	while (tnet_next(&name, &at, end) && tnet_next(&value, &at, end))
		if (tnet_is_text(&name) && tnet_is(&name, key))
			found = value;
	return found;
}

struct tnet tnet_at(const struct tnet *list, size_t i)
{
	const char *at = list->text, *end = tnet_end(list);
	struct tnet value = { 0 };

	if (list->type != ']')
		return value;
	do
		if (!tnet_next(&value, &at, end))
			return (struct tnet){ 0 };
	while (i-- > 0);
	return value;
}

bool tnet_is(const struct tnet *v, const char *text)
{
	return v->text != NULL && v->len == strlen(text) &&
	       memcmp(v->text, text, v->len) == 0;
}

bool tnet_is_text(const struct tnet *v)
{
	return v->type == ',' || v->type == ';';
}

bool tnet_is_true(const struct tnet *v)
{
	return v->type == '!' && tnet_is(v, "true");
}

int64_t tnet_integer(const struct tnet *v, int64_t fallback)
{
	int64_t n = fallback;

	if (v->type == '#')
		digits_read(&n, v->text, v->len, INT64_MAX);
	return n;
}

void tnet_copy(char *room, size_t size, const struct tnet *v)
{
	size_t n = 0;

	if (v->type != '\0' && strchr(",;#^", v->type) != NULL)
		n = strnlen(v->text, v->len < size ? v->len : size - 1);
	if (n > 0)
		memcpy(room, v->text, n);
	room[n] = '\0';
}
