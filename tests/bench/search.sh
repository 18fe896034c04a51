#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What searching costs. The index of the histories below HISTORIES (one folder
# a terms, one .md a version) as a share of their bytes, beside SQLite's full
# text over whole versions; then COPIES of them, in each of which every line is
# made different, so that copies share no passage: the time to index them, to
# find, and to complete the index by one version, beside grep over the files.
#
#   sh tests/bench/search.sh BUILD HISTORIES [COPIES]
set -eu
export LC_ALL=C.UTF-8
build=$1 histories=$(cd "$2" && pwd) copies=${3:-16}
ninja -C "$build" bench_store constat >/dev/null
build=$(cd "$build" && pwd)
constat=$build/cli/constat
work=$(mktemp -d "${TMPDIR:-/tmp}/constat-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

now() { date +%s%N; }
size() { wc -c <"$1"; }
# median COMMAND…: wall milliseconds of 21 runs.
median() {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
		from=$(now)
		"$@" >/dev/null 2>&1 || true
		echo $(($(now) - from))
	done | sort -n | sed -n 11p | awk '{ printf "%.1f", $1 / 1e6 }'
}
# bytes CASE: of the archive, with nothing left in its log.
bytes() {
	sqlite3 "$1/constat.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	size "$1/constat.db"
}

echo "--- index, of the histories as they are"
"$build/tests/bench_store" histories "$histories" real >figures
raw=$(awk '$1 == "versions" { print $4 }' figures)
before=$(bytes real)
"$constat" -C real search --rebuild -q
ours=$(($(bytes real) - before))
{
	echo "CREATE VIRTUAL TABLE whole USING fts5(body,"
	echo " tokenize = 'unicode61 remove_diacritics 2');"
	echo "BEGIN;"
	for file in "$histories"/*/*.md; do
		echo "INSERT INTO whole VALUES(readfile('$file'));"
	done
	echo "COMMIT;"
} | sqlite3 whole.db
words() {
	sqlite3 "$1" "SELECT sum(pgsize) FROM dbstat
		WHERE name LIKE '$2\\_%' ESCAPE '\\'
		AND name NOT LIKE '%\\_content' ESCAPE '\\'"
}
awk -v raw="$raw" -v ours="$ours" -v whole="$(size whole.db)" \
	-v ours_words="$(words real/constat.db passage)" \
	-v whole_words="$(words whole.db whole)" 'BEGIN {
	row("raw", raw)
	row("passages, with their text", ours)
	row("  without the text", ours_words)
	row("whole versions, with text", whole)
	row("  without the text", whole_words)
}
function row(name, n) {
	printf "%-28s %10d bytes  %5.1f %% of raw\n", name, n, 100 * n / raw
}'

echo "--- time, over $copies copies with no passage in common"
mkdir files
for dir in "$histories"/*/; do
	name=$(basename "$dir")
	for copy in $(seq "$copies"); do
		mkdir "files/$name-$copy"
		for file in "$dir"*.md; do
			sed "s/[[:alnum:].]\$/& copy$copy/" "$file" \
				>"files/$name-$copy/$(basename "$file")"
		done
	done
done
"$build/tests/bench_store" histories files many >figures
versions=$(awk '$1 == "versions" { print $2 }' figures)
from=$(now)
"$constat" -C many search --rebuild -q
took=$(($(now) - from))
awk -v n="$versions" -v ns="$took" 'BEGIN {
	printf "%d versions indexed in %.1f s, %.2f ms each\n",
		n, ns / 1e9, ns / 1e6 / n }'
row() { printf '%-44s %8s ms\n' "$1" "$2"; }
row "constat --version" "$(median "$constat" --version)"
row "search: phrase, rare" "$(median "$constat" -C many search '"joint venture"')"
row "search: phrase, 50 of many" "$(median "$constat" -C many search '"such as"')"
row "search: prefix NEAR, one service" "$(median "$constat" -C many \
	search 'partner* NEAR data' contrib__Google_Privacy_Policy-3)"
row "search --first: checked, one service" "$(median "$constat" -C many \
	search --first 'joint venture' vlopses-us__TikTok_Privacy_Policy-3)"
row "search --first: checked, all" "$(median "$constat" -C many \
	search --first 'joint venture')"
row "grep -rl over the files" "$(median grep -rl 'joint venture' files)"
