/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_start.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { PROCESSES = 200 };

#define MEMORY (UINT64_C(2) << 30)

/* By what they are for. */
static const char *const switches[] = {
	/* no window, talk by pipe */
	"--headless=new",
	"--remote-debugging-pipe",
	"--no-startup-window",
	"--window-size=1920,1080",
	/* no network: no name is known, the proxy is nowhere, nothing goes
	 * past it, not even WebRTC */
	"--host-resolver-rules=MAP * ~NOTFOUND",
	"--proxy-server=http://0.0.0.0:1",
	"--proxy-bypass-list=<-loopback>",
	"--webrtc-ip-handling-policy=disable_non_proxied_udp",
	"--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
	"--disable-quic",
	/* pages as they are asked for: http stays http */
	"--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
	"MediaRouter,DialMediaRouteProvider,OptimizationHints,Translate,"
	"AutofillServerCommunication,CertificateTransparencyComponentUpdater",
	/* nothing of its own accord */
	"--disable-background-networking",
	"--disable-breakpad",
	"--disable-client-side-phishing-detection",
	"--disable-component-extensions-with-background-pages",
	"--disable-component-update",
	"--disable-default-apps",
	"--disable-domain-reliability",
	"--disable-extensions",
	"--disable-sync",
	"--no-default-browser-check",
	"--no-first-run",
	"--no-pings",
	"--no-service-autorun",
	"--metrics-recording-only",
	"--safebrowsing-disable-auto-update",
	/* nothing of the machine */
	"--deny-permission-prompts",
	"--disable-gpu",
	"--mute-audio",
	"--password-store=basic",
	"--use-mock-keychain",
	/* pages are drawn and timed although nobody looks */
	"--disable-background-timer-throttling",
	"--disable-backgrounding-occluded-windows",
	"--disable-renderer-backgrounding",
	"--hide-scrollbars",
};

enum {
	SWITCHES = sizeof(switches) / sizeof(*switches),
	MORE = 6, /* program, profile, language, sandbox, address, NULL */
};

/* Whether the file in that folder can be run. */
static bool try(
	struct str *path, const char *folder, size_t len, const char *name)
{
	str_clear(path);
	str_add(path, folder, len);
	str_putc(path, '/');
	str_puts(path, name);
	return access(path->p, X_OK) == 0;
}

static bool find_in_path(struct str *out, const char *name)
{
	const char *p = getenv("PATH");
	struct str path = { 0 };
	bool found = false;

	if (strchr(name, '/') != NULL) {
		found = access(name, X_OK) == 0;
		if (found)
			str_puts(out, name);
		return found;
	}
	while (p != NULL && !found) {
		size_t len = strcspn(p, ":");

		found = len > 0 && try(&path, p, len, name);
		p = p[len] == ':' ? p + len + 1 : NULL;
	}
	if (found)
		str_puts(out, path.p);
	str_release(&path);
	return found;
}

int browser_start_find(struct str *out, const char *named)
{
	static const char *const names[] = { "chromium", "chromium-browser",
		"google-chrome", "google-chrome-stable" };

	if (named == NULL)
		named = getenv("CONSTAT_BROWSER");
	if (named != NULL) {
		if (find_in_path(out, named))
			return 0;
		return err_set(ERR_NOTFOUND,
			_("there is no browser '%s'; name Chromium's program, "
			  "or leave CONSTAT_BROWSER unset"),
			named);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (find_in_path(out, names[i]))
			return 0;
	return err_set(ERR_NOTFOUND,
		_("there is no Chromium, which pages that need scripts are "
		  "read with; install it (Debian: apt install chromium); "
		  "everything else works without it"));
}

/* The language alone of a list with weights: "fr-FR, fr;q=0.8" is fr-FR. */
static char *first_language(const char *list)
{
	return mem_dup(list, strcspn(list, ",; "));
}

static int start(struct spawn **out, const char *program, const char *folder,
	const struct browser_start *how, bool sandboxed)
{
	const char *argv[SWITCHES + MORE] = { program };
	struct str profile = { 0 }, language = { 0 };
	struct spawn_options o = { .argv = argv,
		.folder = folder,
		.offline = !how->online,
		.memory = how->memory > 0 ? how->memory : MEMORY,
		.processes = PROCESSES };
	size_t n = 1;
	int rc;

	for (size_t i = 0; i < SWITCHES; i++)
		argv[n++] = switches[i];
	str_printf(&profile, "--user-data-dir=%s/profile", folder);
	argv[n++] = profile.p;
	if (how->language != NULL) {
		char *first = first_language(how->language);

		str_printf(&language, "--lang=%s", first);
		free(first);
		argv[n++] = language.p;
	}
	if (!sandboxed)
		argv[n++] = "--no-sandbox";
	rc = spawn_open(out, &o);
	str_release(&profile);
	str_release(&language);
	return rc;
}

int browser_start(struct spawn **out, struct browser_start_facts *facts,
	const struct browser_start *how)
{
	struct str program = { 0 };
	char *folder = NULL;
	int rc = browser_start_find(&program, how->program);

	facts->sandboxed = geteuid() != 0;
	if (rc == 0)
		rc = spawn_folder(&folder);
	if (rc == 0)
		rc = start(out, program.p, folder, how, facts->sandboxed);
	str_release(&program);
	free(folder);
	return rc;
}
