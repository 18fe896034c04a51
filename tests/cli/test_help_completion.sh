#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The completions, asked as the shells ask them: a command by its first
# letters, and the options of the command that is typed.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CONSTAT" help --completion bash >"$work/bash"
# complete WORD…: what bash offers for the last one.
complete() {
	bash -c '. "$1"; shift
		COMP_WORDS=(constat "$@"); COMP_CWORD=$#
		_constat; printf "%s\n" "${COMPREPLY[@]}"' - "$work/bash" "$@"
}
[ "$(complete ver)" = verify ]
[ "$(complete import-)" = import-history ]
[ "$(complete draft --out)" = --output ]
[ "$(complete stamp --ts)" = --tsa ]
[ -z "$(complete verify --tsa)" ]
complete import --j | grep -qx -- --json

for shell in zsh fish; do
	"$CONSTAT" help --completion $shell >"$work/$shell"
	grep -q import-history "$work/$shell"
	if command -v $shell >/dev/null; then
		$shell -n "$work/$shell"
	fi
done
status=0
"$CONSTAT" help --completion csh >/dev/null 2>"$work/err" || status=$?
[ "$status" = 2 ]
grep -q csh "$work/err"
