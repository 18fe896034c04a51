#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A table of how vague the published texts of $CONSTAT_SHARED/policies/pages and
# the last ones of its histories are, lowest first, with the side of each of
# the three quantiles (b below, a above). Then milliseconds that lint takes for a policy, beside strstr() form by form, over
# the policies in French and in English of
# $CONSTAT_SHARED/policies/pages/*/expected.md; and for a whole run of the
# program on one of them.
#
#   CONSTAT_SHARED=DIR sh tests/bench/lint.sh [BUILD]
#
# BUILD is a Release build with its tests.
set -eu
build=${1:-build}
pages=${CONSTAT_SHARED:?}/policies/pages

echo "language, rate, as the baseline was counted, p10 median p90, words, text"
for file in "$pages"/*/expected.md "$pages"/../histories/*/; do
	name=$(basename "${file%/expected.md}")
	case $file in
	*/) file=$(ls "$file"*.md | tail -n 1) ;;
	esac
	"$build/cli/constat" lint --file "$file" --json 2>/dev/null |
		jq -r --arg name "$name" '[.language, .rate.per_1000_words,
			.rate.baseline.per_1000_words // "-",
			(.rate.baseline | if . == null then "---" else
			[.p10, .median, .p90] | map(.side[:1]) | add end),
			.rate.words, $name] | @tsv'
done | sort -k1,1 -k2,2n
for lang in en fr; do
	set --
	for file in "$pages"/*Privacy_Policy*/expected.md; do
		guess=$("$build/cli/constat" lint --file "$file" --json \
			2>/dev/null | jq -r .language) || continue
		[ "$guess" != "$lang" ] || set -- "$@" "$file"
	done
	[ "$#" -gt 0 ] || continue
	"$build/tests/bench_lint" "$lang" "$@"
done
start=$(date +%s%N)
for i in 1 2 3 4 5 6 7 8 9 10; do
	"$build/cli/constat" lint --file "$1" >/dev/null
done
end=$(date +%s%N)
echo "constat lint --file, a process: $(((end - start) / 10000000)) ms" \
	"of wall time (mean of $i)"
