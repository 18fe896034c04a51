#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments of a capture: afterwards the archive verifies, the
# next command works, and what was reported as done is there. KILLS=1000 for a
# long run.
set -eu
command -v nginx >/dev/null || {
	echo "skipped: no nginx"
	exit 77
}
cd "$(dirname "$0")"
. ./web.sh
work=$(mktemp -d)
trap 'web_stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
web_start "$work/web"
site=http://127.0.0.1:$web_port
kills=${KILLS:-50} reported=0

fail() {
	echo "FAILED: $*"
	exit 1
}
"$CONSTAT" init "$work/case" 2>/dev/null
cd "$work/case"
for name in A B C D; do
	printf '{"name":"%s","terms":{"Privacy Policy":{"fetch":"%s","select":"main"}}}' \
		$name "$site/$name.html" >declarations/$name.json
done
round=0
while [ $round -lt "$kills" ]; do
	round=$((round + 1))
	for name in A B C D; do
		printf '<main><h1>%s</h1><p>Round %s of the policy.</p></main>' \
			$name $round >"$work/web/www/$name.html"
	done
	"$CONSTAT" capture --allow-private >said 2>&1 &
	pid=$!
	# 0 to 199 milliseconds, from two random bytes.
	delay=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
	sleep "0.$(printf %03d $((delay % 200)))"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	"$CONSTAT" verify >verified 2>&1 ||
		fail "round $round: verify: $(cat verified)"
	for name in A B C D; do
		grep -q "^\(new\|changed\) *$name " said || continue
		reported=$((reported + 1))
		"$CONSTAT" show $name 2>/dev/null |
			grep -q "Round $round of" ||
			fail "round $round: what was said of $name is gone"
	done
done
"$CONSTAT" capture --allow-private >said 2>&1 || fail "the next capture"
[ "$(grep -c '^\(new\|changed\|unchanged\)' said)" = 4 ] || fail "not all four"
"$CONSTAT" verify >/dev/null 2>&1 || fail "verify in the end"
echo "$kills kills, $reported reported results found again"
