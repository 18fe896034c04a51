#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# CPU time of extracting real pages, one process a page:
# $CONSTAT_SHARED/policies/pages/<slug>/{source.html,meta.json}.
#
#   CONSTAT_SHARED=DIR sh tests/bench/extract.sh [CONSTAT]
set -eu
constat=${1:-build/cli/constat}
pages=${CONSTAT_SHARED:?}/policies/pages
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

n=0
for source in "$pages"/*/source.html; do
	n=$((n + 1))
	page=${source%/source.html}
	jq '{name: "Exemple", terms: {"Privacy Policy": .decl}}' \
		"$page/meta.json" >"$tmp/$n.json"
	ln -s "$source" "$tmp/$n.html"
done
export constat tmp n
bash -c 'TIMEFORMAT="%U %S"; time for ((i = 1; i <= n; i++)); do
	"$constat" extract --declaration "$tmp/$i.json" \
		--terms "Privacy Policy" "$tmp/$i.html" >/dev/null 2>&1 || :
	done' 2>&1 | awk -v n="$n" '{
	printf "%d pages  %.2f s CPU  %.1f ms a page\n", n, $1 + $2,
		($1 + $2) * 1000 / n }'
