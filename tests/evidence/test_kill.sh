#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments of an import: afterwards the archive verifies, the
# exhibit is there whole or not at all, and importing again works. What was
# reported done is there.
#   KILLS=50 for more.
#   CONSTAT_SOAK=yes for one import of GIB (3) GiB too, killed at five places:
#   then the same rows and hashes as of one that was left in peace.
set -eu
kills=${KILLS:-12}
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || :; rm -rf "$work"' EXIT

fail() {
	echo "$*"
	exit 1
}

# milliseconds COMMAND…: how long it takes.
milliseconds() {
	before=$(date +%s%N)
	"$@" >/dev/null
	echo $((($(date +%s%N) - before) / 1000000 + 1))
}

# killed_after MS COMMAND…: runs it, and kills it when it is still there.
killed_after() {
	after=$1
	shift
	"$@" >"$work/out" 2>&1 &
	pid=$!
	sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
	kill -9 "$pid" 2>/dev/null || :
	wait "$pid" 2>/dev/null || :
	pid=
}

# A query log of so many GiB, some 300 bytes a row.
large_log() {
	awk -v gib="$1" 'BEGIN {
		rule = "{\"IsFiltered\":true,\"Reason\":3,\"Rules\":[{\"Text\":" \
			"\"||push.vendor.example^\",\"FilterListID\":1}]}"
		for (i = 0; size < gib * 1073741824; i++) {
			line = sprintf("{\"T\":\"2026-%02d-%02dT%02d:%02d:%02d" \
				".%03dZ\",\"QH\":\"host%d.zone%d.vendor.example" \
				"\",\"QT\":\"%s\",\"QC\":\"IN\",\"CP\":\"doh\"," \
				"\"Answer\":\"\",\"IP\":\"192.0.2.%d\"," \
				"\"Result\":%s,\"Elapsed\":%d,\"Upstream\":" \
				"\"https://dns.example/dns-query\"," \
				"\"Cached\":false}",
				1 + i / 40000 / 24 / 28 % 12,
				1 + i / 40000 / 24 % 28, i / 40000 % 24,
				i / 667 % 60, i / 11 % 60, i * 7 % 1000,
				i * 7919 % 2003, i * 31 % 17,
				i % 3 ? "A" : "AAAA", i * 13 % 12 + 2,
				i % 5 ? "{}" : rule, i * 17 % 90001)
			size += length(line) + 1
			print line
		}
	}'
}

# Rows, content and what verify counts, of a case.
hashes() {
	"$CONSTAT" -C "$1" observations | sha256sum
	"$CONSTAT" -C "$1" --json hosts | sha256sum
	"$CONSTAT" verify "$1" | head -n 1
}

soak() {
	large_log "$1" >"$work/query.json"
	for case in calm killed; do
		"$CONSTAT" -q init "$work/$case"
	done
	whole=$(milliseconds "$CONSTAT" -q -C "$work/calm" import \
		"$work/query.json")
	for sixth in 1 2 3 4 5; do
		killed_after $((whole * sixth / 6)) "$CONSTAT" -q \
			-C "$work/killed" import "$work/query.json"
		"$CONSTAT" -q verify "$work/killed" >/dev/null ||
			fail "killed after $after ms: it does not verify"
		rows=$("$CONSTAT" -C "$work/killed" --json hosts |
			jq '[.hosts[].rows] | add // 0')
		echo "killed after $after of $whole ms: $rows rows"
	done
	"$CONSTAT" -C "$work/killed" import "$work/query.json" || fail "again"
	hashes "$work/calm" >"$work/calm.hashes"
	hashes "$work/killed" >"$work/killed.hashes"
	cmp "$work/calm.hashes" "$work/killed.hashes" ||
		fail "$(cat "$work/calm.hashes" "$work/killed.hashes")"
	cat "$work/calm.hashes"
	echo "$(wc -c <"$work/query.json") bytes, killed five times: the same"
}

awk 'BEGIN {
	print "timestamp,type,host"
	for (i = 0; i < 120000; i++)
		printf "%.0f,%s,host%d.example\n", 1536048591222 + i * 1300,
			i % 5 == 0 ? "b" : "a", i * 7 % 500
}' >"$work/requests.csv"

seed=$$

# import_killed KILLS ROWS OPTION…: kills imports with these options, each of
# which gives that many rows.
import_killed() {
	times=$1 want=$2
	shift 2
	# How long an import takes, in milliseconds.
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case"
	whole=$(milliseconds "$CONSTAT" -q -C "$work/case" import "$@" \
		"$work/requests.csv")
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
	killed_after "$after" "$CONSTAT" -q -C "$work/case" import "$@" \
		"$work/requests.csv"
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

if [ "${CONSTAT_SOAK:-}" = yes ]; then
	soak "${GIB:-3}"
fi
