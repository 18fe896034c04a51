#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# CPU time of "constat --version" beside "git --version", 100 runs each.
#
#   sh tests/bench/version.sh [CONSTAT]
set -eu
constat=${1:-build/cli/constat}

# cpu COMMAND…: milliseconds of user and system time a run.
cpu() {
	bash -c 'TIMEFORMAT="%U %S"; time for i in {1..100}; do
		"$@" >/dev/null; done' bench "$@" 2>&1 |
		awk '{ printf "%.2f", ($1 + $2) * 10 }'
}
ours=$(cpu "$constat" --version)
git=$(cpu git --version)
awk -v a="$ours" -v b="$git" 'BEGIN {
	printf "constat --version  %s ms CPU\ngit --version      %s ms CPU\n",
		a, b
	printf "ratio              %.2f\n", a / b }'
