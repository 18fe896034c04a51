#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The demonstration, end to end, and what it leaves: a clean PDF/A with every
# exhibit inside and beside it, hashes that agree everywhere, clean French,
# a stamp that openssl accepts and refuses when a bit is flipped.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
	echo "$*"
	exit 1
}

sh "$CONSTAT_SOURCE/cli/demo.sh" "$work/demo" >"$work/log" 2>&1 || {
	cat "$work/log"
	fail "the demonstration failed"
}
pdf=$work/demo/plainte.pdf
pieces=$work/demo/plainte_pieces
case_dir=$work/demo/dossier

qpdf --check "$pdf" >"$work/check" || fail "$(cat "$work/check")"
pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
[ "$pages" -ge 6 ] || fail "only $pages pages"

# Every attachment equals the file beside the PDF and its row in the list.
mkdir "$work/out"
pdfdetach -saveall -o "$work/out" "$pdf"
pdftotext -layout "$pdf" "$work/text"
pdftotext -raw "$pdf" - | tr -d ' \n' >"$work/joined"
count=0
for file in "$work/out"/*; do
	name=$(basename "$file")
	sum=$(sha256sum "$file" | cut -d' ' -f1)
	cmp "$file" "$pieces/$name" || fail "$name differs beside the PDF"
	grep -q "$sum" "$work/joined" || fail "$name: its hash is not listed"
	count=$((count + 1))
done
[ "$count" -ge 6 ] || fail "only $count attachments"
(cd "$pieces" && sha256sum -c --quiet SHA256SUMS) || fail "SHA256SUMS"

grep -q 'Pièce n° 1' "$work/text" || fail "no « Pièce n° 1 »"
grep -q "constat de commissaire de justice" "$work/text" ||
	fail "the first page does not say what it is not"
# Annex D: what the vaguer text changed, so that no false sentence is read.
grep -q 'Annexe D – Ce qui a changé dans les textes' "$work/text" ||
	fail "no annex D"
grep -q '\[-24 mois-\]{+Durée nécessaire+}' "$work/text" ||
	fail "annex D does not mark a cell of a table"
grep -q 'produits{+, ainsi qu’à toute finalité compatible+}\.' "$work/text" ||
	fail "annex D does not mark the words that came"
# The three measured sentences, no stronger than the data: events and log,
# the idle hours, the blocking test.
said() {
	printf '%s' "$1" | tr -d ' \302\240' >"$work/wanted"
	tr -d '\302\240' <"$work/joined" | grep -qF -f "$work/wanted" ||
		fail "not said: $1"
}
said 'sur 42 événements relevés pendant que le journal s’écrivait, 39 ont été'
said 'Ce que cela ne montre pas : que l’événement a causé le contact'
said 'aucun événement n’a été relevé ; contacts avec ce nom'
said 'a marché 14 fois sur 14 pendant le blocage'
said 'alors refusées : 28 sur 28. Sans blocage, la fonction a marché 12 fois'
said 'Annexe C – Événements et contacts mis côte à côte'
if grep -qE 'ï¿½|\[U\+|�' "$work/text"; then
	fail "characters were lost"
fi
pdffonts "$pdf" | awk 'NR > 2 && ($(NF-4) != "yes" || $(NF-2) != "yes")' |
	grep . && fail "a font is not embedded or has no Unicode"

# Drafting again prints the same bytes.
"$CONSTAT" -q -C "$case_dir" draft complaint --lang fr -o "$work/again.pdf" \
	>/dev/null
cmp "$pdf" "$work/again.pdf" || fail "drafting twice differs"

# The stamp, by common tools.
"$CONSTAT" -C "$case_dir" verify >/dev/null || fail "verify"
stamp=$(find "$pieces" -name '*.tsr' | head -n 1)
note=$(find "$pieces" -name '*checkpoint*' | head -n 1)
ca=$(find "$pieces" -name '*.pem' | head -n 1)
openssl ts -verify -data "$note" -in "$stamp" -CAfile "$ca" \
	>/dev/null 2>&1 || fail "openssl refuses the stamp"
sed 's/constat/Constat/' "$note" >"$work/note"
if openssl ts -verify -data "$work/note" -in "$stamp" -CAfile "$ca" \
	>/dev/null 2>&1; then
	fail "openssl accepts a changed checkpoint"
fi

# The 1b variant of the same document, by PDFBox.
if [ -e /usr/share/java/preflight.jar ] && command -v java >/dev/null; then
	"$CONSTAT" -q -C "$case_dir" draft complaint --lang fr --pdfa 1b \
		-o "$work/variant.pdf" >/dev/null
	pdftotext "$work/variant.pdf" "$work/variant.txt"
	grep -q 'Aucun fichier n’est joint' "$work/variant.txt" ||
		fail "the variant claims attachments that it cannot have"
	(cd "$work/variant_pieces" && sha256sum --quiet -c SHA256SUMS) ||
		fail "the variant's exhibits are not beside it"
	java -cp '/usr/share/java/*' \
		org.apache.pdfbox.preflight.Validator_A1b "$work/variant.pdf" \
		>"$work/preflight" 2>&1 || true
	grep -q 'is a valid PDF/A-1b file' "$work/preflight" || {
		cat "$work/preflight"
		fail "preflight refuses the variant"
	}
else
	echo "no PDFBox preflight here: that part is left out"
fi
echo "$pages pages, $count attachments"
