/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/record_hop.h"

#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/utf8.h"

void record_hop_digest(cJSON *object, const char *name, const struct digest *d)
{
	char text[DIGEST_NAME + 1];

	digest_name(text, d);
	json_set(object, name, text);
}

void record_hop_time(cJSON *object, const char *name, int64_t ns)
{
	char text[INSTANT_TEXT];

	instant_format(text, ns, 0, INSTANT_NS);
	json_set(object, name, text);
}

static void set_text(cJSON *object, const char *name, const char *text)
{
	json_set(object, name, text != NULL ? text : "");
}

static void set_block(cJSON *object, const char *name, const struct str *block)
{
	struct str base64 = { 0 };
	cJSON *coded;

	if (block->len == 0)
		return;
	if (memchr(block->p, '\0', block->len) == NULL &&
		utf8_valid(block->p, block->len, NULL)) {
		json_set(object, name, block->p);
		return;
	}
	codec_base64(&base64, block->p, block->len);
	coded = json_object();
	json_set(coded, "base64", base64.p);
	json_add(object, name, coded);
	str_release(&base64);
}

static cJSON *tls(const struct fetch_hop *hop)
{
	const struct http_response *a = &hop->answer;
	cJSON *o = json_object();

	set_text(o, "version", a->tls_version);
	set_text(o, "cipher", a->tls_cipher);
	set_text(o, "verify", a->tls_verify);
	if (a->tls_chain != NULL && a->tls_chain[0] != '\0')
		record_hop_digest(o, "chain", &hop->chain);
	return o;
}

/* Also where the handshake failed: then only the chain may be known. */
static bool has_tls(const struct http_response *a)
{
	return (a->tls_version != NULL && a->tls_version[0] != '\0') ||
	       (a->tls_chain != NULL && a->tls_chain[0] != '\0');
}

static cJSON *connection(const struct http_response *a)
{
	cJSON *o = json_object();

	set_text(o, "peer", a->peer);
	json_set_int(o, "peer_port", a->peer_port);
	set_text(o, "local", a->local);
	set_text(o, "resolved", a->resolved);
	set_text(o, "proxy", a->proxy);
	json_set_bool(o, "reused", a->reused);
	return o;
}

static cJSON *body(const struct fetch_hop *hop)
{
	cJSON *o = json_object();

	record_hop_digest(o, "sha256", &hop->body);
	json_set_int(o, "bytes", (int64_t)hop->answer.body.len);
	return o;
}

static cJSON *describe(const struct fetch_hop *hop)
{
	const struct http_response *a = &hop->answer;
	cJSON *o = json_object();
	char duration[24];

	json_set(o, "url", hop->url);
	record_hop_time(o, "start", a->start_ns);
	record_hop_time(o, "end", a->end_ns);
	snprintf(
		duration, sizeof(duration), "%lld", (long long)a->monotonic_ns);
	json_set(o, "monotonic_ns", duration);
	json_add(o, "connection", connection(a));
	if (has_tls(a))
		json_add(o, "tls", tls(hop));
	set_text(o, "http_version", a->http_version);
	json_set_int(o, "status", a->status);
	set_block(o, "request", &a->request);
	set_block(o, "interim", &a->interim);
	set_block(o, "headers", &a->headers);
	set_block(o, "trailers", &a->trailers);
	json_add(o, "body", body(hop));
	return o;
}

cJSON *record_hop_list(const struct fetch *f)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < f->n; i++)
		json_push(list, describe(&f->v[i]));
	return list;
}
