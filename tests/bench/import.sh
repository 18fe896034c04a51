#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast logs are imported and in how much memory: rows a second, resident
# size, and the time beside that of hashing the same file with openssl.
#   CONSTAT=build/cli/constat sh tests/bench/import.sh [ROWS]
set -eu

: "${CONSTAT:?the program to measure}"
rows=${1:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# 500 hosts; a request each 1.3 seconds.
awk -v n="$rows" 'BEGIN {
	print "timestamp,type,host"
	for (i = 0; i < n; i++)
		printf "%.0f,%s,host%d.zone%d.example\n",
			1536048591222 + i * 1300 + i % 7,
			i % 5 == 0 ? "b" : "a", i * 7 % 500, i % 50
}' >"$work/blokada.csv"

# A query and what became of it, in two lines.
awk -v n="$rows" 'BEGIN {
	for (i = 0; i < n / 2; i++) {
		t = int(i / 40)
		at = sprintf("Jul %2d %02d:%02d:%02d", 1 + int(t / 86400) % 28,
			int(t / 3600) % 24, int(t / 60) % 60, t % 60)
		host = sprintf("host%d.zone%d.example", i * 7 % 500, i % 50)
		verdict = "cached " host " is 198.51.100.3"
		if (i % 5 == 0)
			verdict = "gravity blocked " host " is 0.0.0.0"
		print at " dnsmasq[633]: query[A] " host " from 192.0.2.7"
		print at " dnsmasq[633]: " verdict
	}
}' >"$work/dnsmasq.log"

seconds() {
	/usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>&1 || {
		cat "$work/out" >&2
		exit 1
	}
	cat "$work/time"
}

for log in blokada.csv dnsmasq.log; do
	rm -rf "$work/case"
	"$CONSTAT" -q init "$work/case" >/dev/null
	cat "$work/$log" >/dev/null
	hash=$(seconds openssl dgst -sha256 "$work/$log")
	read=$(seconds "$CONSTAT" -C "$work/case" import \
		--tz Europe/Paris --year 2026 "$work/$log")
	lines=$(wc -l <"$work/$log")
	echo "$log $lines $hash $read" | awk '{
		printf "%s: %d lines in %.2f s, %.0f lines/s, %d KiB", $1, $2,
			$5, $2 / ($5 > 0 ? $5 : 0.01), $6
		printf "; sha256 alone %.2f s (ratio %.1f)\n", $3,
			$5 / ($3 > 0 ? $3 : 0.01)
		if ($6 > 65536)
			exit 1
	}'
done
