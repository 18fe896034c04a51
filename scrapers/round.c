/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/round.h"

#include <stdlib.h>

#include "archive/schedule.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/keep.h"

enum {
	JOBS = 8,
	WAITING_BYTES = 8 << 20, /* of pages that wait */
};

static const int64_t patience_ns = 100 * 1000 * 1000; /* before a commit */

bool round_is_full(const struct round *r)
{
	return r->n == ROUND_JOBS;
}

bool round_is_stopped(const struct round *r)
{
	return r->o->stop != NULL && r->o->stop(r->o->ctx);
}

/* --- keeping and telling --- */

static int by_order(const void *a, const void *b)
{
	const struct job *const *x = a, *const *y = b;

	return ((*x)->order > (*y)->order) - ((*x)->order < (*y)->order);
}

static void say_filters(struct job *j, struct str *names)
{
	const cJSON *name;

	cJSON_ArrayForEach(name, j->reading.filters_left_out)
	{
		str_printf(names, "%s%s", names->len > 0 ? ", " : "",
			name->valuestring);
	}
	if (names->len > 0)
		j->result.filters_left_out = names->p;
}

static int tell(struct round *r, struct job *j)
{
	struct str filters = { 0 };
	int rc;

	say_filters(j, &filters);
	rc = r->o->fn(&j->result, r->o->ctx);
	str_release(&filters);
	return rc;
}

static int keep_ready(struct round *r)
{
	int rc = r->o->dry_run ? 0 : store_begin(r->store);

	if (rc != 0 || r->o->dry_run)
		return rc;
	for (size_t i = 0; rc == 0 && i < r->waiting; i++)
		rc = keep_job(r->store, r->ready[i]);
	return store_end(r->store, rc);
}

/* One commit for all that wait. */
static int flush(struct round *r)
{
	int rc = 0;

	if (r->waiting == 0)
		return 0;
	qsort(r->ready, r->waiting, sizeof(r->ready[0]), by_order);
	rc = keep_ready(r);
	for (size_t i = 0; rc == 0 && i < r->waiting; i++)
		rc = tell(r, r->ready[i]);
	for (size_t i = 0; i < r->waiting; i++)
		job_release(r->ready[i]);
	r->waiting = r->waiting_bytes = 0;
	return rc;
}

static size_t fetched_bytes(const struct fetch *f)
{
	size_t bytes = 0;

	for (size_t i = 0; i < f->n; i++)
		bytes += f->v[i].answer.body.len;
	return bytes;
}

static size_t shown_bytes(const struct browser_page *b)
{
	size_t bytes = fetched_bytes(&b->document) + b->dom.len +
		       b->screenshot.len + b->print.len;

	for (size_t i = 0; i < b->n; i++)
		bytes += fetched_bytes(&b->resources[i]);
	return bytes;
}

static size_t bytes_of(const struct job *j)
{
	size_t bytes = j->reading.text.len;

	for (size_t i = 0; i < j->n; i++)
		bytes += fetched_bytes(&j->pages[i].crawl.result) +
			 shown_bytes(&j->pages[i].shown);
	return bytes;
}

/* Counts what the job holds while it waits for something. */
static void hold(struct round *r, struct job *j)
{
	r->held_bytes -= j->held;
	j->held = bytes_of(j);
	r->held_bytes += j->held;
}

static void hold_no_more(struct round *r, struct job *j)
{
	r->held_bytes -= j->held;
	j->held = 0;
}

static int line_up(struct round *r, struct job *j)
{
	if (r->waiting == 0)
		r->since_ns = instant_now();
	hold_no_more(r, j);
	job_conclude(j);
	r->waiting_bytes += bytes_of(j);
	r->ready[r->waiting++] = j;
	if (r->waiting == ROUND_WAITING || r->waiting_bytes > WAITING_BYTES)
		return flush(r);
	return 0;
}

/* --- fetching --- */

static bool is_sent_out(struct job *j)
{
	while (j->handed < j->n && job_page_is_scripted(&j->pages[j->handed]))
		j->handed++;
	return j->handed == j->n;
}

/* What has begun is gone through with, however much is held. */
static struct crawl_page *next_page(void *ctx)
{
	struct round *r = ctx;
	struct job *j;

	while (r->next < r->n && is_sent_out(&r->jobs[r->next]))
		r->next++;
	if (r->next == r->n || round_is_stopped(r))
		return NULL;
	j = &r->jobs[r->next];
	if (j->handed == 0 && r->held_bytes > WAITING_BYTES)
		return NULL;
	j->pages[j->handed].crawl.ctx = j;
	return &j->pages[j->handed++].crawl;
}

static bool is_complete(const struct job *j)
{
	for (size_t i = 0; i < j->n; i++)
		if (!j->pages[i].crawled && !job_page_is_scripted(&j->pages[i]))
			return false;
	return true;
}

/* A job whose pages need a browser waits until nothing else is under way. */
static int settle(struct round *r, struct job *j)
{
	int rc = job_settle(j);

	if (rc == 0 && r->o->no_browser)
		rc = job_render(j, NULL, NULL);
	if (rc != 0)
		return rc;
	if (!j->wants_browser)
		return line_up(r, j);
	hold(r, j);
	return 0;
}

static int page_done(struct crawl_page *crawl, void *ctx)
{
	struct round *r = ctx;
	struct job *j = crawl->ctx;

	for (size_t i = 0; i < j->n; i++)
		if (&j->pages[i].crawl == crawl) {
			const struct fetch *f = &crawl->result;

			j->pages[i].crawled = true;
			job_note_clock(j, f);
		}
	if (is_complete(j))
		return settle(r, j);
	hold(r, j);
	return 0;
}

/* What is leased stays ours while the round goes on. */
static int renew(struct round *r, int64_t now)
{
	int64_t age = now - r->renewed_ns;

	if (r->holder[0] == '\0' || (age >= 0 && age < r->lease_ns / 3))
		return 0;
	r->renewed_ns = now;
	return schedule_renew(r->store, r->holder, now, r->lease_ns);
}

/* A wall clock that was set back says nothing of how long it was. */
static int idle(void *ctx)
{
	struct round *r = ctx;
	int64_t now = instant_now();
	int64_t age = now - r->since_ns;
	int rc = renew(r, now);

	if (rc == 0 && r->waiting > 0 && (age < 0 || age > patience_ns))
		rc = flush(r);
	return rc;
}

/* Ends the fetching at once when that is asked: pages wait in line for their
 * hosts, minutes perhaps. */
static int idle_unless_stopped(void *ctx)
{
	struct round *r = ctx;
	int rc = idle(r);

	if (rc == 0 && round_is_stopped(r)) {
		r->cut_short = true;
		rc = ERR_REFUSED;
	}
	return rc;
}

/* With a sender of one's own, pages are fetched one after the other. */
static int fetch_directly(struct round *r)
{
	struct crawl_page *p;
	int rc = 0;

	while (rc == 0 && (p = next_page(r)) != NULL) {
		p->rc = fetch_page(&p->result, p->url, &p->fetch);
		if (p->rc != 0)
			p->message = mem_strdup(err_message());
		rc = page_done(p, r);
	}
	return rc;
}

static int fetch_all(struct round *r)
{
	const struct crawl_options crawl = {
		.jobs = r->o->jobs > 0 ? r->o->jobs : JOBS,
		.pause_ms = r->o->pause_ms,
		.no_pause = r->o->no_pause,
		.robots = r->o->robots != CAPTURE_ROBOTS_IGNORE,
		.next = next_page,
		.done = page_done,
		.idle = idle_unless_stopped,
		.ctx = r,
	};
	int rc = r->o->fetch.send != NULL ? fetch_directly(r)
					  : crawl_run(&crawl);

	return r->cut_short ? 0 : rc;
}

/* --- showing to a browser --- */

static void start_browser(struct round *r)
{
	const struct browser_options o = { .fetch = &r->o->fetch,
		.program = r->o->browser };

	if (r->browser != NULL || r->no_browser != NULL)
		return;
	if (browser_open(&r->browser, &o) != 0) {
		r->no_browser = mem_strdup(err_message());
		err_clear();
	}
}

static int show_all(struct round *r)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->n && !round_is_stopped(r); i++) {
		struct job *j = &r->jobs[i];

		if (j->pages == NULL || !is_complete(j) || !j->wants_browser)
			continue;
		start_browser(r);
		rc = job_render(j, r->browser, r->no_browser);
		if (rc == 0)
			rc = line_up(r, j);
		if (rc == 0)
			rc = idle(r);
	}
	return rc;
}

/* Jobs of which nothing is fetched without a browser. */
static int settle_scripted(struct round *r)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->n; i++) {
		struct job *j = &r->jobs[i];
		bool none = true;

		for (size_t k = 0; k < j->n; k++)
			none &= job_page_is_scripted(&j->pages[k]);
		if (none && j->n > 0)
			rc = settle(r, j);
	}
	return rc;
}

/* --- a round --- */

int round_run(struct round *r)
{
	int rc = settle_scripted(r);

	do {
		if (rc == 0)
			rc = fetch_all(r);
		if (rc == 0)
			rc = show_all(r);
	} while (rc == 0 && r->next < r->n && !round_is_stopped(r));
	if (rc == 0)
		rc = flush(r);
	for (size_t i = 0; i < r->n; i++)
		job_release(&r->jobs[i]);
	r->n = r->next = r->waiting = r->waiting_bytes = r->held_bytes = 0;
	return rc;
}

int round_add(struct round *r, struct job_declared *declared,
	const struct declaration_terms *terms)
{
	struct job *j = &r->jobs[r->n++];
	int rc = job_begin(j, &r->run, declared, terms);

	j->order = r->order++;
	return rc;
}

/* --- the whole --- */

int round_open(
	struct round *r, struct store *store, const struct capture_options *o)
{
	const struct scene_options scene = {
		.fetch = &o->fetch, .person = o->person, .purpose = o->purpose
	};

	*r = (struct round){ .o = o, .store = store };
	r->run = (struct job_run){ .store = store, .o = o };
	r->run.scene = scene_new(&scene);
	r->jobs = mem_new(ROUND_JOBS, sizeof(*r->jobs));
	return extractor_open(&r->run.extractor);
}

void round_close(struct round *r)
{
	for (size_t i = 0; i < r->n; i++)
		job_release(&r->jobs[i]);
	browser_close(r->browser);
	extractor_close(r->run.extractor);
	scene_free(r->run.scene);
	free(r->no_browser);
	free(r->jobs);
}
