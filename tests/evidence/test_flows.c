/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/flows.h"

#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static struct flows f;
static struct capture_record r;
static size_t ended;
static uint16_t last_port;
static uint64_t last_bytes[2];

static int see(struct flow *flow, void *ctx)
{
	(void)ctx;
	ended++;
	last_port = flow->ends[0].port;
	last_bytes[0] = flow->bytes[0];
	last_bytes[1] = flow->bytes[1];
	return 0;
}

static struct flow *feed(struct bytes b, int64_t seconds)
{
	struct packet p;
	struct flow *flow = NULL;
	unsigned side;
	enum packet_kind kind = packet_read(&p, 101, b.p, b.len, b.len);

	r.ns = seconds * 1000000000;
	r.number++;
	assert_int_equal(
		flows_find(&flow, &side, &f, &p, kind == PACKET_TCP, &r), 0);
	return flow;
}

static void begin(void)
{
	ended = 0;
	r = (struct capture_record){ 0 };
	flows_init(&f, see, NULL);
}

static struct bytes up(
	unsigned port, uint32_t seq, unsigned flags, const char *s)
{
	return tcp("10.0.0.2", port, "203.0.113.9", 443, seq, flags, text(s));
}

static struct bytes down(unsigned port, unsigned flags, const char *s)
{
	return tcp("203.0.113.9", 443, "10.0.0.2", port, 9, flags, text(s));
}

static void both_ways(void **state)
{
	struct flow *a, *b;

	(void)state;
	begin();
	a = feed(up(5000, 1, SYN, ""), 1);
	assert_ptr_equal(feed(down(5000, SYN | ACK, ""), 1), a);
	feed(up(5000, 2, ACK, "hello"), 2);
	feed(down(5000, ACK, "hi"), 3);
	b = feed(up(5001, 1, ACK, "x"), 3);
	assert_ptr_not_equal(a, b);
	assert_int_equal(a->bytes[0], 5);
	assert_int_equal(a->bytes[1], 2);
	assert_int_equal(a->packets[0], 2);
	assert_int_equal(a->number, 1);
	assert_int_equal(a->first_ns, 1000000000);
	assert_int_equal(a->last_ns, 3000000000);
	assert_int_equal(flow_client(a), 0);
	assert_int_equal(flows_end(&f), 0);
	assert_int_equal(ended, 2);
	flows_release(&f);
}

static void anew(void **state)
{
	(void)state;
	begin();
	feed(up(5000, 1, SYN, ""), 1);
	feed(up(5000, 1, SYN, ""), 2); /* the same once more */
	feed(up(5000, 2, ACK, "abc"), 2);
	assert_int_equal(ended, 0);
	feed(up(5000, 7, SYN, ""), 3);
	assert_int_equal(ended, 1);
	assert_int_equal(last_bytes[0], 3);
	feed(udp("10.0.0.2", 1, "203.0.113.9", 443, text("a")), 10);
	feed(udp("10.0.0.2", 1, "203.0.113.9", 443, text("a")), 190);
	assert_int_equal(ended, 1);
	feed(udp("10.0.0.2", 1, "203.0.113.9", 443, text("a")), 371);
	assert_int_equal(ended, 2);
	flows_end(&f);
	assert_int_equal(ended, 4);
	flows_release(&f);
}

/* When the table is full, the one that was silent longest leaves. */
static void full(void **state)
{
	(void)state;
	begin();
	for (unsigned i = 0; i < FLOWS_MAX; i++)
		feed(up(1000 + i, 1, ACK, ""), i);
	feed(up(1000, 1, ACK, ""), FLOWS_MAX);
	assert_int_equal(ended, 0);
	feed(up(60000, 1, ACK, ""), FLOWS_MAX + 1);
	assert_int_equal(ended, 1);
	assert_int_equal(last_port, 1001);
	flows_end(&f);
	assert_int_equal(ended, FLOWS_MAX + 1);
	flows_release(&f);
}

/* What is held of beginnings is bounded over all connections together. */
static void memory(void **state)
{
	struct talk_hooks hooks = { 0 };
	unsigned char part_of[9000] = { 0x16, 3, 1, 0x30, 0, 1, 0, 0x30, 0 };
	struct flow *first = NULL;

	(void)state;
	begin();
	for (unsigned i = 0; i < 2000; i++) {
		struct flow *flow = feed(up(1000 + i, 1, ACK, ""), i);

		if (first == NULL)
			first = flow;
		talk_tcp(&flow->talk, 0,
			&(struct stream_segment){
				1, part_of, sizeof(part_of), sizeof(part_of) },
			&hooks);
		flows_count_talk(&f, flow);
		assert_true(f.memory <= FLOWS_TALK_BYTES);
	}
	assert_true(first->talk.over);
	assert_true(first->talk.cut);
	flows_end(&f);
	assert_int_equal(f.memory, 0);
	flows_release(&f);
}

static void clients(void **state)
{
	(void)state;
	begin();
	/* By who asked, even from a server's port. */
	assert_int_equal(
		flow_client(feed(tcp("203.0.113.9", 443, "198.51.100.1", 80, 1,
					 SYN, text("")),
			1)),
		0);
	assert_int_equal(
		flow_client(feed(tcp("203.0.113.9", 445, "198.51.100.1", 80, 1,
					 SYN | ACK, text("")),
			1)),
		1);
	/* By the port. */
	assert_int_equal(flow_client(feed(tcp("1.2.3.4", 443, "5.6.7.8", 50000,
						  1, ACK, text("")),
				 1)),
		1);
	assert_int_equal(flow_client(feed(tcp("1.2.3.4", 50001, "5.6.7.8", 5222,
						  1, ACK, text("")),
				 1)),
		0);
	/* By the network, before the port. */
	assert_int_equal(flow_client(feed(udp("1.2.3.4", 50002, "192.168.1.2",
						  443, text("")),
				 1)),
		1);
	/* By what was said. */
	{
		struct flow *flow = feed(
			tcp("1.2.3.4", 50003, "5.6.7.8", 443, 1, ACK, text("")),
			1);

		flow->talk.client_known = true;
		flow->talk.client = 1;
		assert_int_equal(flow_client(flow), 1);
	}
	flows_end(&f);
	flows_release(&f);
}

static int refuse(struct flow *flow, void *ctx)
{
	(void)flow;
	(void)ctx;
	return err_set(ERR_IO, "the disk is gone");
}

static void errors(void **state)
{
	(void)state;
	begin();
	f.fn = refuse;
	feed(up(5000, 1, ACK, ""), 1);
	assert_int_equal(flows_end(&f), ERR_IO);
	flows_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways),
		cmocka_unit_test(anew),
		cmocka_unit_test(full),
		cmocka_unit_test(memory),
		cmocka_unit_test(clients),
		cmocka_unit_test(errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
