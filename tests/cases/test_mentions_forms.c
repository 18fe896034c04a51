/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_forms.h"

#include "sample.h"

static const char patch[] =
	"{\"organisations\":[{\"id\":\"vendor\",\"role\":\"controller\","
	"\"name\":\"Zorglub Technology SAS\",\"brands\":[\"Bulgroz\"],"
	"\"domains\":[\"zorglub.example\"],\"source\":\"page\"},"
	"{\"id\":\"other\",\"role\":\"recipient\",\"name\":\"Autre SA\","
	"\"source\":\"page\"}],"
	"\"observations\":[{\"id\":\"o1\",\"exhibit\":1,"
	"\"host\":\"*.mesures.example\",\"operator\":{\"name\":\"Autre SA\","
	"\"basis\":\"whois\"}}]}";

static const struct mentions_form *find(
	const struct mentions_forms *f, enum mentions_of of, const char *text)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].of == of && strcmp(f->v[i].text, text) == 0)
			return &f->v[i];
	return NULL;
}

struct asked {
	struct mentions_forms f;
	struct owner owner;
	struct cloud cloud;
	struct sample s;
};

static void ask(struct asked *a, const char *host)
{
	*a = (struct asked){ 0 };
	sample_open(&a->s, patch);
	sample_must(mentions_forms_host(&a->f, &a->owner, &a->cloud,
		&(struct mentions_host){ host, a->s.store, NULL, &a->s.c }));
}

static void release(struct asked *a)
{
	mentions_forms_release(&a->f);
	sample_close(&a->s);
}

static void of_domain(void **state)
{
	struct asked a;
	const struct mentions_form *form;

	(void)state;
	ask(&a, "a.api.zorglub.example");
	assert_non_null(
		find(&a.f, MENTIONS_OF_SUBJECT, "a.api.zorglub.example"));
	assert_non_null(find(&a.f, MENTIONS_OF_SUBJECT, "api.zorglub.example"));
	assert_null(find(&a.f, MENTIONS_OF_SUBJECT, "example"));
	form = find(&a.f, MENTIONS_OF_SUBJECT, "Bulgroz");
	assert_non_null(form);
	assert_string_equal(form->source, "case.json, vendor");
	assert_non_null(find(&a.f, MENTIONS_OF_SUBJECT, "Zorglub Technology"));
	assert_null(find(&a.f, MENTIONS_OF_SUBJECT, "Autre SA"));
	assert_null(a.cloud.provider);
	release(&a);
}

static void of_operator(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "x.mesures.example");
	assert_string_equal(find(&a.f, MENTIONS_OF_SUBJECT, "Autre")->source,
		"case.json, o1 (whois)");
	assert_null(find(&a.f, MENTIONS_OF_SUBJECT, "Bulgroz"));
	release(&a);
}

/* The provider of a cloud is no owner, and the suffix no name. */
static void in_a_cloud(void **state)
{
	struct asked a;

	(void)state;
	ask(&a, "push-zorglub-net-1516654448.eu-central-1.elb.amazonaws.com");
	assert_int_equal(a.owner.basis, OWNER_DERIVED);
	assert_non_null(find(&a.f, MENTIONS_OF_SUBJECT, "zorglub.net"));
	assert_non_null(find(&a.f, MENTIONS_OF_SUBJECT, "Bulgroz"));
	assert_null(find(&a.f, MENTIONS_OF_SUBJECT, "Amazon"));
	assert_null(find(&a.f, MENTIONS_OF_SUBJECT, "amazonaws.com"));
	assert_non_null(find(&a.f, MENTIONS_OF_CLOUD, "Amazon Web Services"));
	assert_non_null(find(&a.f, MENTIONS_OF_CLOUD, "AWS"));
	release(&a);
}

static void owners(void **state)
{
	struct mentions_forms f = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, patch);
	mentions_forms_owner(&f, "Zorglub", &s.c);
	assert_null(find(&f, MENTIONS_OF_SUBJECT, "Zorglub")->source);
	assert_non_null(find(&f, MENTIONS_OF_SUBJECT, "Bulgroz"));
	mentions_forms_term(&f, "notifications");
	mentions_forms_categories(&f, true);
	assert_non_null(find(&f, MENTIONS_OF_SUBJECT, "alertes"));
	assert_non_null(find(&f, MENTIONS_OF_CATEGORY, "other data"));
	assert_null(find(&f, MENTIONS_OF_CATEGORY, "partners"));
	mentions_forms_release(&f);
	sample_close(&s);
}

static void refuses(void **state)
{
	struct mentions_forms f = { 0 };
	struct owner owner;
	struct cloud cloud;

	(void)state;
	assert_int_equal(mentions_forms_host(&f, &owner, &cloud,
				 &(struct mentions_host){ .name = "*" }),
		ERR_INVALID);
	assert_int_equal(f.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_domain),
		cmocka_unit_test(of_operator),
		cmocka_unit_test(in_a_cloud),
		cmocka_unit_test(owners),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
