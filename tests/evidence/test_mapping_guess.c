/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/mapping_guess.h"

static struct importer_head head_of(const char *text)
{
	return (struct importer_head){
		.text = text, .len = strlen(text), .whole = true, .name = ""
	};
}

/* What is guessed of a text, as a mapping; fault and note behind it. */
static void guess_with(const char *given, const char *text, const char *mapping)
{
	struct importer_head head = head_of(text);
	struct mapping before = { 0 };
	struct mapping_guess g;
	struct str out;

	str_init(&out, 0);
	assert_int_equal(
		mapping_read(&before, given, strlen(given), "given"), 0);
	mapping_guess_head(&g, &head, &before);
	mapping_print(&out, &g.mapping);
	if (g.note != NULL)
		str_printf(&out, "# %s\n", g.note);
	if (g.fault != NULL)
		str_printf(&out, "! %s\n", g.fault);
	if (g.needs_zone)
		str_puts(&out, "! zone\n");
	assert_string_equal(out.p, mapping);
	str_release(&out);
	mapping_release(&before);
	mapping_guess_release(&g);
}

static void guess(const char *text, const char *mapping)
{
	guess_with("", text, mapping);
}

static void headings(void **state)
{
	(void)state;
	guess("Time,Domain,Query Type,Client IP,App Name,Status,Filter,Hits\n"
	      "2026-09-14T08:12:40Z,x.example,AAAA,10.0.0.2,Chat,Blocked,"
	      "ads,1\n"
	      "2026-09-14T08:12:41Z,x.example,A,10.0.0.2,Chat,OK,ads,12\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = Time\n"
		"host = Domain\ndisposition = Status\nclient = Client IP\n"
		"app = App Name\ntype = Query Type\ncount = Hits\n"
		"rule = Filter\ntime_format = rfc3339\nblocked = Blocked\n"
		"# other values of 'Status' mean nothing as it is: OK\n");
}

static void french(void **state)
{
	(void)state;
	guess("Date;Heure;Nom d\xE2\x80\x99h\xC3\xB4te;Appareil;Application;"
	      "\xC3\x89tat\r\n"
	      "14/09/"
	      "2026;08:12:40;x.example;t\xC3\xA9l;Montre;Bloqu\xC3\xA9\r\n"
	      "05/09/"
	      "2026;08:12:41;y.example;t\xC3\xA9l;Montre;autoris\xC3\xA9"
	      "e\r\n",
		"format = csv\ndelimiter = ;\nheader = yes\ndate = Date\n"
		"time = Heure\nhost = Nom d\xE2\x80\x99h\xC3\xB4te\n"
		"disposition = \xC3\x89tat\nclient = Appareil\n"
		"app = Application\ntime_format = d/m/Y H:M:S\n"
		"blocked = Bloqu\xC3\xA9\nallowed = autoris\xC3\xA9"
		"e\n"
		"! zone\n");
}

/* As an old spreadsheet saves it: Latin-1, whose headings no mapping can
 * name. */
static void german(void **state)
{
	(void)state;
	guess("sep=;\r\nDatum;Dom\xE4"
	      "ne;Ger\xE4t;Blockiert\r\n"
	      "14.09.26 08:12;x.example;Handy;ja\r\n"
	      "05.09.26 08:12;y.example;Handy;nein\r\n",
		"format = csv\ndelimiter = ;\nheader = yes\ntime = Datum\n"
		"host = 2\ndisposition = Blockiert\nclient = 3\n"
		"time_format = d.m.y H:M\nblocked = ja\n"
		"# other values of 'Blockiert' mean nothing as it is: nein\n"
		"! zone\n");
}

/* Nothing but values: one column of times, one of names. */
static void values(void **state)
{
	(void)state;
	guess("1789366360|10.0.0.2|push.vendor.com|A\n"
	      "1789366361|10.0.0.2|com.app.reader|A\n"
	      "1789366362|10.0.0.2|api.vendor.co.uk|A\n",
		"format = csv\ndelimiter = |\nheader = no\ntime = 1\n"
		"time_format = epoch-s\n"
		"! it is not clear which column holds the host; say it, as in "
		"--map host=COLUMN; a table of notifications needs --mapping "
		"with a file that says kind = event\n");
	guess("1789366360|10.0.0.2|push.vendor.com|A\n"
	      "1789366362|10.0.0.2|api.vendor.co.uk|A\n",
		"format = csv\ndelimiter = |\nheader = no\ntime = 1\n"
		"host = 3\ntime_format = epoch-s\n");
	guess("1789366360|2026-09-14T08:12:40Z|push.vendor.com|A\n",
		"format = csv\ndelimiter = |\nheader = no\nhost = 3\n"
		"! several columns hold times; say which counts, as in --map "
		"time=COLUMN\n");
	/* A heading that says nothing. */
	guess("Quoi,O\xC3\xB9\n1789366360,push.vendor.com\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = Quoi\n"
		"host = O\xC3\xB9\ntime_format = epoch-s\n");
}

/* The heading with most weight, unless its values forbid it. */
static void weights(void **state)
{
	(void)state;
	guess("name,date,when,domain,url\n"
	      "Chat,yesterday,1789366360,,https://x.example/a\n",
		"format = csv\ndelimiter = ,\nheader = yes\nkind = request\n"
		"time = when\nhost = url\ntime_format = epoch-s\n");
	/* Two columns of one heading: by number. */
	guess("time,host,host\n1789366360,x,y.example\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = time\n"
		"host = 3\ntime_format = epoch-s\n");
	/* Names elsewhere count more than addresses under a fitting heading. */
	guess("time:1789366360\thost:10.0.0.2\tmessage:x.vendor.com\n",
		"format = ltsv\ntime = time\nhost = message\n"
		"time_format = epoch-s\n");
	/* A host may be an address where the heading says so. */
	guess("time,destination\n1789366360,192.0.2.1\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = time\n"
		"host = destination\ntime_format = epoch-s\n");
}

static void doubts(void **state)
{
	(void)state;
	guess("Date,Host\n05/06/2026 08:12,x.example\n"
	      "07/06/2026 08:12,x.example\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = Date\n"
		"host = Host\n"
		"! '05/06/2026 08:12' is 2026-06-05 as d/m/Y H:M and "
		"2026-05-06 as m/d/Y H:M, and no line tells which; say it, as "
		"in --time-format 'd/m/Y H:M'\n");
	/* What the person said is no doubt. */
	guess_with("time_format = m/d/Y H:M\ntz = Europe/Paris\n",
		"Date,Host\n05/06/2026 08:12,x.example\n",
		"format = csv\ndelimiter = ,\nheader = yes\ntime = Date\n"
		"host = Host\ntime_format = m/d/Y H:M\ntz = Europe/Paris\n");
	guess("Time,Host\n08:12:40,x.example\n",
		"format = csv\ndelimiter = ,\nheader = yes\nhost = Host\n"
		"! no column holds day and time; say which does, as in --map "
		"time=COLUMN\n");
	guess("only words\nin lines\n",
		"! it is no table with two columns or more; a mapping file "
		"with format = regex reads any text\n");
	guess("", "! it is no table with two columns or more; a mapping file "
		  "with format = regex reads any text\n");
}

static void named_fields(void **state)
{
	(void)state;
	guess("{\"client\":{\"name\":\"phone\"},\"time\":1789366360125,"
	      "\"question\":{\"name\":\"x.example\",\"type\":\"HTTPS\"},"
	      "\"allowed\":true}\n",
		"format = jsonl\ntime = time\nhost = question.name\n"
		"disposition = allowed\nclient = client.name\n"
		"type = question.type\n"
		"time_format = epoch-ms\nallowed = true\n");
	guess("ts:2026-09-14 08:12:40.5\tqname:x.example\tresult:refused\n",
		"format = ltsv\ntime = ts\nhost = qname\n"
		"disposition = result\ntime_format = Y-m-d H:M:S.f\n"
		"blocked = refused\n! zone\n");
}

/* Of events no host is needed, and no title is taken. */
static void events(void **state)
{
	(void)state;
	guess_with("kind = event\n",
		"Time,App,Event,Title\n1789366360,chat,posted,Hello\n",
		"format = csv\ndelimiter = ,\nheader = yes\nkind = event\n"
		"time = Time\napp = App\nevent = Event\n"
		"time_format = epoch-s\n");
}

static int sure(const char *text, enum mapping_format format)
{
	struct importer_head head = head_of(text);

	return mapping_guess_sniff(&head, format);
}

static void sniffed(void **state)
{
	static const char csv[] = "when;domain\nsoon;x.example\n";
	static const char jsonl[] =
		"{\"when\":1789366360,\"domain\":\"x.example\"}\n";

	(void)state;
	assert_int_equal(sure(csv, MAPPING_CSV), 5);
	assert_int_equal(sure(csv, MAPPING_JSONL), 0);
	assert_int_equal(sure("1789366360;x.com\n", MAPPING_CSV), 3);
	assert_int_equal(sure(jsonl, MAPPING_JSONL), 5);
	assert_int_equal(sure(jsonl, MAPPING_CSV), 0);
	assert_int_equal(
		sure("{\"when\":\"soon\",\"domain\":\"x\"}\n", MAPPING_JSONL),
		0);
	assert_int_equal(
		sure("when:1789366360\tdomain:x.example\n", MAPPING_LTSV), 5);
	assert_int_equal(sure("Dear all,\nno, thanks\n", MAPPING_CSV), 0);
	assert_int_equal(sure("", MAPPING_CSV), 0);
}

static void of_a_file(void **state)
{
	const struct importer_options given = { .zone = scene_paris(),
		.blocked = "NO" };
	static const char text[] =
		"Date,Host,Action\n14/09/2026,x.example,NO\n";
	struct mapping_guess g;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		mapping_guess_file(&g,
			scene_file(&s, "log", text, strlen(text)), 0, &given),
		0);
	assert_null(g.fault);
	assert_false(g.needs_zone);
	assert_string_equal(g.mapping.value[MAPPING_TZ], "Europe/Paris");
	assert_string_equal(g.mapping.value[MAPPING_TIME_FORMAT], "d/m/Y");
	assert_string_equal(g.mapping.value[MAPPING_BLOCKED], "NO");
	assert_string_equal(g.mapping.value[MAPPING_DISPOSITION], "Action");
	mapping_guess_release(&g);
	assert_int_equal(mapping_guess_file(&g, "/nonexistent", 0, &given),
		ERR_NOTFOUND);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings),
		cmocka_unit_test(french),
		cmocka_unit_test(german),
		cmocka_unit_test(values),
		cmocka_unit_test(weights),
		cmocka_unit_test(doubts),
		cmocka_unit_test(named_fields),
		cmocka_unit_test(events),
		cmocka_unit_test(sniffed),
		cmocka_unit_test(of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
