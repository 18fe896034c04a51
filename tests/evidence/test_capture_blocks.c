/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/capture_blocks.h"

#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static struct scene scene;
static struct source *source;
static struct capture *capture;
static struct capture_record r;
static char customs[200];

static void custom(uint32_t enterprise, const unsigned char *data, size_t len,
	bool big, void *ctx)
{
	size_t n = strlen(customs);

	(void)ctx;
	snprintf(customs + n, sizeof(customs) - n, "%u %.*s %d;",
		(unsigned)enterprise, (int)len, (const char *)data, big);
}

static void open_file(const struct str *f, size_t len)
{
	bool more;

	customs[0] = '\0';
	assert_int_equal(
		source_open(&source, scene_file(&scene, "x.pcapng", f->p, len),
			false, NULL),
		0);
	assert_int_equal(source_next(source, &more), 0);
	assert_int_equal(capture_open(&capture, source, custom, NULL), 0);
}

static bool next(void)
{
	bool more = false;

	assert_int_equal(capture_next(capture, &r, &more), 0);
	return more;
}

static void close_file(struct str *f)
{
	capture_close(capture);
	source_close(source, 1, NULL);
	if (f != NULL)
		str_release(f);
}

static struct bytes packet(void)
{
	return udp("192.0.2.7", 1, "192.0.2.8", 2, text("hi"));
}

/* A section, its interface, other blocks, a packet. */
static void blocks(void **state)
{
	struct bytes b = bytes_new();
	struct str f;
	size_t at;

	(void)state;
	scene_open(&scene);
	blocks_begin(&f, 101, 0);
	block_add(&f, 0x0A, text("secrets are passed over"));
	put_little(&b, 4711);
	put(&b, "hello", 5);
	block_add(&f, 0xBAD, b);
	at = f.len;
	blocks_packet(&f, 1531724591000123, packet(), "u-10123");
	block_add(&f, 5, text("statistics"));
	blocks_packet(&f, 1531724592000000, packet(), NULL);
	open_file(&f, f.len);
	assert_true(next());
	assert_string_equal(customs, "4711 hello 0;");
	assert_null(r.bad);
	assert_int_equal(r.number, 1);
	assert_int_equal(r.position, at);
	assert_int_equal(r.length, 12 + 20 + 32 + 12);
	assert_int_equal(r.ns, INT64_C(1531724591000123000));
	assert_int_equal(r.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(r.link, 101);
	assert_int_equal(r.len, packet().len);
	assert_memory_equal(r.data, packet().p, r.len);
	assert_int_equal(r.comment_len, 7);
	assert_memory_equal(r.comment, "u-10123", 7);
	assert_true(next());
	assert_int_equal(r.comment_len, 0);
	assert_false(next());
	assert_false(next());
	close_file(&f);
	scene_close(&scene);
}

static void resolutions(void **state)
{
	static const struct {
		unsigned resolution;
		uint64_t units;
		int64_t ns;
		uint8_t precision;
	} times[] = {
		{ 9, 1531724591123456789, INT64_C(1531724591123456789),
			OBSERVATION_PRECISION_NS },
		{ 3, 1531724591123, INT64_C(1531724591123000000),
			OBSERVATION_PRECISION_MS },
		{ 12, UINT64_C(7531724591123456789), INT64_C(7531724591123456),
			OBSERVATION_PRECISION_NS },
		{ 0x80 | 10, UINT64_C(1531724591) * 1024 + 512,
			INT64_C(1531724591500000000),
			OBSERVATION_PRECISION_MS },
		{ 0x80 | 32, (UINT64_C(1531724591) << 32) + 0x80000000,
			INT64_C(1531724591500000000),
			OBSERVATION_PRECISION_NS },
	};
	struct str f;

	(void)state;
	scene_open(&scene);
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		blocks_begin(&f, 101, times[i].resolution);
		blocks_packet(&f, times[i].units, packet(), NULL);
		open_file(&f, f.len);
		assert_true(next());
		assert_null(r.bad);
		assert_int_equal(r.ns, times[i].ns);
		assert_int_equal(r.precision, times[i].precision);
		close_file(&f);
	}
	/* More than any clock says. */
	blocks_begin(&f, 101, 1);
	blocks_packet(&f, UINT64_MAX, packet(), NULL);
	open_file(&f, f.len);
	assert_true(next());
	assert_string_equal(r.bad, "no such date");
	close_file(&f);
	scene_close(&scene);
}

/* The next section is big-endian and has its own interfaces. */
static void sections(void **state)
{
	static const char big[] =
		"\x0A\x0D\x0D\x0A\0\0\0\x1C\x1A\x2B\x3C\x4D\0\1\0\0"
		"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\x1C"
		"\0\0\0\1\0\0\0\x14\0\x01\0\0\0\0\0\4\0\0\0\x14"
		"\0\0\0\3\0\0\0\x14\0\0\0\x09zzzz\0\0\0\x14";
	struct str f;

	(void)state;
	scene_open(&scene);
	blocks_begin(&f, 101, 0);
	blocks_packet(&f, 1, packet(), NULL);
	str_add(&f, big, sizeof(big) - 1);
	open_file(&f, f.len);
	assert_true(next());
	assert_int_equal(r.link, 101);
	assert_true(next()); /* a simple packet: no time, cut by its snaplen */
	assert_null(r.bad);
	assert_int_equal(r.link, 1);
	assert_int_equal(r.len, 4);
	assert_int_equal(r.wire, 9);
	assert_int_equal(r.precision, OBSERVATION_PRECISION_NONE);
	assert_false(next());
	close_file(&f);
	scene_close(&scene);
}

static void lies(void **state)
{
	struct bytes b = bytes_new();
	struct str f;
	size_t at;

	(void)state;
	scene_open(&scene);
	/* A packet that claims more than its block: the next is read. */
	blocks_begin(&f, 101, 0);
	at = f.len;
	blocks_packet(&f, 1, packet(), NULL);
	blocks_packet(&f, 2, packet(), NULL);
	f.p[at + 20] = 0x7F;
	open_file(&f, f.len);
	assert_true(next());
	assert_string_equal(r.bad, "its length is more than its block holds");
	assert_true(next());
	assert_null(r.bad);
	close_file(NULL);
	/* An interface that is not there. */
	f.p[at + 20] = 30;
	f.p[at + 8] = 1;
	open_file(&f, f.len);
	assert_true(next());
	assert_string_equal(r.bad, "it names an interface that is not there");
	close_file(NULL);
	/* A block whose length is odd, or not the same at its end. */
	f.p[at + 8] = 0;
	f.p[at + 4] = (char)(f.p[at + 4] + 1);
	open_file(&f, f.len);
	assert_true(next());
	assert_non_null(strstr(r.bad, "length cannot be"));
	assert_false(next());
	close_file(NULL);
	f.p[at + 4] = (char)(f.p[at + 4] + 3);
	open_file(&f, f.len);
	assert_true(next());
	assert_non_null(strstr(r.bad, "length cannot be"));
	close_file(&f);
	/* A packet of 2 GB, and a block of other kind as long: cut. */
	for (int type = 6; type <= 7; type++) {
		blocks_begin(&f, 101, 0);
		b = bytes_new();
		put_little(&b, (uint32_t)type);
		put_little(&b, 0x7FFFFFFC);
		put_little(&b, 0);
		str_add(&f, b.p, b.len);
		open_file(&f, f.len);
		assert_true(next());
		assert_non_null(r.bad);
		assert_false(next());
		close_file(&f);
	}
	scene_close(&scene);
}

/* Cut at any byte, each whole packet is given, and one is told as cut. */
static void cut_anywhere(void **state)
{
	struct str f;
	size_t ends[4];

	(void)state;
	scene_open(&scene);
	blocks_begin(&f, 101, 0);
	for (int i = 0; i < 4; i++) {
		ends[i] = f.len;
		blocks_packet(&f, (uint64_t)i, packet(), "a comment");
	}
	for (size_t n = 28; n < f.len; n += 3) {
		size_t whole = 0, seen = 0, bad = 0;

		while (whole < 3 && ends[whole + 1] <= n)
			whole++;
		open_file(&f, n);
		while (next()) {
			seen += r.bad == NULL;
			bad += r.bad != NULL;
		}
		assert_int_equal(seen, whole);
		assert_true(bad <= 1);
		close_file(NULL);
	}
	str_release(&f);
	scene_close(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(resolutions),
		cmocka_unit_test(sections),
		cmocka_unit_test(lies),
		cmocka_unit_test(cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
