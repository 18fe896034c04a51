#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every selector that declarations use ($CONSTAT_SHARED/policies/
# selectors.txt) means the elements that jsdom finds for it, on a page made
# for them and on real pages; what jsdom refuses is refused with its place.
#
# jsdom comes from npm: it is taken from CONSTAT_NPM (or npm/ in the build
# folder); with CONSTAT_SOAK=yes it is installed there when it is missing.
set -eu
shared=${CONSTAT_SHARED:-}/policies
npm=${CONSTAT_NPM:-$CONSTAT_BUILD/npm}
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${CONSTAT_SHARED:-}" ] || [ ! -f "$shared/selectors.txt" ]; then
	echo "no selectors: CONSTAT_SHARED is not set or has none"
	exit 77
fi
if [ ! -d "$npm/node_modules/jsdom" ]; then
	if [ "${CONSTAT_SOAK:-}" != yes ] || ! command -v npm >/dev/null; then
		echo "no jsdom in $npm: set CONSTAT_SOAK=yes to install it"
		exit 77
	fi
	npm install --prefix "$npm" --no-save --ignore-scripts --no-audit \
		--no-fund --loglevel=error jsdom@27.4.0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Modules are looked for beside the script.
ln -s "$npm/node_modules" "$tmp/node_modules"
cp "$here/selectors.mjs" "$tmp/"
cut -f 4 "$shared/selectors.txt" >"$tmp/selectors"
node "$tmp/selectors.mjs" page "$tmp/selectors" >"$tmp/made.html"

failed=0
compare() {
	node "$tmp/selectors.mjs" match "$1" "$tmp/selectors" >"$tmp/want"
	"$CONSTAT_BUILD/tests/scrapers_selectors" "$1" <"$tmp/selectors" \
		>"$tmp/full"
	sed 's/^refused .*/refused/' "$tmp/full" >"$tmp/got"
	paste "$tmp/selectors" "$tmp/want" "$tmp/got" |
		awk -F '\t' -v page="$2" '
		$3 == "refused" { refused++ }
		$2 != $3 { wrong++; print page ": " $1 ": jsdom: " $2 \
			"; ours: " $3 }
		$2 != "" && $2 != "refused" { found++ }
		END {
			printf "%s: %d selectors, %d find something, %d " \
				"refused, %d differ\n", page, NR, found,
				refused, wrong
			exit wrong > 0
		}' || failed=1
}
compare "$tmp/made.html" "page made for them"
n=0
for page in "$shared"/pages/*/source.html; do
	n=$((n + 1))
	[ $((n % 25)) -eq 3 ] || continue
	compare "$page" "$(basename "${page%/source.html}")"
done
grep '^refused' "$tmp/full" >"$tmp/refusals"
if grep -v "column [0-9]*: \|ends where there should be" "$tmp/refusals"; then
	echo "refusals without a place"
	failed=1
fi
cat "$tmp/refusals"
exit $failed
