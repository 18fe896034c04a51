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

seed=$$

# import_killed KILLS ROWS OPTION…: kills imports with these options, each of
# which gives that many rows.
import_killed() {
	times=$1 want=$2
	shift 2
	# How long an import takes, in milliseconds.
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case"
	before=$(date +%s%N)
	"$CONSTAT" -q -C "$work/case" import "$@" "$work/requests.csv" \
		>/dev/null
	whole=$((($(date +%s%N) - before) / 1000000 + 1))
	i=0 absent=0 there=0
	while [ "$i" -lt "$times" ]; do
		i=$((i + 1))
		kill_one "$@"
	done
	echo "$times killed: $absent absent, $there whole ($*)"
}

kill_one() {
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case"
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	after=$((seed / 65536 % (whole + whole / 5)))
	"$CONSTAT" -q -C "$work/case" import "$@" "$work/requests.csv" \
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
	"$want") there=$((there + 1)) ;;
	*) fail "killed after $after ms: $rows rows of $want" ;;
	esac
	# The whole and its extract are there together, or neither is.
	exhibits=$("$CONSTAT" -C "$work/case" --json case status |
		jq '.exhibits | length')
	[ "$rows" != 0 ] || [ "$exhibits" = 0 ] ||
		fail "killed after $after ms: an exhibit without its rows"
	[ "$rows" != 0 ] || ! grep -q ': exhibit' "$work/out" ||
		fail "killed after $after ms: reported done, and not there"
	"$CONSTAT" -C "$work/case" import "$@" "$work/requests.csv" \
		>"$work/out" 2>/dev/null ||
		fail "killed after $after ms: importing again fails"
	grep -q "$want records" "$work/out" || fail "$(cat "$work/out")"
	[ "$i" != 1 ] ||
		"$CONSTAT" -q -C "$work/case" import "$@" \
			"$work/requests.csv" | grep -q 'already' ||
		fail "killed after $after ms: a third import is a new exhibit"
	"$CONSTAT" -q verify "$work/case" >/dev/null ||
		fail "killed after $after ms: wrong after importing again"
	[ -z "$(ls "$work/tmp")" ] ||
		fail "killed after $after ms: a copy is left behind"
}

mkdir "$work/tmp"
export TMPDIR="$work/tmp"
import_killed "$kills" 120000
import_killed $(((kills + 3) / 4)) 26640 --only-host 'host1*.example'
import_killed $(((kills + 3) / 4)) 26640 --only-host 'host1*.example' \
	--keep extract
