#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A disk that fills up at any moment: what was finished stays, the rest is
# absent, the message says what failed and what to do, the status is 2, and
# the next command on a disk with room works.
set -eu
[ "$CONSTAT_BUILD_TYPE" != Asan ] || {
	echo "skipped: the shim cannot be preloaded under AddressSanitizer"
	exit 77
}
shim=$CONSTAT_BUILD/tests/libfull_disk.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk 'BEGIN { print "timestamp,type,host"
	for (i = 0; i < 20000; i++)
		printf "%d,%s,h%d.example\n", 1536000000000 + i * 1000,
			i % 3 ? "a" : "b", i % 500 }' >"$work/requests.csv"

# broken AFTER COMMAND…: runs it on a disk that takes AFTER bytes.
broken() {
	after=$1
	shift
	status=0
	LD_PRELOAD=$shim FULL_DISK_AFTER=$after "$CONSTAT" "$@" \
		>"$work/out" 2>"$work/err" || status=$?
}

failures=0
for after in 0 1000 20000 60000 100000 150000 250000 400000; do
	rm -rf "$work/case"
	broken "$after" init "$work/case"
	if [ "$status" != 0 ]; then
		failures=$((failures + 1))
		[ "$status" = 2 ]
		grep -qi 'full\|space' "$work/err" || {
			echo "init at $after: no word of the disk:"
			cat "$work/err"
			exit 1
		}
		rm -rf "$work/case"
		"$CONSTAT" -q init "$work/case"
	fi
	broken "$after" -C "$work/case" import "$work/requests.csv"
	if [ "$status" != 0 ]; then
		failures=$((failures + 1))
		[ "$status" = 2 ]
		grep -qi 'full\|space' "$work/err" || {
			echo "import at $after: no word of the disk:"
			cat "$work/err"
			exit 1
		}
		[ "$("$CONSTAT" -C "$work/case" observations | wc -l)" = 0 ] ||
			{ echo "import at $after: half of it is there"; exit 1; }
	fi
	"$CONSTAT" -C "$work/case" verify >"$work/out" 2>&1 || {
		echo "verify fails after a full disk at $after:"
		cat "$work/out"
		exit 1
	}
	"$CONSTAT" -q -C "$work/case" import "$work/requests.csv" >"$work/out"
	[ "$("$CONSTAT" -C "$work/case" observations | wc -l)" = 20000 ]
done
echo "$failures commands met a full disk"
[ "$failures" -ge 6 ]
