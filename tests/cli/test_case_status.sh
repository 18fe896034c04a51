#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# case status: how much of the case is there, which exhibits are not cited
# yet, and by when the company had to answer.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$CONSTAT_SOURCE/tests/cases/draft" "$work/draft"
"$CONSTAT" -q init "$work/c"
in_case() {
	"$CONSTAT" -C "$work/c" "$@"
}
in_case case status >"$work/out" 2>"$work/err"
grep -q '^cited: 0 exhibits, 0 policies; time-stamp: no$' "$work/out"
grep -q '^to mend: ' "$work/out"
grep -q 'case check' "$work/err"

in_case -q import "$work/draft/requests.csv" >/dev/null
in_case case status >"$work/out" 2>/dev/null
grep -q '^exhibit 1: .*, not cited$' "$work/out"
in_case --json case status >"$work/json"
jq -e '.schema == "constat.case-status/1" and .stamped == false
	and (.exhibits | length) == 1 and .exhibits[0].cited == false
	and .blocking > 0' "$work/json" >/dev/null

# A letter that the company got on 14 September 2018, and never answered: a
# month later (Regulation 1182/71) is a Sunday, so the answer was due a day on.
jq -s '.[0] + {organisations: .[1].organisations,
	correspondence: [.[1].correspondence[0] | del(.exhibit)]}' \
	"$work/c/case.json" "$work/draft/case.json" >"$work/new"
cp "$work/new" "$work/c/case.json"
in_case case status >"$work/out" 2>/dev/null
grep -q '^letter question: answer due by 2018-10-15, missed$' "$work/out"
LANGUAGE=fr in_case case status 2>/dev/null | grep -q 'question.*dépassé$'
in_case --json case status | jq -e '.deadlines == [{"letter": "question",
	"due": "2018-10-15", "state": "missed"}]' >/dev/null
