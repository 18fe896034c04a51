/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive_case.h"
#include "base/mem.h"

/* A job on terms that are written down here. */
struct bench {
	struct archive_case *c;
	struct capture_options o;
	struct job_run run;
	struct job job;
};

static void begin(struct bench *b, struct archive_case *c, const char *terms)
{
	struct job_declared *declared = mem_new(1, sizeof(*declared));
	struct str text = { 0 };

	*b = (struct bench){ .c = c };
	b->o.fetch =
		(struct fetch_options){ .send = archive_case_send, .ctx = c };
	b->run = (struct job_run){ .store = c->store, .o = &b->o };
	assert_int_equal(extractor_open(&b->run.extractor), 0);
	str_printf(&text,
		"{\"name\": \"E\", \"terms\": {\"Privacy Policy\": %s}}",
		terms);
	assert_int_equal(declaration_parse(&declared->declaration, "E.json",
				 text.p, text.len),
		0);
	assert_int_equal(job_begin(&b->job, &b->run, declared,
				 declared->declaration.terms),
		0);
	str_release(&text);
}

static void end(struct bench *b)
{
	job_release(&b->job);
	extractor_close(b->run.extractor);
}

/* Fetches what is not for a browser, and settles. */
static void settle(struct bench *b)
{
	for (size_t i = 0; i < b->job.n; i++) {
		struct job_page *p = &b->job.pages[i];

		if (job_page_is_scripted(p))
			continue;
		p->crawl.rc = fetch_page(
			&p->crawl.result, p->crawl.url, &p->crawl.fetch);
		if (p->crawl.rc != 0)
			p->crawl.message = mem_strdup(err_message());
		p->crawled = true;
	}
	assert_int_equal(job_settle(&b->job), 0);
}

static void wants_a_browser(struct archive_case *c, const char *terms,
	int status, const char *page, bool wants)
{
	struct bench b;

	c->status = status;
	c->page = page;
	begin(&b, c, terms);
	settle(&b);
	assert_int_equal(b.job.wants_browser, wants);
	end(&b);
}

#define PLAIN "{\"fetch\": \"https://a.test/\", \"select\": \"main\"}"

static void knows_when_a_browser_may_do_better(void **state)
{
	struct archive_case *c = *state;

	wants_a_browser(c, PLAIN, 200, "<main>one</main>", false);
	wants_a_browser(c, PLAIN, 200, "<p>nothing</p>", true);
	wants_a_browser(c, PLAIN, 200, "<main> </main>", true);
	wants_a_browser(c, PLAIN, 403, "<p>no</p>", true);
	wants_a_browser(c, PLAIN, 406, "<p>no</p>", true);
	wants_a_browser(c, PLAIN, 502, "<p>no</p>", true);
	wants_a_browser(c, PLAIN, 404, "<p>no</p>", false);
	wants_a_browser(c, PLAIN, 500, "<p>no</p>", false);
	c->dead = true;
	wants_a_browser(c, PLAIN, 200, "", false);
}

static void scripted_pages_are_left_to_the_browser(void **state)
{
	struct archive_case *c = *state;
	struct bench b;

	begin(&b, c,
		"{\"fetch\": \"https://a.test/\", \"select\": \"main\","
		"\"executeClientScripts\": true}");
	settle(&b);
	assert_int_equal(c->requests, 0);
	assert_true(b.job.wants_browser);
	assert_non_null(strstr(b.job.message, "executeClientScripts"));
	assert_int_equal(job_render(&b.job, NULL, "there is none"), 0);
	assert_false(b.job.wants_browser);
	assert_non_null(strstr(b.job.message, "; there is none"));
	assert_int_equal(b.job.result.outcome, CAPTURE_FAILED);
	end(&b);
}

/* robots.txt is asked by the crawl, which also fetches the page then. */
static void scripted_pages_obey_too(void **state)
{
	struct archive_case *c = *state;
	struct bench b;

	c->page = "<main>what a server sends to programs</main>";
	begin(&b, c,
		"{\"fetch\": \"https://a.test/\", \"select\": \"main\","
		"\"executeClientScripts\": true,"
		"\"constat\": {\"robots\": \"obey\"}}");
	assert_false(job_page_is_scripted(&b.job.pages[0]));
	settle(&b);
	assert_int_equal(c->requests, 1);
	assert_true(b.job.wants_browser);
	assert_non_null(strstr(b.job.message, "executeClientScripts"));
	/* Refused: no browser goes there instead. */
	b.job.pages[0].crawl.rc = ERR_REFUSED;
	b.job.pages[0].crawl.message = mem_strdup("robots.txt says no");
	assert_int_equal(job_settle(&b.job), 0);
	assert_false(b.job.wants_browser);
	assert_string_equal(b.job.message, "robots.txt says no");
	end(&b);
}

/* A PDF needs no scripts, whatever is declared. */
static void a_pdf_is_fetched(void **state)
{
	struct archive_case *c = *state;
	struct bench b;

	begin(&b, c,
		"{\"fetch\": \"https://a.test/p.pdf\","
		"\"executeClientScripts\": true}");
	assert_false(job_page_is_scripted(&b.job.pages[0]));
	end(&b);
}

static void the_declaration_says_how_to_ask(void **state)
{
	struct archive_case *c = *state;
	struct bench b;

	begin(&b, c,
		"{\"fetch\": \"https://a.test/\", \"select\": \"main\","
		"\"constat\": {\"language\": \"fr\", \"robots\": \"obey\","
		"\"http\": \"2\"}}");
	assert_string_equal(b.job.pages[0].crawl.fetch.language, "fr");
	assert_true(b.job.pages[0].crawl.fetch.http2);
	assert_true(b.job.pages[0].crawl.obey_robots);
	assert_false(b.job.pages[0].conditional);
	end(&b);
	begin(&b, c, PLAIN);
	assert_null(b.job.pages[0].crawl.fetch.language);
	assert_false(b.job.pages[0].crawl.obey_robots);
	end(&b);
}

static void the_first_page_that_fails_is_told(void **state)
{
	struct archive_case *c = *state;
	struct bench b;

	c->page = "<main>one</main>";
	begin(&b, c,
		"{\"combine\": [{\"fetch\": \"https://a.test/1\"},"
		"{\"fetch\": \"https://a.test/2\", \"select\": \"#no\"}],"
		"\"select\": \"main\", \"executeClientScripts\": false}");
	settle(&b);
	assert_non_null(strstr(b.job.message, "'#no'"));
	assert_false(b.job.pages[0].failed);
	assert_true(b.job.pages[1].failed);
	assert_int_equal(b.job.result.outcome, CAPTURE_FAILED);
	end(&b);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(knows_when_a_browser_may_do_better),
		CASE(scripted_pages_are_left_to_the_browser),
		CASE(scripted_pages_obey_too),
		CASE(a_pdf_is_fetched),
		CASE(the_declaration_says_how_to_ask),
		CASE(the_first_page_that_fails_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
