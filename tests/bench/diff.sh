#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Blocks, moves, words and kinds over consecutive pairs of versions, beside
# "git diff --no-index --word-diff" (a process for each pair) and, where it is
# installed, libgit2 in one process (lines, and words of hunks; no moves and
# no kinds); two texts of 1 MiB that share nothing; then our marks beside
# git's over all pairs, and over the pair of each folder where git marks most.
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

# rate NAME COMMAND…: pairs per CPU-second of a bench program.
rate() {
	name=$1
	shift
	# shellcheck disable=SC2046
	"$@" $(cat "$work/pairs") | awk -v name="$name" \
		'{ printf "%-34s %6.0f\n", name, $1 / $2 }'
}
echo "$(wc -l <"$work/pairs") pairs, pairs per CPU-second"
rate "blocks, moves, words" "$build/tests/bench_diff"
rate "kinds" "$build/tests/bench_diff" --kinds
rate "all together" "$build/tests/bench_diff" --whole
[ ! -x "$build/tests/bench_libgit2" ] ||
	rate "libgit2: lines, words" "$build/tests/bench_libgit2"
bash -c 'TIMEFORMAT="%U %S"; time while read -r a b; do
	git diff --no-index --word-diff "$a" "$b" >/dev/null || :
	done <"$1"' bench "$work/pairs" 2>"$work/git"
awk -v n="$(wc -l <"$work/pairs")" '{ printf "%-34s %6.0f\n",
	"git diff --word-diff", n / ($1 + $2) }' "$work/git"

# Unrelated: no word of the one is a word of the other.
for side in a b; do
	awk -v side="$side" 'BEGIN { srand(1); while (n < 1048576) {
		w = side int(rand() * 30000) (rand() < .02 ? ".\n\n" : " ")
		n += length(w); printf "%s", w } }' >"$work/$side"
done
for how in terminal json; do
	bash -c 'TIMEFORMAT="%U %S"; time /usr/bin/env time -f %M -o "$1/rss" \
		"$2/cli/constat" diff --files "$1/a" "$1/b" --format "$3" \
		>/dev/null || :' bench "$work" "$build" "$how" 2>"$work/time"
	awk -v how="$how" 'NR == FNR { cpu = $1 + $2; next } { kb = $1 }
		END { printf "unrelated 1 MiB, %-17s %6.2f s, %d MiB\n", how,
		cpu, kb / 1024 }' "$work/time" "$work/rss"
done

while read -r a b; do
	git diff --no-index --word-diff=porcelain "$a" "$b" >"$work/git" || :
	echo "$("$build/tests/bench_marks" "$a" "$b" "$work/git") $a"
done <"$work/all" >"$work/marks"
cat <<'EOF'

Marks: fragments (f) and words (w) of ours and of git's; words that git marks
and we do not, because they moved (m), have no blank between them and what is
marked (n), or else (e: another alignment); words we mark and git does not (o);
words that one text has more of and we miss (x: must be 0)
EOF
awk '{ for (i = 1; i <= 10; i++) sum[i] += $i; worse += $1 > $4 }
	END { printf "%-34s f %d/%d w %d/%d m %d n %d e %d o %d x %d\n",
	"all " NR " pairs", sum[1], sum[4], sum[2], sum[5], sum[6], sum[7],
	sum[8], sum[9], sum[10]
	printf "%-34s %d\n", "pairs with more fragments than git", worse }' \
	"$work/marks"
for folder in "$histories"/*/; do
	grep -F "$folder" "$work/marks" | sort -rn -k5 | head -n 1 |
		awk -v name="$(basename "$folder")" '{ printf \
		"%-34.34s f %d/%d w %d/%d m %d n %d e %d o %d x %d\n", name,
		$1, $4, $2, $5, $6, $7, $8, $9, $10 }'
done
