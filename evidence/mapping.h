/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MAPPING_H
#define EVIDENCE_MAPPING_H

/*
 * How a table that no program is known for is to be read: which column is
 * what, and what its values mean. A person writes it to a file, or gives it
 * with options, or has it guessed (evidence/mapping_guess.h):
 *
 *	# what my router writes
 *	format = csv            # csv, tsv, ltsv, jsonl, regex
 *	delimiter = ;
 *	header = yes
 *	time = Timestamp ; time_format = %d/%m/%Y %H:%M:%S
 *	tz = Europe/Paris
 *	host = Domain ; client = Device ; disposition = Status
 *	blocked = Blocked,REFUSED ; allowed = OK
 *
 * A line holds assignments, ';' between them where another `key =` follows;
 * what is behind a '#' that begins the line or has a blank before it is a
 * comment. A value may stand in double quotes, a quote in it doubled; that of
 * `pattern` goes to the line's end, whatever is in it.
 *
 *	struct mapping m = { 0 };
 *
 *	rc = mapping_read(&m, text, len, "router.map");
 *	if (rc == 0)
 *		rc = mapping_check(&m);
 *	… m.value[MAPPING_HOST]
 *	mapping_release(&m);
 *
 * A column is named by its heading or by its number from 1; of JSON by its
 * path (`question.name`, `answers[0].data`); of LTSV by its label; of a
 * regular expression by its group's name or number. A zeroed struct is an
 * empty mapping.
 */

#include <stdbool.h>
#include <stddef.h>

#include "archive/observation.h"
#include "base/str.h"
#include "evidence/importer.h"

enum { MAPPING_FILE = 64 << 10, MAPPING_VALUE = 4096 };

enum mapping_key {
	MAPPING_FORMAT,	   /* see enum mapping_format */
	MAPPING_DELIMITER, /* of csv: one character, \t for a tab */
	MAPPING_HEADER,	   /* of csv and tsv: yes, no */
	MAPPING_COMMENT,   /* lines that begin so are passed over */
	MAPPING_KIND,	   /* lookup, connection, request, event */
	/* Columns. */
	MAPPING_DATE, /* where date and time stand in two */
	MAPPING_TIME,
	MAPPING_HOST,	     /* a name, a name with its port, or a URL */
	MAPPING_DISPOSITION, /* also written "verdict" */
	MAPPING_CLIENT,
	MAPPING_APP,
	MAPPING_TYPE,
	MAPPING_COUNT,
	MAPPING_RULE,
	MAPPING_ANSWER,
	MAPPING_EVENT, /* of an event: what happened, or what was tried */
	MAPPING_TITLE, /* of an event: its title or text */
	/* What values mean. */
	MAPPING_TIME_FORMAT, /* rfc3339, epoch, epoch-s, epoch-ms, epoch-us,
			      * epoch-ns, or a pattern (evidence/clock.h) */
	MAPPING_TZ,	     /* of the device, "Europe/Paris" */
	MAPPING_BLOCKED,     /* values of the disposition, with commas */
	MAPPING_ALLOWED,
	MAPPING_REWRITTEN,
	MAPPING_ERROR,
	MAPPING_PATTERN, /* of regex (PCRE2) */
	MAPPING_KEYS,	 /* how many there are */
};

enum mapping_format {
	MAPPING_CSV,
	MAPPING_TSV,
	MAPPING_LTSV,  /* label:value, tabs between them */
	MAPPING_JSONL, /* an object in each line */
	MAPPING_REGEX,
	MAPPING_FORMATS,
};

struct mapping {
	char *value[MAPPING_KEYS]; /* owned; NULL: not given */
};

void mapping_release(struct mapping *m);

/* The word of a key; constant. The key of a word, -1 when it is none. */
const char *mapping_key_name(enum mapping_key key);
int mapping_key_of(const char *word, size_t len);
bool mapping_is_column(enum mapping_key key);

/* Sets or replaces a value, and checks it by itself: ERR_INVALID, saying what
 * would do. A form of times is kept in the letters of evidence/clock.h. */
int mapping_set(struct mapping *m, enum mapping_key key, const char *value);

/* Adds what a mapping file says. ERR_INVALID names its line, and `name`. */
int mapping_read(
	struct mapping *m, const char *text, size_t len, const char *name);

/* The same of a file; ERR_LIMIT when it is larger than MAPPING_FILE. */
int mapping_read_file(struct mapping *m, const char *path);

/* Adds what the person gave with an import: the mapping, and over it the
 * options --map, --delimiter, --time-format, --blocked and --allowed. */
int mapping_add(struct mapping *m, const struct importer_options *given);

/* Whether that is any mapping at all. */
bool mapping_is_given(const struct importer_options *given);

/* Writes it as a file that reads the same, an assignment in each line. */
void mapping_print(struct str *out, const struct mapping *m);

/* Whether it lacks columns that a guess could add. */
bool mapping_is_partial(const struct mapping *m);

/* Whether it is whole: a time, a host unless it is of events, a pattern for
 * regex; and nothing in it contradicts. ERR_INVALID. */
int mapping_check(const struct mapping *m);

/* What the values are, with what holds where none is given. */
enum mapping_format mapping_format(const struct mapping *m);
enum observation_kind mapping_kind(const struct mapping *m);
char mapping_delimiter(const struct mapping *m);
bool mapping_has_header(const struct mapping *m); /* csv and tsv */
const char *mapping_format_name(enum mapping_format f);

/* The importer that reads the format: "csv" for tsv too. Constant. */
const char *mapping_importer(const struct mapping *m);

/* A column's number, from 1 ("2", "$2"); 0 when it is a name. */
size_t mapping_number(const char *column);

/* Whether a value is one of a list with commas between, as it is written. */
bool mapping_means(const char *list, const char *value);

#endif
