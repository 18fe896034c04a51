/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The beginning is laid out as a grid (evidence/sheet.h). A column is taken
 * for what its heading says when its values allow it; the words of a key
 * stand in the order of their weight.
 */
#include "evidence/mapping_guess.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/clock.h"
#include "evidence/clock_guess.h"
#include "evidence/mapped.h"
#include "evidence/peek.h"
#include "evidence/sheet.h"

enum {
	WORD = 64,
	VALUE_MAX = 40, /* bytes of a disposition's value */
	OTHERS = 120,	/* bytes of those that mean nothing, to be told */
};

#define NONE SIZE_MAX

/* Headings, folded (see fold()). */
static const char *const time_words[] = { "timestamp", "datetime", "time",
	"date", "when", "ts", "horodatage", "dateheure", "dateetheure", "heure",
	"jour", "quand", "zeitstempel", "zeitpunkt", "datumzeit",
	"datumuhrzeit", "datum", "zeit", "uhrzeit", "tag", "wann", NULL };
static const char *const host_words[] = { "host", "hostname", "domain", "query",
	"qname", "fqdn", "servername", "sni", "daddr", "domaine",
	"nomdedomaine", "nomdhote", "hote", "serveur", "domane", "domaene",
	"domainname", "hostnamen", "destination", "ziel", "url", "name", NULL };
static const char *const client_words[] = { "client", "clientip", "clientname",
	"device", "devicename", "source", "sourceip", "src", "srcip",
	"appareil", "peripherique", "poste", "gerat", "geraet", "geratename",
	"quelle", NULL };
static const char *const app_words[] = { "app", "appname", "application",
	"process", "processname", "package", "packagename", "bundleid", "appli",
	"programme", "processus", "anwendung", "programm", "prozess", "paket",
	NULL };
static const char *const type_words[] = { "qtype", "querytype", "recordtype",
	"dnstype", "type", "typ", NULL };
static const char *const count_words[] = { "count", "hits", "nombre",
	"occurrences", "anzahl", NULL };
static const char *const rule_words[] = { "rule", "filter", "filterlist",
	"blocklist", "list", "regle", "filtre", "liste", "regel", NULL };
static const char *const event_words[] = { "event", "eventname", "evenement",
	"ereignis", "notification", "benachrichtigung", "feature", "fonction",
	"funktion", NULL };
static const char *const verdict_words[] = { "status", "action", "verdict",
	"disposition", "blocked", "isblocked", "allowed", "result", "statut",
	"etat", "resultat", "bloque", "autorise", "zustand", "aktion",
	"ergebnis", "blockiert", "geblockt", "gesperrt", "erlaubt", NULL };

/* Values of a disposition that leave no doubt, folded. */
static const char *const blocked_words[] = { "blocked", "block", "denied",
	"deny", "refused", "refuse", "refusee", "rejected", "reject", "dropped",
	"drop", "bloque", "bloquee", "rejete", "rejetee", "interdit",
	"blockiert", "geblockt", "gesperrt", "abgelehnt", "verweigert", NULL };
static const char *const allowed_words[] = { "allowed", "allow", "permitted",
	"permit", "accepted", "accept", "autorise", "autorisee", "permis",
	"permise", "accepte", "acceptee", "erlaubt", "zugelassen", "gestattet",
	NULL };
static const char *const rewritten_words[] = { "rewritten", "reecrit",
	"reecrite", "umgeschrieben", NULL };
static const char *const error_words[] = { "error", "erreur", "fehler", NULL };
static const char *const yes_words[] = { "true", "yes", "1", "oui", "vrai",
	"ja", "wahr", NULL };
static const char *const no_verdict[] = { NULL };

/* Types of records and protocols, by which a column "type" is known. */
static const char *const type_values[] = { "a", "aaaa", "https", "svcb",
	"cname", "ptr", "mx", "txt", "ns", "soa", "srv", "any", "ds", "dnskey",
	"naptr", "caa", "tls", "quic", "http", "tcp", "udp", NULL };

struct guess {
	struct mapping_guess *out;
	struct sheet sheet;
	bool used[SHEET_COLUMNS];
	size_t first; /* row of the first record */
};

/* --- words --- */

/* Small letters and digits only, without accents; Latin-1 where it is no
 * UTF-8. "Nom d'hôte" is "nomdhote". */
static void fold(char out[WORD], const char *text)
{
	static const char plain[] = "aaaaaaaceeeeiiiidnooooo?ouuuuyts";
	size_t n = 0, len = strlen(text);

	while (len > 0 && n + 1 < WORD) {
		uint32_t cp;
		size_t step = utf8_decode(&cp, text, len);

		if (cp == UTF8_REPLACEMENT && step == 1)
			cp = (unsigned char)text[0];
		if (cp >= 0xC0 && cp <= 0xFF)
			out[n++] = plain[cp & 0x1F];
		else if (cp >= 'A' && cp <= 'Z')
			out[n++] = (char)(cp | 0x20);
		else if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
			out[n++] = (char)cp;
		text += step;
		len -= step;
	}
	out[n] = '\0';
}

static bool is_word(const char *text, const char *const *words)
{
	char folded[WORD];

	fold(folded, text);
	for (; *words != NULL; words++)
		if (strcmp(folded, *words) == 0)
			return true;
	return false;
}

/* Behind the last dot of a path. */
static const char *last_key(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL ? dot + 1 : path;
}

/* Whether a column's heading is the word; inner: or the last key of its
 * path. */
static bool is_named(
	const struct guess *g, size_t column, const char *word, bool inner)
{
	const char *const words[] = { word, NULL };
	const char *name = sheet_name(&g->sheet, column);

	return is_word(inner ? last_key(name) : name, words);
}

/* --- values --- */

static const char *cell(const struct guess *g, size_t row, size_t column)
{
	return sheet_cell(&g->sheet, g->first + row, column);
}

static size_t rows(const struct guess *g)
{
	return g->sheet.rows - g->first;
}

/* Whether a value is as the key wants its own. */
typedef bool (*value_fn)(const char *text);

/* Whether of a column's values that are not empty so many in ten are. */
static bool most_are(
	const struct guess *g, size_t column, value_fn is, size_t tenths)
{
	size_t all = 0, good = 0;

	for (size_t r = 0; r < rows(g); r++) {
		const char *text = cell(g, r, column);

		all += text[0] != '\0';
		good += text[0] != '\0' && is(text);
	}
	return all > 0 && good * 10 >= all * tenths;
}

static bool is_outside(const char *text)
{
	char host[HOST_MAX + 1];
	const char *last;

	if (!mapped_host(host, text))
		return false;
	last = strrchr(host, '.');
	return last != NULL && last[1] >= 'a' && last[1] <= 'z' &&
	       host_is_plain(host);
}

/* Also an address: where a heading says that it is the host. */
static bool is_host(const char *text)
{
	char host[HOST_MAX + 1];

	return mapped_host(host, text) && strpbrk(host, ".:") != NULL;
}

/* Stricter, where no heading says that it is a host: a public suffix, so that
 * names of apps and files are none. */
static bool is_public(const char *text)
{
	char host[HOST_MAX + 1];

	return is_outside(text) && mapped_host(host, text) &&
	       host_has_public_suffix(host);
}

static bool is_count(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0';
}

static bool is_type(const char *text)
{
	return is_word(text, type_values);
}

static bool is_any(const char *text)
{
	return text[0] != '\0';
}

static bool is_url(const char *text)
{
	return strstr(text, "://") != NULL;
}

/* What times a column holds; NULL cells beyond the rows. */
static enum clock_guess_kind times_of(const struct guess *g,
	struct clock_guess *out, size_t day, size_t clock)
{
	size_t n = rows(g);
	char **values = mem_new(n + 1, sizeof(*values));
	enum clock_guess_kind kind;

	for (size_t r = 0; r < n; r++) {
		struct str text = { 0 };

		str_puts(&text, cell(g, r, day));
		if (clock != NONE)
			str_printf(&text, " %s", cell(g, r, clock));
		values[r] = str_take(&text);
	}
	kind = clock_guess(out, (const char *const *)values, n);
	for (size_t r = 0; r < n; r++)
		free(values[r]);
	free(values);
	return kind;
}

/* --- columns --- */

/* Names a column as a mapping does: by its heading where that is one text of
 * its own, else by its number. */
static void set_column(struct guess *g, enum mapping_key key, size_t column)
{
	const struct sheet *s = &g->sheet;
	const char *name = sheet_name(s, column);
	bool good = g->first > 0 || s->names != NULL;
	char number[24];

	for (size_t i = 0; i < s->columns; i++)
		good = good &&
		       (i == column || strcasecmp(sheet_name(s, i), name) != 0);
	g->used[column] = true;
	if (good && mapping_number(name) == 0 &&
		mapping_set(&g->out->mapping, key, name) == 0)
		return;
	snprintf(number, sizeof(number), "%zu", column + 1);
	mapping_set(&g->out->mapping, key, number);
}

static bool is_set(const struct guess *g, enum mapping_key key)
{
	return g->out->mapping.value[key] != NULL;
}

/* The first column, in the order of the words, that is named so and whose
 * values allow it; NONE. */
static size_t by_heading(const struct guess *g, const char *const *words,
	value_fn is, size_t tenths)
{
	for (int inner = 0; inner < 2; inner++)
		for (const char *const *w = words; *w != NULL; w++)
			for (size_t i = 0; i < g->sheet.columns; i++)
				if (!g->used[i] &&
					is_named(g, i, *w, inner > 0) &&
					most_are(g, i, is, tenths))
					return i;
	return NONE;
}

/* The only column whose values are so; NONE when there is none or more. */
static size_t by_values(const struct guess *g, value_fn is)
{
	size_t found = NONE;

	for (size_t i = 0; i < g->sheet.columns; i++) {
		if (g->used[i] || !most_are(g, i, is, 9))
			continue;
		if (found != NONE)
			return NONE;
		found = i;
	}
	return found;
}

static bool is_of_events(const struct guess *g)
{
	return mapping_kind(&g->out->mapping) == OBSERVATION_EVENT;
}

static bool find_host(struct guess *g)
{
	size_t column;
	bool named;

	if (is_set(g, MAPPING_HOST))
		return true;
	column = by_heading(g, host_words, is_outside, 5);
	named = column != NONE;
	if (!named && !is_of_events(g))
		column = by_values(g, is_public);
	if (column == NONE) {
		column = by_heading(g, host_words, is_host, 9);
		named = column != NONE;
	}
	if (column == NONE)
		return false;
	set_column(g, MAPPING_HOST, column);
	if (!is_set(g, MAPPING_KIND) && most_are(g, column, is_url, 9))
		mapping_set(&g->out->mapping, MAPPING_KIND, "request");
	return named;
}

/* The columns of a time. */
struct moments {
	size_t whole, day, clock; /* NONE: there is none */
	bool several;		  /* whole ones, none of them named so */
};

static void note_times(struct moments *m, const struct guess *g, size_t column)
{
	struct clock_guess form;

	switch (times_of(g, &form, column, NONE)) {
	case CLOCK_GUESS_WHOLE:
		m->several = m->several || m->whole != NONE;
		if (m->whole == NONE)
			m->whole = column;
		break;
	case CLOCK_GUESS_DAY:
		if (m->day == NONE)
			m->day = column;
		break;
	case CLOCK_GUESS_CLOCK:
		if (m->clock == NONE)
			m->clock = column;
		break;
	case CLOCK_GUESS_NOTHING:
		break;
	}
}

static struct moments named_times(const struct guess *g)
{
	struct moments m = { NONE, NONE, NONE, false };

	for (int inner = 0; inner < 2; inner++)
		for (const char *const *w = time_words; *w != NULL; w++)
			for (size_t i = 0; i < g->sheet.columns; i++)
				if (!g->used[i] &&
					is_named(g, i, *w, inner > 0))
					note_times(&m, g, i);
	m.several = false;
	return m;
}

static struct moments all_times(const struct guess *g)
{
	struct moments m = { NONE, NONE, NONE, false };

	for (size_t i = 0; i < g->sheet.columns; i++)
		if (!g->used[i])
			note_times(&m, g, i);
	return m;
}

/* --- faults --- */

__attribute__((format(printf, 2, 3))) static void fault(
	struct guess *g, const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;

	if (g->out->fault != NULL)
		return;
	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	g->out->fault = str_take(&words);
}

/* What a value is when it is read by a form: its day. */
static void reading(char out[INSTANT_TEXT], const char *form, const char *text)
{
	struct clock_reading r;
	int64_t ns = 0;

	out[0] = '\0';
	if (clock_read(&r, form, text) && instant_from_civil(&ns, &r.when, 0))
		instant_date(out, ns, 0);
}

/* Shows both readings of a value that they read differently. */
static void doubt(struct guess *g, const struct clock_guess *form, size_t day,
	size_t clock)
{
	char one[INSTANT_TEXT] = "", two[INSTANT_TEXT] = "";
	struct str text = { 0 }, shown = { 0 };

	for (size_t r = 0; r < rows(g); r++) {
		str_clear(&text);
		str_puts(&text, cell(g, r, day));
		if (clock != NONE)
			str_printf(&text, " %s", cell(g, r, clock));
		reading(one, form->form, text.p);
		reading(two, form->other, text.p);
		if (one[0] != '\0' && two[0] != '\0' && strcmp(one, two) != 0)
			break;
	}
	utf8_printable(&shown, text.p != NULL ? text.p : "", text.len, false);
	fault(g,
		_("'%s' is %s as %s and %s as %s, and no line tells which; "
		  "say it, as in --time-format '%s'"),
		shown.p, one, form->form, two, form->other, form->form);
	str_release(&text);
	str_release(&shown);
}

/* --- times --- */

static void set_form(struct guess *g, size_t day, size_t clock)
{
	struct clock_guess form;

	if (is_set(g, MAPPING_TIME_FORMAT))
		return;
	times_of(g, &form, day, clock);
	if (form.other[0] != '\0')
		doubt(g, &form, day, clock);
	else if (form.form[0] == '\0')
		fault(g, _("the form of the times is not known; say it, as in "
			   "--time-format 'd/m/Y H:M:S'"));
	else
		mapping_set(&g->out->mapping, MAPPING_TIME_FORMAT, form.form);
}

/* Takes what was found for the columns of the time; false for nothing. */
static bool set_times(struct guess *g, const struct moments *m)
{
	size_t day = m->whole != NONE ? m->whole : m->day;
	size_t clock = m->whole != NONE ? NONE : m->clock;

	if (day == NONE)
		return false;
	if (clock != NONE) {
		set_column(g, MAPPING_DATE, day);
		set_column(g, MAPPING_TIME, clock);
	} else {
		set_column(g, MAPPING_TIME, day);
	}
	set_form(g, day, clock);
	return true;
}

static bool find_time(struct guess *g)
{
	struct moments m, all = { NONE, NONE, NONE, false };

	if (is_set(g, MAPPING_TIME))
		return true;
	m = named_times(g);
	if (m.whole == NONE && (m.day == NONE || m.clock == NONE)) {
		all = all_times(g);
		if (m.day != NONE && m.clock == NONE)
			m.clock = all.clock;
		if (m.day == NONE && m.clock != NONE)
			m.day = all.day;
	}
	if (set_times(g, &m))
		return true;
	if (all.several) {
		fault(g,
			_("several columns hold times; say which counts, as in "
			  "--map time=COLUMN"));
		return false;
	}
	set_times(g, &all);
	return false;
}

/* --- dispositions --- */

static void add_value(struct str *list, const char *value)
{
	if (mapping_means(list->p, value))
		return;
	if (list->len > 0)
		str_putc(list, ',');
	str_puts(list, value);
}

/* Puts a value into the list that its word belongs to; false when it belongs
 * to none. */
static bool judge_value(struct str lists[4], const char *value,
	const char *const *yes_blocked, const char *const *yes_allowed)
{
	const char *const *const words[4] = { blocked_words, allowed_words,
		rewritten_words, error_words };

	if (strlen(value) > VALUE_MAX || strchr(value, ',') != NULL ||
		!utf8_valid(value, strlen(value), NULL))
		return false;
	for (int i = 0; i < 4; i++) {
		if (!is_word(value, words[i]) &&
			!(i == 0 && is_word(value, yes_blocked)) &&
			!(i == 1 && is_word(value, yes_allowed)))
			continue;
		add_value(&lists[i], value);
		return true;
	}
	return false;
}

/* Tells the person which values of a disposition mean nothing so far. */
static void note_values(
	struct guess *g, size_t column, const struct str *others)
{
	struct str name = { 0 }, note = { 0 };
	const char *heading = sheet_name(&g->sheet, column);

	if (others->len == 0 || g->out->note != NULL)
		return;
	utf8_printable(&name, heading, strlen(heading), false);
	str_printf(&note, _("other values of '%s' mean nothing as it is: %s"),
		name.p, others->p);
	g->out->note = str_take(&note);
	str_release(&name);
}

static void add_other(struct str *others, const char *value)
{
	struct str plain = { 0 };

	if (value[0] == '\0' || others->len > OTHERS)
		return;
	utf8_printable(&plain, value, strlen(value), false);
	if (strchr(plain.p, ',') == NULL && plain.len <= VALUE_MAX)
		add_value(others, plain.p);
	str_release(&plain);
}

/* A column "blocked" says so by yes; its no says nothing more. */
static void find_disposition(struct guess *g)
{
	static const enum mapping_key keys[4] = { MAPPING_BLOCKED,
		MAPPING_ALLOWED, MAPPING_REWRITTEN, MAPPING_ERROR };
	static const char *const says_blocked[] = { "blocked", "isblocked",
		"bloque", "blockiert", "geblockt", "gesperrt", NULL };
	static const char *const says_allowed[] = { "allowed", "autorise",
		"erlaubt", NULL };
	struct str lists[4] = { { 0 } }, others = { 0 };
	size_t column = by_heading(g, verdict_words, is_any, 1);
	const char *name;
	bool any = false;

	if (column == NONE || is_set(g, MAPPING_DISPOSITION))
		return;
	name = last_key(sheet_name(&g->sheet, column));
	for (size_t r = 0; r < rows(g); r++)
		if (!judge_value(lists, cell(g, r, column),
			    is_word(name, says_blocked) ? yes_words
							: no_verdict,
			    is_word(name, says_allowed) ? yes_words
							: no_verdict))
			add_other(&others, cell(g, r, column));
	for (int i = 0; i < 4; i++) {
		any = any || lists[i].len > 0 || is_set(g, keys[i]);
		if (lists[i].len > 0 && !is_set(g, keys[i]))
			mapping_set(&g->out->mapping, keys[i], lists[i].p);
		str_release(&lists[i]);
	}
	if (any) {
		set_column(g, MAPPING_DISPOSITION, column);
		note_values(g, column, &others);
	}
	str_release(&others);
}

/* --- the whole --- */

static void find_others(struct guess *g)
{
	const struct {
		enum mapping_key key;
		const char *const *words;
		value_fn is;
	} others[] = {
		{ MAPPING_CLIENT, client_words, is_any },
		{ MAPPING_APP, app_words, is_any },
		{ MAPPING_TYPE, type_words, is_type },
		{ MAPPING_COUNT, count_words, is_count },
		{ MAPPING_RULE, rule_words, is_any },
		{ MAPPING_EVENT, event_words, is_any },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		size_t column;

		if (is_set(g, others[i].key) ||
			(others[i].key == MAPPING_EVENT && !is_of_events(g)))
			continue;
		column = by_heading(g, others[i].words, others[i].is, 9);
		if (column != NONE)
			set_column(g, others[i].key, column);
	}
}

/* Whether the first record of a csv is its heading: it has a word of ours, or
 * nothing that would be a time or a host. */
static bool has_heading(const struct guess *g)
{
	const char *given = g->out->mapping.value[MAPPING_HEADER];
	struct clock_guess form;
	bool value = false;

	if (given != NULL)
		return strcmp(given, "yes") == 0;
	for (size_t i = 0; i < g->sheet.columns; i++) {
		const char *text = sheet_name(&g->sheet, i);

		if (is_word(text, time_words) || is_word(text, host_words))
			return true;
		value = value || is_public(text) ||
			clock_guess(&form, &text, 1) != CLOCK_GUESS_NOTHING;
	}
	return !value;
}

static void set_layout(struct guess *g)
{
	struct mapping *m = &g->out->mapping;
	const char delimiter[] = { g->sheet.delimiter, '\0' };

	if (!is_set(g, MAPPING_FORMAT))
		mapping_set(m, MAPPING_FORMAT,
			mapping_format_name(g->sheet.format));
	if (g->sheet.format > MAPPING_TSV)
		return;
	if (g->sheet.format == MAPPING_CSV)
		mapping_set(m, MAPPING_DELIMITER, delimiter);
	g->first = has_heading(g);
	mapping_set(m, MAPPING_HEADER, g->first > 0 ? "yes" : "no");
}

/* Whether the headings told time and host. */
static bool find_columns(struct guess *g)
{
	bool time, host;

	set_layout(g);
	time = find_time(g);
	host = find_host(g);
	if (!is_set(g, MAPPING_TIME))
		fault(g,
			_("no column holds day and time; say which does, as in "
			  "--map time=COLUMN"));
	if (!is_set(g, MAPPING_HOST) && !is_of_events(g))
		fault(g,
			_("it is not clear which column holds the host; say "
			  "it, as in --map host=COLUMN; a table of "
			  "notifications needs --mapping with a file that says "
			  "kind = event"));
	return time && host;
}

static void copy(struct mapping *to, const struct mapping *from)
{
	for (int k = 0; k < MAPPING_KEYS; k++)
		to->value[k] = mem_strdup(from->value[k]);
}

static void begin(struct guess *g, const struct importer_head *head)
{
	const struct mapping *m = &g->out->mapping;
	enum mapping_format format = m->value[MAPPING_FORMAT] != NULL
					     ? mapping_format(m)
					     : sheet_format(head);
	char delimiter = m->value[MAPPING_DELIMITER] != NULL
				 ? mapping_delimiter(m)
				 : '\0';

	if (!sheet_read(&g->sheet, head, format, delimiter))
		fault(g, "%s",
			_("it is no table with two columns or more; a mapping "
			  "file with format = regex reads any text"));
}

void mapping_guess_head(struct mapping_guess *out,
	const struct importer_head *head, const struct mapping *given)
{
	struct guess g = { .out = out };

	*out = (struct mapping_guess){ 0 };
	copy(&out->mapping, given);
	begin(&g, head);
	if (out->fault == NULL) {
		find_columns(&g);
		find_disposition(&g);
		find_others(&g);
	}
	sheet_release(&g.sheet);
	out->needs_zone = mapped_needs_zone(&out->mapping) &&
			  out->mapping.value[MAPPING_TZ] == NULL;
}

int mapping_guess_file(struct mapping_guess *out, const char *path,
	size_t index, const struct importer_options *given)
{
	const struct importer_job job = { .path = path, .index = index };
	struct importer_head head = { 0 };
	struct mapping before = { 0 };
	struct str room = { 0 };
	int rc = mapping_add(&before, given);

	str_init(&room, 0);
	if (rc == 0 && given->zone != NULL)
		rc = mapping_set(&before, MAPPING_TZ, zone_name(given->zone));
	if (rc == 0)
		rc = peek_member(&head, &room, &job);
	if (rc == 0)
		mapping_guess_head(out, &head, &before);
	str_release(&room);
	mapping_release(&before);
	return rc;
}

void mapping_guess_release(struct mapping_guess *g)
{
	mapping_release(&g->mapping);
	free(g->fault);
	free(g->note);
	*g = (struct mapping_guess){ 0 };
}

/* Whether the headings alone name both, whatever the values are. */
static bool is_headed(const struct guess *g)
{
	bool time = false, host = false;

	for (size_t i = 0; i < g->sheet.columns; i++) {
		const char *name = sheet_name(&g->sheet, i);

		time = time || is_word(name, time_words);
		host = host || is_word(name, host_words);
	}
	return time && host;
}

int mapping_guess_sniff(struct importer_head *head, enum mapping_format format)
{
	struct mapping_guess out = { 0 };
	struct guess g = { .out = &out };
	bool named;
	int sure = 0;

	if (sheet_format(head) != format)
		return 0;
	if (sheet_read(&g.sheet, head, format, '\0')) {
		named = find_columns(&g) ||
			(format == MAPPING_CSV && is_headed(&g));
		if (named || out.fault == NULL)
			sure = named ? 5 : 3;
	}
	if (sure > 0)
		head->why = sure == 5 ? N_("its heading names a time and a "
					   "host")
				      : N_("its columns hold times and host "
					   "names");
	sheet_release(&g.sheet);
	mapping_guess_release(&out);
	return sure;
}
