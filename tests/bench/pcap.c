/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes a large capture, and reads one.
 *
 *	bench_pcap make MEGABYTES KIND FILE	KIND: 0 what a phone does; 1
 *						packets of 64 bytes in 2,000
 *						connections; 2 such packets,
 *						each a connection of its own
 *	bench_pcap read FILE			the importer alone: rows, and
 *						seconds
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "evidence/importer.h"
#include "tests/evidence/packets.h"

enum { HOSTS = 500, SEGMENTS = 24, SEGMENT = 1400 };

static FILE *out;
static uint64_t written, now_us = UINT64_C(1531724591000000);

static void packet(struct bytes b)
{
	struct str f;

	str_init(&f, 0);
	pcap_add(&f, (int64_t)now_us, b);
	fwrite(f.p, 1, f.len, out);
	written += f.len;
	now_us += 137;
	str_release(&f);
}

static struct bytes filler(size_t len)
{
	struct bytes b = bytes_new();

	while (b.len < len)
		put8(&b, (unsigned)(b.len * 7));
	return b;
}

/* A name is looked up, a connection to it made, something sent and got. */
static void visit(unsigned n)
{
	char host[64], phone[32], server[32];
	unsigned port = 1024 + n % 60000;
	struct bytes data = filler(SEGMENT);
	uint32_t up = 2, down = 2;

	snprintf(host, sizeof(host), "host%u.zone%u.example", n * 7 % HOSTS,
		n % 50);
	snprintf(
		phone, sizeof(phone), "10.0.%u.%u", n / 60000 % 256, 2 + n % 7);
	snprintf(server, sizeof(server), "203.0.%u.%u", n % 113, n % 250);
	packet(udp(phone, port, "9.9.9.9", 53, dns_query(n & 0xFFFF, host, 1)));
	packet(udp("9.9.9.9", 53, phone, port,
		dns_answer(n & 0xFFFF, host, server, 0)));
	packet(tcp(phone, port, server, 443, 1, SYN, text("")));
	packet(tcp(server, 443, phone, port, 1, SYN | ACK, text("")));
	packet(tcp(phone, port, server, 443, up, ACK, tls_client(host)));
	up += (uint32_t)tls_client(host).len;
	packet(tcp(server, 443, phone, port, down, ACK,
		records(server_hello(0x0304, 0x1301), 999)));
	down += (uint32_t)records(server_hello(0x0304, 0x1301), 999).len;
	for (int i = 0; i < SEGMENTS; i++) {
		packet(tcp(server, 443, phone, port, down, ACK, data));
		down += SEGMENT;
		if (i % 2 == 1)
			packet(tcp(
				phone, port, server, 443, up, ACK, text("")));
	}
	packet(tcp(phone, port, server, 443, up, FIN | ACK, text("")));
	packet(tcp(server, 443, phone, port, down, FIN | ACK, text("")));
}

/* Small packets, as where a capture keeps but the first bytes. */
static void small(unsigned n)
{
	char phone[32];

	snprintf(phone, sizeof(phone), "10.0.0.%u", 2 + n % 2);
	packet(tcp(phone, 1024 + n % 2000, "203.0.113.9", 443, n, ACK,
		filler(24)));
}

/* Of more connections than are held at once. */
static void scan(unsigned n)
{
	char phone[32];

	snprintf(phone, sizeof(phone), "10.%u.%u.7", n / 40000 % 256, n % 251);
	packet(tcp(phone, 1024 + n % 40000, "203.0.113.9", 5222, 1 + n, ACK,
		filler(24)));
}

static int make(double megabytes, char kind, const char *path)
{
	void (*const kinds[])(unsigned) = { visit, small, scan };

	if (kind < '0' || kind > '2')
		return 2;
	out = fopen(path, "wb");
	if (out == NULL)
		return EXIT_FAILURE;
	{
		struct str head;

		pcap_begin(&head, 101);
		fwrite(head.p, 1, head.len, out);
		str_release(&head);
	}
	for (unsigned n = 0; (double)written < megabytes * 1e6; n++)
		kinds[kind - '0'](n);
	return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int read_file(const char *path)
{
	const struct importer_options options = { 0 };
	struct importer_job job = { .path = path, .options = &options };
	struct timespec from, to;

	job.hashed = true; /* what the file's hash costs is not asked here */
	clock_gettime(CLOCK_MONOTONIC, &from);
	if (importer_find("pcap")->read(&job) != 0)
		job.bad++; /* the file differs from one that was never hashed */
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%llu %.3f\n", (unsigned long long)job.good,
		(double)(to.tv_sec - from.tv_sec) +
			(double)(to.tv_nsec - from.tv_nsec) / 1e9);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		return make(strtod(argv[2], NULL), argv[3][0], argv[4]);
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return read_file(argv[2]);
	fprintf(stderr, "usage: bench_pcap make MEGABYTES KIND FILE\n"
			"       bench_pcap read FILE\n");
	return 2;
}
