#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The complaint says according to which data set, of which version and
# licence, and by which entry, a host is somebody's.
set -eu
fixtures=$CONSTAT_SOURCE/tests/cases/draft
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
constat() {
	"$CONSTAT" -q -C "$dir/c" "$@"
}
page() {
	constat import-history file "$fixtures/$1" --service 'Montre Exemple' \
		--terms 'Privacy Policy' \
		--url https://montre.example/confidentialite --seen "$2" \
		--source 'page enregistrée depuis le navigateur' >/dev/null
}
host=fr-app-chat-global-exemple-net-1516654448.eu-central-1.elb.amazonaws.com

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
cp "$fixtures/case.json" "$dir/c/case.json"
printf 'exemple.net;Exemple SA;4\n' >"$dir/trackers.csv"
constat owners add "$dir/trackers.csv" --name Jeu --licence CC0 --version 7 \
	>/dev/null
constat draft complaint -o "$dir/plainte.md" || [ $? = 1 ]
for words in 'Base « déduit »' 'domaine de Exemple SA' \
	'selon Jeu 7, licence CC0, entrée « exemple.net »'; do
	grep -q "$words" "$dir/plainte.md" || {
		echo "missing: $words"
		grep -n 'Base «' "$dir/plainte.md"
		exit 1
	}
done

# A list that has the whole name says more than the label does.
printf '%s;Autre SA\n' "$host" >"$dir/hosts.csv"
constat owners add "$dir/hosts.csv" --name Liste --licence MIT --version 2 \
	>/dev/null
constat draft complaint -o "$dir/plainte.md" || [ $? = 1 ]
grep -q 'selon Liste 2 (licence MIT), entrée' "$dir/plainte.md"
