/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scripts of ours run in a world of their own beside the page's, so that
 * what the page did to the objects that all scripts use does not matter.
 */
#include "scrapers/browser.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "scrapers/browser_start.h"
#include "scrapers/browser_tab.h"

enum {
	START_S = 30,	    /* for the first answer */
	SCRIPT_MS = 5000,   /* for a script of ours */
	PICTURE_MS = 20000, /* for a screenshot or a print */
	AFTER_MS = 2000,    /* for the load event behind an interruption */
	PAUSE_MS = 200,	    /* between two looks for the selectors */
};

struct browser {
	struct browser_options o;
	struct fetch_options fetch;
	struct spawn *spawn; /* NULL: not running */
	struct cdp *cdp;
	struct browser_start_facts facts;
	char *product, *user_agent;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- start and end --- */

static void stop(struct browser *b)
{
	cdp_free(b->cdp);
	b->cdp = NULL;
	spawn_close(b->spawn);
	b->spawn = NULL;
	free(b->product);
	free(b->user_agent);
	b->product = b->user_agent = NULL;
}

/* What the first answer says. */
static int read_version(struct browser *b, const struct cdp_message *m)
{
	const char *product = json_string(m->body, "product");
	const char *agent = json_string(m->body, "userAgent");

	if (product == NULL || agent == NULL)
		return err_set(
			ERR_PARSE, _("the browser does not tell its version"));
	b->product = mem_strdup(product);
	b->user_agent = mem_strdup(agent);
	return 0;
}

/* Asks for the version: the first that is said to it. */
static int greet(struct browser *b)
{
	int64_t id = 0, left = (int64_t)b->o.start_s * 1000;
	int64_t deadline = now_ms() + left;
	int rc = cdp_send(&id, b->cdp, NULL, "Browser.getVersion", NULL);

	while (rc == 0 && b->product == NULL && left > 0) {
		struct cdp_message m = { 0 };
		bool found = false;

		rc = cdp_wait(&m, &found, b->cdp, (int)left);
		if (rc == 0 && found && m.id == id)
			rc = read_version(b, &m);
		cdp_message_release(&m);
		left = deadline - now_ms();
	}
	if (rc == ERR_IO) {
		int why = spawn_wait(b->spawn, AFTER_MS);

		rc = why != 0 ? why : rc;
	}
	if (rc == 0 && b->product == NULL)
		rc = err_set(ERR_LIMIT,
			_("the browser said nothing within %u seconds"),
			b->o.start_s);
	return err_wrap(rc, _("cannot start the browser"));
}

/* From now on new pages, frames and workers wait for us. */
static int attach(struct browser *b)
{
	cJSON *params = json_object();

	json_set_bool(params, "autoAttach", true);
	json_set_bool(params, "waitForDebuggerOnStart", true);
	json_set_bool(params, "flatten", true);
	return cdp_send(NULL, b->cdp, NULL, "Target.setAutoAttach", params);
}

static int start(struct browser *b, bool online)
{
	const struct browser_start how = { .program = b->o.program,
		.language = b->fetch.language,
		.memory = b->o.memory,
		.online = online };
	int rc = browser_start(&b->spawn, &b->facts, &how);

	if (rc != 0)
		return rc;
	b->cdp = cdp_new(spawn_in(b->spawn), spawn_out(b->spawn));
	rc = greet(b);
	if (rc == 0)
		rc = attach(b);
	return rc;
}

/* Where the kernel grants a world without network but no sandbox inside it,
 * the browser ends at once: then it gets the sandbox, which matters more. */
static int start_somehow(struct browser *b)
{
	int rc = start(b, b->o.online);
	bool again = rc == ERR_IO && b->spawn != NULL &&
		     spawn_is_offline(b->spawn) && b->facts.sandboxed;

	if (rc != 0)
		stop(b);
	if (!again)
		return rc;
	rc = start(b, true);
	if (rc != 0)
		stop(b);
	return rc;
}

int browser_open(struct browser **out, const struct browser_options *o)
{
	struct browser *b = mem_new(1, sizeof(*b));
	int rc;

	b->o = *o;
	if (o->fetch != NULL)
		b->fetch = *o->fetch;
	if (b->o.load_s == 0)
		b->o.load_s = BROWSER_LOAD_S;
	if (b->o.settle_s == 0)
		b->o.settle_s = BROWSER_SETTLE_S;
	if (b->o.start_s == 0)
		b->o.start_s = START_S;
	rc = start_somehow(b);
	if (rc == 0)
		*out = b;
	else
		browser_close(b);
	return rc;
}

void browser_close(struct browser *b)
{
	if (b == NULL)
		return;
	stop(b);
	free(b);
}

void browser_set_language(struct browser *b, const char *language)
{
	b->fetch.language = language;
}

/* --- our scripts --- */

/* A number of the browser's; 0 when it is none. */
static int64_t number(const cJSON *object, const char *name)
{
	const cJSON *item = json_member(object, name);

	return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : 0;
}

/* Runs an expression beside the page and gives its value, owned. */
static int evaluate(cJSON **value, struct browser_tab *tab, const char *script)
{
	cJSON *params = json_object(), *world = NULL, *result = NULL;
	const cJSON *answer;
	int rc;

	json_set(params, "frameId", browser_tab_frame(tab));
	json_set(params, "worldName", "constat");
	rc = browser_tab_call(
		&world, tab, "Page.createIsolatedWorld", params, SCRIPT_MS);
	if (rc != 0)
		goto done;
	params = json_object();
	json_set(params, "expression", script);
	json_set_int(params, "contextId", number(world, "executionContextId"));
	json_set_bool(params, "returnByValue", true);
	rc = browser_tab_call(
		&result, tab, "Runtime.evaluate", params, SCRIPT_MS);
	if (rc != 0)
		goto done;
	answer = json_member(json_member(result, "result"), "value");
	if (answer == NULL || json_member(result, "exceptionDetails") != NULL)
		rc = err_set(ERR_INVALID, _("the page does not let us look"));
	else
		*value = cJSON_DetachItemViaPointer(
			cJSON_GetObjectItem(result, "result"),
			(cJSON *)(uintptr_t)answer);
done:
	cJSON_Delete(world);
	cJSON_Delete(result);
	return rc;
}

/* Ends a script of the page that does not end by itself. */
static int interrupt(struct browser_tab *tab)
{
	return browser_tab_send(tab, "Runtime.terminateExecution");
}

/* The same, and interrupts scripts once when they let us not in. */
static int evaluate_firmly(
	cJSON **value, struct browser_tab *tab, const char *script)
{
	int rc = evaluate(value, tab, script);

	if (rc != ERR_LIMIT)
		return rc;
	rc = interrupt(tab);
	return rc == 0 ? evaluate(value, tab, script) : rc;
}

static void add_selector(struct str *list, const char *css)
{
	if (css == NULL)
		return;
	if (list->len > 0)
		str_putc(list, ',');
	json_quote(list, css, strlen(css));
}

static void add_selectors(
	struct str *list, const struct declaration_selectors *s)
{
	for (size_t i = 0; i < s->n; i++) {
		add_selector(list, s->v[i].css);
		add_selector(list, s->v[i].start);
		add_selector(list, s->v[i].end);
	}
}

/* What the browser does not know as a selector is not waited for. */
static void write_wait(struct str *out, const struct declaration_part *part)
{
	struct str list = { 0 };

	add_selectors(&list, &part->select);
	add_selectors(&list, &part->remove);
	str_printf(out,
		"[%s].every(s=>{try{const e=document.querySelector(s);"
		"return e!==null&&e.textContent.trim()!==''}"
		"catch(x){return true}})",
		list.p != NULL ? list.p : "");
	str_release(&list);
}

/* Waits until all selectors are there; an error is the talk's end. */
static int await_selectors(bool *there, struct browser_tab *tab,
	const struct declaration_part *part, unsigned limit_s)
{
	int64_t deadline = now_ms() + (int64_t)limit_s * 1000;
	struct str script = { 0 };
	int rc = 0;

	*there = false;
	write_wait(&script, part);
	while (rc == 0 && !*there && now_ms() < deadline) {
		cJSON *value = NULL;

		rc = evaluate(&value, tab, script.p);
		*there = cJSON_IsTrue(value);
		cJSON_Delete(value);
		if (rc == ERR_LIMIT)
			rc = interrupt(tab);
		if (rc == ERR_INVALID)
			rc = 0; /* it is just going to another page */
		if (rc == 0 && !*there)
			rc = browser_tab_idle(tab, PAUSE_MS);
	}
	str_release(&script);
	return rc;
}

/* --- what is kept --- */

/* The document as HTML, its doctype and comments beside the root included;
 * characters cut in half become U+FFFD. */
static int read_dom(struct str *out, struct browser_tab *tab)
{
	static const char script[] =
		"[...document.childNodes].map(n=>n===document.documentElement?"
		"n.outerHTML:new XMLSerializer().serializeToString(n))"
		".join('').toWellFormed()";
	cJSON *value = NULL;
	int rc = evaluate_firmly(&value, tab, script);

	str_init(out, FETCH_BYTES);
	if (rc == 0 && cJSON_IsString(value))
		rc = str_puts(out, value->valuestring);
	if (out->over)
		rc = str_check(out, _("the page after its scripts"));
	cJSON_Delete(value);
	return rc;
}

/* What the call's "data" holds; that there is none is only noted. */
static int keep_data(struct str *out, struct browser_tab *tab,
	const char *method, cJSON *params, struct browser_notes *notes)
{
	cJSON *result = NULL;
	const char *data;
	int rc = browser_tab_call(&result, tab, method, params, PICTURE_MS);

	str_init(out, BROWSER_PICTURE);
	data = json_string(result, "data");
	if (rc == 0 && data == NULL)
		rc = err_set(ERR_PARSE, _("'%s' brought nothing"), method);
	if (rc == 0)
		rc = codec_unbase64(out, data, strlen(data));
	if (out->over)
		rc = str_check(out, method);
	cJSON_Delete(result);
	if (rc == 0 || rc == ERR_IO)
		return rc;
	str_release(out);
	browser_notes_add(notes, "%s", err_message());
	return 0;
}

static void set_number(cJSON *object, const char *name, double v)
{
	json_add(object, name, cJSON_CreateNumber(v));
}

static int64_t within(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

/* The whole page, from the top to BROWSER_TALL. */
static int take_screenshot(
	struct str *out, struct browser_tab *tab, struct browser_notes *notes)
{
	cJSON *params = json_object(), *clip = json_object(), *layout = NULL;
	const cJSON *size;
	int64_t height;
	int rc = browser_tab_call(
		&layout, tab, "Page.getLayoutMetrics", NULL, SCRIPT_MS);

	size = json_member(layout, "cssContentSize");
	height = number(size, "height");
	if (height > BROWSER_TALL)
		browser_notes_add(notes,
			_("the screenshot shows the upper %d of %lld pixels"),
			(int)BROWSER_TALL, (long long)height);
	set_number(clip, "x", 0);
	set_number(clip, "y", 0);
	set_number(clip, "scale", 1);
	json_set_int(clip, "width", BROWSER_TAB_WIDTH);
	json_set_int(clip, "height",
		within(height, BROWSER_TAB_HEIGHT, BROWSER_TALL));
	json_add(params, "clip", clip);
	json_set(params, "format", "png");
	json_set_bool(params, "captureBeyondViewport", true);
	cJSON_Delete(layout);
	if (rc == 0 || rc == ERR_LIMIT || rc == ERR_INVALID)
		return keep_data(
			out, tab, "Page.captureScreenshot", params, notes);
	cJSON_Delete(params);
	return rc;
}

/* On A4, with date, title, address and page numbers around it. */
static int take_print(
	struct str *out, struct browser_tab *tab, struct browser_notes *notes)
{
	cJSON *params = json_object();

	set_number(params, "paperWidth", 8.27); /* inches */
	set_number(params, "paperHeight", 11.69);
	json_set_bool(params, "printBackground", true);
	json_set_bool(params, "displayHeaderFooter", true);
	return keep_data(out, tab, "Page.printToPDF", params, notes);
}

/* --- one look --- */

/* Scripts that do not end keep the load event away. */
static int hurry(
	struct browser_tab *tab, struct browser_notes *notes, unsigned load_s)
{
	int rc;

	if (browser_tab_has_loaded(tab) || browser_tab_failure(tab) != NULL)
		return 0;
	browser_notes_add(notes,
		_("the page did not finish loading within %u seconds; its "
		  "scripts were interrupted"),
		load_s);
	rc = interrupt(tab);
	return rc == 0 ? browser_tab_await_load(tab, AFTER_MS) : rc;
}

static int visit(struct browser_page *out, struct browser *b,
	struct browser_tab *tab, const char *url,
	const struct declaration_part *part, struct browser_notes *notes)
{
	static const struct declaration_part none = { 0 };
	int rc = browser_tab_go(tab, url, (int)b->o.load_s * 1000);

	if (rc == 0)
		rc = hurry(tab, notes, b->o.load_s);
	out->loaded = browser_tab_has_loaded(tab);
	if (rc != 0)
		return rc;
	if (browser_tab_failure(tab) != NULL) {
		browser_notes_add(notes, _("the browser shows no page: %s"),
			browser_tab_failure(tab));
		return 0;
	}
	rc = await_selectors(
		&out->selected, tab, part ? part : &none, b->o.settle_s);
	if (rc == 0)
		rc = read_dom(&out->dom, tab);
	if (rc == 0)
		rc = take_screenshot(&out->screenshot, tab, notes);
	if (rc == 0)
		rc = take_print(&out->print, tab, notes);
	return rc;
}

/* What was loaded; the document's own failure says more than the browser. */
static int harvest(struct browser_page *out, struct browser_tab *tab, int rc)
{
	struct browser_net_harvest h;
	struct str before = { 0 };
	const char *url = browser_tab_url(tab);

	str_puts(&before, err_message());
	browser_net_take(&h, browser_tab_net(tab), browser_tab_loader(tab));
	out->document = h.document;
	out->resources = h.resources;
	out->n = h.n;
	out->refused = h.refused;
	out->final_url = mem_strdup(url != NULL ? url : "");
	if (rc != 0)
		rc = err_set(rc, "%s", before.p);
	else if (h.rc != 0)
		rc = h.rc;
	str_release(&before);
	return rc;
}

static int look(struct browser_page *out, struct browser *b, const char *url,
	const struct declaration_part *part, struct browser_notes *notes)
{
	const struct browser_tab_options o = { .net = { .cdp = b->cdp,
						       .fetch = &b->fetch,
						       .notes = notes,
						       .requests =
							       b->o.requests,
						       .bytes = b->o.bytes,
						       .seconds = b->o.load_s },
		.spawn = b->spawn,
		.setup_ms = (int)b->o.start_s * 1000,
		.user_agent = b->user_agent };
	struct browser_tab *tab = NULL;
	int rc = browser_tab_open(&tab, &o), talk;

	if (rc != 0) {
		stop(b);
		return rc;
	}
	talk = visit(out, b, tab, url, part, notes);
	rc = harvest(out, tab, talk);
	browser_tab_close(tab);
	if (talk != 0)
		stop(b);
	return rc;
}

int browser_look(struct browser_page *out, struct browser *b, const char *url,
	const struct declaration_part *part)
{
	struct browser_notes notes = { 0 };
	int rc = b->spawn != NULL ? 0 : start_somehow(b);

	*out = (struct browser_page){ .start_ns = instant_now() };
	if (rc == 0) {
		out->product = mem_strdup(b->product);
		out->user_agent = mem_strdup(b->user_agent);
		out->sandboxed = b->facts.sandboxed;
		out->offline = spawn_is_offline(b->spawn);
		rc = look(out, b, url, part, &notes);
	}
	out->end_ns = instant_now();
	out->notes = browser_notes_take(&notes);
	return err_wrap(rc, _("'%s' in the browser"), url);
}

void browser_page_release(struct browser_page *page)
{
	fetch_release(&page->document);
	for (size_t i = 0; i < page->n; i++)
		fetch_release(&page->resources[i]);
	free(page->resources);
	str_release(&page->dom);
	str_release(&page->screenshot);
	str_release(&page->print);
	free(page->product);
	free(page->user_agent);
	free(page->notes);
	free(page->final_url);
	*page = (struct browser_page){ 0 };
}
