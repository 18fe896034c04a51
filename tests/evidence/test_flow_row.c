/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/flow_row.h"

#include "base/json.h"
#include "tests/evidence/scene.h"

static struct flow flow;
static struct flow_row row;

static void begin(void)
{
	flow = (struct flow){ .tcp = true,
		.syn = true,
		.precision = OBSERVATION_PRECISION_US,
		.first_ns = 5,
		.number = 3,
		.position = 24,
		.length = 70,
		.bytes = { 10, 20 },
		.ends = { { { 10, 0, 0, 2 }, 5000 },
			{ { 203, 0, 113, 9 }, 443 } } };
}

/* It is as wanted, and in its canonical form. */
static void make(const char *detail)
{
	cJSON *tree = NULL;
	struct str canonical = { 0 };

	flow_row_release(&row);
	flow_row_make(&row, &flow);
	assert_string_equal(row.o.detail, detail);
	assert_int_equal(
		json_parse(&tree, row.o.detail, strlen(row.o.detail), NULL), 0);
	json_canonical(&canonical, tree);
	assert_string_equal(row.o.detail, canonical.p);
	str_release(&canonical);
	cJSON_Delete(tree);
}

static void names(void **state)
{
	(void)state;
	begin();
	make("{\"destination.port\":443,\"ev.name_source\":\"address\","
	     "\"network.transport\":\"tcp\"}");
	assert_string_equal(row.o.host, "203.0.113.9");
	assert_string_equal(row.o.client, "10.0.0.2");
	assert_string_equal(row.o.answer, "203.0.113.9");
	assert_string_equal(row.o.type, "tcp");
	assert_int_equal(row.o.sent, 10);
	assert_int_equal(row.o.received, 20);
	assert_int_equal(row.o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(row.o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(row.o.line, 3);
	flow.name = "a.example";
	make("{\"destination.port\":443,\"ev.name_source\":\"dns\","
	     "\"network.transport\":\"tcp\"}");
	assert_string_equal(row.o.host, "a.example");
	flow.name_shared = true;
	make("{\"destination.port\":443,\"ev.name_source\":\"dns-shared\","
	     "\"network.transport\":\"tcp\"}");
	flow.talk = (struct talk){ .protocol = TALK_TLS,
		.client_hello = true,
		.server_hello = true,
		.ech = true,
		.version = 0x0304,
		.cipher = 0x1301,
		.alpn = "h2",
		.host = "sni.example" };
	make("{\"destination.port\":443,\"ev.cleartext\":false,"
	     "\"ev.name_source\":\"sni\",\"ev.sni_may_be_outer\":true,"
	     "\"network.transport\":\"tcp\","
	     "\"tls.cipher\":\"TLS_AES_128_GCM_SHA256\","
	     "\"tls.client.server_name\":\"sni.example\","
	     "\"tls.next_protocol\":\"h2\",\"tls.version\":\"1.3\"}");
	assert_string_equal(row.o.host, "sni.example");
	assert_string_equal(row.o.type, "tls");
	flow_row_release(&row);
}

static void other_protocols(void **state)
{
	struct push_side push[2] = { { .frames = 2,
					     .clear = 1,
					     .encrypted = 1,
					     .right = 2,
					     .device_id = true,
					     .host = "push.example",
					     .model = "M9" },
		{ .frames = 1, .keepalives = 1, .wrong = 1 } };

	(void)state;
	begin();
	flow.ends[1].port = 853;
	flow.talk = (struct talk){ .protocol = TALK_TLS, .client_hello = true };
	make("{\"destination.port\":853,\"ev.cleartext\":false,"
	     "\"ev.encrypted_resolver\":true,\"ev.name_source\":\"address\","
	     "\"network.transport\":\"tcp\"}");
	flow.ends[1].port = 5222;
	flow.talk = (struct talk){ .protocol = TALK_PUSH, .push = push };
	make("{\"destination.port\":5222,\"device.id\":\"a-****\","
	     "\"device.model.name\":\"M9\",\"ev.cleartext\":true,"
	     "\"ev.name_source\":\"push\",\"ev.push.checksum_right\":2,"
	     "\"ev.push.checksum_wrong\":1,\"ev.push.clear\":1,"
	     "\"ev.push.encrypted\":1,\"ev.push.frames\":3,"
	     "\"ev.push.keepalives\":1,\"ev.push.sent_clear\":"
	     "[\"device id\",\"host\",\"model\"],"
	     "\"network.transport\":\"tcp\"}");
	assert_string_equal(row.o.host, "push.example");
	flow.tcp = false;
	flow.talk = (struct talk){ .protocol = TALK_QUIC,
		.client_hello = true,
		.cut = true,
		.quic = 1,
		.host = "q.example" };
	make("{\"destination.port\":5222,\"ev.cleartext\":false,"
	     "\"ev.cut\":true,\"ev.name_source\":\"sni\","
	     "\"ev.quic_version\":\"1\",\"network.transport\":\"udp\","
	     "\"tls.client.server_name\":\"q.example\"}");
	flow_row_release(&row);
}

static uint8_t judged(void)
{
	flow_row_release(&row);
	flow_row_make(&row, &flow);
	return row.o.disposition;
}

static void dispositions(void **state)
{
	(void)state;
	begin();
	assert_int_equal(judged(), OBSERVATION_ALLOWED);
	flow.bytes[1] = 0;
	assert_int_equal(judged(), OBSERVATION_UNKNOWN);
	assert_int_equal(row.o.disposition_source, OBSERVATION_SOURCE_NONE);
	flow.flags[1] = PACKET_RST | PACKET_ACK;
	flow.packets[1] = 2;
	flow.resets[1] = 1; /* it had said something before */
	assert_int_equal(judged(), OBSERVATION_UNKNOWN);
	flow.resets[1] = 2;
	assert_int_equal(judged(), OBSERVATION_ERROR);
	flow.flags[1] = PACKET_SYN | PACKET_ACK;
	assert_int_equal(judged(), OBSERVATION_ALLOWED);
	assert_int_equal(row.o.disposition_source, OBSERVATION_SOURCE_FORMAT);
	flow.flags[1] = PACKET_ACK;
	flow.resets[1] = 0;
	assert_int_equal(judged(), OBSERVATION_UNKNOWN);
	flow_row_release(&row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(other_protocols),
		cmocka_unit_test(dispositions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
