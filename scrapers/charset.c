/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * <meta charset=utf-8>
 * <meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
 *
 * "Prescan a byte stream" of the HTML standard, and iconv(3) behind the
 * Encoding standard's labels.
 */
#include "scrapers/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

enum { PRESCAN = 1024 };

/* Name of the standard, iconv's name (NULL: not to be decoded), labels. */
static const struct encoding {
	const char *name, *system, *labels;
} encodings[] = {
	{ "UTF-8", "UTF-8",
		"unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
		"x-unicode20utf8" },
	{ "windows-1252", "CP1252",
		"ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 "
		"iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
		"iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 "
		"x-user-defined" },
	{ "IBM866", "IBM866", "866 cp866 csibm866 ibm866" },
	{ "ISO-8859-2", "ISO-8859-2",
		"csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 "
		"iso_8859-2 iso_8859-2:1987 l2 latin2" },
	{ "ISO-8859-3", "ISO-8859-3",
		"csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 "
		"iso_8859-3 iso_8859-3:1988 l3 latin3" },
	{ "ISO-8859-4", "ISO-8859-4",
		"csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 "
		"iso_8859-4 iso_8859-4:1988 l4 latin4" },
	{ "ISO-8859-5", "ISO-8859-5",
		"csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 "
		"iso88595 iso_8859-5 iso_8859-5:1988" },
	{ "ISO-8859-6", "ISO-8859-6",
		"arabic asmo-708 csiso88596e csiso88596i csisolatinarabic "
		"ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 "
		"iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987" },
	{ "ISO-8859-7", "ISO-8859-7",
		"csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 "
		"iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
		"sun_eu_greek" },
	{ "ISO-8859-8", "ISO-8859-8",
		"csiso88598e csisolatinhebrew hebrew iso-8859-8 "
		"iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
		"iso_8859-8:1988 visual" },
	{ "ISO-8859-8-I", "ISO-8859-8", "csiso88598i iso-8859-8-i logical" },
	{ "ISO-8859-10", "ISO-8859-10",
		"csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 "
		"latin6" },
	{ "ISO-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913" },
	{ "ISO-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914" },
	{ "ISO-8859-15", "ISO-8859-15",
		"csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 "
		"l9" },
	{ "ISO-8859-16", "ISO-8859-16", "iso-8859-16" },
	{ "KOI8-R", "KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r" },
	{ "KOI8-U", "KOI8-U", "koi8-ru koi8-u" },
	{ "macintosh", "MACINTOSH", "csmacintosh mac macintosh x-mac-roman" },
	{ "windows-874", "CP874",
		"dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 "
		"windows-874" },
	{ "windows-1250", "CP1250", "cp1250 windows-1250 x-cp1250" },
	{ "windows-1251", "CP1251", "cp1251 windows-1251 x-cp1251" },
	{ "windows-1253", "CP1253", "cp1253 windows-1253 x-cp1253" },
	{ "windows-1254", "CP1254",
		"cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 "
		"iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 "
		"x-cp1254" },
	{ "windows-1255", "CP1255", "cp1255 windows-1255 x-cp1255" },
	{ "windows-1256", "CP1256", "cp1256 windows-1256 x-cp1256" },
	{ "windows-1257", "CP1257", "cp1257 windows-1257 x-cp1257" },
	{ "windows-1258", "CP1258", "cp1258 windows-1258 x-cp1258" },
	{ "x-mac-cyrillic", "MAC-UK", "x-mac-cyrillic x-mac-ukrainian" },
	{ "GBK", "GB18030",
		"chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 "
		"gbk iso-ir-58 x-gbk" },
	{ "gb18030", "GB18030", "gb18030" },
	{ "Big5", "BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5" },
	{ "EUC-JP", "EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp" },
	{ "ISO-2022-JP", "ISO-2022-JP", "csiso2022jp iso-2022-jp" },
	{ "Shift_JIS", "CP932",
		"csshiftjis ms932 ms_kanji shift-jis shift_jis sjis "
		"windows-31j x-sjis" },
	{ "EUC-KR", "CP949",
		"cseuckr csksc56011987 euc-kr iso-ir-149 korean "
		"ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
		"windows-949" },
	{ "replacement", NULL,
		"csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext "
		"iso-2022-kr replacement" },
	{ "UTF-16BE", "UTF-16BE", "unicodefffe utf-16be" },
	{ "UTF-16LE", "UTF-16LE",
		"csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 "
		"utf-16le" },
};

enum { ENCODINGS = sizeof(encodings) / sizeof(*encodings) };

static bool is_space(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' ||
	       ch == '\f';
}

/* ---- labels ----------------------------------------------------------- */

static bool has_label(const char *labels, const char *label, size_t len)
{
	while (*labels != '\0') {
		size_t n = strcspn(labels, " ");

		if (n == len && strncasecmp(labels, label, n) == 0)
			return true;
		labels += n + (labels[n] == ' ');
	}
	return false;
}

static const struct encoding *find(const char *label, size_t len)
{
	while (len > 0 && is_space(*label)) {
		label++;
		len--;
	}
	while (len > 0 && is_space(label[len - 1]))
		len--;
	for (size_t i = 0; i < ENCODINGS; i++)
		if (has_label(encodings[i].labels, label, len))
			return &encodings[i];
	return NULL;
}

const char *charset_find(const char *label, size_t len)
{
	const struct encoding *e = find(label, len);

	return e != NULL ? e->name : NULL;
}

/* ---- "charset=…" in a header or a content attribute ------------------- */

static const struct encoding *find_in_value(const char *p, const char *end)
{
	static const char word[] = "charset";
	const size_t n = sizeof(word) - 1;

	for (; (size_t)(end - p) >= n; p++) {
		const char *q = p + n, *stop;

		if (strncasecmp(p, word, n) != 0)
			continue;
		while (q < end && is_space(*q))
			q++;
		if (q == end || *q != '=')
			continue;
		q++;
		while (q < end && is_space(*q))
			q++;
		if (q < end && (*q == '"' || *q == '\'')) {
			stop = memchr(q + 1, *q, (size_t)(end - q - 1));
			return stop == NULL
				       ? NULL
				       : find(q + 1, (size_t)(stop - q - 1));
		}
		for (stop = q; stop < end && !is_space(*stop) && *stop != ';';)
			stop++;
		return find(q, (size_t)(stop - q));
	}
	return NULL;
}

/* ---- prescan ---------------------------------------------------------- */

struct scan {
	const char *at, *end;
};

struct attribute {
	const char *name, *value;
	size_t name_len, value_len;
};

/* "Get an attribute"; false at the end of the tag. */
static bool next_attribute(struct scan *s, struct attribute *out)
{
	char quote;

	while (s->at < s->end && (is_space(*s->at) || *s->at == '/'))
		s->at++;
	if (s->at == s->end || *s->at == '>')
		return false;
	*out = (struct attribute){ .name = s->at };
	while (s->at < s->end && !is_space(*s->at) && *s->at != '/' &&
		*s->at != '>' && (*s->at != '=' || s->at == out->name))
		s->at++;
	out->name_len = (size_t)(s->at - out->name);
	while (s->at < s->end && is_space(*s->at))
		s->at++;
	if (s->at == s->end || *s->at != '=')
		return true;
	s->at++;
	while (s->at < s->end && is_space(*s->at))
		s->at++;
	quote = s->at < s->end ? *s->at : '\0';
	if (quote == '"' || quote == '\'') {
		out->value = ++s->at;
		while (s->at < s->end && *s->at != quote)
			s->at++;
		out->value_len = (size_t)(s->at - out->value);
		s->at += s->at < s->end;
		return true;
	}
	out->value = s->at;
	while (s->at < s->end && !is_space(*s->at) && *s->at != '>')
		s->at++;
	out->value_len = (size_t)(s->at - out->value);
	return true;
}

static bool is_named(const struct attribute *a, const char *name)
{
	return a->name_len == strlen(name) &&
	       strncasecmp(a->name, name, a->name_len) == 0;
}

/* The attributes of a <meta>. */
static const struct encoding *read_meta(struct scan *s)
{
	const struct encoding *charset = NULL, *content = NULL;
	bool pragma = false;
	struct attribute a;

	while (next_attribute(s, &a)) {
		if (is_named(&a, "charset") && charset == NULL)
			charset = find(
				a.value != NULL ? a.value : "", a.value_len);
		else if (is_named(&a, "http-equiv"))
			pragma = a.value_len == strlen("content-type") &&
				 strncasecmp(a.value, "content-type",
					 a.value_len) == 0;
		else if (is_named(&a, "content") && content == NULL &&
			 a.value != NULL)
			content = find_in_value(a.value, a.value + a.value_len);
	}
	if (charset != NULL)
		return charset;
	return pragma ? content : NULL;
}

static bool starts(const struct scan *s, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(s->end - s->at) >= n &&
	       strncasecmp(s->at, text, n) == 0;
}

static void skip_past(struct scan *s, const char *text)
{
	const char *p =
		memmem(s->at, (size_t)(s->end - s->at), text, strlen(text));

	s->at = p != NULL ? p + strlen(text) : s->end;
}

static void skip_tag(struct scan *s)
{
	struct attribute a;

	while (s->at < s->end && !is_space(*s->at) && *s->at != '>')
		s->at++;
	while (next_attribute(s, &a))
		;
}

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static const struct encoding *prescan(const char *bytes, size_t len)
{
	struct scan s = { bytes, bytes + (len < PRESCAN ? len : PRESCAN) };
	const struct encoding *found;

	while (s.at < s.end) {
		size_t slash = starts(&s, "</") ? 1 : 0;

		if (starts(&s, "<!--")) {
			s.at += 2;
			skip_past(&s, "-->");
		} else if (starts(&s, "<meta") && s.end - s.at > 5 &&
			   (is_space(s.at[5]) || s.at[5] == '/')) {
			s.at += 5;
			found = read_meta(&s);
			if (found != NULL)
				return found;
		} else if (*s.at == '<' && s.end - s.at > 1 + (long)slash &&
			   is_letter(s.at[1 + slash])) {
			skip_tag(&s);
		} else if (starts(&s, "<!") || starts(&s, "</") ||
			   starts(&s, "<?")) {
			skip_past(&s, ">");
		} else {
			s.at++;
		}
	}
	return NULL;
}

/* ---- which one -------------------------------------------------------- */

static const char *from_bom(const unsigned char *b, size_t len)
{
	if (len >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF)
		return "utf-8";
	if (len >= 2 && b[0] == 0xFE && b[1] == 0xFF)
		return "utf-16be";
	if (len >= 2 && b[0] == 0xFF && b[1] == 0xFE)
		return "utf-16le";
	return NULL;
}

static const struct encoding *choose(struct charset *out, const char *bytes,
	size_t len, const char *content_type)
{
	const char *label = from_bom((const unsigned char *)bytes, len);
	const struct encoding *e = NULL;

	out->source = CHARSET_BOM;
	if (label != NULL)
		return find(label, strlen(label));
	out->source = CHARSET_HEADER;
	if (content_type != NULL)
		e = find_in_value(
			content_type, content_type + strlen(content_type));
	if (e != NULL)
		return e;
	out->source = CHARSET_META;
	e = prescan(bytes, len);
	/* A page whose <meta> can be read is not in UTF-16. */
	if (e != NULL)
		return strncmp(e->name, "UTF-16", 6) == 0 ? find("utf-8", 5)
							  : e;
	out->source = CHARSET_GUESS;
	label = utf8_valid(bytes, len, NULL) ? "utf-8" : "windows-1252";
	return find(label, strlen(label));
}

int charset_open(struct charset *out, const void *bytes, size_t len,
	const char *content_type)
{
	const struct encoding *e;
	iconv_t converter;

	*out = (struct charset){ 0 };
	e = choose(out, len > 0 ? bytes : "", len, content_type);
	out->name = e->name;
	if (e == &encodings[0])
		return 0;
	if (e->system == NULL)
		return err_set(ERR_PARSE,
			_("the page is in an encoding that browsers refuse "
			  "for safety (ISO-2022-KR, ISO-2022-CN, HZ)"));
	converter = iconv_open("UTF-8", e->system);
	if (converter == (iconv_t)-1)
		return err_set(ERR_PARSE,
			_("this system cannot read the encoding '%s'"),
			e->name);
	out->converter = converter;
	return 0;
}

void charset_close(struct charset *c)
{
	if (c->converter != NULL)
		iconv_close((iconv_t)c->converter);
	*c = (struct charset){ 0 };
}

/* ---- decoding --------------------------------------------------------- */

/* A byte that the converter does not know: in the Windows encodings the
 * standard gives C1 controls. */
static void put_unknown(struct str *out, const struct charset *c, char byte)
{
	unsigned char b = (unsigned char)byte;

	if (strncmp(c->name, "windows-", 8) == 0 && b >= 0x80 && b < 0xA0)
		utf8_put(out, b);
	else
		utf8_put(out, UTF8_REPLACEMENT);
}

static int convert(
	struct str *out, const struct charset *c, const char *bytes, size_t len)
{
	char buffer[4096], *in = (char *)bytes;
	iconv_t converter = (iconv_t)c->converter;

	iconv(converter, NULL, NULL, NULL, NULL);
	while (len > 0) {
		char *to = buffer;
		size_t room = sizeof(buffer);
		size_t rc = iconv(converter, &in, &len, &to, &room);
		int cause = errno;

		str_add(out, buffer, sizeof(buffer) - room);
		if (rc == (size_t)-1 && cause == EINVAL) {
			utf8_put(out, UTF8_REPLACEMENT);
			break;
		}
		if (rc == (size_t)-1 && cause == EILSEQ) {
			put_unknown(out, c, *in);
			in++;
			len--;
		}
	}
	return str_check(out, _("the page"));
}

int charset_decode(
	struct str *out, const struct charset *c, const void *bytes, size_t len)
{
	const char *p = len > 0 ? bytes : "";
	size_t bom = 0;

	if (c->source == CHARSET_BOM)
		bom = c->converter == NULL ? 3 : 2;
	if (c->converter != NULL)
		return convert(out, c, p + bom, len - bom);
	utf8_repair(out, p + bom, len - bom);
	return str_check(out, _("the page"));
}
