# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of WARC: a site, and an archive that captured it, in $work/case:
# redirects, TLS, chunks, a change and no change. Source it in this folder
# with $work set; web_stop in the end.

. ./web.sh

fail() {
	echo "FAILED: $*"
	[ ! -e out ] || sed 's/^/out: /' out
	[ ! -e err ] || sed 's/^/err: /' err
	exit 1
}
# try STATUS WORDS…: runs the program; keeps what it says in out and err.
try() {
	want=$1
	shift
	status=0
	"$CONSTAT" "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$want" ] || fail "status $status, not $want: $*"
}
says() { grep -qF -- "$1" out || fail "out lacks: $1"; }
tells() { grep -qF -- "$1" err || fail "err lacks: $1"; }
declare_terms() {
	printf '{"name": "%s", "terms": {"Privacy Policy":
	  {"fetch": "%s", "select": "main"}}}' "$1" "$2" \
		>"declarations/$1.json"
}
policy() {
	printf '<!doctype html><meta charset=utf-8><title>T</title>'
	printf '<nav>Menu</nav><main><h1>Confidentialité</h1><p>%s</p>' "$1"
	printf '<p>Nous gardons vos données aussi longtemps que le service '
	printf 'le demande, et nous disons ici lesquelles.</p></main>\n'
}

warc_site() {
	cd "$work"
	web_start "$work/web"
	www=$work/web/www
	site=http://127.0.0.1:$web_port
	policy 'Nous pouvons collecter vos pas.' >"$www/policy.html"
	cp "$www/policy.html" "$www/chunked.shtml"
	try 0 init "$work/case"
	cd "$work/case"
	declare_terms Moved "$site/moved"
	declare_terms Chunked "$site/chunked.shtml"
	declare_terms Secure "https://127.0.0.1:$tls_port/policy.html"
	try 0 capture --allow-private --ca "$work/web/cert.pem"
	try 0 capture --allow-private --ca "$work/web/cert.pem"
	policy 'Nous pouvons collecter vos données.' >"$www/policy.html"
	try 0 capture --allow-private --ca "$work/web/cert.pem"
	says "changed   Moved"
	says "unchanged Chunked"
	cd "$work"
}
