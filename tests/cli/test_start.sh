#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# constat alone: usage where nobody can be asked, a conversation on a
# terminal.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'timestamp,type,host\n1536000000000,a,push.example\n' >requests.csv

status=0
"$CONSTAT" </dev/null >out 2>err || status=$?
[ "$status" = 2 ]
grep -q '^usage: constat' out

script -qec true /dev/null >/dev/null 2>&1 || {
	echo "skipped: no script(1), or no pseudo-terminals here"
	exit 77
}
printf 'dossier\n\n%s\nEurope/Paris\n' "$work/requests.csv" |
	TERM=dumb script -qec "'$CONSTAT'" /dev/null >talk
grep -q "constat init dossier" talk
grep -q "constat import" talk
grep -q "push.example" talk
grep -q "constat draft complaint" talk
[ -s dossier/constat.db ]
"$CONSTAT" -C dossier verify >/dev/null
