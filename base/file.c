/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/rand.h"

enum { READ_CHUNK = 64 << 10 };

static int too_large(struct str *out, const char *path)
{
	out->over = true;
	return err_set(ERR_LIMIT, _("'%s' is larger than %zu bytes"), path,
		out->max ? out->max : (size_t)STR_MAX);
}

static int read_all(struct str *out, int fd, const char *path)
{
	size_t max = out->max ? out->max : STR_MAX;

	for (;;) {
		size_t room = max - out->len;
		size_t want = room < READ_CHUNK ? room : READ_CHUNK;
		char more;
		ssize_t n;

		if (str_reserve(out, want) != 0)
			return too_large(out, path);
		/* One byte past the ceiling shows that there is more. */
		if (room > 0)
			n = read(fd, out->p + out->len, want);
		else
			n = read(fd, &more, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(_("cannot read '%s'"), path);
		if (n == 0)
			return 0;
		if (room == 0)
			return too_large(out, path);
		str_added(out, (size_t)n);
	}
}

int file_read(struct str *out, const char *path)
{
	struct stat st;
	int fd, rc;

	if (out->p == NULL)
		str_init(out, out->max);
	if (strcmp(path, "-") == 0)
		return read_all(out, STDIN_FILENO, _("standard input"));
	/* Not to wait for the writer of a pipe, which is refused below. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	if (fstat(fd, &st) != 0) {
		rc = err_sys(_("cannot read '%s'"), path);
	} else if (S_ISDIR(st.st_mode)) {
		rc = err_set(ERR_INVALID,
			_("'%s' is a folder; name a file in it"), path);
	} else if (!S_ISREG(st.st_mode)) {
		rc = err_set(ERR_INVALID,
			_("'%s' is not a regular file; '-' reads standard "
			  "input"),
			path);
	} else {
		rc = read_all(out, fd, path);
	}
	close(fd);
	return rc;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	if (slash == path)
		return mem_strdup("/");
	return mem_dup(path, (size_t)(slash - path));
}

static int open_temporary(struct file_writer *w)
{
	unsigned char nonce[8];
	char hex[sizeof(nonce) * 2 + 1];
	struct str name = { 0 };
	int rc = rand_bytes(nonce, sizeof(nonce));

	if (rc != 0)
		return rc;
	codec_hex(hex, nonce, sizeof(nonce));
	str_printf(&name, ".constat-%s.tmp", hex);
	w->temporary = str_take(&name);
	w->fd = openat(w->dirfd, w->temporary,
		O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->fd < 0)
		return err_sys(_("cannot write '%s'"), w->path);
	return 0;
}

int file_writer_open(
	struct file_writer *w, const char *path, enum file_mode mode)
{
	char *folder = folder_of(path);
	int rc = 0;

	*w = (struct file_writer){
		.fd = -1, .dirfd = -1, .path = mem_strdup(path), .mode = mode
	};
	w->name = w->path + (file_basename(path) - path);
	if (*w->name == '\0') {
		rc = err_set(ERR_INVALID, _("'%s' does not name a file"), path);
		goto done;
	}
	w->dirfd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->dirfd < 0) {
		rc = err_sys(_("cannot write into the folder '%s'"), folder);
		goto done;
	}
	if (mode == FILE_EXCL &&
		faccessat(w->dirfd, w->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		rc = err_set(ERR_EXISTS, _("'%s' exists already"), path);
		goto done;
	}
	rc = open_temporary(w);
done:
	free(folder);
	return rc;
}

int file_writer_add(struct file_writer *w, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(w->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(_("cannot write '%s'"), w->path);
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Gives the temporary file its name. link() is what refuses an existing one
 * without a race. */
static int make_real(struct file_writer *w)
{
	if (w->mode != FILE_LATER && fsync(w->fd) != 0)
		return err_sys(_("cannot write '%s'"), w->path);
	if (w->mode == FILE_EXCL) {
		if (linkat(w->dirfd, w->temporary, w->dirfd, w->name, 0) != 0)
			return err_sys(_("cannot create '%s'"), w->path);
		unlinkat(w->dirfd, w->temporary, 0);
	} else if (renameat(w->dirfd, w->temporary, w->dirfd, w->name) != 0) {
		return err_sys(_("cannot replace '%s'"), w->path);
	}
	free(w->temporary);
	w->temporary = NULL;
	if (w->mode != FILE_LATER && fsync(w->dirfd) != 0)
		return err_sys(_("cannot flush the folder of '%s'"), w->path);
	return 0;
}

int file_writer_close(struct file_writer *w, int rc)
{
	if (rc == 0 && w->fd >= 0)
		rc = make_real(w);
	if (w->fd >= 0)
		close(w->fd);
	if (w->temporary != NULL && w->dirfd >= 0 && rc != 0)
		unlinkat(w->dirfd, w->temporary, 0);
	if (w->dirfd >= 0)
		close(w->dirfd);
	free(w->temporary);
	free(w->path);
	*w = (struct file_writer){ .fd = -1, .dirfd = -1 };
	return rc;
}

int file_write(
	const char *path, const void *data, size_t len, enum file_mode mode)
{
	struct file_writer w;
	int rc = file_writer_open(&w, path, mode);

	if (rc == 0)
		rc = file_writer_add(&w, data, len);
	return file_writer_close(&w, rc);
}

/* The new folder's name is as durable as a new file's: once its own folder
 * is flushed. */
static int made(const char *path)
{
	char *folder = folder_of(path);
	int rc = file_sync_dir(folder);

	free(folder);
	return rc;
}

static int make_one(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return made(path);
	if (errno == EEXIST && stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return 0;
		errno = EEXIST;
	}
	return err_sys(_("cannot make the folder '%s'"), path);
}

int file_mkdir(const char *path)
{
	char *copy = mem_strdup(path);
	int rc = 0;

	for (char *p = copy + 1; *copy != '\0' && *p != '\0' && rc == 0; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		rc = make_one(copy);
		*p = '/';
	}
	if (rc == 0)
		rc = make_one(path);
	free(copy);
	return rc;
}

int file_sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return err_sys(_("cannot open the folder '%s'"), path);
	if (fsync(fd) != 0)
		rc = err_sys(_("cannot flush the folder '%s'"), path);
	close(fd);
	return rc;
}

int file_sync_all(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return err_sys(_("cannot open the folder '%s'"), path);
	if (syncfs(fd) != 0)
		rc = err_sys(_("cannot flush the folder '%s'"), path);
	close(fd);
	return rc;
}

int file_size(const char *path, uint64_t *out)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_sys(_("cannot open '%s'"), path);
	if (!S_ISREG(st.st_mode))
		return err_set(ERR_INVALID, _("'%s' is not a file"), path);
	*out = (uint64_t)st.st_size;
	return 0;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

int file_join(struct str *out, const char *dir, const char *name)
{
	if (name[0] == '/' || dir[0] == '\0')
		return str_puts(out, name);
	str_puts(out, dir);
	if (dir[strlen(dir) - 1] != '/')
		str_putc(out, '/');
	return str_puts(out, name);
}

const char *file_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}
