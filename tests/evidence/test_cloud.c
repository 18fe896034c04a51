/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/cloud.h"

static void expect(const char *host, const char *code, const char *service,
	const char *label, const char *region)
{
	struct cloud c;

	if (!cloud_read(&c, host))
		fail_msg("'%s' is not recognised", host);
	assert_string_equal(c.provider_code, code);
	assert_string_equal(c.service, service);
	assert_string_equal(c.label, label);
	assert_string_equal(c.region, region);
}

static void amazon(void **state)
{
	struct cloud c;

	(void)state;
	expect("push-vendor-net-1516654448.eu-central-1.elb.amazonaws.com",
		"aws", "load-balancer", "push-vendor-net", "eu-central-1");
	expect("push-vendor-net-3-1516654448.eu-central-1.elb.amazonaws.com",
		"aws", "load-balancer", "push-vendor-net-3", "eu-central-1");
	expect("lb-0123456789abcdef.elb.cn-north-1.amazonaws.com.cn", "aws",
		"load-balancer", "lb", "cn-north-1");
	expect("pictures.vendor.s3.eu-west-3.amazonaws.com", "aws", "storage",
		"pictures.vendor", "eu-west-3");
	expect("b.s3-website-eu-west-1.amazonaws.com", "aws", "storage", "b",
		"eu-west-1");
	expect("b.s3.dualstack.us-gov-west-1.amazonaws.com", "aws", "storage",
		"b", "us-gov-west-1");
	expect("b.s3.amazonaws.com", "aws", "storage", "b", "");
	expect("b.s3-accesspoint.dualstack.eu-west-1.amazonaws.com", "aws",
		"storage", "b", "eu-west-1");
	expect("b.s3-accelerate.dualstack.amazonaws.com", "aws", "storage", "b",
		"");
	expect("a0123456789abcdef.awsglobalaccelerator.com", "aws",
		"accelerator", "a0123456789abcdef", "");
	expect("ec2-192-0-2-7.compute-1.amazonaws.com", "aws", "server",
		"ec2-192-0-2-7", "");
	expect("abcdefghij.execute-api.eu-west-3.amazonaws.com", "aws", "api",
		"abcdefghij", "eu-west-3");
	expect("ec2-192-0-2-7.eu-west-3.compute.amazonaws.com", "aws", "server",
		"ec2-192-0-2-7", "eu-west-3");
	expect("env.app.eu-west-3.elasticbeanstalk.com", "aws", "application",
		"env.app", "eu-west-3");
	expect("d111111abcdef8.cloudfront.net", "aws", "cdn", "d111111abcdef8",
		"");
	assert_true(cloud_read(&c,
		"dualstack.internal-x-1516654448.eu-west-1.elb.amazonaws.com"));
	assert_true(c.internal);
	assert_true(c.own_label);
	assert_string_equal(c.label, "x");
	assert_string_equal(c.place_en, "Ireland");
	assert_string_equal(c.place_fr, "Irlande");
	assert_true(cloud_read(&c, "d111111abcdef8.cloudfront.net"));
	assert_false(c.own_label);
	assert_true(c.dedicated);
	assert_null(c.place_en);
}

static void others(void **state)
{
	struct cloud c;

	(void)state;
	expect("app.westeurope.cloudapp.azure.com", "azure", "server", "app",
		"westeurope");
	expect("app-hash.westeurope-01.azurewebsites.net", "azure",
		"application", "app-hash", "westeurope");
	expect("acct.blob.core.windows.net", "azure", "storage", "acct", "");
	expect("svc-1234567.europe-west1.run.app", "google", "application",
		"svc-1234567", "europe-west1");
	expect("svc-abcdefghij-ew.a.run.app", "google", "application",
		"svc-abcdefghij", "europe-west1");
	expect("svc-abcdefghij-zz.a.run.app", "google", "application",
		"svc-abcdefghij-zz", "");
	expect("europe-west1-project.cloudfunctions.net", "google", "function",
		"project", "europe-west1");
	expect("project.cloudfunctions.net", "google", "function", "project",
		"");
	expect("project.ew.r.appspot.com", "google", "application", "project",
		"europe-west1");
	expect("www.vendor.example.w.kunlunsl.com", "alibaba", "cdn",
		"www.vendor.example.w", "");
	expect("app.z01.azurefd.net", "azure", "cdn", "app.z01", "");
	expect("project-default-rtdb.firebaseio.com", "google", "database",
		"project-default-rtdb", "");
	expect("b.oss-cn-hangzhou.aliyuncs.com", "alibaba", "storage", "b",
		"cn-hangzhou");
	expect("b.oss-eu-central-1-internal.aliyuncs.com", "alibaba", "storage",
		"b", "eu-central-1");
	expect("b-125.cos.ap-shanghai.myqcloud.com", "tencent", "storage",
		"b-125", "ap-shanghai");
	expect("b.s3.fr-par.scw.cloud", "scaleway", "storage", "b", "fr-par");
	expect("www.vendor.example.edgekey.net", "akamai", "cdn",
		"www.vendor.example", "");
	expect("b.fra1.digitaloceanspaces.com", "digitalocean", "storage", "b",
		"fra1");
	assert_true(cloud_read(&c, "b.s3.fr-par.scw.cloud"));
	assert_string_equal(c.place_fr, "Paris, France");
	assert_true(cloud_read(&c, "e1.dscb.akamaiedge.net"));
	assert_false(c.dedicated);
	/* A region of one provider is no place of another. */
	assert_true(cloud_read(&c, "b.oss-eu-west-3.aliyuncs.com"));
	assert_null(c.place_en);
	assert_true(cloud_read(&c, "b.oss-eu-central-1.aliyuncs.com"));
	assert_string_equal(c.place_en, "Frankfurt, Germany");
	assert_true(cloud_read(&c, "app.westeurope.cloudapp.azure.com"));
	assert_string_equal(c.place_fr, "Pays-Bas");
	assert_true(cloud_read(&c, "svc-abcdefghij-ew.a.run.app"));
	assert_string_equal(c.place_en, "Belgium");
}

static void refused(void **state)
{
	static const char *const plain[] = { "", ".", "amazonaws.com",
		"elb.amazonaws.com", "push.vendor.example",
		"push-vendor-net-1516654448.eu-central-1.elb.vendor.example",
		"x-1516654448.eu-central-1.elb.amazonaws.com.vendor.example",
		"evilelb.amazonaws.com", "cloudfront.net", ".cloudfront.net",
		/* no id, one too short, a dot in the name, a name too long */
		"push.eu-central-1.elb.amazonaws.com",
		"push-12345.eu-central-1.elb.amazonaws.com",
		"a.b-1516654448.eu-central-1.elb.amazonaws.com",
		"a23456789012345678901234567890123-1516654448.eu-west-1.elb."
		"amazonaws.com",
		/* no region */
		"push-1516654448.europe.elb.amazonaws.com",
		"push-1516654448.e-central-1.elb.amazonaws.com",
		"-1516654448.eu-central-1.elb.amazonaws.com",
		/* ids of another form */
		"www.cloudfront.net", "x111111abcdef8.cloudfront.net",
		"abc.execute-api.eu-west-3.amazonaws.com",
		"ec2-192-0-2.eu-west-3.compute.amazonaws.com",
		"www.awsglobalaccelerator.com", "www.kunlun.com" };
	struct cloud c = { .provider = "untouched" };

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (cloud_read(&c, plain[i]))
			fail_msg("'%s' is %s", plain[i], c.provider);
	assert_string_equal(c.provider, "untouched");
}

/* Real names of one vendor, from a public block list. */
static void real_names(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	char path[512], host[300];
	size_t found = 0, own = 0;
	struct cloud c;
	FILE *f;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: CONSTAT_SHARED is not set\n");
		skip();
	}
	snprintf(path, sizeof(path), "%s/logs/attribution/xiaomi_dns_block.lst",
		shared);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(host, sizeof(host), f) != NULL) {
		host[strcspn(host, "\r\n")] = '\0';
		if (strstr(host, ".elb.amazonaws.com") != NULL) {
			assert_true(cloud_read(&c, host));
			assert_string_equal(c.service, "load-balancer");
			assert_true(c.own_label);
			assert_non_null(c.place_en);
			found++;
		} else if (strstr(host, ".elb.xiaomi.com") != NULL) {
			assert_false(cloud_read(&c, host));
			own++;
		}
	}
	fclose(f);
	assert_int_equal(found, 26);
	assert_true(own > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amazon),
		cmocka_unit_test(others),
		cmocka_unit_test(refused),
		cmocka_unit_test(real_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
