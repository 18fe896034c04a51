/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * Errors: a code that travels up as the return value, and one message per
 * thread that says what failed, where, and what to do.
 *
 *	if (n == 0)
 *		return err_set(ERR_PARSE, _("line %zu: no timestamp"), line);
 *	...
 *	return err_wrap(rc, _("cannot import '%s'"), path);
 *
 * A function that can fail returns 0 or one of these codes. The message is
 * set once, where the failure is found; callers pass the code through
 * untouched, and a layer's end may put its own words in front with
 * err_wrap(). The message is valid right after a failure and means nothing
 * after a success. Only cli/ prints messages and chooses exit statuses.
 *
 * Message grammar: lower case, no full stop, what failed first, the subject
 * in single quotes, then the cause; a remedy after a semicolon.
 */

enum err_code {
	ERR_NONE = 0,
	ERR_INVALID,  /* an argument, option or declared value is wrong */
	ERR_PARSE,    /* a file or a reply is not what its format says */
	ERR_LIMIT,    /* a bound on size, depth, count or time was reached */
	ERR_NOTFOUND, /* no such file, object, service, version, exhibit */
	ERR_EXISTS,   /* it is there already, and would be overwritten */
	ERR_IO,	      /* reading or writing failed (disk, pipe, rights) */
	ERR_NOSPACE,  /* the disk or the quota is full */
	ERR_NET,      /* resolving, connecting, TLS, or the server's answer */
	ERR_REFUSED,  /* we refuse: forbidden address, unsafe content */
	ERR_DB,	      /* the database failed for another reason */
	ERR_BUSY,     /* another process holds what we need */
	ERR_CORRUPT,  /* something kept here is no longer what was kept */
};

/* Records code and message; returns code. The message may quote a former
 * err_message(): it is formatted before the record is replaced. */
__attribute__((format(printf, 2, 3))) int err_set(
	int code, const char *fmt, ...);

/* Like err_set(), with ": " and the text of errno appended, and the code
 * chosen from errno (ENOENT: NOTFOUND, ENOSPC and EDQUOT: NOSPACE, EEXIST:
 * EXISTS, EAGAIN and EBUSY: BUSY, else IO). Call it before anything that
 * changes errno. */
__attribute__((format(printf, 1, 2))) int err_sys(const char *fmt, ...);

/* Puts "<words>: " in front of the message and returns rc unchanged. Does
 * nothing when rc is 0. */
__attribute__((format(printf, 2, 3))) int err_wrap(
	int rc, const char *fmt, ...);

/* The last message of this thread; "" when there was none. Borrowed, valid
 * until the next call of this module in this thread. */
const char *err_message(void);

/* Forgets the message. */
void err_clear(void);

/* The code's name for --json output ("parse", "not-found", ...). */
const char *err_name(int code);

#endif
