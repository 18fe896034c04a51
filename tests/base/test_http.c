/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/self.h"
#include "server.h"

static struct server server;

static const struct {
	const char *path, *reply;
} replies[] = {
	{ "/ok", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		 "X-Multi:  a\r\nx-multi: b \t\r\nContent-Length: 5\r\n\r\n"
		 "hello" },
	{ "/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
		      "Trailer: X-Sum\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n"
		      "X-Sum: 7\r\nX-End: yes\r\n\r\n" },
	{ "/only-trailers",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"0\r\nX-Sum: 0\r\n\r\n" },
	{ "/interim", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
		      "HTTP/1.1 102 Processing\r\n\r\n"
		      "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno" },
	{ "/moved", "HTTP/1.1 302 Found\r\nLocation: /ok\r\n"
		    "Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n" },
	{ "/gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		   "Content-Length: 4\r\n\r\n\x1f\x8b!!" },
	{ "/old", "HTTP/1.0 200 OK\r\n\r\nold times" },
	{ "/none", "HTTP/1.1 204 No Content\r\n\r\n" },
	{ "/garbage", "SSH-2.0-OpenSSH_9.2\r\nhello there, this is no HTTP" },
	{ "/status", "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nok" },
	{ "/zero", "HTTP/1.1 0 OK\r\nContent-Length: 2\r\n\r\nok" },
	{ "/case", "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" },
	{ "/no-version", "HTTP/x.1 200 OK\r\nContent-Length: 2\r\n\r\nok" },
	{ "/interim-only", "HTTP/1.1 100 Continue\r\n\r\n" },
	{ "/half-head", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" },
	{ "/short", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello" },
	{ "/cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "5\r\nhello\r\n5\r\nwo" },
	{ "/bad-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
			"zz\r\nhello\r\n" },
	{ "/nothing", "" },
};

static void answer_endless(struct server_peer *peer, const char *path)
{
	static char block[8192];
	bool headers = strcmp(path, "/huge-headers") == 0;

	memset(block, 'x', sizeof(block));
	server_puts(peer, "HTTP/1.1 200 OK\r\n");
	if (!headers)
		server_puts(peer, "\r\n");
	while (headers ? server_puts(peer, "X-More: yes, and more of it\r\n")
		       : server_send(peer, block, sizeof(block)))
		continue;
}

static void answer_interim_endless(struct server_peer *peer)
{
	while (server_puts(peer, "HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n"))
		continue;
}

static void answer_slow(struct server_peer *peer)
{
	server_puts(peer, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
	while (server_puts(peer, "."))
		usleep(100000);
}

static void answer_nul(struct server_peer *peer)
{
	static const char reply[] = "HTTP/1.1 200 OK\r\nX-A: b\0c\r\n"
				    "Content-Length: 2\r\n\r\nok";

	server_send(peer, reply, sizeof(reply) - 1);
}

static void answer_echo(struct server_peer *peer, const char *head)
{
	char line[64];

	snprintf(line, sizeof(line),
		"HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", strlen(head));
	server_puts(peer, line);
	server_puts(peer, head);
}

static void answer(struct server_peer *peer, const char *head)
{
	const char *path = strchr(head, ' ');
	char name[64] = "";
	size_t n;

	path = path != NULL ? path + 1 : "";
	n = strcspn(path, " ");
	if (n < sizeof(name))
		memcpy(name, path, n);
	if (strcmp(name, "/endless") == 0 || strcmp(name, "/huge-headers") == 0)
		answer_endless(peer, name);
	else if (strcmp(name, "/huge-interim") == 0)
		answer_interim_endless(peer);
	else if (strcmp(name, "/slow") == 0)
		answer_slow(peer);
	else if (strcmp(name, "/nul") == 0)
		answer_nul(peer);
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		if (strcmp(name, replies[i].path) == 0)
			server_puts(peer, replies[i].reply);
	if (strcmp(name, "/echo") == 0 || name[0] != '/')
		answer_echo(peer, head);
}

/* Fetches a path of our server with what q holds besides. */
static int fetch(
	struct http_response *a, struct http_request q, const char *path)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", server.port, path);
	q.url = url;
	http_response_init(a);
	return http_fetch(a, &q);
}

static int get(struct http_response *a, const char *path)
{
	return fetch(a, (struct http_request){ .allow_private = true }, path);
}

static void assert_message(const char *part)
{
	if (strstr(err_message(), part) == NULL)
		fail_msg("'%s' is not in '%s'", part, err_message());
}

/* The path must give this code and this in its message, and no message may
 * have more than one line or end with a full stop. */
static void assert_fails(const char *path, int code, const char *part)
{
	struct http_response a;
	int rc = get(&a, path);
	const char *message = err_message();

	if (rc != code)
		fail_msg("%s: code %d, '%s'", path, rc, rc ? message : "");
	assert_message(part);
	assert_null(strchr(message, '\n'));
	assert_int_not_equal(message[strlen(message) - 1], '.');
	http_response_release(&a);
}

static void keeps_answer(void **state)
{
	struct http_response a;
	int64_t begin = instant_now();

	(void)state;
	assert_int_equal(get(&a, "/ok"), 0);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.headers.p,
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		"X-Multi:  a\r\nx-multi: b \t\r\nContent-Length: 5\r\n\r\n");
	assert_string_equal(a.body.p, "hello");
	assert_int_equal(a.interim.len, 0);
	assert_int_equal(a.trailers.len, 0);
	assert_string_equal(a.peer, "127.0.0.1");
	assert_string_equal(a.local, "127.0.0.1");
	assert_string_equal(a.resolved, "127.0.0.1");
	assert_int_equal(a.peer_port, server.port);
	assert_string_equal(a.http_version, "1.1");
	assert_string_equal(a.proxy, "");
	assert_string_equal(a.tls_version, "");
	assert_string_equal(a.tls_chain, "");
	assert_true(a.start_ns >= begin && a.end_ns >= a.start_ns);
	assert_true(a.monotonic_ns > 0);
	http_response_release(&a);
}

static void sends_what_is_said(void **state)
{
	const char *const headers[] = { "X-One: 1", "Accept: text/html", NULL };
	struct http_request q = { .allow_private = true,
		.accept_language = "fr",
		.headers = headers };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, q, "/echo"), 0);
	assert_string_equal(a.body.p, a.request.p);
	assert_non_null(strstr(a.request.p, "GET /echo HTTP/1.1\r\n"));
	assert_non_null(
		strstr(a.request.p, "\r\nAccept-Encoding: identity\r\n"));
	assert_non_null(strstr(a.request.p, "\r\nAccept-Language: fr\r\n"));
	assert_non_null(strstr(a.request.p, "\r\nX-One: 1\r\n"));
	assert_non_null(strstr(a.request.p, self_user_agent()));
	assert_null(strstr(a.request.p, "Cookie"));
	assert_null(strstr(a.request.p, "Expect"));
	assert_null(strstr(a.request.p, "*/*"));
	http_response_release(&a);
}

static void posts(void **state)
{
	struct http_request q = { .allow_private = true,
		.body = "a\0b",
		.body_len = 3,
		.user_agent = "test",
		.userpwd = "me:word" };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, q, "/echo"), 0);
	assert_non_null(strstr(a.request.p, "POST /echo HTTP/1.1\r\n"));
	assert_non_null(strstr(a.request.p, "\r\nContent-Length: 3\r\n"));
	assert_non_null(strstr(a.request.p, "\r\nUser-Agent: test\r\n"));
	assert_non_null(
		strstr(a.request.p, "Authorization: Basic bWU6d29yZA==\r\n"));
	http_response_release(&a);
}

static void asks_for_heads_and_options(void **state)
{
	struct http_request q = { .method = "HEAD", .allow_private = true };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, q, "/ok"), 0);
	assert_int_equal(a.status, 200);
	assert_int_equal(a.body.len, 0);
	assert_non_null(strstr(a.headers.p, "Content-Length: 5\r\n"));
	assert_non_null(strstr(a.request.p, "HEAD /ok HTTP/1.1\r\n"));
	http_response_release(&a);
	q.method = "OPTIONS";
	assert_int_equal(fetch(&a, q, "/echo"), 0);
	assert_non_null(strstr(a.body.p, "OPTIONS /echo HTTP/1.1\r\n"));
	http_response_release(&a);
}

static void refuses_request(void **state)
{
	const char *const two[] = { "X: 1\r\nY: 2", NULL };
	struct http_response a;

	(void)state;
	assert_int_equal(
		fetch(&a, (struct http_request){ .headers = two }, "/ok"),
		ERR_INVALID);
	http_response_release(&a);
	assert_int_equal(
		fetch(&a, (struct http_request){ .user_agent = "\n" }, "/ok"),
		ERR_INVALID);
	http_response_release(&a);
	assert_int_equal(
		fetch(&a, (struct http_request){ .method = "DELETE" }, "/ok"),
		ERR_INVALID);
	assert_message("'DELETE'");
	http_response_release(&a);
}

static void keeps_chunks_and_trailers(void **state)
{
	struct http_response a;

	(void)state;
	assert_int_equal(get(&a, "/chunked"), 0);
	assert_string_equal(a.body.p, "abcdefg");
	assert_string_equal(a.trailers.p, "X-Sum: 7\r\nX-End: yes\r\n");
	http_response_release(&a);
	assert_int_equal(get(&a, "/only-trailers"), 0);
	assert_int_equal(a.body.len, 0);
	assert_string_equal(a.trailers.p, "X-Sum: 0\r\n");
	http_response_release(&a);
}

static void keeps_interim(void **state)
{
	struct http_response a;

	(void)state;
	assert_int_equal(get(&a, "/interim"), 0);
	assert_int_equal(a.status, 404);
	assert_string_equal(a.interim.p,
		"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
		"HTTP/1.1 102 Processing\r\n\r\n");
	assert_string_equal(a.headers.p,
		"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n");
	assert_string_equal(a.body.p, "no");
	http_response_release(&a);
}

static void other_answers(void **state)
{
	struct http_response a;

	(void)state;
	assert_int_equal(get(&a, "/moved"), 0);
	assert_int_equal(a.status, 302);
	http_response_release(&a);
	assert_int_equal(get(&a, "/gzip"), 0);
	assert_int_equal(a.body.len, 4);
	assert_memory_equal(a.body.p, "\x1f\x8b!!", 4);
	http_response_release(&a);
	assert_int_equal(get(&a, "/old"), 0);
	assert_string_equal(a.body.p, "old times");
	assert_string_equal(a.http_version, "1.0");
	http_response_release(&a);
	assert_int_equal(get(&a, "/none"), 0);
	assert_int_equal(a.status, 204);
	http_response_release(&a);
}

static void limits(void **state)
{
	struct http_request q = { .allow_private = true, .max_body = 100000 };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, q, "/endless"), ERR_LIMIT);
	assert_message("the answer is larger than 100000 bytes");
	http_response_release(&a);
	assert_fails("/huge-headers", ERR_LIMIT,
		"the answer's headers are larger than 262144 bytes");
	assert_fails("/huge-interim", ERR_LIMIT,
		"the answer's headers are larger than 262144 bytes");
	q.timeout_s = 1;
	assert_int_equal(fetch(&a, q, "/slow"), ERR_LIMIT);
	assert_message("the answer was not complete within 1 seconds");
	assert_string_equal(a.peer, "127.0.0.1");
	assert_true(a.monotonic_ns > INSTANT_SECOND / 2);
	http_response_release(&a);
}

static void incomplete_answers(void **state)
{
	(void)state;
	assert_fails("/garbage", ERR_NET, "did not answer in HTTP");
	assert_fails("/status", ERR_NET, "did not answer in HTTP");
	assert_fails("/zero", ERR_NET, "did not answer in HTTP");
	assert_fails("/case", ERR_NET, "did not answer in HTTP");
	assert_fails("/no-version", ERR_NET, "did not answer in HTTP");
	assert_fails("/nothing", ERR_NET, "without an answer");
	assert_fails("/short", ERR_NET, "cut before the answer was complete");
	assert_fails("/cut", ERR_NET, "cut before the answer was complete");
	assert_fails("/bad-chunk", ERR_NET, "");
	assert_fails("/interim-only", ERR_NET, "");
	assert_fails("/half-head", ERR_NET, "");
	assert_fails("/nul", ERR_NET, "");
}

static void dead_hosts(void **state)
{
	struct http_request q = { .allow_private = true };
	struct http_response a;
	struct server gone;
	char url[64];

	(void)state;
	server_start(&gone, answer, NULL);
	server_stop(&gone);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", gone.port);
	q.url = url;
	http_response_init(&a);
	assert_int_equal(http_fetch(&a, &q), ERR_NET);
	assert_message("the server takes no connection");
	assert_message("check the address");
	http_response_release(&a);
	q.url = "http://no-such-host.invalid/";
	q.timeout_s = 5;
	http_response_init(&a);
	assert_int_equal(http_fetch(&a, &q), ERR_NET);
	http_response_release(&a);
}

static void refuses_urls(void **state)
{
	static const char *const urls[] = { "file:///etc/passwd",
		"ftp://192.0.2.1/", "", "http://", "gopher://192.0.2.1/",
		"http://exa mple.test/", "https://exemple.test:99999/" };

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct http_request q = { .url = urls[i] };
		struct http_response a;

		http_response_init(&a);
		if (http_fetch(&a, &q) != ERR_INVALID)
			fail_msg("%s: %s", urls[i], err_message());
		assert_message("is not a web address");
		http_response_release(&a);
	}
}

static void guards_addresses(void **state)
{
	static const struct {
		const char *host, *why;
	} hosts[] = {
		{ "127.0.0.1", "127.0.0.1 (loopback)" },
		{ "localhost", "(loopback)" },
		{ "2130706433", "127.0.0.1 (loopback)" },
		{ "0x7f.1", "127.0.0.1 (loopback)" },
		{ "0", "0.0.0.0 (this network)" },
		{ "[::1]", "::1 (loopback)" },
		{ "[::]", ":: (" },
		{ "[::ffff:127.0.0.1]", "(loopback)" },
		{ "[64:ff9b::7f00:1]", "(loopback)" },
		{ "[2002:7f00:1::]", "(loopback)" },
		{ "[fe80::1]", "(link-local)" },
		{ "[fd00::1]", "(private)" },
		{ "10.0.0.1", "10.0.0.1 (private)" },
		{ "192.168.1.1", "192.168.1.1 (private)" },
		{ "100.64.0.1", "100.64.0.1 (shared)" },
		{ "169.254.169.254", "169.254.169.254 (link-local)" },
	};
	int before = *server.accepted;

	(void)state;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct http_request q = { .timeout_s = 5 };
		struct http_response a;
		char url[128];

		snprintf(url, sizeof(url), "http://%s:%d/ok", hosts[i].host,
			server.port);
		q.url = url;
		http_response_init(&a);
		if (http_fetch(&a, &q) != ERR_REFUSED)
			fail_msg("%s: %s", url, err_message());
		assert_message("refused to connect to ");
		assert_message(hosts[i].why);
		assert_message("; use --allow-private if this is your own");
		assert_string_equal(a.local, "");
		assert_int_equal(a.request.len, 0);
		http_response_release(&a);
	}
	assert_int_equal(*server.accepted, before);
}

static void proxy_only_when_asked(void **state)
{
	struct http_request q = { .allow_private = true,
		.url = "http://exemple.invalid/page" };
	struct http_response a;
	char proxy[64];

	(void)state;
	setenv("http_proxy", "http://192.0.2.1:1", 1);
	setenv("all_proxy", "http://192.0.2.1:1", 1);
	setenv("no_proxy", "*", 1);
	assert_int_equal(get(&a, "/ok"), 0);
	http_response_release(&a);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", server.port);
	q.proxy = proxy;
	http_response_init(&a);
	assert_int_equal(http_fetch(&a, &q), 0);
	assert_string_equal(a.proxy, proxy);
	assert_non_null(strstr(a.body.p, "GET http://exemple.invalid/page "));
	http_response_release(&a);
	q.allow_private = false;
	http_response_init(&a);
	assert_int_equal(http_fetch(&a, &q), ERR_REFUSED);
	http_response_release(&a);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("no_proxy");
}

static int set_up(void **state)
{
	(void)state;
	server_start(&server, answer, NULL);
	return http_start();
}

static int tear_down(void **state)
{
	(void)state;
	server_stop(&server);
	http_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_answer),
		cmocka_unit_test(sends_what_is_said),
		cmocka_unit_test(posts),
		cmocka_unit_test(asks_for_heads_and_options),
		cmocka_unit_test(refuses_request),
		cmocka_unit_test(keeps_chunks_and_trailers),
		cmocka_unit_test(keeps_interim),
		cmocka_unit_test(other_answers),
		cmocka_unit_test(limits),
		cmocka_unit_test(incomplete_answers),
		cmocka_unit_test(dead_hosts),
		cmocka_unit_test(refuses_urls),
		cmocka_unit_test(guards_addresses),
		cmocka_unit_test(proxy_only_when_asked),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
