/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weights: 100 decides alone whatever the length; 60 and more alone, on a
 * short text; 30 to 50 two of them; less than 30 supports. The words a rule
 * is bound to are those of the longest wall of its sort that is known, with
 * room; walls have no prose of their own.
 */
#include "scrapers/wall_rules.h"

#include <string.h>

/* The part of an address behind scheme and host, up to '?' or '#'. */
static const char *path_of(const char *url, size_t *len)
{
	const char *p = strstr(url, "://");

	p = p != NULL ? p + 3 : url;
	p += strcspn(p, "/?#");
	*len = strcspn(p, "?#");
	return p;
}

/* "", "/", "/fr", "/fr/", "/fr-fr/", "/index.html" */
static bool is_home(const char *url)
{
	size_t len;
	const char *p = path_of(url, &len);

	if (len > 0 && p[len - 1] == '/')
		len--;
	return len == 0 || len == 3 || (len == 6 && p[3] == '-') ||
	       (len == 11 && memcmp(p, "/index.html", len) == 0) ||
	       (len == 10 && memcmp(p, "/index.php", len) == 0);
}

static bool went_home(const struct wall_facts *f)
{
	return f->in->url != NULL && f->in->final_url != NULL &&
	       !is_home(f->in->url) && is_home(f->in->final_url);
}

static bool is_gone(const struct wall_facts *f)
{
	return f->in->status == 404 || f->in->status == 410;
}

static bool asks_login(const struct wall_facts *f)
{
	return f->in->status == 401 || f->in->status == 407;
}

static bool is_refused(const struct wall_facts *f)
{
	return f->in->status == 403 || f->in->status == 429;
}

static bool is_failed(const struct wall_facts *f)
{
	return f->in->status >= 400;
}

static bool is_blank(const struct wall_facts *f)
{
	return f->in->page != NULL && f->text->words == 0;
}

static bool is_short(const struct wall_facts *f)
{
	return f->text->words < 30;
}

/* The selectors found nothing, and there is nothing but scripts. */
static bool is_shell(const struct wall_facts *f)
{
	return f->in->text == NULL && f->in->page != NULL &&
	       f->page->scripts > 0;
}

static bool has_previous(const struct wall_facts *f)
{
	return f->in->text != NULL && f->before >= 100;
}

static bool fell_to_fifth(const struct wall_facts *f)
{
	return has_previous(f) && f->text->words * 5 < f->before;
}

static bool fell_to_fiftieth(const struct wall_facts *f)
{
	return has_previous(f) && f->text->words * 50 < f->before;
}

/* Nine in ten of the old sentences are gone. */
static bool kept_nothing(const struct wall_facts *f)
{
	return has_previous(f) && f->overlap.kept * 10 < f->overlap.before;
}

/* Half of its sentences, and most of its length, were there before: if that
 * was the document, this is. */
static bool is_as_before(const struct wall_facts *f)
{
	return f->in->text != NULL && f->overlap.now > 0 &&
	       f->overlap.known * 2 >= f->overlap.now &&
	       f->text->words * 2 >= f->before;
}

#define BOT WALL_BOT
#define CONSENT WALL_CONSENT
#define LOGIN WALL_LOGIN
#define GONE WALL_NOT_FOUND
#define SCRIPTS WALL_SCRIPTS
#define ERROR WALL_ERROR
#define SHRUNK WALL_COLLAPSE
#define DOCUMENT WALL_NONE
#define ANY WALL_WORDS_MAX

#define HEADER(id, kind, weight, words, pattern)                               \
	{                                                                      \
		id, kind, WALL_IN_HEADERS, weight, words, pattern, NULL        \
	}
#define ADDRESS(id, kind, weight, words, pattern)                              \
	{                                                                      \
		id, kind, WALL_IN_ADDRESS, weight, words, pattern, NULL        \
	}
#define TITLE(id, kind, weight, words, pattern)                                \
	{                                                                      \
		id, kind, WALL_IN_TITLE, weight, words, pattern, NULL          \
	}
#define TEXT(id, kind, weight, words, pattern)                                 \
	{                                                                      \
		id, kind, WALL_IN_TEXT, weight, words, pattern, NULL           \
	}
#define MARKUP(id, kind, weight, words, pattern)                               \
	{                                                                      \
		id, kind, WALL_IN_MARKUP, weight, words, pattern, NULL         \
	}
#define TEST(id, kind, weight, words, fn)                                      \
	{                                                                      \
		id, kind, WALL_BY_TEST, weight, words, NULL, fn                \
	}

/* clang-format off */
const struct wall_rule wall_rules[] = {

/* Cloudflare documents cf-mitigated for telling challenges from pages. The
 * script below /cdn-cgi/challenge-platform/ alone says nothing: its "jsd"
 * part is on many pages that were let through. */
HEADER("cf-mitigated", BOT, 100, 0, "cf-mitigated: challenge"),
TITLE("cf-title", BOT, 90, 200, "just a moment"),
TITLE("cf-title-fr", BOT, 90, 200, "un instant"),
TITLE("cf-title-de", BOT, 90, 200, "nur einen moment"),
TITLE("cf-attention", BOT, 70, 200, "attention required"),
MARKUP("cf-challenge", BOT, 60, 200, "_cf_chl_opt"),
MARKUP("cf-orchestrate", BOT, 60, 200, "/orchestrate/chl_page"),
MARKUP("cf-turnstile", BOT, 25, 60, "challenges.cloudflare.com/turnstile"),
TEXT("cf-blocked", BOT, 80, 250, "sorry, you have been blocked"),
TEXT("cf-ray", BOT, 30, 250, "cloudflare ray id"),
TEXT("cf-ray-only", BOT, 20, 120, "ray id"),
TEXT("cf-by", BOT, 20, 120, "performance & security by cloudflare"),

/* AWS WAF names the action in a header; its page loads a token script. */
HEADER("aws-waf-action", BOT, 100, 0, "x-amzn-waf-action:"),
MARKUP("aws-waf-token", BOT, 60, 60, "awswafintegration"),
MARKUP("aws-waf-script", BOT, 50, 60, ".token.awswaf.com"),

/* DataDome: a frame or script from its captcha host; the header is on
 * pages that were let through, too. */
MARKUP("datadome-captcha", BOT, 80, 100, "captcha-delivery.com"),
HEADER("datadome", BOT, 20, 100, "x-datadome:"),
ADDRESS("datadome-address", BOT, 90, 200, "captcha-delivery.com"),

/* Imperva (Incapsula): an empty page around a frame, or its incident. */
MARKUP("incapsula-resource", BOT, 60, 60, "_incapsula_resource"),
TEXT("incapsula-incident", BOT, 80, 150, "incapsula incident id"),
HEADER("incapsula", BOT, 15, 60, "x-iinfo:"),

/* HUMAN (PerimeterX). */
MARKUP("human-captcha", BOT, 70, 150, "px-captcha"),
MARKUP("human-host", BOT, 50, 100, "captcha.px-cdn.net"),
MARKUP("human-app", BOT, 40, 100, "_pxappid"),
TEXT("human-hold", BOT, 60, 150, "press & hold"),
TEXT("human-hold-fr", BOT, 60, 150, "appuyez et maintenez"),

/* Akamai: a short "Access Denied" with a reference number, or an empty page
 * that loads its sensor. */
TITLE("access-denied", BOT, 50, 120, "access denied"),
TEXT("denied-permission", BOT, 60, 120, "you don't have permission to access"),
TEXT("denied-reference", BOT, 20, 120, "reference #"),
MARKUP("akamai-edge", BOT, 30, 120, "errors.edgesuite.net"),
MARKUP("akamai-sec", BOT, 60, 60, "sec-if-cpt-container"),
MARKUP("akamai-sensor", BOT, 50, 60, "bazadebezolkohpepadr"),

/* Others. */
MARKUP("sucuri", BOT, 50, 150, "sucuri website firewall"),
MARKUP("anubis", BOT, 60, 150, "anubis_challenge"),
MARKUP("kasada", BOT, 60, 60, "/149e9513-01fa-4fb0-aad4-566afd725d1b/"),
MARKUP("friendly-captcha", BOT, 25, 60, "frc-captcha"),
TEXT("google-traffic", BOT, 80, 250, "unusual traffic"),
TEXT("google-traffic-fr", BOT, 80, 250, "trafic exceptionnel"),
TEXT("google-traffic-de", BOT, 80, 250, "ungewohnlichen datenverkehr"),
ADDRESS("google-sorry", BOT, 80, 300, "/sorry/index"),
ADDRESS("cdn-cgi", BOT, 60, 300, "/cdn-cgi/"),
ADDRESS("captcha-address", BOT, 60, 200, "captcha"),
ADDRESS("blocked-address", BOT, 60, 200, "/blocked"),

/* What they say to the visitor, in their languages. */
TEXT("human", BOT, 70, 150, "verify you are human"),
TEXT("human-2", BOT, 70, 150, "verify that you are human"),
TEXT("human-3", BOT, 70, 150, "verify you're human"),
TEXT("human-4", BOT, 70, 150, "verifying you are human"),
TEXT("human-5", BOT, 70, 150, "confirm you are human"),
TEXT("human-6", BOT, 50, 150, "you are a human"),
TEXT("not-robot", BOT, 60, 60, "you are not a robot"),
TEXT("not-robot-2", BOT, 60, 60, "you're not a robot"),
TEXT("not-robot-3", BOT, 60, 60, "i'm not a robot"),
TEXT("not-robot-4", BOT, 60, 60, "you are not a bot"),
TEXT("are-robot", BOT, 70, 120, "are you a robot"),
TEXT("browser-check", BOT, 70, 120, "checking your browser"),
TEXT("connection-check", BOT, 60, 120, "review the security of your connection"),
TEXT("checks-site", BOT, 40, 120, "checking if the site connection is secure"),
TEXT("security-check", BOT, 50, 120, "complete the security check"),
TEXT("security-service", BOT, 50, 150, "security service to protect"),
TEXT("pardon", BOT, 70, 200, "pardon our interruption"),
TEXT("made-us-think", BOT, 60, 200, "made us think you were a bot"),
TEXT("automated", BOT, 40, 120, "automated access"),
TEXT("access-blocked", BOT, 40, 120, "access has been blocked"),
TEXT("request-blocked", BOT, 60, 120, "request blocked"),
TEXT("solve-captcha", BOT, 50, 80, "solve the captcha"),
TEXT("human-fr", BOT, 70, 150, "que vous etes humain"),
TEXT("human-fr-2", BOT, 70, 150, "que vous etes un humain"),
TEXT("human-fr-3", BOT, 70, 150, "que vous etes un etre humain"),
TEXT("not-robot-fr", BOT, 60, 60, "n'etes pas un robot"),
TEXT("not-robot-fr-2", BOT, 60, 60, "ne suis pas un robot"),
TEXT("browser-check-fr", BOT, 70, 120, "verification de votre navigateur"),
TEXT("connection-check-fr", BOT, 60, 120, "la securite de votre connexion"),
TEXT("security-check-fr", BOT, 60, 120, "verification de securite"),
TEXT("denied-fr", BOT, 40, 120, "acces refuse"),
TEXT("blocked-fr", BOT, 60, 120, "vous avez ete bloque"),
TEXT("human-de", BOT, 70, 150, "dass sie ein mensch sind"),
TEXT("human-de-2", BOT, 70, 150, "ob sie ein mensch sind"),
TEXT("not-robot-de", BOT, 60, 60, "kein roboter"),
TEXT("browser-check-de", BOT, 70, 120, "ihr browser wird uberpruft"),
TEXT("connection-check-de", BOT, 60, 120, "sicherheit ihrer verbindung"),
TEXT("security-check-de", BOT, 60, 120, "sicherheitsuberprufung"),
TEXT("denied-de", BOT, 40, 120, "zugriff verweigert"),
MARKUP("recaptcha", BOT, 25, 40, "g-recaptcha"),
MARKUP("hcaptcha", BOT, 25, 40, "h-captcha"),
TEST("refused", BOT, 25, 0, is_refused),

/* A cookie dialogue and nothing else: it asks, gives the choices, and has
 * no more than a screen of text. Each choice alone is also on real pages. */
ADDRESS("consent-host", CONSENT, 90, 400, "://consent."),
ADDRESS("consent-path", CONSENT, 60, 300, "/consent"),
ADDRESS("cookiewall-path", CONSENT, 80, 300, "cookiewall"),
TITLE("before", CONSENT, 60, 400, "before you continue"),
TITLE("before-fr", CONSENT, 60, 400, "avant d'acceder a"),
TITLE("before-fr-2", CONSENT, 60, 400, "avant de continuer"),
TITLE("before-de", CONSENT, 60, 400, "bevor sie fortfahren"),
TEXT("before-text", CONSENT, 50, 400, "before you continue to"),
TEXT("before-text-fr", CONSENT, 50, 400, "avant d'acceder a"),
TEXT("before-text-fr-2", CONSENT, 50, 400, "avant de continuer"),
TEXT("before-text-de", CONSENT, 50, 400, "bevor sie fortfahren"),
TEXT("before-text-de-2", CONSENT, 50, 400, "bevor sie zu google weitergehen"),
TEXT("your-privacy", CONSENT, 20, 250, "we value your privacy"),
TEXT("your-privacy-2", CONSENT, 20, 250, "your privacy is important to us"),
TEXT("your-privacy-fr", CONSENT, 20, 250,
	"le respect de votre vie privee est notre priorite"),
TEXT("your-privacy-de", CONSENT, 20, 250, "ihre privatsphare ist uns wichtig"),
TEXT("partners", CONSENT, 20, 250, "we and our partners"),
TEXT("partners-fr", CONSENT, 20, 250, "nos partenaires"),
TEXT("partners-de", CONSENT, 20, 250, "unsere partner"),
TEXT("accept-all", CONSENT, 25, 250, "accept all"),
TEXT("accept-all-2", CONSENT, 25, 250, "agree and close"),
TEXT("accept-all-3", CONSENT, 25, 250, "i agree"),
TEXT("accept-all-fr", CONSENT, 25, 250, "tout accepter"),
TEXT("accept-all-fr-2", CONSENT, 25, 250, "accepter et fermer"),
TEXT("accept-all-fr-3", CONSENT, 25, 250, "accepter et continuer"),
TEXT("accept-all-de", CONSENT, 25, 250, "alle akzeptieren"),
TEXT("accept-all-de-2", CONSENT, 25, 250, "zustimmen und weiter"),
TEXT("accept-all-de-3", CONSENT, 25, 250, "akzeptieren und weiter"),
TEXT("reject-all", CONSENT, 25, 250, "reject all"),
TEXT("reject-all-2", CONSENT, 25, 250, "continue without accepting"),
TEXT("reject-all-3", CONSENT, 25, 250, "decline all"),
TEXT("reject-all-fr", CONSENT, 25, 250, "tout refuser"),
TEXT("reject-all-fr-2", CONSENT, 25, 250, "continuer sans accepter"),
TEXT("reject-all-fr-3", CONSENT, 25, 250, "s'abonner"),
TEXT("reject-all-de", CONSENT, 25, 250, "alle ablehnen"),
TEXT("reject-all-de-2", CONSENT, 25, 250, "ohne zustimmung"),
TEXT("reject-all-de-3", CONSENT, 25, 250, "mit werbung weiterlesen"),
TEXT("options", CONSENT, 20, 250, "manage options"),
TEXT("options-2", CONSENT, 20, 250, "more options"),
TEXT("options-3", CONSENT, 10, 250, "customise"),
TEXT("options-4", CONSENT, 20, 250, "cookie settings"),
TEXT("options-fr", CONSENT, 5, 250, "parametrer"),
TEXT("options-fr-2", CONSENT, 5, 250, "personnaliser"),
TEXT("options-fr-3", CONSENT, 10, 250, "en savoir plus"),
TEXT("options-de", CONSENT, 5, 250, "einstellungen"),
TEXT("options-de-2", CONSENT, 20, 250, "weitere optionen"),
MARKUP("didomi", CONSENT, 15, 250, "didomi-notice"),
MARKUP("onetrust", CONSENT, 15, 250, "onetrust-accept-btn-handler"),
MARKUP("sourcepoint", CONSENT, 15, 250, "sp_message_container"),
MARKUP("consent-form", CONSENT, 40, 400, "action=\"https://consent."),

/* A form to sign in. Header links of real pages say "log in", too. */
ADDRESS("login-path", LOGIN, 60, 300, "/login"),
ADDRESS("login-path-2", LOGIN, 60, 300, "/signin"),
ADDRESS("login-path-3", LOGIN, 60, 300, "/sign-in"),
ADDRESS("login-path-4", LOGIN, 60, 300, "servicelogin"),
ADDRESS("login-path-5", LOGIN, 60, 300, "/oauth"),
ADDRESS("login-path-6", LOGIN, 50, 300, "/auth"),
ADDRESS("login-path-fr", LOGIN, 60, 300, "/connexion"),
ADDRESS("login-path-de", LOGIN, 60, 300, "/anmelden"),
MARKUP("password-field", LOGIN, 25, 150, "type=\"password\""),
MARKUP("password-field-2", LOGIN, 25, 150, "type=password"),
TITLE("login-title", LOGIN, 30, 150, "log in"),
TITLE("login-title-2", LOGIN, 30, 150, "sign in"),
TITLE("login-title-3", LOGIN, 30, 150, "login"),
TITLE("login-title-fr", LOGIN, 30, 150, "connexion"),
TITLE("login-title-de", LOGIN, 30, 150, "anmelden"),
TEXT("forgot", LOGIN, 40, 150, "forgot password"),
TEXT("forgot-2", LOGIN, 40, 150, "forgot your password"),
TEXT("forgot-3", LOGIN, 40, 150, "forgotten password"),
TEXT("forgot-fr", LOGIN, 40, 150, "mot de passe oublie"),
TEXT("forgot-de", LOGIN, 40, 150, "passwort vergessen"),
TEXT("must-login", LOGIN, 60, 100, "must log in to view"),
TEXT("must-login-6", LOGIN, 60, 100, "must log in to continue"),
TEXT("must-login-7", LOGIN, 60, 60, "must be logged in"),
TEXT("must-login-2", LOGIN, 60, 100, "please log in"),
TEXT("must-login-3", LOGIN, 60, 100, "please sign in"),
TEXT("must-login-4", LOGIN, 60, 100, "log in to continue"),
TEXT("must-login-5", LOGIN, 60, 100, "sign in to continue"),
TEXT("must-login-fr", LOGIN, 60, 100, "veuillez vous connecter"),
TEXT("must-login-fr-2", LOGIN, 60, 100, "connectez-vous pour continuer"),
TEXT("must-login-fr-3", LOGIN, 60, 100, "vous devez etre connecte"),
TEXT("must-login-de", LOGIN, 60, 100, "bitte melden sie sich an"),
TEXT("must-login-de-2", LOGIN, 60, 100, "melden sie sich an, um"),
TEXT("remember", LOGIN, 20, 100, "remember me"),
TEXT("remember-fr", LOGIN, 20, 100, "se souvenir de moi"),
TEXT("remember-de", LOGIN, 20, 100, "angemeldet bleiben"),
TEXT("no-account", LOGIN, 20, 100, "don't have an account"),
TEXT("no-account-fr", LOGIN, 20, 100, "pas encore de compte"),
TEXT("no-account-de", LOGIN, 20, 100, "noch kein konto"),
TEXT("login-word", LOGIN, 15, 60, "log in"),
TEXT("login-word-2", LOGIN, 15, 60, "sign in"),
TEXT("login-word-fr", LOGIN, 15, 60, "se connecter"),
TEXT("login-word-de", LOGIN, 15, 60, "anmelden"),
TEST("status-login", LOGIN, 100, 0, asks_login),

/* "Not found" with status 200 (a soft 404), or home instead. */
ADDRESS("404-path", GONE, 80, 600, "/404"),
ADDRESS("404-path-2", GONE, 80, 600, "not-found"),
ADDRESS("404-path-3", GONE, 80, 600, "notfound"),
ADDRESS("404-path-4", GONE, 60, 600, "/error"),
ADDRESS("404-path-fr", GONE, 80, 600, "page-introuvable"),
TITLE("404-title", GONE, 60, 400, "404"),
TITLE("not-found-title", GONE, 80, 600, "not found"),
TITLE("not-found-title-fr", GONE, 80, 600, "introuvable"),
TITLE("not-found-title-fr-2", GONE, 80, 600, "non trouvee"),
TITLE("not-found-title-de", GONE, 80, 600, "nicht gefunden"),
TEXT("not-found", GONE, 70, 200, "page not found"),
TEXT("not-found-2", GONE, 70, 200, "404 not found"),
TEXT("not-found-3", GONE, 60, 200, "error 404"),
TEXT("not-found-4", GONE, 60, 200, "page could not be found"),
TEXT("not-found-5", GONE, 60, 200, "page cannot be found"),
TEXT("not-found-6", GONE, 60, 200, "can't find the page"),
TEXT("not-found-7", GONE, 60, 200, "couldn't find the page"),
TEXT("not-found-8", GONE, 60, 200, "couldn't find that page"),
TEXT("not-found-9", GONE, 60, 200, "page doesn't exist"),
TEXT("not-found-10", GONE, 60, 200, "page does not exist"),
TEXT("not-found-11", GONE, 60, 200, "page you are looking for"),
TEXT("not-found-12", GONE, 60, 200, "page you're looking for"),
TEXT("not-found-13", GONE, 60, 200, "page you requested"),
TEXT("not-found-14", GONE, 60, 200, "page isn't available"),
TEXT("not-found-15", GONE, 60, 200, "page is no longer available"),
TEXT("not-found-16", GONE, 60, 200, "page no longer exists"),
TEXT("not-found-fr", GONE, 70, 200, "page introuvable"),
TEXT("not-found-fr-2", GONE, 70, 200, "page non trouvee"),
TEXT("not-found-fr-3", GONE, 60, 200, "page n'existe pas"),
TEXT("not-found-fr-4", GONE, 60, 200, "page n'existe plus"),
TEXT("not-found-fr-5", GONE, 60, 200, "page que vous recherchez"),
TEXT("not-found-fr-6", GONE, 60, 200, "page que vous cherchez"),
TEXT("not-found-fr-7", GONE, 60, 200, "page demandee"),
TEXT("not-found-fr-8", GONE, 60, 200, "erreur 404"),
TEXT("not-found-fr-9", GONE, 60, 200, "page n'est plus disponible"),
TEXT("not-found-de", GONE, 70, 200, "seite nicht gefunden"),
TEXT("not-found-de-2", GONE, 60, 200, "seite wurde nicht gefunden"),
TEXT("not-found-de-3", GONE, 60, 200, "seite existiert nicht"),
TEXT("not-found-de-4", GONE, 60, 200, "seite konnte nicht gefunden werden"),
TEXT("not-found-de-5", GONE, 60, 200, "fehler 404"),
TEXT("404-alone", GONE, 30, 60, "404"),
TEST("went-home", GONE, 65, ANY, went_home),
TEST("status-gone", GONE, 100, 0, is_gone),

/* Nothing without scripts: what is in <noscript>, a spinner, or an empty
 * frame for scripts to fill. */
TEXT("enable", SCRIPTS, 70, 120, "enable javascript"),
TEXT("enable-2", SCRIPTS, 70, 120, "javascript is disabled"),
TEXT("enable-3", SCRIPTS, 70, 120, "javascript is required"),
TEXT("enable-4", SCRIPTS, 70, 120, "requires javascript"),
TEXT("enable-5", SCRIPTS, 70, 120, "javascript enabled"),
TEXT("enable-6", SCRIPTS, 70, 120, "turn on javascript"),
TEXT("enable-7", SCRIPTS, 70, 120, "turn javascript on"),
TEXT("enable-8", SCRIPTS, 70, 120, "javascript is not available"),
TEXT("enable-9", SCRIPTS, 40, 60, "without javascript"),
TEXT("enable-10", SCRIPTS, 70, 120, "javascript to run this app"),
TEXT("enable-11", SCRIPTS, 70, 120, "enable js"),
TEXT("enable-fr", SCRIPTS, 70, 120, "activer javascript"),
TEXT("enable-fr-2", SCRIPTS, 70, 120, "activez javascript"),
TEXT("enable-fr-3", SCRIPTS, 70, 120, "javascript est desactive"),
TEXT("enable-fr-4", SCRIPTS, 70, 120, "javascript est requis"),
TEXT("enable-fr-5", SCRIPTS, 70, 120, "javascript est necessaire"),
TEXT("enable-fr-6", SCRIPTS, 70, 120, "necessite javascript"),
TEXT("enable-fr-7", SCRIPTS, 70, 120, "activer le javascript"),
TEXT("enable-fr-8", SCRIPTS, 70, 120, "javascript active"),
TEXT("enable-de", SCRIPTS, 70, 120, "javascript aktivieren"),
TEXT("enable-de-2", SCRIPTS, 70, 120, "aktivieren sie javascript"),
TEXT("enable-de-3", SCRIPTS, 70, 120, "javascript ist deaktiviert"),
TEXT("enable-de-4", SCRIPTS, 70, 120, "javascript wird benotigt"),
TEXT("enable-de-5", SCRIPTS, 70, 120, "benotigt javascript"),
TEXT("loading", SCRIPTS, 65, 15, "loading"),
TEXT("loading-2", SCRIPTS, 65, 15, "please wait"),
TEXT("loading-fr", SCRIPTS, 65, 15, "chargement"),
TEXT("loading-fr-2", SCRIPTS, 65, 15, "veuillez patienter"),
TEXT("loading-de", SCRIPTS, 65, 15, "wird geladen"),
TEXT("loading-de-2", SCRIPTS, 65, 15, "bitte warten"),
MARKUP("root-frame", SCRIPTS, 20, 30, "id=\"root\""),
MARKUP("root-frame-2", SCRIPTS, 20, 30, "id=\"app\""),
MARKUP("root-frame-3", SCRIPTS, 20, 30, "id=\"__next\""),
MARKUP("root-frame-4", SCRIPTS, 20, 30, "<app-root"),
TEST("shell", SCRIPTS, 60, 30, is_shell),

/* The server's own troubles, a page that stands in, a parked name. */
TITLE("error-title", ERROR, 60, 200, "service unavailable"),
TITLE("error-title-2", ERROR, 60, 200, "bad gateway"),
TITLE("error-title-3", ERROR, 60, 200, "gateway timeout"),
TITLE("error-title-4", ERROR, 60, 200, "internal server error"),
TITLE("error-title-5", ERROR, 60, 200, "maintenance"),
TITLE("error-title-6", ERROR, 60, 200, "wartungsarbeiten"),
TITLE("forbidden-title", ERROR, 60, 100, "forbidden"),
ADDRESS("maintenance-path", ERROR, 60, 300, "maintenance"),
TEXT("error", ERROR, 65, 150, "internal server error"),
TEXT("error-2", ERROR, 65, 150, "service unavailable"),
TEXT("error-3", ERROR, 65, 150, "service temporarily unavailable"),
TEXT("error-4", ERROR, 65, 150, "bad gateway"),
TEXT("error-5", ERROR, 65, 150, "gateway timeout"),
TEXT("error-6", ERROR, 65, 150, "gateway time-out"),
TEXT("error-7", ERROR, 65, 100, "something went wrong"),
TEXT("error-8", ERROR, 65, 100, "an error has occurred"),
TEXT("error-9", ERROR, 65, 100, "an error occurred"),
TEXT("error-10", ERROR, 65, 100, "application error"),
TEXT("error-11", ERROR, 65, 100, "too many requests"),
TEXT("error-12", ERROR, 65, 100, "403 forbidden"),
TEXT("error-13", ERROR, 65, 60, "try again later"),
TEXT("error-fr", ERROR, 65, 100, "une erreur est survenue"),
TEXT("error-fr-2", ERROR, 65, 100, "une erreur s'est produite"),
TEXT("error-fr-3", ERROR, 65, 150, "erreur interne du serveur"),
TEXT("error-fr-4", ERROR, 65, 150, "service indisponible"),
TEXT("error-fr-5", ERROR, 65, 150, "temporairement indisponible"),
TEXT("error-fr-6", ERROR, 65, 150, "momentanement indisponible"),
TEXT("error-de", ERROR, 65, 100, "ein fehler ist aufgetreten"),
TEXT("error-de-2", ERROR, 65, 150, "interner serverfehler"),
TEXT("error-de-3", ERROR, 65, 150, "nicht verfugbar"),
TEXT("maintenance", ERROR, 65, 120, "under maintenance"),
TEXT("maintenance-2", ERROR, 65, 120, "down for maintenance"),
TEXT("maintenance-3", ERROR, 40, 60, "scheduled maintenance"),
TEXT("maintenance-4", ERROR, 65, 120, "be right back"),
TEXT("maintenance-5", ERROR, 40, 60, "be back soon"),
TEXT("maintenance-6", ERROR, 65, 120, "undergoing maintenance"),
TEXT("maintenance-7", ERROR, 65, 120, "performing some maintenance"),
TEXT("maintenance-fr", ERROR, 65, 120, "en maintenance"),
TEXT("maintenance-fr-2", ERROR, 65, 120, "maintenance en cours"),
TEXT("maintenance-de", ERROR, 65, 120, "wartungsarbeiten"),
TEXT("server-default", ERROR, 70, 150, "welcome to nginx"),
TEXT("server-default-2", ERROR, 70, 400, "apache2 debian default page"),
TEXT("server-default-3", ERROR, 70, 100, "it works!"),
TEXT("parked", ERROR, 70, 300, "this domain is for sale"),
TEXT("parked-2", ERROR, 70, 300, "domain may be for sale"),
TEST("blank", ERROR, 60, 0, is_blank),
TEST("status-failed", ERROR, 70, 0, is_failed),

/* Much less than the last version. */
TEST("fifth-left", SHRUNK, 45, 250, fell_to_fifth),
TEST("fiftieth-left", SHRUNK, 35, 250, fell_to_fiftieth),
TEST("sentences-gone", SHRUNK, 20, 250, kept_nothing),
TEST("very-short", SHRUNK, 10, 250, is_short),

/* What only a document says: an imprint's duties, a policy's dates, names
 * of laws and rights. Cookie dialogues name the privacy policy, partners
 * and legitimate interest, so those prove nothing. */
TEST("as-before", DOCUMENT, -100, ANY, is_as_before),
TEXT("effective", DOCUMENT, -30, ANY, "effective date"),
TEXT("updated", DOCUMENT, -30, ANY, "last updated"),
TEXT("updated-2", DOCUMENT, -30, ANY, "last modified"),
TEXT("updated-fr", DOCUMENT, -30, ANY, "derniere mise a jour"),
TEXT("updated-fr-2", DOCUMENT, -30, ANY, "en vigueur"),
TEXT("updated-de", DOCUMENT, -30, ANY, "stand:"),
TEXT("controller", DOCUMENT, -30, ANY, "data controller"),
TEXT("controller-fr", DOCUMENT, -30, ANY, "responsable du traitement"),
TEXT("controller-fr-2", DOCUMENT, -30, ANY, "responsable de traitement"),
TEXT("controller-de", DOCUMENT, -30, ANY, "verantwortlicher"),
TEXT("law", DOCUMENT, -30, ANY, "gdpr"),
TEXT("law-2", DOCUMENT, -30, ANY, "general data protection regulation"),
TEXT("law-fr", DOCUMENT, -30, ANY, "rgpd"),
TEXT("law-fr-2", DOCUMENT, -30, ANY, "informatique et libertes"),
TEXT("law-de", DOCUMENT, -30, ANY, "dsgvo"),
TEXT("authority", DOCUMENT, -30, ANY, "supervisory authority"),
TEXT("authority-fr", DOCUMENT, -30, ANY, "cnil"),
TEXT("authority-de", DOCUMENT, -30, ANY, "aufsichtsbehorde"),
TEXT("imprint-de", DOCUMENT, -30, ANY, "handelsregister"),
TEXT("imprint-de-2", DOCUMENT, -30, ANY, "geschaftsfuhrer"),
TEXT("imprint-de-3", DOCUMENT, -30, ANY, "registergericht"),
TEXT("imprint-de-4", DOCUMENT, -30, ANY, "angaben gemass"),
TEXT("imprint-de-5", DOCUMENT, -30, ANY, "umsatzsteuer"),
TEXT("imprint-fr", DOCUMENT, -30, ANY, "directeur de la publication"),
TEXT("imprint-fr-2", DOCUMENT, -30, ANY, "directrice de la publication"),
TEXT("imprint-fr-3", DOCUMENT, -30, ANY, "siret"),
TEXT("imprint-fr-4", DOCUMENT, -30, ANY, "rcs"),
TEXT("imprint-fr-5", DOCUMENT, -30, ANY, "hebergeur"),
TEXT("imprint-fr-6", DOCUMENT, -30, ANY, "hebergement"),
TEXT("imprint", DOCUMENT, -30, ANY, "registered office"),
TEXT("imprint-2", DOCUMENT, -30, ANY, "company number"),
TEXT("imprint-3", DOCUMENT, -30, ANY, "vat number"),
TEXT("parties", DOCUMENT, -30, ANY, "these terms"),
TEXT("parties-2", DOCUMENT, -30, ANY, "this policy"),
TEXT("parties-3", DOCUMENT, -30, ANY, "this privacy policy"),
TEXT("parties-fr", DOCUMENT, -30, ANY, "presentes conditions"),
TEXT("parties-fr-2", DOCUMENT, -30, ANY, "presente politique"),

{ NULL, WALL_NONE, WALL_BY_TEST, 0, 0, NULL, NULL },
};
/* clang-format on */
