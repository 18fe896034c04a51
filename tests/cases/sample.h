/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_CASES_SAMPLE_H
#define TESTS_CASES_SAMPLE_H

/*
 * A case folder with the fixtures of tests/cases/draft/ in its archive: two
 * versions of a policy (seen 2018-08-20 and 2026-11-20), a log (exhibit 1), a
 * typed observation (2), a question (3) and its answer (4).
 *
 *	struct sample s;
 *
 *	sample_open(&s, NULL);		or a merge patch for case.json
 *	rc = backing_read(&b, &(struct backing_order){ .store = s.store,
 *		.c = &s.c });
 *	sample_close(&s);
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <dirent.h>

#include "archive/block.h"
#include "archive/object.h"
#include "archive/store.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/backing.h"
#include "cases/rules.h"
#include "evidence/intake.h"
#include "evidence/observe.h"

#define SAMPLE_HOST                                                            \
	"fr-app-chat-global-exemple-net-1516654448.eu-central-1.elb."          \
	"amazonaws.com"

static const char sample_2018[] =
	"# Politique de confidentialité\n\n"
	"Dernière mise à jour : 25 mai 2018\n\n"
	"Lorsque vous utilisez la montre et l’application, nous pouvons "
	"collecter des données *telles que la biométrie*, le nombre de pas, "
	"…, ainsi que les informations de votre compte.\n\n"
	"Cette fonction passe par la liaison Bluetooth entre le téléphone et "
	"la montre.\n";

static const char sample_2026[] =
	"# Politique de confidentialité\n\n"
	"Dernière mise à jour : 2 novembre 2026\n\n"
	"Les données que nous collectons peuvent varier selon les produits "
	"utilisés.\n\n"
	"Vos données peuvent être communiquées à des tiers, notamment à nos "
	"partenaires, ou aux autorités de police lorsque la loi l’exige.\n";

struct sample {
	char *dir; /* owned */
	struct store *store;
	struct case_json c;
};

__attribute__((unused)) static void sample_must(int rc)
{
	if (rc != 0)
		fail_msg("%s", err_message());
}

__attribute__((unused)) static int64_t sample_ns(const char *text)
{
	int64_t ns = 0;

	sample_must(instant_parse(&ns, NULL, text, strlen(text)));
	return ns;
}

static void sample_version(struct store *s, const char *text, const char *seen)
{
	struct snapshot snap = { .service = "Montre Exemple",
		.terms = "Privacy Policy",
		.url = "https://montre.example/confidentialite",
		.final_url = "https://montre.example/confidentialite",
		.seen_ns = sample_ns(seen),
		.day_only = true,
		.basis = SNAPSHOT_STATED,
		.source = "page enregistrée",
		.media_type = "text/html",
		.size = strlen(text) };
	struct version v = { .service = "Montre Exemple",
		.terms = "Privacy Policy",
		.size = strlen(text),
		.extractor = "1" };
	bool is_new, first;

	sample_must(store_begin(s));
	sample_must(object_put(s, text, strlen(text), &snap.body));
	sample_must(object_put(s, seen, strlen(seen), &snap.record));
	sample_must(snapshot_add(s, &snap));
	v.snapshot = snap.id;
	v.text = snap.body;
	sample_must(object_put(s, "{}", 2, &v.declaration));
	sample_must(version_note(s, &v, &is_new, &first));
	sample_must(store_commit(s));
}

static void sample_exhibits(struct store *s)
{
	struct intake_about about = { .kind = "log",
		.title = "Journal Blokada",
		.device = "téléphone du plaignant",
		.obtained_ns = sample_ns("2026-11-01T12:00:00Z") };
	struct importer_options options = { 0 };
	struct intake_result log = { 0 };
	struct observe_order order = { .ns = sample_ns("2018-09-08T17:42:00Z"),
		.precision = OBSERVATION_PRECISION_MIN,
		.zone = "Europe/Paris",
		.host = SAMPLE_HOST,
		.disposition = OBSERVATION_BLOCKED };
	struct exhibit e = { 0 };
	int64_t screenshot;
	bool known;

	sample_must(intake_log(&log, s,
		&(struct intake_order){ .path = TEST_DIR "/draft/requests.csv",
			.options = &options,
			.about = &about }));
	intake_result_release(&log);
	sample_must(observe_add(&e, &screenshot, s, &order));
	exhibit_release(&e);
	about = (struct intake_about){ .kind = "email",
		.title = "Demande",
		.obtained_ns = sample_ns("2018-09-14T07:12:00Z") };
	sample_must(intake_file(
		&e, &known, s, TEST_DIR "/draft/question.eml", &about));
	exhibit_release(&e);
	about.title = "Réponse";
	about.obtained_ns = sample_ns("2018-09-20T14:40:00Z");
	sample_must(intake_file(
		&e, &known, s, TEST_DIR "/draft/reponse.eml", &about));
	exhibit_release(&e);
}

/* An exhibit of the first n of three rows of push.example: without a time, in
 * a window from 2018-09-04 01:00 to 24 hours later, at a moment. */
__attribute__((unused)) static int64_t sample_vague_log(struct sample *s, int n)
{
	struct observation o = { .zone = OBSERVATION_ZONE_UTC,
		.count = 1,
		.host = "push.example",
		.type = "A",
		.client = "",
		.app = "",
		.answer = "",
		.rule = "",
		.detail = "",
		.member = "" };
	struct block_import import = {
		.importer = "blokada", .importer_version = 1, .options = "{}"
	};
	struct intake_about about = { .kind = "log", .title = "Vague" };
	struct block_writer *w = NULL;
	struct exhibit e = { 0 };
	bool known;

	sample_must(intake_file(
		&e, &known, s->store, TEST_DIR "/draft/case.json", &about));
	import.exhibit = e.id;
	sample_must(store_begin(s->store));
	sample_must(block_writer_open(&w, s->store, &import));
	for (int i = 0; i < n; i++) {
		o.line = (uint64_t)i + 1;
		sample_must(block_writer_add(w, &o));
		o.precision = i == 0 ? OBSERVATION_PRECISION_WINDOW
				     : OBSERVATION_PRECISION_S;
		o.window_start = i == 0 ? sample_ns("2018-09-04T01:00:00Z") : 0;
		o.window_end = i == 0 ? sample_ns("2018-09-05T01:00:00Z") : 0;
		o.ns = i == 0 ? o.window_end
			      : sample_ns("2018-09-10T00:00:00Z");
	}
	sample_must(block_writer_close(w, 0));
	sample_must(store_commit(s->store));
	exhibit_release(&e);
	return import.exhibit;
}

/* RFC 7386: objects are merged, null removes, the rest replaces. */
static void sample_merge(cJSON *target, const cJSON *patch)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, patch)
	{
		cJSON *old = cJSON_GetObjectItemCaseSensitive(
			target, member->string);

		if (cJSON_IsObject(member) && cJSON_IsObject(old)) {
			sample_merge(old, member);
			continue;
		}
		cJSON_DeleteItemFromObjectCaseSensitive(target, member->string);
		if (!cJSON_IsNull(member))
			cJSON_AddItemToObject(target, member->string,
				cJSON_Duplicate(member, true));
	}
}

/* The fixture's case.json with a merge patch applied, as printed by cJSON. */
__attribute__((unused)) static char *sample_case(const char *patch)
{
	cJSON *tree = NULL, *changes = NULL;
	char *text;

	sample_must(json_read(&tree, TEST_DIR "/draft/case.json", NULL));
	if (patch != NULL) {
		sample_must(json_parse(&changes, patch, strlen(patch), NULL));
		sample_merge(tree, changes);
	}
	text = cJSON_Print(tree);
	cJSON_Delete(tree);
	cJSON_Delete(changes);
	return text;
}

/* Puts another case.json into the folder and reads it. */
__attribute__((unused)) static void sample_change(
	struct sample *s, const char *patch)
{
	char *text = sample_case(patch);
	struct str path = { 0 };

	sample_must(file_join(&path, s->dir, "case.json"));
	sample_must(file_write(path.p, text, strlen(text), FILE_REPLACE));
	case_json_release(&s->c);
	sample_must(case_json_read(&s->c, path.p));
	str_release(&path);
	free(text);
}

__attribute__((unused)) static void sample_open(
	struct sample *s, const char *patch)
{
	char path[] = "/tmp/constat-test-XXXXXX";

	*s = (struct sample){ 0 };
	assert_non_null(mkdtemp(path));
	s->dir = mem_strdup(path);
	sample_must(store_create(s->dir));
	sample_must(store_open(&s->store, s->dir, STORE_WRITE));
	sample_version(s->store, sample_2018, "2018-08-20T00:00:00Z");
	sample_version(s->store, sample_2026, "2026-11-20T00:00:00Z");
	sample_exhibits(s->store);
	sample_change(s, patch);
}

/* Removes a folder and what is in it, one level of folders deep. */
static void sample_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		struct str path = { 0 };

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		str_printf(&path, "%s/%s", dir, e->d_name);
		if (e->d_type == DT_DIR)
			sample_remove(path.p);
		else
			unlink(path.p);
		str_release(&path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
}

__attribute__((unused)) static void sample_close(struct sample *s)
{
	case_json_release(&s->c);
	store_close(s->store);
	sample_remove(s->dir);
	free(s->dir);
}

__attribute__((unused)) static void sample_backing(
	struct backing *b, struct sample *s)
{
	sample_must(backing_read(
		b, &(struct backing_order){ .store = s->store, .c = &s->c }));
}

__attribute__((unused)) static void sample_finding(
	const struct rules_finding *f, void *ctx)
{
	str_printf(ctx, "%s %s %s: %s\n", f->code,
		f->blocks ? "blocks" : "warns", f->pointer, f->message);
}

/* All findings on a patched case, one a line. */
__attribute__((unused)) static char *sample_findings(
	struct sample *s, const char *patch)
{
	struct rules_count count = { 0 };
	struct backing b = { 0 };
	struct str out = { 0 };

	sample_change(s, patch);
	str_puts(&out, "");
	if (!case_json_usable(&s->c)) {
		rules_check_form(&count, &s->c, sample_finding, &out);
		return str_take(&out);
	}
	sample_backing(&b, s);
	sample_must(rules_check(&count, &b, sample_finding, &out));
	backing_release(&b);
	return str_take(&out);
}

/* Fails unless the findings on a patched case hold this line's beginning. */
__attribute__((unused)) static void sample_expect(
	struct sample *s, const char *patch, const char *line)
{
	char *found = sample_findings(s, patch);

	if (strstr(found, line) == NULL)
		fail_msg("no '%s' in:\n%s", line, found);
	free(found);
}

/* Fails when the findings hold it. */
__attribute__((unused)) static void sample_expect_none(
	struct sample *s, const char *patch, const char *line)
{
	char *found = sample_findings(s, patch);

	if (strstr(found, line) != NULL)
		fail_msg("'%s' in:\n%s", line, found);
	free(found);
}

#endif
