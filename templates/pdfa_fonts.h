/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PDFA_FONTS_H
#define TEMPLATES_PDFA_FONTS_H

/*
 * What libharu leaves undone in fonts, annotations and destinations, set
 * right object by object.
 */

#include <qpdf/qpdf-c.h>
#include <stdbool.h>

/* Goes over all objects of the file. cid_set: part 1 wants it. */
void pdfa_fonts_mend(qpdf_data q, bool cid_set);

#endif
