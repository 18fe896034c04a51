#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast logs are imported, in how much memory, and how fast their rows are
# found again; each figure beside its target, and beside openssl and DuckDB on
# the same file in the same run.
#   BUILD=build sh tests/bench/import.sh [--rows N] [--runs N]
# Each time is the least of the runs, which alternate; on a machine that does
# other things as well, see the processor's seconds. A log whose importer is
# not there is left out. DuckDB is measured when the folder DUCKDB has it
# (npm install @duckdb/node-api).
set -eu

: "${BUILD:?the folder of the build}"
constat=$BUILD/cli/constat
here=$(cd "$(dirname "$0")" && pwd)
rows=5000000
runs=3
while [ $# -gt 1 ]; do
	case $1 in
	--rows) rows=$2 ;;
	--runs) runs=$2 ;;
	*) echo "import.sh [--rows N] [--runs N]" >&2; exit 2 ;;
	esac
	shift 2
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# measure NAME COMMAND…: adds "wall processor KiB" to the runs of a name.
measure() {
	name=$1
	shift
	/usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" \
		>"$work/out" 2>"$work/err" || {
		cat "$work/err" >&2
		exit 1
	}
	awk '{ print $1, $2 + $3, $4 }' "$work/time" >>"$work/$name"
}

# least NAME FIELD: of all runs; peak NAME: the most memory.
least() {
	sort -n -k "$2,$2" "$work/$1" | awk -v f="$2" 'NR == 1 { print $f }'
}
peak() {
	sort -n -k 3,3 "$work/$1" | awk 'END { print $3 }'
}

# line WHAT FIGURE SIGN TARGET: one row of the table.
line() {
	awk -v what="$1" -v v="$2" -v sign="$3" -v want="$4" 'BEGIN {
		ok = sign == "<=" ? v <= want : v >= want
		printf "  %-42s %10.2f  %s %-8s %s\n", what, v, sign, want,
			ok ? "holds" : "MISSED"
	}'
}
ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { print a / (b > 0.005 ? b : 0.005) }'
}

options() {
	case $1 in
	pihole) echo --tz Europe/Paris --year 2026 --format pihole-log ;;
	*) echo --format "$1" ;;
	esac
}

# log KIND TIMES [JSON|CSV TIMES]: the whole of one kind.
log() {
	kind=$1
	file=$work/$kind.log
	"$constat" formats | grep -q "$(options "$kind" | sed 's/.* //')" || {
		echo "$kind: no importer"
		return 0
	}
	"$BUILD/tests/bench_log" "$kind" "$rows" >"$file"
	for run in $(seq "$runs"); do
		rm -rf "$work/case" "$work/duck.db"
		"$constat" -q init "$work/case" >/dev/null
		measure "$kind.hash" openssl dgst -sha256 "$file"
		# shellcheck disable=SC2046
		measure "$kind.import" "$constat" -q -C "$work/case" import \
			$(options "$kind") "$file"
		[ $# -lt 3 ] || [ -z "${DUCKDB:-}" ] ||
			node "$here/duckdb.mjs" "$3" "$file" "$work/duck.db" \
				>>"$work/$kind.duck"
	done
	size=$(wc -c <"$file")
	echo "$kind: $rows rows, $((size >> 20)) MiB; import" \
		"$(least "$kind.import" 1) s (processor" \
		"$(least "$kind.import" 2) s), openssl" \
		"$(least "$kind.hash" 1) s (processor $(least "$kind.hash" 2) s)"
	line 'wall beside sha256' "$(ratio "$(least "$kind.import" 1)" \
		"$(least "$kind.hash" 1)")" '<=' "$2"
	line 'processor beside sha256, for two' "$(ratio "$(least \
		"$kind.import" 2)" "$(least "$kind.hash" 2)")" '<=' $((2 * $2))
	line 'resident, MiB' "$(ratio "$(peak "$kind.import")" 1024)" '<=' 64
	line 'archive, % of the log' "$(ratio $((100 * \
		$(wc -c <"$work/case/constat.db"))) "$size")" '<=' 25
	[ ! -e "$work/$kind.duck" ] ||
		line 'DuckDB takes, times as long' "$(ratio "$(sort -n \
			"$work/$kind.duck" | head -n 1)" \
			"$(least "$kind.import" 1)")" '>=' "$4"
	find_again "$kind"
	rm -f "$file"
}

# What is asked of the rows of the last case: of a host in the middle of the
# list, which the most frequent begins.
find_again() {
	one=$("$constat" -C "$work/case" --json hosts | tr ',{' '\n\n' |
		sed -n 's/^"host":"\(.*\)"$/\1/p' | sed -n '1000p')
	[ -n "$one" ] || {
		echo "  hosts: too few rows for a host in the middle"
		return 0
	}
	for run in $(seq "$runs"); do
		measure "$1.hosts" "$constat" -C "$work/case" --json hosts
		measure "$1.rows" "$constat" -C "$work/case" observations \
			--host "$one"
	done
	line 'hosts, s' "$(least "$1.hosts" 1)" '<=' 0.05
	line 'hosts, s of the processor' "$(least "$1.hosts" 2)" '<=' 0.05
	line 'rows of one host, s' "$(least "$1.rows" 1)" '<=' 0.2
	line 'rows of one host, s of the processor' \
		"$(least "$1.rows" 2)" '<=' 0.2
	"$constat" -C "$work/case" verify >/dev/null || {
		echo "  verify: FAILED"
		exit 1
	}
	echo "  verify: as it was kept"
}

# Ten thousand draws over the rows of the last case: of the host above, beside
# notifications of the same months.
correlate() {
	"$BUILD/tests/bench_log" events "$rows" >"$work/events.log"
	"$constat" -q -C "$work/case" import --tz UTC --year 2026 \
		--format android "$work/events.log" >/dev/null
	for run in $(seq "$runs"); do
		measure correlate "$constat" -C "$work/case" correlate \
			--host "$one" --events 2 --window 10
	done
	line 'correlation, s' "$(least correlate 1)" '<=' 2
	line 'correlation, s of the processor' "$(least correlate 2)" '<=' 2
}

# Look-ups and what servers send; most bytes of a capture are such.
capture() {
	file=$work/capture.pcap
	"$BUILD/tests/bench_log" pcap $((rows / 100)) >"$file"
	for run in $(seq "$runs"); do
		rm -rf "$work/case"
		"$constat" -q init "$work/case" >/dev/null
		measure pcap "$constat" -q -C "$work/case" import "$file"
	done
	mb=$(($(wc -c <"$file") / 1000000))
	echo "pcap: $mb MB"
	line 'MB/s' "$(ratio "$mb" "$(least pcap 1)")" '>=' 300
	line 'MB for a second of the processor' \
		"$(ratio "$mb" "$(least pcap 2)")" '>=' 150
	line 'resident, MiB' "$(ratio "$(peak pcap)" 1024)" '<=' 64
	rm -f "$file"
}

echo "load before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
log adguardhome 4 json 1.5
log nextdns 4 csv 6
correlate
log pihole 5
capture
echo "load after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
