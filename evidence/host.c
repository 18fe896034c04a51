/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/host.h"

#include <arpa/inet.h>
#include <libpsl.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"

/* What a byte of ASCII becomes in a host name; 0: none has it. ':' and '%' are
 * for IPv6 addresses; '_' for services. */
static const char plain[] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
			    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
			    "\0\0\0\0\0%\0\0\0\0*\0\0-./"
			    "0123456789:\0\0\0\0\0"
			    "\0abcdefghijklmno"
			    "pqrstuvwxyz\0\0\0\0_"
			    "\0abcdefghijklmno"
			    "pqrstuvwxyz\0\0\0\0\0";

bool host_normalise(char out[HOST_MAX + 1], const char *text, size_t len)
{
	bool root = len == 1 && text[0] == '.';

	if (len > 0 && text[len - 1] == '.' && !root)
		len--;
	if (len == 0 || len > HOST_MAX || (text[len - 1] == '.' && !root))
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char from = (unsigned char)text[i];
		char c = from < 128 ? plain[from] : '\0';

		if (c == '\0' ||
			(c == '.' && !root && (i == 0 || text[i - 1] == '.')))
			return false;
		out[i] = c;
	}
	out[len] = '\0';
	return true;
}

static bool ends_with(const char *host, const char *suffix)
{
	size_t n = strlen(host), m = strlen(suffix);

	return n >= m && strcmp(host + n - m, suffix) == 0;
}

bool host_is_local(const char *host)
{
	static const char *const suffixes[] = { ".in-addr.arpa", ".ip6.arpa",
		".local", ".lan", ".home.arpa", ".internal", ".localdomain" };
	unsigned char address[16];

	if (strchr(host, '.') == NULL || strcmp(host, ".") == 0 ||
		inet_pton(AF_INET, host, address) == 1 ||
		inet_pton(AF_INET6, host, address) == 1)
		return true;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (ends_with(host, suffixes[i]))
			return true;
	return false;
}

const char *host_registrable(const char *host)
{
	const psl_ctx_t *list = psl_builtin();

	if (list == NULL || host_is_local(host))
		return NULL;
	return psl_registrable_domain(list, host);
}

bool host_has_public_suffix(const char *host)
{
	const psl_ctx_t *list = psl_builtin();
	const char *dot = strrchr(host, '.');

	return list != NULL && dot != NULL &&
	       psl_is_public_suffix2(
		       list, dot + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE);
}

enum host_suffix host_suffix(const char **suffix, const char *host)
{
	const psl_ctx_t *list = psl_builtin();

	*suffix = NULL;
	if (list == NULL || host_is_local(host))
		return HOST_SUFFIX_NONE;
	*suffix = psl_unregistrable_domain(list, host);
	if (*suffix == NULL)
		return HOST_SUFFIX_NONE;
	if (psl_is_public_suffix2(
		    list, *suffix, PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE))
		return HOST_SUFFIX_PRIVATE;
	return psl_is_public_suffix2(
		       list, *suffix, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE)
		       ? HOST_SUFFIX_ICANN
		       : HOST_SUFFIX_DEFAULT;
}

void host_list_version(char out[HOST_LIST_VERSION])
{
	char date[INSTANT_TEXT];

	instant_date(
		date, (int64_t)psl_builtin_file_time() * INSTANT_SECOND, 0);
	snprintf(out, HOST_LIST_VERSION, "publicsuffix.org %s", date);
}

bool host_is_plain(const char *host)
{
	unsigned char address[16];

	return inet_pton(AF_INET6, host, address) == 1 ||
	       (strchr(host, '.') != NULL && strcmp(host, ".") != 0 &&
		       strpbrk(host, ":%*/") == NULL);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Greedy with one point to go back to: linear in the pattern's stars. */
bool host_matches(const char *host, const char *pattern)
{
	const char *star = NULL, *back = NULL;

	while (*host != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			back = host;
		} else if (*pattern == '?' || lower(*pattern) == *host) {
			pattern++;
			host++;
		} else if (star != NULL) {
			pattern = star;
			host = ++back;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}
