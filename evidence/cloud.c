/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forms are written as patterns, matched from their end, since what is fixed
 * stands there:
 *
 *	{balancer}-{digits}.{region}.elb.amazonaws.com
 *
 *	{balancer}	1 to 32 letters, digits, hyphens: a name that the
 *			customer gave ("internal-", "dualstack.", "ipv6."
 *			before it are the provider's)
 *	{label}		one label of the customer's
 *	{labels}	one or more, with dots between them
 *	{id}		one label that the provider made up
 *	{digits}	6 to 12 digits		{hex}	16 hexadecimal digits
 *	{region}	two letters, then groups: eu-central-1, cn-hangzhou
 *	{place}		one label that is a region of another form
 *	{api} {cdn} {edge} {ec2}	ids whose form Amazon keeps to: 10
 *letters or digits; "d" and 12 to 14 of them; "a" and 16 hexadecimal digits;
 *"ec2-" and an address {rest}		letters and digits {rc}
 *Google's short code of a region that is known here
 *
 * Each placeholder takes all it can. Sources: the providers' documentation
 * of their names, and the private part of the Public Suffix List.
 */
#include "evidence/cloud.h"

#include <stddef.h>
#include <string.h>

enum form_flags {
	OWN = 1,    /* the label is the customer's choice */
	SHARED = 2, /* names of many customers may lead there */
	FIRST = 4,  /* the label begins with a region of Google's */
};

struct form {
	const char *pattern, *provider, *code, *service;
	int flags;
};

#define AWS "Amazon Web Services", "aws"
#define AZURE "Microsoft Azure", "azure"
#define GOOGLE "Google Cloud", "google"
#define ALIBABA "Alibaba Cloud", "alibaba"
#define TENCENT "Tencent Cloud", "tencent"
#define HUAWEI "Huawei Cloud", "huawei"
#define SCALEWAY "Scaleway", "scaleway"
#define AKAMAI "Akamai", "akamai"
#define FASTLY "Fastly", "fastly"

/* The first that fits counts. */
static const struct form forms[] = {
	{ "{balancer}-{digits}.{region}.elb.amazonaws.com", AWS,
		"load-balancer", OWN },
	{ "{balancer}-{digits}.{region}.elb.amazonaws.com.cn", AWS,
		"load-balancer", OWN },
	{ "{balancer}-{hex}.elb.{region}.amazonaws.com", AWS, "load-balancer",
		OWN },
	{ "{balancer}-{hex}.elb.{region}.amazonaws.com.cn", AWS,
		"load-balancer", OWN },
	{ "{labels}.s3.dualstack.{region}.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3-website.dualstack.{region}.amazonaws.com", AWS,
		"storage", OWN },
	{ "{labels}.s3-accesspoint.dualstack.{region}.amazonaws.com", AWS,
		"storage", OWN },
	{ "{labels}.s3-accelerate.dualstack.amazonaws.com", AWS, "storage",
		OWN },
	{ "{labels}.s3-accelerate.{region}.amazonaws.com", AWS, "storage",
		OWN },
	{ "{labels}.s3-accesspoint-{region}.amazonaws.com", AWS, "storage",
		OWN },
	{ "{labels}.s3-website.{region}.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3-website-{region}.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3-accesspoint.{region}.amazonaws.com", AWS, "storage",
		OWN },
	{ "{labels}.s3-accelerate.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3.{region}.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3-{region}.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3.amazonaws.com", AWS, "storage", OWN },
	{ "{labels}.s3.{region}.amazonaws.com.cn", AWS, "storage", OWN },
	{ "{api}.execute-api.{region}.amazonaws.com", AWS, "api", 0 },
	{ "{id}.lambda-url.{region}.on.aws", AWS, "function", 0 },
	{ "{ec2}.{region}.compute.amazonaws.com", AWS, "server", 0 },
	{ "{ec2}.compute-1.amazonaws.com", AWS, "server", 0 },
	{ "{labels}.{region}.elasticbeanstalk.com", AWS, "application", OWN },
	{ "{cdn}.cloudfront.net", AWS, "cdn", 0 },
	{ "{edge}.awsglobalaccelerator.com", AWS, "accelerator", 0 },
	{ "{label}.{place}.cloudapp.azure.com", AZURE, "server", OWN },
	{ "{label}.{place}-01.azurewebsites.net", AZURE, "application", OWN },
	{ "{labels}.azurewebsites.net", AZURE, "application", OWN },
	{ "{labels}.azurefd.net", AZURE, "cdn", OWN },
	{ "{labels}.azureedge.net", AZURE, "cdn", OWN },
	{ "{labels}.trafficmanager.net", AZURE, "load-balancer", OWN },
	{ "{label}.blob.core.windows.net", AZURE, "storage", OWN },
	{ "{labels}.servicebus.windows.net", AZURE, "messaging", OWN },
	{ "{labels}.azure-api.net", AZURE, "api", OWN },
	{ "{labels}.azurestaticapps.net", AZURE, "application", OWN },
	{ "{label}-{rc}.a.run.app", GOOGLE, "application", OWN },
	{ "{label}.a.run.app", GOOGLE, "application", OWN },
	{ "{label}.{place}.run.app", GOOGLE, "application", OWN },
	{ "{label}.cloudfunctions.net", GOOGLE, "function", OWN | FIRST },
	{ "{label}.{place}.r.appspot.com", GOOGLE, "application", OWN },
	{ "{label}.appspot.com", GOOGLE, "application", OWN },
	{ "{label}.firebaseio.com", GOOGLE, "database", OWN },
	{ "{label}.{place}.firebasedatabase.app", GOOGLE, "database", OWN },
	{ "{label}.web.app", GOOGLE, "application", OWN },
	{ "{label}.firebaseapp.com", GOOGLE, "application", OWN },
	{ "{labels}.bc.googleusercontent.com", GOOGLE, "server", 0 },
	{ "{label}.oss-{region}-internal.aliyuncs.com", ALIBABA, "storage",
		OWN },
	{ "{label}.oss-{region}.aliyuncs.com", ALIBABA, "storage", OWN },
	{ "{id}.{place}.alb.aliyuncs.com", ALIBABA, "load-balancer", 0 },
	{ "{id}.{place}.nlb.aliyuncs.com", ALIBABA, "load-balancer", 0 },
	{ "{label}.{place}.log.aliyuncs.com", ALIBABA, "logging", OWN },
	{ "{labels}.alicdn.com", ALIBABA, "cdn", SHARED },
	{ "{labels}.kunlun{rest}.com", ALIBABA, "cdn", SHARED },
	{ "{labels}.cdngslb.com", ALIBABA, "cdn", OWN },
	{ "{label}.cos.{place}.myqcloud.com", TENCENT, "storage", OWN },
	{ "{labels}.tencent-cloud.net", TENCENT, "cdn", SHARED },
	{ "{labels}.dnsv1.com", TENCENT, "cdn", OWN },
	{ "{label}.obs.{place}.myhuaweicloud.com", HUAWEI, "storage", OWN },
	{ "{label}.obs.{place}.myhuaweicloud.eu", HUAWEI, "storage", OWN },
	{ "{label}.s3.{place}.scw.cloud", SCALEWAY, "storage", OWN },
	{ "{labels}.functions.fnc.{place}.scw.cloud", SCALEWAY, "function",
		OWN },
	{ "{labels}.edgekey.net", AKAMAI, "cdn", OWN },
	{ "{labels}.edgesuite.net", AKAMAI, "cdn", OWN },
	{ "{labels}.akamaiedge.net", AKAMAI, "cdn", SHARED },
	{ "{labels}.akamaized.net", AKAMAI, "cdn", OWN },
	{ "{labels}.akamaihd.net", AKAMAI, "cdn", OWN },
	{ "{labels}.ip.linodeusercontent.com", AKAMAI, "server", 0 },
	{ "{labels}.map.fastly.net", FASTLY, "cdn", OWN | SHARED },
	{ "{labels}.global.ssl.fastly.net", FASTLY, "cdn", OWN | SHARED },
	{ "{label}.{place}.digitaloceanspaces.com", "DigitalOcean",
		"digitalocean", "storage", OWN },
	{ "{labels}.ondigitalocean.app", "DigitalOcean", "digitalocean",
		"application", OWN },
	{ "{labels}.hosting.ovh.net", "OVHcloud", "ovh", "hosting", SHARED },
	{ "{labels}.your-server.de", "Hetzner", "hetzner", "server", 0 },
};

/* Regions whose places their providers tell; the others' are given as they
 * stand. */
static const struct place {
	const char *code, *region, *en, *fr;
} places[] = {
	{ "aws", "eu-central-1", "Frankfurt, Germany", "Francfort, Allemagne" },
	{ "aws", "eu-central-2", "Zurich, Switzerland", "Zurich, Suisse" },
	{ "aws", "eu-west-1", "Ireland", "Irlande" },
	{ "aws", "eu-west-2", "London, United Kingdom",
		"Londres, Royaume-Uni" },
	{ "aws", "eu-west-3", "Paris, France", "Paris, France" },
	{ "aws", "eu-north-1", "Stockholm, Sweden", "Stockholm, Suède" },
	{ "aws", "eu-south-1", "Milan, Italy", "Milan, Italie" },
	{ "aws", "eu-south-2", "Spain", "Espagne" },
	{ "aws", "us-east-1", "Northern Virginia, United States",
		"Virginie du Nord, États-Unis" },
	{ "aws", "us-east-2", "Ohio, United States", "Ohio, États-Unis" },
	{ "aws", "us-west-1", "Northern California, United States",
		"Californie du Nord, États-Unis" },
	{ "aws", "us-west-2", "Oregon, United States", "Oregon, États-Unis" },
	{ "aws", "ca-central-1", "Montreal, Canada", "Montréal, Canada" },
	{ "aws", "sa-east-1", "São Paulo, Brazil", "São Paulo, Brésil" },
	{ "aws", "ap-south-1", "Mumbai, India", "Mumbai, Inde" },
	{ "aws", "ap-southeast-1", "Singapore", "Singapour" },
	{ "aws", "ap-southeast-2", "Sydney, Australia", "Sydney, Australie" },
	{ "aws", "ap-northeast-1", "Tokyo, Japan", "Tokyo, Japon" },
	{ "aws", "ap-northeast-2", "Seoul, South Korea",
		"Séoul, Corée du Sud" },
	{ "aws", "ap-east-1", "Hong Kong", "Hong Kong" },
	{ "aws", "cn-north-1", "Beijing, China", "Pékin, Chine" },
	{ "aws", "cn-northwest-1", "Ningxia, China", "Ningxia, Chine" },
	{ "aws", "me-south-1", "Bahrain", "Bahreïn" },
	{ "aws", "af-south-1", "Cape Town, South Africa",
		"Le Cap, Afrique du Sud" },
	{ "aws", "il-central-1", "Tel Aviv, Israel", "Tel-Aviv, Israël" },
	{ "alibaba", "eu-central-1", "Frankfurt, Germany",
		"Francfort, Allemagne" },
	{ "alibaba", "cn-hangzhou", "Hangzhou, China", "Hangzhou, Chine" },
	{ "azure", "westeurope", "Netherlands", "Pays-Bas" },
	{ "azure", "northeurope", "Ireland", "Irlande" },
	{ "azure", "francecentral", "France", "France" },
	{ "azure", "germanywestcentral", "Germany", "Allemagne" },
	{ "google", "europe-west1", "Belgium", "Belgique" },
	{ "scaleway", "fr-par", "Paris, France", "Paris, France" },
	{ "scaleway", "nl-ams", "Amsterdam, Netherlands",
		"Amsterdam, Pays-Bas" },
	{ "scaleway", "pl-waw", "Warsaw, Poland", "Varsovie, Pologne" },
};

/* What is left of the host while a pattern is matched from its end. */
struct match {
	const char *start, *end;
	struct cloud *out;
};

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* How many characters of a set stand at the end. */
static size_t span_back(const struct match *m, const char *set)
{
	size_t n = 0;

	while (m->end - n > m->start && m->end[-1 - (ptrdiff_t)n] != '\0' &&
		strchr(set, m->end[-1 - (ptrdiff_t)n]) != NULL)
		n++;
	return n;
}

/* "eu-central-1", "us-gov-west-1", "cn-hangzhou" */
static bool is_region(const char *text, size_t len)
{
	size_t end = len, group = 0;

	while (end > 0 && text[end - 1] >= '0' && text[end - 1] <= '9')
		end--;
	if (end < len && (end == 0 || text[--end] != '-'))
		return false;
	if (end < 4 || text[0] == '-' || text[1] == '-' || text[2] != '-')
		return false;
	for (size_t i = 0; i < end; i++) {
		if (text[i] != '-' && (text[i] < 'a' || text[i] > 'z'))
			return false;
		group = text[i] == '-' ? 0 : group + 1;
		if (group == 0 && (i + 1 == end || text[i + 1] == '-'))
			return false;
	}
	return true;
}

/* The longest end of the host that is a region: behind a dot, or behind a
 * hyphen ("oss-cn-hangzhou"). */
static size_t region(const struct match *m)
{
	size_t n = span_back(m, LETTERS DIGITS "-");

	while (n > 0 && !is_region(m->end - n, n)) {
		const char *dash = memchr(m->end - n, '-', n);

		n = dash != NULL ? (size_t)(m->end - dash) - 1 : 0;
	}
	return n;
}

static void keep(char *out, size_t room, const char *text, size_t len)
{
	if (len >= room)
		len = room - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

static bool drop(const char **text, size_t *len, const char *prefix)
{
	size_t n = strlen(prefix);

	if (*len <= n || strncmp(*text, prefix, n) != 0)
		return false;
	*text += n;
	*len -= n;
	return true;
}

/* What is left of a balancer's name; false when it can be none. */
static bool balancer(struct match *m)
{
	const char *text = m->start;
	size_t len = (size_t)(m->end - m->start);

	if (!drop(&text, &len, "dualstack."))
		drop(&text, &len, "ipv6.");
	m->out->internal = drop(&text, &len, "internal-");
	if (len == 0 || len > 32 || memchr(text, '.', len) != NULL ||
		strspn(text, LETTERS DIGITS "-") < len)
		return false;
	keep(m->out->label, sizeof(m->out->label), text, len);
	m->end = m->start;
	return true;
}

/* Google's short codes of regions. */
static const struct {
	const char *code, *region;
} short_regions[] = { { "ew", "europe-west1" } };

/* The region in place of its short code. */
static void lengthen(struct cloud *c)
{
	for (size_t i = 0; i < sizeof(short_regions) / sizeof(short_regions[0]);
		i++)
		if (strcmp(c->provider_code, "google") == 0 &&
			strcmp(c->region, short_regions[i].code) == 0)
			keep(c->region, sizeof(c->region),
				short_regions[i].region,
				strlen(short_regions[i].region));
}

/* How much of the end is a short code. */
static size_t short_region(const struct match *m)
{
	for (size_t i = 0; i < sizeof(short_regions) / sizeof(short_regions[0]);
		i++) {
		size_t n = strlen(short_regions[i].code);

		if ((size_t)(m->end - m->start) > n &&
			memcmp(m->end - n, short_regions[i].code, n) == 0)
			return n;
	}
	return 0;
}

/* "europe-west1-project": the region goes from the label. */
static void split_first(struct cloud *c)
{
	size_t n = strspn(c->label, LETTERS), digits;

	if (n == 0 || c->label[n] != '-')
		return;
	n += 1 + strspn(c->label + n + 1, LETTERS);
	digits = strspn(c->label + n, DIGITS);
	n += digits;
	if (digits == 0 || c->label[n] != '-' || c->label[n + 1] == '\0')
		return;
	keep(c->region, sizeof(c->region), c->label, n);
	memmove(c->label, c->label + n + 1, strlen(c->label + n + 1) + 1);
}

/* Ids whose form is known: what a name before all else must be. */
static size_t form_len(const struct match *m, const char *prefix,
	const char *set, size_t least, size_t most)
{
	size_t n = (size_t)(m->end - m->start), p = strlen(prefix);

	if (n < p + least || n > p + most ||
		strncmp(m->start, prefix, p) != 0 || span_back(m, set) < n - p)
		return 0;
	return n;
}

/* "ec2-192-0-2-7" */
static size_t ec2_len(const struct match *m)
{
	size_t n = form_len(m, "ec2-", DIGITS "-", 7, 15), dashes = 0;

	for (size_t i = 4; i < n; i++)
		if (m->start[i] == '-') {
			dashes++;
			if (m->start[i - 1] == '-' || i + 1 == n)
				return 0;
		}
	return dashes == 3 ? n : 0;
}

static bool is(const char *name, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(name, word, len) == 0;
}

/* A placeholder takes its part off the end; false when it does not fit. */
static bool take(struct match *m, const char *name, size_t len)
{
	size_t n;

	if (is(name, len, "balancer"))
		return balancer(m);
	if (is(name, len, "digits"))
		n = span_back(m, DIGITS);
	else if (is(name, len, "hex"))
		n = span_back(m, DIGITS "abcdef");
	else if (is(name, len, "region"))
		n = region(m);
	else if (is(name, len, "api"))
		n = form_len(m, "", LETTERS DIGITS, 10, 10);
	else if (is(name, len, "cdn"))
		n = form_len(m, "d", LETTERS DIGITS, 12, 14);
	else if (is(name, len, "edge"))
		n = form_len(m, "a", DIGITS "abcdef", 16, 16);
	else if (is(name, len, "ec2"))
		n = ec2_len(m);
	else if (is(name, len, "rest")) {
		/* What stands before it in the pattern is of letters too. */
		n = span_back(m, LETTERS DIGITS);
		n = n > 6 ? n - 6 : 0;
	} else if (is(name, len, "rc"))
		n = short_region(m);
	else
		n = span_back(m, is(name, len, "labels") ? LETTERS DIGITS "-_."
							 : LETTERS DIGITS "-_");
	if (n == 0 || (is(name, len, "digits") && (n < 6 || n > 12)) ||
		(is(name, len, "hex") && n != 16))
		return false;
	m->end -= n;
	if (is(name, len, "rest"))
		return true;
	if (is(name, len, "region") || is(name, len, "place") ||
		is(name, len, "rc"))
		keep(m->out->region, sizeof(m->out->region), m->end, n);
	else if (!is(name, len, "digits") && !is(name, len, "hex"))
		keep(m->out->label, sizeof(m->out->label), m->end, n);
	return true;
}

/* Walks pattern and host from their ends. */
static bool matches(const char *pattern, const char *host, struct cloud *out)
{
	struct match m = { host, host + strlen(host), out };
	const char *p = pattern + strlen(pattern);

	while (p > pattern) {
		if (p[-1] == '}') {
			const char *open = p - 1;

			while (*open != '{')
				open--;
			if (!take(&m, open + 1, (size_t)(p - open) - 2))
				return false;
			p = open;
		} else {
			if (m.end == m.start || m.end[-1] != p[-1])
				return false;
			p--;
			m.end--;
		}
	}
	return m.end == m.start;
}

static void find_place(struct cloud *c)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].code, c->provider_code) == 0 &&
			strcmp(places[i].region, c->region) == 0) {
			c->place_en = places[i].en;
			c->place_fr = places[i].fr;
		}
}

bool cloud_read(struct cloud *out, const char *host)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct cloud c = { .provider = forms[i].provider,
			.provider_code = forms[i].code,
			.service = forms[i].service,
			.own_label = (forms[i].flags & OWN) != 0,
			.dedicated = (forms[i].flags & SHARED) == 0 };

		if (!matches(forms[i].pattern, host, &c))
			continue;
		if ((forms[i].flags & FIRST) != 0)
			split_first(&c);
		lengthen(&c);
		find_place(&c);
		*out = c;
		return true;
	}
	return false;
}
