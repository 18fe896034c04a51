/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_ICC_H
#define TEMPLATES_ICC_H

/*
 * The colour space of documents: sRGB (IEC 61966-2-1) as a small ICC profile
 * of version 2.1 (ICC.1:1998-09), made from its published numbers: three
 * primaries adapted to D50 and its tone curve at 1,024 points.
 */

#include "base/str.h"

/* Appends the profile; always the same bytes. */
int icc_srgb(struct str *out);

#endif
