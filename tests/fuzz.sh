#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets with libFuzzer and runs each for SECONDS.
#
#   sh tests/fuzz.sh [SECONDS [TARGET…]]
#
# Ends with status 1 at the first crash; the input is kept in build-fuzz/.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
cmake -S . -B build-fuzz -G Ninja -DCMAKE_BUILD_TYPE=Fuzz \
	-DCMAKE_C_COMPILER=clang >/dev/null
cmake --build build-fuzz -- --quiet
[ $# -gt 0 ] || set -- $(cd build-fuzz/tests && ls -- *_fuzz_* | sort)
for target in "$@"; do
	room=${target%%_fuzz_*}
	stem=fuzz_${target#*_fuzz_}
	grown=build-fuzz/corpus/$target
	mkdir -p "$grown"
	echo "== $target, $seconds s"
	(cd build-fuzz && tests/"$target" -max_total_time="$seconds" \
		-rss_limit_mb=4096 -timeout=20 -max_len=65536 \
		-print_final_stats=1 -verbosity=0 \
		corpus/"$target" ../tests/"$room"/"$stem") || exit 1
done
