/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names are compared without case, '-' and '_': "X-Auth-Token", "authToken"
 * and "auth_token" are one. Long words count wherever they stand in a name,
 * short ones only as the whole name, also in the plural.
 *
 * What is random is told from words by how often the kind of character
 * changes (words begin with a capital, and seldom have digits within), and
 * among letters alone by how few are vowels and how many consonants follow one
 * another. A random text may pass, and a strange word may be hidden.
 */
#include "evidence/mask.h"

#include <stdlib.h>
#include <string.h>

enum {
	DIGITS = 6,    /* so many are a number that names somebody */
	HEX = 16,      /* so many hexadecimal digits a hash or a UUID */
	MIXED = 12,    /* so many letters of both cases and digits a token */
	LETTERS = 20,  /* so many letters with digits, too */
	WORD = 16,     /* so many letters alone may be random */
	RUN = 6,       /* consonants in a row that no word has */
	SEGMENT = 120, /* no word is as long */
};

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* With an "s" behind it or without. */
static bool is_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	return strncmp(text, word, n) == 0 &&
	       (text[n] == '\0' || strcmp(text + n, "s") == 0);
}

bool mask_is_secret(const char *name, size_t len)
{
	static const char *const within[] = { "cookie", "authoriz", "token",
		"password", "passwd", "passphrase", "secret", "email", "imei",
		"imsi", "iccid", "msisdn", "apikey", "session", "credential",
		"signature", "advertiserid", "advertisingid", "androidid",
		"deviceid", "userid", "accountid", "customerid", "installid",
		"instanceid", "username", "phonenumber", "macaddress", "serial",
		"csrf", "xsrf", "bearer", "otpcode", "oauth", "openid", "idfa",
		"idfv", "gaid", "udid", "uuid", "fingerprint", "latitude",
		"longitude", "birth", "iban" };
	static const char *const whole[] = { "auth", "jwt", "key", "pwd",
		"pass", "pin", "otp", "sid", "uid", "aid", "mac", "lat", "lon",
		"lng", "sig", "hash", "code", "login", "user", "account",
		"phone", "mail", "ssid", "bssid", "guid", "adid", "did", "cid",
		"state", "nonce" };
	char plain[64];
	size_t n = 0;

	for (size_t i = 0; i < len && n < sizeof(plain) - 1; i++)
		if (is_alnum(name[i]))
			plain[n++] = lower(name[i]);
	plain[n] = '\0';
	/* They say what may be asked, and hold nothing. */
	if (strncmp(plain, "accesscontrol", 13) == 0)
		return false;
	for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++)
		if (strstr(plain, within[i]) != NULL)
			return true;
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (is_word(plain, whole[i]))
			return true;
	return false;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Letters without a break that are no word of a language. */
static bool is_gibberish(const char *text, size_t len)
{
	size_t vowels = 0, run = 0, longest = 0, capitals = 0, rises = 0;

	for (size_t i = 0; i < len; i++) {
		bool vowel = strchr("aeiouy", lower(text[i])) != NULL;

		vowels += vowel;
		run = vowel ? 0 : run + 1;
		longest = run > longest ? run : longest;
		capitals += is_capital(text[i]);
		rises += i > 0 && is_capital(text[i]) &&
			 !is_capital(text[i - 1]);
	}
	if (len < WORD)
		return false;
	return vowels * 4 < len || longest >= RUN ||
	       (rises > 2 && capitals * 10 >= len * 3);
}

/* Letters, digits, '-' and '_' of which the kind changes too often for words:
 * "V1StGXR8_Z5jdHi6B-myT". A capital before small letters is no change. */
static bool is_token(const char *text, size_t len)
{
	size_t n = 0, digits = 0, capitals = 0, changes = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i], last = i > 0 ? text[i - 1] : '-';

		if (!is_alnum(c))
			continue;
		n++;
		digits += is_digit(c);
		capitals += is_capital(c);
		changes += is_alnum(last) &&
			   (is_digit(c) != is_digit(last) ||
				   (is_capital(c) && !is_capital(last)));
	}
	if (n < MIXED || digits == 0 || changes < 4)
		return false;
	return changes * (capitals > 0 && digits + capitals < n ? 5 : 3) >= n;
}

/* Letters and digits without a break. */
static bool is_random(const char *text, size_t len)
{
	size_t digits = 0, hex = 0, capitals = 0;

	for (size_t i = 0; i < len; i++) {
		digits += is_digit(text[i]);
		hex += is_hex(text[i]);
		capitals += text[i] >= 'A' && text[i] <= 'Z';
	}
	if (digits == len)
		return len >= DIGITS;
	if (digits == 0)
		return is_gibberish(text, len);
	if (hex == len && digits > 0 && len >= HEX)
		return true;
	if (digits > 0 && capitals > 0 && digits + capitals < len &&
		len >= MIXED)
		return true;
	return digits > 1 && len >= LETTERS;
}

/* "9fe17d55-927f-4186-9c56-24038b13cbb0", "aa:bb:cc:dd:ee:ff" */
static bool is_dashed_hex(const char *text, size_t len)
{
	size_t hex = 0, digits = 0, dashes = 0;

	for (size_t i = 0; i < len; i++) {
		bool dash = text[i] == '-' || text[i] == ':';

		if (!dash && !is_hex(text[i]))
			return false;
		hex += !dash;
		dashes += dash;
		digits += is_digit(text[i]);
	}
	return (hex >= HEX && digits > 0) || (hex == 12 && dashes == 5);
}

bool mask_is_identifier(const char *text, size_t len)
{
	size_t from = 0, start = 0; /* of letters; of these with '-', '_' */

	if (len > SEGMENT || memchr(text, '@', len) != NULL ||
		memmem(text, len, "%40", 3) != NULL ||
		(len > 3 && memcmp(text, "eyJ", 3) == 0) ||
		is_dashed_hex(text, len))
		return true;
	for (size_t i = 0; i <= len; i++) {
		if (i < len && is_alnum(text[i]))
			continue;
		if (i > from && is_random(text + from, i - from))
			return true;
		from = i + 1;
		if (i < len && (text[i] == '-' || text[i] == '_'))
			continue;
		if (is_dashed_hex(text + start, i - start) ||
			is_token(text + start, i - start))
			return true;
		start = i + 1;
	}
	return false;
}

/* Whether a name may be shown: none that could be a value. */
static bool is_showable(const char *name, size_t len)
{
	if (len == 0 || len > MASK_NAME || mask_is_identifier(name, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_alnum(name[i]) && strchr("-_.[]$:", name[i]) == NULL)
			return false;
	return true;
}

void mask_add(struct mask *m, const char *name)
{
	size_t i = 0;

	while (i < m->n && strcmp(m->names[i], name) != 0)
		i++;
	if (i < m->n || m->n == MASK_NAMES)
		return;
	m->n++;
	memcpy(m->names[i], name, strlen(name) + 1);
}

void mask_name(struct mask *m, const char *name, size_t len)
{
	char small[MASK_NAME + 1];

	if (!is_showable(name, len) || !mask_is_secret(name, len))
		return;
	for (size_t i = 0; i < len; i++)
		small[i] = lower(name[i]);
	small[len] = '\0';
	mask_add(m, small);
}

/* Appends while there is room; false when there was none. */
static bool put(struct str *out, const char *text, size_t len)
{
	if (out->len + len > MASK_TEXT) {
		if (out->len < MASK_TEXT + 3)
			str_puts(out, "…");
		return false;
	}
	str_add(out, text, len);
	return true;
}

/* One segment without its parameters (";jsessionid=…"); hidden: what stood
 * before it tells that it is a secret. */
static bool put_segment(struct mask *m, struct str *out, const char *text,
	size_t len, bool hidden)
{
	if (len == 0 || (!hidden && !mask_is_identifier(text, len)))
		return put(out, text, len);
	mask_add(m, "path");
	return put(out, "*", 1);
}

void mask_path(struct mask *m, struct str *out, const char *path, size_t len)
{
	size_t i = 0;
	bool hidden = false;

	while (i < len) {
		const char *segment = path + i, *semicolon;
		size_t n = 0;

		while (i < len && path[i] != '/') {
			i++;
			n++;
		}
		semicolon = memchr(segment, ';', n);
		if (semicolon != NULL) {
			mask_add(m, "path");
			n = (size_t)(semicolon - segment);
		}
		if (!put_segment(m, out, segment, n, hidden))
			return;
		hidden = n > 0 && mask_is_secret(segment, n);
		if (i < len && !put(out, "/", 1))
			return;
		i++;
	}
}

void mask_query(struct mask *m, struct str *out, const char *query, size_t len)
{
	size_t i = 0;

	while (i < len) {
		const char *name = query + i;
		size_t n = 0, name_len;

		while (i + n < len && name[n] != '&')
			n++;
		name_len = n;
		for (size_t k = n; k > 0; k--)
			if (name[k - 1] == '=')
				name_len = k - 1;
		i += n + 1;
		if (n == 0)
			continue;
		/* Without "=" it is a value without a name. */
		if (name_len == n) {
			mask_add(m, "query");
			name_len = 0;
		}
		if (out->len > 0 && !put(out, "&", 1))
			return;
		mask_name(m, name, name_len);
		if (!is_showable(name, name_len) && !put(out, "*", 1))
			return;
		if (is_showable(name, name_len) && !put(out, name, name_len))
			return;
	}
}

/* A word of a message: a plain one, a short number, an error's name, an
 * address; nothing that has a path, a query or a user in it. */
static bool is_plain(const char *text, size_t len)
{
	if (mask_is_identifier(text, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((text[i] & 0x80) == 0 && !is_alnum(text[i]) &&
			strchr("-_.:,;!'\"()[]", text[i]) == NULL)
			return false;
	return true;
}

void mask_message(struct mask *m, struct str *out, const char *text)
{
	while (*text != '\0') {
		size_t blanks = strspn(text, " \t\r\n"), n;
		bool plain;

		text += blanks;
		n = strcspn(text, " \t\r\n");
		if (n == 0)
			return;
		plain = is_plain(text, n);
		if (!plain)
			mask_add(m, "message");
		if ((out->len > 0 && !put(out, " ", 1)) ||
			!put(out, plain ? text : "*", plain ? n : 1))
			return;
		text += n;
	}
}

static void see_name(struct mask *m)
{
	if (m->word_len <= MASK_NAME)
		mask_name(m, m->word, m->word_len);
	m->word_len = 0;
}

void mask_body(struct mask *m, const char *text, size_t len, bool json)
{
	if (m->seen == 0 && len > 0)
		m->off = json && *text != '{' && *text != '[';
	if (m->off) {
		m->seen = MASK_BODY;
		return;
	}
	for (size_t i = 0; i < len && m->seen < MASK_BODY; i++, m->seen++) {
		char c = text[i];

		if (is_alnum(c) || strchr("-_.[]$", c) != NULL) {
			if (m->closed)
				m->word_len = 0;
			m->closed = false;
			if (m->word_len < MASK_NAME)
				m->word[m->word_len] = c;
			m->word_len += m->word_len <= MASK_NAME;
		} else if ((c == ':' && m->closed) ||
			   (c == '=' && !m->closed)) {
			see_name(m);
			m->closed = false;
		} else if (c == '"' && m->word_len > 0) {
			m->closed = true;
		} else if (!(m->closed && (c == ' ' || c == '\n'))) {
			m->word_len = 0;
			m->closed = false;
		}
	}
}

void mask_body_end(struct mask *m)
{
	m->word_len = m->seen = 0;
	m->closed = m->off = false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void mask_detail(const struct mask *m, cJSON *detail)
{
	const char *sorted[MASK_NAMES];
	cJSON *list;

	if (m->n == 0)
		return;
	list = json_array();
	for (size_t i = 0; i < m->n; i++)
		sorted[i] = m->names[i];
	qsort(sorted, m->n, sizeof(sorted[0]), compare);
	for (size_t i = 0; i < m->n; i++)
		json_push_string(list, sorted[i]);
	json_add(detail, "ev.masked", list);
}
