/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/source.h"

enum { PIECE = 256 << 10 };

/* A file that nobody else can open, gone when it is closed. */
static int open_nameless(int *fd)
{
	const char *top = getenv("TMPDIR");
	struct str path = { 0 };
	int rc = 0;

	if (top == NULL || top[0] != '/')
		top = "/tmp";
	str_printf(&path, "%s/constat-XXXXXX", top);
	*fd = mkostemp(path.p, O_CLOEXEC);
	if (*fd < 0)
		rc = err_sys(_("cannot make a file in '%s'"), top);
	else
		unlink(path.p);
	str_release(&path);
	return rc;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(_("cannot lay the file out"));
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

int kept_create(struct kept *k)
{
	int rc;

	*k = (struct kept){ .fd = -1, .plain = -1 };
	rc = open_nameless(&k->fd);
	snprintf(k->path, sizeof(k->path), "/proc/self/fd/%d", k->fd);
	return rc;
}

int kept_add(struct kept *k, const void *data, size_t len)
{
	return write_all(k->fd, data, len);
}

static int take_piece(const void *data, size_t len, void *ctx)
{
	return kept_add(ctx, data, len);
}

int kept_open(struct kept *k, struct store *s, const struct digest *content)
{
	int rc = kept_create(k);

	return rc != 0 ? rc : object_read(s, content, take_piece, k);
}

int kept_open_file(struct kept *k, const char *path)
{
	*k = (struct kept){ .plain = -1 };
	k->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (k->fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	snprintf(k->path, sizeof(k->path), "/proc/self/fd/%d", k->fd);
	return 0;
}

static void leave_member(struct kept *k)
{
	if (k->plain >= 0 && k->plain != k->fd)
		close(k->plain);
	k->plain = -1;
	k->size = 0;
	free(k->member);
	k->member = NULL;
}

void kept_close(struct kept *k)
{
	leave_member(k);
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

static int unpack(struct kept *k, struct source *source)
{
	char *piece = mem_new(PIECE, 1);
	size_t n = 1;
	int rc = open_nameless(&k->plain);

	while (rc == 0 && n > 0) {
		rc = source_read(source, piece, PIECE, &n);
		if (rc == 0)
			rc = write_all(k->plain, piece, n);
		if (rc == 0)
			k->size += n;
	}
	free(piece);
	return rc;
}

/* Takes the member that the source has come to when it has that name. */
static int try_member(struct kept *k, struct source *source, const char *name)
{
	if (strcmp(source_name(source), name) != 0)
		return 0;
	if (k->plain >= 0)
		return err_set(ERR_INVALID,
			_("two files in it are named '%s': which one a record "
			  "is of cannot be told"),
			name);
	if (source_wrap(source) != SOURCE_PLAIN)
		return unpack(k, source);
	k->plain = k->fd;
	k->size = source_size(source);
	return 0;
}

int kept_member(struct kept *k, const char *member)
{
	struct source *source = NULL;
	bool more = true;
	int rc;

	if (k->plain >= 0 && strcmp(k->member, member) == 0)
		return 0;
	leave_member(k);
	rc = source_open(&source, k->path, false, NULL);
	while (rc == 0 && (rc = source_next(source, &more)) == 0 && more)
		rc = try_member(k, source, member);
	rc = source_close(source, rc, NULL);
	if (rc == 0 && k->plain < 0)
		rc = err_set(ERR_NOTFOUND, _("no file '%s' is in it"), member);
	if (rc != 0)
		leave_member(k);
	else
		k->member = mem_strdup(member);
	return rc;
}

static int cut_short(const struct kept *k, uint64_t position)
{
	return err_set(ERR_CORRUPT,
		_("there are no such bytes at %llu: the file has %llu"),
		(unsigned long long)position, (unsigned long long)k->size);
}

int kept_bytes(struct kept *k, uint64_t position, uint64_t length, object_fn fn,
	void *ctx)
{
	size_t room = length < PIECE ? (size_t)length : PIECE;
	char *piece;
	int rc = 0;

	if (position > k->size || length > k->size - position)
		return cut_short(k, position);
	piece = mem_new(room + 1, 1);
	while (rc == 0 && length > 0) {
		ssize_t n = pread(k->plain, piece,
			length < room ? (size_t)length : room, (off_t)position);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_sys(_("cannot read the file"));
		else if (n == 0)
			rc = cut_short(k, position);
		else
			rc = fn(piece, (size_t)n, ctx);
		position += n > 0 ? (uint64_t)n : 0;
		length -= n > 0 ? (uint64_t)n : 0;
	}
	free(piece);
	return rc;
}

int kept_record(
	struct kept *k, const struct observation *o, object_fn fn, void *ctx)
{
	int rc;

	if (o->length == 0)
		return err_set(ERR_INVALID,
			_("the record stands in no stretch of bytes: it is row "
			  "%llu of '%s'"),
			(unsigned long long)o->line, o->member);
	rc = kept_member(k, o->member);
	if (rc == 0)
		rc = kept_bytes(k, o->position, o->length, fn, ctx);
	return rc;
}

bool kept_is_packed(const struct kept *k)
{
	return k->plain >= 0 && k->plain != k->fd;
}

static int feed(const void *data, size_t len, void *ctx)
{
	return lines_feed(ctx, data, len);
}

int kept_lines(struct kept *k, line_fn fn, void *ctx)
{
	struct lines lines;
	int rc;

	lines_init(&lines, fn, ctx);
	rc = kept_bytes(k, 0, k->size, feed, &lines);
	if (rc == 0)
		rc = lines_end(&lines);
	lines_release(&lines);
	return rc;
}
