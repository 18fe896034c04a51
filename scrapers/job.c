/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page comes in one of four ways: as the server sent it, confirmed by a 304
 * (then it is the page kept before), as a browser shows it, or not at all.
 *
 * A browser is asked where the declaration says so; and where it says
 * nothing, when the server refuses the program (403, 406, 502, a connection
 * that is cut) or nothing is found in the page.
 */
#include "scrapers/job.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/coding.h"
#include "scrapers/extract.h"
#include "scrapers/url.h"

/* --- what is known already --- */

static bool rules_differ(const struct job *j)
{
	return !digest_equal(&j->latest.declaration, &j->declaration) ||
	       !reading_rules_are_current(j->latest.extractor);
}

/* Terms without select are a PDF, which needs no scripts. */
static bool needs_scripts(const struct job_page *p)
{
	return p->part->scripts == DECLARATION_SCRIPTS_YES &&
	       p->part->select.n > 0;
}

/* A question whether the page has changed makes sense when everything else
 * is as it was at the last capture. */
static bool may_ask(const struct job *j, const struct job_page *p)
{
	const char *language = p->crawl.fetch.language;

	if (language == NULL)
		language = "";
	return p->is_latest && !j->rules_changed && !needs_scripts(p) &&
	       p->validator.snapshot == p->last.id &&
	       strcmp(p->validator.language, language) == 0;
}

static void prepare(struct job *j, struct job_page *p)
{
	const struct declaration_fetching *wish = &j->terms->fetching;
	struct fetch_options *f = &p->crawl.fetch;

	p->crawl.url = p->part->fetch;
	*f = j->run->o->fetch;
	if (f->language == NULL)
		f->language = wish->language;
	f->http2 |= wish->http2;
	p->crawl.obey_robots =
		wish->obey_robots || j->run->o->robots == CAPTURE_ROBOTS_OBEY;
}

/* Asks for the page only if it is another one than before. */
static void ask_for_change(struct job_page *p)
{
	struct fetch_options *f = &p->crawl.fetch;

	p->conditional = true;
	f->etag = p->validator.etag[0] != '\0' ? p->validator.etag : NULL;
	f->modified =
		p->validator.modified[0] != '\0' ? p->validator.modified : NULL;
	f->validated = p->validator.url;
}

/* The last page counts as that of the reading before when it is: a later
 * capture may have brought this page and not another. A record that cannot be
 * read vouches for nothing. */
static void place_last(struct job_page *p, const struct job *j, int64_t read)
{
	p->is_latest = p->has_last && p->last.id == read;
	if (p->is_latest &&
		reading_coding(&p->last_coding, j->run->store, &p->last) != 0) {
		err_clear();
		p->is_latest = false;
	}
}

/* read: the page of the reading before; 0: there is none. */
static int look_up(struct job *j, size_t i, int64_t read)
{
	struct job_page *p = &j->pages[i];
	struct store *s = j->run->store;
	bool found = false;
	int rc = snapshot_latest(
		&p->last, &p->has_last, s, j->service, j->terms->type, (int)i);

	if (rc == 0)
		place_last(p, j, read);
	if (rc == 0)
		rc = validator_find(&p->validator, &found, s, j->service,
			j->terms->type, (int)i);
	prepare(j, p);
	if (rc == 0 && found && may_ask(j, p))
		ask_for_change(p);
	return rc;
}

static int look_up_all(struct job *j)
{
	int64_t *read = mem_new(j->n, sizeof(*read));
	int rc = j->has_latest ? snapshot_parts(read, j->n, j->run->store,
					 j->latest.snapshot)
			       : 0;

	for (size_t i = 0; rc == 0 && i < j->n; i++)
		rc = look_up(j, i, read[i]);
	free(read);
	return rc;
}

int job_begin(struct job *j, const struct job_run *run,
	struct job_declared *declared, const struct declaration_terms *terms)
{
	int rc;

	*j = (struct job){ .run = run,
		.declared = declared,
		.service = declared->declaration.id,
		.terms = terms,
		.n = terms->n };
	declared->users++;
	digest_of(&j->declaration, terms->json, strlen(terms->json));
	j->pages = mem_new(j->n, sizeof(*j->pages));
	j->result = (struct capture_result){ .outcome = CAPTURE_FAILED,
		.service = j->service,
		.terms = terms->type,
		.url = terms->parts[0].fetch };
	clocks_begin(&j->clocks);
	rc = version_latest(&j->latest, &j->has_latest, run->store, j->service,
		terms->type);
	j->rules_changed = rc == 0 && j->has_latest && rules_differ(j);
	for (size_t i = 0; i < j->n; i++)
		j->pages[i].part = &terms->parts[i];
	return rc != 0 ? rc : look_up_all(j);
}

/* Where robots.txt is obeyed, the crawl asks it first, and for the page. */
bool job_page_is_scripted(const struct job_page *p)
{
	return needs_scripts(p) && !p->crawl.obey_robots;
}

/* --- one page --- */

const struct fetch *job_page_fetch(const struct job_page *p)
{
	return p->rendered ? &p->shown.document : &p->crawl.result;
}

static const struct http_response *answer(const struct job_page *p)
{
	const struct fetch *f = job_page_fetch(p);

	return f->n > 0 ? &f->v[f->n - 1].answer : NULL;
}

const char *job_page_url(const struct job_page *p)
{
	const struct fetch *f = job_page_fetch(p);

	if (p->rendered && p->shown.final_url != NULL)
		return p->shown.final_url;
	return f->n > 0 ? f->v[f->n - 1].url : p->part->fetch;
}

/* A browser shows no page for a download: then it is what the server sent. */
static bool has_dom(const struct job_page *p)
{
	return p->rendered && p->shown.dom.len > 0;
}

const struct str *job_page_body(const struct job_page *p)
{
	return has_dom(p) ? &p->shown.dom : &answer(p)->body;
}

const char *job_page_cause(const struct job_page *p)
{
	const struct http_response *a = answer(p);
	const char *name = a != NULL ? http_cause_name(a->cause) : "";

	return name[0] != '\0'	  ? name
	       : p->crawl.rc != 0 ? err_name(p->crawl.rc)
	       : !p->crawled	  ? "browser"
				  : "answer";
}

bool job_page_is_answered(const struct job_page *p)
{
	return p->rendered || (p->crawled && p->crawl.rc == 0);
}

bool job_page_is_confirmed(const struct job_page *p)
{
	return !p->rendered && p->crawl.result.unchanged;
}

/* The bytes as a text is read from them. */
static int decode(struct str *out, struct job_page *p, const struct job *j)
{
	const struct str *body;

	if (job_page_is_confirmed(p))
		return reading_body(out, j->run->store, &p->last);
	body = job_page_body(p);
	return coding_decode(out, p->coding.p, body->p, body->len);
}

/* What the kept body is. */
static void describe(struct job_page *p)
{
	str_clear(&p->media_type);
	str_clear(&p->coding);
	if (has_dom(p)) {
		str_puts(&p->media_type, "text/html; charset=utf-8");
	} else if (job_page_is_confirmed(p)) {
		str_puts(&p->media_type, p->last.media_type);
		str_add(&p->coding, p->last_coding.p, p->last_coding.len);
	} else {
		fetch_media_type(&p->media_type, job_page_fetch(p));
		if (http_header(&p->coding, &answer(p)->headers,
			    "Content-Encoding", 0) != 0)
			err_clear();
	}
	str_puts(&p->media_type, "");
	str_puts(&p->coding, "");
}

/* --- telling what came --- */

/* What the message is about and whether a browser might do better. */
static void fail(struct job *j, int rc, bool browser_helps)
{
	free(j->message);
	j->message = mem_strdup(err_message());
	j->cause = rc;
	j->wants_browser |= browser_helps;
	err_clear();
}

/* The server took the connection, and then cut it. */
static bool was_cut_off(const struct job_page *p)
{
	const struct http_response *a = answer(p);

	return p->crawl.rc == ERR_NET && a != NULL &&
	       a->cause == HTTP_CAUSE_CUT;
}

/* 403, 406, 502: how servers refuse programs. */
static bool refuses_programs(int status)
{
	return status == 403 || status == 406 || status == 502;
}

static int check_status(const struct job_page *p)
{
	int status = answer(p) != NULL ? answer(p)->status : 0;

	if ((status >= 200 && status < 300) || job_page_is_confirmed(p))
		return 0;
	return err_set(ERR_NET,
		_("'%s' answered with status %d instead of a page; look at it "
		  "in a browser: it may have moved, or not let programs in"),
		job_page_url(p), status);
}

static int judge_wall(struct job_page *p, const struct str *page,
	const struct str *text, const struct str *previous)
{
	const struct http_response *a = answer(p);
	const struct wall_input in = { .status = a != NULL ? a->status : 0,
		.headers = a != NULL ? &a->headers : NULL,
		.url = p->part->fetch,
		.final_url = job_page_url(p),
		.page = page->p,
		.page_len = page->len,
		.text = text != NULL ? text->p : NULL,
		.text_len = text != NULL ? text->len : 0,
		.previous = previous->p,
		.previous_len = previous->len };

	return wall_judge(&p->wall, &in);
}

/* A redirect to nowhere, or a 304 that nobody asked for: not even a wall. */
static bool shows_nothing(const struct job_page *p)
{
	int status = answer(p) != NULL ? answer(p)->status : 0;

	return status >= 300 && status < 400;
}

/* Reads one page into the text so far. Its failure is the job's result. */
static int read_page(
	struct job *j, struct job_page *p, const struct str *previous)
{
	size_t before = j->reading.text.len;
	struct str page, own = { 0 };
	bool decoded;
	int rc;

	str_init(&page, FETCH_BYTES);
	rc = decode(&page, p, j);
	decoded = rc == 0;
	if (rc == 0)
		rc = check_status(p);
	if (rc == 0)
		rc = reading_page(&j->reading, j->run->extractor,
			&(struct reading_page){ .bytes = page.p,
				.len = page.len,
				.media_type = p->media_type.p,
				.url = job_page_url(p),
				.part = p->part });
	if (rc == 0)
		str_add(&own, j->reading.text.p + before,
			j->reading.text.len - before);
	if (rc != 0) {
		p->failed = true;
		fail(j, rc,
			rc == ERR_NOTFOUND ||
				refuses_programs(answer(p)->status));
	}
	if (decoded && !shows_nothing(p))
		judge_wall(p, &page, rc == 0 ? &own : NULL, previous);
	str_release(&page);
	str_release(&own);
	return rc;
}

/* The text of the version before, which a text that collapses is measured
 * by; empty for terms of several pages. */
static int read_previous(struct str *out, const struct job *j)
{
	str_init(out, STR_MAX);
	if (!j->has_latest || j->n > 1)
		return 0;
	return object_get(j->run->store, &j->latest.text, out);
}

/* Every page is, byte for byte, the one that was read before. */
static bool is_same_capture(const struct job *j)
{
	bool same = j->has_latest && !j->rules_changed;

	for (size_t i = 0; same && i < j->n; i++) {
		const struct job_page *p = &j->pages[i];
		const struct fetch *f = job_page_fetch(p);

		if (!job_page_is_answered(p) || !p->is_latest)
			return false;
		if (job_page_is_confirmed(p))
			continue;
		same = !p->rendered && check_status(p) == 0 &&
		       digest_equal(&p->last.body, &f->v[f->n - 1].body) &&
		       strcmp(p->last.final_url, job_page_url(p)) == 0 &&
		       strcmp(p->last.media_type, p->media_type.p) == 0 &&
		       str_is(&p->last_coding, p->coding.p);
		err_clear();
	}
	return same;
}

static int read_all(struct job *j)
{
	struct str previous;
	int rc = read_previous(&previous, j);
	int failed = 0;

	for (size_t i = 0; rc == 0 && failed == 0 && i < j->n; i++)
		failed = read_page(j, &j->pages[i], &previous);
	str_release(&previous);
	return rc;
}

/* --- comparing --- */

/* The capture before, read by the rules of now. That it can't be is no
 * failure: then nothing is known of the difference. */
static void read_upgrade(struct job *j)
{
	int rc;

	if (!j->rules_changed || j->upgraded)
		return;
	rc = reading_capture(&j->upgrade, j->run->extractor, j->run->store,
		j->latest.snapshot, j->terms);
	j->result.mixed = rc != 0;
	if (rc == 0) {
		struct digest d;

		digest_of(&d, j->upgrade.text.p, j->upgrade.text.len);
		j->upgraded = true;
		j->result.technical = !digest_equal(&d, &j->latest.text);
		j->latest.text = d;
	} else {
		reading_release(&j->upgrade);
	}
	err_clear();
}

/* A status that says itself what the page says is a failure, not a wall. */
static bool is_wall(const struct job_page *p)
{
	const struct http_response *a = answer(p);
	bool error = a != NULL && a->status >= 400;

	if (error &&
		(p->wall.kind == WALL_ERROR || p->wall.kind == WALL_NOT_FOUND))
		return false;
	return p->wall.kind != WALL_NONE;
}

/* The first page that is a wall; NULL: none is. */
static struct job_page *find_wall(const struct job *j)
{
	for (size_t i = 0; i < j->n; i++)
		if (is_wall(&j->pages[i]))
			return &j->pages[i];
	return NULL;
}

static void compare(struct job *j)
{
	struct capture_result *r = &j->result;
	bool same;

	if (j->same_text)
		r->text = j->latest.text;
	else
		digest_of(&r->text, j->reading.text.p, j->reading.text.len);
	same = j->has_latest && digest_equal(&r->text, &j->latest.text);
	r->outcome = !j->has_latest ? CAPTURE_NEW
		     : same	    ? CAPTURE_UNCHANGED
				    : CAPTURE_CHANGED;
}

/* The pages came and may be no document after all. A text that was the
 * version before is one: somebody may have said so. */
static void judge(struct job *j)
{
	struct job_page *wall = find_wall(j);
	struct digest d;

	digest_of(&d, j->reading.text.p, j->reading.text.len);
	if (wall != NULL && j->message == NULL && j->has_latest &&
		digest_equal(&d, &j->latest.text)) {
		for (size_t i = 0; i < j->n; i++)
			wall_release(&j->pages[i].wall);
		return;
	}
	if (wall == NULL)
		return;
	wall->failed = true;
	j->result.outcome = CAPTURE_WALL;
	j->result.wall = wall_kind_name(wall->wall.kind);
	err_set(ERR_NOTFOUND, "%s; %s", wall_cause(wall->wall.kind),
		wall_remedy(wall->wall.kind));
	fail(j, ERR_NOTFOUND,
		wall->wall.kind == WALL_BOT || wall->wall.kind == WALL_SCRIPTS);
}

/* The first page that did not come at all. */
static struct job_page *find_lost(const struct job *j)
{
	for (size_t i = 0; i < j->n; i++)
		if (!job_page_is_answered(&j->pages[i]) ||
			(needs_scripts(&j->pages[i]) && !j->pages[i].tried))
			return &j->pages[i];
	return NULL;
}

/* Why it did not come; its code. */
static int say_lost(const struct job_page *p)
{
	if (p->crawled && p->crawl.rc != 0)
		return err_set(p->crawl.rc, "%s", p->crawl.message);
	return err_set(ERR_INVALID,
		_("'%s' is declared to need scripts (executeClientScripts), "
		  "for which a browser is needed"),
		p->part->fetch);
}

static void clear(struct job *j)
{
	reading_release(&j->reading);
	free(j->message);
	j->message = NULL;
	j->cause = 0;
	j->wants_browser = false;
	j->result.outcome = CAPTURE_FAILED;
	j->result.wall = NULL;
	for (size_t i = 0; i < j->n; i++)
		wall_release(&j->pages[i].wall);
}

static void note_answers(struct job *j)
{
	for (size_t i = 0; i < j->n; i++) {
		const struct fetch *f = job_page_fetch(&j->pages[i]);

		if (job_page_is_answered(&j->pages[i]))
			describe(&j->pages[i]);
		j->result.downgraded |= f->downgraded;
	}
}

int job_settle(struct job *j)
{
	struct job_page *lost = find_lost(j);
	int rc = 0;

	clear(j);
	note_answers(j);
	if (lost != NULL) {
		lost->failed = true;
		rc = say_lost(lost);
		fail(j, rc, lost->crawl.rc == 0 || was_cut_off(lost));
		return 0;
	}
	j->same_text = is_same_capture(j);
	if (!j->same_text)
		rc = read_all(j);
	if (rc != 0)
		return rc;
	read_upgrade(j);
	if (!j->same_text)
		judge(j);
	if (j->message == NULL)
		compare(j);
	return 0;
}

/* --- with a browser --- */

/* Only pages that do not do, never a PDF, never where it is forbidden. */
static bool may_render(const struct job_page *p)
{
	return !p->tried && p->failed && p->part->select.n > 0 &&
	       p->part->scripts != DECLARATION_SCRIPTS_NO;
}

static int render(struct job *j, struct job_page *p, struct browser *browser)
{
	int rc;

	browser_set_language(browser, p->crawl.fetch.language);
	rc = browser_look(&p->shown, browser, p->part->fetch, p->part);
	if (rc == 0 && p->shown.document.n == 0)
		rc = err_set(ERR_NET, _("the browser showed no page"));
	p->tried = true;
	if (rc != 0)
		return rc;
	p->before = p->crawled ? mem_strdup(j->message) : NULL;
	p->rendered = true;
	p->failed = false;
	return 0;
}

/* Shows every page that does not do; *any: there was one. */
static int render_failed(struct job *j, struct browser *browser, bool *any)
{
	int rc = 0;

	*any = false;
	for (size_t i = 0; rc == 0 && i < j->n; i++) {
		struct job_page *p = &j->pages[i];

		p->failed |= !p->crawled && !p->rendered;
		if (!may_render(p))
			continue;
		*any = true;
		rc = render(j, p, browser);
	}
	return rc;
}

/* Nobody shows the page: what was wrong before stays, and why that is so is
 * added. */
static void add_reason(struct job *j, const char *why)
{
	struct str words = { 0 };

	if (why == NULL)
		return;
	if (j->message != NULL && j->message[0] != '\0')
		str_printf(&words, "%s; %s", j->message, why);
	else
		str_puts(&words, why);
	free(j->message);
	j->message = str_take(&words);
}

/* The pages of combined terms show themselves wanting one after the other. */
int job_render(struct job *j, struct browser *browser, const char *why)
{
	bool any = true;
	int rc = 0, failed;

	if (browser == NULL)
		add_reason(j, why);
	while (rc == 0 && browser != NULL && j->wants_browser && any) {
		failed = render_failed(j, browser, &any);
		if (failed != 0) {
			add_reason(j, err_message());
			err_clear();
			note_answers(j);
			break;
		}
		if (any)
			rc = job_settle(j);
	}
	j->wants_browser = false;
	return rc;
}

/* The kind of wall; why no page came; what is wrong with the one that did. */
static const char *cause_of(const struct job *j)
{
	if (j->message == NULL || j->result.wall != NULL)
		return j->result.wall;
	for (size_t i = 0; i < j->n; i++)
		if (!job_page_is_answered(&j->pages[i]))
			return job_page_cause(&j->pages[i]);
	return j->cause == ERR_NOTFOUND ? "no-text"
	       : j->cause == ERR_NET	? "status"
					: err_name(j->cause);
}

/* A terms is confirmed when all of its pages are. */
void job_conclude(struct job *j)
{
	struct capture_result *r = &j->result;

	r->message = j->message;
	r->cause = cause_of(j);
	r->before = j->latest.text;
	r->confirmed = true;
	for (size_t i = 0; i < j->n; i++) {
		const struct job_page *p = &j->pages[i];

		r->rendered |= p->rendered;
		r->disallowed |= p->crawl.robots.verdict == CRAWL_DISALLOWED;
		r->confirmed &= job_page_is_confirmed(p);
	}
}

void job_note_clock(struct job *j, const struct fetch *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct http_response *a = &f->v[i].answer;
		struct str date = { 0 };
		struct url u = { 0 };

		if (http_header(&date, &a->headers, "Date", 0) == 0 &&
			url_parse(&u, f->v[i].url, strlen(f->v[i].url), NULL) ==
				0)
			clocks_answer(&j->clocks, a->start_ns, a->end_ns,
				date.p, u.host.p);
		url_release(&u);
		str_release(&date);
	}
	err_clear();
}

int job_look(struct reading *r, struct extractor *e,
	const struct declaration_part *part, const struct fetch_options *fetch)
{
	struct job_page p = { .part = part, .crawled = true };
	struct str body;
	int rc = fetch_page(&p.crawl.result, part->fetch, fetch);

	str_init(&body, FETCH_BYTES);
	if (rc == 0) {
		describe(&p);
		rc = check_status(&p);
	}
	if (rc == 0)
		rc = fetch_body(&body, &p.crawl.result);
	if (rc == 0)
		rc = reading_page(r, e,
			&(struct reading_page){ .bytes = body.p,
				.len = body.len,
				.media_type = p.media_type.p,
				.url = job_page_url(&p),
				.part = part });
	fetch_release(&p.crawl.result);
	str_release(&p.media_type);
	str_release(&p.coding);
	str_release(&body);
	return rc;
}

void job_release(struct job *j)
{
	for (size_t i = 0; i < j->n; i++) {
		struct job_page *p = &j->pages[i];

		crawl_page_release(&p->crawl);
		browser_page_release(&p->shown);
		snapshot_release(&p->last);
		validator_release(&p->validator);
		wall_release(&p->wall);
		str_release(&p->media_type);
		str_release(&p->coding);
		str_release(&p->last_coding);
		free(p->before);
	}
	version_release(&j->latest);
	reading_release(&j->upgrade);
	reading_release(&j->reading);
	free(j->pages);
	free(j->message);
	if (j->declared != NULL && --j->declared->users == 0) {
		declaration_release(&j->declared->declaration);
		free(j->declared);
	}
	*j = (struct job){ 0 };
}
