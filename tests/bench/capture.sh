#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All figures of capturing, each beside its peer in the same run: extraction,
# fetching and keeping; and the memory that many terms take.
#
#   CONSTAT_SHARED=DIR sh tests/bench/capture.sh [BUILD]
#
# BUILD is a Release build with its tests. Minutes long; best on a machine
# that does nothing else.
set -eu
build=$(cd "${1:-build}" && pwd)
cd "$(dirname "$0")"
constat=$build/cli/constat

echo '== extraction'
sh extract.sh "$build"
echo '== fetching'
sh fetch.sh "$build" 2>/dev/null
echo '== keeping'
sh store.sh "$build" "${CONSTAT_SHARED:?}/policies/histories"

# Peak resident memory of a capture of N terms, one page at a time.
echo '== memory'
tmp=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || :; rm -rf "$tmp"' EXIT
mkdir "$tmp/www"
printf '<main><h1>Policy</h1><p>%s</p></main>' "$(seq 900)" \
	>"$tmp/www/p.html"
port=$((20000 + $$ % 20000))
(cd "$tmp/www" && exec python3 -m http.server $port --bind 127.0.0.1) \
	>/dev/null 2>&1 &
server=$!
for n in 300 3000; do
	"$constat" -q init "$tmp/$n"
	i=0
	while [ $i -lt $n ]; do
		i=$((i + 1))
		printf '{"name": "%d", "terms": {"Privacy Policy": {"fetch": "http://127.0.0.1:%d/p.html?%d", "select": "main"}}}' \
			$i $port $i >"$tmp/$n/declarations/$i.json"
	done
	/usr/bin/env python3 - "$constat" "$tmp/$n" $n <<-'PY'
	import resource, subprocess, sys
	subprocess.run([sys.argv[1], "-q", "-C", sys.argv[2], "capture",
	    "--allow-private", "--pause", "0", "--jobs", "1"],
	    stdout=subprocess.DEVNULL, check=True)
	peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
	print("%5s terms  %4d MiB resident at most" % (sys.argv[3], peak // 1024))
	PY
done
