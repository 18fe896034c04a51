/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record is a head, an empty line, Content-Length bytes, and CR LF CR LF.
 * What follows must begin with "WARC/"; if not, the length was wrong or
 * something stands in between, and the next line that begins so is sought.
 */
#include "scrapers/warc_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* What every head begins with, and a digit. */
static const char magic[] = "WARC/";
enum { MAGIC = sizeof(magic) - 1 };

struct warc_reader {
	int fd; /* -1: not ours */
	uint64_t size;
	struct warc_input *in;
	struct warc_damages damages;
	struct warc_record record;
	uint64_t left; /* of the record's block */
	bool doubtful, cut;
};

struct warc_reader *warc_reader_new(warc_source_fn fn, void *ctx, uint64_t size)
{
	struct warc_reader *r = mem_new(1, sizeof(*r));

	r->fd = -1;
	r->size = size;
	r->in = warc_input_new(fn, ctx, &r->damages);
	return r;
}

static int read_file(void *buf, size_t max, size_t *got, void *ctx)
{
	const struct warc_reader *r = ctx;
	ssize_t n;

	do
		n = read(r->fd, buf, max);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys(_("cannot read the file"));
	*got = (size_t)n;
	return 0;
}

int warc_reader_open(struct warc_reader **out, const char *path)
{
	struct warc_reader *r;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	r = warc_reader_new(read_file, NULL, 0);
	r->fd = fd;
	warc_input_free(r->in);
	r->in = warc_input_new(read_file, r, &r->damages);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		r->size = (uint64_t)st.st_size;
	*out = r;
	return 0;
}

void warc_reader_close(struct warc_reader *r)
{
	if (r == NULL)
		return;
	if (r->fd >= 0)
		close(r->fd);
	warc_input_free(r->in);
	warc_record_release(&r->record);
	free(r);
}

const struct warc_damages *warc_reader_damages(const struct warc_reader *r)
{
	return &r->damages;
}

static void damaged(struct warc_reader *r, const char *what)
{
	warc_damages_add(&r->damages, warc_input_place(r->in), what);
	r->doubtful = true;
}

/* --- the block --- */

/* A member that begins like a record cannot be part of this one. */
static int check_member(struct warc_reader *r)
{
	const char *p;
	size_t n;
	int rc;

	if (!warc_input_at_member(r->in))
		return 0;
	rc = warc_input_peek(r->in, MAGIC, &p, &n);
	if (rc != 0 || n < MAGIC || memcmp(p, magic, MAGIC) != 0)
		return rc;
	damaged(r, _("a record that ends before its length"));
	r->left = 0;
	r->cut = true;
	return 0;
}

/* Goes through the rest of the block, into out when that is not NULL. */
static int take(struct warc_reader *r, struct str *out)
{
	int rc = 0;

	while (rc == 0 && r->left > 0) {
		const char *p;
		size_t n;

		rc = warc_input_peek(r->in, 1, &p, &n);
		if (rc == 0 && n == 0) {
			damaged(r, _("a record that ends before its length"));
			r->left = 0;
			r->cut = true;
		}
		if (rc == 0 && r->left > 0)
			rc = check_member(r);
		if (rc != 0 || r->left == 0)
			break;
		n = warc_input_before_member(r->in, n);
		n = r->left < n ? (size_t)r->left : n;
		if (out != NULL)
			rc = str_add(out, p, n);
		warc_input_skip(r->in, n);
		r->left -= n;
	}
	return rc;
}

int warc_reader_block(struct str *out, struct warc_reader *r)
{
	size_t ceiling = out->max > 0 ? out->max : STR_MAX;
	size_t before = r->damages.n, n;
	const char *p;
	int rc;

	if (r->left > ceiling - out->len)
		return err_set(ERR_LIMIT,
			_("a record of %llu bytes is larger than what is read "
			  "of one"),
			(unsigned long long)r->record.length);
	str_add(out, "", 0);
	rc = take(r, out);
	/* Behind a whole member stands its checksum: look further than CR LF
	 * CR LF, so that it is checked before the block is used. */
	if (rc == 0)
		rc = warc_input_peek(r->in, 5, &p, &n);
	if (rc == 0 && (r->cut || r->damages.n > before ||
			       warc_input_is_damaged(r->in)))
		rc = err_set(ERR_PARSE, _("the record is cut off or damaged"));
	return rc;
}

/* --- the next record --- */

static int skip_line_ends(struct warc_reader *r)
{
	const char *p = "";
	size_t n = 0, k;
	int rc;

	do {
		rc = warc_input_peek(r->in, 1, &p, &n);
		for (k = 0; rc == 0 && k < n; k++)
			if (p[k] != '\r' && p[k] != '\n')
				break;
		if (rc == 0)
			warc_input_skip(r->in, k);
	} while (rc == 0 && n > 0 && k == n);
	return rc;
}

static bool begins_record(const char *p, size_t n)
{
	return n > MAGIC && memcmp(p, magic, MAGIC) == 0 && p[MAGIC] >= '0' &&
	       p[MAGIC] <= '9';
}

/* How far the next line that begins a record is; n when there is none. */
static size_t find_record(const char *p, size_t n, bool line_start)
{
	for (size_t i = 0; i < n; i++) {
		if (line_start && begins_record(p + i, n - i))
			return i;
		line_start = p[i] == '\n';
	}
	return n;
}

/* Goes to the next record, past what begins here. */
static int seek_record(struct warc_reader *r)
{
	bool line_start = false, first = true;
	const char *p;
	size_t n, k;
	int rc;

	for (;;) {
		rc = warc_input_peek(r->in, MAGIC + 1, &p, &n);
		if (rc != 0 || n == 0)
			return rc;
		if (warc_input_at_member(r->in) && !first)
			line_start = true;
		k = warc_input_before_member(r->in, n);
		k = find_record(p, k, line_start);
		if (k < n && begins_record(p + k, n - k)) {
			warc_input_skip(r->in, k);
			return 0;
		}
		/* The last bytes may be the begin of a head, unless the
		 * file or the member ends with them. */
		if (k == n && n > MAGIC)
			k -= MAGIC;
		line_start = p[k - 1] == '\n';
		first = false;
		warc_input_skip(r->in, k);
	}
}

/* Bytes of the head with its empty line, from here; 0 when it has no end. */
static int head_length(struct warc_reader *r, const char **p, size_t *len)
{
	size_t n = 0, from = 0, had;
	int rc;

	*len = 0;
	do {
		had = n;
		rc = warc_input_peek(r->in, had + 1, p, &n);
		for (size_t i = from; rc == 0 && i + 1 < n; i++) {
			if ((*p)[i] != '\n')
				continue;
			if ((*p)[i + 1] == '\n')
				*len = i + 2;
			else if (i + 2 < n && (*p)[i + 1] == '\r' &&
				 (*p)[i + 2] == '\n')
				*len = i + 3;
			if (*len > 0)
				return 0;
		}
		from = n > 2 ? n - 2 : 0;
	} while (rc == 0 && n > had && n < WARC_HEAD);
	return rc;
}

/* A length that reaches past the end of a plain file needs no reading. */
static bool reaches_past_end(const struct warc_reader *r)
{
	uint64_t place = warc_input_place(r->in);

	return r->size > 0 && !warc_input_is_gzip(r->in) && place <= r->size &&
	       r->record.length > r->size - place;
}

/* Reads the head that begins here; *good false when there is none. */
static int read_head(struct warc_reader *r, bool *good)
{
	uint64_t place;
	const char *p;
	size_t len;
	int rc;

	*good = false;
	if (warc_input_at_member(r->in))
		r->doubtful = false;
	rc = head_length(r, &p, &len);
	place = warc_input_place(r->in);
	if (rc != 0)
		return rc;
	if (len == 0) {
		damaged(r, _("a head without an end"));
		return 0;
	}
	if (warc_record_parse(&r->record, p, len) != 0) {
		damaged(r, _("a head that cannot be read"));
		return 0;
	}
	warc_input_skip(r->in, len);
	r->record.offset = place;
	r->record.doubtful = r->doubtful;
	*good = !reaches_past_end(r);
	if (!*good) {
		damaged(r, _("a record that ends before its length"));
		warc_record_release(&r->record);
	}
	return 0;
}

int warc_reader_next(const struct warc_record **out, struct warc_reader *r)
{
	bool good = false;
	int rc = take(r, NULL);

	warc_record_release(&r->record);
	r->left = 0;
	r->cut = false;
	*out = NULL;
	if (rc == 0)
		rc = skip_line_ends(r);
	while (rc == 0 && !good) {
		const char *p;
		size_t n;

		rc = warc_input_peek(r->in, MAGIC + 1, &p, &n);
		if (rc != 0 || n == 0)
			return rc;
		if (begins_record(p, n))
			rc = read_head(r, &good);
		else
			damaged(r, _("bytes that are no record"));
		if (rc == 0 && !good)
			rc = seek_record(r);
	}
	if (rc == 0) {
		r->left = r->record.length;
		*out = &r->record;
	}
	return rc;
}
