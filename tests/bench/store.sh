#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What keeping versions costs: the histories below HISTORIES (one folder a
# terms, one .md a version, in order of names) in an archive, beside a git
# repository of the same versions, built in the same run; the time of an
# insertion beside one fdatasync of the same disk; reading back. With MANY
# set, also what the next version costs behind that many of many terms and
# as many of one.
#
#   sh tests/bench/store.sh BUILD HISTORIES
#   MANY=1000000 sh tests/bench/store.sh BUILD HISTORIES
set -eu
build=$1 histories=$2
ninja -C "$build" bench_store >/dev/null
bench=$build/tests/bench_store
work=$(mktemp -d "${TMPDIR:-/tmp}/constat-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# One commit a version, as loose objects, so that "git gc" starts afresh.
stream() {
	n=0
	for dir in "$histories"/*/; do
		name=$(basename "$dir")
		for file in "$dir"*.md; do
			n=$((n + 1))
			printf 'commit refs/heads/main\ncommitter B <b@b.invalid> %d +0000\ndata 1\nx\n' $n
			printf 'M 100644 inline "%s.md"\ndata %d\n' "$name" \
				"$(wc -c <"$file")"
			cat "$file"
			echo
		done
	done
}
git init -q "$work/git"
stream | git -C "$work/git" -c fastimport.unpackLimit=1000000 \
	fast-import --quiet
pack() {
	git -C "$work/git" gc --quiet --prune=now "$@"
	cat "$work"/git/.git/objects/pack/*.pack | wc -c
}
gc=$(pack)
aggressive=$(pack --aggressive)
"$bench" histories "$histories" "$work/case" >"$work/figures"
awk -v gc="$gc" -v aggressive="$aggressive" '
	$1 == "versions" { raw = $4; print $2 " versions, " raw " bytes" }
	$1 == "stored" {
		row("constat", $2); row("git gc", gc)
		row("git gc --aggressive", aggressive)
	}
	$1 == "records" || $1 ~ /_ms$/ { print }
	function row(name, bytes) {
		printf "%-20s %9d bytes  %.3f %% of raw\n", name, bytes,
			100 * bytes / raw
	}' "$work/figures"
[ -z "${MANY:-}" ] || "$bench" many "$MANY" "$work/many"
