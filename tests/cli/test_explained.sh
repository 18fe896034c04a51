#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# hosts --explain says the same in French, and names what it leans on.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
LANGUAGE=fr LC_ALL=C.UTF-8
export LANGUAGE LC_ALL
host=push-vendor-example-1516654448.eu-central-1.elb.amazonaws.com
"$CONSTAT" -q init case
printf 'vendor.example;Vendor;4\n' >trackers.csv
"$CONSTAT" -q -C case owners add trackers.csv --name Jeu --licence CC0 \
	--version 7 >/dev/null
"$CONSTAT" -C case hosts --explain "$host" >got
for words in 'Domaine enregistrable' 'Répartiteur de charge' \
	'Francfort, Allemagne' 'Son exploitant lui a donné le nom' \
	'Le lieu du centre de données ne dit rien' \
	'selon Jeu 7 (CC0), entrée vendor.example' \
	'dans aucun journal' 'une supposition' 'Inconnu'; do
	grep -q "$words" got || {
		echo "missing: $words"
		cat got
		exit 1
	}
done
