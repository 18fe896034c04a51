#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The feed of an archive with texts that would break XML, HTML or a terminal:
# it keeps to RFC 4287 (feed.rng), says the same twice, and replaces its file
# as a whole, leaving who may read it as it was.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v xmllint >/dev/null || {
	echo "skipped: no xmllint"
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

fail() {
	echo "FAILED: $*"
	[ ! -e out ] || head -c 3000 out
	[ ! -e err ] || cat err
	exit 1
}
try() {
	want=$1
	shift
	status=0
	"$CONSTAT" "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$want" ] || fail "status $status, not $want: $*"
}
tells() { grep -qF -- "$1" err || fail "err lacks: $1"; }
valid() {
	xmllint --noout --relaxng "$here/feed.rng" "$1" 2>err ||
		fail "$1 is no feed"
}
count() { grep -c '^<entry>' "$1" || true; }
# page NAME DATE TEXT: a version of NAME's privacy policy
page() {
	printf '<!doctype html><meta charset=utf-8><main>%s</main>' "$3" >p.html
	"$CONSTAT" -C case import-history file p.html -q --service "$1" \
		--terms "Privacy Policy" --seen "$2" --source 'saved <by> me' \
		--url "https://exemple.example/p?a=1&b='2'" --select main ||
		fail "import of $1 at $2"
}

"$CONSTAT" init case 2>/dev/null
try 0 -C case feed -o empty.atom
valid empty.atom
page Exemple 2018-09-01 '<p>We may collect steps.</p>'
page Exemple 2018-10-01 '<p>We may collect data &amp; more.</p>'
page Exemple 2018-11-01 '<p>We may collect steps.</p>'
page 'A & B <i>' 2018-10-15 '<p>]]&gt; &lt;/content&gt; &#1; &#x1F; &#xFFFE;
&#xFFFF; &#x80; &#x1F600; "quotes" &amp;amp; caf&eacute;</p>'
page 'A & B <i>' 2018-10-16 "<p>$(printf '\033')[2J $(printf '\303') half</p>"

try 0 -C case feed -o changes.atom
valid changes.atom
[ "$(count changes.atom)" = 4 ] || fail "four entries"
[ "$(stat -c %a changes.atom)" = 600 ] || fail "private at first"
first=$(sha256sum <changes.atom)
chmod 644 changes.atom
try 0 -C case feed -o changes.atom
[ "$(sha256sum <changes.atom)" = "$first" ] || fail "not the same twice"
[ "$(stat -c %a changes.atom)" = 644 ] || fail "nobody can read it any more"
[ "$(ls changes.atom* | wc -l)" = 1 ] || fail "something was left behind"
try 0 -C case feed
[ "$(sha256sum <out)" = "$first" ] || fail "standard output differs"
title=$(xmllint --xpath "string(//*[local-name()='entry'][1]/*[local-name()='title'])" changes.atom)
[ "$title" = 'A & B <i>: Privacy Policy changed' ] || fail "title: $title"

# What is no news, a date, a number, one service, one terms.
try 0 -C case feed --all -o all.atom
valid all.atom
[ "$(count all.atom)" = 5 ] || fail "all five"
grep -q 'an earlier text again' all.atom || fail "the text that returns"
try 0 -C case feed --since 2018-10-15 -o since.atom
[ "$(count since.atom)" = 2 ] || fail "two since then"
try 0 -C case feed --limit 1 -o one.atom
[ "$(count one.atom)" = 1 ] || fail "one"
try 0 -C case feed --service exemple --terms 'privacy policy' -o two.atom
[ "$(count two.atom)" = 2 ] || fail "two of Exemple"
valid two.atom
[ "$(grep -m1 '<id>' two.atom)" != "$(grep -m1 '<id>' changes.atom)" ] ||
	fail "two feeds, one id"

# Its own address.
try 0 -C case feed --base "https://www.exemple.example/f?x=1&y" -o self.atom
valid self.atom
grep -q 'rel="self".*href="https://www.exemple.example/f?x=1&amp;y/self.atom"' \
	self.atom || fail "self"
try 2 -C case feed --base ftp://exemple.example -o self.atom
tells "is no web address"

# For programs.
try 0 -C case feed --json --service exemple
jq -e '.schema == "constat.feed/1" and (.changes | length == 2)
	and .changes[0].schema == "constat.change/1"
	and .changes[0].outcome == "changed"
	and .changes[0].previous.version == 1
	and .changes[0].words_added == 2 and .changes[0].words_removed == 1
	and .changes[0].source == "saved <by> me"
	and .changes[1].outcome == "new"' out >/dev/null || fail "json"

# French, as the terminal.
LANGUAGE=fr "$CONSTAT" -C case feed --all -o fr.atom
valid fr.atom
grep -q 'mots ajoutés' fr.atom || fail "no French"
[ "$(grep '<id>' fr.atom)" = "$(grep '<id>' all.atom)" ] ||
	fail "ids depend on the language"

# Refusals; a dry run writes nothing; a failure leaves the old file.
try 2 -C case feed --service Nobody -o changes.atom
tells "no version of 'Nobody' is kept"
[ "$(sha256sum <changes.atom)" = "$first" ] || fail "it was replaced"
try 2 -C case feed --since yesterday
try 2 -C case feed --limit 100001
tells "100000 entries"
try 2 -C case feed Exemple
tells "--service"
try 2 -C case feed -o absent/changes.atom
try 0 -C case feed -n -o dry.atom
tells "nothing was written"
[ ! -e dry.atom ] || fail "a dry run wrote"
echo "all feeds as they should be"
