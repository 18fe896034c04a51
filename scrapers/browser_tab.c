/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The browser was told (browser.c) to attach us to every new target and to
 * let it wait until we say so. The first page in our context is ours; other
 * pages are popups. Frames of other sites and workers are targets of their
 * own: each is told to pause its requests before it may begin.
 */
#include "scrapers/browser_tab.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"

enum {
	LOOK_MS = 100,	/* between two looks when nothing happens */
	BUSY_MS = 5,	/* the same while requests are under way */
	GONE_MS = 1500, /* for the browser's end to be known */
	TARGETS = 500,	/* frames, workers and popups of a page */
};

struct browser_tab {
	struct browser_tab_options o;
	struct browser_net *net;
	char *context, *target, *session;
	char *loader, *url; /* of the document that is there */
	char *failure;	    /* of the navigation */
	int64_t navigation; /* its number while it is not answered */
	size_t targets;
	bool loaded, crashed;
};

/* params is taken when it is sent. */
struct command {
	const char *session; /* NULL: the browser as a whole */
	const char *method;
	cJSON *params;
};

/* An answer that is waited for. */
struct reply {
	int64_t id;
	bool there, over;
	cJSON *result; /* owned */
	char *error;   /* owned */
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void set(char **out, const char *text)
{
	free(*out);
	*out = mem_strdup(text);
}

static int send_to(struct browser_tab *tab, const char *session,
	const char *method, cJSON *params)
{
	return cdp_send(NULL, tab->o.net.cdp, session, method, params);
}

/* --- params --- */

static cJSON *one(const char *name, const char *value)
{
	cJSON *params = json_object();

	json_set(params, name, value);
	return params;
}

static cJSON *auto_attach(void)
{
	cJSON *params = json_object();

	json_set_bool(params, "autoAttach", true);
	json_set_bool(params, "waitForDebuggerOnStart", true);
	json_set_bool(params, "flatten", true);
	return params;
}

static cJSON *all_requests(void)
{
	cJSON *params = json_object(), *patterns = json_array();

	json_push(patterns, one("urlPattern", "*"));
	json_add(params, "patterns", patterns);
	return params;
}

/* --- events --- */

/* A frame of another site, or a worker: behind our fetcher, then it may
 * begin. */
static int admit(struct browser_tab *tab, const char *session)
{
	int rc = send_to(tab, session, "Fetch.enable", all_requests());

	if (rc == 0)
		rc = send_to(
			tab, session, "Target.setAutoAttach", auto_attach());
	if (rc == 0)
		rc = send_to(
			tab, session, "Runtime.runIfWaitingForDebugger", NULL);
	return rc;
}

static int close_popup(struct browser_tab *tab, const cJSON *info)
{
	const char *url = json_string(info, "url");
	const char *target = json_string(info, "targetId");

	browser_notes_add(tab->o.net.notes, _("a popup was closed: %s"),
		url != NULL ? url : "");
	return target != NULL ? send_to(tab, NULL, "Target.closeTarget",
					one("targetId", target))
			      : 0;
}

static int on_attached(struct browser_tab *tab, const struct cdp_message *m)
{
	const cJSON *info = json_member(m->body, "targetInfo");
	const char *session = json_string(m->body, "sessionId");
	const char *type = json_string(info, "type");
	const char *context = json_string(info, "browserContextId");

	if (session == NULL || type == NULL || tab->context == NULL ||
		context == NULL || strcmp(context, tab->context) != 0)
		return 0;
	if (strcmp(type, "page") == 0 && tab->session == NULL) {
		set(&tab->session, session);
		set(&tab->target, json_string(info, "targetId"));
		return 0;
	}
	if (++tab->targets > TARGETS)
		return 0; /* it waits for ever */
	if (strcmp(type, "page") == 0)
		return close_popup(tab, info);
	if (strcmp(type, "service_worker") == 0)
		browser_notes_add(tab->o.net.notes,
			_("a service worker was installed; the page's requests "
			  "do not go through it"));
	return admit(tab, session);
}

static int on_dialog(struct browser_tab *tab, const struct cdp_message *m)
{
	const char *type = json_string(m->body, "type");
	const char *words = json_string(m->body, "message");
	bool leaving = type != NULL && strcmp(type, "beforeunload") == 0;
	cJSON *params = json_object();

	json_set_bool(params, "accept", leaving);
	if (!leaving)
		browser_notes_add(tab->o.net.notes,
			_("a dialog was dismissed: %s"),
			words != NULL ? words : "");
	return send_to(tab, m->session, "Page.handleJavaScriptDialog", params);
}

static bool is_main(const struct browser_tab *tab, const struct cdp_message *m)
{
	return tab->session != NULL && m->session != NULL &&
	       strcmp(tab->session, m->session) == 0;
}

static void set_url(
	struct browser_tab *tab, const char *url, const char *fragment)
{
	struct str whole = { 0 };

	str_puts(&whole, url != NULL ? url : "");
	str_puts(&whole, fragment != NULL ? fragment : "");
	set(&tab->url, whole.p);
	str_release(&whole);
}

static int on_navigated(struct browser_tab *tab, const struct cdp_message *m)
{
	const cJSON *frame = json_member(m->body, "frame");

	if (!is_main(tab, m) || json_string(frame, "parentId") != NULL)
		return 0;
	if (tab->url != NULL && strcmp(tab->url, "about:blank") != 0)
		browser_notes_add(tab->o.net.notes,
			_("the page went on to another by itself, from %s"),
			tab->url);
	set(&tab->loader, json_string(frame, "loaderId"));
	set_url(tab, json_string(frame, "url"),
		json_string(frame, "urlFragment"));
	tab->loaded = false;
	return 0;
}

static int on_loaded(struct browser_tab *tab, const struct cdp_message *m)
{
	if (is_main(tab, m))
		tab->loaded = true;
	return 0;
}

static int on_crashed(struct browser_tab *tab, const struct cdp_message *m)
{
	if (is_main(tab, m))
		tab->crashed = true;
	return 0;
}

static int on_socket(struct browser_tab *tab, const struct cdp_message *m)
{
	const char *url = json_string(m->body, "url");

	browser_notes_add(tab->o.net.notes, _("refused: a WebSocket to %s"),
		url != NULL ? url : "");
	return 0;
}

static int on_download(struct browser_tab *tab, const struct cdp_message *m)
{
	const char *url = json_string(m->body, "url");

	browser_notes_add(tab->o.net.notes, _("refused: a download of %s"),
		url != NULL ? url : "");
	return 0;
}

static int on_paused(struct browser_tab *tab, const struct cdp_message *m)
{
	return browser_net_paused(tab->net, m);
}

static int on_event(struct browser_tab *tab, const struct cdp_message *m)
{
	static const struct {
		const char *method;
		int (*fn)(struct browser_tab *, const struct cdp_message *);
	} events[] = {
		{ "Fetch.requestPaused", on_paused },
		{ "Target.attachedToTarget", on_attached },
		{ "Page.javascriptDialogOpening", on_dialog },
		{ "Page.frameNavigated", on_navigated },
		{ "Page.loadEventFired", on_loaded },
		{ "Inspector.targetCrashed", on_crashed },
		{ "Network.webSocketCreated", on_socket },
		{ "Browser.downloadWillBegin", on_download },
	};

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
		if (strcmp(m->method, events[i].method) == 0)
			return events[i].fn(tab, m);
	return 0;
}

/* --- answers --- */

static int on_navigation(struct browser_tab *tab, const struct cdp_message *m)
{
	const char *error = json_string(m->body, "errorText");

	tab->navigation = 0;
	if (m->error != NULL)
		error = m->error;
	if (error != NULL)
		set(&tab->failure, error);
	return 0;
}

static int on_answer(struct browser_tab *tab, const struct cdp_message *m,
	struct reply *reply)
{
	if (reply != NULL && m->id == reply->id) {
		reply->there = true;
		if (m->body != NULL)
			reply->result = cJSON_DetachItemViaPointer(
				m->tree, (cJSON *)(uintptr_t)m->body);
		reply->error = mem_strdup(m->error);
		return 0;
	}
	if (m->id == tab->navigation)
		return on_navigation(tab, m);
	return m->error != NULL ? browser_net_rejected(tab->net, m->id) : 0;
}

static int on_message(struct browser_tab *tab, const struct cdp_message *m,
	struct reply *reply)
{
	if (m->over) {
		browser_notes_add(tab->o.net.notes,
			_("the browser said something of more than %d bytes, "
			  "which was not read"),
			(int)CDP_MESSAGE);
		if (reply != NULL)
			reply->there = reply->over = true;
		return 0;
	}
	return m->method != NULL ? on_event(tab, m) : on_answer(tab, m, reply);
}

/* --- time --- */

/* One look at requests and messages; left_ms: until when nothing is missed. */
static int step(struct browser_tab *tab, struct reply *reply, int64_t left_ms)
{
	struct cdp_message m = { 0 };
	int wait = left_ms < LOOK_MS ? (int)left_ms : LOOK_MS;
	bool found = false;
	int rc;

	if (browser_net_count(tab->net) > 0)
		wait = wait < BUSY_MS ? wait : BUSY_MS;
	rc = browser_net_run(tab->net, 0);
	if (rc == 0)
		rc = cdp_wait(&m, &found, tab->o.net.cdp, wait);
	if (rc == ERR_IO) {
		int why = spawn_wait(tab->o.spawn, GONE_MS);

		return why != 0 ? why : rc;
	}
	if (rc == 0 && found)
		rc = on_message(tab, &m, reply);
	cdp_message_release(&m);
	if (rc == 0 && tab->crashed)
		rc = err_set(
			ERR_IO, _("the page made the browser's process crash"));
	return rc;
}

int browser_tab_idle(struct browser_tab *tab, int ms)
{
	int64_t deadline = now_ms() + ms, left = ms;
	int rc = 0;

	for (; rc == 0 && left > 0; left = deadline - now_ms())
		rc = step(tab, NULL, left);
	return rc;
}

int browser_tab_await_load(struct browser_tab *tab, int limit_ms)
{
	int64_t deadline = now_ms() + limit_ms, left = limit_ms;
	int rc = 0;

	while (rc == 0 && left > 0 && tab->failure == NULL &&
		(!tab->loaded || tab->navigation != 0)) {
		rc = step(tab, NULL, left);
		left = deadline - now_ms();
	}
	return rc;
}

static int judge(const struct reply *reply, const char *method, int limit_ms)
{
	if (!reply->there)
		return err_set(ERR_LIMIT,
			_("the browser did not answer '%s' within %d ms"),
			method, limit_ms);
	if (reply->over)
		return err_set(ERR_LIMIT,
			_("the browser's answer to '%s' is larger than %d "
			  "bytes"),
			method, (int)CDP_MESSAGE);
	if (reply->error != NULL)
		return err_set(ERR_INVALID, _("the browser refused '%s': %s"),
			method, reply->error);
	return 0;
}

/* One command and its answer. */
static int ask(cJSON **result, struct browser_tab *tab, const struct command *c,
	int limit_ms)
{
	struct reply reply = { 0 };
	int64_t deadline = now_ms() + limit_ms, left = limit_ms;
	int rc = cdp_send(
		&reply.id, tab->o.net.cdp, c->session, c->method, c->params);

	for (; rc == 0 && !reply.there && left > 0; left = deadline - now_ms())
		rc = step(tab, &reply, left);
	if (rc == 0)
		rc = judge(&reply, c->method, limit_ms);
	if (rc == 0 && result != NULL) {
		*result = reply.result;
		reply.result = NULL;
	}
	cJSON_Delete(reply.result);
	free(reply.error);
	return rc;
}

int browser_tab_call(cJSON **result, struct browser_tab *tab,
	const char *method, cJSON *params, int limit_ms)
{
	const struct command c = { tab->session, method, params };

	return ask(result, tab, &c, limit_ms);
}

/* To the browser as a whole. */
static int call(cJSON **result, struct browser_tab *tab, const char *method,
	cJSON *params)
{
	const struct command c = { NULL, method, params };

	return ask(result, tab, &c, tab->o.setup_ms);
}

int browser_tab_send(struct browser_tab *tab, const char *method)
{
	return send_to(tab, tab->session, method, NULL);
}

/* --- life --- */

static int make_context(struct browser_tab *tab)
{
	cJSON *params = json_object(), *result = NULL;
	int rc;

	json_set_bool(params, "disposeOnDetach", true);
	rc = call(&result, tab, "Target.createBrowserContext", params);
	if (rc == 0)
		set(&tab->context, json_string(result, "browserContextId"));
	cJSON_Delete(result);
	if (rc != 0)
		return rc;
	params = one("behavior", "deny");
	json_set(params, "browserContextId", tab->context);
	json_set_bool(params, "eventsEnabled", true);
	return call(NULL, tab, "Browser.setDownloadBehavior", params);
}

/* The page; its session comes as an event. */
static int make_page(struct browser_tab *tab)
{
	cJSON *params = one("url", "about:blank");
	int64_t deadline = now_ms() + tab->o.setup_ms;
	int rc;

	json_set(params, "browserContextId", tab->context);
	rc = call(NULL, tab, "Target.createTarget", params);
	while (rc == 0 && tab->session == NULL && now_ms() < deadline)
		rc = step(tab, NULL, LOOK_MS);
	if (rc == 0 && tab->session == NULL)
		rc = err_set(ERR_LIMIT, _("the browser opened no page"));
	return rc;
}

/* What pages may ask; it does not matter for what they get. */
static cJSON *online(void)
{
	cJSON *params = json_object();

	json_set_bool(params, "offline", false);
	json_set_int(params, "latency", 1);
	json_set_int(params, "downloadThroughput", -1);
	json_set_int(params, "uploadThroughput", -1);
	json_set(params, "connectionType", "ethernet");
	return params;
}

static cJSON *no_buffers(void)
{
	cJSON *params = json_object();

	json_set_int(params, "maxTotalBufferSize", 1);
	json_set_int(params, "maxResourceBufferSize", 1);
	return params;
}

static cJSON *bypass(void)
{
	cJSON *params = json_object();

	json_set_bool(params, "bypass", true);
	return params;
}

static cJSON *window(void)
{
	cJSON *params = json_object();

	json_set_int(params, "width", BROWSER_TAB_WIDTH);
	json_set_int(params, "height", BROWSER_TAB_HEIGHT);
	json_set_int(params, "deviceScaleFactor", 1);
	json_set_bool(params, "mobile", false);
	return params;
}

/* The browser gives each language but the first its own weight. */
static cJSON *language(const struct browser_tab *tab)
{
	cJSON *params = one("userAgent", tab->o.user_agent);
	struct str list = { 0 };
	const char *p = tab->o.net.fetch->language;

	while (p != NULL && *p != '\0') {
		size_t len = strcspn(p, ",; ");

		if (list.len > 0 && len > 0)
			str_putc(&list, ',');
		str_add(&list, p, len);
		p += strcspn(p, ",");
		p += strspn(p, ", ");
	}
	if (list.len > 0)
		json_set(params, "acceptLanguage", list.p);
	str_release(&list);
	return params;
}

static int set_up(struct browser_tab *tab)
{
	const struct {
		const char *method;
		cJSON *params;
	} steps[] = {
		{ "Page.enable", NULL },
		{ "Network.enable", no_buffers() },
		{ "Network.setBypassServiceWorker", bypass() },
		{ "Network.emulateNetworkConditions", online() },
		{ "Emulation.setDeviceMetricsOverride", window() },
		{ "Emulation.setUserAgentOverride", language(tab) },
		{ "Target.setAutoAttach", auto_attach() },
		{ "Fetch.enable", all_requests() },
		{ "Runtime.runIfWaitingForDebugger", NULL },
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (rc == 0)
			rc = browser_tab_call(NULL, tab, steps[i].method,
				steps[i].params, tab->o.setup_ms);
		else
			cJSON_Delete(steps[i].params);
	}
	return rc;
}

int browser_tab_open(
	struct browser_tab **out, const struct browser_tab_options *o)
{
	struct browser_tab *tab = mem_new(1, sizeof(*tab));
	int rc;

	tab->o = *o;
	tab->net = browser_net_new(&o->net);
	rc = make_context(tab);
	if (rc == 0)
		rc = make_page(tab);
	if (rc == 0)
		rc = set_up(tab);
	if (rc == 0)
		*out = tab;
	else
		browser_tab_close(tab);
	return rc;
}

void browser_tab_close(struct browser_tab *tab)
{
	if (tab == NULL)
		return;
	if (tab->context != NULL)
		send_to(tab, NULL, "Target.disposeBrowserContext",
			one("browserContextId", tab->context));
	browser_net_free(tab->net);
	free(tab->context);
	free(tab->target);
	free(tab->session);
	free(tab->loader);
	free(tab->url);
	free(tab->failure);
	free(tab);
}

int browser_tab_go(struct browser_tab *tab, const char *url, int limit_ms)
{
	int rc = cdp_send(&tab->navigation, tab->o.net.cdp, tab->session,
		"Page.navigate", one("url", url));

	tab->loaded = false;
	return rc == 0 ? browser_tab_await_load(tab, limit_ms) : rc;
}

bool browser_tab_has_loaded(const struct browser_tab *tab)
{
	return tab->loaded;
}

const char *browser_tab_failure(const struct browser_tab *tab)
{
	return tab->failure;
}

const char *browser_tab_frame(const struct browser_tab *tab)
{
	return tab->target;
}

const char *browser_tab_loader(const struct browser_tab *tab)
{
	return tab->loader;
}

const char *browser_tab_url(const struct browser_tab *tab)
{
	return tab->url;
}

struct browser_net *browser_tab_net(struct browser_tab *tab)
{
	return tab->net;
}
