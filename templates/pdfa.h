/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PDFA_H
#define TEMPLATES_PDFA_H

/*
 * Makes what libharu drew a PDF/A file (ISO 19005-1 level B, or ISO 19005-3
 * level U with files attached), through qpdf's C interface: fonts' ToUnicode
 * and descriptors mended, output intent, XMP metadata equal to the document
 * information, language, attachments as associated files under a sorted name
 * tree. No clock and no random number: same inputs, same bytes.
 */

#include "templates/pdf.h"

/* Appends the finished file. drawn is what libharu saved. */
int pdfa_finish(struct str *out, const struct str *drawn,
	const struct pdf_options *options);

#endif
