/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/hosts.h"
#include "evidence/observe.h"

#define P "dnsmasq[1]: "

static const struct hosts_row *find(const struct hosts *h, const char *host)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->v[i].host, host) == 0)
			return &h->v[i];
	fail_msg("no row for '%s'", host);
	return NULL;
}

static void put_logs(struct scene *s)
{
	struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };

	assert_int_equal(
		scene_import(s, NULL,
			"Jul 16 09:00:00 " P
			"query[A] x.vendor.example from 192.0.2.7\n"
			"Jul 16 09:00:00 " P
			"query[AAAA] x.vendor.example from 192.0.2.7\n"
			"Jul 16 09:00:01 " P
			"query[HTTPS] x.vendor.example from 192.0.2.7\n"
			"Jul 16 09:10:00 " P
			"query[A] x.vendor.example from 192.0.2.7\n"
			"Jul 16 09:10:00 " P
			"gravity blocked x.vendor.example is 0.0.0.0\n"
			"Jul 16 09:20:00 " P "query[A] nas from 192.0.2.7\n",
			&options),
		0);
	assert_int_equal(scene_import(s, NULL,
				 "timestamp,type,host\n"
				 "1536048591222,a,x.vendor.example\n"
				 "1536048591222,a,push-vendor-net-1516654448."
				 "eu-central-1.elb.amazonaws.com\n",
				 NULL),
		0);
}

static void totals(void **state)
{
	struct hosts h = { 0 };
	const struct hosts_row *r;
	struct scene s;

	(void)state;
	scene_open(&s);
	put_logs(&s);
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ 0 }), 0);
	assert_int_equal(h.n, 3);
	r = &h.v[0];
	assert_string_equal(r->host, "x.vendor.example");
	assert_int_equal(r->rows, 5);
	assert_int_equal(r->contacts, 3);
	assert_int_equal(r->by[OBSERVATION_BLOCKED], 1);
	assert_int_equal(r->by[OBSERVATION_ALLOWED], 1);
	assert_int_equal(r->by[OBSERVATION_UNKNOWN], 3);
	assert_int_equal(r->first_ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(r->last_ns, scene_at("2026-07-16T07:10:00Z"));
	assert_string_equal(r->registrable, "vendor.example");
	assert_int_equal(r->owner.basis, OWNER_REGISTERED);
	assert_false(r->local);
	assert_false(r->stated);
	assert_true(find(&h, "nas")->local);
	assert_null(find(&h, "nas")->registrable);
	r = find(&h,
		"push-vendor-net-1516654448.eu-central-1.elb.amazonaws.com");
	assert_true(r->has_cloud);
	assert_string_equal(r->cloud.label, "push-vendor-net");
	assert_int_equal(r->owner.basis, OWNER_DERIVED);
	hosts_release(&h);
	scene_close(&s);
}

static void filters(void **state)
{
	struct hosts h = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	put_logs(&s);
	assert_int_equal(
		hosts_read(&h, s.store,
			&(struct hosts_filter){ .glob = "*.VENDOR.*" }),
		0);
	assert_int_equal(h.n, 1);
	hosts_release(&h);
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ .exhibit = 2 }),
		0);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.v[0].rows, 1);
	hosts_release(&h);
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ .exhibit = 9 }),
		ERR_NOTFOUND);
	scene_says("exhibit 9");
	scene_close(&s);
}

/* What the person stated stands apart from what logs show. */
static void stated_apart(void **state)
{
	struct observe_order order = { .ns = 1000,
		.precision = OBSERVATION_PRECISION_MIN,
		.zone = "Europe/Paris",
		.host = "x.vendor.example",
		.disposition = OBSERVATION_BLOCKED };
	struct exhibit e = { 0 };
	struct hosts h = { 0 };
	int64_t picture = 0;
	size_t stated = 0;
	struct scene s;

	(void)state;
	scene_open(&s);
	put_logs(&s);
	assert_int_equal(observe_add(&e, &picture, s.store, &order), 0);
	exhibit_release(&e);
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ 0 }), 0);
	assert_int_equal(h.n, 4);
	for (size_t i = 0; i < h.n; i++)
		if (h.v[i].stated) {
			assert_string_equal(h.v[i].host, "x.vendor.example");
			assert_int_equal(h.v[i].rows, 1);
			stated++;
		}
	assert_int_equal(stated, 1);
	hosts_release(&h);
	scene_close(&s);
}

/* A connection to an address outside counts among what is outside. */
static void addresses(void **state)
{
	struct observe_order o = { .ns = 1536048591222000000,
		.precision = OBSERVATION_PRECISION_S,
		.zone = "Europe/Paris" };
	static const char *const hosts[] = { "2a00:1450:4007:80e::200e",
		"fd00::1" };
	struct hosts h = { 0 };
	struct scene s;
	int64_t picture;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < 2; i++) {
		struct exhibit e = { 0 };

		o.host = hosts[i];
		assert_int_equal(observe_add(&e, &picture, s.store, &o), 0);
		exhibit_release(&e);
	}
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ 0 }), 0);
	assert_int_equal(h.n, 2);
	for (size_t i = 0; i < h.n; i++)
		assert_int_equal(
			h.v[i].local, strcmp(h.v[i].host, "fd00::1") == 0);
	hosts_release(&h);
	scene_close(&s);
}

static void empty(void **state)
{
	struct hosts h = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		hosts_read(&h, s.store, &(struct hosts_filter){ 0 }), 0);
	assert_int_equal(h.n, 0);
	hosts_release(&h);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals),
		cmocka_unit_test(filters),
		cmocka_unit_test(stated_apart),
		cmocka_unit_test(addresses),
		cmocka_unit_test(empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
