/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/contact.h"

#include "sample.h"

static cJSON *item_of(int64_t exhibit, const char *host)
{
	cJSON *item = json_object();

	json_set_int(item, "exhibit", exhibit);
	json_set(item, "host", host);
	return item;
}

static void counts_like_the_log(void **state)
{
	cJSON *item = item_of(1, SAMPLE_HOST);
	struct contact k = { 0 };
	struct zone *zone = NULL;
	struct sample s;
	int64_t first, last;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "Europe/Paris"));
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_true(k.has_rows);
	assert_int_equal(k.n_hosts, 1);
	assert_int_equal(k.hosts[0].rows, 42);
	assert_int_equal(k.hosts[0].by[OBSERVATION_ALLOWED], 28);
	assert_int_equal(k.hosts[0].by[OBSERVATION_BLOCKED], 14);
	assert_true(k.hosts[0].has_cloud);
	assert_string_equal(k.hosts[0].cloud.region, "eu-central-1");
	assert_int_equal(k.hosts[0].owner.basis, OWNER_DERIVED);
	assert_int_equal(k.rows, 162);
	assert_true(contact_range(&first, &last, &k));
	assert_true(first < last);
	contact_release(&k);
	json_set(item, "from", "2018-09-04");
	json_set(item, "to", "2018-09-04");
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.hosts[0].rows, 21);
	assert_int_equal(k.hosts[0].by[OBSERVATION_BLOCKED], 14);
	contact_release(&k);
	cJSON_Delete(item);
	zone_free(zone);
	sample_close(&s);
}

/* A log without times, or whose times are windows, of a period. */
static void not_known_to_lie_in_it(void **state)
{
	cJSON *item = item_of(0, "push.example");
	struct contact k = { 0 };
	struct zone *zone = NULL;
	struct sample s;
	int64_t first, last;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "UTC"));
	json_set_int(item, "exhibit", sample_vague_log(&s, 3));
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.hosts[0].rows, 3);
	assert_int_equal(k.unplaced, 0);
	contact_release(&k);
	json_set(item, "from", "2018-09-04");
	json_set(item, "to", "2018-09-05");
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.hosts[0].rows, 1); /* the window lies in it */
	assert_int_equal(k.unplaced, 1);
	contact_release(&k);
	json_set(item, "to", "2018-09-04");
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.n_hosts, 0);
	assert_int_equal(k.unplaced, 2);
	assert_false(contact_range(&first, &last, &k));
	contact_release(&k);
	cJSON_Delete(item);
	zone_free(zone);
	sample_close(&s);
}

static void what_is_not_there(void **state)
{
	cJSON *item = item_of(99, SAMPLE_HOST);
	struct contact k = { 0 };
	struct zone *zone = NULL;
	struct sample s;
	int64_t first, last;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "UTC"));
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.exhibit.id, 0);
	contact_release(&k);
	json_set_int(item, "exhibit", 3);
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_false(k.has_rows);
	contact_release(&k);
	json_set_int(item, "exhibit", 1);
	json_set(item, "host", "*.nulle-part.example");
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.n_hosts, 0);
	assert_false(contact_range(&first, &last, &k));
	contact_release(&k);
	cJSON_Delete(item);
	zone_free(zone);
	sample_close(&s);
}

static void several_hosts(void **state)
{
	cJSON *item = item_of(1, "*.example");
	struct contact k = { 0 };
	struct zone *zone = NULL;
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "UTC"));
	sample_must(contact_read(&k, s.store, item, zone, NULL));
	assert_int_equal(k.n_hosts, 4);
	for (size_t i = 1; i < k.n_hosts; i++)
		assert_true(k.hosts[i - 1].contacts >= k.hosts[i].contacts);
	contact_release(&k);
	cJSON_Delete(item);
	zone_free(zone);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_like_the_log),
		cmocka_unit_test(not_known_to_lie_in_it),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(several_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
