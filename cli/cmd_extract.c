/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/out.h"
#include "scrapers/declaration.h"
#include "scrapers/extractor.h"
#include "scrapers/html.h"

extern const struct cmd cmd_extract;

static const char *declaration, *terms_type, *url, *folder;

static const struct opt options[] = {
	{ "declaration", 0, OPT_TEXT, N_("FILE"),
		N_("the service's declaration (JSON)"), &declaration },
	{ "terms", 0, OPT_TEXT, N_("TYPE"),
		N_("which terms, like \"Privacy Policy\""), &terms_type },
	{ "url", 0, OPT_TEXT, N_("URL"),
		N_("the page's address, for its links; of combined terms, "
		   "the part to use"),
		&url },
	{ "output", 'o', OPT_TEXT, N_("DIR"),
		N_("write one .md file a page into DIR"), &folder },
	{ 0 },
};

/* One run over pages. */
struct extraction {
	const struct cli *cli;
	const struct declaration_terms *terms;
	struct extractor *extractor; /* owned */
	cJSON *pages; /* owned by the answer; NULL without --json */
	int done, failed;
};

/* Combined terms: the part of that address, or the page's turn. */
static const struct declaration_part *part_of(
	const struct declaration_terms *t, int turn)
{
	for (size_t i = 0; url != NULL && i < t->n; i++)
		if (strcmp(t->parts[i].fetch, url) == 0)
			return &t->parts[i];
	return &t->parts[url == NULL && (size_t)turn < t->n ? turn : 0];
}

static void tell(const struct cli *cli, const char *page,
	const struct declaration_part *part, const struct extract_notes *notes)
{
	for (size_t i = 0; i < part->n_filters; i++)
		if (!extract_knows_filter(part->filters[i].name))
			out_note(cli,
				_("%s: the filter '%s' is JavaScript; "
				  "extracted without it"),
				page, part->filters[i].name);
	if (notes->flattened > 0)
		out_note(cli,
			_("%s: %zu elements lie deeper than %d levels; they "
			  "were read as neighbours"),
			page, notes->flattened, (int)HTML_DEPTH);
}

static int read_page(struct extraction *x, struct str *markdown,
	struct extract_notes *notes, const char *path, int turn)
{
	const struct declaration_part *part = part_of(x->terms, turn);
	struct extract_job job = { .url = url, .part = part };
	struct str bytes = { .max = HTML_BYTES };
	int rc = file_read(&bytes, path);

	if (rc == 0) {
		job.bytes = bytes.p;
		job.len = bytes.len;
		rc = extractor_page(x->extractor, markdown, notes, &job);
	}
	str_release(&bytes);
	if (rc == 0)
		tell(x->cli, path, part, notes);
	return err_wrap(rc, "%s", path);
}

static size_t stem_of(const char *path, const char **name)
{
	const char *dot;

	*name = file_basename(path);
	dot = strrchr(*name, '.');
	return dot != NULL ? (size_t)(dot - *name) : strlen(*name);
}

static int compare_stems(const void *a, const void *b)
{
	const char *x, *y;
	size_t n = stem_of(*(char *const *)a, &x);
	size_t m = stem_of(*(char *const *)b, &y);
	int order = memcmp(x, y, n < m ? n : m);

	return order != 0 ? order : (n > m) - (n < m);
}

/* No two pages may be written to one file. */
static int check_stems(int n, char **paths)
{
	char **sorted = mem_new((size_t)n, sizeof(*sorted));
	int rc = CMD_DONE;

	memcpy(sorted, paths, (size_t)n * sizeof(*sorted));
	qsort(sorted, (size_t)n, sizeof(*sorted), compare_stems);
	for (int i = 1; i < n && rc == CMD_DONE; i++) {
		const char *stem;
		size_t len = stem_of(sorted[i], &stem);

		if (compare_stems(&sorted[i - 1], &sorted[i]) == 0)
			rc = out_usage(&cmd_extract,
				_("%s and %s would both be written to %.*s.md; "
				  "use two folders"),
				sorted[i - 1], sorted[i], (int)len, stem);
	}
	free(sorted);
	return rc;
}

static int refuse_own(const char *target, const char *path)
{
	struct stat a, b;

	if (stat(target, &a) == 0 && stat(path, &b) == 0 &&
		a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		return err_set(ERR_EXISTS,
			_("'%s' would be replaced by its own text; name "
			  "another folder with -o"),
			path);
	return 0;
}

/* DIR/stem.md */
static int write_page(
	struct extraction *x, const char *path, const struct str *markdown)
{
	const char *name;
	size_t stem = stem_of(path, &name);
	struct str target = { 0 };
	int rc;

	str_printf(&target, "%s/%.*s.md", folder, (int)stem, name);
	if (x->cli->dry_run) {
		out_note(x->cli, _("would write %s"), target.p);
		rc = 0;
	} else {
		rc = refuse_own(target.p, path);
		if (rc == 0)
			rc = file_mkdir(folder);
		if (rc == 0)
			rc = file_write(target.p, markdown->p, markdown->len,
				FILE_LATER);
	}
	str_release(&target);
	return rc;
}

static void describe(struct extraction *x, const char *path,
	const struct str *markdown, const struct extract_notes *notes)
{
	cJSON *page = json_object();
	char name[DIGEST_NAME + 1];
	struct digest d;

	digest_of(&d, markdown->p, markdown->len);
	digest_name(name, &d);
	json_set(page, "page", path);
	json_set(page, "charset", notes->charset);
	json_set_int(page, "bytes", (int64_t)markdown->len);
	json_set(page, "hash", name);
	json_set_int(page, "filters_skipped", (int64_t)notes->filters);
	json_set_int(page, "elements_flattened", (int64_t)notes->flattened);
	if (folder == NULL)
		json_set(page, "markdown", markdown->p);
	json_push(x->pages, page);
}

/* One page of its own. */
static int extract_one(struct extraction *x, const char *path, int turn)
{
	struct str markdown = { 0 };
	struct extract_notes notes = { 0 };
	int rc = read_page(x, &markdown, &notes, path, turn);

	if (rc == 0 && folder != NULL)
		rc = write_page(x, path, &markdown);
	if (rc == 0 && x->pages != NULL)
		describe(x, path, &markdown, &notes);
	else if (rc == 0 && folder == NULL)
		out_document(markdown.p, markdown.len);
	str_release(&markdown);
	return rc;
}

/* Combined terms: the pages of all parts, in their order, as one text. */
static int extract_all(struct extraction *x, int n, char **paths)
{
	struct str whole = { 0 }, markdown = { 0 };
	struct extract_notes notes = { 0 };
	int rc = 0;

	for (int i = 0; rc == 0 && i < n; i++) {
		str_clear(&markdown);
		rc = read_page(x, &markdown, &notes, paths[i], i);
		if (rc == 0 && x->pages != NULL)
			describe(x, paths[i], &markdown, &notes);
		if (rc == 0)
			rc = extract_combine(&whole, &markdown);
	}
	if (rc == 0 && x->pages == NULL)
		out_document(whole.p, whole.len);
	str_release(&whole);
	str_release(&markdown);
	return rc;
}

static int extract_pages(struct extraction *x, int argc, char **argv)
{
	bool combined = x->terms->combined && url == NULL;

	if (combined && (size_t)argc != x->terms->n)
		return out_usage(&cmd_extract,
			_("these terms are combined from %zu pages; name all "
			  "in their order, or one with --url"),
			x->terms->n);
	if (combined && folder == NULL)
		return extract_all(x, argc, argv) == 0 ? CMD_DONE : out_fail();
	if (argc > 1 && folder == NULL && !x->cli->json)
		return out_usage(&cmd_extract, _("several pages need -o DIR"));
	if (folder != NULL && check_stems(argc, argv) != CMD_DONE)
		return CMD_TROUBLE;
	for (int i = 0; i < argc; i++) {
		if (extract_one(x, argv[i], i) == 0) {
			x->done++;
			continue;
		}
		out_fail();
		x->failed++;
	}
	if (folder != NULL && x->done > 0 && !x->cli->dry_run &&
		file_sync_all(folder) != 0)
		return out_fail();
	if (x->failed == 0)
		return CMD_DONE;
	return x->done > 0 ? CMD_PARTIAL : CMD_TROUBLE;
}

static void tell_of_scripts(
	const struct cli *cli, const struct declaration_terms *t)
{
	bool scripts = false;

	for (size_t i = 0; i < t->n; i++)
		scripts |= t->parts[i].scripts == DECLARATION_SCRIPTS_YES;
	if (scripts)
		out_note(cli,
			_("these terms need a browser (executeClientScripts); "
			  "pages are taken as it left them"));
}

static int extract_terms(
	struct cli *cli, const struct declaration_terms *t, int n, char **paths)
{
	struct extraction x = { .cli = cli, .terms = t };
	cJSON *answer = NULL;
	int status;

	if (extractor_open(&x.extractor) != 0)
		return out_fail();
	tell_of_scripts(cli, t);
	if (cli->json) {
		answer = out_object("extract");
		json_set(answer, "terms", t->type);
		json_set(answer, "extractor", EXTRACT_VERSION);
		x.pages = json_array();
		json_add(answer, "pages", x.pages);
	}
	status = extract_pages(&x, n, paths);
	if (answer != NULL && status != CMD_TROUBLE)
		out_json(answer);
	else
		cJSON_Delete(answer);
	extractor_close(x.extractor);
	return status;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct declaration d = { 0 };
	const struct declaration_terms *t = NULL;
	int status, rc;

	if (declaration == NULL || terms_type == NULL || argc == 0)
		return out_usage(&cmd_extract,
			_("name --declaration, --terms and at least one page"));
	rc = declaration_read(&d, declaration);
	if (rc == 0)
		rc = declaration_get(&t, &d, terms_type);
	status = rc == 0 ? extract_terms(cli, t, argc, argv) : out_fail();
	declaration_release(&d);
	return status;
}

const struct cmd cmd_extract = {
	.name = "extract",
	.args = N_("--declaration FILE --terms TYPE HTML…"),
	.summary = N_("turn saved pages into the Markdown of a declaration"),
	.detail = N_("A pure function: the same page and declaration always "
		     "give the same bytes. Nothing is fetched or kept, no "
		     "script is run: of terms that need a browser, name the "
		     "page that it left. Several pages are written into a "
		     "folder (-o DIR), a file each; else the pages of "
		     "combined terms, named in their order, give one text."),
	.example = "constat extract --declaration exemple.json "
		   "--terms \"Privacy Policy\" page.html",
	.options = options,
	.run = run,
};
