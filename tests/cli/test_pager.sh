#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Long texts on a terminal go through the pager, and nothing else does.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
script -qec true /dev/null >/dev/null 2>&1 || {
	echo "skipped: no script(1), or no pseudo-terminals here"
	exit 77
}
unset CONSTAT_PAGER PAGER LESS

fail() {
	echo "$1"
	shift
	cat "$@"
	exit 1
}
# Runs a line of the shell on a terminal; what it showed is in "shown".
terminal() {
	TERM=dumb script -qec "$1" /dev/null </dev/null | tr -d '\r' >shown
}
# Likewise; "status N" comes last.
asked() {
	terminal "$1; echo status \$?"
}
shows() {
	grep -q -e "$1" shown || fail "this does not show '$1':" shown
}
lacks() {
	! grep -q -e "$1" shown || fail "this shows '$1':" shown
}

printf 'one\n\ntwo\033]0;owned\007\n' >old.md
printf 'one\n\nthree\033]0;owned\007\n' >new.md
diff="'$CONSTAT' diff --files old.md new.md"

# The pager reads it, the status is the command's, escapes stay escapes.
export PAGER="sed 's/^/PAGER:/'"
asked "$diff"
shows '^PAGER:.*three'
shows '^status 1$'
! grep -q "$(printf '\033')" shown || fail "an escape reached the terminal" shown
asked "$diff --format markdown"
shows '^PAGER:'

asked "$diff --format patch"
! grep -q "$(printf '\033')" shown || fail "an escape reached the terminal" shown
"$CONSTAT" diff --files old.md new.md --format patch >patch || :
terminal "'$CONSTAT' diff --apply patch old.md"
shows 'three'
! grep -q "$(printf '\033')" shown || fail "an escape reached the terminal" shown
"$CONSTAT" diff --apply patch old.md | cmp - new.md

# Messages come behind the text, and are not the pager's.
asked "'$CONSTAT' diff --files old.md old.md"
shows '^no difference$'
shows '^status 0$'
"$CONSTAT" -q init case
cat >case/declarations/Exemple.json <<'EOT'
{"name":"Exemple","terms":{"Privacy Policy":
	{"fetch":"https://exemple.example/p","select":"main"}}}
EOT
echo '<main><p>the words</p></main>' >page.html
"$CONSTAT" -q -C case import-history file page.html --seen 2018-09-01 \
	--url https://exemple.example/p --source me >/dev/null
asked "'$CONSTAT' -C case show Exemple"
[ "$(sed -n 1p shown)" = 'PAGER:the words' ] || fail "not first:" shown
shows '^version 1 of 1'

# What is for programs, or not for a terminal, does not go through it.
asked "$diff --json"
lacks '^PAGER:'
asked "$diff --format patch"
lacks '^PAGER:'
asked "$diff >file"
! grep -q '^PAGER:' file
asked "$diff --no-pager"
lacks '^PAGER:'
shows 'three'
asked "'$CONSTAT' --no-pager help diff"
lacks '^PAGER:'

# Nor what fails before it says anything: the pager is not even started.
PAGER='touch started; cat' asked "'$CONSTAT' diff --files old.md absent.md"
shows 'absent.md'
shows '^status 2$'
[ ! -e started ]

# Whose wish counts; none; one that is not there.
CONSTAT_PAGER="sed 's/^/OWN:/'" asked "$diff"
shows '^OWN:'
for none in '' cat; do
	CONSTAT_PAGER=$none asked "$diff"
	lacks '^PAGER:'
	shows 'three'
done
for absent in no-such-pager './old.md' 'no-such-pager | cat >&2 | false'; do
	PAGER=$absent asked "'$CONSTAT' diff --files old.md new.md"
	shows '^status 1$'
done
(unset PAGER && asked "$diff")
shows 'three'
PAGER=no-such-pager asked "'$CONSTAT' help"
shows 'mentions'
PAGER='printf "<%s>" "$LESS"; cat' asked "$diff"
shows '<FRX>'
PAGER='printf "<%s>" "$LESS"; cat' LESS=S asked "$diff"
shows '<S>'

# Left early, before all of a long text is written: no word of it.
i=0
while [ $i -lt 20000 ]; do
	echo "line $i of a text that is longer than a pipe holds"
	echo
	i=$((i + 1))
done >long.md
sed 's/line/other/' long.md >longer.md
PAGER='head -n 1; exit 3' asked "'$CONSTAT' diff --files long.md longer.md"
[ "$(wc -l <shown)" = 2 ] || fail "more was said:" shown
shows '^status 1$'

# Ended by a signal while the person reads: the pager has the terminal
# until it is left.
cat >stop.sh <<EOT
$diff &
while [ ! -e reading ]; do sleep 0.05; done
kill -TERM \$!
wait \$!
echo "status \$?"
EOT
PAGER='touch reading; sleep 1; cat >/dev/null; echo left' terminal 'sh stop.sh'
[ "$(grep -v Terminated shown | tail -n 2)" = "left
status 143" ] ||
	fail "the pager was left behind:" shown

# With colour, which the pager gets too.
unset NO_COLOR
TERM=xterm script -qec "PAGER='sed s/^/PAGER:/' $diff" /dev/null </dev/null |
	grep -q "^PAGER:.*$(printf '\033')\[3" || fail "no colour"
