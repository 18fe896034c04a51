#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What changed, over two services: kinds, noise, JSON, refusals; and the same
# kinds in history.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
fail() {
	echo "FAILED: $1"
	cat out 2>/dev/null || true
	exit 1
}
"$CONSTAT" init . 2>/dev/null
for name in Exemple Autre Vague; do
	printf '{"name":"%s","terms":{"Privacy Policy":{"fetch":"https://%s.example/p","select":"main"}}}' \
		$name $name >declarations/$name.json
done
page() { # SERVICE DATE HTML
	printf '<main><h1>Privacy</h1>%s</main>' "$3" >page.html
	"$CONSTAT" import-history file page.html --url "https://$1.example/p" \
		--service "$1" --seen "$2" --source "saved by me" -q
}
page Exemple 2018-09-01 '<p>We keep <a href="/a">your steps</a>.</p>'
page Exemple 2018-10-01 '<p>We keep <a href="/b">your steps</a>.</p>'
page Exemple 2018-11-01 '<p>We sell <a href="/b">your steps</a>.</p>'
page Exemple 2018-12-01 '<p>We keep <a href="/a">your steps</a>.</p>'
page Autre 2018-10-15 '<p>We keep it for 6 months.</p>'
page Autre 2019-10-15 '<p>We keep it for 12 months.</p>'

"$CONSTAT" changes >out
[ "$(wc -l <out)" = 5 ] || fail "four changes without noise"
sed -n 2p out | grep -q '^2019-10-15 *Autre .* 2 *numbers' || fail "newest first"
grep -q '^2018-11-01 *Exemple .* 3 *news *+1 -1' out || fail "news"
if grep -q 'return\|address' out; then fail "noise is shown"; fi
"$CONSTAT" changes --all >out
[ "$(wc -l <out)" = 7 ] || fail "all"
grep -q ' return ' out || fail "return"
"$CONSTAT" changes --only address,news >out
[ "$(wc -l <out)" = 3 ] || fail "only"
"$CONSTAT" changes --since 2019-01-01 --service autre >out
[ "$(wc -l <out)" = 2 ] || fail "since"
"$CONSTAT" changes --since 2030-01-01 >out 2>err
[ ! -s out ] || fail "nothing is no table"
grep -q 'no such change' err || fail "nothing is said"
"$CONSTAT" changes --limit 2 >out 2>err
[ "$(wc -l <out)" = 3 ] || fail "limit"
grep -q 'the 2 newest are shown' err || fail "that there may be more"
"$CONSTAT" changes --limit 0 >out 2>err
[ "$(wc -l <out)" = 5 ] || fail "no limit"
[ ! -s err ] || fail "all is all"
"$CONSTAT" --json changes --all >out
[ "$(grep -c '^{"schema":"constat.changes/1"' out)" = 6 ] || fail "NDJSON"
grep -q '"kind":"address","rule":"targets"' out || fail "the rule"
grep -q '"returns_to":1' out || fail "what it returns to"
"$CONSTAT" changes --only gossip >out 2>err && fail "no kind"
grep -q "'gossip' is no kind of change; there are first, news" err ||
	fail "which kinds there are"
"$CONSTAT" changes word >out 2>err && fail "a word too many"
grep -q 'too many words' err || fail "a word too many is said"

"$CONSTAT" history Exemple >out 2>err
[ "$(wc -l <out)" = 4 ] || fail "history without noise"
grep -q 'not shown because they bring no news: 2' err || fail "what is hidden"
grep -q '^ *3 .* news ' out || fail "numbers stay"
"$CONSTAT" history Exemple --all >out 2>err
grep -q '^ *4 .* return (1) ' out || fail "history --all"
[ ! -s err ] || fail "nothing is hidden"

# By years, with how vague the text was: what lint says of the same versions.
"$CONSTAT" history Exemple --summary >out 2>err
grep -q '^2018 *4 *1 *2 *1 *1 *– *–$' out || fail "too short for a language"
grep -q 'not a verdict' err || fail "what the figures are for"
filler='<p>This is the policy of the company that runs the site for you.</p>'
page Vague 2018-02-01 "$filler<p>We keep your steps and the time of day.</p>"
page Vague 2018-03-01 "$filler<p>We may keep some of your steps.</p>"
page Vague 2020-03-01 "$filler<p>We may keep some of your steps, etc.</p>"
"$CONSTAT" history Vague --summary >out 2>err
"$CONSTAT" --json history Vague --summary >json
[ "$(jq -r '.terms[0].years | map(.year) | @csv' json)" = 2018,2020 ] ||
	fail "the years"
rate() { # YEAR WHICH: what the summary's JSON says
	jq -c ".terms[0].years[] | select(.year == $1) | .vagueness_$2 |
		[.language, .words, .hits, .weighted, .per_1000_words]" json
}
lint() { # VERSION
	"$CONSTAT" --json -q lint Vague --version "$1" | jq -c '[.language,
		.rate.words, .rate.hits, .rate.weighted, .rate.per_1000_words]'
}
[ "$(rate 2018 before)" = "$(lint 1)" ] || fail "vague before"
[ "$(rate 2018 after)" = "$(lint 2)" ] || fail "vague after"
[ "$(rate 2020 before)" = "$(lint 2)" ] || fail "vague before, the next year"
[ "$(rate 2020 after)" = "$(lint 3)" ] || fail "vague after, the next year"
jq -e '.terms[0].years | map(.vagueness_before.per_1000_words,
	.vagueness_after.per_1000_words) |
	.[0] == 0 and .[1] > 0 and .[3] > .[2]' json >/dev/null || fail "figures"
"$CONSTAT" --json lint Vague --version 3 -q |
	jq -r .rate.per_1000_words | cut -d. -f1 >whole
grep -q "^2020 .* $(cat whole)\.[0-9]$" out || fail "the table"
"$CONSTAT" --json history Exemple >out
grep -q '"kind":"return"' out || fail "JSON has all"
LANGUAGE=fr "$CONSTAT" changes --all >out
grep -q ' nouveauté ' out || fail "no French"
