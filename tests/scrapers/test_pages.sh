#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Extraction against what Open Terms Archive published for real pages:
# $CONSTAT_SHARED/policies/pages/<slug>/{source.html,meta.json,expected.md}.
# Every page must be the same byte for byte, but those that
# test_pages.differences names with the cause; every page without a JavaScript
# filter must have the same words (runs of letters and digits).
set -eu
pages=${CONSTAT_SHARED:-}/policies/pages
if [ -z "${CONSTAT_SHARED:-}" ] || [ ! -d "$pages" ]; then
	echo "no pages: CONSTAT_SHARED is not set or has no policies/pages"
	exit 77
fi
known=$(dirname "$0")/test_pages.differences
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# words FILE: the words, one a line.
words() {
	LC_ALL=C tr -cs 'A-Za-z0-9\200-\377' '\n' <"$1"
}

total=0 exact=0 same=0 filtered=0 failed=0
for dir in "$pages"/*/; do
	page=${dir%/}
	slug=${page##*/}
	[ -f "$page/source.html" ] || continue
	total=$((total + 1))
	jq '{name: "Exemple", terms: {"Privacy Policy": .decl}}' \
		"$page/meta.json" >"$tmp/declaration.json"
	plain=$(jq '[.decl.filter // [] | .[] |
		if type == "object" then keys[0] else . end |
		select(. != "removeQueryParams")] | length == 0' \
		"$page/meta.json")
	got=$tmp/got.md
	if ! "$CONSTAT" extract --declaration "$tmp/declaration.json" \
		--terms "Privacy Policy" "$page/source.html" \
		>"$got" 2>"$tmp/error"; then
		reason=$(cat "$tmp/error")
	elif cmp -s "$got" "$page/expected.md"; then
		exact=$((exact + 1))
		same=$((same + 1))
		continue
	else
		words "$got" >"$tmp/got.words"
		words "$page/expected.md" >"$tmp/want.words"
		reason="other words"
		if cmp -s "$tmp/got.words" "$tmp/want.words"; then
			same=$((same + 1))
			reason="same words, other bytes"
		fi
	fi
	[ "$plain" = true ] || filtered=$((filtered + 1))
	if grep -q "^$slug	" "$known"; then
		echo "$slug: $reason; known"
		[ "$plain" = false ] || [ "$reason" = "same words, other bytes" ] ||
			failed=$((failed + 1))
	else
		failed=$((failed + 1))
		echo "$slug: $reason"
	fi
done
echo "$total pages: $exact byte-exact, $same with the same words," \
	"$filtered with a JavaScript filter that explains a difference"
[ "$total" -gt 0 ]
[ "$failed" -eq 0 ]
