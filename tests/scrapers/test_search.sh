#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Real histories, brought in with the dates in their file names: "search
# --first" names the very file in which each wording came in, and
# the last that has it, as grep does over the files themselves.
set -eu
histories=${CONSTAT_SHARED:-}/policies/histories
if [ ! -d "$histories" ]; then
	echo "skipped: no shared histories"
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null

# dated FILE: 14_2025-12-10T21-24-55+05-30_6fbb03c8.md as
# 2025-12-10T15:54:55Z, and so with "Z" for the zone.
dated() {
	date -u +%Y-%m-%dT%H:%M:%SZ -d "$(basename "$1" |
		sed 's/^[0-9]*_\(.*T\)\(..\)-\(..\)-\(..\)\([^_]*\)_.*/\1\2:\3:\4\5/
			s/\([+-]..\)-\(..\)$/\1:\2/')"
}

# stream NAME…: each a service, each file a commit of the robot.
stream() {
	for name; do
		for file in "$histories/$name"/*.md; do
			message="Record new changes of $name Privacy Policy"
			printf 'commit refs/heads/main\ncommitter B <b@x> %s +0000\n' \
				"$(date -u -d "$(dated "$file")" +%s)"
			printf 'data %d\n%s\n' $((${#message} + 1)) "$message"
			printf 'M 100644 inline %s/Privacy Policy.md\n' "$name"
			printf 'data %d\n' "$(wc -c <"$file")"
			cat "$file"
			echo
		done
	done
}

# says WORDING FILE: whole words; markup, case and line ends put aside.
says() {
	tr '\n' ' ' <"$2" | tr -d '*_' | tr -s ' ' | grep -qiwF -- "$1"
}

# check WORDING NAME: the index beside the files.
check() {
	before='' first='' last='' after=''
	for file in "$histories/$2"/*.md; do
		if says "$1" "$file"; then
			[ -n "$first" ] || first=$(dated "$file")
			[ -z "$after" ] || {
				echo "'$1' comes back in $2: choose another"
				exit 1
			}
			last=$(dated "$file")
		elif [ -z "$first" ]; then
			before=$(dated "$file")
		elif [ -z "$after" ]; then
			after=$(dated "$file")
		fi
	done
	printf '%s|%s|%s|%s\n' "$before" "$first" "$last" "$after" >want
	"$CONSTAT" -C case search --first "$1" "$2" 'Privacy Policy' --json >got.json
	python3 - got.json >got <<'END'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
assert len(lines) == 1, lines
found = json.loads(lines[0])
assert found["checked"] is True
assert len(found["stood"]) == 1, found["stood"]
print("|".join(found["stood"][0].get(k, {}).get("seen", "")
    for k in ("before", "first", "last", "after")))
END
	diff want got || {
		echo "'$1' in $2: grep (<) and search (>) differ"
		exit 1
	}
	echo "'$1' in $2: not yet|first|last|gone: $(cat got)"
}

git init -q -b main versions
stream genai-contrib__ChatGPT_Privacy_Policy \
	vlopses-us__TikTok_Privacy_Policy contrib__Google_Privacy_Policy | git -C versions fast-import --quiet
"$CONSTAT" init case 2>/dev/null
"$CONSTAT" -C case import-history ota versions --versions >/dev/null 2>&1
check 'temporary chat' genai-contrib__ChatGPT_Privacy_Policy
check 'joint venture' vlopses-us__TikTok_Privacy_Policy
check 'legitimate interest' vlopses-us__TikTok_Privacy_Policy
check 'Bard' contrib__Google_Privacy_Policy
"$CONSTAT" -C case verify >/dev/null 2>&1 || {
	echo "verify has findings"
	exit 1
}
