/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../base/server.h"
#include "base/codec.h"
#include "base/file.h"
#include "base/json.h"
#include "browser_case.h"

#define HTML "text/html; charset=utf-8"
#define MIB (UINT64_C(1) << 20)

static struct declaration_selector one_selector[] = { { .css = "#late" } };
static const struct declaration_part late = {
	.select = { one_selector, 1 },
};

/* Looks at a page of the web given, with options of which the test may have
 * set some. */
static int look(struct browser_page *out, const struct web *web,
	const char *url, struct browser_options o, struct fetch_options f)
{
	struct browser *b = NULL;
	size_t before = web_processes();
	int rc;

	f.send = web_send;
	f.ctx = (void *)(uintptr_t)web;
	o.fetch = &f;
	if (o.settle_s == 0)
		o.settle_s = 1;
	rc = browser_open(&b, &o);
	if (rc == 0)
		rc = browser_look(out, b, url, &late);
	if (rc != 0)
		fprintf(stderr, "(%s)\n", err_message());
	browser_close(b);
	assert_int_equal(web_processes(), before);
	return rc;
}

static int look_at(struct browser_page *out, const struct web_page *pages)
{
	const struct web web = { .pages = pages };

	return look(out, &web, pages[0].url, (struct browser_options){ 0 },
		(struct fetch_options){ 0 });
}

static void assert_has(const char *text, const char *part)
{
	if (text == NULL || strstr(text, part) == NULL)
		fail_msg("'%s' is not in '%s'", part, text);
}

static const struct fetch_hop *find(
	const struct browser_page *page, const char *url)
{
	for (size_t i = 0; i < page->n; i++)
		for (size_t j = 0; j < page->resources[i].n; j++)
			if (strcmp(page->resources[i].v[j].url, url) == 0)
				return &page->resources[i].v[j];
	fail_msg("'%s' was not loaded", url);
	return NULL;
}

static void sees_what_scripts_make(void **state)
{
	static const struct web_page pages[] = {
		{ .url = "https://exemple.test/",
			NULL,
			NULL,
			302,
			"Location: /privacy\r\nSet-Cookie: seen=1" },
		{ .url = "https://exemple.test/privacy",
			HTML,
			"<!DOCTYPE html><!-- c --><html><head><title>T</title>"
			"<link rel=stylesheet href=/s.css></head><body>"
			"<h1>Confidentialité</h1><img src=/moved.svg>"
			"<iframe src=https://autre.test/frame></iframe>"
			"<script>document.write('<p id=written>written</p>');"
			"const p=(i,t)=>{const e=document.createElement('p');"
			"e.id=i;e.textContent=t;document.body.append(e)};"
			"fetch('/data.json').then(r=>r.json())"
			".then(j=>p('fetched',j.text));"
			"fetch('https://api.test/x',{method:'POST',"
			"headers:{'X-A':'1'},body:'q'})"
			".then(r=>r.text()).then(t=>p('posted',t));"
			"new Worker('/w.js').onmessage=e=>p('worker',e.data);"
			"p('online',navigator.onLine+' '+navigator.languages);"
			"p('odd','a\\ud800b');"
			"setTimeout(()=>p('late','late text'),700);"
			"String.prototype.toWellFormed=()=>'forged';"
			"document.querySelector=()=>null;"
			"</script></body></html>" },
		{ .url = "https://exemple.test/s.css",
			"text/css",
			"body{background:#cfc}h1{height:2000px}" },
		{ .url = "https://exemple.test/moved.svg",
			NULL,
			NULL,
			301,
			"Location: /i.svg" },
		{ .url = "https://exemple.test/i.svg",
			"image/svg+xml",
			"<svg xmlns='http://www.w3.org/2000/svg'/>" },
		{ .url = "https://exemple.test/data.json",
			"application/json",
			"{\"text\":\"from JSON\"}" },
		{ .url = "https://exemple.test/w.js",
			"text/javascript",
			"fetch('/from-worker').then(r=>r.text())"
			".then(t=>postMessage(t))" },
		{ .url = "https://exemple.test/from-worker",
			"text/plain",
			"worked" },
		{ .url = "https://autre.test/frame",
			HTML,
			"<p>frame<img src=/in-frame.svg>" },
		{ .url = "https://autre.test/in-frame.svg",
			"image/svg+xml",
			"<svg xmlns='http://www.w3.org/2000/svg'/>" },
		{ .url = "https://api.test/x",
			"text/plain",
			"posted text",
			0,
			"Access-Control-Allow-Origin: *\r\n"
			"Access-Control-Allow-Headers: x-a" },
		{ 0 },
	};
	const struct web web = { .pages = pages };
	struct browser_page page = { 0 };
	const unsigned char *png;

	(void)state;
	assert_int_equal(
		look(&page, &web, pages[0].url, (struct browser_options){ 0 },
			(struct fetch_options){
				.language = "fr-FR, fr;q=0.8" }),
		0);
	assert_int_equal(page.document.n, 2);
	assert_int_equal(page.document.v[0].answer.status, 302);
	assert_string_equal(page.document.v[1].url, pages[1].url);
	assert_true(str_is(&page.document.v[1].answer.body, pages[1].body));
	assert_has(page.document.v[1].answer.request.p, "Cookie: seen=1\r\n");
	assert_string_equal(page.final_url, "https://exemple.test/privacy");
	assert_true(page.loaded);
	assert_true(page.selected);
	assert_int_equal(
		strncmp(page.dom.p,
			"<!DOCTYPE html><!-- c --><html><head><title>T", 40),
		0);
	assert_has(page.dom.p, "<p id=\"written\">written</p>");
	assert_has(page.dom.p, "<p id=\"fetched\">from JSON</p>");
	assert_has(page.dom.p, "<p id=\"posted\">posted text</p>");
	assert_has(page.dom.p, "<p id=\"worker\">worked</p>");
	assert_has(page.dom.p, " fr-FR,fr</p>");
	assert_has(page.dom.p, "<p id=\"odd\">a\xEF\xBF\xBD"
			       "b</p>");
	assert_has(page.dom.p, "<p id=\"late\">late text</p>");
	assert_int_equal(
		find(&page, "https://exemple.test/moved.svg")->answer.status,
		301);
	find(&page, "https://exemple.test/i.svg");
	find(&page, "https://exemple.test/s.css");
	find(&page, "https://autre.test/frame");
	find(&page, "https://autre.test/in-frame.svg");
	find(&page, "https://exemple.test/from-worker");
	assert_int_equal(page.refused, 0);
	assert_string_equal(page.notes, "[]");
	assert_true(page.screenshot.len > 1000);
	png = (const unsigned char *)page.screenshot.p;
	assert_memory_equal(png, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(codec_get32(png + 16), 1920);
	assert_in_range(codec_get32(png + 20), 2000, 3000);
	assert_memory_equal(page.print.p, "%PDF-", 5);
	assert_has(page.product, "Chrome/");
	assert_has(page.user_agent, "Headless");
	assert_true(page.end_ns > page.start_ns);
	browser_page_release(&page);
}

static void answer_anything(struct server_peer *peer, const char *head)
{
	(void)head;
	server_puts(peer, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
			  "Access-Control-Allow-Origin: *\r\n"
			  "Content-Length: 4\r\n\r\nhere");
}

static int open_udp(int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

/* Every way out that a page may try, to a server of ours on the loopback
 * device: by address, by a name that leads there, and around requests. */
static const char probe[] =
	"<!DOCTYPE html><body><img src=http://127.0.0.1:@/img>"
	"<img src=http://innocent.test:@/img>"
	"<link rel=preconnect href=http://127.0.0.1:@/>"
	"<link rel=prefetch href=http://127.0.0.1:@/prefetch>"
	"<iframe src=http://127.0.0.1:@/frame></iframe>"
	"<script>const t='127.0.0.1:@';const n=i=>{"
	"const e=document.createElement('p');e.id=i;e.textContent=i;"
	"document.body.append(e)};"
	"try{new WebSocket('ws://'+t+'/ws')}catch(e){}"
	"try{new EventSource('http://'+t+'/events')}catch(e){}"
	"try{new WebTransport('https://'+t+'/').closed.catch(()=>0)}catch(e){}"
	"navigator.sendBeacon('http://'+t+'/beacon');"
	"try{const c=new RTCPeerConnection({iceServers:["
	"{urls:'stun:127.0.0.1:#'},"
	"{urls:'turn:127.0.0.1:@?transport=tcp',username:'a',"
	"credential:'b'}]});c.createDataChannel('x');"
	"c.createOffer().then(o=>c.setLocalDescription(o))}catch(e){}"
	"fetch('http://'+t+'/fetch').then(()=>n('got'),()=>n('refused'));"
	"setTimeout(()=>n('late'),1000)</script>";

/* The page, with the port of TCP for @ and that of UDP for #. */
static void write_probe(struct str *out, int tcp, int udp)
{
	for (const char *p = probe; *p != '\0'; p++) {
		if (*p == '@')
			str_printf(out, "%d", tcp);
		else if (*p == '#')
			str_printf(out, "%d", udp);
		else
			str_putc(out, *p);
	}
}

static void try_probe(struct browser_page *page, const struct server *server,
	struct fetch_options f, bool online)
{
	struct str html = { 0 }, name = { 0 };
	int udp_port, udp = open_udp(&udp_port);
	const char *resolve[2] = { NULL, NULL };
	struct web_page pages[2] = {
		{ .url = "http://a.test/", HTML, NULL, 0, NULL }
	};
	struct web web = { .pages = pages, .real = "http://" };
	char byte;

	write_probe(&html, server->port, udp_port);
	str_printf(&name, "innocent.test:%d:127.0.0.1", server->port);
	pages[0].body = html.p;
	resolve[0] = name.p;
	f.resolve = resolve;
	assert_int_equal(
		look(page, &web, pages[0].url,
			(struct browser_options){ .online = online }, f),
		0);
	assert_int_equal(recv(udp, &byte, 1, 0), -1);
	close(udp);
	str_release(&html);
	str_release(&name);
}

static void reach_nothing(bool online)
{
	struct browser_page page = { 0 };
	struct server server;

	server_start(&server, answer_anything, NULL);
	try_probe(&page, &server, (struct fetch_options){ 0 }, online);
	assert_int_equal(*server.accepted, 0);
	assert_has(page.dom.p, "<p id=\"refused\">");
	assert_true(page.refused >= 5);
	assert_has(page.notes, "127.0.0.1");
	assert_has(page.notes, "innocent.test");
	assert_has(page.notes, "refused: a WebSocket to ws://127.0.0.1");
	browser_page_release(&page);
	server_stop(&server);
}

static void reaches_nothing_by_itself(void **state)
{
	(void)state;
	reach_nothing(false);
}

/* The switches alone keep it in, too. */
static void reaches_nothing_though_online(void **state)
{
	(void)state;
	reach_nothing(true);
}

/* Where private addresses are allowed, it is our fetcher that goes there,
 * and nobody else. */
static void reaches_what_is_allowed(void **state)
{
	const struct fetch_options f = { .allow_private = true };
	struct browser_page page = { 0 };
	struct server server;

	(void)state;
	server_start(&server, answer_anything, NULL);
	try_probe(&page, &server, f, false);
	assert_true(*server.accepted >= 3);
	assert_has(page.dom.p, "<p id=\"got\">");
	assert_has(page.notes, "refused: a WebSocket to ws://127.0.0.1");
	browser_page_release(&page);
	server_stop(&server);
}

static void outlives_tricks(void **state)
{
	static const struct web_page pages[] = {
		{ .url = "https://a.test/",
			HTML,
			"<!DOCTYPE html><body><p>text</p>"
			"<a id=d download href=/file.zip>x</a>"
			"<script>onbeforeunload=e=>{e.preventDefault();"
			"return 'stay'};alert('hello');confirm('sure?');"
			"prompt('name?');"
			"window.open('https://popup.test/');"
			"const a=document.createElement('a');"
			"a.href='https://popup.test/2';a.target='_blank';"
			"a.click();d.click();"
			"Notification.requestPermission();"
			"navigator.geolocation.getCurrentPosition(()=>0);"
			"navigator.serviceWorker.register('/sw.js');"
			"try{window.print()}catch(e){}"
			"setTimeout(()=>{const p=document.createElement('p');"
			"p.id='late';p.textContent='x';"
			"document.body.append(p)},500)</script>" },
		{ .url = "https://a.test/sw.js",
			"text/javascript",
			"onfetch=e=>e.respondWith(new Response('forged'))" },
		{ .url = "https://a.test/file.zip",
			"application/zip",
			"PK",
			0,
			"Content-Disposition: attachment" },
		{ 0 },
	};
	struct browser_page page = { 0 };

	(void)state;
	assert_int_equal(look_at(&page, pages), 0);
	assert_true(page.selected);
	assert_has(page.dom.p, "<p>text</p>");
	assert_has(page.notes, "a dialog was dismissed: hello");
	assert_has(page.notes, "a dialog was dismissed: sure?");
	assert_has(
		page.notes, "refused: a download of https://a.test/file.zip");
	assert_has(page.notes, "a service worker was installed");
	find(&page, "https://a.test/sw.js");
	browser_page_release(&page);
}

/* It is interrupted, and the page is what it was until then. */
static void interrupts_endless_scripts(void **state)
{
	static const struct web_page pages[] = {
		{ .url = "https://a.test/",
			HTML,
			"<!DOCTYPE html><body><p>before</p>"
			"<script>while(1);</script><p id=late>after</p>" },
		{ 0 },
	};
	const struct web web = { .pages = pages };
	struct browser_page page = { 0 };

	(void)state;
	assert_int_equal(look(&page, &web, pages[0].url,
				 (struct browser_options){ .load_s = 1 },
				 (struct fetch_options){ 0 }),
		0);
	assert_has(page.dom.p, "<p>before</p>");
	assert_has(page.dom.p, "<p id=\"late\">after</p>");
	assert_has(page.notes, "did not finish loading within 1 seconds");
	browser_page_release(&page);
}

static void tells_other_ends(void **state)
{
	static const struct web_page pages[] = {
		{ .url = "https://a.test/dead", NULL, NULL, -1, NULL },
		{ .url = "https://a.test/none", NULL, NULL, 204, NULL },
		{ .url = "https://a.test/zip",
			"application/zip",
			"PK",
			0,
			NULL },
		{ .url = "https://a.test/403",
			HTML,
			"<p id=late>go away",
			403,
			NULL },
		{ .url = "https://a.test/999",
			HTML,
			"<p id=late>odd",
			999,
			NULL },
		{ .url = "https://a.test/loop",
			NULL,
			NULL,
			302,
			"Location: /loop" },
		{ .url = "https://a.test/on",
			HTML,
			"<script>location.replace('/to#part')</script>",
			0,
			NULL },
		{ .url = "https://a.test/to",
			HTML,
			"<p id=late>arrived",
			0,
			NULL },
		{ 0 },
	};
	const struct web web = { .pages = pages };
	const struct fetch_options f = { .send = web_send,
		.ctx = (void *)(uintptr_t)&web };
	const struct browser_options o = { .fetch = &f, .settle_s = 1 };
	struct browser_page page = { 0 };
	struct browser *b = NULL;

	(void)state;
	assert_int_equal(browser_open(&b, &o), 0);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/dead", &late), ERR_NET);
	assert_string_equal(err_message(),
		"'https://a.test/dead' in the browser: 'https://a.test/dead' "
		"is dead");
	assert_int_equal(page.document.n, 1);
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/none", &late), 0);
	assert_int_equal(page.dom.len, 0);
	assert_has(page.notes, "the browser shows no page: net::ERR_ABORTED");
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/zip", &late), 0);
	assert_true(str_is(&page.document.v[0].answer.body, "PK"));
	assert_int_equal(page.dom.len, 0);
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/403", &late), 0);
	assert_int_equal(page.document.v[0].answer.status, 403);
	assert_has(page.dom.p, "go away");
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/999", &late), 0);
	assert_int_equal(page.document.v[0].answer.status, 999);
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/loop", &late), 0);
	assert_int_equal(page.document.v[0].answer.status, 302);
	assert_has(page.notes, "REDIRECTS");
	browser_page_release(&page);
	assert_int_equal(browser_look(&page, b, "https://a.test/on", &late), 0);
	assert_string_equal(page.final_url, "https://a.test/to#part");
	assert_string_equal(page.document.v[0].url, "https://a.test/to");
	find(&page, "https://a.test/on");
	assert_has(page.notes, "went on to another by itself");
	browser_page_release(&page);
	browser_close(b);
	assert_int_equal(web_processes(), 0);
}

/* Requests without end, and more memory than is granted; the next page is
 * seen as if nothing had happened. */
static void keeps_limits(void **state)
{
	static const struct web_page pages[] = {
		{ .url = "https://a.test/many",
			HTML,
			"<p id=late>x<script>for(let i=0;i<100;i++)"
			"fetch('/'+i)</script>" },
		{ .url = "https://a.test/huge",
			HTML,
			"<p>x<script>const a=[];for(let i=0;i<4000;i++)"
			"a.push(new Uint8Array(1<<20).fill(i))</script>" },
		{ .url = "https://a.test/tall",
			HTML,
			"<p id=late style=height:20000px>tall" },
		{ 0 },
	};
	const struct web web = { .pages = pages };
	const struct fetch_options f = { .send = web_send,
		.ctx = (void *)(uintptr_t)&web };
	const struct browser_options o = {
		.fetch = &f, .settle_s = 2, .requests = 20, .memory = 800 * MIB
	};
	struct browser_page page = { 0 };
	struct browser *b = NULL;

	(void)state;
	assert_int_equal(browser_open(&b, &o), 0);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/many", &late), 0);
	assert_int_equal(page.n, 19);
	assert_true(page.refused >= 80);
	assert_has(page.notes, "has made 20 requests already");
	browser_page_release(&page);
	assert_int_equal(browser_look(&page, b, "https://a.test/huge", &late),
		ERR_LIMIT);
	assert_has(err_message(), "took more than 800 MiB of memory");
	assert_int_equal(page.document.n, 1);
	browser_page_release(&page);
	assert_int_equal(
		browser_look(&page, b, "https://a.test/tall", &late), 0);
	assert_has(page.notes, "the upper 16384 of 20");
	assert_int_equal(
		codec_get32((unsigned char *)page.screenshot.p + 20), 16384);
	browser_page_release(&page);
	browser_close(b);
	assert_int_equal(web_processes(), 0);
}

/* --- programs that only pretend --- */

static void pretend(const char *script, int code, const char *words)
{
	const struct fetch_options f = { .send = web_send };
	struct str path = { 0 }, text = { 0 };
	struct browser_options o = { .fetch = &f, .start_s = 1, .load_s = 1 };
	struct browser_page page = { 0 };
	struct browser *b = NULL;
	char *folder = NULL;
	int rc;

	assert_int_equal(spawn_folder(&folder), 0);
	file_join(&path, folder, "chromium");
	str_printf(&text, "#!/bin/sh\n%s\n", script);
	assert_int_equal(file_write(path.p, text.p, text.len, FILE_REPLACE), 0);
	assert_int_equal(chmod(path.p, 0700), 0);
	o.program = path.p;
	rc = browser_open(&b, &o);
	if (rc == 0)
		rc = browser_look(&page, b, "https://a.test/", NULL);
	assert_int_equal(rc, code);
	assert_has(err_message(), words);
	browser_page_release(&page);
	browser_close(b);
	remove(path.p);
	remove(folder);
	free(folder);
	str_release(&path);
	str_release(&text);
	assert_int_equal(web_processes(), 0);
}

#define VERSION                                                                \
	"printf '{\"id\":1,\"result\":{\"product\":\"Chrome/0\","              \
	"\"userAgent\":\"U\"}}\\0' >&4; "

static void survives_pretenders(void **state)
{
	struct browser *b = NULL;

	(void)state;
	assert_int_equal(
		browser_open(
			&b, &(struct browser_options){ .program = "/no/such" }),
		ERR_NOTFOUND);
	assert_has(err_message(), "there is no browser '/no/such'");
	pretend("sleep 60", ERR_LIMIT, "the browser said nothing within 1");
	pretend("echo cannot open display >&2; exit 7", ERR_IO,
		"ended with status 7: cannot open display");
	pretend("yes >&4", ERR_LIMIT, "the browser said nothing within 1");
	pretend("tr '\\n' '\\0' </dev/zero | head -c 1000 >&4; sleep 60",
		ERR_PARSE, "does not speak the DevTools protocol");
	pretend("printf '{\"id\":1,\"result\":{}}\\0' >&4; sleep 60", ERR_PARSE,
		"does not tell its version");
	pretend("for i in 1 2 3 4; do setsid sh -c 'trap \"\" TERM HUP; "
		"sleep 60' & done; sleep 0.3; exit 0",
		ERR_IO, "ended with status 0");
	pretend(VERSION "sleep 60", ERR_LIMIT,
		"did not answer 'Target.createBrowserContext'");
	pretend(VERSION "exec 4>&-; sleep 60", ERR_IO, "closed its pipe");
	pretend(VERSION "while :; do printf '{\"method\":\"X.y\"}\\0'; done "
			">&4",
		ERR_LIMIT, "did not answer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_what_scripts_make),
		cmocka_unit_test(reaches_nothing_by_itself),
		cmocka_unit_test(reaches_nothing_though_online),
		cmocka_unit_test(reaches_what_is_allowed),
		cmocka_unit_test(outlives_tricks),
		cmocka_unit_test(interrupts_endless_scripts),
		cmocka_unit_test(tells_other_ends),
		cmocka_unit_test(keeps_limits),
	};
	const struct CMUnitTest without[] = {
		cmocka_unit_test(survives_pretenders),
	};
	int failed;

	http_start();
	failed = cmocka_run_group_tests(without, NULL, NULL);
	if (failed == 0 && !web_has_browser())
		return 77;
	if (failed == 0)
		failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop();
	return failed;
}
