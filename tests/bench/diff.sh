#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Blocks, moves and words over consecutive pairs of versions, beside
# "git diff --no-index --word-diff" (a process for each pair); then, for the
# pair of each folder where git marks most, how many fragments both mark and
# how many words lie in them.
#
#   sh tests/bench/diff.sh BUILD HISTORIES [PAIRS]
#
# HISTORIES holds folders with versions as .md, whose names sort by date.
set -eu
build=$1 histories=$2 pairs=${3:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in "$histories"/*/; do
	last=
	for file in "$folder"*.md; do
		[ -z "$last" ] || echo "$last $file"
		last=$file
	done
done >"$work/all"
head -n "$pairs" "$work/all" >"$work/pairs"

# shellcheck disable=SC2046
"$build/tests/bench_diff" $(cat "$work/pairs") >"$work/ours"
bash -c 'TIMEFORMAT="%U %S"; time while read -r a b; do
	git diff --no-index --word-diff "$a" "$b" >/dev/null || :
	done <"$1"' bench "$work/pairs" 2>"$work/git"
awk 'NR == FNR { n = $1; ours = $2; next }
	{ git = $1 + $2
	  printf "%d pairs\nconstat           %.0f pairs per CPU-second\n",
		n, n / ours
	  printf "git --word-diff   %.0f\nratio             %.1f\n", n / git,
		git / ours }' "$work/ours" "$work/git"

# tally OLD NEW: fragments and words of git's marks.
tally() {
	git diff --no-index --word-diff=porcelain "$1" "$2" |
		awk '/^(---|\+\+\+) / && !body { next } /^@@/ { body = 1 }
		/^[-+]/ { n++; words += gsub(/[[:alnum:]][^[:space:]]*/, "") }
		END { print n + 0, words + 0 }'
}
echo "fragments and words marked: constat, git; largest pair of each"
for folder in "$histories"/*/; do
	grep -F "$folder" "$work/all" | while read -r a b; do
		echo "$(tally "$a" "$b") $a $b"
	done | sort -rn -k2 | head -n 1 >"$work/most"
	[ -s "$work/most" ] || continue
	read -r git_n git_words a b <"$work/most"
	echo "$("$build/tests/bench_diff" --count "$a" "$b") $git_n $git_words" |
		awk -v name="$(basename "$folder")" '{ printf \
		"%-40.40s %5d %6d (moves %d)   %5d %6d\n", name, $1, $2, $3,
		$4, $5 }'
done
