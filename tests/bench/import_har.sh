#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast a large HAR file is imported and in how much memory, beside hashing
# it with openssl: MEGABYTES in all, of which one body of BODY.
#   CONSTAT=build/cli/constat sh tests/bench/import_har.sh [MEGABYTES [BODY]]
set -eu

: "${CONSTAT:?the program to measure}"
megabytes=${1:-1000}
body=${2:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Bodies of 25 kB of base64, each another, between one of the size wanted.
python3 - "$megabytes" "$body" >"$work/large.har" <<'PYTHON'
import base64, random, sys
total, body = int(sys.argv[1]) * 10**6, int(sys.argv[2]) * 10**6
out = sys.stdout
random.seed(1)
piece = base64.b64encode(random.randbytes(18000)).decode()
count = [0]

def entry(write):
    i = count[0]
    count[0] += 1
    out.write('%s{"startedDateTime":"2026-09-14T08:%02d:%02d.%03dZ","request":'
        '{"method":"GET","url":"https://host%d.zone%d.example/a/%d?k=v",'
        '"headers":[{"name":"Cookie","value":"sid=%d"}],"bodySize":0},'
        '"response":{"status":200,"content":{"mimeType":"image/png","text":"'
        % (',' if i else '', i // 60 % 60, i % 60, i % 1000, i * 7 % 500,
            i % 50, i % 99999, i))
    write()
    out.write('","encoding":"base64"}}}')

def large():
    for _ in range(body // len(piece)):
        out.write(piece)

out.write('{"log":{"version":"1.2","entries":[')
entry(large)
for _ in range((total - body) // (len(piece) + 400)):
    entry(lambda: out.write('%08d' % count[0] + piece[8:]))
out.write('],"creator":{"name":"bench","version":"1"}}}')
PYTHON

seconds() {
	/usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>&1 || {
		cat "$work/out" >&2
		exit 1
	}
	cat "$work/time"
}

size=$(wc -c <"$work/large.har")
hash=$(seconds openssl dgst -sha256 "$work/large.har")
"$CONSTAT" -q init "$work/case"
set -- $(seconds "$CONSTAT" -C "$work/case" import "$work/large.har")
echo "file: $size bytes; $(sed -n 's/^  format/format/p' "$work/out")"
echo "import: $1 s, $(($2 / 1024)) MiB resident; openssl: ${hash% *} s"
echo "ratio: $(echo "$1 ${hash% *}" | awk '{ printf "%.1f", $1 / $2 }')"
