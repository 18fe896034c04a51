/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/packet.h"

#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static struct packet p;

static enum packet_kind read_as(unsigned link, struct bytes b)
{
	return packet_read(&p, link, b.p, b.len, b.len);
}

static struct bytes behind(const char *header, size_t len, struct bytes packet)
{
	struct bytes b = bytes_new();

	put(&b, header, len);
	put(&b, packet.p, packet.len);
	return b;
}

static struct bytes plain(void)
{
	return udp("192.0.2.7", 5000, "198.51.100.3", 443, text("hello"));
}

/* Every link layer gives the same. */
static void link_layers(void **state)
{
	static const struct {
		unsigned link;
		const char *header;
		size_t len;
	} links[] = {
		{ 101, "", 0 },
		{ 12, "", 0 },
		{ 14, "", 0 },
		{ 228, "", 0 },
		{ 1, "\0\0\0\0\0\0\0\0\0\0\0\0\x08\0", 14 },
		{ 1, "\0\0\0\0\0\0\0\0\0\0\0\0\x81\0\0\x05\x08\0", 18 },
		{ 1,
			"\0\0\0\0\0\0\0\0\0\0\0\0\x88\xA8\0\x05\x81\0\0\x06"
			"\x08\0",
			22 },
		{ 1,
			"\0\0\0\0\0\0\0\0\0\0\0\0\x88\x64\x11\0\0\x01\0\x30"
			"\0\x21",
			22 },
		{ 113, "\0\0\0\1\0\6\0\0\0\0\0\0\0\0\x08\0", 16 },
		{ 276, "\x08\0\0\0\0\0\0\1\0\1\0\6\0\0\0\0\0\0\0\0", 20 },
		{ 0, "\2\0\0\0", 4 },
		{ 0, "\0\0\0\2", 4 },
		{ 108, "\0\0\0\2", 4 },
	};
	char address[64];

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		assert_int_equal(
			read_as(links[i].link,
				behind(links[i].header, links[i].len, plain())),
			PACKET_UDP);
		assert_int_equal(p.src.port, 5000);
		assert_int_equal(p.dst.port, 443);
		packet_address(address, &p.dst, p.ipv6);
		assert_string_equal(address, "198.51.100.3");
		assert_int_equal(p.len, 5);
		assert_memory_equal(p.payload, "hello", 5);
	}
	assert_int_equal(read_as(105, plain()), PACKET_BAD);
	assert_non_null(strstr(p.why, "link layer"));
	assert_int_equal(read_as(1, behind("\0\0\0\0\0\0\0\0\0\0\0\0\x08\x06",
					    14, plain())),
		PACKET_OTHER);
}

/* Padding of Ethernet and trailers are no payload; parts that were not
 * captured are counted. */
static void lengths(void **state)
{
	struct bytes b = plain();

	(void)state;
	put(&b, "trailer", 7);
	assert_int_equal(read_as(101, b), PACKET_UDP);
	assert_int_equal(p.len, 5);
	assert_int_equal(p.wire, 5);
	b = plain();
	assert_int_equal(packet_read(&p, 101, b.p, 30, b.len), PACKET_UDP);
	assert_int_equal(p.len, 2);
	assert_int_equal(p.wire, 5);
	b = tcp("192.0.2.7", 5000, "198.51.100.3", 443, 7, ACK, text("hello"));
	assert_int_equal(packet_read(&p, 101, b.p, 36, b.len), PACKET_TCP);
	assert_int_equal(p.len, 0);
	assert_int_equal(p.wire, 5);
	assert_int_equal(p.seq, 7);
	assert_int_equal(p.flags, PACKET_ACK);
	/* A length of 0: the card cuts it into packets later. */
	b.p[2] = b.p[3] = 0;
	assert_int_equal(read_as(101, b), PACKET_TCP);
	assert_int_equal(p.len, 5);
}

static void lies(void **state)
{
	static const struct {
		size_t at;
		unsigned char value;
	} wrong[] = { { 0, 0x44 }, { 0, 0x4F }, { 0, 0x54 }, { 3, 19 },
		{ 3, 200 }, { 2, 0xFF }, { 25, 7 }, { 25, 200 } };
	struct bytes b;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		b = plain();
		b.p[wrong[i].at] = wrong[i].value;
		assert_int_equal(read_as(101, b), PACKET_BAD);
		assert_non_null(p.why);
	}
	b = tcp("192.0.2.7", 5000, "198.51.100.3", 443, 7, ACK, text(""));
	b.p[32] = 0x40;
	assert_int_equal(read_as(101, b), PACKET_BAD);
	b.p[32] = 0xF0;
	assert_int_equal(read_as(101, b), PACKET_BAD);
	/* Cut anywhere, it ends well. */
	for (size_t n = 0; n < 28; n++) {
		struct bytes c = plain();

		assert_int_equal(
			packet_read(&p, 101, c.p, n, c.len), PACKET_BAD);
	}
}

static void fragments(void **state)
{
	struct bytes b = plain(), six;

	(void)state;
	b.p[6] = 0x20; /* the first: more come */
	b.p[25] = 200;
	assert_int_equal(read_as(101, b), PACKET_UDP);
	assert_int_equal(p.len, 5);
	assert_int_equal(p.wire, 192);
	b.p[7] = 9;
	assert_int_equal(read_as(101, b), PACKET_OTHER);
	six = udp("2001:db8::1", 5000, "2001:db8::2", 443, text("hello"));
	assert_int_equal(read_as(101, six), PACKET_UDP);
	assert_true(p.ipv6);
	b = bytes_new();
	put(&b, "\x11\0\0\x08\0\0\0\x01", 8); /* not the first */
	put(&b, six.p + 40, six.len - 40);
	b = ip("2001:db8::1", "2001:db8::2", 44, b);
	assert_int_equal(read_as(101, b), PACKET_OTHER);
	b.p[43] = 1; /* the first */
	assert_int_equal(read_as(101, b), PACKET_UDP);
	assert_int_equal(p.dst.port, 443);
}

/* IPv6's extension headers, as many as there may be. */
static void extensions(void **state)
{
	struct bytes six = udp("fe80::1", 5000, "ff02::fb", 5353, text("x"));
	struct bytes b = bytes_new();

	(void)state;
	put(&b, "\x3C\0\0\0\0\0\0\0", 8); /* hop by hop, then */
	put(&b, "\x2B\1\0\0\0\0\0\0", 8); /* options, then */
	put(&b, "\0\0\0\0\0\0\0\0", 8);
	put(&b, "\x33\0\0\0\0\0\0\0", 8);	   /* routing, then */
	put(&b, "\x11\1\0\0\0\0\0\0\0\0\0\0", 12); /* authentication */
	put(&b, six.p + 40, six.len - 40);
	assert_int_equal(
		read_as(101, ip("fe80::1", "ff02::fb", 0, b)), PACKET_UDP);
	assert_int_equal(p.dst.port, 5353);
	assert_true(packet_is_inside(&p.src, true));
	assert_true(packet_is_inside(&p.dst, true));
	b = bytes_new();
	for (int i = 0; i < 40; i++)
		put(&b, "\0\0\0\0\0\0\0\0", 8);
	assert_int_equal(
		read_as(101, ip("fe80::1", "ff02::fb", 0, b)), PACKET_OTHER);
	b = bytes_new();
	put(&b, "\x11\xFF\0\0\0\0\0\0", 8);
	assert_int_equal(
		read_as(101, ip("fe80::1", "ff02::fb", 0, b)), PACKET_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(link_layers),
		cmocka_unit_test(lengths),
		cmocka_unit_test(lies),
		cmocka_unit_test(fragments),
		cmocka_unit_test(extensions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
