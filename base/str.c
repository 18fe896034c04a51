/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

static size_t ceiling(const struct str *s)
{
	return s->max ? s->max : STR_MAX;
}

static void terminate(struct str *s)
{
	if (s->p == NULL)
		s->p = mem_grow(NULL, &s->cap, 1, 1);
	s->p[s->len] = '\0';
}

void str_init(struct str *s, size_t max)
{
	*s = (struct str){ .max = max };
	terminate(s);
}

void str_release(struct str *s)
{
	free(s->p);
	*s = (struct str){ 0 };
}

void str_clear(struct str *s)
{
	s->len = 0;
	s->over = false;
	terminate(s);
}

int str_reserve(struct str *s, size_t len)
{
	if (s->over || s->len > ceiling(s) || len > ceiling(s) - s->len) {
		s->over = true;
		return err_set(ERR_LIMIT,
			_("more than %zu bytes where no more are expected"),
			ceiling(s));
	}
	s->p = mem_grow(s->p, &s->cap, s->len + len + 1, 1);
	return 0;
}

void str_added(struct str *s, size_t len)
{
	s->len += len;
	terminate(s);
}

/* Most appends are short, and fit: NUL included. */
static bool fits(const struct str *s, size_t len)
{
	return !s->over && len < s->cap - s->len && s->len + len <= ceiling(s);
}

int str_add(struct str *s, const void *data, size_t len)
{
	int rc = fits(s, len) ? 0 : str_reserve(s, len);

	if (rc != 0)
		return rc;
	if (len > 0)
		memcpy(s->p + s->len, data, len);
	s->len += len;
	s->p[s->len] = '\0';
	return 0;
}

int str_puts(struct str *s, const char *text)
{
	return str_add(s, text, strlen(text));
}

int str_putc(struct str *s, char c)
{
	return str_add(s, &c, 1);
}

int str_vprintf(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int n, rc;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return err_set(ERR_INVALID, _("a text cannot be formatted"));
	rc = str_reserve(s, (size_t)n);
	if (rc != 0)
		return rc;
	vsnprintf(s->p + s->len, (size_t)n + 1, fmt, ap);
	s->len += (size_t)n;
	return 0;
}

int str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = str_vprintf(s, fmt, ap);
	va_end(ap);
	return rc;
}

void str_cut(struct str *s, size_t len)
{
	if (len < s->len)
		s->len = len;
	terminate(s);
}

int str_check(const struct str *s, const char *what)
{
	if (!s->over)
		return 0;
	return err_set(
		ERR_LIMIT, _("%s is larger than %zu bytes"), what, ceiling(s));
}

char *str_take(struct str *s)
{
	size_t max = s->max;
	char *p;

	terminate(s);
	p = s->p;
	*s = (struct str){ .max = max };
	return p;
}

bool str_is(const struct str *s, const char *text)
{
	size_t len = strlen(text);

	return s->len == len && (len == 0 || memcmp(s->p, text, len) == 0);
}
