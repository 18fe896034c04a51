/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	<entry>
 *	  <id>urn:uuid:…</id>
 *	  <title>Exemple: Privacy Policy changed</title>
 *	  <updated>2026-11-24T12:00:00Z</updated>
 *	  <link rel="alternate" href="https://www.exemple.example/privacy"/>
 *	  <category term="Privacy Policy"/>
 *	  <summary>words added: 3, removed: 1; …</summary>
 *	  <content type="html">&lt;p&gt;…&lt;del&gt;steps&lt;/del&gt;…</content>
 *	</entry>
 *
 * The content is HTML that is then escaped once more as XML text (type
 * "html", 4.1.3.3).
 */
#include "scrapers/atom.h"

#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/self.h"
#include "base/utf8.h"
#include "scrapers/history.h"

enum {
	CONTENT_BYTES = 8192, /* of policy text in one entry */
	SAME_HEAD = 120,      /* of what stayed: shown around marks */
	SAME_TAIL = 120,
	UUID_TEXT = 45 + 1, /* "urn:uuid:", 36 characters */
};

static bool is_xml(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' ||
	       (cp >= 0x20 && cp < 0xFFFE) || cp > 0xFFFF;
}

int atom_text(struct str *out, const char *text, size_t len)
{
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += utf8_decode(&cp, text + i, len - i);
		if (cp == '<')
			str_puts(out, "&lt;");
		else if (cp == '>')
			str_puts(out, "&gt;");
		else if (cp == '&')
			str_puts(out, "&amp;");
		else if (cp == '"')
			str_puts(out, "&quot;");
		else if (cp == '\'')
			str_puts(out, "&#39;");
		else if (cp == '\r') /* else a reader makes it a line feed */
			str_puts(out, "&#13;");
		else
			utf8_put(out, is_xml(cp) ? cp : UTF8_REPLACEMENT);
	}
	return out->over ? str_check(out, _("the feed")) : 0;
}

static void put(struct str *out, const char *text)
{
	atom_text(out, text, strlen(text));
}

static void put_element(struct str *out, const char *name, const char *text)
{
	str_printf(out, "<%s>", name);
	put(out, text);
	str_printf(out, "</%s>\n", name);
}

static void put_updated(struct str *out, int64_t ns)
{
	char when[INSTANT_TEXT];

	instant_format(when, ns, 0, INSTANT_S);
	put_element(out, "updated", when);
}

/* parts: texts, NULL-terminated; they are hashed with their NULs. */
static void name_uuid(char out[UUID_TEXT], const char *const parts[])
{
	struct digest_stream *s = digest_stream_new();
	struct digest d;
	char hex[33];

	for (size_t i = 0; parts[i] != NULL; i++)
		digest_stream_add(s, parts[i], strlen(parts[i]) + 1);
	digest_stream_end(s, &d);
	d.b[6] = (unsigned char)((d.b[6] & 0x0F) | 0x80); /* version 8 */
	d.b[8] = (unsigned char)((d.b[8] & 0x3F) | 0x80); /* variant */
	codec_hex(hex, d.b, 16);
	snprintf(out, UUID_TEXT, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex,
		hex + 8, hex + 12, hex + 16, hex + 20);
}

/* --- the feed --- */

int atom_open(struct str *out, const struct atom_head *head)
{
	const char *const parts[] = { "constat feed 1", head->archive,
		head->service != NULL ? head->service : "",
		head->terms != NULL ? head->terms : "", NULL };
	char id[UUID_TEXT];

	name_uuid(id, parts);
	str_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	put_element(out, "id", id);
	str_puts(out, "<title>");
	put(out, _("Changes of terms"));
	if (head->service != NULL) {
		str_puts(out, ": ");
		put(out, head->service);
	}
	if (head->terms != NULL) {
		str_puts(out, ", ");
		put(out, head->terms);
	}
	str_puts(out, "</title>\n");
	put_updated(out, head->updated_ns);
	str_puts(out, "<author><name>constat</name></author>\n"
		      "<generator version=\"");
	put(out, self_version());
	str_puts(out, "\">constat</generator>\n");
	if (head->self != NULL) {
		str_puts(out, "<link rel=\"self\" "
			      "type=\"application/atom+xml\" href=\"");
		put(out, head->self);
		str_puts(out, "\"/>\n");
	}
	return 0;
}

int atom_close(struct str *out)
{
	return str_puts(out, "</feed>\n");
}

/* --- what changed, as HTML --- */

/* The HTML, and how much of the texts it may still hold. */
struct page {
	struct str html;
	size_t left;
	bool cut;
};

/* Up to max bytes of text, no character halved. */
static size_t fit(const char *text, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	return max;
}

static void put_lines(struct page *p, const char *text, size_t len)
{
	size_t n = fit(text, len, p->left);

	p->cut |= n < len;
	p->left -= n;
	for (size_t i = 0; i < n;) {
		size_t line = 0;

		while (i + line < n && text[i + line] != '\n')
			line++;
		atom_text(&p->html, text + i, line);
		i += line;
		if (i < n) {
			str_puts(&p->html, "<br>");
			i++;
		}
	}
}

static void put_marked(
	struct page *p, const char *mark, const char *text, size_t len)
{
	if (len == 0 || p->left == 0) {
		p->cut |= len > 0;
		return;
	}
	str_printf(&p->html, "<%s>", mark);
	put_lines(p, text, len);
	str_printf(&p->html, "</%s>", mark);
}

/* What stayed: its ends alone when it is long. */
static void put_same(struct page *p, const char *text, size_t len)
{
	size_t head, tail = SAME_TAIL;

	if (len <= SAME_HEAD + SAME_TAIL) {
		put_lines(p, text, len);
		return;
	}
	head = fit(text, len, SAME_HEAD);
	put_lines(p, text, head);
	str_puts(&p->html, " […] ");
	while (tail > 0 && ((unsigned char)text[len - tail] & 0xC0) == 0x80)
		tail--;
	put_lines(p, text + len - tail, tail);
}

/* The new words from `from` up to `to`, which stayed. */
static void put_between(
	struct page *p, const struct diff_text *new, size_t from, size_t to)
{
	const struct diff_range same = { from, to - from };
	size_t len;
	const char *text = diff_bytes(new, &same, &len);

	put_same(p, text, len);
}

static void put_run(
	struct page *p, const struct change *c, const struct diff_run *run)
{
	struct diff words = { 0 };
	size_t old_len, new_len, len, at = 0;
	const char *old = diff_bytes(&c->lines.old, &run->old, &old_len);
	const char *new = diff_bytes(&c->lines.new, &run->new, &new_len);

	diff_words(&words, old, old_len, new, new_len);
	diff_join(&words);
	str_puts(&p->html, "<p>");
	for (size_t i = 0; i < words.n && !p->cut; i++) {
		const struct diff_run *w = &words.v[i];
		const char *text = diff_bytes(&words.old, &w->old, &len);

		put_between(p, &words.new, at, w->new.at);
		put_marked(p, "del", text, len);
		text = diff_bytes(&words.new, &w->new, &len);
		put_marked(p, "ins", text, len);
		at = w->new.at + w->new.n;
	}
	if (!p->cut)
		put_between(p, &words.new, at, words.new.n);
	str_puts(&p->html, "</p>\n");
	diff_release(&words);
}

static void put_content(struct str *out, const struct change *c)
{
	struct page p = { .left = CONTENT_BYTES };

	str_puts(&p.html, "");
	if (c->before == NULL)
		put_same(&p, c->text.p, c->text.len);
	for (size_t i = 0; c->before != NULL && i < c->lines.n && !p.cut; i++)
		put_run(&p, c, &c->lines.v[i]);
	if (p.cut) {
		str_puts(&p.html, "<p>[…] ");
		put(&p.html, _("there is more: see 'constat diff'"));
		str_puts(&p.html, "</p>\n");
	}
	str_puts(out, "<content type=\"html\">");
	atom_text(out, p.html.p, p.html.len);
	str_puts(out, "</content>\n");
	str_release(&p.html);
}

/* --- its words --- */

static void put_title(struct str *out, const struct change *c)
{
	struct str title = { 0 };

	str_puts(out, "<title>");
	if (c->before == NULL)
		str_printf(&title, _("%s: %s, first version"), c->service,
			c->terms);
	else if (c->technical)
		str_printf(&title, _("%s: %s, read anew by other rules"),
			c->service, c->terms);
	else if (c->returns > 0)
		str_printf(&title, _("%s: %s, an earlier text again"),
			c->service, c->terms);
	else
		str_printf(&title, _("%s: %s changed"), c->service, c->terms);
	put(out, title.p);
	str_puts(out, "</title>\n");
	str_release(&title);
}

static void put_summary(struct str *out, const struct change *c)
{
	const struct version_sighting *first = &c->now->first;
	struct str s = { 0 };
	char when[INSTANT_TEXT], hex[DIGEST_HEX + 1];

	str_printf(
		&s, _("words added: %zu, removed: %zu"), c->added, c->removed);
	if (c->before != NULL) {
		history_when(when, &c->before->last);
		str_printf(
			&s, _("; the text before was last seen on %s"), when);
	}
	history_when(when, first);
	str_printf(&s, _("; version %d, first seen on %s (%s)"), c->now->number,
		when, _(snapshot_basis_name(first->basis)));
	if (first->source != NULL && first->source[0] != '\0')
		str_printf(
			&s, _("; the date is the word of: %s"), first->source);
	if (c->returns > 0)
		str_printf(&s, _("; it is the text of version %d"), c->returns);
	if (c->technical)
		str_puts(&s, _("; no change of the vendor's"));
	digest_hex(hex, &c->now->text);
	str_printf(&s, "; SHA-256 %s", hex);
	put_element(out, "summary", s.p);
	str_release(&s);
}

/* The vendor's page, if it has an address; what may not stand in an IRI (RFC
 * 3987, 2.2) is escaped. */
static void put_alternate(struct str *out, const char *url)
{
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return;
	str_puts(out, "<link rel=\"alternate\" href=\"");
	for (size_t len = strlen(url), n; len > 0; url += n, len -= n) {
		uint32_t cp;

		n = utf8_decode(&cp, url, len);
		if (cp <= ' ' || cp == 0x7F ||
			(cp < 0x80 && strchr("<>\"{}|\\^`", (int)cp) != NULL))
			str_printf(out, "%%%02X", (unsigned)cp);
		else
			atom_text(out, url, n);
	}
	str_puts(out, "\"/>\n");
}

int atom_entry(struct str *out, const struct change *c, const char *archive)
{
	char id[UUID_TEXT], body[DIGEST_HEX + 1], when[INSTANT_TEXT];
	const char *const parts[] = { "constat change 1", archive, c->service,
		c->terms, when, body, NULL };

	instant_format(when, c->now->first.seen_ns, 0, INSTANT_NS);
	digest_hex(body, &c->body);
	name_uuid(id, parts);
	str_puts(out, "<entry>\n");
	put_element(out, "id", id);
	put_title(out, c);
	put_updated(out, c->now->first.seen_ns);
	put_alternate(out, c->url);
	str_puts(out, "<category term=\"");
	put(out, c->terms);
	str_puts(out, "\"/>\n");
	put_summary(out, c);
	put_content(out, c);
	str_puts(out, "</entry>\n");
	return out->over ? str_check(out, _("the feed")) : 0;
}
