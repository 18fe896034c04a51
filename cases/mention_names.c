/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words are taken off the end of the name as long as one of the lists has
 * them; each step gives a form. Legal forms: those of the Union's member
 * states, the United Kingdom, the United States and China that companies in
 * policies have.
 */
#include "cases/mention_names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/str.h"
#include "cases/mention_words.h"

enum { BRAND_MIN = 4, SHORT_MIN = 3, JOINED_MIN = 6, STEPS = 6 };

/* Longer ones before those that they end in. */
static const char *const legal[] = { "gmbh & co. kg", "co., ltd.", "co., ltd",
	"co. ltd.", "co ltd", "pte. ltd.", "pte ltd", "pty ltd", "sp. z o.o.",
	"s.a.r.l.", "s.\u00e0 r.l.", "s.\u00e0.r.l.", "s.a.s.u.", "s.a.s.",
	"s.p.a.", "s.r.l.", "s.r.o.", "s. r. o.", "s.l.u.", "d.o.o.", "l.l.c.",
	"unlimited company", "incorporated", "corporation", "limited",
	"company", "s.a.", "s.l.", "b.v.", "n.v.", "e.v.", "a.s.", "a/s",
	"k.k.", "corp.", "corp", "inc.", "inc", "ltd.", "ltd", "llc", "llp",
	"plc", "lp", "gmbh", "mbh", "sasu", "sarl", "s\u00e0rl", "eurl", "sas",
	"sca", "snc", "scop", "spa", "srl", "aps", "oyj", "ohg", "co.", "sa",
	"se", "ag", "kg", "ug", "bv", "nv", "sl", "ab", "as", "oy", "ou",
	NULL };

static const char *const weak[] = { "technology", "technologies", "group",
	"groupe", "holding", "holdings", "international", "communications",
	"communication", "software", "platforms", "operations", "europe",
	"emea", "global", "worldwide", "france", "ireland", "deutschland",
	"germany", "netherlands", "nederland", "luxembourg", "singapore",
	"hong kong", "beijing", "usa", "us", "uk", "eu", "espa\u00f1a",
	"italia", "belgium", "suisse", "switzerland", NULL };

/* Length of the name without one of the words behind it, or all of it. */
static size_t without(const char *name, size_t len, const char *const *words)
{
	for (; *words != NULL; words++) {
		size_t n = strlen(*words);

		if (n + 1 < len &&
			strncasecmp(name + len - n, *words, n) == 0 &&
			strchr(" ,", name[len - n - 1]) != NULL) {
			len -= n;
			while (len > 0 && strchr(" ,-", name[len - 1]) != NULL)
				len--;
			return len;
		}
	}
	return len;
}

static void tell(const char *text, size_t len, const char *why,
	mention_names_fn fn, void *ctx)
{
	char *copy = mem_dup(text, len);

	if (len > 0 && !mention_words_is_common(copy))
		fn(copy, why, ctx);
	free(copy);
}

/* "Whats App" of "WhatsApp", "MyFitnessPal" of "My Fitness Pal". */
static void tell_spelling(
	const char *name, size_t len, mention_names_fn fn, void *ctx)
{
	struct str spaced = { 0 }, joined = { 0 };

	for (size_t i = 0; i < len; i++) {
		bool gap = name[i] == ' ' || name[i] == '-';

		if (i > 1 && islower((unsigned char)name[i - 1]) &&
			isupper((unsigned char)name[i]))
			str_putc(&spaced, ' ');
		str_putc(&spaced, name[i]);
		if (!gap)
			str_putc(&joined, name[i]);
	}
	if (spaced.len > len)
		tell(spaced.p, spaced.len, "spelling", fn, ctx);
	if (joined.len < len && joined.len >= JOINED_MIN &&
		strpbrk(joined.p, ".,&/()") == NULL)
		tell(joined.p, joined.len, "spelling", fn, ctx);
	str_release(&spaced);
	str_release(&joined);
}

/* Whether it is one, and the length of the word before its first dot. */
static bool is_domain(const char *name, size_t *n)
{
	*n = strcspn(name, ".");
	return strchr(name, ' ') == NULL && name[*n] == '.' &&
	       name[*n + 1] != '\0' && *n > 1;
}

static void tell_company(const char *name, mention_names_fn fn, void *ctx)
{
	size_t len = strlen(name), next = without(name, len, legal);

	if (next < len && next >= SHORT_MIN)
		tell(name, next, "without legal form", fn, ctx);
	len = next;
	for (int i = 0; i < STEPS; i++) {
		next = without(name, len, weak);
		if (next == len || next < SHORT_MIN)
			break;
		tell(name, next, "short", fn, ctx);
		len = next;
	}
	tell_spelling(name, len, fn, ctx);
}

void mention_names_each(const char *name, mention_names_fn fn, void *ctx)
{
	size_t n;

	if (*name == '\0')
		return;
	fn(name, "name", ctx);
	if (!is_domain(name, &n))
		tell_company(name, fn, ctx);
	else if (n >= BRAND_MIN)
		tell(name, n, "of the domain", fn, ctx);
}

/* Looks for one form among those of another name. */
struct same {
	const char *name; /* the other name, then the form */
	bool found;
};

static void compare(const char *text, const char *why, void *ctx)
{
	struct same *s = ctx;

	(void)why;
	s->found = s->found || strcasecmp(s->name, text) == 0;
}

static void compare_all(const char *text, const char *why, void *ctx)
{
	struct same *s = ctx, one = { .name = text };

	(void)why;
	mention_names_each(s->name, compare, &one);
	s->found = s->found || one.found;
}

bool mention_names_same(const char *a, const char *b)
{
	struct same s = { .name = b };

	mention_names_each(a, compare_all, &s);
	return s.found;
}
