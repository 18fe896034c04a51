/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCRE2 10 (pcre2api(3)), 8 bits wide, without its compiler to machine code:
 * the interpreter counts every step against the limits.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "evidence/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/digits.h"

struct pattern {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	const char *line; /* borrowed: what matched */
	size_t groups;	  /* highest number */
	size_t overruns;
};

static int compile(struct pattern *p, const char *text)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	PCRE2_UCHAR words[256];
	PCRE2_SIZE at = 0;
	int why = 0;

	if (context == NULL)
		mem_none();
	pcre2_set_max_pattern_length(context, PATTERN_LENGTH);
	pcre2_set_parens_nest_limit(context, PATTERN_GROUPS);
	p->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
		PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C, &why, &at, context);
	pcre2_compile_context_free(context);
	if (p->code != NULL)
		return 0;
	if (pcre2_get_error_message(why, words, sizeof(words)) < 0)
		words[0] = '\0';
	return err_set(ERR_INVALID,
		_("the pattern is wrong at its character %zu: %s"), at + 1,
		(const char *)words);
}

static int bound(struct pattern *p)
{
	uint32_t groups = 0;

	pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	p->groups = groups;
	if (groups > PATTERN_GROUPS)
		return err_set(ERR_LIMIT,
			_("the pattern has more than %d groups; write (?:…) "
			  "for those that name no column"),
			PATTERN_GROUPS);
	p->match = pcre2_match_data_create_from_pattern(p->code, NULL);
	p->limits = pcre2_match_context_create(NULL);
	if (p->match == NULL || p->limits == NULL)
		mem_none();
	pcre2_set_match_limit(p->limits, PATTERN_WORK);
	pcre2_set_depth_limit(p->limits, PATTERN_DEPTH);
	pcre2_set_heap_limit(p->limits, PATTERN_HEAP);
	return 0;
}

int pattern_open(struct pattern **out, const char *text)
{
	struct pattern *p = mem_new(1, sizeof(*p));
	int rc = compile(p, text);

	if (rc == 0)
		rc = bound(p);
	if (rc == 0)
		*out = p;
	else
		pattern_free(p);
	return rc;
}

void pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_match_context_free(p->limits);
	pcre2_match_data_free(p->match);
	pcre2_code_free(p->code);
	free(p);
}

size_t pattern_group(const struct pattern *p, const char *name)
{
	const char *number_text = name + (name[0] == '$');
	int64_t number = 0;
	int group;

	if (digits_read(&number, number_text, strlen(number_text),
		    (int64_t)p->groups))
		return (size_t)number;
	group = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)name);
	return group > 0 ? (size_t)group : 0;
}

const char *pattern_match(struct pattern *p, const char *text, size_t len)
{
	int rc = pcre2_match(
		p->code, (PCRE2_SPTR)text, len, 0, 0, p->match, p->limits);

	p->line = rc > 0 ? text : NULL;
	if (rc > 0)
		return NULL;
	if (rc == PCRE2_ERROR_NOMATCH)
		return N_("the pattern does not fit");
	p->overruns++;
	return N_("the pattern takes too long on it");
}

size_t pattern_overruns(const struct pattern *p)
{
	return p->overruns;
}

bool pattern_get(
	const struct pattern *p, size_t group, const char **text, size_t *len)
{
	PCRE2_SIZE *at;

	if (group > p->groups || p->line == NULL)
		return false;
	at = pcre2_get_ovector_pointer(p->match) + 2 * group;
	/* \K in a look-around can put a start behind its end. */
	if (at[0] == PCRE2_UNSET || at[0] > at[1])
		return false;
	*text = p->line + at[0];
	*len = at[1] - at[0];
	return true;
}
