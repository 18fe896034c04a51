/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/label.h"

#include <stdio.h>
#include <string.h>

#include "evidence/host.h"

/* A balancer's name has at most 32 characters: one that is nearly so long may
 * have been cut to fit. A word inside another must be long enough to be no
 * accident. */
enum { CUT_MIN = 28, INSIDE_MIN = 5 };

/* Words that end a label without naming anybody. */
static bool is_common(const char *word, size_t len)
{
	static const char *const words[] = { "alb", "api", "app", "apps", "aws",
		"backend", "cdn", "cloud", "cluster", "dev", "elb", "front",
		"gateway", "global", "ingress", "int", "internal", "lb", "main",
		"nlb", "preprod", "private", "prod", "production", "proxy",
		"public", "push", "server", "service", "services", "stage",
		"staging", "static", "test", "vpc", "web", "www" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
			return true;
	return len < 3;
}

static void say(struct label_guess *g, enum label_rule rule, const char *name,
	const char *matched)
{
	g->rule = rule;
	snprintf(g->name, sizeof(g->name), "%s", name);
	snprintf(g->matched, sizeof(g->matched), "%s", matched);
}

static bool say_set(struct label_guess *g, enum label_rule rule,
	const struct owner_set_answer *a, const char *matched)
{
	say(g, rule, a->owner, matched);
	g->from_set = true;
	g->set = *a;
	return true;
}

/* An end of the dotted label that a list or a log knows as a domain; a list
 * tells more. */
static bool known_domain(struct label_guess *g, const struct label_known *k)
{
	struct owner_set_answer a;
	const char *end = g->read, *owner;

	while (end != NULL && strchr(end, '.') != NULL) {
		owner = k->list != NULL ? owner_list_domain(k->list, end)
					: NULL;
		if (owner != NULL) {
			say(g, LABEL_DOMAIN, owner, end);
			return true;
		}
		if (owner_sets_domain(&a, k->sets, end))
			return say_set(g, LABEL_DOMAIN, &a, end);
		if (k->names != NULL && owner_names_domain(k->names, end)) {
			say(g, LABEL_DOMAIN, end, end);
			return true;
		}
		end = strchr(end, '.');
		end += end != NULL;
	}
	return false;
}

/* "….vendor.n": the last two words begin just one owner's domains. */
static bool cut_domain(
	struct label_guess *g, const struct label_known *k, size_t length)
{
	const char *last = strrchr(g->read, '.'), *word = last;
	struct owner_set_answer a;

	if (length < CUT_MIN || last == NULL || last == g->read)
		return false;
	while (word > g->read && word[-1] != '.')
		word--;
	if (is_common(word, (size_t)(last - word)) ||
		!owner_sets_begins(&a, k->sets, word))
		return false;
	return say_set(g, LABEL_CUT, &a, a.domain);
}

static bool known_word(
	struct label_guess *g, const struct label_known *k, const char *word)
{
	const char *owner =
		k->list != NULL ? owner_list_brand(k->list, word) : NULL;
	struct owner_set_answer a;

	if (owner != NULL) {
		say(g, LABEL_WORD, owner, word);
		return true;
	}
	return owner_sets_brand(&a, k->sets, word) &&
	       say_set(g, LABEL_WORD, &a, word);
}

/* "apidevicevendornet": the word, or it without the end of a domain, ends in
 * a name. */
static bool inside(
	struct label_guess *g, const struct label_known *k, const char *word)
{
	static const char *const ends[] = { "", "com", "net", "org", "cn" };
	size_t len = strlen(word);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char part[HOST_MAX + 1];
		size_t n = strlen(ends[i]);

		if (len < n + INSIDE_MIN ||
			strcmp(word + len - n, ends[i]) != 0)
			continue;
		memcpy(part, word, len - n);
		part[len - n] = '\0';
		for (size_t at = 0; at + INSIDE_MIN <= len - n; at++)
			if (known_word(g, k, part + at))
				return true;
	}
	return false;
}

/* A word of the dotted label that is an owner's name, whole or inside. */
static bool known_brand(
	struct label_guess *g, const struct label_known *k, bool whole)
{
	const char *dotted = g->read;

	while (*dotted != '\0') {
		char word[HOST_MAX + 1];
		size_t n = strcspn(dotted, "."), len = n;

		while (len > 0 && dotted[len - 1] >= '0' &&
			dotted[len - 1] <= '9')
			len--;
		memcpy(word, dotted, len);
		word[len] = '\0';
		if (!is_common(word, len) &&
			(whole ? known_word(g, k, word) : inside(g, k, word)))
			return true;
		dotted += n + (dotted[n] == '.');
	}
	return false;
}

/* "fr.app.vendor.net" ends like a domain: a word that names somebody, and
 * one of the oldest suffixes, which mean little else. */
static const char *likely_domain(const char *dotted)
{
	static const char *const suffixes[] = { "com", "net", "org", "cn" };
	const char *last = strrchr(dotted, '.'), *word = last;

	if (last == NULL || last == dotted)
		return NULL;
	while (word > dotted && word[-1] != '.')
		word--;
	if (is_common(word, (size_t)(last - word)))
		return NULL;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (strcmp(last + 1, suffixes[i]) == 0)
			return word;
	return NULL;
}

/* The label without digits at its end, hyphens read as dots. */
static void read_dotted(char *dotted, const char *label)
{
	size_t n = strlen(label);

	memcpy(dotted, label, n + 1);
	while (n > 0 && strchr("0123456789-", dotted[n - 1]) != NULL)
		dotted[--n] = '\0';
	for (char *p = dotted; *p != '\0'; p++)
		if (*p == '-')
			*p = '.';
}

bool label_guess(struct label_guess *out, const struct cloud *c,
	const struct label_known *known)
{
	const char *likely;

	*out = (struct label_guess){ 0 };
	if (!c->own_label)
		return false;
	read_dotted(out->read, c->label);
	if (known_domain(out, known) ||
		cut_domain(out, known, strlen(c->label)) ||
		known_brand(out, known, true) || known_brand(out, known, false))
		return true;
	likely = likely_domain(out->read);
	if (likely != NULL)
		say(out, LABEL_LOOK, likely, likely);
	return likely != NULL;
}

const char *label_rule_name(enum label_rule rule)
{
	static const char *const names[] = { "none", "domain", "cut", "word",
		"look" };

	return names[rule];
}
