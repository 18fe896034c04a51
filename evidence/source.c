/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { BLOCK = 64 << 10, PIECE = 256 << 10 };

struct source {
	char *path; /* owned */
	int fd;
	struct source_file file;
	enum source_wrap wrap;
	struct archive *archive; /* NULL for a plain file */
	struct digest_stream *hash;
	source_tap_fn tap;
	void *tap_ctx;
	const struct progress *progress;
	struct str name;
	size_t members; /* seen so far */
	uint64_t out;	/* bytes unpacked so far */
	uint64_t done;	/* bytes of a plain file read so far */
};

enum source_wrap source_wrap_of(const void *head, size_t len)
{
	if (len < 4)
		return SOURCE_PLAIN;
	if (memcmp(head, "\x1F\x8B\x08", 3) == 0)
		return SOURCE_GZIP;
	if (memcmp(head, "\x28\xB5\x2F\xFD", 4) == 0)
		return SOURCE_ZSTD;
	if (memcmp(head, "PK\x03\x04", 4) == 0)
		return SOURCE_ZIP;
	return SOURCE_PLAIN;
}

static enum source_wrap wrap_of(int fd)
{
	char head[4];
	ssize_t n = pread(fd, head, sizeof(head), 0);

	return source_wrap_of(head, n > 0 ? (size_t)n : 0);
}

static int64_t changed(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * INSTANT_SECOND +
	       st->st_mtim.tv_nsec;
}

static int open_file(struct source *s)
{
	struct stat st;

	s->fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (s->fd < 0)
		return err_sys(_("cannot open '%s'"), s->path);
	if (fstat(s->fd, &st) != 0)
		return err_sys(_("cannot read '%s'"), s->path);
	if (!S_ISREG(st.st_mode))
		return err_set(ERR_INVALID, _("'%s' is not a file"), s->path);
	s->file.size = (uint64_t)st.st_size;
	s->file.changed_ns = changed(&st);
	s->wrap = wrap_of(s->fd);
	return 0;
}

static int damaged(const struct source *s)
{
	const char *why = archive_error_string(s->archive);
	struct str plain = { 0 };
	int rc;

	str_init(&plain, 0);
	utf8_printable(&plain, why != NULL ? why : "?",
		strlen(why != NULL ? why : "?"), false);
	rc = err_set(
		ERR_PARSE, _("'%s' cannot be unpacked (%s)"), s->path, plain.p);
	str_release(&plain);
	return rc;
}

/* The file is packed: libarchive reads it, beside us. */
static int open_packed(struct source *s)
{
	int ok;

	s->archive = archive_read_new();
	if (s->archive == NULL)
		return err_set(ERR_LIMIT, _("no memory is left"));
	if (s->wrap == SOURCE_ZIP)
		ok = archive_read_support_format_zip(s->archive);
	else
		ok = archive_read_support_format_raw(s->archive);
	if (ok == ARCHIVE_OK && s->wrap == SOURCE_GZIP)
		ok = archive_read_support_filter_gzip(s->archive);
	if (ok == ARCHIVE_OK && s->wrap == SOURCE_ZSTD)
		ok = archive_read_support_filter_zstd(s->archive);
	if (ok == ARCHIVE_OK)
		ok = archive_read_open_fd(s->archive, s->fd, BLOCK);
	return ok == ARCHIVE_OK ? 0 : damaged(s);
}

int source_open(struct source **out, const char *path, bool hash,
	const struct progress *progress)
{
	struct source *s = mem_new(1, sizeof(*s));
	int rc;

	s->path = mem_strdup(path);
	s->progress = progress;
	str_init(&s->name, 0);
	rc = open_file(s);
	if (rc == 0 && hash)
		s->hash = digest_stream_new();
	if (rc == 0 && s->wrap != SOURCE_PLAIN)
		rc = open_packed(s);
	if (rc != 0) {
		source_close(s, rc, NULL);
		return rc;
	}
	*out = s;
	return 0;
}

/* A name from the ZIP, as it may be kept and shown. */
static void take_name(struct source *s, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	str_clear(&s->name);
	str_puts(&s->name, "");
	if (s->wrap == SOURCE_ZIP && name != NULL)
		utf8_printable(&s->name, name, strlen(name), false);
}

int source_next(struct source *s, bool *more)
{
	struct archive_entry *entry = NULL;
	int got;

	*more = false;
	if (s->wrap == SOURCE_PLAIN) {
		*more = s->members++ == 0;
		str_puts(&s->name, "");
		return 0;
	}
	do {
		got = archive_read_next_header(s->archive, &entry);
		if (got == ARCHIVE_EOF)
			return 0;
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			return damaged(s);
	} while (s->wrap == SOURCE_ZIP &&
		 archive_entry_filetype(entry) != AE_IFREG);
	if (++s->members > SOURCE_MEMBERS)
		return err_set(ERR_LIMIT,
			_("'%s' holds more than %d files; unpack it, and give "
			  "the log itself"),
			s->path, (int)SOURCE_MEMBERS);
	take_name(s, entry);
	*more = true;
	return 0;
}

int source_seek(struct source *s, size_t i)
{
	bool more = true;
	int rc = 0;

	while (rc == 0 && more && s->members < i + 1)
		rc = source_next(s, &more);
	if (rc == 0 && !more)
		rc = err_set(ERR_NOTFOUND, _("'%s' has no member %zu"), s->path,
			i + 1);
	return rc;
}

static int read_plain(struct source *s, void *buffer, size_t len, size_t *n)
{
	ssize_t got;

	do
		got = read(s->fd, buffer, len);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_sys(_("cannot read '%s'"), s->path);
	*n = (size_t)got;
	s->done += *n;
	if (s->hash != NULL)
		digest_stream_add(s->hash, buffer, *n);
	progress_report(s->progress, _("reading"), s->done, s->file.size);
	return s->tap != NULL && *n > 0 ? s->tap(buffer, *n, s->tap_ctx) : 0;
}

static int read_packed(struct source *s, void *buffer, size_t len, size_t *n)
{
	la_ssize_t got = archive_read_data(s->archive, buffer, len);
	int64_t used = archive_filter_bytes(s->archive, -1);

	if (got < 0)
		return damaged(s);
	*n = (size_t)got;
	s->out += *n;
	if (s->out > SOURCE_FREE && s->out / SOURCE_RATIO > s->file.size)
		return err_set(ERR_LIMIT,
			_("'%s' unpacks to more than %d times its size, which "
			  "no log does; if it is one, unpack it yourself"),
			s->path, (int)SOURCE_RATIO);
	progress_report(s->progress, _("reading"),
		used > 0 ? (uint64_t)used : 0, s->file.size);
	return 0;
}

int source_read(struct source *s, void *buffer, size_t len, size_t *n)
{
	return s->archive != NULL ? read_packed(s, buffer, len, n)
				  : read_plain(s, buffer, len, n);
}

const char *source_name(const struct source *s)
{
	return s->name.p != NULL ? s->name.p : "";
}

size_t source_index(const struct source *s)
{
	return s->members > 0 ? s->members - 1 : 0;
}

enum source_wrap source_wrap(const struct source *s)
{
	return s->wrap;
}

uint64_t source_size(const struct source *s)
{
	return s->file.size;
}

int64_t source_changed(const struct source *s)
{
	return s->file.changed_ns;
}

/* Hashes what a reader left of a plain file, or all of a packed one. */
static int read_rest(struct source *s)
{
	unsigned char *piece = mem_new(PIECE, 1);
	size_t n = 1;
	int rc = 0;

	if (s->archive != NULL && lseek(s->fd, 0, SEEK_SET) != 0)
		rc = err_sys(_("cannot read '%s'"), s->path);
	while (rc == 0 && n > 0)
		rc = read_plain(s, piece, PIECE, &n);
	free(piece);
	return rc;
}

void source_tap(struct source *s, source_tap_fn fn, void *ctx)
{
	assert(s->archive == NULL && s->done == 0);
	s->tap = fn;
	s->tap_ctx = ctx;
}

int source_changed_meanwhile(const char *path)
{
	return err_set(ERR_IO,
		_("'%s' changed while it was read; try again when nothing "
		  "writes to it"),
		path);
}

/* Whether the tap was given the file as it stands. */
static int check_tapped(const struct source *s)
{
	struct stat now;

	if (fstat(s->fd, &now) != 0)
		return err_sys(_("cannot read '%s'"), s->path);
	if (s->done != s->file.size || (uint64_t)now.st_size != s->done ||
		changed(&now) != s->file.changed_ns)
		return source_changed_meanwhile(s->path);
	return 0;
}

int source_close(struct source *s, int rc, struct source_file *out)
{
	if (s == NULL)
		return rc;
	if (rc == 0 && out != NULL && (s->hash != NULL || s->tap != NULL))
		rc = read_rest(s);
	if (rc == 0 && s->tap != NULL)
		rc = check_tapped(s);
	if (rc == 0 && s->hash != NULL && out != NULL) {
		digest_stream_end(s->hash, &s->file.digest);
		s->hash = NULL;
	}
	if (rc == 0 && out != NULL)
		*out = s->file;
	digest_stream_free(s->hash);
	archive_read_free(s->archive);
	if (s->fd >= 0)
		close(s->fd);
	str_release(&s->name);
	free(s->path);
	free(s);
	return rc;
}

const char *source_wrap_name(enum source_wrap w)
{
	static const char *const names[] = { "", "gzip", "zstd", "zip" };

	return names[w];
}
