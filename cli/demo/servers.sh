# SPDX-License-Identifier: GPL-3.0-or-later
# The demo's servers on 127.0.0.1: nginx with the vendor's page, and a
# time-stamping authority (tsa.pl). Sourced by cli/demo.sh, which sets $work
# and $top, and ends $nginx_pid and $tsa_pid.

# wait_for FILE: until it exists, ten seconds at most.
wait_for() {
	tries=0
	while [ ! -s "$1" ]; do
		tries=$((tries + 1))
		[ "$tries" -le 100 ] || {
			echo "demo.sh: a server did not start; see $work" >&2
			exit 2
		}
		sleep 0.1
	done
}

# start_web: nginx on the first free port from 18400 on, into $web_port.
start_web() {
	mkdir -p "$work/web/html" "$work/web/tmp"
	web_port=18400
	while [ "$web_port" -lt 18500 ]; do
		cat >"$work/web/nginx.conf" <<-CONF
		daemon off;
		master_process off;
		pid $work/web/pid;
		error_log $work/web/error.log;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path $work/web/tmp;
			proxy_temp_path $work/web/tmp;
			fastcgi_temp_path $work/web/tmp;
			uwsgi_temp_path $work/web/tmp;
			scgi_temp_path $work/web/tmp;
			server_tokens off;
			server {
				listen 127.0.0.1:$web_port;
				root $work/web/html;
				default_type "text/html; charset=utf-8";
			}
		}
		CONF
		/usr/sbin/nginx -p "$work/web" -c "$work/web/nginx.conf" \
			2>"$work/web/start.log" &
		nginx_pid=$!
		for i in 1 2 3 4 5 6 7 8 9 10; do
			[ ! -s "$work/web/pid" ] || return 0
			kill -0 "$nginx_pid" 2>/dev/null || break
			sleep 0.1
		done
		kill "$nginx_pid" 2>/dev/null || true
		wait "$nginx_pid" 2>/dev/null || true
		nginx_pid=''
		web_port=$((web_port + 1))
	done
	cat "$work/web/start.log" >&2
	echo "demo.sh: nginx found no free port from 18400 to 18499" >&2
	exit 2
}

# serve FILE: what the vendor's address shows from now on.
serve() {
	cp "$1" "$work/web/html/confidentialite.new"
	mv "$work/web/html/confidentialite.new" "$work/web/html/confidentialite"
}

# start_tsa: the authority, its port into $tsa_port.
start_tsa() {
	mkdir -p "$work/tsa"
	sh "$top/cli/demo/tsa.sh" "$work/tsa"
	perl "$top/cli/demo/tsa.pl" "$work/tsa" &
	tsa_pid=$!
	wait_for "$work/tsa/port"
	tsa_port=$(cat "$work/tsa/port")
}
