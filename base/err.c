/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_MAX = 2048 };

static _Thread_local char message[MESSAGE_MAX];

/* Cuts a message that filled the buffer at a character's border. */
static void end_cleanly(char *text, int written)
{
	size_t n = sizeof(message) - 1;

	if (written < 0 || (size_t)written <= n)
		return;
	while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)text[n - 1] >= 0xC0)
		n--;
	text[n] = '\0';
}

static void format(const char *fmt, va_list ap)
{
	char fresh[MESSAGE_MAX];

	end_cleanly(fresh, vsnprintf(fresh, sizeof(fresh), fmt, ap));
	memcpy(message, fresh, strlen(fresh) + 1);
}

static void append(const char *text)
{
	char fresh[MESSAGE_MAX];

	end_cleanly(
		fresh, snprintf(fresh, sizeof(fresh), "%s: %s", message, text));
	memcpy(message, fresh, strlen(fresh) + 1);
}

int err_set(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(fmt, ap);
	va_end(ap);
	return code;
}

static int code_of(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOTFOUND;
	case ENOSPC:
	case EDQUOT:
		return ERR_NOSPACE;
	case EEXIST:
	case ENOTEMPTY:
		return ERR_EXISTS;
	case EAGAIN:
	case EBUSY:
		return ERR_BUSY;
	default:
		return ERR_IO;
	}
}

int err_sys(const char *fmt, ...)
{
	int number = errno;
	va_list ap;

	va_start(ap, fmt);
	format(fmt, ap);
	va_end(ap);
	append(strerror(number));
	return code_of(number);
}

int err_wrap(int rc, const char *fmt, ...)
{
	char cause[MESSAGE_MAX];
	va_list ap;

	if (rc == 0)
		return 0;
	memcpy(cause, message, strlen(message) + 1);
	va_start(ap, fmt);
	format(fmt, ap);
	va_end(ap);
	if (cause[0] != '\0')
		append(cause);
	return rc;
}

const char *err_message(void)
{
	return message;
}

void err_clear(void)
{
	message[0] = '\0';
}

const char *err_name(int code)
{
	static const char *const names[] = {
		[ERR_NONE] = "none",
		[ERR_INVALID] = "invalid",
		[ERR_PARSE] = "parse",
		[ERR_LIMIT] = "limit",
		[ERR_NOTFOUND] = "not-found",
		[ERR_EXISTS] = "exists",
		[ERR_IO] = "io",
		[ERR_NOSPACE] = "no-space",
		[ERR_NET] = "net",
		[ERR_REFUSED] = "refused",
		[ERR_DB] = "db",
		[ERR_BUSY] = "busy",
		[ERR_CORRUPT] = "corrupt",
	};

	if (code < 0 || (size_t)code >= sizeof(names) / sizeof(names[0]))
		return "unknown";
	return names[code];
}
