#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A site with a page of each kind: one that needs scripts, a PDF, a consent
# wall, a bot check, a page that is not there but says 200, one that flaps
# between two texts, one whose e-mail addresses are protected. Each is told
# rightly, twice, and the history holds the true changes alone.
set -eu
for tool in python3 chromium pdftotext jq; do
	command -v $tool >/dev/null || {
		echo "skipped: no $tool"
		exit 77
	}
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill "$site" 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
python3 "$here/site.py" port log &
site=$!
tries=0
until [ -s port ] || [ $tries = 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
url=http://127.0.0.1:$(cat port)

fail() {
	echo "FAILED: $*"
	[ ! -e out ] || sed 's/^/out: /' out
	exit 1
}
# is OUTCOME SERVICE: what the last capture said of it.
is() {
	jq -se --arg s "$2" --arg o "$1" \
		'any(.[]; .service == $s and .outcome == $o)' out >/dev/null ||
		fail "$2 is not $1"
}
cause() {
	jq -se --arg s "$1" --arg c "$2" \
		'any(.[]; .service == $s and .cause == $c)' out >/dev/null ||
		fail "the cause of $1 is not $2"
}
# versions SERVICE N
versions() {
	n=$("$CONSTAT" history "$1" --json | jq '.terms[0].versions | length')
	[ "$n" = "$2" ] || fail "$1 has $n versions, not $2"
}

"$CONSTAT" -q init case
cd case
for name in scripted consent bot missing flapping mail; do
	printf '{"name": "%s", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main"}}}' \
		$name "$url/$name" >declarations/$name.json
done
printf '{"name": "pdf", "terms": {"Privacy Policy": {"fetch": "%s"}}}' \
	"$url/policy.pdf" >declarations/pdf.json
run() {
	status=0
	"$CONSTAT" capture --allow-private --pause 0 --json >out 2>err ||
		status=$?
	[ $status = 1 ] || fail "status $status: $(cat err)"
	is wall consent
	cause consent consent
	is wall bot
	cause bot bot-check
	is wall missing
	cause missing not-found
}
run
for name in scripted pdf flapping mail; do is new $name; done
jq -se 'any(.[]; .service == "scripted" and .rendered)' out >/dev/null ||
	fail 'no browser showed the scripted page'
run
for name in scripted pdf mail; do is unchanged $name; done
is changed flapping
jq -se 'any(.[]; .service == "bot" and .failures == 2)' out >/dev/null ||
	fail 'failures in a row are not counted'
for name in scripted pdf mail; do versions $name 1; done
versions flapping 2
for name in consent bot missing; do
	if "$CONSTAT" history $name >h 2>&1 && grep -q '^ *[0-9]' h; then
		fail "$name has a version"
	fi
done
"$CONSTAT" show scripted >text 2>/dev/null
grep -q 'votre pouls' text || fail 'the text of the scripted page'
"$CONSTAT" show pdf >text 2>/dev/null
grep -q 'votre pouls' text || fail 'the text of the PDF'
"$CONSTAT" show mail >text 2>/dev/null
grep -q 'email' text || fail 'the protected address'

# What the browser loaded is kept, and said.
"$CONSTAT" record scripted >record 2>/dev/null
jq -e '.browser.resources | map(.hops[0].url) | any(endswith("/text"))' \
	record >/dev/null || fail 'the record lacks what the page loaded'
jq -e '.browser.screenshot.bytes > 1000 and (.before.failure | length > 0)' \
	record >/dev/null || fail 'the record lacks picture or reason'
"$CONSTAT" record scripted -o capture.pdf 2>/dev/null
[ -s capture.pdf ] || fail 'no page of the record'

# A person may know better; it is said who, and stays said.
"$CONSTAT" capture missing 'Privacy Policy' --accept --why 'it is short' \
	>out 2>/dev/null || fail 'accept'
versions missing 1
"$CONSTAT" rebuild --check >out 2>err || fail "rebuild: $(cat err)"
"$CONSTAT" verify >out 2>&1 || fail 'verify'

# Out as WARC and in again elsewhere: the same texts, whatever the page was.
"$CONSTAT" export warc -o ../all.warc.gz 2>/dev/null || fail 'export'
"$CONSTAT" -q init ../other
cp declarations/*.json ../other/declarations/
for name in scripted pdf flapping mail; do
	"$CONSTAT" -C ../other import-history warc ../all.warc.gz \
		--service $name >/dev/null 2>../err || fail "import $name"
	for at in . ../other; do
		"$CONSTAT" -C $at history $name --json |
			jq -c '[.terms[].versions[] | .text, .first.seen]'
	done >../hashes
	[ "$(sort -u ../hashes | wc -l)" = 1 ] || fail "$name came back different"
done
echo 'seven pages, told rightly twice'
