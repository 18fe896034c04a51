/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_STR_H
#define BASE_STR_H

/*
 * Growing byte strings with a ceiling.
 *
 *	struct str s;
 *
 *	str_init(&s, 32 << 20);
 *	str_printf(&s, "%s: ", name);
 *	str_add(&s, text, len);
 *	rc = str_check(&s, _("the page"));
 *	...
 *	str_release(&s);
 *
 * What always holds after str_init() or an append: s.p is not NULL and
 * s.p[s.len] is NUL (the bytes may hold NULs too, so text from outside is
 * used with s.len). A zeroed struct is a valid empty string with the default
 * ceiling STR_MAX, but its p is still NULL.
 *
 * An append that would pass the ceiling changes nothing, marks the string as
 * over, and so do all later appends: a run of appends needs one check at its
 * end. Buffers that outside data fills get their ceiling at str_init().
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum { STR_MAX = 64 << 20 }; /* default ceiling, bytes */

struct str {
	char *p;    /* owned; borrowed by whoever reads it until an append */
	size_t len; /* bytes, without the final NUL */
	size_t cap;
	size_t max; /* ceiling in bytes; 0 means STR_MAX */
	bool over;  /* an append was refused */
};

/* Life cycle. init: max 0 means STR_MAX. release frees and zeroes; clear
 * empties and forgets `over`, but keeps the memory and the ceiling. */
void str_init(struct str *s, size_t max);
void str_release(struct str *s);
void str_clear(struct str *s);

/* Appends; 0 or ERR_LIMIT (see above). */
int str_add(struct str *s, const void *data, size_t len);
int str_puts(struct str *s, const char *text);
int str_putc(struct str *s, char c);
__attribute__((format(printf, 2, 3))) int str_printf(
	struct str *s, const char *fmt, ...);
int str_vprintf(struct str *s, const char *fmt, va_list ap);

/* Room for len more bytes at s->p + s->len, for a read() straight into it;
 * add to s->len (and keep the NUL) by str_added(). ERR_LIMIT as above. */
int str_reserve(struct str *s, size_t len);
void str_added(struct str *s, size_t len);

/* Shortens to len bytes, which must not be more than there are. */
void str_cut(struct str *s, size_t len);

/* 0 when every append fitted, else ERR_LIMIT with "<what> is larger than
 * <max> bytes". */
int str_check(const struct str *s, const char *what);

/* The bytes, given away (free()); s is empty afterwards. Never NULL. */
char *str_take(struct str *s);

/* True when s holds exactly these bytes. */
bool str_is(const struct str *s, const char *text);

#endif
