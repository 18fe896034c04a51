#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Everything that a server can do wrong, through the program: each is told and
# bounded, the others are captured all the same, and the archive verifies. The
# server that sends a byte a second takes its minutes with CONSTAT_SOAK=yes.
set -eu
for tool in python3 openssl sqlite3 jq; do
	command -v $tool >/dev/null || {
		echo "skipped: no $tool"
		exit 77
	}
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server='' run=''
trap 'kill $server $run 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

fail() {
	echo "FAILED: $*"
	[ ! -e out ] || tail -n 5 out | cut -c1-400 | sed 's/^/out: /'
	[ ! -e err ] || cut -c1-400 err | sed 's/^/err: /'
	exit 1
}

# --- certificates: expired yesterday, of another name, signed by itself ---
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 30 -subj "/CN=$1" -keyout "$1.key" \
		-out "$1.crt" 2>/dev/null
}
# certificate NAME HOST FROM TO: signed by the authority "root".
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
	printf 'subjectAltName=DNS:%s\n' "$2" >"$1.ext"
	openssl ca -batch -config ca.conf -cert root.crt -keyfile root.key \
		-extfile "$1.ext" -startdate "$3" -enddate "$4" -notext \
		-in "$1.csr" -out "$1.crt" 2>/dev/null
	cat "$1.key" "$1.crt" >"$1.pem"
}
at() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
cat >ca.conf <<-'CONF'
	[ca]
	default_ca = here
	[here]
	database = index.txt
	serial = serial
	new_certs_dir = issued
	default_md = sha256
	policy = any
	[any]
	commonName = supplied
CONF
mkdir issued
: >index.txt
echo 01 >serial
authority root
certificate good good.test "$(at yesterday)" "$(at tomorrow)"
certificate expired expired.test "$(at '10 days ago')" "$(at yesterday)"
certificate other other-name.test "$(at yesterday)" "$(at tomorrow)"
authority self
cat self.key self.crt >self.pem

python3 "$here/hostile.py" "$work" &
server=$!
tries=0
until [ -s port ] && [ -s good.port ] && [ -s expired.port ] &&
	[ -s other.port ] && [ -s self.port ]; do
	tries=$((tries + 1))
	[ $tries -lt 300 ] || fail "the servers do not start"
	sleep 0.1
done
port=$(cat port)

"$CONSTAT" -q init case
cd case

# --- declarations: each way of the server is a host of its own ---
set -- --allow-private --ca ../root.crt --no-browser --pause 0 --json
ways='ok chunked flood short long bomb nested cookie cookie-hop close busy
once huge bold bytes type tag 304 garbage interim'
[ "${CONSTAT_SOAK:-}" != yes ] || ways="$ways trickle"
for way in $ways; do
	printf '{"name": "%s", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main"}}}' \
		"$way" "http://$way.test:$port/$way" >"declarations/$way.json"
	set -- "$@" --resolve "$way.test:$port:127.0.0.1"
done
for name in good expired other self; do
	tls=$(cat ../$name.port)
	printf '{"name": "%s", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main"}}}' \
		"$name" "https://$name.test:$tls/ok" >"declarations/$name.json"
	set -- "$@" --resolve "$name.test:$tls:127.0.0.1"
done
# A name that wants to paint the terminal, and ten thousand selectors.
printf '{"name": "pa\\u001b[31mint\\u0007\\r", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main"}}}' \
	"http://ok.test:$port/ok?paint" >declarations/paint.json
awk -v url="http://ok.test:$port/ok?many" 'BEGIN {
	printf "{\"name\": \"many\", \"terms\": {\"Privacy Policy\": "
	printf "{\"fetch\": \"%s\", \"select\": [", url
	for (i = 0; i < 10000; i++)
		printf "\"#x%d > p\", ", i
	printf "\"main\"]}}}" }' >declarations/many.json
awk -v url="http://ok.test:$port/ok?list" 'BEGIN {
	printf "{\"name\": \"list\", \"terms\": {\"Privacy Policy\": "
	printf "{\"fetch\": \"%s\", \"select\": \"", url
	for (i = 0; i < 10000; i++)
		printf "#x%d > p, ", i
	printf "main\"}}}" }' >declarations/list.json

started=$(date +%s)
status=0
"$CONSTAT" capture "$@" >../out 2>../err || status=$?
took=$(($(date +%s) - started))
cd ..
[ $status = 1 ] || fail "status $status, not 1"
[ "${CONSTAT_SOAK:-}" = yes ] || [ $took -lt 60 ] || fail "it took $took s"

# is OUTCOME CAUSE SERVICE…: what was said of each.
is() {
	outcome=$1 cause=$2
	shift 2
	for service; do
		jq -se --arg s "$service" --arg o "$outcome" --arg c "$cause" \
			'any(.[]; .service == $s and .outcome == $o
				and (.cause // "") == $c)' out >/dev/null ||
			fail "$service is not '$outcome', for '$cause'"
	done
}
asked() { grep -c "^$1 " log || :; }
query() { sqlite3 case/constat.db "$1"; }
verified() {
	"$CONSTAT" -C case verify >out 2>err || fail "verify, $1"
	"$CONSTAT" -C case rebuild --check >out 2>err || fail "rebuild, $1"
}

is new '' ok cookie cookie-hop once tag good many paint
is failed cut chunked short close
is failed size flood huge interim
is failed limit bomb bold
is failed parse nested type
is failed status busy 304
is failed invalid bytes
is failed protocol garbage
is failed certificate expired other self
is failed declaration list
is wall error long
[ "${CONSTAT_SOAK:-}" != yes ] || is failed timeout trickle
jq -se 'any(.[]; .service == "expired" and (.message | contains("expired on")))
	and any(.[]; .service == "other"
		and (.message | contains("not for '"'other.test'"'")))
	and any(.[]; .service == "self"
		and (.message | contains("by nobody but itself")))' out >/dev/null ||
	fail "what is wrong with the certificates"
if LC_ALL=C grep -q '[[:cntrl:]]' out; then
	fail "control characters were printed"
fi

# --- tried once more, and no cookie ever went back ---
[ "$(asked /busy)" = 2 ] || fail "429 was not tried twice"
[ "$(asked /once)" = 2 ] || fail "503 was not tried twice"
[ "$(asked /cookie)" = 2 ] || fail "the cookies' page"
if grep -qi '| cookie:' log; then
	fail "a cookie went back"
fi
# --- the chain of a refused certificate is kept, and its record names it ---
for name in expired other self; do
	openssl x509 -in $name.crt >sent.pem
	digest=$(sha256sum <sent.pem | cut -d' ' -f1)
	[ "$(query "SELECT count(*) FROM object
		WHERE hex(digest) = upper('$digest')")" = 1 ] ||
		fail "the chain of $name is not kept"
	[ "$(query "SELECT count(*) FROM attempt a JOIN object o
		ON o.digest = a.record WHERE a.service = '$name'
		AND a.cause = 'certificate'")" = 1 ] ||
		fail "the attempt at $name is not kept with its record"
	query "SELECT writefile('record.zst', c.data) FROM attempt a
		JOIN object o ON o.digest = a.record
		JOIN chunk c ON c.object = o.id
		WHERE a.service = '$name'" >/dev/null
	command -v zstd >/dev/null || continue
	zstd -qdc record.zst |
		jq -e --arg d "sha256:$digest" '.hops[0].tls.chain == $d' \
			>/dev/null || fail "the record of $name"
done
verified "after the first capture"

# --- again: asked with no tag that cannot be sent, no HSTS, no cookie ---
cd case
for name in bold bomb huge flood interim list chunked short close \
	busy garbage expired other; do
	rm -f declarations/$name.json
done
status=0
"$CONSTAT" capture "$@" >../out 2>../err || status=$?
cd ..
[ $status = 1 ] || fail "the second capture: status $status"
is unchanged '' ok cookie cookie-hop once tag good many paint
if grep -qi '| cookie:' log; then
	fail "a cookie went back the second time"
fi
verified "after the second capture"

# --- private addresses, by number and behind a name, without leave ---
"$CONSTAT" -q init guarded
for url in "http://127.0.0.1:$port/ok" "http://ok.test:$port/ok" \
	"http://[::ffff:127.0.0.1]:$port/ok" "http://2130706433:$port/ok"; do
	printf '{"name": "A", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main"}}}' \
		"$url" >guarded/declarations/A.json
	before=$(wc -l <log)
	status=0
	"$CONSTAT" -C guarded capture --no-browser --pause 0 --json \
		--resolve "ok.test:$port:127.0.0.1" >out 2>err || status=$?
	[ $status = 1 ] || fail "$url: status $status"
	jq -e '.outcome == "failed"' out >/dev/null || fail "$url was let in"
	[ "$before" = "$(wc -l <log)" ] || fail "$url was asked for"
done
"$CONSTAT" -C guarded verify >out 2>err || fail "verify, guarded"

# --- a run in front of a host's line ends soon when it is asked to ---
"$CONSTAT" -q init line
awk -v url="http://ok.test:$port/ok" 'BEGIN {
	printf "{\"name\": \"many\", \"terms\": {"
	for (i = 0; i < 60; i++)
		printf "%s\"Terms %02d\": {\"fetch\": \"%s?%d\", \"select\": \"main\"}", \
			i ? ", " : "", i, url, i
	printf "}}" }' >line/declarations/many.json
"$CONSTAT" -C line run --due --allow-private --no-browser --pause 5000 \
	--resolve "ok.test:$port:127.0.0.1" >out 2>err &
run=$!
sleep 0.7
kill -TERM $run
started=$(date +%s)
status=0
wait $run || status=$?
run=
[ $(($(date +%s) - started)) -le 3 ] || fail "it went on after SIGTERM"
[ $status = 0 ] || fail "SIGTERM: status $status"
grep -q "asked to end" err || fail "it does not say that it was asked"
"$CONSTAT" -C line verify >out 2>err || fail "verify, line"
echo "all told, in $took s"
