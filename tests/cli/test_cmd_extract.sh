#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# constat extract: output, files, combined terms, notes, refusals.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

fail() {
	echo "FAILED: $*"
	exit 1
}

# is WHAT GOT WANT
is() {
	[ "$2" = "$3" ] || fail "$1: got '$2', want '$3'"
}

cat >exemple.json <<'END'
{ "name": "Exemple", "terms": {
  "Privacy Policy": {
    "fetch": "https://exemple.example/privacy/",
    "select": "main", "remove": ".ad", "filter": ["cleanUrls"] },
  "Terms of Service": {
    "combine": [ { "fetch": "https://exemple.example/a/" },
                 { "fetch": "https://exemple.example/b/" } ],
    "select": "main" } } }
END
cat >one.html <<'END'
<main><h1>Privacy</h1><p>See <a href=more>more</a>.<p class=ad>Buy</main>
END
echo '<main>two <a href=x>x</a></main>' >two.html
echo '<p>nothing' >bad.html
extract() {
	"$CONSTAT" extract --declaration exemple.json "$@"
}

printf 'Privacy\n=======\n\nSee [more](%s).' \
	https://exemple.example/privacy/more >want
extract --terms "privacy policy" one.html >got 2>note
cmp got want || fail "one page"
grep -q "the filter 'cleanUrls' is JavaScript" note || fail "filter note"
is "quiet" "$(extract -q --terms 'Privacy Policy' one.html 2>&1)" \
	"$(cat want)"
is "address" "$(extract -q --terms 'Privacy Policy' \
	--url https://other.example/q two.html)" \
	"two [x](https://other.example/x)"

extract -q --terms "Privacy Policy" -o out one.html two.html
cmp out/one.md want || fail "-o DIR"
is "second file" "$(cat out/two.md)" \
	"two [x](https://exemple.example/privacy/x)"
extract -q -n --terms "Privacy Policy" -o dry one.html
[ ! -e dry ] || fail "--dry-run wrote"

status=0
extract -q --terms "Privacy Policy" -o out2 one.html bad.html 2>error ||
	status=$?
is "partial status" "$status" 1
is "partial message" "$(cat error)" "constat: bad.html: selector 'main' has \
no match; the page may have changed, or need JavaScript"
[ -s out2/one.md ] && [ ! -e out2/bad.md ] || fail "partial files"

is "combined" "$(extract --terms 'Terms of Service' one.html two.html |
	tr '\n' '~')" "Privacy~=======~~See [more](https://exemple.example/a/\
more).~~Buy~~- - -~~two [x](https://exemple.example/b/x)"
is "a part" "$(extract --terms 'Terms of Service' \
	--url https://exemple.example/b/ two.html)" \
	"two [x](https://exemple.example/b/x)"

is "schema" "$(extract -q --json --terms 'Privacy Policy' one.html |
	jq -r '.schema, .extractor, .pages[0].charset, .pages[0].markdown' |
	head -n 4 | tr '\n' ' ')" "constat.extract/1 2 UTF-8 Privacy "
is "hash" "$(extract -q --json --terms 'Privacy Policy' one.html |
	jq -r '.pages[0].hash')" "sha256:$(sha256sum want | cut -d ' ' -f 1)"

# refused STATUS WORDS ARGUMENT…: fails with that status and those words.
refused() {
	want_status=$1 words=$2
	shift 2
	status=0
	extract "$@" >/dev/null 2>error || status=$?
	is "status of '$*'" "$status" "$want_status"
	grep -qF -- "$words" error || fail "'$*' says: $(cat error)"
}
refused 2 "name --declaration, --terms" one.html
mkdir twin
cp one.html twin/one.html
refused 2 "would both be written to one.md" --terms "Privacy Policy" -o out3 \
	one.html twin/one.html
[ ! -e out3 ] || fail "wrote one of two pages of one name"
cp one.html own.md
refused 2 "replaced by its own text" --terms "Privacy Policy" -o . own.md
cmp -s one.html own.md || fail "a page was replaced by its text"
refused 2 "several pages need -o DIR" --terms "Privacy Policy" one.html two.html
refused 2 "combined from 2 pages" --terms "Terms of Service" one.html
refused 2 "no-such.html" --terms "Privacy Policy" no-such.html
refused 2 "Cookies" --terms "Cookies" one.html
refused 2 "no valid URL" --terms "Privacy Policy" --url nowhere one.html
echo "all as expected"
