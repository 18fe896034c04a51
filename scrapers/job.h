/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_JOB_H
#define SCRAPERS_JOB_H

/*
 * One terms on its way through a capture: what is known of it, its pages as
 * they come in, and what they amount to. The job decides; scrapers/keep
 * writes it down; scrapers/capture moves many of them.
 *
 *	rc = job_begin(&j, &run, declared, terms);	looks up the past
 *	...			its pages are fetched: j.pages[i].crawl
 *	rc = job_settle(&j);
 *	if (rc == 0 && j.wants_browser)
 *		rc = job_render(&j, browser);		settles it again
 *	job_conclude(&j);
 *	rc = keep_job(store, &j);
 *	job_release(&j);
 *
 * What goes wrong with a page is the job's result, never an error; errors
 * are the archive's.
 */

#include "archive/snapshot.h"
#include "archive/validator.h"
#include "archive/version.h"
#include "scrapers/browser.h"
#include "scrapers/capture.h"
#include "scrapers/clocks.h"
#include "scrapers/crawl.h"
#include "scrapers/declaration.h"
#include "scrapers/extractor.h"
#include "scrapers/reading.h"
#include "scrapers/scene.h"
#include "scrapers/wall.h"

/* What all jobs of a run share; borrowed. */
struct job_run {
	struct store *store;
	const struct capture_options *o;
	struct extractor *extractor;
	struct scene *scene;
};

/* A service's declaration while jobs use it. */
struct job_declared {
	struct declaration declaration;
	size_t users;
};

struct job_page {
	const struct declaration_part *part;
	struct crawl_page crawl; /* as fetched without a browser */
	bool crawled;
	struct browser_page shown; /* what a browser told of it … */
	bool tried, rendered; /* … when it was asked; and it did show it */
	bool failed;	      /* what came does not do */
	char *before; /* why a browser was asked; NULL: it was declared */
	struct snapshot last; /* the kept page of the capture before */
	bool has_last;
	bool is_latest;		    /* it is a page of the reading before */
	struct str last_coding;	    /* of the body that it kept */
	struct validator validator; /* what a conditional request said */
	bool conditional;
	struct str media_type, coding; /* of the body that is kept */
	struct wall wall;
};

struct job {
	const struct job_run *run;
	struct job_declared *declared; /* shared; counted */
	const char *service;	       /* borrowed from declared */
	const struct declaration_terms *terms;
	struct digest declaration;
	size_t order; /* among the jobs of the run */
	struct job_page *pages;
	size_t n, handed; /* pages: all, given out */
	size_t held;	  /* bytes of pages, as the round counts them */
	struct clocks clocks;
	struct version latest; /* the reading before; snapshot: the one read */
	bool has_latest;
	bool rules_changed;	/* since that reading */
	struct reading upgrade; /* that capture read by the rules of now */
	bool upgraded;		/* and its text is another one */
	struct reading reading; /* of the pages that came */
	bool same_text;		/* reading.text is not filled: it is latest's */
	bool wants_browser;	/* the pages as they are do not do */
	char *message;		/* why there is no text; NULL: there is one */
	int cause;		/* the code behind message */
	struct capture_result result;
};

/* Looks up what is known of the terms, and prepares a request for each page.
 * The archive's failures. */
int job_begin(struct job *j, const struct job_run *run,
	struct job_declared *declared, const struct declaration_terms *terms);

/* Whether the declaration asks for a browser from the start: such a page is
 * not fetched without one. */
bool job_page_is_scripted(const struct job_page *p);

/* All pages are there: reads them, tells walls apart, compares. */
int job_settle(struct job *j);

/* Shows the pages that did not do to a browser; settles again. browser NULL:
 * there is none, and `why` says so (NULL: none is wanted). */
int job_render(struct job *j, struct browser *browser, const char *why);

/* Nothing more will come: fills in what j->result says of the pages. */
void job_conclude(struct job *j);

void job_release(struct job *j);

/* Takes the answers' dates into account, as they come. */
void job_note_clock(struct job *j, const struct fetch *f);

/* Fetches and reads one page and keeps nothing. */
int job_look(struct reading *r, struct extractor *e,
	const struct declaration_part *part, const struct fetch_options *fetch);

/* The fetch whose last answer is the page's, and the page as text-bearing
 * bytes: final address, body as kept. */
const struct fetch *job_page_fetch(const struct job_page *p);
const char *job_page_url(const struct job_page *p);
const struct str *job_page_body(const struct job_page *p);

/* Why no page came, as a stable code: "name", "certificate", "cut" … */
const char *job_page_cause(const struct job_page *p);

/* The page was answered in full. */
bool job_page_is_answered(const struct job_page *p);

/* A 304: the page kept before is still the page. */
bool job_page_is_confirmed(const struct job_page *p);

#endif
