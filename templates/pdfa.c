/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of the work: what libharu left undone in single objects
 * (pdfa_fonts.h), then the catalogue's entries from top to bottom, then the
 * attachments, then one write. qpdf's object functions never fail visibly;
 * qpdf_has_error() is asked at the end.
 */
#include "templates/pdfa.h"

#include <openssl/evp.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "templates/html.h"
#include "templates/icc.h"
#include "templates/pdfa_fonts.h"

enum { MD5_BYTES = 16, XMP_PADDING = 2048 };

static const char tool[] = "constat";

/* The claim in the metadata: part and level. */
static const struct {
	int part;
	const char *level;
} claims[] = {
	[PDF_A_3U] = { 3, "U" },
	[PDF_A_1B] = { 1, "B" },
	[PDF_A_2U] = { 2, "U" },
};

static const char *producer(const struct pdf_options *o)
{
	return o->producer != NULL ? o->producer : tool;
}

static qpdf_oh text(qpdf_data q, const char *words)
{
	return qpdf_oh_new_unicode_string(q, words);
}

static qpdf_oh stream_of(qpdf_data q, const void *data, size_t len)
{
	qpdf_oh stream = qpdf_oh_new_stream(q);

	qpdf_oh_replace_stream_data(
		q, stream, data, len, qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	return stream;
}

/* "D:20181012080000Z" */
static void pdf_date(char out[32], int64_t ns)
{
	struct civil c;

	instant_civil(&c, ns, 0);
	snprintf(out, 32, "D:%04d%02d%02d%02d%02d%02dZ", c.year % 10000,
		c.month % 100, c.day % 100, c.hour % 100, c.minute % 100,
		c.second % 100);
}

static void add_intent(qpdf_data q, qpdf_oh root)
{
	struct str icc = { 0 };
	qpdf_oh intent, list, profile;

	icc_srgb(&icc);
	profile = stream_of(q, icc.p, icc.len);
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, profile), "/N",
		qpdf_oh_new_integer(q, 3));
	intent = qpdf_oh_parse(q,
		"<< /Type /OutputIntent /S /GTS_PDFA1"
		" /OutputConditionIdentifier (sRGB IEC61966-2.1)"
		" /RegistryName (http://www.color.org)"
		" /Info (sRGB IEC61966-2.1) >>");
	qpdf_oh_replace_key(q, intent, "/DestOutputProfile", profile);
	list = qpdf_oh_new_array(q);
	qpdf_oh_append_item(q, list, qpdf_make_indirect_object(q, intent));
	qpdf_oh_replace_key(q, root, "/OutputIntents", list);
	str_release(&icc);
}

static void element(struct str *out, const char *before, const char *words,
	const char *after)
{
	str_puts(out, before);
	html_escape(out, words, strlen(words));
	str_puts(out, after);
}

/* XMP (ISO 16684-1) with the PDF/A identification. */
static void write_xmp(struct str *x, const struct pdf_options *o)
{
	char date[INSTANT_TEXT];

	instant_format(date, o->date_ns, 0, INSTANT_S);
	str_puts(x,
		"<?xpacket begin=\"\xEF\xBB\xBF\""
		" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF"
		" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		"<rdf:Description rdf:about=\"\""
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
		" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
		" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n");
	element(x, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		o->title, "</rdf:li></rdf:Alt></dc:title>\n");
	element(x, "<dc:creator><rdf:Seq><rdf:li>", o->author,
		"</rdf:li></rdf:Seq></dc:creator>\n");
	element(x, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		o->subject, "</rdf:li></rdf:Alt></dc:description>\n");
	element(x, "<dc:language><rdf:Bag><rdf:li>", o->lang,
		"</rdf:li></rdf:Bag></dc:language>\n");
	element(x, "<xmp:CreatorTool>", tool, "</xmp:CreatorTool>\n");
	element(x, "<xmp:CreateDate>", date, "</xmp:CreateDate>\n");
	element(x, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>\n");
	element(x, "<xmp:MetadataDate>", date, "</xmp:MetadataDate>\n");
	element(x, "<pdf:Producer>", producer(o), "</pdf:Producer>\n");
	str_printf(x,
		"<pdfaid:part>%d</pdfaid:part>\n"
		"<pdfaid:conformance>%s</pdfaid:conformance>\n"
		"</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n",
		claims[o->part].part, claims[o->part].level);
	for (int i = 0; i < XMP_PADDING; i++)
		str_putc(x, i % 80 == 79 ? '\n' : ' ');
	str_puts(x, "<?xpacket end=\"w\"?>");
}

static void add_metadata(qpdf_data q, qpdf_oh root, const struct pdf_options *o)
{
	struct str x = { 0 };
	qpdf_oh stream, dict;

	write_xmp(&x, o);
	stream = stream_of(q, x.p, x.len);
	dict = qpdf_oh_get_dict(q, stream);
	qpdf_oh_replace_key(q, dict, "/Type", qpdf_oh_new_name(q, "/Metadata"));
	qpdf_oh_replace_key(q, dict, "/Subtype", qpdf_oh_new_name(q, "/XML"));
	qpdf_oh_replace_key(q, root, "/Metadata", stream);
	str_release(&x);
}

/* The document information, with the same values as the XMP. */
static void add_info(qpdf_data q, const struct pdf_options *o)
{
	qpdf_oh info = qpdf_oh_new_dictionary(q);
	char date[32];

	pdf_date(date, o->date_ns);
	qpdf_oh_replace_key(q, info, "/Title", text(q, o->title));
	qpdf_oh_replace_key(q, info, "/Author", text(q, o->author));
	qpdf_oh_replace_key(q, info, "/Subject", text(q, o->subject));
	qpdf_oh_replace_key(q, info, "/Creator", text(q, tool));
	qpdf_oh_replace_key(q, info, "/Producer", text(q, producer(o)));
	qpdf_oh_replace_key(
		q, info, "/CreationDate", qpdf_oh_new_string(q, date));
	qpdf_oh_replace_key(q, info, "/ModDate", qpdf_oh_new_string(q, date));
	qpdf_oh_replace_key(q, qpdf_get_trailer(q), "/Info",
		qpdf_make_indirect_object(q, info));
}

static void set_root(qpdf_data q, qpdf_oh root, const struct pdf_options *o)
{
	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_string(q, o->lang));
	qpdf_oh_replace_key(
		q, root, "/MarkInfo", qpdf_oh_parse(q, "<< /Marked false >>"));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences",
		qpdf_oh_parse(q, "<< /DisplayDocTitle true >>"));
	qpdf_oh_replace_key(q, root, "/PageMode",
		qpdf_oh_new_name(q, o->n_attachments > 0 ? "/UseAttachments"
							 : "/UseOutlines"));
}

/* "text/csv" as the name /text#2fcsv. */
static qpdf_oh media_name(qpdf_data q, const char *type)
{
	struct str name = { 0 };
	qpdf_oh object;

	str_putc(&name, '/');
	for (; *type != '\0'; type++) {
		bool plain = (*type >= 'a' && *type <= 'z') ||
			     (*type >= '0' && *type <= '9') || *type == '-' ||
			     *type == '.' || *type == '+';

		if (plain)
			str_putc(&name, *type);
		else
			str_printf(
				&name, "#%02x", (unsigned)(unsigned char)*type);
	}
	object = qpdf_oh_new_name(q, name.p);
	str_release(&name);
	return object;
}

/* /CheckSum is MD5 by the standard; it only finds accidents. */
static qpdf_oh params(qpdf_data q, const struct pdf_attachment *a)
{
	unsigned char md5[EVP_MAX_MD_SIZE];
	qpdf_oh dict = qpdf_oh_new_dictionary(q);
	char date[32];
	unsigned n = 0;

	pdf_date(date, a->changed_ns);
	qpdf_oh_replace_key(
		q, dict, "/Size", qpdf_oh_new_integer(q, (long long)a->len));
	qpdf_oh_replace_key(q, dict, "/ModDate", qpdf_oh_new_string(q, date));
	if (EVP_Digest(a->data, a->len, md5, &n, EVP_md5(), NULL) == 1)
		qpdf_oh_replace_key(q, dict, "/CheckSum",
			qpdf_oh_new_binary_string(
				q, (const char *)md5, MD5_BYTES));
	return dict;
}

static qpdf_oh relationship(qpdf_data q, const char *words)
{
	char name[32];

	snprintf(name, sizeof(name), "/%.30s",
		words != NULL ? words : "Supplement");
	return qpdf_oh_new_name(q, name);
}

static qpdf_oh file_spec(qpdf_data q, const struct pdf_attachment *a)
{
	qpdf_oh stream = stream_of(q, a->data, a->len), spec, ef;
	qpdf_oh dict = qpdf_oh_get_dict(q, stream);
	struct str words = { 0 };
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, &a->digest);
	str_printf(&words, "%s (SHA-256 %s)", a->description, hex);
	qpdf_oh_replace_key(
		q, dict, "/Type", qpdf_oh_new_name(q, "/EmbeddedFile"));
	qpdf_oh_replace_key(q, dict, "/Subtype", media_name(q, a->media_type));
	qpdf_oh_replace_key(q, dict, "/Params", params(q, a));
	ef = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, ef, "/F", stream);
	qpdf_oh_replace_key(q, ef, "/UF", stream);
	spec = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, spec, "/Type", qpdf_oh_new_name(q, "/Filespec"));
	qpdf_oh_replace_key(q, spec, "/F", text(q, a->name));
	qpdf_oh_replace_key(q, spec, "/UF", text(q, a->name));
	qpdf_oh_replace_key(q, spec, "/Desc", text(q, words.p));
	qpdf_oh_replace_key(
		q, spec, "/AFRelationship", relationship(q, a->relationship));
	qpdf_oh_replace_key(q, spec, "/EF", ef);
	str_release(&words);
	return qpdf_make_indirect_object(q, spec);
}

/* Name tree keys are att0001, att0002 …: sorted, and free of collisions. */
static void add_attachments(
	qpdf_data q, qpdf_oh root, const struct pdf_options *o)
{
	qpdf_oh names = qpdf_oh_new_array(q), tree, files;
	qpdf_oh associated = qpdf_oh_new_array(q);

	for (size_t i = 0; i < o->n_attachments; i++) {
		qpdf_oh spec = file_spec(q, &o->attachments[i]);
		char key[16];

		snprintf(key, sizeof(key), "att%04zu", (i + 1) % 10000);
		qpdf_oh_append_item(q, names, qpdf_oh_new_string(q, key));
		qpdf_oh_append_item(q, names, spec);
		qpdf_oh_append_item(q, associated, spec);
	}
	files = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, files, "/Names", names);
	tree = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(
		q, tree, "/EmbeddedFiles", qpdf_make_indirect_object(q, files));
	qpdf_oh_replace_key(q, root, "/Names", tree);
	qpdf_oh_replace_key(q, root, "/AF", associated);
}

static int fail(qpdf_data q)
{
	qpdf_error e = qpdf_has_error(q) ? qpdf_get_error(q) : NULL;

	return err_set(ERR_IO, _("the PDF cannot be finished: %s"),
		e != NULL ? qpdf_get_error_message_detail(q, e) : "");
}

static int write_out(struct str *out, qpdf_data q, const struct pdf_options *o)
{
	bool old = o->part == PDF_A_1B; /* PDF 1.4: no object streams */

	if (qpdf_init_write_memory(q) != QPDF_SUCCESS)
		return fail(q);
	qpdf_set_deterministic_ID(q, QPDF_TRUE);
	qpdf_set_compress_streams(q, QPDF_TRUE);
	qpdf_set_newline_before_endstream(q, QPDF_TRUE);
	qpdf_set_object_stream_mode(q, old ? qpdf_o_disable : qpdf_o_generate);
	if (old)
		qpdf_force_pdf_version(q, "1.4");
	else
		qpdf_set_minimum_pdf_version(q, "1.7");
	if ((qpdf_write(q) & QPDF_ERRORS) != 0)
		return fail(q);
	return str_add(out, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
}

int pdfa_finish(struct str *out, const struct str *drawn,
	const struct pdf_options *options)
{
	qpdf_data q = qpdf_init();
	qpdf_oh root;
	int rc = 0;

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if ((qpdf_read_memory(q, "drawn", drawn->p, drawn->len, NULL) &
		    QPDF_ERRORS) != 0) {
		rc = fail(q);
		goto done;
	}
	root = qpdf_get_root(q);
	pdfa_fonts_mend(q, options->part == PDF_A_1B);
	add_intent(q, root);
	add_metadata(q, root, options);
	add_info(q, options);
	set_root(q, root, options);
	if (options->n_attachments > 0)
		add_attachments(q, root, options);
	rc = qpdf_has_error(q) ? fail(q) : write_out(out, q, options);
done:
	qpdf_cleanup(&q);
	return rc;
}
