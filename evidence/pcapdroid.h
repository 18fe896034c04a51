/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PCAPDROID_H
#define EVIDENCE_PCAPDROID_H

/*
 * What PCAPdroid's "extensions" add to a capture: which app a packet is of.
 *
 * In pcap, 32 bytes at the very end of each Ethernet frame, padding to four
 * bytes before them:
 *
 *	01 07 20 21 | uid s32 | app's name, 20 bytes, NUL-padded | CRC-32
 *
 * In pcapng, custom blocks of the enterprise 62652, and a comment "u-<uid>"
 * at each packet:
 *
 *	version u16 (1) | type u8 (1) | 0 | uid s32 | n u8 | m u8 |
 *	package, n bytes | app's name, m bytes
 *
 * Numbers of the trailer are big-endian, those of blocks in the order of
 * their section.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PCAPDROID_ENTERPRISE = 62652, PCAPDROID_TRAILER = 32 };
enum { PCAPDROID_NAME = 256, PCAPDROID_APPS = 4096 };

/* The app of a frame, by its trailer: its name, or "uid 10123" where it has
 * none. False when there is no trailer, its checksum is wrong, or the app is
 * not known. */
bool pcapdroid_trailer(
	char out[PCAPDROID_NAME], const unsigned char *frame, size_t len);

/* Whether a frame ends as one with a trailer does. Where others of a file do,
 * a packet without one has no Ethernet header either: PCAPdroid leaves out
 * both when the packet would become too long. */
bool pcapdroid_is_trailer(const unsigned char *frame, size_t len);

/* The apps that blocks told. */
struct pcapdroid_app {
	int32_t uid;
	char *name; /* owned: the package, else the app's name */
};

struct pcapdroid {
	struct pcapdroid_app *v; /* owned, sorted by uid */
	size_t n, cap;
};

/* A custom block's data, behind its enterprise number. big: order of bytes
 * of the section. Blocks that are none of these are passed over. */
void pcapdroid_block(
	struct pcapdroid *p, const unsigned char *data, size_t len, bool big);

/* The app of a packet by its comment: as pcapdroid_trailer(). */
bool pcapdroid_comment(char out[PCAPDROID_NAME], const struct pcapdroid *p,
	const char *comment, size_t len);
void pcapdroid_release(struct pcapdroid *p);

#endif
