#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Captures through the program, from a real web server: what is new, unchanged
# and changed; what the archive then says; and everything that can be wrong
# with an address, a server, a page or a declaration.
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
www=$work/web/www
site=http://127.0.0.1:$web_port

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
# declare NAME URL [SELECT]
declare_terms() {
	cat >"declarations/$1.json" <<-JSON
	{"name": "$1", "terms": {"Privacy Policy":
	  {"fetch": "$2", "select": "${3:-main}"}}}
	JSON
}
# refused NAME URL WORDS [SELECT]: one failed capture with these words.
refused() {
	declare_terms "$1" "$2" "${4:-main}"
	try 1 capture "$1" --allow-private --no-browser
	says "failed    $1 Privacy Policy: "
	says "$3"
	tells "1 failed"
	rm "declarations/$1.json"
}
policy() {
	printf '<!doctype html><meta charset=utf-8><title>T</title>'
	printf '<nav>Menu</nav><main><h1>Confidentialité</h1><p>%s</p>' "$1"
	printf '<p>Nous gardons vos données aussi longtemps que le service '
	printf 'le demande, et nous disons ici lesquelles.</p></main>\n'
}

# --- the ordinary course ---
policy 'Nous pouvons collecter vos pas.' >"$www/policy.html"
try 0 init "$work/case"
cd "$work/case"
try 2 capture
tells "nothing is declared yet"
try 0 history
try 0 watch "$site/policy.html" --service Exemple --allow-private -n
says "Nous pouvons collecter"
[ ! -e declarations/Exemple.json ] || fail "a dry run wrote"
try 0 watch "$site/policy.html" --service Exemple --allow-private
tells "'main'"
[ -s declarations/Exemple.json ] || fail "no declaration"
try 0 watch "$site/policy.html" --service Exemple --allow-private
try 2 watch "$site/policy.html" --service Exemple --select h1 --allow-private
tells "--force"
try 0 capture -n --allow-private
says "new       Exemple Privacy Policy"
try 0 capture --allow-private
says "new       Exemple Privacy Policy"
try 0 capture EXEMPLE 'privacy policy' --allow-private
says "unchanged Exemple Privacy Policy"
try 0 diff exemple 'privacy policy' 1 1
try 2 diff exemple 'privacy policy'
tells "one version only"
policy 'Nous pouvons collecter vos données.' >"$www/policy.html"
try 0 capture --json --allow-private
jq -e '.schema == "constat.capture/1" and .outcome == "changed"
	and (.text | startswith("sha256:"))' out >/dev/null || fail "json"
try 1 diff Exemple 'Privacy Policy'
says "Nous pouvons collecter vos [-pas-]{+données+}."
try 1 diff Exemple 'Privacy Policy' --json
jq -e '.changes | length == 1' out >/dev/null || fail "diff json"
try 1 diff Exemple 'Privacy Policy' --format markdown
says '```diff'

# --- a saved page takes its place ---
policy 'Nous collectons vos pas et votre pouls.' >saved.html
try 0 import-history file saved.html --url "$site/policy.html" \
	--seen 2018-08-01 --source "enregistrée alors" --service exemple
try 0 import-history file saved.html --url "$site/policy.html" \
	--seen 2018-10-05 --source "Archives" --service Exemple \
	--by third-party
try 2 import-history file saved.html --url "$site/policy.html" \
	--seen 2118-10-05 --source "demain" --service Exemple
tells "future"
try 2 import-history file saved.html --url "$site/policy.html" \
	--seen 2018-10-06 --source x --service Exemple --select .absent
tells "'.absent'"
try 0 history Exemple
says "2018-08-01"
[ "$(grep -c '^ *[0-9]' out)" = 3 ] || fail "three versions"
try 1 show Exemple 'Privacy Policy' --at 2018-07-31
tells "first seen on 2018-08-01"
try 0 show Exemple 'Privacy Policy' --at 2018-08-01
says "votre pouls"
try 0 show Exemple 'Privacy Policy' --at 2018-09-03 --tz Europe/Paris
says "votre pouls"
tells "last seen by that date on 2018-08-01, seen again on 2018-10-05"
tells "stated: enregistrée alors"
try 0 show Exemple 'Privacy Policy' --at 2019-01-01
says "votre pouls"
tells "another text"
try 0 show Exemple 'Privacy Policy'
says "vos données"
try 0 show Exemple 'Privacy Policy' --version 1 --raw
cmp -s out saved.html || fail "the raw page differs"
try 0 show Exemple --json --at 2018-09-03
jq -e '.known.same_text_after and .span.version == 1' out >/dev/null ||
	fail "show json"
try 1 show Exmple
tells "nothing is kept of 'Exmple'"

# --- redirects and TLS, and what the record says ---
declare_terms Moved "$site/moved"
try 0 capture Moved --allow-private
declare_terms Tls "https://127.0.0.1:$tls_port/policy.html"
try 0 capture Tls --allow-private --ca "$work/web/cert.pem"
declare_terms Down "https://127.0.0.1:$tls_port/down"
try 0 capture Down --allow-private --ca "$work/web/cert.pem"
says "unencrypted"
refused Untrusted "https://127.0.0.1:$tls_port/policy.html" \
	"certificate is refused"

# --- pages that are odd, but pages ---
printf '<meta charset=utf-8><main>caf\303</main>' >"$www/half.html"
declare_terms Half "$site/half.html"
try 0 capture Half --allow-private
try 0 show Half
printf '<main>caf\351 d\222ici</main>' >"$www/latin1.html"
declare_terms Latin "$site/latin1.html"
try 0 capture Latin --allow-private
try 0 show Latin
says "café d’ici"
printf '<main>a\000b</main>' >"$www/nul.html"
declare_terms Nul "$site/nul.html"
try 0 capture Nul --allow-private
deep() {
	printf '<main>'
	head -c "$1" /dev/zero | sed 's/\x00/<div>/g'
	printf 'deep</main>'
}
deep 10000 >"$www/deep.html"
declare_terms Deep "$site/deep.html"
try 0 capture Deep --allow-private
try 0 show Deep
says "deep"
# Ten times as deep takes the tree builder a hundred times as long: either it
# is done within the limit, or the limit is what the person hears of.
deep 100000 >"$www/deeper.html"
declare_terms Deeper "$site/deeper.html"
status=0
"$CONSTAT" capture Deeper --allow-private >out 2>err || status=$?
[ "$status" = 0 ] || says "seconds of computing"
rm declarations/Deeper.json
policy 'gz' | gzip >"$www/policy.gz"
declare_terms Gzip "$site/policy.gz"
try 0 capture Gzip --allow-private
try 0 show Gzip
says "Confidentialité"

# --- everything that can be wrong ---
refused Dead "http://127.0.0.1:1/" "takes no connection"
refused Nowhere "http://policy.invalid/" "no server of that name"
refused Circle "$site/circle1" "leads in a circle"
refused Stairs "$site/stairs/" "redirected 20 times"
refused Ftp "$site/ftp" "only addresses that begin with"
refused Password "$site/password" "user name"
refused Gone "$site/absent.html" "status 404"
refused Broken "$site/broken" "status 500"
refused Nomatch "$site/policy.html" "'#absent'" '#absent'
policy br >"$www/brotli.html"
refused Brotli "$site/brotli.html" "'br'"
truncate -s 40M "$www/endless.html"
refused Endless "$site/endless.html" "is larger than 33554432 bytes"
head -c 60000000 /dev/zero | gzip >"$www/bomb.gz"
refused Bomb "$site/bomb.gz" "compressed page"
printf 'not gzip' >"$www/damaged.gz"
refused Damaged "$site/damaged.gz" "damaged"
printf '\211PNG\r\n\032\n' >"$www/picture"
refused Picture "$site/picture" "'main'"

# The guard: without --allow-private, nothing of this network is fetched.
for address in "$site/policy.html" "http://169.254.169.254/latest" \
	"http://localhost:$web_port/policy.html" "http://[::1]/" \
	"http://[::ffff:127.0.0.1]/"; do
	declare_terms Guard "$address"
	try 1 capture Guard
	says "refused to connect"
done
rm declarations/Guard.json

# One that fails never stops the others.
declare_terms Aaa "$site/absent.html"
printf '{"name": "B", "terms": {}}' >declarations/Bbb.json
try 1 capture --allow-private --no-browser --ca "$work/web/cert.pem"
says "failed    Aaa"
says "failed    Bbb"
says "line 1, column"
says "unchanged Exemple"
tells "2 failed"
rm declarations/Aaa.json

# Declarations that are wrong: the place, and what was expected.
printf '{ "name": "Exemple",\n  "terms": {\n    "Privacy Policy": {\n      "fetch": "%s",\n      "select": 7 }}}\n' \
	"$site/policy.html" >declarations/Bbb.json
try 2 capture Bbb
tells "line 5, column 17: 'select' must be a CSS selector"
try 2 capture Exmple
tells "did you mean 'Exemple'?"
try 2 capture Exemple 'Terms of Service'
tells "it has 'Privacy Policy'"
printf '{"name": "B", "terms": {"Privacy Policy": {"fetch": "%s", "select": "main", "executeClientScripts": true}}}' \
	"$site/policy.html" >declarations/Bbb.json
try 1 capture Bbb --allow-private --no-browser
says "failed    Bbb Privacy Policy: "
says "executeClientScripts"
printf '{"name": "B", "terms": {"Privacy Policy": {"fetch": "%s/policy.pdf"}}}' \
	"$site" >declarations/Bbb.json
try 1 capture Bbb --allow-private
says "status 404"
rm declarations/Bbb.json
try 2 watch "exemple.example" --service Exemple2
tells "whole web address"
try 2 watch "$site/policy.html" --service ../x --allow-private
tells "cannot be named"

# Two at once: both finish, nothing is lost.
policy 'Deux à la fois.' >"$www/policy.html"
"$CONSTAT" capture Exemple --allow-private >one 2>&1 &
first=$!
"$CONSTAT" capture Moved --allow-private >two 2>&1 || fail "second: $(cat two)"
wait $first || fail "first: $(cat one)"
grep -q "^changed" one && grep -q "^changed" two || fail "two at once"

try 0 verify
echo "all captures as they should be"
