/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/capture.h"

#include "tests/evidence/pack.h"
#include "tests/evidence/packets.h"

struct run {
	struct scene scene;
	struct source *source;
	struct capture *capture;
	struct capture_record r;
};

static int open_path(struct run *run, const char *path)
{
	bool more = true;
	int rc;

	assert_int_equal(source_open(&run->source, path, false, NULL), 0);
	assert_int_equal(source_next(run->source, &more), 0);
	rc = capture_open(&run->capture, run->source, NULL, NULL);
	if (rc != 0)
		source_close(run->source, rc, NULL);
	return rc;
}

static int open_bytes(struct run *run, const void *data, size_t len)
{
	return open_path(
		run, scene_file(&run->scene, "capture.pcap", data, len));
}

/* The next record; false at the end. */
static bool next(struct run *run)
{
	bool more = false;

	assert_int_equal(capture_next(run->capture, &run->r, &more), 0);
	return more;
}

static void close_run(struct run *run)
{
	capture_close(run->capture);
	source_close(run->source, 1, NULL);
}

static struct bytes packet(void)
{
	return udp("192.0.2.7", 1, "192.0.2.8", 2, text("hello"));
}

static void check_two(struct run *run, uint8_t precision)
{
	assert_true(next(run));
	assert_null(run->r.bad);
	assert_int_equal(run->r.number, 1);
	assert_int_equal(run->r.position, 24);
	assert_int_equal(run->r.length, 16 + packet().len);
	assert_int_equal(run->r.len, packet().len);
	assert_memory_equal(run->r.data, packet().p, packet().len);
	assert_int_equal(run->r.ns, INT64_C(1531724591000123000));
	assert_int_equal(run->r.precision, precision);
	assert_int_equal(run->r.link, 12); /* as libpcap calls 101 */
	assert_true(next(run));
	assert_int_equal(run->r.position, 24 + 16 + packet().len);
	assert_int_equal(run->r.len, 20);
	assert_int_equal(run->r.wire, packet().len);
	assert_false(next(run));
	assert_false(next(run));
}

static void make(struct str *f)
{
	pcap_begin(f, 101);
	pcap_add(f, INT64_C(1531724591000123), packet());
	pcap_cut(f, INT64_C(1531724592000000), packet(), 20);
}

static void plain_and_packed(void **state)
{
	struct run run = { 0 };
	struct str f;

	(void)state;
	scene_open(&run.scene);
	make(&f);
	assert_non_null(capture_magic(f.p, f.len));
	assert_int_equal(open_bytes(&run, f.p, f.len), 0);
	check_two(&run, OBSERVATION_PRECISION_US);
	close_run(&run);
	assert_int_equal(
		open_path(&run, pack_bytes(&run.scene, PACK_GZIP, f.p, f.len)),
		0);
	check_two(&run, OBSERVATION_PRECISION_US);
	close_run(&run);
	str_release(&f);
	scene_close(&run.scene);
}

/* Turns the numbers of the file around. */
static void swap_numbers(struct str *f, size_t from, size_t n)
{
	for (size_t i = from; i < from + n * 4; i += 4) {
		char a = f->p[i], b = f->p[i + 1];

		f->p[i] = f->p[i + 3];
		f->p[i + 1] = f->p[i + 2];
		f->p[i + 2] = b;
		f->p[i + 3] = a;
	}
}

static void orders_and_precisions(void **state)
{
	struct run run = { 0 };
	struct str f;

	(void)state;
	scene_open(&run.scene);
	make(&f);
	swap_numbers(&f, 0, 6);
	memcpy(f.p + 4, "\0\2\0\4", 4); /* two numbers of two bytes */
	swap_numbers(&f, 24, 4);
	swap_numbers(&f, 24 + 16 + packet().len, 4);
	assert_int_equal(open_bytes(&run, f.p, f.len), 0);
	check_two(&run, OBSERVATION_PRECISION_US);
	close_run(&run);
	str_release(&f);
	make(&f);
	memcpy(f.p, "\x4D\x3C\xB2\xA1", 4); /* nanoseconds */
	memcpy(f.p + 28, "\x15\xCD\x5B\x07", 4);
	assert_int_equal(open_bytes(&run, f.p, f.len), 0);
	assert_true(next(&run));
	assert_int_equal(run.r.ns, INT64_C(1531724591123456789));
	assert_int_equal(run.r.precision, OBSERVATION_PRECISION_NS);
	close_run(&run);
	str_release(&f);
	scene_close(&run.scene);
}

static void damage(void **state)
{
	struct run run = { 0 };
	struct str f;

	(void)state;
	scene_open(&run.scene);
	make(&f);
	assert_int_equal(open_bytes(&run, f.p, f.len - 5), 0);
	assert_true(next(&run));
	assert_null(run.r.bad);
	assert_true(next(&run));
	assert_int_equal(run.r.number, 2);
	assert_int_equal(run.r.position, 24 + 16 + packet().len);
	assert_non_null(strstr(run.r.bad, "ends in the middle"));
	assert_false(next(&run));
	close_run(&run);
	memcpy(f.p + 32, "\xFF\xFF\xFF\x7F", 4);
	assert_int_equal(open_bytes(&run, f.p, f.len), 0);
	assert_true(next(&run));
	assert_non_null(strstr(run.r.bad, "length cannot be"));
	assert_false(next(&run));
	close_run(&run);
	assert_int_equal(open_bytes(&run, f.p, 20), ERR_PARSE);
	assert_int_equal(open_bytes(&run, f.p, 2), ERR_PARSE);
	assert_int_equal(open_bytes(&run, "no capture at all", 17), ERR_PARSE);
	scene_says("does not begin as a packet capture");
	str_release(&f);
	scene_close(&run.scene);
}

static void magic(void **state)
{
	(void)state;
	assert_null(capture_magic("no capture, this is none", 24));
	assert_null(capture_magic("\xD4\xC3\xB2\xA1", 4));
	assert_null(capture_magic("\n\r\r\n and some more text", 20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_and_packed),
		cmocka_unit_test(orders_and_precisions),
		cmocka_unit_test(damage),
		cmocka_unit_test(magic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
