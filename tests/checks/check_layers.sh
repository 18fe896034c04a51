#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Arrows run one way: a room includes only itself and the rooms below it.
# The check is tried on a wrong include first, so that it cannot go blind.
set -eu
cd "${CONSTAT_SOURCE:-.}"

# below ROOM: the rooms it may include.
below() {
	case $1 in
	base) echo 'base' ;;
	archive) echo 'archive base' ;;
	scrapers) echo 'scrapers archive base' ;;
	evidence) echo 'evidence archive base' ;;
	templates) echo 'templates base' ;;
	cases) echo 'cases scrapers evidence templates archive base' ;;
	cli) echo 'cli cases scrapers evidence templates archive base' ;;
	esac
}

# wrong ROOM FILE…: prints the includes against the arrows.
wrong() {
	room=$1
	shift
	[ $# -gt 0 ] && [ -e "$1" ] || return 0
	awk -v room="$room" -v may="$(below "$room")" '
	BEGIN { n = split(may, list, " "); for (i = 1; i <= n; i++) ok[list[i]] }
	match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]+"/) {
		split($0, q, "\""); split(q[2], part, "/")
		if (q[2] !~ /\//)
			print FILENAME ":" FNR ": not written from the root: " q[2]
		else if (!(part[1] in ok))
			print FILENAME ":" FNR ": " room " may not include " q[2]
	}' "$@"
}

trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
printf '#include "cases/case.h"\n#include "base/err.h"\n#include "err.h"\n' \
	>"$trial/x.c"
[ "$(wrong scrapers "$trial/x.c" | wc -l)" = 2 ] || {
	echo "the check does not see a wrong include"
	exit 1
}

found=''
for room in base archive scrapers evidence templates cases cli; do
	found="$found$(wrong "$room" "$room"/*.c "$room"/*.h)"
done
[ -z "$found" ] || {
	printf '%s\n' "$found"
	exit 1
}
# The link line must say the same as the includes.
for room in base archive scrapers evidence templates cases cli; do
	rooms=$(sed -n 's/.*ROOMS \([a-z ]*\).*/\1/p' "$room/CMakeLists.txt" |
		sed 's/ *$//')
	for other in $rooms; do
		case " $(below "$room") " in
		*" $other "*) ;;
		*)
			echo "$room/CMakeLists.txt: links $other"
			exit 1
			;;
		esac
	done
done
