/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BASE_NGINX_H
#define TESTS_BASE_NGINX_H

/*
 * nginx on 127.0.0.1 with TLS under a certificate of authority.h, for what
 * the small server of server.h does not speak (HTTP/2).
 *
 *	nginx_start(&w, "http2", "location / { return 200 ok; }");
 *	... "https://127.0.0.1:%d/" with w.port ...
 *	nginx_stop(&w);
 */

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "authority.h"

struct nginx {
	int port;
	pid_t pid;
	char folder[32];
};

static inline void nginx_put(
	const struct nginx *w, const char *name, EVP_PKEY *key, X509 *cert)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", w->folder, name);
	file = fopen(path, "w");
	if (key != NULL)
		PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	if (cert != NULL)
		PEM_write_X509(file, cert);
	fclose(file);
}

static inline int nginx_free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&a, len) != 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		a.sin_port = 0;
	close(fd);
	return ntohs(a.sin_port);
}

static inline void nginx_configure(
	const struct nginx *w, const char *listen, const char *locations)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/conf", w->folder);
	file = fopen(path, "w");
	fprintf(file,
		"daemon off; master_process off; pid %s/pid;\n"
		"error_log %s/error.log;\n"
		"events { worker_connections 256; }\n"
		"http { access_log off; client_body_temp_path %s/t;\n"
		"proxy_temp_path %s/t; fastcgi_temp_path %s/t;\n"
		"uwsgi_temp_path %s/t; scgi_temp_path %s/t;\n"
		"server { listen 127.0.0.1:%d ssl %s;\n"
		"ssl_certificate %s/cert; ssl_certificate_key %s/key;\n"
		"%s } }\n",
		w->folder, w->folder, w->folder, w->folder, w->folder,
		w->folder, w->folder, w->port, listen, w->folder, w->folder,
		locations);
	fclose(file);
}

static inline void nginx_run(const struct nginx *w)
{
	char conf[64];
	int null = open("/dev/null", O_WRONLY);

	snprintf(conf, sizeof(conf), "%s/conf", w->folder);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	dup2(null, STDERR_FILENO);
	execlp("nginx", "nginx", "-c", conf, "-p", w->folder, "-e", "error.log",
		(char *)NULL);
	_exit(127);
}

/* False when it does not come up. */
static inline bool nginx_start(
	struct nginx *w, const char *listen, const char *locations)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = make_certificate(key, "127.0.0.1", -DAY, DAY);
	struct stat pid;
	char path[64];

	snprintf(w->folder, sizeof(w->folder), "/tmp/constat-nginx-XXXXXX");
	if (mkdtemp(w->folder) == NULL)
		return false;
	w->port = nginx_free_port();
	nginx_put(w, "key", key, NULL);
	nginx_put(w, "cert", NULL, cert);
	X509_free(cert);
	EVP_PKEY_free(key);
	nginx_configure(w, listen, locations);
	w->pid = fork();
	if (w->pid == 0)
		nginx_run(w);
	snprintf(path, sizeof(path), "%s/pid", w->folder);
	for (int i = 0; i < 100; i++) {
		if (stat(path, &pid) == 0 && pid.st_size > 0)
			return true;
		usleep(50000);
	}
	return false;
}

static inline void nginx_stop(struct nginx *w)
{
	static const char *const names[] = { "conf", "cert", "key", "pid",
		"error.log" };
	char path[64];

	kill(w->pid, SIGTERM);
	waitpid(w->pid, NULL, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", w->folder, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/t", w->folder);
	rmdir(path);
	rmdir(w->folder);
}

#endif
