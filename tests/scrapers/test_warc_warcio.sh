#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The reader that web archives use (warcio, from npm, into the build folder)
# indexes every record of an export, and decodes the pages to the bytes that
# the server had.
set -eu
for tool in nginx npm node jq; do
	command -v $tool >/dev/null || {
		echo "skipped: no $tool"
		exit 77
	}
done
npm=$CONSTAT_BUILD/npm/warcio
[ -d "$npm/node_modules/warcio" ] || {
	mkdir -p "$npm"
	timeout 100 npm install --silent --no-audit --no-fund \
		--prefix "$npm" warcio@2.4.11 >/dev/null 2>&1 || {
		echo "skipped: npm cannot install warcio"
		exit 77
	}
}
cd "$(dirname "$0")"
here=$(pwd)
. ./warc_site.sh
work=$(mktemp -d)
trap 'web_stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$here"
warc_site
try 0 -C case export warc -o all.warc.gz --json
written=$(jq .records out)
"$npm/node_modules/.bin/warcio" index all.warc.gz >index 2>err ||
	fail "warcio cannot read it"
[ "$(wc -l <index)" = "$written" ] || fail "not all records are indexed"
"$npm/node_modules/.bin/warcio" cdx-index all.warc.gz >cdx 2>err ||
	fail "warcio cannot make a CDX of it"
[ -s cdx ] || fail "an empty CDX"
WARCIO=$npm/node_modules/warcio node "$here/warc_payload.mjs" all.warc.gz \
	>payloads 2>err || fail "warcio cannot decode it"
for page in chunked.shtml policy.html; do
	hash=$(sha256sum <"$www/$page" | cut -d' ' -f1)
	grep -q "^$hash .*/$page" payloads || fail "the payload of $page"
done
echo "warcio indexes $written records"
