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

# A page that would drive the terminal does not, unless it goes to a file.
cat >dossier/declarations/Exemple.json <<'EOF'
{"name":"Exemple","terms":{"Privacy Policy":
	{"fetch":"https://exemple.example/p","select":"main"}}}
EOF
printf '<main><p>a\033]0;owned\007b</p></main>' >page.html
"$CONSTAT" -q -C dossier import-history file page.html --seen 2018-09-01 \
	--url https://exemple.example/p --source me >/dev/null
"$CONSTAT" -q -C dossier show Exemple --raw >raw
cmp raw page.html
TERM=dumb script -qec "'$CONSTAT' -q -C dossier show Exemple --raw" /dev/null \
	</dev/null >shown
grep -q owned shown
if grep -q "$(printf '\033')" shown; then
	echo "the page's escapes reached the terminal"
	exit 1
fi
