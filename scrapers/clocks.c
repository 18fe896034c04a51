/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/clocks.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/json.h"

enum { STEP_NS = 50 * 1000 * 1000 }; /* less is the reading's own noise */

static int64_t boot_clock(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * INSTANT_SECOND + t.tv_nsec;
}

static void add(
	struct clocks *c, const char *source, int64_t low_ns, int64_t high_ns)
{
	struct clocks_interval *i;

	if (c->n == CLOCKS_SOURCES)
		return;
	i = &c->v[c->n++];
	snprintf(i->source, sizeof(i->source), "%s", source);
	i->low_ns = low_ns;
	i->high_ns = high_ns;
}

void clocks_begin(struct clocks *c)
{
	struct timex t = { 0 };

	*c = (struct clocks){ .state = ntp_adjtime(&t) };
	c->wall_ns = instant_now();
	c->boot_ns = boot_clock();
	c->max_error_us = t.maxerror;
	c->estimated_error_us = t.esterror;
	c->synchronised = c->state >= 0 && c->state != TIME_ERROR &&
			  (t.status & STA_UNSYNC) == 0;
	if (c->synchronised)
		add(c, "kernel", -t.maxerror * INT64_C(1000),
			t.maxerror * INT64_C(1000));
}

void clocks_answer(struct clocks *c, int64_t sent_ns, int64_t received_ns,
	const char *date, const char *host)
{
	char source[80];
	int64_t d;

	if (!instant_parse_http(&d, date))
		return;
	snprintf(source, sizeof(source), "Date of %s", host);
	add(c, source, d - received_ns, d + INSTANT_SECOND - sent_ns);
}

bool clocks_agree(const struct clocks *c, int64_t *low_ns, int64_t *high_ns)
{
	int64_t low = INT64_MIN, high = INT64_MAX;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].low_ns > low)
			low = c->v[i].low_ns;
		if (c->v[i].high_ns < high)
			high = c->v[i].high_ns;
	}
	*low_ns = low;
	*high_ns = high;
	return c->n > 0 && low <= high;
}

int64_t clocks_step(const struct clocks *c)
{
	int64_t step =
		(instant_now() - c->wall_ns) - (boot_clock() - c->boot_ns);

	return step > -STEP_NS && step < STEP_NS ? 0 : step;
}

/* Nanoseconds are texts: JSON's numbers end at 2^53. */
static void set_ns(cJSON *o, const char *name, int64_t ns)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)ns);
	json_set(o, name, text);
}

static cJSON *interval(const char *source, int64_t low_ns, int64_t high_ns)
{
	cJSON *o = json_object();

	if (source != NULL)
		json_set(o, "source", source);
	set_ns(o, "low_ns", low_ns);
	set_ns(o, "high_ns", high_ns);
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

cJSON *clocks_json(const struct clocks *c)
{
	cJSON *o = json_object(), *list = json_array();
	int64_t low, high;

	json_set_bool(o, "synchronised", c->synchronised);
	json_set_int(o, "state", c->state);
	json_set_int(o, "max_error_us", c->max_error_us);
	json_set_int(o, "estimated_error_us", c->estimated_error_us);
	set_zone(o);
	for (size_t i = 0; i < c->n; i++)
		json_push(list, interval(c->v[i].source, c->v[i].low_ns,
					c->v[i].high_ns));
	json_add(o, "offsets", list);
	if (clocks_agree(c, &low, &high))
		json_add(o, "offset", interval(NULL, low, high));
	else if (c->n > 0)
		json_set_bool(o, "sources_disagree", true);
	set_ns(o, "step_ns", clocks_step(c));
	return o;
}
