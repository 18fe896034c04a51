#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Imports a repository of Open Terms Archive that is larger than one batch:
# killed in the middle it goes on, twice gives the same, exported and imported
# again the history is the same; a repository that is damaged or no longer
# whole ends in words.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null
commits=600

fail() {
	echo "FAILED: $*"
	[ ! -e err ] || cat err
	exit 1
}
# try STATUS WORDS…
try() {
	want=$1
	shift
	status=0
	"$CONSTAT" "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$want" ] || fail "status $status, not $want: $*"
}
tells() { grep -qF -- "$1" err || fail "err lacks: $1"; }
# what the archive in folder $1 holds, without its rows and who brought it
history_of() {
	for n in 1 2 3; do
		"$CONSTAT" -C "$1" history "Service $n" --json
	done | sed 's/"source":"[^"]*",//g; s/,"snapshot":[0-9]*//g'
}

git init -q -b main versions
awk -v n="$commits" 'BEGIN {
	for (i = 0; i < n; i++) {
		service = "Service " i % 7
		text = "Edition " i " of what we keep, and why.\n"
		message = "Record new changes of " service " Privacy Policy\n"
		seconds = 1600000000 + i * 3600
		printf "commit refs/heads/main\n"
		printf "author B <b@x> %d +0200\n", seconds
		printf "committer B <b@x> %d +0200\n", seconds
		printf "data %d\n%s", length(message), message
		printf "M 100644 inline %s/Privacy Policy.md\n", service
		printf "data %d\n%s\n", length(text), text
	}
}' </dev/null | git -C versions fast-import --quiet

# --- killed, and gone on ---

"$CONSTAT" init whole 2>/dev/null
try 0 -C whole import-history ota versions
tells "kept: $commits"
"$CONSTAT" init killed 2>/dev/null
"$CONSTAT" -C killed import-history ota versions >/dev/null 2>&1 &
pid=$!
sleep 0.7
kill -9 "$pid" 2>/dev/null || true
wait "$pid" 2>/dev/null || true
try 0 -C killed import-history ota versions
try 0 -C killed import-history ota versions
tells "there already: $commits"
history_of whole >one
history_of killed >two
cmp one two || fail "the killed import is another"
[ -s one ] || fail "no history"
try 0 -C killed verify

# --- only some of it ---

"$CONSTAT" init some 2>/dev/null
try 0 -C some import-history ota versions --service 'service 3' \
	--terms 'privacy policy'
tells "kept: 86"
try 0 -C some import-history ota versions --service 'Service 3' \
	--terms Imprint
tells "kept: 0"
try 2 -C some import-history ota versions --service Nobody
tells "has nothing of 'Nobody'"

# --- out and in again ---

try 0 -C whole export ota -o "$work/collection"
"$CONSTAT" init again 2>/dev/null
try 0 -C again import-history ota collection/versions
tells "kept: $commits"
history_of again >two
cmp one two || fail "exported and imported, it is another"
git -C collection/versions fsck --strict 2>/dev/null || fail "git finds faults"
[ -z "$(git -C collection/versions status --short)" ] || fail "files differ"

# --- bare, damaged, missing ---

git clone -q --bare versions bare.git
"$CONSTAT" init bare 2>/dev/null
try 0 -C bare import-history ota bare.git --service 'Service 1'
mkdir empty plain
git init -q empty
try 2 -C bare import-history ota empty
tells "is no git repository with a commit in it"
try 2 -C bare import-history ota plain
tells "is no git repository with a commit in it"
try 2 -C bare import-history ota "$work/versions/Service 1"
tells "is no git repository with a commit in it"
: >file
try 2 -C bare import-history ota file
tells "is no git repository with a commit in it"
for pack in bare.git/objects/pack/*.pack; do
	chmod u+w "$pack"
	size=$(wc -c <"$pack")
	head -c $((size / 2)) "$pack" >half
	cat half >"$pack"
done
try 2 -C bare import-history ota bare.git
status=0
PATH=/nowhere "$CONSTAT" -C bare import-history ota versions 2>err || status=$?
[ "$status" = 2 ] || fail "without git: $status"
tells "there is no program 'git'; install it"
