#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments of an import: afterwards the archive verifies, the
# exhibit is there whole or not at all, and importing again works. What was
# reported done is there.
#   KILLS=50 for more.
set -eu
kills=${KILLS:-12}
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || :; rm -rf "$work"' EXIT

awk 'BEGIN {
	print "timestamp,type,host"
	for (i = 0; i < 120000; i++)
		printf "%.0f,%s,host%d.example\n", 1536048591222 + i * 1300,
			i % 5 == 0 ? "b" : "a", i * 7 % 500
}' >"$work/requests.csv"

fail() {
	echo "$*"
	exit 1
}

# How long an import takes, in milliseconds.
"$CONSTAT" -q init "$work/case"
before=$(date +%s%N)
"$CONSTAT" -q -C "$work/case" import "$work/requests.csv" >/dev/null
whole=$((($(date +%s%N) - before) / 1000000 + 1))

seed=$$
i=0 absent=0 there=0
while [ "$i" -lt "$kills" ]; do
	i=$((i + 1))
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case"
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	after=$((seed / 65536 % (whole + whole / 5)))
	"$CONSTAT" -q -C "$work/case" import "$work/requests.csv" \
		>"$work/out" 2>&1 &
	pid=$!
	sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
	kill -9 "$pid" 2>/dev/null || :
	wait "$pid" 2>/dev/null || :
	pid=
	"$CONSTAT" verify "$work/case" >"$work/verify" 2>&1 || {
		cat "$work/verify"
		fail "killed after $after ms: the archive does not verify"
	}
	rows=$("$CONSTAT" -C "$work/case" --json hosts |
		jq '[.hosts[].rows] | add // 0')
	case $rows in
	0) absent=$((absent + 1)) ;;
	120000) there=$((there + 1)) ;;
	*) fail "killed after $after ms: $rows rows of 120000" ;;
	esac
	[ "$rows" != 0 ] || ! grep -q 'exhibit 1' "$work/out" ||
		fail "killed after $after ms: reported done, and not there"
	"$CONSTAT" -C "$work/case" import "$work/requests.csv" >"$work/out" ||
		fail "killed after $after ms: importing again fails"
	grep -q '120000 records' "$work/out" || fail "$(cat "$work/out")"
	"$CONSTAT" -q verify "$work/case" >/dev/null ||
		fail "killed after $after ms: wrong after importing again"
done
echo "$kills killed: $absent absent, $there whole"
