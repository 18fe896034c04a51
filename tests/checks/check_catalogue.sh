#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The French catalogue is complete for what exists, agrees with the sources
# in its format strings, and works under C.UTF-8.
set -eu
cd "${CONSTAT_SOURCE:-.}"
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
xgettext --from-code=UTF-8 -k_ -kN_ -L C --no-location -o "$new/constat.pot" \
	base/*.c archive/*.c scrapers/*.c evidence/*.c templates/*.c \
	cases/*.c cli/*.c cli/network.h
msgmerge -q --no-fuzzy-matching -o "$new/fr.po" cli/po/fr.po \
	"$new/constat.pot"
msgfmt -c -o "$new/fr.mo" "$new/fr.po"
msgattrib --untranslated --no-obsolete "$new/fr.po" >"$new/missing"
if grep -q '^msgid "..*"\|^msgid ""$' "$new/missing"; then
	grep -A3 '^msgid' "$new/missing" | head -n 60
	echo "cli/po/fr.po: $(grep -c '^msgid' "$new/missing") texts have no French"
	exit 1
fi
english=$(LANGUAGE='' LC_ALL=C.UTF-8 "$CONSTAT" help | head -n 1)
french=$(LANGUAGE=fr LC_ALL=C.UTF-8 "$CONSTAT" help | head -n 1)
case $french in
"$english") echo "no French under LANGUAGE=fr LC_ALL=C.UTF-8"; exit 1 ;;
esac
french=$(LANGUAGE='' LC_ALL='' LANG=fr_FR.UTF-8 "$CONSTAT" help | head -n 1)
case $french in
"$english") echo "no French under LANG=fr_FR.UTF-8"; exit 1 ;;
esac
