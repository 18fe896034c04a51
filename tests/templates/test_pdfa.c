/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/pdfa.h"

#include "base/json.h"
#include "base/mem.h"
#include "tests/templates/pdf_case.h"

#define JAVA "/usr/share/java/"

enum { ATTACHED = 3 };

static const char binary[] = "\0\xFF%PDF endstream endobj\r\n";

/* Three files: bytes of all kinds, none, and a name with an accent. */
static void fill(struct pdf_options *o, struct pdf_attachment a[ATTACHED])
{
	a[0] = (struct pdf_attachment){ .name = "PJ01_politique.html",
		.description = "Pièce n° 1 : (politique) \\ de l'éditeur",
		.media_type = "text/html",
		.relationship = "Source",
		.data = binary,
		.len = sizeof(binary) - 1,
		.changed_ns = INT64_C(1535760000000000000) };
	a[1] = (struct pdf_attachment){ .name = "PJ02_vide.bin",
		.description = "Pièce n° 2",
		.media_type = "application/octet-stream",
		.data = "",
		.changed_ns = INT64_C(1535760000000000000) };
	a[2] = (struct pdf_attachment){ .name = "PJ03_relevé Ελλ.csv",
		.description = "Pièce n° 3",
		.media_type = "text/csv",
		.data = "a;b\n",
		.len = 4,
		.changed_ns = INT64_C(1535760000000000000) };
	for (int i = 0; i < ATTACHED; i++)
		digest_of(&a[i].digest, a[i].data, a[i].len);
	o->attachments = a;
	o->n_attachments = ATTACHED;
}

/* The letter of the fixtures. */
static void make(struct pdf_case *c, enum pdf_part part, bool attach)
{
	struct pdf_attachment attachments[ATTACHED];
	struct pdf_options o = pdf_case_options;
	struct str markdown = { 0 };

	assert_int_equal(file_read(&markdown, TEST_DIR "/pdf/lettre.md"), 0);
	o.part = part;
	if (attach)
		fill(&o, attachments);
	pdf_case_make(c, markdown.p, &o);
	str_release(&markdown);
}

static int count(const char *text, const char *word)
{
	int n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text++;
	}
	return n;
}

static void test_check(void **state)
{
	struct pdf_case c;
	const char *text;

	(void)state;
	make(&c, PDF_A_3U, true);
	text = pdf_case_tool(&c, "qpdf", "--check", "a.pdf");
	assert_non_null(strstr(text, "PDF Version: 1.7"));
	assert_non_null(strstr(text, "No syntax or stream encoding errors"));
	pdf_case_release(&c);
}

/* The objects of a file that qpdf prints as JSON (version 1). */
struct objects {
	cJSON *tree;
	const cJSON *all;
};

static void read_objects(struct objects *o, struct pdf_case *c)
{
	const char *text = pdf_case_tool(c, "qpdf", "--json=1", "a.pdf");

	o->tree = cJSON_Parse(text);
	o->all = json_member(o->tree, "objects");
	assert_non_null(o->all);
}

/* A member, an indirect one followed. */
static const cJSON *get(
	const struct objects *o, const cJSON *dict, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(dict, key);

	while (cJSON_IsString(v) && json_member(o->all, v->valuestring) != NULL)
		v = json_member(o->all, v->valuestring);
	return v;
}

static void is_string(const struct objects *o, const cJSON *dict,
	const char *key, const char *want)
{
	const cJSON *v = get(o, dict, key);

	assert_true(cJSON_IsString(v));
	assert_string_equal(v->valuestring, want);
}

static const cJSON *root_of(const struct objects *o)
{
	return get(o, json_member(o->all, "trailer"), "/Root");
}

static void test_catalogue(void **state)
{
	struct objects o;
	struct pdf_case c;
	const cJSON *root, *intent;

	(void)state;
	make(&c, PDF_A_3U, true);
	read_objects(&o, &c);
	root = root_of(&o);
	is_string(&o, root, "/Lang", "fr-FR");
	is_string(&o, root, "/PageMode", "/UseAttachments");
	assert_true(
		cJSON_IsFalse(get(&o, get(&o, root, "/MarkInfo"), "/Marked")));
	assert_true(cJSON_IsTrue(get(
		&o, get(&o, root, "/ViewerPreferences"), "/DisplayDocTitle")));
	assert_non_null(get(&o, root, "/Metadata"));
	intent = get(&o, root, "/OutputIntents")->child;
	intent = json_member(o.all, intent->valuestring);
	is_string(&o, intent, "/S", "/GTS_PDFA1");
	assert_int_equal(
		get(&o, get(&o, intent, "/DestOutputProfile"), "/N")->valueint,
		3);
	assert_int_equal(cJSON_GetArraySize(
				 get(&o, json_member(o.all, "trailer"), "/ID")),
		2);
	cJSON_Delete(o.tree);
	pdf_case_release(&c);
}

/* Associated files, and a name tree whose keys are in order. */
static void test_name_tree(void **state)
{
	struct objects o;
	struct pdf_case c;
	const cJSON *root, *names, *item;
	const char *before = "";
	int i = 0;

	(void)state;
	make(&c, PDF_A_3U, true);
	read_objects(&o, &c);
	root = root_of(&o);
	assert_int_equal(cJSON_GetArraySize(get(&o, root, "/AF")), ATTACHED);
	names = get(&o, get(&o, get(&o, root, "/Names"), "/EmbeddedFiles"),
		"/Names");
	assert_int_equal(cJSON_GetArraySize(names), 2 * ATTACHED);
	cJSON_ArrayForEach(item, names)
	{
		if (i++ % 2 == 0) {
			assert_true(strcmp(before, item->valuestring) < 0);
			before = item->valuestring;
		}
	}
	cJSON_Delete(o.tree);
	pdf_case_release(&c);
}

static void test_file_specification(void **state)
{
	struct objects o;
	struct pdf_case c;
	const cJSON *spec, *file, *params;
	char hex[DIGEST_HEX + 1];
	struct digest digest;
	struct str words = { 0 };

	(void)state;
	make(&c, PDF_A_3U, true);
	read_objects(&o, &c);
	spec = get(&o, root_of(&o), "/AF")->child;
	spec = json_member(o.all, spec->valuestring);
	is_string(&o, spec, "/Type", "/Filespec");
	is_string(&o, spec, "/F", "PJ01_politique.html");
	is_string(&o, spec, "/UF", "PJ01_politique.html");
	is_string(&o, spec, "/AFRelationship", "/Source");
	digest_of(&digest, binary, sizeof(binary) - 1);
	digest_hex(hex, &digest);
	str_printf(&words,
		"Pièce n° 1 : (politique) \\ de l'éditeur (SHA-256 %s)", hex);
	is_string(&o, spec, "/Desc", words.p);
	file = get(&o, get(&o, spec, "/EF"), "/F");
	is_string(&o, file, "/Type", "/EmbeddedFile");
	is_string(&o, file, "/Subtype", "/text#2fhtml");
	params = get(&o, file, "/Params");
	assert_int_equal(
		get(&o, params, "/Size")->valueint, sizeof(binary) - 1);
	is_string(&o, params, "/ModDate", "D:20180901000000Z");
	assert_non_null(get(&o, params, "/CheckSum"));
	str_release(&words);
	cJSON_Delete(o.tree);
	pdf_case_release(&c);
}

static void test_attachments_come_back(void **state)
{
	struct pdf_attachment a[ATTACHED];
	struct pdf_options o = pdf_case_options;
	struct pdf_case c;

	(void)state;
	make(&c, PDF_A_3U, true);
	fill(&o, a);
	pdf_case_tool(&c, "pdfdetach", "-saveall", "a.pdf");
	for (int i = 0; i < ATTACHED; i++) {
		struct str got = { 0 };

		assert_int_equal(file_read(&got, a[i].name), 0);
		assert_int_equal(got.len, a[i].len);
		assert_memory_equal(got.p, a[i].data, a[i].len);
		assert_int_equal(unlink(a[i].name), 0);
		str_release(&got);
	}
	pdf_case_release(&c);
}

/* XMP is XML, and says what the document information says. */
static void test_metadata(void **state)
{
	struct pdf_case c;
	const char *text;

	(void)state;
	make(&c, PDF_A_3U, false);
	text = pdf_case_tool(&c, "pdfinfo", "-meta", "a.pdf");
	assert_int_equal(file_write("x.xml", text, strlen(text), FILE_EXCL), 0);
	assert_non_null(
		strstr(text, "Plainte &amp; &lt;essai&gt; « é »</rdf:li>"));
	assert_non_null(strstr(text, "<rdf:li>Camille Exemple</rdf:li>"));
	assert_non_null(strstr(
		text, "<xmp:CreateDate>2018-10-12T08:00:00Z</xmp:CreateDate>"));
	assert_non_null(strstr(text, "<pdfaid:part>3</pdfaid:part>"));
	assert_non_null(
		strstr(text, "<pdfaid:conformance>U</pdfaid:conformance>"));
	text = pdf_case_tool(&c, "pdfinfo", "-isodates", "a.pdf");
	assert_non_null(strstr(text, "Plainte & <essai> « é »\n"));
	assert_non_null(strstr(text, "Author:          Camille Exemple\n"));
	assert_non_null(
		strstr(text, "CreationDate:    2018-10-12T08:00:00Z\n"));
	assert_non_null(
		strstr(text, "ModDate:         2018-10-12T08:00:00Z\n"));
	if (access("/usr/bin/xmllint", X_OK) == 0)
		pdf_case_tool(&c, "xmllint", "--noout", "x.xml");
	unlink("x.xml");
	pdf_case_release(&c);
}

static void test_part_2(void **state)
{
	struct pdf_case c;

	(void)state;
	make(&c, PDF_A_2U, false);
	assert_non_null(strstr(pdf_case_tool(&c, "pdfinfo", "-meta", "a.pdf"),
		"<pdfaid:part>2</pdfaid:part>"));
	pdf_case_release(&c);
}

/* Every font embedded, a subset, with its Unicode values. */
static void test_fonts(void **state)
{
	struct pdf_case c;
	const char *text;

	(void)state;
	make(&c, PDF_A_3U, false);
	text = pdf_case_tool(&c, "pdffonts", "a.pdf");
	assert_true(count(text, "\n") > 6);
	assert_int_equal(count(text, "yes yes yes"), count(text, "\n") - 2);
	pdf_case_release(&c);
}

/* PDFBox's validator of PDF/A-1b. */
static void test_preflight(void **state)
{
	static const char path[] =
		JAVA "preflight.jar:" JAVA "pdfbox2.jar:" JAVA
		     "xmpbox.jar:" JAVA "fontbox2.jar:" JAVA
		     "commons-logging.jar:" JAVA "commons-io.jar:" JAVA
		     "jaxb-api.jar:" JAVA "javax.activation.jar";
	struct pdf_case c;

	(void)state;
	if (access(JAVA "preflight.jar", R_OK) != 0 ||
		access(JAVA "jaxb-api.jar", R_OK) != 0 ||
		access("/usr/bin/java", X_OK) != 0) {
		print_message("no java, libpdfbox2-java or libjaxb-api-java: "
			      "PDF/A-1b not validated\n");
		skip();
	}
	make(&c, PDF_A_1B, false);
	assert_non_null(strstr(
		pdf_case_tool(&c, "java", "-Xmx256m", "-cp", path,
			"org.apache.pdfbox.preflight.Validator_A1b", "a.pdf"),
		"is a valid PDF/A-1b file"));
	pdf_case_release(&c);
}

static void test_not_a_pdf(void **state)
{
	struct str drawn = { 0 }, out = { 0 };

	(void)state;
	str_puts(&drawn, "nothing like it");
	assert_int_equal(pdfa_finish(&out, &drawn, &pdf_case_options), ERR_IO);
	assert_non_null(strstr(err_message(), "the PDF cannot be finished: "));
	str_release(&drawn);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_name_tree),
		cmocka_unit_test(test_file_specification),
		cmocka_unit_test(test_attachments_come_back),
		cmocka_unit_test(test_metadata),
		cmocka_unit_test(test_part_2),
		cmocka_unit_test(test_fonts),
		cmocka_unit_test(test_preflight),
		cmocka_unit_test(test_not_a_pdf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
