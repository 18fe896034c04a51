#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual page as a reader sees it: sections in their order, and every
# option that a command's help names.
set -eu
command -v mandoc >/dev/null || {
	echo "skipped: no mandoc"
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CONSTAT" help --man >"$work/constat.1"
over=$(printf '.\b') # how a terminal's bold is written
mandoc -T utf8 -O width=78 "$work/constat.1" | sed "s/$over//g" >"$work/page"
grep '^[A-Z]' "$work/page" | sed '1d;$d' >"$work/sections"
head -n 3 "$work/sections" | tr '\n' ' ' |
	grep -q '^NAME SYNOPSIS COMMON OPTIONS '
grep -q '^EXIT STATUS' "$work/sections"
"$CONSTAT" help --readme | sed -n 's/^| `\([a-z-]*\).*/\1/p' >"$work/verbs"
while read -r verb; do
	grep -q "^   $verb$" "$work/page" || {
		echo "no section $verb"
		exit 1
	}
	"$CONSTAT" help "$verb" |
		sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' >"$work/options"
	while read -r option; do
		grep -q -- " $option" "$work/page" || {
			echo "$verb: the page lacks $option"
			exit 1
		}
	done <"$work/options"
done <"$work/verbs"
LANGUAGE=fr LC_ALL=C.UTF-8 "$CONSTAT" help --man >"$work/fr.1"
mandoc -T lint -W error "$work/fr.1"
