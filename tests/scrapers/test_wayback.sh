#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The past of a page comes in from a web archive over HTTP, and from files
# that were saved of it.
set -eu
for tool in python3 jq; do
	command -v $tool >/dev/null || {
		echo "skipped: no $tool"
		exit 77
	}
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
stop() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	[ -z "$server" ] || wait "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
cd "$work"
python3 "$here/wayback_server.py" >port 2>server.log &
server=$!
tries=0
until [ -s port ] || [ $tries = 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
base=http://127.0.0.1:$(cat port)

fail() {
	echo "FAILED: $*"
	sed 's/^/out: /' out
	sed 's/^/err: /' err
	exit 1
}
try() {
	want=$1
	shift
	status=0
	"$CONSTAT" -C case "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$want" ] || fail "status $status, not $want: $*"
}
says() { grep -qF -- "$1" out || fail "out lacks: $1"; }
tells() { grep -qF -- "$1" err || fail "err lacks: $1"; }
past() {
	want=$1
	shift
	try "$want" import-history wayback --service Exemple --wayback "$base" \
		--allow-private --pause 0 "$@"
}

"$CONSTAT" init case 2>/dev/null
printf '{"name": "Exemple", "terms": {"Privacy Policy": {"fetch":
  "https://exemple.example/privacy", "select": "main"}}}' \
	>case/declarations/Exemple.json
past 0 -n
tells "captures listed: 5"
tells "originals that would be fetched: 2"
past 0 --from 2019
tells "sightings: 1, of which kept: 1"
tells "3 outside the dates asked for"
past 0
tells "1 no pages: redirects, errors"
tells "1 between the first and the last of equal ones"
tells "sightings: 3, of which kept: 2"
past 0 --json
jq -e '.kept == 0 and .sightings == 3 and .differing_digests == 0' out \
	>/dev/null || fail "json"
try 0 history Exemple --json
jq -e '.terms[0].versions | length == 2
	and .[0].first.seen == "2018-01-01T00:00:00Z"
	and .[0].last.seen == "2018-03-01T00:00:00Z"
	and .[0].first.basis == "third-party"
	and (.[0].first.source | startswith("Internet Archive, Wayback"))
	and .[1].first.seen == "2019-01-01T00:00:00Z"' out >/dev/null ||
	fail "history"
try 0 show Exemple --at 2018-02-15
says "vos pas"
try 0 verify

# Without --allow-private nothing of this network is asked.
try 2 import-history wayback --service Exemple --wayback "$base"
tells "refused"
past 2 --url https://other.example/
tells "cannot list the captures of 'https://other.example/'"
past 2 --from soon
tells "'soon' is no date"

# From files.
mkdir saved
printf '<main>Nous collectons tout.</main>' >saved/20170101000000.html
printf 'k 20170101000000 https://exemple.example/privacy text/html 200 X 1\n' \
	>saved.cdx
try 0 import-history wayback saved.cdx saved --service Exemple
tells "another digest than the listing says"
tells "of which kept: 1"
try 2 import-history wayback saved.cdx
tells "a listing (CDX) and a folder"
try 0 export warc -o past.warc.gz
python3 "$here/warc_check.py" past.warc.gz >out 2>err || fail "the export"
echo "the past comes in from a web archive"
