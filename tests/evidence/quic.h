/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_QUIC_H
#define TESTS_EVIDENCE_QUIC_H

/*
 * QUIC Initial packets made by hand. The keys are those that RFC 9001
 * (appendix A.1) and RFC 9369 (appendix A.1) print for the client's
 * destination id 83 94 C8 F0 3E 51 57 08, so what makes keys here and what
 * makes them in the program have nothing in common.
 */

#include <openssl/evp.h>

#include "base/codec.h"
#include "tests/evidence/packets.h"

struct quic_keys {
	uint32_t version;
	unsigned first; /* the header's first byte, 4 bytes of number */
	const char *key, *iv, *mask;
};

static const struct quic_keys quic_client1 = { 1, 0xC3,
	"1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c",
	"9f50449e04a0e810283a1e9933adedd2" };
__attribute__((unused)) static const struct quic_keys quic_greased1 = { 1, 0x83,
	"1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c",
	"9f50449e04a0e810283a1e9933adedd2" };
static const struct quic_keys quic_server1 = { 1, 0xC3,
	"cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e",
	"c206b8d9b9f0f37644430b490eeaa314" };
__attribute__((unused)) static const struct quic_keys quic_client2 = {
	0x6B3343CF, 0xD3, "8b1a0bc121284290a29e0971b5cd045d",
	"91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9"
};

static void put_variable(struct bytes *b, size_t v)
{
	put16(b, 0x4000 | (unsigned)v); /* two bytes, always */
}

/* A CRYPTO frame of a part of a message. */
static void put_crypto(
	struct bytes *b, struct bytes message, size_t from, size_t len)
{
	put8(b, 6);
	put_variable(b, from);
	put_variable(b, len);
	put(b, message.p + from, len);
}

static void quic_encrypt(struct bytes *packet, size_t number_at,
	const struct quic_keys *k, const struct bytes *frames)
{
	unsigned char key[16], nonce[12], hp[16], mask[32];
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n = 0;

	codec_unhex(key, k->key, 32);
	codec_unhex(nonce, k->iv, 24);
	codec_unhex(hp, k->mask, 32);
	for (int i = 0; i < 4; i++)
		nonce[8 + i] ^= packet->p[number_at + (size_t)i];
	if (EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), NULL, key, nonce) != 1)
		abort();
	EVP_EncryptUpdate(ctx, NULL, &n, packet->p, (int)packet->len);
	EVP_EncryptUpdate(
		ctx, packet->p + packet->len, &n, frames->p, (int)frames->len);
	packet->len += (size_t)n;
	EVP_EncryptFinal_ex(ctx, mask, &n);
	EVP_CIPHER_CTX_ctrl(
		ctx, EVP_CTRL_AEAD_GET_TAG, 16, packet->p + packet->len);
	packet->len += 16;
	EVP_CIPHER_CTX_reset(ctx);
	EVP_EncryptInit_ex(ctx, EVP_aes_128_ecb(), NULL, hp, NULL);
	EVP_EncryptUpdate(ctx, mask, &n, packet->p + number_at + 4, 16);
	packet->p[0] ^= mask[0] & 0x0F;
	for (size_t i = 0; i < 4; i++)
		packet->p[number_at + i] ^= mask[1 + i];
	EVP_CIPHER_CTX_free(ctx);
}

static const unsigned char quic_id[] = { 0x83, 0x94, 0xC8, 0xF0, 0x3E, 0x51,
	0x57, 0x08 };

/* A packet of these frames. to: the receiver's id, to_len bytes. */
static struct bytes quic_packet(const struct quic_keys *k, unsigned number,
	struct bytes frames, const unsigned char *to, size_t to_len)
{
	struct bytes b = bytes_new();
	size_t number_at;

	while (frames.len < 24)
		put8(&frames, 0);
	put8(&b, k->first);
	put32(&b, k->version);
	put8(&b, (unsigned)to_len);
	put(&b, to, to_len);
	put8(&b, 0);
	put8(&b, 0); /* no token */
	put_variable(&b, 4 + frames.len + 16);
	number_at = b.len;
	put32(&b, number);
	quic_encrypt(&b, number_at, k, &frames);
	return b;
}

static struct bytes quic_frame(const char *name)
{
	struct bytes m = client_hello(name, false, 200), f = bytes_new();

	put_crypto(&f, m, 0, m.len);
	return f;
}

/* A client's first packet that holds all of a hello. */
__attribute__((unused)) static struct bytes quic_client(const char *name)
{
	return quic_packet(
		&quic_client1, 0, quic_frame(name), quic_id, sizeof(quic_id));
}

__attribute__((unused)) static struct bytes quic_server(void)
{
	struct bytes m = server_hello(0x0304, 0x1302), f = bytes_new();

	put(&f, "\x02\0\0\0\0", 5); /* an acknowledgement */
	put_crypto(&f, m, 0, m.len);
	return quic_packet(&quic_server1, 0, f, NULL, 0);
}

/* The first packet of Google's old protocol, Q043 or Q046. */
__attribute__((unused)) static struct bytes quic_google(
	const char *version, const char *name)
{
	struct bytes b = bytes_new(), c = bytes_new();
	static const unsigned char hash[12];

	put(&c, "CHLO\2\0\0\0", 8);
	put(&c, "PAD\0", 4);
	put(&c, "\4\0\0\0", 4);
	put(&c, "SNI\0", 4);
	put8(&c, 4 + (unsigned)strlen(name));
	put(&c, "\0\0\0", 3);
	put(&c, "----", 4);
	put(&c, name, strlen(name));
	if (version[3] == '3') {
		put8(&b, 0x09);
		put(&b, quic_id, 8);
		put(&b, version, 4);
		put8(&b, 1);
	} else {
		put8(&b, 0xC3);
		put(&b, version, 4);
		put8(&b, 0x50);
		put(&b, quic_id, 8);
		put32(&b, 1);
	}
	put(&b, hash, sizeof(hash));
	put8(&b, 0xA0);
	put8(&b, 1);
	put_sized(&b, 2, c);
	return b;
}

#endif
