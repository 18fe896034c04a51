#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs all tests: first under
# AddressSanitizer and UndefinedBehaviorSanitizer, then as released.
#
#   sh tests/run.sh           everything
#   sh tests/run.sh --quick   the released build only
#   sh tests/run.sh --soak    with the long runs (fuzzing five minutes each,
#                             thousands of kills and flips)
#
# Cases that read the folder of public sample data (../shared/data beside the
# checkout) run where it exists, and say that they are skipped where not.
set -eu
cd "$(dirname "$0")/.."
quick=no soak=no
for arg in "$@"; do
	case $arg in
	--quick) quick=yes ;;
	--soak) soak=yes ;;
	*)
		echo "usage: sh tests/run.sh [--quick] [--soak]" >&2
		exit 2
		;;
	esac
done

sh cli/setup.sh build test

CONSTAT_SHARED=''
if [ -d ../shared/data ]; then
	CONSTAT_SHARED=$(cd ../shared/data && pwd)
else
	echo "no ../shared/data: the cases that read it are skipped"
fi
CONSTAT_SOAK=$soak
export CONSTAT_SHARED CONSTAT_SOAK

jobs=$(nproc)

# one TYPE FOLDER: builds and tests it.
one() {
	cmake -S . -B "$2" -G Ninja -DCMAKE_BUILD_TYPE="$1" \
		-DBUILD_TESTING=ON >/dev/null
	cmake --build "$2" -j "$jobs" -- --quiet
	ctest --test-dir "$2" -j "$jobs" --output-on-failure
}

[ "$quick" = yes ] || one Asan build-asan
[ "$soak" = no ] || sh tests/fuzz.sh 300
one Release build
