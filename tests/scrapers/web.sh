# SPDX-License-Identifier: GPL-3.0-or-later
# nginx on 127.0.0.1 for tests, with plain HTTP on $web_port and HTTPS (own
# certificate, $web/cert.pem) on $tls_port; serves the folder $web/www. Source
# it, call web_start FOLDER, and web_stop in the end.

web_try() {
	cat >"$web/nginx.conf" <<-CONF
	daemon off;
	master_process off;
	pid $web/nginx.pid;
	error_log $web/error.log;
	events { worker_connections 64; }
	http {
	  access_log off;
	  client_body_temp_path $web/tmp;
	  proxy_temp_path $web/tmp;
	  fastcgi_temp_path $web/tmp;
	  uwsgi_temp_path $web/tmp;
	  scgi_temp_path $web/tmp;
	  types { text/html html; }
	  default_type application/octet-stream;
	  server {
	    listen 127.0.0.1:$web_port;
	    listen 127.0.0.1:$tls_port ssl;
	    ssl_certificate $web/cert.pem;
	    ssl_certificate_key $web/key.pem;
	    root $web/www;
	    location = /circle1 { return 302 /circle2; }
	    location = /circle2 { return 307 /circle1; }
	    location ~ ^/stairs/(.*)$ { return 301 /stairs/1\$1; }
	    location = /moved { return 301 /policy.html?moved=1#top; }
	    location = /ftp { return 302 ftp://exemple.example/policy; }
	    location = /password { return 302 http://me:me@127.0.0.1:$web_port/; }
	    location = /down {
	      return 302 http://127.0.0.1:$web_port/policy.html; }
	    location = /broken { return 500 "no\n"; }
	    location = /latin1.html { default_type "text/html; charset=latin1";
	      types { } }
	    location ~ [.]gz$ { default_type text/html; types { }
	      add_header Content-Encoding gzip; }
	    location ~ [.]shtml$ { ssi on; default_type text/html; types { } }
	    location = /brotli.html { add_header Content-Encoding br; }
	  }
	}
	CONF
	nginx -c "$web/nginx.conf" -p "$web" -e "$web/error.log" \
		>/dev/null 2>&1 &
	web_pid=$!
	tries=0
	while [ $tries -lt 300 ]; do
		kill -0 "$web_pid" 2>/dev/null || return 1
		[ -s "$web/nginx.pid" ] && return 0
		tries=$((tries + 1))
		sleep 0.1
	done
	return 1
}

web_start() {
	web=$1
	mkdir -p "$web/www" "$web/tmp"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1 \
		-keyout "$web/key.pem" -out "$web/cert.pem" 2>/dev/null
	web_port=$((20000 + $$ % 20000))
	for attempt in 1 2 3 4 5 6 7 8; do
		tls_port=$((web_port + 1))
		web_try && return 0
		web_port=$((web_port + 97))
	done
	echo "cannot start nginx:"
	cat "$web/error.log"
	return 1
}

web_stop() {
	[ -z "${web_pid:-}" ] || {
		kill "$web_pid" 2>/dev/null
		wait "$web_pid" 2>/dev/null
		web_pid=
	} || true
}
