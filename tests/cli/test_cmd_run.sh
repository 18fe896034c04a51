#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The worker, on a real web server: two runs at once over 300 terms that are
# due capture each once, as the server's log says too; one of them killed, the
# other finishes, and nothing is kept twice or lost; what waits is not asked
# again; signals; the hook.
set -eu
command -v nginx >/dev/null || {
	echo "skipped: no nginx"
	exit 77
}
work=$(mktemp -d)
web_pid='' run_pid=''
stop_all() {
	for pid in $web_pid $run_pid; do
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
}
trap 'stop_all; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
many=300

fail() {
	echo "FAILED: $*"
	for file in out err one two; do
		[ ! -s $file ] || tail -n 20 $file | sed "s/^/$file: /"
	done
	exit 1
}
try() {
	want=$1
	shift
	status=0
	"$CONSTAT" "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$want" ] || fail "status $status, not $want: $*"
}
says() { grep -qF -- "$1" out || fail "out lacks: $1"; }
tells() { grep -qF -- "$1" err || fail "err lacks: $1"; }

# web RATE: nginx on a free port, answering RATE requests a second
web() {
	[ -z "$web_pid" ] || {
		kill "$web_pid"
		wait "$web_pid" 2>/dev/null || true
	}
	: >access.log
	port=${port:-$((20000 + $$ % 20000))}
	for attempt in 1 2 3 4 5 6 7 8; do
		cat >nginx.conf <<-CONF
		daemon off;
		master_process off;
		pid $work/nginx.pid;
		events { worker_connections 256; }
		http {
		  log_format short '\$request_uri \$status';
		  access_log $work/access.log short;
		  client_body_temp_path $work/tmp;
		  proxy_temp_path $work/tmp;
		  fastcgi_temp_path $work/tmp;
		  uwsgi_temp_path $work/tmp;
		  scgi_temp_path $work/tmp;
		  types { text/html html; }
		  limit_req_zone \$server_name zone=all:1m rate=${1}r/s;
		  limit_req zone=all burst=1000;
		  server { listen 127.0.0.1:$port; root $work/www; }
		}
		CONF
		rm -f nginx.pid
		nginx -c "$work/nginx.conf" -p "$work" -e "$work/error.log" \
			>/dev/null 2>&1 &
		web_pid=$!
		tries=0
		while [ $tries -lt 300 ]; do
			tries=$((tries + 1))
			kill -0 "$web_pid" 2>/dev/null || break
			[ ! -s nginx.pid ] || return 0
			sleep 0.1
		done
		port=$((port + 97))
	done
	fail "cannot start nginx: $(cat error.log)"
}
# page NAME TEXT
page() {
	printf '<!doctype html><main><h1>%s</h1><p>%s</p><p>%s</p></main>\n' \
		"$1" "$2" "We keep this for as long as the service needs it, \
and say here what we collect, why, and whom we give it to." >"www/$1.html"
}
# fresh N: an archive with N services, S000…, all due
fresh() {
	rm -rf case
	"$CONSTAT" init case 2>/dev/null
	i=0
	while [ $i -lt "$1" ]; do
		name=$(printf 'S%03d' $i)
		printf '{"name":"%s","terms":{"Privacy Policy":{"fetch":"http://127.0.0.1:%s/%s.html","select":"main"}}}' \
			"$name" "$port" "$name" >"case/declarations/$name.json"
		i=$((i + 1))
	done
}
sql() { sqlite3 -readonly case/constat.db "$1"; }
run() { "$CONSTAT" -C case run --due --allow-private --pause 0 "$@"; }
# The same with &: in place of the subshell, so that $! is the program's.
start() { exec "$CONSTAT" -C case run --due --allow-private --pause 0 "$@"; }
# Each of the terms has one snapshot and one version.
all_once() {
	[ "$(sql 'SELECT count(*) FROM snapshot')" = $many ] ||
		fail "$(sql 'SELECT count(*) FROM snapshot') snapshots"
	[ "$(sql 'SELECT count(DISTINCT service) FROM version')" = $many ] ||
		fail "$(sql 'SELECT count(DISTINCT service) FROM version') have
			a version"
	[ "$(sql "SELECT count(*) FROM schedule WHERE holder <> ''")" = 0 ] ||
		fail "somebody still holds terms"
	try 0 -C case verify
}
requests() { grep -c '^/S' access.log || true; }

mkdir www tmp
i=0
while [ $i -lt $many ]; do
	page "$(printf 'S%03d' $i)" 'We may collect your steps.'
	i=$((i + 1))
done

# --- two at once ---
web 9000
fresh $many
start >one 2>one.err &
run_pid=$!
run >two 2>two.err || fail "the second: $(cat two.err)"
wait $run_pid || fail "the first: $(cat one.err)"
run_pid=''
[ "$(cat one two | grep -c '^new ')" = $many ] || fail "not $many new"
[ "$(cat one two | awk '{print $2}' | sort | uniq -d | wc -l)" = 0 ] ||
	fail "some twice"
[ "$(requests)" = $many ] || fail "$(requests) requests"
[ "$(grep '^/S' access.log | sort | uniq -d | wc -l)" = 0 ] ||
	fail "some were asked twice"
[ -s one ] && [ -s two ] || fail "one of them had nothing to do"
all_once

# --- nothing is due: nothing is asked ---
: >access.log
try 0 -C case run
tells "the next terms are due on"
[ ! -s out ] || fail "something was captured"
[ "$(requests)" = 0 ] || fail "something was asked"
sleep 1
try 0 -C case run --due --interval 1s --json
[ "$(jq -r .schema out)" = constat.run/1 ] || fail "json"

# --- one is killed in the middle ---
web 80
fresh $many
: >one
start --jobs 4 >one 2>one.err &
run_pid=$!
start --jobs 4 >two 2>two.err &
other=$!
while [ "$(wc -l <one)" -lt 20 ]; do
	kill -0 $run_pid 2>/dev/null || fail "it ended by itself"
	sleep 0.02
done
kill -9 $run_pid
wait $run_pid 2>/dev/null || true
run_pid=$other
wait $other || fail "the other: $(cat two.err)"
run_pid=''
told=$(sort -u one two | grep -c '^new ')
[ "$(cat one two | grep -c '^new ')" = "$told" ] || fail "some told twice"
all_once
# A request without a commit is made again: no more than one lot that is
# leased at once.
again=$(grep '^/S' access.log | sort | uniq -d | wc -l)
[ "$again" -le 128 ] || fail "$again asked twice"
echo "killed after $(grep -c '^new ' one) of $many: $again asked again"

# --- SIGTERM: in order, and soon ---
fresh $many
: >one # the shell in the background is not the first to look at it
start --jobs 4 >one 2>one.err &
run_pid=$!
while [ "$(wc -l <one)" -lt 10 ]; do sleep 0.02; done
kill -TERM $run_pid
status=0
wait $run_pid || status=$?
run_pid=''
[ $status = 0 ] || fail "SIGTERM: status $status: $(cat one.err)"
grep -q "asked to end" one.err || fail "it does not say so"
kept=$(sql 'SELECT count(*) FROM snapshot')
[ "$kept" -lt $many ] || fail "it went on to the end"
[ "$(grep -c '^new ' one)" = "$kept" ] || fail "kept $kept, told others"
[ "$(sql "SELECT count(*) FROM schedule WHERE holder <> ''")" = 0 ] ||
	fail "it kept its leases"
web 9000
run >two 2>&1 || fail "the next run"
all_once

# --- a dry run: what is due is looked at, and nothing is kept ---
fresh 2
try 0 -C case run -n --allow-private --pause 0
says "new       S001"
tells "nothing was kept"
[ "$(sql 'SELECT count(*) FROM schedule')" = 0 ] || fail "a dry run wrote"
run >/dev/null 2>&1 || fail "the run behind the dry one"
try 0 -C case run -n --allow-private --pause 0
[ ! -s out ] || fail "a dry run looked at what is not due"

# --- failures: the count, the status, the next time ---
fresh 3
rm www/S001.html
try 1 -C case run --allow-private --pause 0
says "failed    S001"
tells "2 new, 0 changed, 0 unchanged, 0 behind a wall, 1 failed"
[ "$(sql "SELECT failures FROM schedule WHERE service = 'S001'")" = 1 ] ||
	fail "the failure is not counted"
[ "$(sql "SELECT count(*) FROM schedule a, schedule b
	WHERE a.service = 'S001' AND a.due_ns < b.due_ns")" = 2 ] ||
	fail "a failure is tried again sooner"
# Unreadable, then gone.
printf '{' >case/declarations/S000.json
try 0 -C case run
[ "$(sql "SELECT count(*) FROM schedule WHERE service = 'S000'")" = 1 ] ||
	fail "a slip of the pen costs its history"
rm case/declarations/S000.json
try 0 -C case run
[ "$(sql "SELECT count(*) FROM schedule WHERE service = 'S000'")" = 0 ] ||
	fail "what is not declared is still scheduled"
page S001 'Back again.'

# --- the hook ---
cat >hook <<'HOOK'
#!/bin/sh
[ ! -e "$1/later" ] || exit 75
[ ! -e "$1/broken" ] || { echo 'no line' >&2; exit 3; }
printf '%s\n' "$2" >>"$1/words"
cat >>"$1/told"
HOOK
chmod +x hook
fresh 3
printf '{"name":"A $(touch pwned) `id` ;","terms":{"Privacy Policy":{"fetch":"http://127.0.0.1:%s/S000.html","select":"main"}}}' \
	"$port" >'case/declarations/A $(touch pwned) `id` ;.json'
hooked() {
	want=$1
	shift
	sql 'UPDATE schedule SET due_ns = 0' 2>/dev/null || true
	sqlite3 case/constat.db 'UPDATE schedule SET due_ns = 0'
	try "$want" -C case run --allow-private --pause 0 --hook ./hook \
		--hook-arg "$work" --hook-arg '$(touch pwned) ; a  b' "$@"
}
try 0 -C case run --allow-private --pause 0
hooked 0
tells "0 changes told"
[ ! -e told ] || fail "what was before is told"
page S000 'We may collect your data.'
hooked 0
tells "2 changes told, 0 failed"
jq -se 'length == 2 and all(.schema == "constat.change/1"
	and .outcome == "changed" and .version == 2 and .previous.version == 1
	and .words_added == 1 and .words_removed == 1 and .technical == false)
	and any(.service == "A $(touch pwned) `id` ;")' told >/dev/null ||
	fail "what was told: $(cat told)"
[ "$(sort -u words)" = '$(touch pwned) ; a  b' ] || fail "its words"
[ ! -e pwned ] || fail "a shell has run"
page S001 'We may collect your pulse.'
touch later
hooked 1
tells "status 75"
tells "the next run tells the rest"
rm later
hooked 0
tells "1 changes told, 0 failed"
page S002 'We may collect your voice.'
touch broken
hooked 1
tells "status 3: no line"
rm broken
hooked 0
tells "0 changes told, 0 failed"
[ "$(wc -l <told)" = 3 ] || fail "$(wc -l <told) told"

# --- refusals ---
try 2 -C case run S000
tells "'constat capture' takes names"
try 2 -C case run --interval soon
tells "no length of time"
try 2 -C case run --lease 0s
try 2 -C case run --hook-arg x
tells "--hook"
try 2 -C case run --hook ./hook --hook-time 1
try 2 -C nowhere run
echo "all runs as they should be"
