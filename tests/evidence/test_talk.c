/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/talk.h"

#include "tests/evidence/push.h"
#include "tests/evidence/quic.h"
#include "tests/evidence/scene.h"

static struct talk t;
static uint32_t seqs[2];
static char log_text[2000];
static struct talk_hooks hooks;

static void note(const char *a, const char *b)
{
	size_t n = strlen(log_text);

	snprintf(log_text + n, sizeof(log_text) - n, "%s%s;", a, b);
}

static void see_request(const struct http_head *head, void *ctx)
{
	(void)ctx;
	note(head->host, head->path);
}

static void see_message(
	unsigned side, const unsigned char *message, size_t len, void *ctx)
{
	char text_of[40];

	(void)ctx;
	(void)message;
	snprintf(text_of, sizeof(text_of), "%u %zu", side, len);
	note("message ", text_of);
}

static void begin(void)
{
	talk_release(&t);
	seqs[0] = 1000;
	seqs[1] = 0xFFFFFF00;
	log_text[0] = '\0';
	hooks = (struct talk_hooks){ .request = see_request,
		.message = see_message };
}

static void say(unsigned side, struct bytes b)
{
	talk_tcp(&t, side,
		&(struct stream_segment){ seqs[side], b.p, b.len, b.len },
		&hooks);
	seqs[side] += (uint32_t)b.len;
}

static void tls(void **state)
{
	struct bytes hello =
		records(client_hello("x.example", true, 3000), 700);

	(void)state;
	begin();
	for (size_t i = 0; i < hello.len; i += 1000)
		say(0, part(hello, i,
			       hello.len - i < 1000 ? hello.len - i : 1000));
	assert_true(t.client_hello);
	assert_int_equal(t.protocol, TALK_TLS);
	assert_string_equal(t.host, "x.example");
	assert_true(t.ech);
	assert_false(t.over);
	assert_true(talk_memory(&t) > 0);
	say(1, records(server_hello(0x0304, 0x1301), 16384));
	assert_true(t.server_hello);
	assert_int_equal(t.version, 0x0304);
	assert_int_equal(t.cipher, 0x1301);
	assert_true(t.over);
	assert_int_equal(talk_memory(&t), 0);
	assert_true(t.client_known);
	assert_int_equal(t.client, 0);
	assert_false(t.encrypted_resolver);
	begin();
	say(1, tls_client("dns.google"));
	assert_int_equal(t.client, 1);
	assert_true(t.encrypted_resolver);
	talk_release(&t);
}

static void requests(void **state)
{
	(void)state;
	begin();
	say(0, text("GET /one?x HTTP/1.1\r\nHost: "));
	say(0, text("a.example\r\n\r\n"));
	say(1, text("HTTP/1.1 200 OK\r\n\r\nGET /no HTTP/1.1\r\n\r\n"));
	say(0, text("POST /two HTTP/1.1\r\nHost: b.example\r\n\r\nbody"));
	say(0, text("more of the body"));
	say(0, text("CONNECT c.example:443 HTTP/1.1\r\n\r\n"));
	say(0, tls_client("d.example"));
	assert_string_equal(log_text, "a.example/one;b.example/two;c.example;");
	assert_int_equal(t.heads, 3);
	assert_int_equal(t.protocol, TALK_TLS);
	assert_string_equal(t.host, "a.example");
	talk_release(&t);
}

static void push(void **state)
{
	struct bytes f = push_hello();

	(void)state;
	begin();
	say(1, part(f, 0, 5));
	say(0, f);
	say(1, part(f, 5, f.len - 5));
	say(1, push_frame(text("")));
	assert_int_equal(t.protocol, TALK_PUSH);
	assert_int_equal(t.push[0].right, 1);
	assert_int_equal(t.push[1].right, 2);
	assert_string_equal(t.push[0].host, "push.vendor.example");
	talk_end(&t, &hooks);
	assert_true(t.over);
	talk_release(&t);
}

/* What is let go of unfinished is cut, and holds nothing. */
static void dropped(void **state)
{
	struct bytes f = push_hello();

	(void)state;
	begin();
	say(0, f);
	say(0, part(f, 0, 12));
	assert_true(talk_memory(&t) >= PUSH_BODY_MAX);
	talk_drop(&t);
	assert_int_equal(talk_memory(&t), 0);
	assert_null(t.push[0].body);
	assert_int_equal(t.push[0].right, 1);
	assert_true(t.cut);
	begin();
	say(0, tls_client("x.example"));
	talk_drop(&t); /* the server did not speak yet */
	assert_true(t.cut);
	begin();
	say(0, tls_client("x.example"));
	say(1, records(server_hello(0x0304, 0x1301), 16384));
	talk_drop(&t);
	assert_false(t.cut);
	talk_release(&t);
}

static void messages(void **state)
{
	struct bytes m = dns_query(1, "x.example", 1), b = bytes_new();

	(void)state;
	begin();
	hooks.dns = true;
	put_sized(&b, 2, m);
	put_sized(&b, 2, m);
	say(0, part(b, 0, 10));
	say(0, part(b, 10, b.len - 10));
	say(1, b);
	assert_string_equal(log_text,
		"message 0 27;message 0 27;message 1 27;message 1 27;");
	assert_int_equal(t.protocol, TALK_DNS);
	b = bytes_new();
	put16(&b, 60000);
	say(0, b);
	assert_true(t.cut);
	talk_release(&t);
}

static void unknown_and_cut(void **state)
{
	struct bytes hello = tls_client("x.example");

	(void)state;
	begin();
	assert_true(talk_listens(&t, 0));
	say(0, text("SSH-2.0-OpenSSH_9.2\r\n"));
	assert_false(talk_listens(&t, 0));
	assert_true(talk_listens(&t, 1));
	say(1, text("SSH-2.0-OpenSSH_9.2\r\n"));
	assert_true(t.over);
	assert_int_equal(t.protocol, TALK_UNKNOWN);
	assert_false(t.cut);
	begin();
	talk_tcp(&t, 0, &(struct stream_segment){ 5, hello.p, 12, hello.len },
		&hooks);
	assert_true(t.cut);
	begin();
	say(0, part(hello, 0, 30));
	talk_end(&t, &hooks);
	assert_true(t.cut);
	talk_release(&t);
}

static void datagrams(void **state)
{
	struct bytes b = quic_client("x.example");

	(void)state;
	begin();
	talk_udp(&t, 0, b.p, b.len, &hooks);
	assert_int_equal(t.protocol, TALK_QUIC);
	assert_string_equal(t.host, "x.example");
	assert_false(t.over);
	b = quic_server();
	talk_udp(&t, 1, b.p, b.len, &hooks);
	assert_true(t.over);
	assert_int_equal(t.cipher, 0x1302);
	begin();
	for (int i = 0; i < 8; i++)
		talk_udp(&t, 0, (const unsigned char *)"x", 1, &hooks);
	assert_true(t.over);
	talk_release(&t);
}

/* However it is fed, little is held. */
static void bounded(void **state)
{
	struct bytes b = bytes_new();

	(void)state;
	begin();
	put(&b, "\x16\x03\x01\x40\0\1\0\x3F\xFB", 9);
	say(0, b);
	b = bytes_new();
	while (b.len < 1000)
		put8(&b, 0);
	for (int i = 0; i < 100; i++) {
		say(0, b);
		seqs[1] += 2;
		say(1, part(b, 0, 1));
		assert_true(talk_memory(&t) < 96 << 10);
	}
	talk_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls),
		cmocka_unit_test(requests),
		cmocka_unit_test(push),
		cmocka_unit_test(dropped),
		cmocka_unit_test(messages),
		cmocka_unit_test(unknown_and_cut),
		cmocka_unit_test(datagrams),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
