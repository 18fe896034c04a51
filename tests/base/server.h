/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BASE_SERVER_H
#define TESTS_BASE_SERVER_H

/*
 * A small web server on 127.0.0.1 for tests: a process of its own that reads
 * a request and hands it to a function, which answers with server_send().
 *
 *	server_start(&s, answer, NULL);
 *	... "http://127.0.0.1:%d/" with s.port ...
 *	server_stop(&s);
 */

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct server_peer {
	int fd;
	SSL *ssl; /* NULL: plain */
};

/* Answers one request; head is the header block with what came behind it. */
typedef void (*server_fn)(struct server_peer *peer, const char *head);

struct server {
	int port;
	pid_t pid;
	int *accepted; /* connections so far, shared with the process */
};

/* False when the client is gone. */
static bool server_send(struct server_peer *peer, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = peer->ssl != NULL
				    ? SSL_write(peer->ssl, data, (int)len)
				    : write(peer->fd, data, len);

		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static inline bool server_puts(struct server_peer *peer, const char *text)
{
	return server_send(peer, text, strlen(text));
}

/* Reads a request's head and answers it; false when none came. */
static bool server_request(struct server_peer *peer, server_fn answer)
{
	static char head[65536];
	size_t len = 0;

	head[0] = '\0';
	while (strstr(head, "\r\n\r\n") == NULL && len < sizeof(head) - 1) {
		size_t room = sizeof(head) - 1 - len;
		ssize_t n = peer->ssl != NULL
				    ? SSL_read(peer->ssl, head + len, (int)room)
				    : read(peer->fd, head + len, room);

		if (n <= 0)
			return false;
		len += (size_t)n;
		head[len] = '\0';
	}
	answer(peer, head);
	return true;
}

static void server_one(int fd, server_fn answer, SSL_CTX *tls, bool kept)
{
	struct server_peer peer = { .fd = fd };

	if (tls != NULL) {
		peer.ssl = SSL_new(tls);
		SSL_set_fd(peer.ssl, fd);
		if (SSL_accept(peer.ssl) != 1)
			goto done;
	}
	while (server_request(&peer, answer) && kept)
		continue;
done:
	if (peer.ssl != NULL)
		SSL_shutdown(peer.ssl);
	SSL_free(peer.ssl);
	close(fd);
}

/* A process of its own for the connection, which may bring more requests. */
static void server_fork(int fd, server_fn answer, SSL_CTX *tls)
{
	signal(SIGCHLD, SIG_IGN);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		server_one(fd, answer, tls, true);
		_exit(0);
	}
	close(fd);
}

static void server_begin(
	struct server *s, server_fn answer, SSL_CTX *tls, bool kept)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	s->accepted = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fd < 0 || s->accepted == MAP_FAILED ||
		bind(fd, (struct sockaddr *)&a, len) != 0 ||
		listen(fd, 256) != 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
		perror("test server");
		exit(1);
	}
	s->port = ntohs(a.sin_port);
	s->pid = fork();
	if (s->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		signal(SIGPIPE, SIG_IGN);
		for (;;) {
			int peer = accept(fd, NULL, NULL);

			++*s->accepted;
			if (kept)
				server_fork(peer, answer, tls);
			else
				server_one(peer, answer, tls, false);
		}
	}
	close(fd);
}

static inline void server_start(
	struct server *s, server_fn answer, SSL_CTX *tls)
{
	server_begin(s, answer, tls, false);
}

/* Keeps connections, and serves many at a time; answers tell their length. */
static inline void server_start_kept(
	struct server *s, server_fn answer, SSL_CTX *tls)
{
	server_begin(s, answer, tls, true);
}

static void server_stop(struct server *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	munmap(s->accepted, sizeof(int));
}

#endif
