#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Functions without bounds, with hidden state, or that end the process where
# only cli/ may; notes to self; SQL outside archive/.
set -eu
cd "${CONSTAT_SOURCE:-.}"
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
bad=0

# code FILE: the file without comments and the content of strings.
code() {
	awk '{
		line = $0; out = ""
		while (line != "") {
			if (comment) {
				i = index(line, "*/")
				if (!i) { line = ""; break }
				line = substr(line, i + 2); comment = 0
			} else if (match(line, /\/\*|"([^"\\]|\\.)*"/)) {
				out = out substr(line, 1, RSTART - 1)
				if (substr(line, RSTART, 2) == "/*") comment = 1
				else out = out "\"\""
				line = substr(line, RSTART + RLENGTH)
			} else { out = out line; line = "" }
		}
		print FILENAME ":" FNR ": " out
	}' "$1"
}

# look PATTERN WHY FILE…
look() {
	pattern=$1 why=$2
	shift 2
	for file in "$@"; do
		[ -e "$file" ] || continue
		code "$file" | grep -E "$pattern" && {
			echo "  ^ $why"
			bad=1
		}
	done
	return 0
}

unsafe='(^|[^A-Za-z0-9_.>])(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|sscanf|gmtime|localtime|ctime|asctime|mktemp|tmpnam|system|popen|alloca)[ \t]*\('
ends='(^|[^A-Za-z0-9_.>])(exit|abort|printf|puts|putchar|perror)[ \t]*\('
printf 'int f(void) { return atoi("1"); /* system() */ }\n' >"$trial/x.c"
[ -n "$(look "$unsafe" why "$trial/x.c")" ] || {
	echo "the check does not see atoi()"
	exit 1
}
bad=0
look "$unsafe" 'use the bounded one (base/str.h, strtol, gmtime_r)' */*.c */*.h
look "$ends" 'only cli/ prints and exits' base/*.c archive/*.c scrapers/*.c \
	evidence/*.c templates/*.c cases/*.c
for file in */*.c */*.h tests/*/*.c tests/*/*.sh cli/*.sh; do
	case $file in tests/checks/check_banned.sh) continue ;; esac
	grep -nE '\b(TODO|FIXME|XXX|HACK)\b' "$file" /dev/null |
		grep -vE '"(XXX|TODO)"' && bad=1
done
grep -nE '"(SELECT|INSERT|UPDATE|DELETE|CREATE) ' base/*.c scrapers/*.c \
	$(ls evidence/*.c | grep -v '^evidence/sqlite_log.c$') templates/*.c \
	cases/*.c cli/*.c /dev/null && {
	echo "  ^ all SQL of the archive lives in archive/"
	bad=1
}
exit $bad
