/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The input is what a server on 127.0.0.1 answers, byte for byte, before it
 * closes the connection. What then counts as an answer has a whole header
 * block and is within its limits; all else is an error with a reason.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/err.h"
#include "base/http_pool.h"

enum {
	INPUT = 64 << 10, /* fits in a socket's buffer */
	BODY = 16 << 10,
	PATIENCE = 3000, /* turns of a millisecond */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int listen_somewhere(uint16_t *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, len) != 0 ||
		listen(fd, 8) != 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		__builtin_trap();
	*port = ntohs(a.sin_port);
	return fd;
}

static void check(const struct http_response *a, int rc)
{
	assert(a->headers.len + a->interim.len + a->trailers.len <=
		HTTP_HEADERS_MAX);
	assert(a->body.len <= BODY);
	assert((rc == 0) == (a->cause == HTTP_CAUSE_NONE));
	assert(rc == 0 || err_message()[0] != '\0');
	if (rc != 0)
		return;
	assert(a->status >= 200 && a->status <= 999);
	assert(a->headers.len > 0 && a->headers.p[a->headers.len - 1] == '\n');
	assert(strncmp(a->headers.p, "HTTP/", 5) == 0);
}

static void done(struct http_response *a, int rc, void *ctx)
{
	check(a, rc);
	*(bool *)ctx = true;
}

/* A blocking write would wait for a reader that is ourselves. */
static void serve(int peer, const uint8_t *data, size_t size)
{
	char request[4096];
	ssize_t n;

	for (int i = 0; i < 100; i++) {
		n = read(peer, request, sizeof(request));
		if (n > 0)
			break;
		usleep(100);
	}
	n = send(peer, data, size, MSG_NOSIGNAL);
	(void)n;
	shutdown(peer, SHUT_WR);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint16_t port;
	static int listener = -1;
	struct http_pool *pool = NULL;
	struct http_request q = {
		.allow_private = true, .max_body = BODY, .timeout_s = 2
	};
	struct http_response a;
	char url[64];
	int peer = -1;
	bool ended = false;

	if (listener < 0)
		listener = listen_somewhere(&port);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", port);
	q.url = url;
	http_response_init(&a);
	if (http_pool_new(&pool, 1) != 0 ||
		http_pool_add(pool, &a, &q, done, &ended) != 0)
		__builtin_trap();
	for (int i = 0; i < PATIENCE && !ended; i++) {
		if (http_pool_run(pool, peer < 0 ? 1 : 20) != 0)
			__builtin_trap();
		if (peer >= 0)
			continue;
		peer = accept4(
			listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (peer >= 0) {
			http_pool_run(pool, 0);
			serve(peer, data, size < INPUT ? size : INPUT);
		}
	}
	assert(ended);
	if (peer >= 0)
		close(peer);
	http_pool_free(pool);
	http_response_release(&a);
	return 0;
}
