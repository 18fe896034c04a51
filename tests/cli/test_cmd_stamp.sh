#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# stamp and verify through the built program, with "openssl ts -reply" as the
# authority: what is exported satisfies "openssl ts -verify", and a change is
# refused by both.
set -eu
command -v openssl >/dev/null && command -v perl >/dev/null || {
	echo "skipped: no openssl or no perl for the authority"
	exit 77
}
top=$CONSTAT_SOURCE
work=$(mktemp -d)
tsa_pid=''
stop() {
	[ -z "$tsa_pid" ] || kill "$tsa_pid" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
. "$top/cli/demo/servers.sh"

start_tsa
cd "$work"
"$CONSTAT" -q init case
"$CONSTAT" -C case stamp --tsa "http://127.0.0.1:$tsa_port/" \
	--ca tsa/ca.pem --export proof >out
grep -q '^stamp 1: 1 entries' out
grep -q 'CN=Horodatage de demonstration' out

ts_verify() {
	openssl ts -verify -data proof/checkpoint.txt -in proof/stamp.tsr \
		-CAfile proof/ca.pem >ts.out 2>&1
}
ts_verify
cp proof/checkpoint.txt kept
sed 's/^1$/2/' kept >proof/checkpoint.txt
if ts_verify; then
	echo "openssl accepts another checkpoint"
	exit 1
fi
cp kept proof/checkpoint.txt

# What lies in the folder is not ours to replace.
mkdir mine
cp tsa/ca.pem mine/ca.pem
status=0
"$CONSTAT" -C case stamp --export mine 2>err || status=$?
[ "$status" = 2 ]
grep -q 'mine/ca.pem.*another folder' err
cmp -s tsa/ca.pem mine/ca.pem
[ ! -e mine/stamp.tsr ]

"$CONSTAT" -C case verify >out
grep -q '^the first 1 of 2 entries existed at .* stamped by CN=Horodatage' out
"$CONSTAT" -C case --json stamp --tsa "http://127.0.0.1:$tsa_port/" \
	--ca tsa/ca.pem >out
grep -q '"schema":"constat.stamp/1","id":2,"entries":2,' out

# Another authority's root does not vouch for this one.
openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem \
	-subj /CN=Autre -days 2 2>/dev/null
status=0
"$CONSTAT" -C case stamp --tsa "http://127.0.0.1:$tsa_port/" \
	--ca other.pem >out 2>err || status=$?
[ "$status" = 2 ]
grep -q 'the time stamp is not valid' err

# A changed reply is told by verify, and where.
sqlite3 case/constat.db "UPDATE stamp SET gen_ns = gen_ns - 1 WHERE id = 1"
status=0
"$CONSTAT" -C case verify >out || status=$?
[ "$status" = 1 ]
grep -q '^stamp 1: ' out
