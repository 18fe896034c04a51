/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "authority.h"
#include "base/err.h"
#include "nginx.h"
#include "server.h"

enum { MANY = 60 };

/* One request of a test and what came of it. */
struct ask {
	struct http_request q;
	struct http_response a;
	char url[64], message[256];
	int rc;
	unsigned told; /* how often done was called */
};

static struct http_pool *pool;
static struct server plain, secure;
static SSL_CTX *context;

static void answer(struct server_peer *peer, const char *head)
{
	char body[128], reply[512], path[64] = "";
	bool resumed = peer->ssl != NULL && SSL_session_reused(peer->ssl);
	bool closes = strstr(head, "GET /close") != NULL;

	strncat(path, head + 4, strcspn(head + 4, " ") % sizeof(path));
	if (strcmp(path, "/slow") == 0)
		sleep(3);
	snprintf(body, sizeof(body), "%s%s", path, resumed ? " resumed" : "");
	snprintf(reply, sizeof(reply),
		"HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n%s\r\n%s",
		strlen(body), closes ? "Connection: close\r\n" : "", body);
	server_puts(peer, reply);
	if (closes && peer->ssl != NULL)
		SSL_shutdown(peer->ssl);
	if (closes)
		shutdown(peer->fd, SHUT_RDWR);
}

static void done(struct http_response *a, int rc, void *ctx)
{
	struct ask *ask = ctx;

	assert_ptr_equal(a, &ask->a);
	ask->rc = rc;
	ask->told++;
	if (rc != 0)
		snprintf(ask->message, sizeof(ask->message), "%s",
			err_message());
}

static void begin(
	struct ask *ask, const char *scheme, int port, const char *path)
{
	snprintf(ask->url, sizeof(ask->url), "%s://127.0.0.1:%d%s", scheme,
		port, path);
	ask->q.url = ask->url;
	ask->q.ca_file = ca_path;
	http_response_init(&ask->a);
	assert_int_equal(http_pool_add(pool, &ask->a, &ask->q, done, ask), 0);
}

static void finish(void)
{
	while (http_pool_count(pool) > 0)
		assert_int_equal(http_pool_run(pool, 100), 0);
}

static struct ask one(
	struct ask ask, const char *scheme, int port, const char *path)
{
	static struct ask kept;

	kept = ask;
	begin(&kept, scheme, port, path);
	finish();
	assert_int_equal(kept.told, 1);
	return kept;
}

static void many_at_once(void **state)
{
	static struct ask asks[MANY];
	char path[16];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		asks[i].q.allow_private = true;
		snprintf(path, sizeof(path), "/%d", i);
		begin(&asks[i], "https", secure.port, path);
	}
	assert_int_equal(http_pool_count(pool), MANY);
	finish();
	for (int i = 0; i < MANY; i++) {
		snprintf(path, sizeof(path), "/%d", i);
		if (asks[i].rc != 0)
			fail_msg("%s", asks[i].message);
		assert_int_equal(asks[i].told, 1);
		assert_int_equal(
			strncmp(asks[i].a.body.p, path, strlen(path)), 0);
		assert_string_equal(asks[i].a.tls_verify, "ok");
		http_response_release(&asks[i].a);
	}
}

static void same_facts(
	const struct http_response *a, const struct http_response *b)
{
	assert_string_equal(a->peer, b->peer);
	assert_int_equal(a->peer_port, b->peer_port);
	assert_string_equal(a->local, b->local);
	assert_string_equal(a->resolved, b->resolved);
	assert_string_equal(a->http_version, b->http_version);
	assert_string_equal(a->tls_version, b->tls_version);
	assert_string_equal(a->tls_cipher, b->tls_cipher);
	assert_string_equal(a->tls_chain, b->tls_chain);
	assert_string_equal(a->tls_verify, b->tls_verify);
}

static void keeps_connections(void **state)
{
	const struct ask open = { .q.allow_private = true };
	int before = *secure.accepted;
	struct ask first, second;

	(void)state;
	first = one(open, "https", secure.port, "/a");
	second = one(open, "https", secure.port, "/b");
	assert_true(second.a.reused);
	assert_true(*secure.accepted <= before + 1);
	same_facts(&first.a, &second.a);
	assert_string_equal(second.a.tls_verify, "ok");
	assert_non_null(strstr(second.a.tls_chain, "BEGIN CERTIFICATE"));
	assert_string_equal(second.a.resolved, "127.0.0.1");
	assert_int_equal(strncmp(second.a.request.p, "GET /b ", 7), 0);
	assert_null(strstr(second.a.request.p, "GET /a "));
	http_response_release(&first.a);
	http_response_release(&second.a);
}

/* The server closes; the session is taken up again on the next connection,
 * where it sends no certificate. */
static void keeps_sessions(void **state)
{
	const struct ask open = { .q.allow_private = true };
	struct http_pool *others = pool;
	struct ask first, second;

	(void)state;
	assert_int_equal(http_pool_new(&pool, 4), 0);
	first = one(open, "https", secure.port, "/close");
	second = one(open, "https", secure.port, "/close");
	assert_string_equal(first.a.body.p, "/close");
	assert_string_equal(second.a.body.p, "/close resumed");
	assert_false(second.a.reused);
	same_facts(&first.a, &second.a);
	http_response_release(&first.a);
	http_response_release(&second.a);
	http_pool_free(pool);
	pool = others;
}

/* A request that may not go there does not go there on a connection that
 * another one opened. */
static void guard_holds_on_kept_connections(void **state)
{
	struct ask open = { .q.allow_private = true }, guarded = { 0 };
	int before;

	(void)state;
	open = one(open, "http", plain.port, "/a");
	assert_int_equal(open.rc, 0);
	http_response_release(&open.a);
	before = *plain.accepted;
	guarded = one(guarded, "http", plain.port, "/b");
	assert_int_equal(guarded.rc, ERR_REFUSED);
	assert_int_equal(guarded.a.cause, HTTP_CAUSE_ADDRESS);
	assert_non_null(strstr(
		guarded.message, "refused to connect to 127.0.0.1 (loopback)"));
	assert_int_equal(guarded.a.request.len, 0);
	assert_int_equal(guarded.a.body.len, 0);
	assert_int_equal(*plain.accepted, before);
	http_response_release(&guarded.a);
}

static void failures_are_their_own(void **state)
{
	struct ask good = { .q.allow_private = true };
	struct ask slow = { .q = { .allow_private = true, .timeout_s = 1 } };
	struct ask dead = { .q.allow_private = true };
	struct ask guarded = { 0 };

	(void)state;
	begin(&slow, "http", plain.port, "/slow");
	begin(&dead, "http", 1, "/");
	begin(&guarded, "http", plain.port, "/a");
	begin(&good, "http", plain.port, "/good");
	finish();
	assert_int_equal(good.rc, 0);
	assert_string_equal(good.a.body.p, "/good");
	assert_int_equal(slow.rc, ERR_LIMIT);
	assert_int_equal(slow.a.cause, HTTP_CAUSE_TIMEOUT);
	assert_non_null(strstr(slow.message, "within 1 seconds"));
	assert_int_equal(dead.rc, ERR_NET);
	assert_int_equal(dead.a.cause, HTTP_CAUSE_CONNECT);
	assert_int_equal(guarded.rc, ERR_REFUSED);
	http_response_release(&good.a);
	http_response_release(&slow.a);
	http_response_release(&dead.a);
	http_response_release(&guarded.a);
}

static void refuses_requests(void **state)
{
	struct ask ask = { .q = { .url = "http://127.0.0.1/",
				   .method = "DELETE" } };

	(void)state;
	http_response_init(&ask.a);
	assert_int_equal(
		http_pool_add(pool, &ask.a, &ask.q, done, &ask), ERR_INVALID);
	assert_int_equal(http_pool_count(pool), 0);
	assert_int_equal(ask.told, 0);
	http_response_release(&ask.a);
}

static void drops_what_is_under_way(void **state)
{
	struct ask slow = { .q.allow_private = true };
	struct http_pool *others = pool;

	(void)state;
	assert_int_equal(http_pool_new(&pool, 4), 0);
	begin(&slow, "http", plain.port, "/slow");
	assert_int_equal(http_pool_run(pool, 50), 0);
	assert_int_equal(http_pool_count(pool), 1);
	http_pool_free(pool);
	pool = others;
	assert_int_equal(slow.told, 0);
	http_response_release(&slow.a);
}

/* A name that is not asked for: its address is given. */
static void takes_given_addresses(void **state)
{
	static const char *const resolve[] = { "*:1:127.0.0.1", NULL };
	char entry[64];
	const char *list[] = { entry, NULL };
	struct ask ask = { .q = { .allow_private = true, .resolve = list } };
	struct ask none = { .q.resolve = resolve };

	(void)state;
	snprintf(entry, sizeof(entry), "exemple.invalid:%d:127.0.0.1",
		plain.port);
	snprintf(ask.url, sizeof(ask.url), "http://exemple.invalid:%d/x",
		plain.port);
	ask.q.url = ask.url;
	http_response_init(&ask.a);
	assert_int_equal(http_pool_add(pool, &ask.a, &ask.q, done, &ask), 0);
	finish();
	assert_int_equal(ask.rc, 0);
	assert_string_equal(ask.a.body.p, "/x");
	http_response_release(&ask.a);
	none.q.url = "http://exemple.invalid:1/";
	http_response_init(&none.a);
	assert_int_equal(http_pool_add(pool, &none.a, &none.q, done, &none), 0);
	finish();
	assert_int_equal(none.rc, ERR_REFUSED);
	http_response_release(&none.a);
}

static void speaks_http2_when_asked(void **state)
{
	const struct ask old = { .q.allow_private = true };
	const struct ask new = { .q = { .allow_private = true,
					 .http2 = true } };
	struct nginx w;
	struct ask a, b, c;

	(void)state;
	assert_true(
		nginx_start(&w, "http2", "location / { return 200 \"ok\"; }"));
	b = one(old, "https", w.port, "/page");
	a = one(new, "https", w.port, "/page");
	c = one(new, "https", w.port, "/again");
	nginx_stop(&w);
	assert_int_equal(a.rc, 0);
	assert_string_equal(a.a.http_version, "2");
	assert_string_equal(b.a.http_version, "1.1");
	assert_string_equal(c.a.http_version, "2");
	assert_false(c.a.reused);
	assert_int_equal(
		strncmp(a.a.headers.p, "HTTP/2 200 \r\nserver: nginx", 25), 0);
	assert_int_equal(strncmp(a.a.request.p, "GET /page HTTP/2\r\n", 18), 0);
	assert_int_equal(
		strncmp(b.a.request.p, "GET /page HTTP/1.1\r\n", 20), 0);
	assert_string_equal(a.a.body.p, "ok");
	same_facts(&a.a, &c.a);
	http_response_release(&a.a);
	http_response_release(&b.a);
	http_response_release(&c.a);
}

static int set_up(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert;

	(void)state;
	authority_open();
	cert = make_certificate(key, "127.0.0.1", -DAY, DAY);
	context = make_context(key, cert, ca);
	X509_free(cert);
	EVP_PKEY_free(key);
	server_start_kept(&plain, answer, NULL);
	server_start_kept(&secure, answer, context);
	return http_start() != 0 || http_pool_new(&pool, 64) != 0;
}

static int tear_down(void **state)
{
	(void)state;
	http_pool_free(pool);
	server_stop(&plain);
	server_stop(&secure);
	SSL_CTX_free(context);
	authority_close();
	http_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(keeps_connections),
		cmocka_unit_test(keeps_sessions),
		cmocka_unit_test(guard_holds_on_kept_connections),
		cmocka_unit_test(failures_are_their_own),
		cmocka_unit_test(refuses_requests),
		cmocka_unit_test(drops_what_is_under_way),
		cmocka_unit_test(takes_given_addresses),
		cmocka_unit_test(speaks_http2_when_asked),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
