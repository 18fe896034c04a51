/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything is read from the system's own files: /etc/os-release,
 * /sys/class/dmi, /proc/net/route, /etc/resolv.conf. The last update of the
 * system is the day its package database changed.
 */
#include "scrapers/scene.h"

#include <curl/curl.h>
#include <libxml/parser.h>
#include <libxml/xmlversion.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <zlib.h>

#include "base/err.h"
#include "base/file.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/self.h"
#include "base/utf8.h"

enum { SMALL_FILE = 64 << 10 };

struct scene {
	cJSON *facts; /* the members of a record */
};

static void set_digest(cJSON *object, const char *name, const struct digest *d)
{
	char text[DIGEST_NAME + 1];

	digest_name(text, d);
	json_set(object, name, text);
}

/* Nothing for what is not known. */
static void set_known(cJSON *object, const char *name, const char *text)
{
	if (text != NULL && *text != '\0' &&
		utf8_valid(text, strlen(text), NULL))
		json_set(object, name, text);
}

/* The file's text; empty when it is not there. */
static void read_small(struct str *out, const char *path)
{
	str_init(out, SMALL_FILE);
	if (file_read(out, path) != 0) {
		err_clear();
		str_clear(out);
	}
	if (out->p == NULL || memchr(out->p, '\0', out->len) != NULL)
		str_puts(out, "");
}

/* --- program --- */

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

/* --- machine --- */

/* The first line of a file. */
static void set_line(cJSON *o, const char *name, const char *path)
{
	struct str text;

	read_small(&text, path);
	if (text.p != NULL)
		text.p[strcspn(text.p, "\n")] = '\0';
	set_known(o, name, text.p);
	str_release(&text);
}

/* PRETTY_NAME="Debian GNU/Linux 12 (bookworm)" */
static void set_release(cJSON *o)
{
	static const char key[] = "PRETTY_NAME=";
	struct str text;
	char *line, *rest;

	read_small(&text, "/etc/os-release");
	rest = text.p;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		if (strncmp(line, key, strlen(key)) != 0)
			continue;
		line += strlen(key) + (line[strlen(key)] == '"');
		line[strcspn(line, "\"")] = '\0';
		set_known(o, "distribution", line);
	}
	str_release(&text);
}

static void set_last_update(cJSON *o)
{
	char day[INSTANT_TEXT];
	struct stat st;

	if (stat("/var/lib/dpkg/status", &st) != 0)
		return;
	instant_date(day, (int64_t)st.st_mtim.tv_sec * INSTANT_SECOND, 0);
	json_set(o, "packages_last_changed", day);
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
	set_release(o);
	set_last_update(o);
	set_line(o, "vendor", "/sys/class/dmi/id/sys_vendor");
	set_line(o, "model", "/sys/class/dmi/id/product_name");
	set_line(o, "clock_source",
		"/sys/devices/system/clocksource/clocksource0/"
		"current_clocksource");
	return o;
}

/* --- network --- */

/* A value behind a key at the beginning of a line: "nameserver 192.0.2.1". */
static cJSON *resolvers(void)
{
	static const char key[] = "nameserver";
	cJSON *list = json_array();
	struct str text;
	char *line, *rest;

	read_small(&text, "/etc/resolv.conf");
	rest = text.p;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		size_t n = strlen(key);

		if (strncmp(line, key, n) != 0 ||
			(line[n] != ' ' && line[n] != '\t'))
			continue;
		line += n + strspn(line + n, " \t");
		line[strcspn(line, " \t#;")] = '\0';
		if (utf8_valid(line, strlen(line), NULL))
			json_push_string(list, line);
	}
	str_release(&text);
	return list;
}

/* One line of /proc/net/route: interface, destination and gateway as
 * hexadecimal words in the machine's byte order. */
static bool read_route(cJSON *o, char *line)
{
	char *name = strsep(&line, "\t"), *to = strsep(&line, "\t");
	char *via = strsep(&line, "\t");
	char text[32];
	unsigned char b[4];
	uint32_t address;

	if (via == NULL || strcmp(to, "00000000") != 0)
		return false;
	address = (uint32_t)strtoul(via, NULL, 16);
	memcpy(b, &address, sizeof(b));
	snprintf(text, sizeof(text), "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
	set_known(o, "interface", name);
	json_set(o, "gateway", text);
	return true;
}

static void set_gateway(cJSON *o)
{
	struct str text;
	char *line, *rest;

	read_small(&text, "/proc/net/route");
	rest = text.p;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL)
		if (read_route(o, line))
			break;
	str_release(&text);
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

static cJSON *network(const struct fetch_options *fetch)
{
	cJSON *o = json_object();

	json_add(o, "resolvers", resolvers());
	set_gateway(o);
	json_add(o, "proxies_in_environment", environment_proxies());
	json_set(o, "proxy", fetch->proxy != NULL ? fetch->proxy : "");
	json_set_bool(o, "private_addresses_allowed", fetch->allow_private);
	return o;
}

/* The certificate authorities that were trusted. */
static cJSON *trust(const struct fetch_options *fetch)
{
	const char *file = fetch->ca_file;
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
	json_set(o, "file", file_basename(file != NULL ? file : ""));
	str_release(&pem);
	return o;
}

static cJSON *person(const struct scene_options *o)
{
	cJSON *who = json_object();

	set_known(who, "stated_name", o->person);
	set_known(who, "stated_purpose", o->purpose);
	return who;
}

struct scene *scene_new(const struct scene_options *o)
{
	struct scene *s = mem_new(1, sizeof(*s));

	s->facts = json_object();
	json_add(s->facts, "operator", person(o));
	json_add(s->facts, "tool", tool());
	json_add(s->facts, "libraries", libraries());
	json_add(s->facts, "machine", machine());
	json_add(s->facts, "network", network(o->fetch));
	json_add(s->facts, "trust", trust(o->fetch));
	return s;
}

void scene_free(struct scene *s)
{
	if (s == NULL)
		return;
	cJSON_Delete(s->facts);
	free(s);
}

void scene_add(cJSON *record, const struct scene *s)
{
	cJSON *fact;

	cJSON_ArrayForEach(fact, s->facts)
	{
		if (!cJSON_AddItemReferenceToObject(record, fact->string, fact))
			mem_none();
	}
}
