#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'declarations check --fetch' against a real web server: what a page tells of
# its declaration.
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

fail() {
	echo "FAILED: $*"
	cat out err
	exit 1
}
# check STATUS SELECT PATH: the declaration of one page.
check() {
	cat >Exemple.json <<-JSON
	{"name": "Exemple", "terms": {
	  "Privacy Policy": {"fetch": "$site/$3", "select": "$2"}}}
	JSON
	status=0
	"$CONSTAT" declarations check --fetch --allow-private Exemple.json \
		>out 2>err </dev/null || status=$?
	[ "$status" = "$1" ] || fail "status $status, not $1: $2 $3"
}
says() { grep -qF -- "$1" out || fail "out lacks: $1"; }

printf '<!doctype html><main><p>%s</p></main><p class=short>Non.</p>' \
	'Nous gardons vos données aussi longtemps que le service le demande, et
	nous disons ici lesquelles, pour quoi et avec qui.' \
	>"$work/web/www/policy.html"

check 0 main policy.html
[ ! -s out ] || fail "a page that is fine has problems"
check 1 .short policy.html
says "Exemple.json:2:21: error: 'Privacy Policy': the text has less than 100"
check 1 article policy.html
says "error: 'Privacy Policy': "
says "article"
check 1 main missing.html
says "404"
check 1 'main >' policy.html
says "Exemple.json:2:"
