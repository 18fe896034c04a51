/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/histimport.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/instant.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/zone.h"
#include "scrapers/fetch.h"
#include "scrapers/reading.h"

static int read_date(struct past_page *page, const struct histimport *i)
{
	struct zone *z = NULL;
	int rc = zone_open(&z, i->zone != NULL ? i->zone : "UTC");

	if (rc == 0)
		rc = zone_parse(
			&page->seen_ns, &page->day_only, NULL, z, i->seen);
	zone_free(z);
	if (rc == 0 && page->day_only)
		rc = instant_parse_day(&page->seen_ns, i->seen);
	return rc;
}

static void describe(struct histimport_result *out, const struct histimport *i,
	const struct past *p, const struct past_result *kept)
{
	*out = (struct histimport_result){
		.service = mem_strdup(p->target->service),
		.terms = mem_strdup(p->target->terms->type),
		.sighting = { .seen_ns = p->pages[0].seen_ns,
			.day_only = p->pages[0].day_only,
			.basis = i->basis,
			.snapshot = kept->snapshot },
		.page = kept->page,
		.text = kept->text,
		.text_bytes = kept->text_bytes,
		.is_new = kept->is_new,
		.kept = kept->kept,
	};
}

/* Of which no selector chooses a part. */
static bool is_pdf(const struct past_page *page)
{
	return reading_kind(page->media_type, page->body, page->size) ==
	       READING_PDF;
}

static int keep(struct past_result *out, struct store *store,
	const struct past *past, const char *file)
{
	int rc = past_keep(out, store, past);

	if (rc != ERR_NOTFOUND || is_pdf(past->pages))
		return err_wrap(rc, "'%s'", file);
	return err_set(rc,
		_("'%s': %s. If pages were built otherwise then, --select says "
		  "which part counts"),
		file, err_message());
}

int histimport_file(struct histimport_result *out, struct store *store,
	const struct histimport *i)
{
	struct past_target target = { 0 };
	struct past_page page = { .url = i->wanted.url,
		.seen = i->seen,
		.zone = i->zone,
		.file = file_basename(i->file) };
	const struct past past = { .target = &target,
		.pages = &page,
		.n = 1,
		.basis = i->basis,
		.source = i->source,
		.must_read = true,
		.dry_run = i->dry_run };
	struct past_result kept = { 0 };
	struct str bytes;
	int rc = past_target_find(&target, &i->wanted);

	str_init(&bytes, FETCH_BYTES);
	if (rc == 0)
		rc = read_date(&page, i);
	if (rc == 0)
		rc = file_read(&bytes, i->file);
	page.body = bytes.p;
	page.size = bytes.len;
	if (rc == 0)
		rc = keep(&kept, store, &past, i->file);
	if (rc == 0)
		describe(out, i, &past, &kept);
	past_result_release(&kept);
	past_target_release(&target);
	str_release(&bytes);
	return rc;
}

void histimport_result_release(struct histimport_result *r)
{
	free(r->service);
	free(r->terms);
	*r = (struct histimport_result){ 0 };
}
