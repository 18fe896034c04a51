/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_PIECES_FILES_H
#define CASES_PIECES_FILES_H

/*
 * The files of numbered pieces: made from the archive, named, written.
 */

#include "cases/pieces.h"

/* Bytes that fit inside a PDF together (templates/pdf.h). */
#define PIECES_FILES_ROOM ((uint64_t)32 << 20)

/* Makes the files of one piece; *room shrinks by what is attached. */
int pieces_files_make(
	const struct pieces *p, struct piece *piece, uint64_t *room);

/* Makes the files that prove the archive's state: checkpoint.txt, stamp.tsr,
 * ca.pem, and ledger.ndjson up to the checkpoint. None without a stamp. */
int pieces_files_proofs(struct pieces *p, uint64_t *room);

/* Writes every file and the list of sums into a folder. */
int pieces_files_write(
	const struct pieces *p, const char *dir, const char *sums, size_t len);

#endif
