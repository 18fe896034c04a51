/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/marks.h"

#include "pdf_case.h"

/* The runs of every cell: "-" those that went, "+" those that came. */
static char *marked(const char *text)
{
	struct markdown md = { 0 };
	struct str out = { 0 };

	assert_int_equal(markdown_parse(&md, text, strlen(text)), 0);
	marks_read(&md);
	for (size_t i = 0; i < md.n; i++)
		for (size_t c = 0; c < md.blocks[i].n_cells; c++)
			for (size_t r = 0; r < md.blocks[i].cells[c].n; r++) {
				const struct markdown_run *run =
					&md.blocks[i].cells[c].runs[r];

				str_printf(&out, "%s<%s>",
					run->style & MARKS_DELETED    ? "-"
					: run->style & MARKS_INSERTED ? "+"
								      : "",
					run->text);
			}
	markdown_release(&md);
	return str_take(&out);
}

static void assert_marked(const char *text, const char *want)
{
	char *got = marked(text);

	assert_string_equal(got, want);
	free(got);
}

static void reads_tags(void **state)
{
	(void)state;
	assert_marked("a <del>b</del><ins>c</ins> d", "<a >-<b>+<c>< d>");
	assert_marked("## <del>a</del> b", "-<a>< b>");
	assert_marked("- **<ins>a</ins>**", "+<a>");
	assert_marked("| <del>a</del> |\n|:--|\n| <ins>b</ins> |", "-<a>+<b>");
	/* A mark ends with its cell; what closes nothing is text. */
	assert_marked("<del>a b</ins>\n\nc", "-<a b>-<</ins>><c>");
	assert_marked("a</del> <DEL>b", "<a><</del>>< ><<DEL>><b>");
	assert_marked("<del><del>a</del>", "-<<del>>-<a>");
}

/* Nothing that a value holds becomes a mark. */
static void cannot_be_forged(void **state)
{
	static const char value[] = "<del>a</del> `<ins>` &lt;del> <del\n>";
	struct str text = { 0 };
	char *got;

	(void)state;
	str_puts(&text, "<ins>");
	assert_int_equal(markdown_escape(&text, value, strlen(value)), 0);
	str_puts(&text, "</ins>");
	got = marked(text.p);
	assert_string_equal(got, "+<<del>a</del> `<ins>` &lt;del> <del >>");
	free(got);
	str_release(&text);
}

static void as_text(void **state)
{
	static const char text[] = "# A <del>b</del><ins>c d</ins> e";
	struct markdown md = { 0 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(markdown_parse(&md, text, strlen(text)), 0);
	marks_read(&md);
	assert_int_equal(marks_text(&out, &md.blocks[0]), 0);
	assert_string_equal(out.p, "A [-b-]{+c d+} e");
	str_release(&out);
	markdown_release(&md);
	assert_string_equal(marks_open(0), "");
	assert_string_equal(marks_close(MARKS_INSERTED), "+}");
}

/* Fails unless the extracted text, on one line, has that. */
static void assert_extracted(const char *text, const char *want)
{
	struct str line = { 0 };

	str_puts(&line, text);
	for (size_t i = 0; i < line.len; i++)
		if (line.p[i] == '\n' || line.p[i] == '\f')
			line.p[i] = ' ';
	if (strstr(line.p, want) == NULL)
		fail_msg("no '%s' in '%s'", want, line.p);
	str_release(&line);
}

/* However the text is taken out of the PDF, what went and what came cannot
 * be read as one sentence: also of a passage over several lines. */
static void extraction_tells(void **state)
{
	static const char text[] =
		"Nous collectons <del>le nombre de pas</del><ins>ce que nous "
		"voulons</ins>.\n\n"
		"<del>Une longue suite de mots qui disparaît entièrement de la "
		"politique et qui tient plusieurs lignes, afin que l’on voie "
		"comment une suppression se lit quand elle est longue</del> "
		"fin\n\n"
		"- un <del>ancien</del><ins>nouvel</ins> article\n\n"
		"| | |\n|:--|:--|\n"
		"| <del>avant</del> | <ins>après</ins> |\n";
	static const char *const modes[] = { "-layout", "-raw", "-nopgbrk" };
	struct pdf_case c;

	(void)state;
	pdf_case_make(&c, text, NULL);
	for (size_t i = 0; i < 3; i++) {
		const char *got =
			pdf_case_tool(&c, "pdftotext", modes[i], "a.pdf", "-");

		assert_extracted(
			got, "[-le nombre de pas-]{+ce que nous voulons+}.");
		assert_extracted(got, "un [-ancien-]{+nouvel+} article");
		assert_extracted(got, "[-avant-]");
		assert_extracted(got, "{+après+}");
		assert_extracted(got, "[-Une longue suite");
		assert_extracted(got, "longue-] fin");
	}
	pdf_case_tool(&c, "qpdf", "--check", "a.pdf");
	pdf_case_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_tags),
		cmocka_unit_test(cannot_be_forged),
		cmocka_unit_test(as_text),
		cmocka_unit_test(extraction_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
