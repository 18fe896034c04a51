#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast captures are read and in how much memory: the importer alone, the
# whole import (which also keeps the file), beside tcpdump copying the same
# file to nowhere, and tshark printing its names. Wanted: 300 MB/s for the
# importer alone, and at most 64 MiB.
#   CONSTAT=build/cli/constat BENCH=build/tests/bench_pcap \
#	sh tests/bench/pcap.sh [MEGABYTES]
set -eu

: "${CONSTAT:?the program to measure}"
: "${BENCH:?the program that makes captures, bench_pcap}"
megabytes=${1:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# timed WORDS…: seconds and KiB.
timed() {
	/usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>&1 || {
		cat "$work/out" >&2
		exit 1
	}
	cat "$work/time"
}

say() {
	echo "$1 $2 $megabytes" | awk -v what="$3" '{
		printf "  %-28s %7.2f s %7.0f MB/s %8d KiB\n", what, $1,
			$3 / ($1 > 0 ? $1 : 0.01), $2
	}'
}

for kind in 0 1 2; do
	"$BENCH" make "$megabytes" "$kind" "$work/x.pcap"
	cat "$work/x.pcap" >/dev/null
	case $kind in
	0) echo "a phone's traffic:" ;;
	1) echo "64 bytes a packet, 2,000 connections:" ;;
	2) echo "64 bytes a packet, each a connection (the worst):" ;;
	esac
	set -- $(timed "$BENCH" read "$work/x.pcap")
	say "$1" "$2" "the importer alone"
	echo "  ($(cut -d ' ' -f 1 "$work/out") rows)"
	[ "$2" -le 65536 ] || echo "  more than 64 MiB"
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case" >/dev/null
	set -- $(timed "$CONSTAT" -C "$work/case" import "$work/x.pcap")
	say "$1" "$2" "constat import"
	rm -rf "$work/case"
	set -- $(timed tcpdump -r "$work/x.pcap" -w /dev/null)
	say "$1" "$2" "tcpdump -w /dev/null"
	if [ "$kind" = 0 ]; then
		set -- $(timed tshark -r "$work/x.pcap" -T fields \
			-e dns.qry.name -e tls.handshake.extensions_server_name)
		say "$1" "$2" "tshark -T fields"
	fi
done
