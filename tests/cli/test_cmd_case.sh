#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# case check, status, edit: what they say, in words and in JSON, and how they
# end; a case.json that is cut in half, has a wrong member, or is not there.
set -eu
fixtures=$(cd ../tests/cases/draft 2>/dev/null || cd "$CONSTAT_SOURCE/tests/cases/draft" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
bad=0
fail() {
	echo "$*"
	bad=1
}
# expect STATUS COMMAND…: runs it, output into $dir/out and $dir/err.
expect() {
	want=$1
	shift
	status=0
	"$CONSTAT" -C "$dir/c" "$@" >"$dir/out" 2>"$dir/err" || status=$?
	[ "$status" = "$want" ] || {
		fail "$*: status $status, wanted $want"
		cat "$dir/out" "$dir/err"
	}
}
has() {
	grep -qF -- "$2" "$dir/$1" || {
		fail "no '$2' in $1:"
		cat "$dir/$1"
	}
}

"$CONSTAT" -q init "$dir/c"
expect 1 case check
has out 'E15 blocks, line 5: title: is still to be filled in'
has out 'complainant/family_name'
has err 'to mend'
expect 1 --json case check
has out '"schema":"constat.case-check/1"'
has out '"pointer":"/complainant/family_name"'
expect 0 case status
has out 'to mend: '
expect 0 --json case status
has out '"schema":"constat.case-status/1"'
expect 2 case
expect 2 case frobnicate

"$CONSTAT" -q -C "$dir/c" import "$fixtures/requests.csv" >/dev/null 2>&1
expect 0 case status
has out 'exhibit 1: '
has out ', not cited'

# An editor that fills in the title; with an option, as people have.
cat >"$dir/editor" <<'EOF'
#!/bin/sh
[ "$1" = --wait ] || exit 9
sed -i 's/"title": ""/"title": "Un titre"/' "$2"
EOF
chmod +x "$dir/editor"
status=0
VISUAL='' EDITOR="$dir/editor --wait" "$CONSTAT" -C "$dir/c" case edit \
	>"$dir/out" 2>"$dir/err" || status=$?
[ "$status" = 1 ] || fail "case edit: status $status"
grep -q '"Un titre"' "$dir/c/case.json" || fail 'the editor did not edit'
grep -q 'line 5: title' "$dir/out" && fail 'the title is still missing'
status=0
VISUAL='' EDITOR=/nowhere/editor "$CONSTAT" -C "$dir/c" case edit \
	>"$dir/out" 2>"$dir/err" || status=$?
[ "$status" = 2 ] || fail "no editor: status $status"
has err "the editor '/nowhere/editor' failed"

sed 's/"lang": "fr"/"lang": "latin"/' "$dir/c/case.json" >"$dir/new"
cp "$dir/c/case.json" "$dir/good"
cp "$dir/new" "$dir/c/case.json"
expect 1 case check
has out "format blocks, line 7: lang: expected one of fr, en, de, not 'latin'"
expect 2 case status

head -c 400 "$dir/good" >"$dir/c/case.json"
expect 2 case check
has err 'case.json'
has err 'line '
rm "$dir/c/case.json"
expect 2 case check
has err 'case.json'
exit $bad
