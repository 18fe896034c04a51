#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the cases tests/cli/cmd_<name>/<case>.args: one line of arguments each,
# in a fresh folder that <case>.setup (optional, sh) has prepared. What comes
# out must be <case>.want: standard output, "status N", and standard error
# with "! " before each line. UPDATE=1 rewrites the wanted files, for review.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 count=0

for args in "$here"/cmd_*/*.args; do
	[ -e "$args" ] || continue
	case=${args%.args}
	name=$(basename "$(dirname "$case")")/$(basename "$case")
	count=$((count + 1))
	dir=$work/$count
	mkdir "$dir"
	if [ -e "$case.setup" ]; then
		(cd "$dir" && CASE=$case sh "$case.setup") >"$work/setup" 2>&1 || {
			echo "$name: the setup failed"
			cat "$work/setup"
			failed=1
			continue
		}
	fi
	(cd "$dir" && eval "\"$CONSTAT\" $(cat "$args")" \
		>"$work/out" 2>"$work/err" </dev/null)
	status=$?
	{
		cat "$work/out"
		echo "status $status"
		sed 's/^/! /' "$work/err"
	} | sed "s#$dir#DIR#g" >"$work/got"
	if [ "${UPDATE:-}" = 1 ]; then
		cp "$work/got" "$case.want"
	elif ! diff -u "$case.want" "$work/got"; then
		echo "$name differs"
		failed=1
	fi
done
echo "$count cases"
[ "$count" -gt 0 ] && [ "$failed" = 0 ]
