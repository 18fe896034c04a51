#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One question to a history of VERSIONS (261) versions of some 60 kB: CPU
# time of the whole command, beside printing the same text (show) and beside grep
# over its file.
#
#   sh tests/bench/mentions.sh [CONSTAT]
set -eu
constat=$(realpath "${1:-build/cli/constat}")
versions=${VERSIONS:-261}
work=$(mktemp -d "${TMPDIR:-/tmp}/constat-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
"$constat" init . -q
printf '%s' '{"name":"Exemple","terms":{"Privacy Policy":{"fetch":"https://exemple.example/p","select":"main"}}}' >declarations/Exemple.json

# page N: a page whose paragraphs are those of N and later.
page() {
	awk -v n="$1" 'BEGIN {
		printf "<main><h1>Privacy</h1>"
		for (i = n; i < n + 260; i++) {
			if (i % 20 == 0) printf "<h2>Section %d</h2>", i
			printf "<p>Number %d: we collect the data of your account and of the devices that you use with it, for the purposes told in this section. ", i
			printf "We may share it with partners and other recipients where the law allows.</p>"
		}
		printf "</main>"
	}'
}
n=0
while [ "$n" -lt "$versions" ]; do
	page "$n" >page.html
	day=$(date -u -d "2018-01-01 + $n days" +%F)
	"$constat" import-history file page.html --service Exemple \
		--url https://exemple.example/p --seen "$day" \
		--source "made for this" -q >/dev/null
	n=$((n + 1))
done
day=$(date -u -d "2018-01-01 + $((versions / 2)) days" +%F)
host=fr-app-chat-global-exemple-net-1516654448.eu-central-1.elb.amazonaws.com
"$constat" show Exemple --at "$day" -q >text.md

# cpu WHAT COMMAND…: milliseconds of user and system time a run.
cpu() {
	what=$1
	shift
	bash -c 'TIMEFORMAT="%U %S"; time for i in {1..20}; do
		"$@" >/dev/null 2>&1; done' bench "$@" 2>&1 |
		awk -v what="$what" \
			'{ printf "%-22s %6.1f ms\n", what, ($1 + $2) * 50 }'
}
echo "$versions versions, text of $(wc -c <text.md) bytes"
cpu "mentions --host" "$constat" mentions Exemple --at "$day" --host "$host"
cpu "mentions --term" "$constat" mentions Exemple --at "$day" --term steps
cpu "show --at" "$constat" show Exemple --at "$day"
cpu "constat --version" "$constat" --version
cpu "grep -i (one word)" grep -i exemple text.md
