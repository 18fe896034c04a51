/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	{"id":7,"sessionId":"5CD8…","method":"Page.navigate","params":{…}}\0
 *	{"id":7,"sessionId":"5CD8…","result":{…}}\0
 *	{"id":7,"error":{"code":-32000,"message":"…"}}\0
 *	{"method":"Page.loadEventFired","params":{…},"sessionId":"5CD8…"}\0
 *
 * Both sides may have much to say, so writing never waits without reading.
 */
#include "scrapers/cdp.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

enum {
	READ_SIZE = 256 << 10,
	READS = 16, /* in a row, before what came is looked at */
};

struct cdp {
	int in, out;
	int64_t last_id;
	struct str waiting; /* to be sent */
	size_t sent;	    /* bytes of it that are */
	struct str inbox;
	size_t at;	/* where the next message begins */
	size_t scanned; /* no NUL between at and here */
	bool skipping;	/* in a message that is too long */
	size_t bad;
};

struct cdp *cdp_new(int in, int out)
{
	struct cdp *c = mem_new(1, sizeof(*c));

	c->in = in;
	c->out = out;
	str_init(&c->waiting, CDP_WAITING);
	str_init(&c->inbox, CDP_MESSAGE + READS * READ_SIZE);
	return c;
}

void cdp_free(struct cdp *c)
{
	if (c == NULL)
		return;
	str_release(&c->waiting);
	str_release(&c->inbox);
	free(c);
}

int cdp_send(int64_t *id, struct cdp *c, const char *session,
	const char *method, cJSON *params)
{
	cJSON *message = json_object();
	int rc;

	json_set_int(message, "id", ++c->last_id);
	json_set(message, "method", method);
	if (session != NULL)
		json_set(message, "sessionId", session);
	json_add(message, "params", params != NULL ? params : json_object());
	rc = json_print(&c->waiting, message);
	if (rc == 0)
		rc = str_add(&c->waiting, "", 1);
	if (rc != 0)
		rc = str_check(&c->waiting, _("what waits for the browser"));
	if (rc == 0 && id != NULL)
		*id = c->last_id;
	cJSON_Delete(message);
	return rc;
}

/* --- reading --- */

/* Drops what has been read. */
static void compact(struct cdp *c)
{
	size_t left = c->inbox.len - c->at;

	if (c->at == 0)
		return;
	memmove(c->inbox.p, c->inbox.p + c->at, left);
	str_cut(&c->inbox, left);
	c->scanned -= c->at;
	c->at = 0;
}

void cdp_feed(struct cdp *c, const void *data, size_t len)
{
	if (c->at > c->inbox.len / 2)
		compact(c);
	if (c->inbox.p == NULL || c->at == c->inbox.len) {
		str_clear(&c->inbox);
		c->at = c->scanned = 0;
	}
	if (str_add(&c->inbox, data, len) != 0) {
		str_clear(&c->inbox);
		c->at = c->scanned = 0;
		c->skipping = true;
	}
}

static int hex4(const char *p)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		char digit = p[i];

		value *= 16;
		if (digit >= '0' && digit <= '9')
			value += digit - '0';
		else if ((digit | ' ') >= 'a' && (digit | ' ') <= 'f')
			value += (digit | ' ') - 'a' + 10;
		else
			return -1;
	}
	return value;
}

static int escaped_unit(const char *text, size_t len, size_t at)
{
	if (at + 6 > len || text[at] != '\\' || text[at + 1] != 'u')
		return -1;
	return hex4(text + at + 2);
}

/* Where JSON writes half a character or a NUL, which are no text, there is
 * U+FFFD then; in place, for the escapes have the same length. */
static void mend(char *text, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		int unit = escaped_unit(text, len, i);

		if (text[i] != '\\')
			continue;
		if (unit >= 0xD800 && unit <= 0xDBFF) {
			int low = escaped_unit(text, len, i + 6);

			if (low >= 0xDC00 && low <= 0xDFFF) {
				i += 11;
				continue;
			}
		}
		if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
			memcpy(text + i + 2, "fffd", 4);
		i += unit >= 0 ? 5 : 1;
	}
}

/* False when the text is no message. */
static bool read_message(struct cdp_message *out, char *text, size_t len)
{
	const struct json_limits limits = { .bytes = CDP_MESSAGE };
	const cJSON *error;

	mend(text, len);
	*out = (struct cdp_message){ 0 };
	if (json_parse(&out->tree, text, len, &limits) != 0)
		return false;
	out->id = json_integer(out->tree, "id", 0);
	out->method = json_string(out->tree, "method");
	out->session = json_string(out->tree, "sessionId");
	out->body = json_member(
		out->tree, out->method != NULL ? "params" : "result");
	error = json_member(out->tree, "error");
	if (error != NULL) {
		out->error = json_string(error, "message");
		if (out->error == NULL)
			out->error = "";
	}
	if ((out->id != 0) != (out->method != NULL))
		return true;
	cdp_message_release(out);
	return false;
}

int cdp_next(struct cdp_message *out, bool *found, struct cdp *c)
{
	*found = false;
	while (!*found) {
		char *end = NULL, *begin;
		size_t len;

		if (c->scanned < c->inbox.len)
			end = memchr(c->inbox.p + c->scanned, '\0',
				c->inbox.len - c->scanned);
		c->scanned = c->inbox.len;
		if (end == NULL)
			return 0;
		begin = c->inbox.p + c->at;
		len = (size_t)(end - begin);
		c->at += len + 1;
		c->scanned = c->at;
		c->skipping = c->skipping || len > CDP_MESSAGE;
		*found = c->skipping || read_message(out, begin, len);
		if (c->skipping)
			*out = (struct cdp_message){ .over = true };
		c->skipping = false;
		if (!*found && ++c->bad >= CDP_BAD)
			return err_set(ERR_PARSE,
				_("the browser does not speak the DevTools "
				  "protocol; is it Chromium?"));
	}
	return 0;
}

void cdp_message_release(struct cdp_message *m)
{
	cJSON_Delete(m->tree);
	*m = (struct cdp_message){ 0 };
}

/* --- the pipes --- */

/* write() that never raises SIGPIPE. */
static ssize_t write_quietly(int fd, const void *data, size_t len)
{
	const struct timespec now = { 0, 0 };
	sigset_t broken, before;
	ssize_t n;
	int number;

	sigemptyset(&broken);
	sigaddset(&broken, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &broken, &before);
	n = write(fd, data, len);
	number = errno;
	if (n < 0 && number == EPIPE && !sigismember(&before, SIGPIPE))
		sigtimedwait(&broken, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = number;
	return n;
}

static bool is_passing(int number)
{
	return number == EAGAIN || number == EINTR;
}

static int closed(void)
{
	return err_set(ERR_IO, _("the browser has closed its pipe"));
}

static int flush(struct cdp *c)
{
	while (c->sent < c->waiting.len) {
		ssize_t n = write_quietly(c->in, c->waiting.p + c->sent,
			c->waiting.len - c->sent);

		if (n < 0)
			return is_passing(errno) ? 0 : closed();
		c->sent += (size_t)n;
	}
	str_clear(&c->waiting);
	c->sent = 0;
	return 0;
}

static int receive(struct cdp *c)
{
	char *buffer = mem_new(READ_SIZE, 1);
	ssize_t n = 0;
	int rc = 0;

	for (int i = 0; i < READS && rc == 0; i++) {
		n = read(c->out, buffer, READ_SIZE);
		if (n <= 0)
			break;
		cdp_feed(c, buffer, (size_t)n);
	}
	if (n == 0 || (n < 0 && !is_passing(errno)))
		rc = closed();
	free(buffer);
	return rc;
}

/* One look at the pipes. */
static int exchange(struct cdp *c, int limit_ms)
{
	struct pollfd p[2] = { { c->out, POLLIN, 0 },
		{ c->waiting.len > 0 ? c->in : -1, POLLOUT, 0 } };
	int rc = 0;

	if (poll(p, 2, limit_ms) <= 0)
		return 0;
	if (p[0].revents != 0)
		rc = receive(c);
	if (rc == 0 && p[1].revents != 0)
		rc = flush(c);
	return rc;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int cdp_wait(struct cdp_message *out, bool *found, struct cdp *c, int limit_ms)
{
	int64_t deadline = now_ms() + limit_ms, left = limit_ms;
	int rc = flush(c);

	if (rc == 0)
		rc = cdp_next(out, found, c);
	while (rc == 0 && !*found && left >= 0) {
		rc = exchange(c, (int)left);
		if (rc == 0)
			rc = cdp_next(out, found, c);
		left = deadline - now_ms();
		if (left == 0)
			left = -1;
	}
	return rc;
}
