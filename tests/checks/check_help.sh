#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Help, man page, README and completions say the same: the last three are
# made from the command tables, and what README holds must be what is made.
set -eu
cd "${CONSTAT_SOURCE:-.}"
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
"$CONSTAT" help --readme >"$new/list"
sed -n '/<!-- commands -->/,/<!-- end of commands -->/p' README.md |
	sed '1d;$d' >"$new/readme"
diff -u "$new/readme" "$new/list" || {
	echo "README's list of commands differs; replace it by" \
		"'constat help --readme'"
	exit 1
}
# Two cells a row: no "|" but the three around them, unless escaped.
if sed 's/\\|//g' "$new/list" | grep -v '^|[^|]*|[^|]*|$'; then
	echo "these rows have too many cells"
	exit 1
fi
"$CONSTAT" help --man >"$new/constat.1"
if command -v mandoc >/dev/null; then
	mandoc -T lint -W error "$new/constat.1"
fi
sed -n 's/^| `\([a-z-]*\).*/\1/p' "$new/list" >"$new/verbs"
[ -s "$new/verbs" ]
while read -r verb; do
	"$CONSTAT" help "$verb" >"$new/help"
	grep -q "constat $verb" "$new/help"
	synopsis=$(sed -n 's/^usage: //p' "$new/help")
	grep -qF -- "$synopsis" "$new/constat.1" || {
		echo "the manual page lacks: $synopsis"
		exit 1
	}
done <"$new/verbs"
for shell in bash zsh fish; do
	"$CONSTAT" help --completion $shell >"$new/$shell"
	while read -r verb; do
		grep -q -- "$verb" "$new/$shell"
	done <"$new/verbs"
done
bash -n "$new/bash"
