/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_net.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"

/* The browser's side is a pipe that the commands come out of. */
struct stage {
	int pipe[2];
	struct cdp *cdp;
	struct browser_notes notes;
	struct fetch_options fetch;
	struct browser_net *net;
};

static int canned(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	(void)ctx;
	out->status = strstr(q->url, "/moved") != NULL ? 302 : 200;
	str_puts(&out->headers, "HTTP/1.1 200 OK\r\n\r\n");
	str_puts(&out->body, "0123456789");
	if (strstr(q->url, "/dead") != NULL)
		return err_set(ERR_NET, "nobody answers");
	return 0;
}

static void open_stage(struct stage *s, struct browser_net_options o)
{
	*s = (struct stage){ .fetch.send = canned };
	assert_int_equal(pipe2(s->pipe, O_NONBLOCK), 0);
	s->cdp = cdp_new(s->pipe[1], -1);
	o.cdp = s->cdp;
	o.fetch = &s->fetch;
	o.notes = &s->notes;
	s->net = browser_net_new(&o);
}

static void close_stage(struct stage *s)
{
	browser_net_free(s->net);
	cdp_free(s->cdp);
	browser_notes_release(&s->notes);
	close(s->pipe[0]);
	close(s->pipe[1]);
}

static void pause_request(struct stage *s, const char *event)
{
	struct cdp_message m = { .session = "S" };
	cJSON *params = NULL;

	assert_int_equal(json_parse(&params, event, strlen(event), NULL), 0);
	m.body = params;
	assert_int_equal(browser_net_paused(s->net, &m), 0);
	cJSON_Delete(params);
}

/* The next command that the browser is sent has this in it. */
static void expect(struct stage *s, const char *part)
{
	static char got[4096];
	struct cdp_message m;
	bool found;
	size_t n = 0;

	cdp_wait(&m, &found, s->cdp, 0);
	while (n < sizeof(got) && read(s->pipe[0], got + n, 1) == 1 &&
		got[n] != '\0')
		n++;
	if (strstr(got, part) == NULL)
		fail_msg("'%s' is not in '%s'", part, got);
}

static void assert_noted(struct stage *s, const char *part)
{
	char *notes = browser_notes_take(&s->notes);

	if (strstr(notes, part) == NULL)
		fail_msg("'%s' is not in %s", part, notes);
	free(notes);
}

static void joins_redirects(void **state)
{
	struct browser_net_harvest h;
	struct stage s;

	(void)state;
	open_stage(&s, (struct browser_net_options){ 0 });
	pause_request(&s,
		"{\"requestId\":\"1.0\",\"resourceType\":\"Document\","
		"\"networkId\":\"L\",\"request\":{\"url\":\"https://a.test/"
		"moved\"}}");
	expect(&s, "\"Fetch.fulfillRequest\",\"sessionId\":\"S\",\"params\":{"
		   "\"requestId\":\"1.0\",\"responseCode\":302");
	pause_request(&s, "{\"requestId\":\"2.0\",\"request\":{\"url\":"
			  "\"https://a.test/picture\"}}");
	expect(&s, "\"requestId\":\"2.0\",\"responseCode\":200");
	pause_request(&s,
		"{\"requestId\":\"1.1\",\"resourceType\":\"Document\","
		"\"redirectedRequestId\":\"1.0\",\"networkId\":\"L\","
		"\"request\":{\"url\":\"http://a.test/page\"}}");
	expect(&s, "\"requestId\":\"1.1\",\"responseCode\":200");
	browser_net_take(&h, s.net, "L");
	assert_int_equal(h.rc, 0);
	assert_int_equal(h.document.n, 2);
	assert_true(h.document.downgraded);
	assert_string_equal(h.document.v[1].url, "http://a.test/page");
	assert_int_equal(h.n, 1);
	assert_string_equal(h.resources[0].v[0].url, "https://a.test/picture");
	assert_int_equal(h.refused, 0);
	fetch_release(&h.document);
	fetch_release(&h.resources[0]);
	free(h.resources);
	close_stage(&s);
}

static void tells_what_failed(void **state)
{
	struct browser_net_harvest h;
	struct stage s;

	(void)state;
	open_stage(&s, (struct browser_net_options){ 0 });
	pause_request(&s, "{\"requestId\":\"1\",\"resourceType\":\"Document\","
			  "\"request\":{\"url\":\"https://a.test/dead\"}}");
	expect(&s, "\"Fetch.failRequest\"");
	browser_net_take(&h, s.net, NULL);
	assert_int_equal(h.rc, ERR_NET);
	assert_string_equal(err_message(), "nobody answers");
	assert_int_equal(h.document.n, 1);
	assert_int_equal(h.refused, 0);
	assert_noted(&s, "nobody answers");
	fetch_release(&h.document);
	free(h.resources);
	close_stage(&s);
	open_stage(&s, (struct browser_net_options){ 0 });
	browser_net_take(&h, s.net, "L");
	assert_int_equal(h.rc, ERR_NOTFOUND);
	free(h.resources);
	close_stage(&s);
}

static void refuses(void **state)
{
	struct browser_net_harvest h;
	struct stage s;

	(void)state;
	open_stage(
		&s, (struct browser_net_options){ .requests = 3, .bytes = 15 });
	pause_request(&s, "{\"requestId\":\"1\",\"request\":{\"url\":"
			  "\"data:text/plain,x\"}}");
	expect(&s, "\"Fetch.continueRequest\"");
	pause_request(&s, "{\"requestId\":\"2\",\"request\":{\"url\":"
			  "\"file:///etc/passwd\"}}");
	expect(&s, "\"Fetch.failRequest\"");
	assert_noted(&s, "neither http nor https");
	pause_request(&s, "{\"requestId\":\"3\",\"request\":{\"url\":"
			  "\"http://a.test/1\"}}");
	expect(&s, "\"Fetch.fulfillRequest\"");
	pause_request(&s, "{\"requestId\":\"4\",\"request\":{\"url\":"
			  "\"http://a.test/2\"}}");
	expect(&s, "\"Fetch.fulfillRequest\"");
	pause_request(&s, "{\"requestId\":\"5\",\"request\":{\"url\":"
			  "\"http://a.test/3\"}}");
	expect(&s, "\"Fetch.failRequest\"");
	assert_noted(&s, "has loaded 20 bytes already");
	pause_request(&s, "{\"requestId\":\"6\",\"request\":{\"url\":"
			  "\"http://a.test/4\"}}");
	expect(&s, "\"requestId\":\"6\",\"errorReason\":\"AccessDenied\"");
	assert_noted(&s, "has made 3 requests already");
	browser_net_take(&h, s.net, NULL);
	assert_int_equal(h.refused, 3);
	for (size_t i = 0; i < h.n; i++)
		fetch_release(&h.resources[i]);
	free(h.resources);
	close_stage(&s);
}

/* The guard looks at what the pool connects to. */
static void guards_addresses(void **state)
{
	struct browser_net_harvest h;
	struct stage s;

	(void)state;
	open_stage(&s, (struct browser_net_options){ .seconds = 5 });
	s.fetch.send = NULL;
	pause_request(&s, "{\"requestId\":\"1\",\"request\":{\"url\":"
			  "\"http://127.0.0.1:1/\"}}");
	assert_int_equal(browser_net_count(s.net), 1);
	while (browser_net_count(s.net) > 0)
		assert_int_equal(browser_net_run(s.net, 100), 0);
	expect(&s, "\"Fetch.failRequest\"");
	assert_noted(&s, "127.0.0.1");
	browser_net_take(&h, s.net, NULL);
	assert_int_equal(h.refused, 1);
	fetch_release(&h.resources[0]);
	free(h.resources);
	close_stage(&s);
}

/* An answer that the browser does not take is a refusal. */
static void gives_up_what_is_rejected(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, (struct browser_net_options){ 0 });
	pause_request(&s, "{\"requestId\":\"9\",\"request\":{\"url\":"
			  "\"http://a.test/1\"}}");
	expect(&s, "{\"id\":1,");
	assert_int_equal(browser_net_rejected(s.net, 77), 0);
	assert_int_equal(browser_net_rejected(s.net, 1), 0);
	expect(&s, "\"Fetch.failRequest\",\"sessionId\":\"S\",\"params\":{"
		   "\"requestId\":\"9\"");
	assert_noted(&s, "does not take the answer");
	close_stage(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_redirects),
		cmocka_unit_test(tells_what_failed),
		cmocka_unit_test(refuses),
		cmocka_unit_test(guards_addresses),
		cmocka_unit_test(gives_up_what_is_rejected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
