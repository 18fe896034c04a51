#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every header compiles alone, has its guard and a manual on top, and holds
# no more than 25 functions.
set -eu
cd "${CONSTAT_SOURCE:-.}"
flags=$(sed -n 's/.*"command": "[^ ]* \(.*\) -o .*/\1/p' \
	"${CONSTAT_BUILD:-build}/compile_commands.json" |
	sed 's|-isystem |-isystem|g' | tr ' ' '\n' | grep -E '^-(I|isystem)' | sort -u | tr '\n' ' ')
bad=0
for header in */*.h; do
	room=${header%%/*}
	stem=$(basename "$header" .h)
	guard=$(printf '%s_%s_H' "$room" "$stem" | tr 'a-z-' 'A-Z_')
	grep -q "^#ifndef $guard\$" "$header" || {
		echo "$header: no guard $guard"
		bad=1
	}
	grep -q '^/\*$' "$header" || {
		echo "$header: no comment that says what it is for"
		bad=1
	}
	# shellcheck disable=SC2086
	${CC:-cc} -std=c17 -D_GNU_SOURCE -I. $flags -Wall -Wextra -Werror \
		-fsyntax-only -include "$header" -x c /dev/null || bad=1
	if command -v ctags >/dev/null; then
		n=$(ctags -x --language-force=C --kinds-C=p "$header" | wc -l)
		[ "$n" -le 25 ] || {
			echo "$header: $n functions; 25 are the limit"
			bad=1
		}
	fi
done
exit $bad
