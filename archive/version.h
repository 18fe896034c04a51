/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_VERSION_H
#define ARCHIVE_VERSION_H

/*
 * Versions: the readable text of terms, new only when the text changed. A
 * reading says which version a snapshot showed. Snapshots in order of the
 * day they were seen, grouped while the text stays the same, are spans: a
 * text that comes back has two spans.
 *
 *	rc = version_note(store, &(struct version){ .snapshot = id, … },
 *		&is_new);
 *	rc = version_spans(&spans, store, "Vendor", "Privacy Policy");
 *	...
 *	version_spans_release(&spans);
 */

#include "archive/snapshot.h"

/* Borrowed strings when given, owned when read. */
struct version {
	int64_t id;
	char *service, *terms;
	struct digest text;
	uint64_t size;	  /* of the text, bytes */
	int64_t snapshot; /* that it was (first) read from */
	struct digest declaration;
	char *extractor; /* version of our rules */
	bool technical;	 /* only the rules changed: not the vendor's change */
};

/* One sighting. */
struct version_sighting {
	int64_t snapshot;
	int64_t seen_ns;
	bool day_only;
	enum snapshot_basis basis;
	char *source; /* owned */
};

/* The same text from first to last sighting. */
struct version_span {
	int64_t version; /* row id */
	struct digest text;
	uint64_t size;
	char *extractor; /* owned */
	struct digest declaration;
	bool technical; /* only the rules changed since the span before */
	struct version_sighting first, last;
	size_t sightings;
	int number; /* of the vendor's text, from 1, by date: a technical span
		     * has that of the span before */
};

struct version_spans {
	struct version_span *v; /* owned, oldest first */
	size_t n, cap;
};

/* What is known of a day: the span seen last at or before it (NULL when the
 * first sighting is later), and the first sighting behind it (NULL when
 * there is none). Borrowed from the spans. */
struct version_at {
	const struct version_span *span;
	struct version_sighting before; /* last sighting at or before */
	struct version_sighting after;	/* first sighting behind */
	bool has_after, after_same;	/* the same but for rules of ours */
};

/* Of a version that was read. */
void version_release(struct version *v);

/* Enters the reading of a snapshot: v->text is what it showed. The version is
 * that of a neighbouring sighting by date when text, declaration and
 * extractor are the same; else one is added, so that each reading names the
 * exact rules it was made by. *is_new: no neighbour has this text. Where a
 * neighbour has it by other rules, the added version is technical. A snapshot
 * may be read again by newer rules: its latest reading is the one that
 * counts, so that no span begins with a change of ours as long as older
 * snapshots are read again too; the same reading again adds nothing. Sets
 * v->id and v->technical. first: there was no version before at all. */
int version_note(struct store *s, struct version *v, bool *is_new, bool *first);

/* What a snapshot shows by its latest reading: version, text and its size;
 * version is 0 when none was read. */
struct version_reading {
	int64_t version;
	struct digest text;
	uint64_t size;
};
int version_shown(
	struct version_reading *out, struct store *s, int64_t snapshot);

/* The latest reading of terms, by the day its snapshot was seen; snapshot is
 * the one that was read. The history is not walked. */
int version_latest(struct version *out, bool *found, struct store *s,
	const char *service, const char *terms);

/* Texts that the next version of terms may be like, for object_put_near():
 * those of its versions, each once, newest first. *n is at most max. */
int version_near(struct digest *out, size_t *n, size_t max, struct store *s,
	const char *service, const char *terms);

/* Each snapshot with a reading, oldest first, with its latest reading
 * (snapshot is the one that was read); fn non-zero ends, and is returned.
 * fn may note further readings of the snapshot it is given. */
typedef int (*version_reading_fn)(const struct version *v, void *ctx);
int version_each_reading(struct store *s, const char *service,
	const char *terms, version_reading_fn fn, void *ctx);

/* All spans of terms, oldest first; none is no error. */
int version_spans(struct version_spans *out, struct store *s,
	const char *service, const char *terms);
void version_spans_release(struct version_spans *spans);

/* What is known of an instant; the sightings' source is NULL here (look it up
 * by snapshot_get()). */
int version_find(struct version_at *out, const struct version_spans *spans,
	struct store *s, const char *service, const char *terms, int64_t ns);

/* Services and terms that have snapshots: fn for each pair, in order. */
typedef int (*version_terms_fn)(
	const char *service, const char *terms, void *ctx);
int version_each_terms(struct store *s, version_terms_fn fn, void *ctx);

#endif
