#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job, once, on a fictional vendor: installs what is missing, builds,
# starts a web server and a time-stamping authority on 127.0.0.1, and leaves a
# complaint with its exhibits in demo/. Ends what it started.
#
#   sh cli/demo.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
top=$(pwd)
out=${1:-$top/demo}
case $out in /*) ;; *) out=$top/$out ;; esac

# CONSTAT names a program that is built already (the tests do).
constat=${CONSTAT:-}
if [ -z "$constat" ]; then
	sh cli/setup.sh build
	cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release \
		-DBUILD_TESTING=OFF >/dev/null
	cmake --build build -j "$(nproc)" --target constat catalogues \
		-- --quiet
	constat=$top/build/cli/constat
fi

if [ -e "$out" ]; then
	[ -e "$out/.constat-demo" ] || [ -z "$(ls -A "$out")" ] || {
		echo "demo.sh: '$out' exists and is not a former demo;" \
			"name another folder" >&2
		exit 2
	}
	rm -rf "$out"
fi
mkdir -p "$out"
: >"$out/.constat-demo"

work=$(mktemp -d)
nginx_pid='' tsa_pid=''
stop() {
	[ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
	[ -z "$tsa_pid" ] || kill "$tsa_pid" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

. cli/demo/servers.sh

# say WORDS…: what comes next, in words.
say() {
	printf '\n== %s\n' "$*"
}

# run WORDS…: shows the command, then runs it. A difference (status 1) is a
# result, not a failure.
run() {
	printf '$ constat'
	for word in "$@"; do
		case $word in
		*[!A-Za-z0-9_./:,=-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	status=0
	"$constat" "$@" || status=$?
	[ "$status" -le 1 ] || exit "$status"
}

start_web
start_tsa
site=http://127.0.0.1:$web_port
policy=$site/confidentialite
push_host=push-eu-horlia-example-1516654448.eu-central-1.elb.amazonaws.com
feature='une notification reçue s’affiche sur la montre'
case_dir=$out/dossier

say "A case folder"
run init "$case_dir"
cd "$case_dir"

say "The vendor's policy, as it stands today"
serve "$top/cli/demo/politique-1.html"
run watch "$policy" --service Horlia --select main --allow-private
run capture --allow-private

say "A page saved in September, before the log"
run import-history file "$top/cli/demo/politique-enregistree-2026-09-10.html" \
	--service Horlia --terms "Privacy Policy" --url "$policy" \
	--seen 2026-09-10 --source "page enregistrée depuis le navigateur"

say "The vendor replaces its policy"
serve "$top/cli/demo/politique-2.html"
run capture --allow-private
run history Horlia
run diff Horlia "Privacy Policy"
run show Horlia "Privacy Policy" --at 2026-09-15

say "The blocker's log, and what was read off the screen"
cp -p "$top/cli/demo/requests.csv" "$work/requests.csv"
run import "$work/requests.csv" --device "téléphone du plaignant" \
	--title "Journal Blokada du 14 au 16 septembre 2026"
cp -p "$top/cli/demo/notifications.log" "$work/notifications.log"
run import "$work/notifications.log" --device "téléphone du plaignant" \
	--tz Europe/Paris --year 2026 \
	--title "Notifications d'Android du 14 au 16 septembre 2026"
run observe --at "2026-09-16 19:42" --tz Europe/Paris --precision min \
	--host "$push_host" --disposition blocked \
	--device "téléphone du plaignant" \
	--note "lu sur l'écran du bloqueur pendant l'essai de blocage"
run hosts

say "Is the host asked for whenever a notification comes? Against chance"
run correlate --host 'push-eu-*' --events 2 \
	--idle '2026-09-14 23:00..2026-09-15 06:30' --tz Europe/Paris

say "The blocking test: two days without, one day with the host refused"
run experiment add --kind baseline --host "$push_host" \
	--from "2026-09-14 08:00" --to 2026-09-15 --tz Europe/Paris \
	--device "téléphone du plaignant" --feature "$feature" \
	--tried 12 --worked 12
run experiment add --kind blocked --restarted --host "$push_host" \
	--from "2026-09-16 07:00" --to 2026-09-16 --tz Europe/Paris \
	--device "téléphone du plaignant" --feature "$feature" \
	--tried 14 --worked 14
run experiment show --host 'push-eu-*'

say "The letters exchanged"
run attach "$top/cli/demo/question.eml" --kind email \
	--title "Question et demande d'accès du 18 septembre 2026" \
	--date "2026-09-18 09:12" --tz Europe/Paris
run attach "$top/cli/demo/reponse.eml" --kind email \
	--title "Réponse du 24 septembre 2026" \
	--date "2026-09-24 16:40" --tz Europe/Paris

say "The case"
sed "s/@TODAY@/$(TZ=Europe/Paris date +%F)/" "$top/cli/demo/case.json" >"$case_dir/case.json"
run case check

say "A time stamp over all of it (RFC 3161), from the local authority"
run stamp --tsa "http://127.0.0.1:$tsa_port/" --ca "$work/tsa/ca.pem"

say "The complaint"
run draft complaint --lang fr -o "$out/plainte.pdf"

say "Nothing was changed since"
run verify

printf '\nThe complaint: %s\n' "$out/plainte.pdf"
printf 'Its exhibits beside it: %s\n' "$out/plainte_pieces"
printf '\nTo check it with common tools:\n'
printf '  pdfdetach -list %s\n' "$out/plainte.pdf"
printf '  (cd %s && sha256sum -c SHA256SUMS)\n' "$out/plainte_pieces"
