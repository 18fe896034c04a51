/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_ARCHIVE_TSA_H
#define TESTS_ARCHIVE_TSA_H

/*
 * A time-stamping authority of the tests' own: a root, a signer, replies made
 * in memory, and an HTTP server on 127.0.0.1 that gives them.
 *
 *	struct tsa t;
 *
 *	tsa_open(&t);
 *	tsa_reply(&t, &reply, &request);
 *	tsa_serve(&t);		then http://127.0.0.1:<t.port>/
 *	tsa_close(&t);
 */

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"

/* How the server answers, for refusals. */
enum tsa_mood {
	TSA_GOOD,
	TSA_REJECTS,  /* granted nothing */
	TSA_REDIRECT, /* sends elsewhere */
	TSA_HTML,     /* another content type */
	TSA_ENDLESS,  /* more bytes than any reply has */
	TSA_GARBAGE,  /* the right type, the wrong bytes */
	TSA_STALE,    /* the reply to an earlier request */
};

struct tsa {
	EVP_PKEY *ca_key, *key;
	X509 *ca, *cert;
	char ca_pem[4096];
	bool pss; /* sign with RSA-PSS */
	int listener, port;
	pthread_t thread;
	enum tsa_mood mood;
	struct str first; /* reply to the first request */
};

static void tsa_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;

	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	X509_add_ext(cert, e, -1);
	X509_EXTENSION_free(e);
}

static X509 *tsa_certificate(EVP_PKEY *key, const char *name, X509 *issuer,
	EVP_PKEY *issuer_key, const char *usage)
{
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), issuer != NULL ? 2 : 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -86400);
	X509_gmtime_adj(X509_getm_notAfter(cert), 86400L * 30);
	X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
		(const unsigned char *)"Exemple", -1, -1, 0);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
		(const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
		cert, issuer != NULL ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(cert, key);
	if (issuer == NULL)
		tsa_extension(
			cert, cert, NID_basic_constraints, "critical,CA:TRUE");
	if (usage != NULL)
		tsa_extension(cert, issuer != NULL ? issuer : cert,
			NID_ext_key_usage, usage);
	X509_sign(cert, issuer_key, EVP_sha256());
	return cert;
}

static void tsa_open_as(struct tsa *t, EVP_PKEY *signer, const char *usage)
{
	BIO *pem = BIO_new(BIO_s_mem());
	int n;

	*t = (struct tsa){ .listener = -1 };
	t->ca_key = EVP_EC_gen("P-256");
	t->key = signer;
	t->ca = tsa_certificate(
		t->ca_key, "Racine de test", NULL, t->ca_key, NULL);
	t->cert = tsa_certificate(
		t->key, "Horodatage de test", t->ca, t->ca_key, usage);
	PEM_write_bio_X509(pem, t->ca);
	n = BIO_read(pem, t->ca_pem, sizeof(t->ca_pem) - 1);
	t->ca_pem[n > 0 ? n : 0] = '\0';
	BIO_free(pem);
}

__attribute__((unused)) static void tsa_open(struct tsa *t)
{
	tsa_open_as(t, EVP_EC_gen("P-256"), "critical,timeStamping");
}

static ASN1_INTEGER *tsa_serial(TS_RESP_CTX *ctx, void *data)
{
	ASN1_INTEGER *serial = ASN1_INTEGER_new();

	(void)ctx;
	(void)data;
	ASN1_INTEGER_set(serial, 7);
	return serial;
}

/* Appends the reply to a request, both DER. */
__attribute__((unused)) static void tsa_reply(
	struct tsa *t, struct str *out, const void *request, size_t len)
{
	TS_RESP_CTX *ctx = TS_RESP_CTX_new();
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
	BIO *in = BIO_new_mem_buf(request, (int)len);
	TS_RESP *reply;
	unsigned char *der = NULL;
	int n;

	TS_RESP_CTX_set_signer_cert(ctx, t->cert);
	TS_RESP_CTX_set_signer_key(ctx, t->key);
	TS_RESP_CTX_set_signer_digest(ctx, EVP_sha256());
	TS_RESP_CTX_set_ess_cert_id_digest(ctx, EVP_sha256());
	TS_RESP_CTX_set_def_policy(ctx, policy);
	TS_RESP_CTX_set_accuracy(ctx, 1, 500, 0);
	TS_RESP_CTX_set_serial_cb(ctx, tsa_serial, NULL);
	if (t->mood != TSA_REJECTS)
		TS_RESP_CTX_add_md(ctx, EVP_sha256());
	reply = TS_RESP_create_response(ctx, in);
	n = i2d_TS_RESP(reply, &der);
	str_add(out, der, (size_t)n);
	OPENSSL_free(der);
	TS_RESP_free(reply);
	BIO_free(in);
	ASN1_OBJECT_free(policy);
	TS_RESP_CTX_free(ctx);
}

/* Reads one request whole; its body into out. */
static void tsa_read(int fd, struct str *out)
{
	char buffer[4096];
	const char *body, *length;
	size_t want = 0;
	ssize_t n;
	struct str all = { 0 };

	while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
		str_add(&all, buffer, (size_t)n);
		body = strstr(all.p, "\r\n\r\n");
		length = strcasestr(all.p, "content-length:");
		if (body == NULL || length == NULL)
			continue;
		want = strtoul(length + 15, NULL, 10);
		if ((size_t)(all.p + all.len - body - 4) < want)
			continue;
		str_add(out, body + 4, want);
		break;
	}
	str_release(&all);
}

static void tsa_answer(struct tsa *t, int fd)
{
	struct str body = { 0 }, reply = { 0 }, head = { 0 };
	const char *type = t->mood == TSA_HTML ? "text/html"
					       : "application/timestamp-reply";

	tsa_read(fd, &body);
	if (t->mood == TSA_GARBAGE || t->mood == TSA_HTML)
		str_puts(&reply, "<p>Bonjour</p>");
	else if (t->mood == TSA_STALE)
		str_add(&reply, t->first.p, t->first.len);
	else
		tsa_reply(t, &reply, body.p, body.len);
	if (t->first.len == 0)
		str_add(&t->first, reply.p, reply.len);
	while (t->mood == TSA_ENDLESS && reply.len < (1 << 20))
		str_add(&reply, head.p != NULL ? head.p : "x", 1);
	if (t->mood == TSA_REDIRECT)
		str_puts(&head, "HTTP/1.1 302 Found\r\n"
				"Location: http://192.0.2.1/\r\n");
	else
		str_puts(&head, "HTTP/1.1 200 OK\r\n");
	str_printf(&head,
		"Content-Type: %s\r\nContent-Length: %zu\r\n"
		"Connection: close\r\n\r\n",
		type, reply.len);
	str_add(&head, reply.p, reply.len);
	for (size_t at = 0; at < head.len;) {
		ssize_t n = send(fd, head.p + at, head.len - at, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		at += (size_t)n;
	}
	str_release(&body);
	str_release(&reply);
	str_release(&head);
}

static void *tsa_loop(void *ctx)
{
	struct tsa *t = ctx;
	int fd;

	while ((fd = accept(t->listener, NULL, NULL)) >= 0) {
		tsa_answer(t, fd);
		close(fd);
	}
	return NULL;
}

/* Starts the server; t->port is where. */
__attribute__((unused)) static void tsa_serve(struct tsa *t)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	t->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bind(t->listener, (struct sockaddr *)&at, sizeof(at));
	listen(t->listener, 4);
	getsockname(t->listener, (struct sockaddr *)&at, &len);
	t->port = ntohs(at.sin_port);
	pthread_create(&t->thread, NULL, tsa_loop, t);
}

__attribute__((unused)) static void tsa_close(struct tsa *t)
{
	if (t->listener >= 0) {
		shutdown(t->listener, SHUT_RDWR);
		pthread_join(t->thread, NULL);
		close(t->listener);
	}
	X509_free(t->ca);
	X509_free(t->cert);
	EVP_PKEY_free(t->ca_key);
	EVP_PKEY_free(t->key);
	str_release(&t->first);
}

#endif
