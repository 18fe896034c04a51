/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The letter is rendered twice: first with a mark for each exhibit, whose
 * order in the text gives the numbers, then with them.
 */
#include "cases/draft.h"

#include <stdlib.h>
#include <string.h>

#include "archive/casefile.h"
#include "archive/document.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/model.h"
#include "cases/pieces.h"
#include "templates/html.h"
#include "templates/letter.h"

enum { MARKDOWN_MAX = 8 << 20, PDF_MAX = 128 << 20 };

/* What is being made. */
struct work {
	const struct draft_order *order;
	struct case_json c;
	struct backing b;
	struct pieces pieces;
	struct str markdown, pdf, html;
	bool is_pdf, is_html;
};

static const char *const kinds[] = { "complaint", NULL };

const char *const *draft_kinds(void)
{
	return kinds;
}

void draft_release(struct draft *d)
{
	free(d->folder);
	*d = (struct draft){ 0 };
}

int draft_case_path(struct str *out, const struct store *s)
{
	return file_join(out, store_dir(s), "case.json");
}

static void release(struct work *w)
{
	pieces_release(&w->pieces);
	backing_release(&w->b);
	case_json_release(&w->c);
	str_release(&w->markdown);
	str_release(&w->pdf);
	str_release(&w->html);
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && strcmp(text + n - m, end) == 0;
}

static int check_order(struct work *w)
{
	const struct draft_order *o = w->order;
	bool known = false;

	for (const char *const *k = kinds; *k != NULL; k++)
		known = known || strcmp(*k, o->kind) == 0;
	if (!known)
		return err_set(ERR_NOTFOUND,
			_("no document '%s' can be drafted; there is: "
			  "complaint"),
			o->kind);
	w->is_pdf = ends_with(o->path, ".pdf");
	w->is_html = ends_with(o->path, ".html");
	if (!w->is_pdf && !w->is_html && !ends_with(o->path, ".md"))
		return err_set(ERR_INVALID,
			_("'%s' is no name for a document; expected one that "
			  "ends in .pdf, .html or .md"),
			o->path);
	return 0;
}

static int refuse(const struct draft *d)
{
	return err_set(ERR_REFUSED,
		_("the case cannot be drafted yet (%zu to mend); mend it with "
		  "'constat case edit'"),
		d->count.blocking);
}

/* The case and what backs it, checked. */
static int read_case(struct work *w, struct draft *d, rules_fn fn, void *ctx)
{
	struct str path = { 0 };
	int rc = draft_case_path(&path, w->order->store);

	if (rc == 0)
		rc = case_json_read(&w->c, path.p);
	str_release(&path);
	if (rc != 0)
		return rc;
	if (!case_json_usable(&w->c)) {
		rules_check_form(&d->count, &w->c, fn, ctx);
		return refuse(d);
	}
	rc = backing_read(
		&w->b, &(struct backing_order){ .store = w->order->store,
			       .c = &w->c,
			       .lang = w->order->lang,
			       .authority = w->order->authority });
	if (rc == 0)
		rc = rules_check(&d->count, &w->b, fn, ctx);
	return rc == 0 && d->count.blocking > 0 ? refuse(d) : rc;
}

static int render(struct work *w)
{
	const struct letter letter = { .kind = w->order->kind,
		.lang = w->b.lang,
		.file = w->order->template_file };
	cJSON *model = NULL;
	int rc = model_make(&model, &w->pieces);

	str_release(&w->markdown);
	str_init(&w->markdown, MARKDOWN_MAX);
	if (rc == 0)
		rc = letter_render(&w->markdown, &letter, model);
	cJSON_Delete(model);
	return rc;
}

static int write_letter(struct work *w)
{
	int rc = pieces_open(&w->pieces, &w->b);

	w->pieces.apart = w->is_pdf && w->order->part != PDF_A_3U;
	if (rc == 0)
		rc = render(w);
	if (rc != 0)
		return rc;
	pieces_order(&w->pieces, w->markdown.p, w->markdown.len);
	rc = pieces_build(&w->pieces);
	return rc == 0 ? render(w) : rc;
}

/* The files that go into the PDF. Names, data are borrowed; descriptions are
 * owned. */
struct attachments {
	struct pdf_attachment *v;
	size_t n, cap;
};

static void attach(struct attachments *a, const struct work *w,
	const struct pieces_file *f)
{
	const struct wording *words = &w->b.wording;
	struct str description = { 0 };

	if (!f->attached)
		return;
	if (f->label[0] != '\0') {
		(void)wording_fill(&description, words, "pattern", "piece",
			(const char *const[]){ "n", f->label, NULL });
		str_puts(&description, " : ");
	}
	str_puts(&description, wording_word(words, "file-role", f->role));
	a->v = mem_grow(a->v, &a->cap, a->n + 1, sizeof(*a->v));
	a->v[a->n++] = (struct pdf_attachment){ .name = f->name,
		.description = str_take(&description),
		.media_type = f->media_type,
		.data = f->data.p != NULL ? f->data.p : "",
		.len = f->data.len,
		.digest = f->digest,
		.changed_ns = f->date_ns };
}

static void attach_all(struct attachments *a, const struct work *w)
{
	const struct pieces *p = &w->pieces;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->v[i].n_files; k++)
			attach(a, w, &p->v[i].files[k]);
	for (size_t i = 0; i < p->n_proofs; i++)
		attach(a, w, &p->proofs[i]);
}

static void release_attachments(struct attachments *a)
{
	for (size_t i = 0; i < a->n; i++)
		free((char *)(uintptr_t)a->v[i].description);
	free(a->v);
}

static int draw(struct work *w, size_t *pages)
{
	const struct wording *words = &w->b.wording;
	const cJSON *who = json_member(w->c.tree, "complainant");
	struct str author = { 0 }, footer = { 0 };
	struct attachments a = { 0 };
	struct pdf_options o = { .title = wording_word(
					 words, "pattern", "title"),
		.subject = case_json_text(w->c.tree, "title"),
		.lang = json_string(words->tree, "bcp47"),
		.page_words = wording_word(words, "pattern", "page"),
		.date_ns = w->b.date_ns,
		.part = w->order->part };
	int rc;

	str_printf(&author, "%s %s", case_json_text(who, "given_name"),
		case_json_text(who, "family_name"));
	(void)wording_fill(&footer, words, "pattern", "footer",
		(const char *const[]){
			"case", case_json_text(w->c.tree, "id"), NULL });
	if (o.part == PDF_A_3U)
		attach_all(&a, w);
	o.author = author.p;
	o.footer = footer.p;
	o.attachments = a.v;
	o.n_attachments = a.n;
	str_init(&w->pdf, PDF_MAX);
	rc = pdf_make(&w->pdf, pages, w->markdown.p, w->markdown.len, &o);
	release_attachments(&a);
	str_release(&author);
	str_release(&footer);
	return rc;
}

static int write_html(struct work *w)
{
	const struct wording *words = &w->b.wording;
	const struct html_options o = {
		.title = wording_word(words, "pattern", "title"),
		.lang = json_string(words->tree, "bcp47"),
	};

	str_init(&w->html, PDF_MAX);
	return html_make(&w->html, w->markdown.p, w->markdown.len, &o);
}

/* The document's bytes. */
static const struct str *bytes_of(const struct work *w)
{
	if (w->is_pdf)
		return &w->pdf;
	return w->is_html ? &w->html : &w->markdown;
}

/* "complaint.pdf": "complaint_pieces". */
static char *folder_of(const char *path)
{
	struct str folder = { 0 };

	str_printf(&folder, "%.*s_pieces", (int)(strlen(path) - 4), path);
	return str_take(&folder);
}

static void count(struct draft *d, const struct work *w)
{
	const struct pieces *p = &w->pieces;
	const struct str *text = bytes_of(w);

	for (size_t i = 0; i < p->n; i++) {
		d->pieces += p->v[i].number != 0;
		for (size_t k = 0; k < p->v[i].n_files; k++) {
			d->files++;
			d->attached += p->v[i].files[k].attached;
		}
	}
	d->size = text->len;
	digest_of(&d->digest, text->p, text->len);
	d->stamped = w->b.stamped;
}

static int note_document(const struct work *w, const struct draft *d)
{
	struct store *s = w->order->store;
	struct document document = { .kind = w->order->kind,
		.lang = w->b.lang,
		.digest = d->digest,
		.size = d->size,
		.stamp = w->b.stamped ? w->b.stamp.id : 0 };
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = casefile_note(&document.casefile, s, w->c.text.p, w->c.text.len);
	if (rc == 0)
		rc = document_note(s, &document);
	return store_end(s, rc);
}

static int write_out(const struct work *w, struct draft *d)
{
	const char *path = w->order->path;
	int rc = 0;

	if (!w->is_pdf)
		return file_write(
			path, bytes_of(w)->p, bytes_of(w)->len, FILE_REPLACE);
	d->folder = folder_of(path);
	rc = pieces_write(&w->pieces, d->folder);
	if (rc == 0)
		rc = file_write(path, w->pdf.p, w->pdf.len, FILE_REPLACE);
	return rc == 0 ? note_document(w, d) : rc;
}

int draft_make(struct draft *out, const struct draft_order *order, rules_fn fn,
	void *ctx)
{
	struct work w = { .order = order };
	struct draft d = { 0 };
	int rc = check_order(&w);

	if (rc == 0)
		rc = read_case(&w, &d, fn, ctx);
	if (rc == 0)
		rc = write_letter(&w);
	if (rc == 0 && w.is_pdf)
		rc = draw(&w, &d.pages);
	if (rc == 0 && w.is_html)
		rc = write_html(&w);
	if (rc == 0)
		count(&d, &w);
	if (rc == 0 && !order->dry)
		rc = write_out(&w, &d);
	out->count = d.count;
	if (rc == 0)
		*out = d;
	else
		draft_release(&d);
	release(&w);
	return rc;
}
