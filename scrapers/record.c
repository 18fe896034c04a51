/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/record.h"

#include <curl/curl.h>
#include <libxml/xmlversion.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/self.h"
#include "base/utf8.h"

static void set_digest(cJSON *object, const char *name, const struct digest *d)
{
	char text[DIGEST_NAME + 1];

	digest_name(text, d);
	json_set(object, name, text);
}

static void set_time(cJSON *object, const char *name, int64_t ns)
{
	char text[INSTANT_TEXT];

	instant_format(text, ns, 0, INSTANT_NS);
	json_set(object, name, text);
}

static void set_text(cJSON *object, const char *name, const char *text)
{
	json_set(object, name, text != NULL ? text : "");
}

/* --- program, machine, clock, network --- */

static cJSON *tool(void)
{
	cJSON *o = json_object();

	json_set(o, "name", "constat");
	json_set(o, "version", self_version());
	set_digest(o, "sha256", self_digest());
	return o;
}

static cJSON *libraries(void)
{
	cJSON *o = json_object();

	json_set(o, "curl", curl_version_info(CURLVERSION_NOW)->version);
	json_set(o, "openssl", OpenSSL_version(OPENSSL_VERSION_STRING));
	json_set(o, "libxml2", xmlParserVersion);
	json_set(o, "zlib", zlibVersion());
	return o;
}

static cJSON *machine(void)
{
	cJSON *o = json_object();
	struct utsname u;

	if (uname(&u) == 0) {
		json_set(o, "system", u.sysname);
		json_set(o, "release", u.release);
		json_set(o, "version", u.version);
		json_set(o, "architecture", u.machine);
	}
	return o;
}

/* The zone's name as the system has it: /etc/localtime is a link into the
 * zone files. */
static void set_zone(cJSON *clock)
{
	char target[256];
	ssize_t n = readlink("/etc/localtime", target, sizeof(target) - 1);
	const char *name;

	if (n <= 0)
		return;
	target[n] = '\0';
	name = strstr(target, "zoneinfo/");
	if (name != NULL)
		json_set(clock, "zone", name + strlen("zoneinfo/"));
}

/* What the kernel knows about its clock (ntp_adjtime, read only). */
static cJSON *clock_facts(void)
{
	cJSON *o = json_object();
	struct timex t = { 0 };
	int state = ntp_adjtime(&t);

	json_set_bool(o, "synchronised",
		state >= 0 && state != TIME_ERROR &&
			(t.status & STA_UNSYNC) == 0);
	json_set_int(o, "state", state);
	json_set_int(o, "max_error_us", t.maxerror);
	json_set_int(o, "estimated_error_us", t.esterror);
	set_zone(o);
	return o;
}

static cJSON *resolvers(void)
{
	cJSON *list = json_array();
	struct str text;
	char *line, *rest;

	str_init(&text, 1 << 16);
	if (file_read(&text, "/etc/resolv.conf") != 0)
		err_clear();
	rest = text.p;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		static const char key[] = "nameserver";
		size_t n = strlen(key);

		if (strncmp(line, key, n) != 0 ||
			strchr(" \t", line[n]) == NULL)
			continue;
		line += n + strspn(line + n, " \t");
		line[strcspn(line, " \t#;")] = '\0';
		if (utf8_valid(line, strlen(line), NULL))
			json_push_string(list, line);
	}
	str_release(&text);
	return list;
}

/* Names only: their values may hold passwords. None of them is used. */
static cJSON *environment_proxies(void)
{
	static const char *const names[] = { "http_proxy", "HTTP_PROXY",
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
		"no_proxy", "NO_PROXY" };
	cJSON *list = json_array();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (getenv(names[i]) != NULL)
			json_push_string(list, names[i]);
	return list;
}

static cJSON *network(const struct fetch_options *options)
{
	cJSON *o = json_object();

	json_add(o, "resolvers", resolvers());
	json_add(o, "proxies_in_environment", environment_proxies());
	set_text(o, "proxy", options->proxy);
	json_set_bool(o, "private_addresses_allowed", options->allow_private);
	return o;
}

/* The certificate authorities that were trusted. */
static cJSON *trust(const struct fetch_options *options)
{
	const char *file = options->ca_file;
	struct str pem = { 0 };
	cJSON *o = json_object();
	struct digest d;

	if (file == NULL)
		file = curl_version_info(CURLVERSION_NOW)->cainfo;
	if (file != NULL && file_read(&pem, file) == 0) {
		digest_of(&d, pem.p, pem.len);
		set_digest(o, "sha256", &d);
	}
	err_clear();
	set_text(o, "file", file_basename(file != NULL ? file : ""));
	str_release(&pem);
	return o;
}

static cJSON *request(const struct fetch_options *options)
{
	cJSON *o = json_object();

	json_set(o, "cookies", "none");
	json_set(o, "cache", "none");
	json_set(o, "conditional", "none");
	json_set(o, "scripts", "not executed");
	json_set(o, "user_agent", self_user_agent());
	set_text(o, "language", options->language);
	return o;
}

/* --- the hops --- */

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

	json_set(o, "version", a->tls_version);
	set_text(o, "cipher", a->tls_cipher);
	set_text(o, "verify", a->tls_verify);
	if (a->tls_chain != NULL && a->tls_chain[0] != '\0')
		set_digest(o, "chain", &hop->chain);
	return o;
}

static cJSON *connection(const struct http_response *a)
{
	cJSON *o = json_object();

	set_text(o, "peer", a->peer);
	json_set_int(o, "peer_port", a->peer_port);
	set_text(o, "local", a->local);
	set_text(o, "resolved", a->resolved);
	set_text(o, "proxy", a->proxy);
	return o;
}

static cJSON *describe_hop(const struct fetch_hop *hop)
{
	const struct http_response *a = &hop->answer;
	cJSON *o = json_object(), *body = json_object();
	char duration[24];

	json_set(o, "url", hop->url);
	set_time(o, "start", a->start_ns);
	set_time(o, "end", a->end_ns);
	snprintf(
		duration, sizeof(duration), "%lld", (long long)a->monotonic_ns);
	json_set(o, "monotonic_ns", duration);
	json_add(o, "connection", connection(a));
	if (a->tls_version != NULL && a->tls_version[0] != '\0')
		json_add(o, "tls", tls(hop));
	set_text(o, "http_version", a->http_version);
	json_set_int(o, "status", a->status);
	set_block(o, "request", &a->request);
	set_block(o, "interim", &a->interim);
	set_block(o, "headers", &a->headers);
	set_block(o, "trailers", &a->trailers);
	set_digest(body, "sha256", &hop->body);
	json_set_int(body, "bytes", (int64_t)a->body.len);
	json_add(o, "body", body);
	return o;
}

static cJSON *hops(const struct fetch *f)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < f->n; i++)
		json_push(list, describe_hop(&f->v[i]));
	return list;
}

/* --- the two records --- */

static cJSON *new_record(const char *schema, const char *service,
	const char *terms, const struct digest *declaration)
{
	cJSON *o = json_object();

	json_set(o, "schema", schema);
	json_set(o, "service", service);
	json_set(o, "terms", terms);
	set_digest(o, "declaration", declaration);
	json_add(o, "tool", tool());
	json_add(o, "libraries", libraries());
	json_add(o, "machine", machine());
	json_add(o, "clock", clock_facts());
	return o;
}

static int finish(struct str *out, cJSON *record)
{
	int rc = json_canonical(out, record);

	cJSON_Delete(record);
	return rc;
}

int record_write(struct str *out, const struct record *r)
{
	cJSON *o = new_record(
		"constat.capture/1", r->service, r->terms, &r->declaration);

	json_set_int(o, "part", (int64_t)r->part);
	if (r->fetch->n > 0) {
		set_time(o, "start", r->fetch->v[0].answer.start_ns);
		set_time(o, "end", r->fetch->v[r->fetch->n - 1].answer.end_ns);
	}
	json_add(o, "network", network(r->options));
	json_add(o, "trust", trust(r->options));
	json_add(o, "request", request(r->options));
	json_set_bool(o, "downgraded", r->fetch->downgraded);
	json_add(o, "hops", hops(r->fetch));
	if (r->failure != NULL)
		json_set(o, "failure", r->failure);
	return finish(out, o);
}

int record_write_saved(struct str *out, const struct record_saved *r)
{
	cJSON *o = new_record("constat.import-history/1", r->service, r->terms,
		&r->declaration);
	cJSON *body = json_object();
	const cJSON *member;

	set_time(o, "imported", instant_now());
	json_set(o, "file", r->file);
	json_set(o, "url", r->url);
	json_set(o, "seen", r->seen);
	set_text(o, "zone", r->zone);
	json_set(o, "basis", r->basis);
	json_set(o, "source", r->source);
	set_digest(body, "sha256", &r->body);
	json_set_int(body, "bytes", (int64_t)r->size);
	json_add(o, "body", body);
	cJSON_ArrayForEach(member, r->more)
	{
		json_add(o, member->string, cJSON_Duplicate(member, true));
	}
	return finish(out, o);
}
