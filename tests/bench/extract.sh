#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pages that are extracted in a CPU second, beside libxml2's bare HTML parser
# and Open Terms Archive's engine on the same pages, in the same run:
# $CONSTAT_SHARED/policies/pages/<slug>/{source.html,meta.json}.
#
#   CONSTAT_SHARED=DIR sh tests/bench/extract.sh [BUILD [ROUNDS]]
#
# BUILD is a Release build with its tests. The engine comes from npm, into a
# temporary folder, or into CONSTAT_NPM where it stays; without npm its line
# is missing. Figures are medians of interleaved rounds (the engine: of one).
set -eu
build=${1:-build}
rounds=${2:-5}
engine='@opentermsarchive/engine@9.1.0'
constat=$build/cli/constat
pages=${CONSTAT_SHARED:?}/policies/pages
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM

n=0
for source in "$pages"/*/source.html; do
	n=$((n + 1))
	jq -c .decl "${source%/source.html}/meta.json" >"$tmp/$n.decl"
	jq '{name: "Exemple", terms: {"Privacy Policy": .}}' "$tmp/$n.decl" \
		>"$tmp/$n.json"
	ln -s "$source" "$tmp/$n.html"
	echo "$tmp/$n.html" >>"$tmp/pages"
	cat "$tmp/$n.decl" >>"$tmp/all.decl"
done
jq -s '{name: "Exemple", terms: {"Privacy Policy": {combine: .}}}' \
	"$tmp/all.decl" >"$tmp/all.json"
files=$(cat "$tmp/pages")
export constat tmp n

# cpu SCRIPT: its user and system seconds, children included.
cpu() {
	bash -c "TIMEFORMAT='%U %S'; time { $1; } >/dev/null 2>&1" 2>&1 |
		awk '{ printf "%.4f\n", $1 + $2 }'
}
# The pages of a list of words are named one by one: no list is too long.
# shellcheck disable=SC2086
together() {
	cpu "\"\$constat\" extract -q --declaration \"\$tmp/all.json\" \
		--terms 'Privacy Policy' -o \"\$tmp/out\" $(echo $files)"
}
apart() {
	cpu 'for ((i = 1; i <= n; i++)); do "$constat" extract -q \
		--declaration "$tmp/$i.json" --terms "Privacy Policy" \
		"$tmp/$i.html"; done'
}
start() {
	cpu 'for ((i = 1; i <= n; i++)); do "$constat" --version; done'
}
median() {
	sort -n "$1" | awk '{ v[NR] = $1 }
		END { print v[int((NR + 1) / 2)] }'
}

round=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	# shellcheck disable=SC2086
	"$build/tests/bench_extract_parse" $files >>"$tmp/parse"
	together >>"$tmp/together"
	apart >>"$tmp/apart"
	start >>"$tmp/start"
done

npm=${CONSTAT_NPM:-$tmp/npm}
if command -v npm >/dev/null && {
	[ -d "$npm/node_modules/@opentermsarchive/engine" ] ||
		npm install --prefix "$npm" --no-save --ignore-scripts \
			--no-audit --no-fund --loglevel=error "$engine" >&2
}; then
	cp "$here/extract_ota.mjs" "$npm/"
	(cd "$npm" && node extract_ota.mjs "$tmp" "$n") >"$tmp/engine" ||
		rm -f "$tmp/engine"
else
	echo "no npm: without Open Terms Archive's engine" >&2
fi

parse=$(median "$tmp/parse")
others=""
[ ! -s "$tmp/engine" ] || others=$(median "$tmp/engine")
awk -v n="$n" -v parse="$parse" -v others="$others" \
	-v one="$(median "$tmp/together")" -v apart="$(median "$tmp/apart")" \
	-v start="$(median "$tmp/start")" '
function line(what, seconds) {
	printf "%-44s %7.3f s CPU %8.1f pages/s", what, seconds, n / seconds
	printf "  %5.2f x libxml2", parse / seconds
	if (others != "")
		printf "  %6.1f x engine", others / seconds
	print ""
}
BEGIN {
	print n " pages"
	line("libxml2, bare HTML parse in a loop", parse)
	line("constat extract -o DIR, all in one run", one)
	line("constat extract, a process a page, start aside", apart - start)
	if (others != "")
		line("Open Terms Archive engine, start aside", others)
	printf "start: %.2f ms a process\n", start * 1000 / n
}'
