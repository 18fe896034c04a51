/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	long header = 1 form, type, length of number | version 4 |
 *	              receiver's id <1> | sender's id <1>
 *	Initial     = long header | token <v> | length v | number 1-4 | frames
 *	secret      = HKDF-Extract(salt of the version, receiver's id of the
 *	              client's first packet)
 *
 * v: 1, 2, 4 or 8 bytes, the first two bits say which (RFC 9000 section 16).
 * Several packets may share a datagram. The second bit of the first byte may
 * be either (RFC 9287).
 */
#include "evidence/quic_initial.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { V1 = 1, V2 = 0x6B3343CF, V2_DRAFT = 0x709A50C4 };
enum { TAG = 16, HASH = 32, DATAGRAM = 65536 };
static const uint32_t google_43 = 0x51303433, google_46 = 0x51303436;

struct cursor {
	const unsigned char *p;
	size_t len;
};

/* A long header, and for Initial packets where they go on. */
struct header {
	uint32_t version;
	bool initial;
	struct cursor id;	 /* the receiver's */
	const unsigned char *at; /* the packet's number */
	size_t len;		 /* from there to the packet's end */
};

static const struct {
	uint32_t first, last;
	unsigned char salt[20];
} salts[] = {
	{ V1, V1,
		"\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17"
		"\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a" },
	{ V2, V2,
		"\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93"
		"\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9" },
	{ V2_DRAFT, V2_DRAFT,
		"\xa7\x07\xc2\x03\xa5\x9b\x47\x18\x4a\x1d"
		"\x62\xca\x57\x04\x06\xea\x7a\xe3\xe5\xd3" },
	{ 0xFF000021, 0xFF000022,
		"\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17"
		"\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a" },
	{ 0xFF00001D, 0xFF000020,
		"\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97"
		"\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99" },
	{ 0xFF000017, 0xFF00001C,
		"\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7"
		"\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02" },
	{ 0xFF000016, 0xFF000016,
		"\x7f\xbc\xdb\x0e\x7c\x66\xbb\xe9\x2a\x96"
		"\xcd\x21\x51\x9e\xbd\x7a\x02\x64\x41\x90" },
	/* Facebook's names for drafts 22 and 27. */
	{ 0xFACEB001, 0xFACEB001,
		"\x7f\xbc\xdb\x0e\x7c\x66\xbb\xe9\x2a\x96"
		"\xcd\x21\x51\x9e\xbd\x7a\x02\x64\x41\x90" },
	{ 0xFACEB002, 0xFACEB002,
		"\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7"
		"\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02" },
};

static const unsigned char *salt_of(uint32_t version)
{
	for (size_t i = 0; i < sizeof(salts) / sizeof(salts[0]); i++)
		if (version >= salts[i].first && version <= salts[i].last)
			return salts[i].salt;
	return NULL;
}

static bool is_second(uint32_t version)
{
	return version == V2 || version == V2_DRAFT;
}

static bool take(struct cursor *out, struct cursor *c, size_t n)
{
	if (c->len < n)
		return false;
	*out = (struct cursor){ c->p, n };
	c->p += n;
	c->len -= n;
	return true;
}

static bool number(uint64_t *out, struct cursor *c, size_t bytes)
{
	struct cursor b;

	if (!take(&b, c, bytes))
		return false;
	*out = 0;
	for (size_t i = 0; i < bytes; i++)
		*out = *out << 8 | b.p[i];
	return true;
}

static bool variable(uint64_t *out, struct cursor *c)
{
	size_t bytes;

	if (c->len == 0)
		return false;
	bytes = (size_t)1 << (c->p[0] >> 6);
	if (!number(out, c, bytes))
		return false;
	*out &= UINT64_MAX >> (64 - (8 * bytes - 2));
	return true;
}

/* Google's header of old has the version behind an id of 8 bytes. */
static bool is_old_google(const unsigned char *data, size_t len)
{
	return len >= 13 && (data[0] & 0x89) == 0x09 &&
	       memcmp(data + 9, "Q043", 4) == 0;
}

bool quic_initial_is(const unsigned char *data, size_t len)
{
	struct cursor c = { data, len };
	uint64_t first, version;

	if (is_old_google(data, len))
		return true;
	if (!number(&first, &c, 1) || !number(&version, &c, 4) ||
		(first & 0x80) == 0)
		return false;
	return salt_of((uint32_t)version) != NULL || version == google_46;
}

/* The header of the next packet of a datagram; c is then behind the packet.
 * False when no more can be read. */
static bool read_header(struct header *h, struct cursor *c)
{
	uint64_t first, version, n;
	struct cursor part;

	*h = (struct header){ 0 };
	if (!number(&first, c, 1) || (first & 0x80) == 0 ||
		!number(&version, c, 4) || salt_of((uint32_t)version) == NULL)
		return false;
	h->version = (uint32_t)version;
	first = (first >> 4) & 3;
	if (first == (is_second(h->version) ? 0 : 3))
		return false; /* Retry: nothing follows it */
	h->initial = first == (is_second(h->version) ? 1 : 0);
	if (!number(&n, c, 1) || n > QUIC_ID_MAX || !take(&h->id, c, n) ||
		!number(&n, c, 1) || n > QUIC_ID_MAX || !take(&part, c, n))
		return false;
	if (h->initial && (!variable(&n, c) || !take(&part, c, n)))
		return false;
	if (!variable(&n, c) || !take(&part, c, n))
		return false;
	h->at = part.p;
	h->len = part.len;
	return true;
}

static void mac(unsigned char out[HASH], const void *key, size_t key_len,
	const void *data, size_t len)
{
	unsigned n = HASH;

	if (HMAC(EVP_sha256(), key, (int)key_len, data, len, out, &n) == NULL)
		mem_none();
}

/* HKDF-Expand-Label of at most 32 bytes, without context (RFC 8446 7.1). */
static void expand(unsigned char *out, size_t len,
	const unsigned char secret[HASH], const char *label)
{
	unsigned char info[64], block[HASH];
	size_t n = strlen(label);

	info[0] = 0;
	info[1] = (unsigned char)len;
	info[2] = (unsigned char)(6 + n);
	memcpy(info + 3, "tls13 ", 6);
	memcpy(info + 9, label, n);
	info[9 + n] = 0;
	info[10 + n] = 1; /* the first block of HKDF-Expand */
	mac(block, secret, HASH, info, 11 + n);
	memcpy(out, block, len);
}

static void make_side(struct quic_side *side, const unsigned char initial[HASH],
	const char *label, bool second)
{
	unsigned char secret[HASH];

	expand(secret, HASH, initial, label);
	expand(side->key, 16, secret, second ? "quicv2 key" : "quic key");
	expand(side->iv, 12, secret, second ? "quicv2 iv" : "quic iv");
	expand(side->mask, 16, secret, second ? "quicv2 hp" : "quic hp");
}

static void make_keys(struct quic_initial *q, const struct header *h)
{
	unsigned char initial[HASH];

	mac(initial, salt_of(h->version), 20, h->id.p, h->id.len);
	make_side(&q->sides[0], initial, "client in", is_second(h->version));
	make_side(&q->sides[1], initial, "server in", is_second(h->version));
	memcpy(q->id, h->id.p, h->id.len);
	q->id_len = h->id.len;
	q->version = h->version;
	q->keyed = true;
}

/* AES-128-ECB of one block. */
static bool encrypt_block(unsigned char out[16], const unsigned char key[16],
	const unsigned char in[16])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n = 0;
	bool ok = ctx != NULL &&
		  EVP_EncryptInit_ex(ctx, EVP_aes_128_ecb(), NULL, key, NULL) ==
			  1 &&
		  EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
		  EVP_EncryptUpdate(ctx, out, &n, in, 16) == 1;

	EVP_CIPHER_CTX_free(ctx);
	return ok;
}

struct sealed {
	const unsigned char *head;
	size_t head_len;
	const unsigned char *text; /* the tag is at its end */
	size_t len;
};

/* AES-128-GCM; false when the tag is wrong. out has room for s->len. */
static bool open_sealed(unsigned char *out, const struct quic_side *side,
	uint64_t packet, const struct sealed *s)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	unsigned char nonce[12], tag[TAG];
	int n = 0, len = (int)(s->len - TAG);
	bool ok;

	memcpy(nonce, side->iv, sizeof(nonce));
	for (int i = 0; i < 8; i++)
		nonce[11 - i] ^= (unsigned char)(packet >> 8 * i);
	memcpy(tag, s->text + s->len - TAG, TAG);
	ok = ctx != NULL &&
	     EVP_DecryptInit_ex(
		     ctx, EVP_aes_128_gcm(), NULL, side->key, nonce) == 1 &&
	     EVP_DecryptUpdate(ctx, NULL, &n, s->head, (int)s->head_len) == 1 &&
	     EVP_DecryptUpdate(ctx, out, &n, s->text, len) == 1 &&
	     EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG, tag) == 1 &&
	     EVP_DecryptFinal_ex(ctx, out + n, &n) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok;
}

/* Takes the protection off a packet that begins at start. Returns the
 * length of its frames in out, 0 when the keys are not its own. */
static size_t unseal(unsigned char *out, const struct quic_side *side,
	const struct header *h, const unsigned char *start)
{
	unsigned char head[DATAGRAM / 8], mask[16];
	size_t before = (size_t)(h->at - start), n;
	struct sealed s;
	uint64_t packet = 0;

	if (h->len < 4 + 16 || before + 4 > sizeof(head) ||
		!encrypt_block(mask, side->mask, h->at + 4))
		return 0;
	memcpy(head, start, before);
	head[0] ^= mask[0] & 0x0F;
	n = (size_t)(head[0] & 3) + 1;
	for (size_t i = 0; i < n; i++) {
		head[before + i] = h->at[i] ^ mask[1 + i];
		packet = packet << 8 | head[before + i];
	}
	s = (struct sealed){ head, before + n, h->at + n, h->len - n };
	if (s.len <= TAG || !open_sealed(out, side, packet, &s))
		return 0;
	return s.len - TAG;
}

static void place(
	struct quic_crypto *k, uint64_t offset, const struct cursor *data)
{
	size_t end;

	if (data->len == 0 || offset > TLS_HELLO_MAX ||
		data->len > TLS_HELLO_MAX - offset)
		return;
	end = (size_t)offset + data->len;
	if (end > k->cap) {
		size_t cap = (end + 1023) & ~(size_t)1023;

		k->bytes = mem_resize(k->bytes, cap, 1);
		k->have = mem_resize(k->have, cap, 1);
		memset(k->have + k->cap, 0, cap - k->cap);
		k->cap = cap;
	}
	memcpy(k->bytes + offset, data->p, data->len);
	memset(k->have + offset, 1, data->len);
	while (k->prefix < k->cap && k->have[k->prefix] != 0)
		k->prefix++;
}

/* What an acknowledgement has behind its type. */
static bool pass_ack(struct cursor *c, bool counts)
{
	uint64_t n, ranges;

	if (!variable(&n, c) || !variable(&n, c) || !variable(&ranges, c) ||
		!variable(&n, c))
		return false;
	for (; ranges > 0; ranges--)
		if (!variable(&n, c) || !variable(&n, c))
			return false;
	for (int i = 0; counts && i < 3; i++)
		if (!variable(&n, c))
			return false;
	return true;
}

static void read_frames(struct quic_crypto *k, struct cursor c)
{
	struct cursor data;
	uint64_t type, offset, len;

	while (variable(&type, &c)) {
		if (type == 2 || type == 3) {
			if (!pass_ack(&c, type == 3))
				return;
		} else if (type == 6) {
			if (!variable(&offset, &c) || !variable(&len, &c) ||
				!take(&data, &c, len))
				return;
			place(k, offset, &data);
		} else if (type > 1) { /* no padding, no ping */
			return;
		}
	}
}

/* The client's packets after a Retry have keys from another id. */
static void read_initial(struct quic_initial *q, const struct header *h,
	const unsigned char *start, bool from_client)
{
	unsigned char *room = mem_new(h->len + 1, 1);
	size_t n = 0;

	if (!q->keyed && from_client)
		make_keys(q, h);
	if (q->keyed)
		n = unseal(room, &q->sides[!from_client], h, start);
	if (n == 0 && from_client &&
		(h->id.len != q->id_len ||
			memcmp(h->id.p, q->id, q->id_len) != 0)) {
		struct quic_initial other = { 0 };

		make_keys(&other, h);
		n = unseal(room, &other.sides[0], h, start);
		if (n > 0)
			make_keys(q, h);
	}
	read_frames(&q->crypto[!from_client], (struct cursor){ room, n });
	free(room);
}

static uint32_t little32(const unsigned char *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

/* CHLO: its tag, the number of tags, then each with the end of its value. */
static void read_chlo(struct quic_initial *q, struct cursor c)
{
	size_t tags, from = 0;
	const unsigned char *values;

	if (c.len < 8 || memcmp(c.p, "CHLO", 4) != 0)
		return;
	q->google = true;
	tags = (size_t)c.p[5] << 8 | c.p[4];
	if (tags > (c.len - 8) / 8)
		return;
	values = c.p + 8 + tags * 8;
	for (size_t i = 0; i < tags; i++) {
		const unsigned char *tag = c.p + 8 + i * 8;
		size_t end = little32(tag + 4);

		if (end < from || end > c.len - 8 - tags * 8)
			return;
		if (memcmp(tag, "SNI\0", 4) == 0) {
			q->google_hello.named = true;
			q->google_hello.odd_name = !host_normalise(
				q->google_hello.host,
				(const char *)values + from, end - from);
		}
		from = end;
	}
	if (q->google_hello.odd_name)
		q->google_hello.host[0] = '\0';
}

/* Google's first packet: header, hash, a frame of stream 1. */
static void read_google(struct quic_initial *q, struct cursor c)
{
	struct cursor part;
	uint64_t first, n, type;
	size_t number_len = 4;

	if (!number(&first, &c, 1))
		return;
	if (first < 0x80) {
		number_len = (size_t)(first >> 4 & 3);
		number_len = number_len == 0 ? 1 : number_len * 2;
		n = 8 + 4; /* id, version */
		q->version = google_43;
	} else {
		number_len = (size_t)(first & 3) + 1;
		n = 4 + 1 + 8; /* version, lengths of ids, id */
		q->version = google_46;
	}
	if (!take(&part, &c, n + number_len + 12) || !number(&type, &c, 1) ||
		(type & 0x80) == 0)
		return;
	if (!number(&n, &c, (type & 3) + 1) || n != 1)
		return;
	n = type >> 2 & 7;
	if (n > 0)
		return; /* not the stream's beginning */
	if ((type & 0x20) != 0 && (!number(&n, &c, 2) || n > c.len))
		return;
	if ((type & 0x20) != 0)
		c.len = n;
	read_chlo(q, c);
}

void quic_initial_feed(struct quic_initial *q, const unsigned char *data,
	size_t len, bool from_client)
{
	struct cursor c = { data, len };
	struct header h;

	if (is_old_google(data, len) ||
		(len > 5 && memcmp(data + 1, "Q046", 4) == 0)) {
		if (from_client && !q->google)
			read_google(q, c);
		return;
	}
	while (q->packets < QUIC_PACKETS) {
		const unsigned char *start = c.p;

		if (!read_header(&h, &c))
			return;
		if (!h.initial)
			continue;
		q->packets++;
		read_initial(q, &h, start, from_client);
	}
}

bool quic_initial_hello(
	struct tls_hello *out, const struct quic_initial *q, bool server)
{
	const struct quic_crypto *k = &q->crypto[server];

	if (q->google && !server) {
		*out = q->google_hello;
		return true;
	}
	return k->prefix > 0 &&
	       tls_hello_state(k->bytes, k->prefix) == TLS_HELLO_WHOLE &&
	       tls_hello_read(out, k->bytes, k->prefix) &&
	       out->server == server;
}

const char *quic_version_text(char room[QUIC_VERSION_ROOM], uint32_t version)
{
	if (version == V1)
		return "1";
	if (is_second(version))
		return "2";
	if (version == google_43 || version == google_46)
		snprintf(room, QUIC_VERSION_ROOM, "Q%s",
			version == google_43 ? "043" : "046");
	else if (version >> 24 == 0xFF)
		snprintf(room, QUIC_VERSION_ROOM, "draft-%u",
			(unsigned)(version & 0xFF));
	else
		snprintf(room, QUIC_VERSION_ROOM, "0x%08x", (unsigned)version);
	return room;
}

void quic_initial_release(struct quic_initial *q)
{
	for (int i = 0; i < 2; i++) {
		free(q->crypto[i].bytes);
		free(q->crypto[i].have);
	}
	*q = (struct quic_initial){ 0 };
}
