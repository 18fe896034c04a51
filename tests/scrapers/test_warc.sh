#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An archive goes out as WARC, is checked by a program that knows nothing of
# this one, and comes in again with the same versions and bytes; GNU Wget's
# own files come in too; and files that lie are told of and end.
set -eu
for tool in nginx wget python3 sqlite3 jq; do
	command -v $tool >/dev/null || {
		echo "skipped: no $tool"
		exit 77
	}
done
cd "$(dirname "$0")"
here=$(pwd)
. ./warc_site.sh
work=$(mktemp -d)
trap 'web_stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$here"
warc_site

# --- out ---
try 0 -C case export warc -o all.warc.gz
try 0 -C case export warc -o again.warc.gz
cmp all.warc.gz again.warc.gz || fail "not the same bytes"
try 2 -C case export warc -o all.warc.gz
tells "exists already"
try 0 -C case export warc chunked 'privacy policy' -o chunked.warc.gz
"$CONSTAT" -C case export warc -o - >piped.warc.gz 2>err
cmp all.warc.gz piped.warc.gz || fail "standard output differs"
python3 "$here/warc_check.py" all.warc.gz chunked.warc.gz >out 2>err ||
	fail "the independent check"
zcat chunked.warc.gz | grep -aq '^X-Orig-Transfer-Encoding: chunked' ||
	fail "the test's page came without chunks"
for kind in warcinfo request response revisit metadata resource conversion; do
	zcat all.warc.gz | grep -aq "^WARC-Type: $kind" || fail "no $kind"
done

# --- and in again ---
try 0 init case2
cp case/declarations/* case2/declarations/
for service in Moved Chunked Secure; do
	try 0 -C case2 import-history warc all.warc.gz --service $service
	tells "sightings: 3, of which kept: 3"
	for folder in case case2; do
		"$CONSTAT" -C $folder history $service --json | jq -S '.terms[]
			| .versions[] | [.text, .bytes, .first.seen,
			.last.seen, .sightings]' >$folder.versions
	done
	diff case.versions case2.versions || fail "versions of $service"
done
for folder in case case2; do
	sqlite3 $folder/constat.db "SELECT service, terms, part, url, final_url,
		seen_ns, status, media_type, hex(body) FROM snapshot
		ORDER BY 1, 2, 6" >$folder.snapshots
done
diff case.snapshots case2.snapshots || fail "snapshots"
[ "$(sqlite3 case2/constat.db "SELECT count(*) FROM snapshot WHERE
	basis = 'third-party' AND source LIKE '%constat/%'")" = 9 ] ||
	fail "whose word it is"
try 0 -C case2 import-history warc all.warc.gz --service Moved --json
jq -e '.sightings == 3 and .kept == 0 and .records == (.used
	+ ([.skipped[]] | add))' out >/dev/null || fail "json: $(cat out)"
try 0 -C case2 verify
# What was brought in goes out again, and says so.
try 0 -C case2 export warc Moved -o second.warc.gz
python3 "$here/warc_check.py" second.warc.gz >out 2>err || fail "second check"
zcat second.warc.gz | grep -aq '"basis":"third-party"' || fail "no basis"

# --- GNU Wget's ---
try 0 init case3
cp case/declarations/* case3/declarations/
wget -q --warc-file=plain --no-warc-compression -O /dev/null "$site/moved" \
	"$site/chunked.shtml" 2>err || fail "wget"
sleep 1 # its dates have seconds only
wget -q --warc-file=packed -O /dev/null "$site/moved" 2>err || fail "wget"
gzip -c plain.warc >whole.warc.gz
for file in plain.warc packed.warc.gz; do
	try 0 -C case3 import-history warc $file --service Moved
	tells "sightings: 1, of which kept: 1"
	try 0 -C case3 import-history warc $file --service Moved
	tells "sightings: 1, of which kept: 0"
done
try 0 -C case3 import-history warc plain.warc --service Chunked
tells "sightings: 1, of which kept: 1, with a new text: 1, without any: 0"
try 0 -C case3 import-history warc whole.warc.gz --service Moved
tells "of which kept: 0"
try 0 -C case3 show Moved
says "vos données"
[ "$(sqlite3 case3/constat.db "SELECT count(*) FROM snapshot WHERE
	source LIKE '%Wget%' AND status = 200")" = 3 ] || fail "Wget's word"
try 1 -C case3 import-history warc plain.warc --service Secure
tells "--url says where the page stood then"
try 0 -C case3 import-history warc plain.warc --service Secure \
	--url "$site/policy.html?moved=1"
tells "of which kept: 1"

# --- what lies ---
record() { # RECORD'S LENGTH
	printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n' \
		"$site/moved"
	printf 'WARC-Date: 2018-09-03T10:00:00Z\r\nContent-Length: %s\r\n\r\n' \
		"$1"
	printf 'HTTP/1.1 200 OK\r\n\r\n<main>lies</main>\r\n\r\n'
}
{
	record 1000000000
	printf 'rubbish\n'
	record 10
	record 36
} >lies.warc
try 0 -C case3 import-history warc lies.warc --service Moved --json
jq -e '.kept == 1 and .damaged_places >= 2 and .skipped.format == 1
	and (.notes | length) >= 2' out >/dev/null || fail "lies: $(cat out)"
{
	record 1000000000 | gzip
	record 36 | gzip
	record 36 | gzip | head -c 100
} >lies.warc.gz
try 0 -C case3 import-history warc lies.warc.gz --service Moved --json
jq -e '.sightings == 1 and .skipped.size == 1 and .damaged_places >= 2' \
	out >/dev/null || fail "lies: $(cat out)"
{
	{
		record 200000000 | head -c 150
		head -c 200000000 /dev/zero
	} | gzip -9
	record 36 | gzip
} >bomb.warc.gz
try 0 -C case3 import-history warc bomb.warc.gz --service Moved
tells "swells"
tells "sightings: 1"
for address in 'javascript:alert(1)' 'http://[' 'file:///etc/passwd' \
	"$(printf 'http://a.test/\033[2J')"; do
	record 36 | sed "1,3s|^WARC-Target-URI.*|WARC-Target-URI: $address|" \
		>hostile.warc
	try 1 -C case3 import-history warc hostile.warc --service Moved
	tells "1 of other addresses"
done
try 2 -C case3 import-history warc absent.warc --service Moved
tells "absent.warc"
head -c 100000 /dev/urandom >noise
try 1 -C case3 import-history warc noise --service Moved
tells "records: 0"
try 0 -C case3 verify
echo "WARC files go out and come in as they should"
