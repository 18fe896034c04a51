#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# draft complaint, from the fixtures to the PDF: the exhibits inside and
# beside it, the stamp that openssl accepts, clean French, the same bytes
# twice; and what it refuses.
set -eu
fixtures=$CONSTAT_SOURCE/tests/cases/draft
dir=$(mktemp -d)
tsa=''
trap '[ -z "$tsa" ] || kill "$tsa" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
for tool in qpdf pdfdetach pdftotext openssl perl; do
	command -v $tool >/dev/null || {
		echo "no $tool: skipped"
		exit 77
	}
done
bad=0
fail() {
	echo "$*"
	bad=1
}
host=fr-app-chat-global-exemple-net-1516654448.eu-central-1.elb.amazonaws.com
constat() {
	"$CONSTAT" -q -C "$dir/c" "$@"
}
page() {
	constat import-history file "$fixtures/$1" --service 'Montre Exemple' \
		--terms 'Privacy Policy' \
		--url https://montre.example/confidentialite --seen "$2" \
		--source 'page enregistrée depuis le navigateur' >/dev/null
}

"$CONSTAT" -q init "$dir/c"
mkdir -p "$dir/c/declarations"
cat >"$dir/c/declarations/Montre Exemple.json" <<'EOF'
{ "name": "Montre Exemple", "terms": { "Privacy Policy": {
  "fetch": "https://montre.example/confidentialite", "select": "main" } } }
EOF
page politique-2018.html 2018-08-20
page politique-2026.html 2026-11-20
constat import "$fixtures/requests.csv" --device 'téléphone du plaignant' \
	--title 'Journal Blokada des 3 et 4 septembre 2018' >/dev/null
constat observe --at '2018-09-08 19:42' --tz Europe/Paris --precision min \
	--host $host --disposition blocked >/dev/null
constat attach "$fixtures/question.eml" --kind email --title Demande \
	--date 2018-09-14 >/dev/null
constat attach "$fixtures/reponse.eml" --kind email --title Réponse \
	--date 2018-09-20 >/dev/null

# An empty case is refused, and nothing is written.
status=0
constat draft complaint -o "$dir/plainte.pdf" 2>"$dir/err" || status=$?
[ $status = 1 ] || fail "empty case: status $status"
[ ! -e "$dir/plainte.pdf" ] || fail 'an empty case was drafted'
grep -q 'E15 blocks' "$dir/err" || fail 'it does not say what is missing'

cp "$fixtures/case.json" "$dir/c/case.json"
mkdir "$dir/tsa"
sh "$CONSTAT_SOURCE/cli/demo/tsa.sh" "$dir/tsa"
perl "$CONSTAT_SOURCE/cli/demo/tsa.pl" "$dir/tsa" >/dev/null 2>&1 &
tsa=$!
tries=0
while [ ! -s "$dir/tsa/port" ] && [ $tries -lt 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
constat stamp --tsa "http://127.0.0.1:$(cat "$dir/tsa/port")/" \
	--ca "$dir/tsa/ca.pem" >/dev/null

constat --json draft complaint --lang fr -o "$dir/plainte.pdf" >"$dir/out"
grep -q '"schema":"constat.draft/1"' "$dir/out" || fail 'no JSON'
grep -q '"exhibits":6' "$dir/out" || fail "$(cat "$dir/out")"
cp "$dir/plainte.pdf" "$dir/first.pdf"
constat draft complaint --lang fr -o "$dir/plainte.pdf" >/dev/null
cmp "$dir/first.pdf" "$dir/plainte.pdf" || fail 'not the same bytes twice'

qpdf --check "$dir/plainte.pdf" >/dev/null || fail 'qpdf finds faults'
mkdir "$dir/inside"
pdfdetach -saveall -o "$dir/inside" "$dir/plainte.pdf"
cp "$dir/plainte_pieces/SHA256SUMS" "$dir/inside"
(cd "$dir/inside" && sha256sum --quiet -c SHA256SUMS) ||
	fail 'attached files differ'
(cd "$dir/plainte_pieces" && sha256sum --quiet -c SHA256SUMS) ||
	fail 'files beside the PDF differ'
(cd "$dir/plainte_pieces" && openssl ts -verify -data checkpoint.txt \
	-in stamp.tsr -CAfile ca.pem >/dev/null 2>&1) ||
	fail 'openssl refuses the stamp'
grep -q mail.fournisseur.example "$dir"/plainte_pieces/* &&
	fail 'lines that are not cited left the house'

pdftotext "$dir/plainte.pdf" "$dir/text"
tr '\302\240\342\200\257\n' '       ' <"$dir/text" | tr -s ' ' >"$dir/flat"
while read -r sum name; do
	grep -q "$sum" "$dir/text" || fail "the bordereau lacks $name"
done <"$dir/plainte_pieces/SHA256SUMS"
for words in 'commissaire de justice' 'Bordereau des pi' 'Pi.*ce n.* 6' \
	'15 octobre 2018' 'certutil -hashfile PJ01a_politique' \
	'openssl ts -verify' 'Horodatage de demonstration'; do
	LC_ALL=C grep -q "$words" "$dir/flat" || fail "the PDF does not say '$words'"
done
grep -q '{{' "$dir/text" && fail 'a hole in the letter'

# The variant that can carry no files, Markdown, a person's own letter.
constat draft complaint --pdfa 1b -o "$dir/un.pdf" >/dev/null
qpdf --check "$dir/un.pdf" >/dev/null || fail '1b: qpdf finds faults'
[ -e "$dir/un_pieces/SHA256SUMS" ] || fail '1b: no exhibits beside it'
printf '# {{object}}\n\n{{#letters}}{{ref}} {{/letters}}\n' >"$dir/own.md"
constat draft complaint --template "$dir/own.md" -o "$dir/own-out.md" \
	>/dev/null
grep -q 'Pièce n° 1 Pièce n° 2' "$dir/own-out.md" ||
	fail 'own letter: not numbered by first mention'
printf '{{nowhere}}\n' >"$dir/own.md"
status=0
constat draft complaint --template "$dir/own.md" -o "$dir/x.md" \
	2>"$dir/err" || status=$?
[ $status = 2 ] || fail "missing name: status $status"
grep -q nowhere "$dir/err" || fail 'the missing name is not named'

# Refusals.
for words in 'postcard -o x.pdf' 'complaint -o x.doc' 'complaint' \
	'complaint --pdfa 9z -o x.pdf' 'complaint --lang en -o x.pdf' \
	'complaint --authority zz -o x.pdf'; do
	status=0
	# shellcheck disable=SC2086
	(cd "$dir" && constat draft $words >/dev/null 2>&1) || status=$?
	[ $status = 2 ] || fail "draft $words: status $status"
done
constat -n draft complaint -o "$dir/dry.pdf" >/dev/null
[ ! -e "$dir/dry.pdf" ] || fail '--dry-run wrote'
constat verify >/dev/null 2>&1 || fail 'verify finds something afterwards'
exit $bad
