#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Wall time of fetching many small pages over TLS, beside curl --parallel:
# 2,000 pages of 4 kB under 1,000 names, all of one nginx on 127.0.0.1; then
# 500 of them again with conditional requests. Medians of interleaved runs.
#
#   sh tests/bench/fetch.sh [BUILD-FOLDER [JOBS [RUNS]]]
#
# "crawl" is crawl_run() by itself; "robots" the same with robots.txt read of
# each name, which curl does not do; "capture" is the whole command, records
# and durability included, once it takes --jobs.
set -eu
build=${1:-build}
jobs=${2:-16}
runs=${3:-5}
bench=$build/tests/bench_fetch
constat=$build/cli/constat
tmp=$(mktemp -d)
nginx_pid=''
trap '[ -z "$nginx_pid" ] || kill "$nginx_pid"; rm -rf "$tmp"' EXIT

# --- the server ---

mkdir "$tmp/www" "$tmp/out" "$tmp/t"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
	-days 2 -subj /CN=exemple.test -addext 'subjectAltName=DNS:*.exemple.test' \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2>/dev/null
for i in 1 2; do
	{
		echo '<!DOCTYPE html><title>Policy</title><body><h1>Policy</h1>'
		n=0
		while [ $n -lt 60 ]; do
			printf '<p>Paragraph %03d of page %d: as they are.\n' \
				$n $i
			n=$((n + 1))
		done
		head -c 1200 /dev/zero | tr '\0' x
	} >"$tmp/www/$i.html"
	touch -d '2026-01-01T00:00:00Z' "$tmp/www/$i.html"
done
port=$((20000 + $$ % 20000))
cat >"$tmp/nginx.conf" <<CONF
daemon off;
master_process off;
pid $tmp/pid;
error_log $tmp/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $tmp/t; proxy_temp_path $tmp/t;
  fastcgi_temp_path $tmp/t; uwsgi_temp_path $tmp/t; scgi_temp_path $tmp/t;
  types { text/html html; }
  keepalive_requests 100000;
  server {
    listen 127.0.0.1:$port ssl backlog=1024;
    server_name _;
    ssl_certificate $tmp/cert.pem;
    ssl_certificate_key $tmp/key.pem;
    root $tmp/www;
  }
}
CONF
nginx -c "$tmp/nginx.conf" -p "$tmp" -e "$tmp/error.log" &
nginx_pid=$!
until [ -s "$tmp/pid" ]; do
	kill -0 "$nginx_pid"
	sleep 0.1
done

# --- what is fetched ---

i=0
while [ $i -lt 1000 ]; do
	echo "https://h$i.exemple.test:$port/1.html"
	echo "https://h$i.exemple.test:$port/2.html"
	i=$((i + 1))
done >"$tmp/urls"
head -n 500 "$tmp/urls" >"$tmp/urls500"
resolve="*:$port:127.0.0.1"
etag=$(curl -sI --cacert "$tmp/cert.pem" --resolve "$resolve" \
	"https://h0.exemple.test:$port/1.html" | tr -d '\r' |
	sed -n 's/^[Ee][Tt]ag: //p')
for set in urls urls500; do
	awk -v out="$tmp/out" '{ printf "url = \"%s\"\noutput = \"%s/%d\"\n",
		$0, out, NR }' "$tmp/$set" >"$tmp/$set.curl"
done

# --- who fetches ---

run_curl() {
	curl --no-progress-meter --parallel --parallel-max "$jobs" --cacert "$tmp/cert.pem" \
		--resolve "$resolve" -K "$tmp/urls.curl"
}
run_curl_again() {
	curl --no-progress-meter --parallel --parallel-max "$jobs" --cacert "$tmp/cert.pem" \
		--resolve "$resolve" -H "If-None-Match: $etag" \
		-K "$tmp/urls500.curl"
}
run_crawl() {
	"$bench" "$jobs" "$tmp/cert.pem" "$resolve" '' plain <"$tmp/urls"
}
run_robots() {
	"$bench" "$jobs" "$tmp/cert.pem" "$resolve" '' robots <"$tmp/urls"
}
run_crawl_again() {
	"$bench" "$jobs" "$tmp/cert.pem" "$resolve" "$etag" plain \
		<"$tmp/urls500"
}

# A case folder that declares the addresses of FILE.
make_case() { # FOLDER FILE
	"$constat" init "$1" >/dev/null 2>&1
	awk -v to="$1/declarations" '{
		file = sprintf("%s/exemple-%04d.json", to, NR)
		printf "{\"name\": \"Exemple %d\", \"terms\": {\"Privacy " \
			"Policy\": {\"fetch\": \"%s\", \"select\": " \
			"\"body\"}}}\n", NR, $0 >file
		close(file)
	}' "$2"
}
capture() { # FOLDER
	"$constat" -C "$1" capture --jobs "$jobs" --pause 0 --allow-private \
		--ca "$tmp/cert.pem" --resolve "$resolve" |
		awk '{ n[$NF]++ } END { print NR " lines" }'
}
run_capture() {
	rm -rf "$tmp/case"
	cp -r "$tmp/case.new" "$tmp/case"
	capture "$tmp/case"
}
run_capture_again() {
	capture "$tmp/case500"
}

# --- the figures ---

# Appends the milliseconds that COMMAND took to the file of its name.
measure() { # COMMAND
	begin=$(date +%s%N)
	"run_$1" >"$tmp/$1.out" || {
		echo "$1 failed:" && cat "$tmp/$1.out"
		exit 1
	}
	end=$(date +%s%N)
	echo $(((end - begin) / 1000000)) >>"$tmp/$1.ms"
}
median() { # COMMAND
	sort -n "$tmp/$1.ms" | sed -n "$(((runs + 1) / 2))p"
}
show() { # COMMAND PEER
	ours=$(median "$1") theirs=$(median "$2")
	printf '%-14s %6d ms  %5.2f x %s (%s)\n' "$1" "$ours" \
		"$(echo "$ours $theirs" | awk '{ print $1 / $2 }')" "$2" \
		"$(tail -n 1 "$tmp/$1.out")"
}

first='curl crawl robots'
again='curl_again crawl_again'
if "$constat" capture --help 2>/dev/null | grep -q -e --jobs; then
	make_case "$tmp/case.new" "$tmp/urls"
	make_case "$tmp/case500" "$tmp/urls500"
	capture "$tmp/case500" >/dev/null
	first="$first capture"
	again="$again capture_again"
fi
r=0
while [ $r -lt "$runs" ]; do
	for command in $first $again; do
		measure "$command"
	done
	r=$((r + 1))
done
echo "$(wc -l <"$tmp/urls") pages, $jobs at once, medians of $runs runs"
for command in $first; do
	show "$command" curl
done
echo "$(wc -l <"$tmp/urls500") unchanged pages again"
for command in $again; do
	show "$command" curl_again
done
