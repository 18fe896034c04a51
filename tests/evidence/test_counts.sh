#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Imports the real and generated logs of the shared data and compares the
# counts, dispositions apart, with what awk counts on the same files.
set -eu
[ -n "${CONSTAT_SHARED:-}" ] || {
	echo "skipped: CONSTAT_SHARED is not set"
	exit 77
}
logs=$CONSTAT_SHARED/logs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CONSTAT" -q init "$work/case"
failed=0

# check FILE WANTED [OPTION…]: "rows allowed blocked rewritten error unknown
# bad" of an import.
check() {
	file=$1 wanted=$2
	shift 2
	got=$("$CONSTAT" -q -C "$work/case" --json import --keep whole \
		"$file" "$@" 2>&1 |
		jq -r '[.rows, .dispositions.allowed, .dispositions.blocked,
			.dispositions.rewritten, .dispositions.error,
			.dispositions.unknown, .bad_lines] | map(tostring) |
			join(" ")')
	if [ "$got" = "$wanted" ]; then
		echo "$(basename "$file"): $got"
	else
		echo "$(basename "$file"): got '$got', wanted '$wanted'"
		failed=1
	fi
}

for file in "$logs"/blokada/requests_*.csv; do
	wanted=$(awk -F, 'NR > 1 { n[$2]++; rows++ } END {
		print rows, n["a"] + 0, n["b"] + 0, 0, 0, 0, 0 }' "$file")
	check "$file" "$wanted"
done

# A row for each query, and for each block whose query is not there. What
# became of it, in this order: the verdict on that name that follows, within
# 200 lines; an error names nobody, and is that of the query right before.
count_dnsmasq() {
	awk '
	function settle(verdict, strong) {
		for (i = n; i > 0; i--)
			if (host[i] == name && (fate[i] == "" || waits[i]))
				break
		if (i == 0)
			return 0
		fate[i] = verdict
		waits[i] = !strong
		return 1
	}
	{ sub(/^.*dnsmasq\[[0-9]+\]: /, "") }
	/^query\[/ { n++; host[n] = $2; next }
	/^forwarded / { name = $2; settle("allowed", 0); next }
	/ error is / { fate[n] = "error"; next }
	/^(reply|cached|cached-stale) / {
		name = $2
		settle("allowed", 1)
		next
	}
	/^config / {
		name = $2
		settle($4 == "0.0.0.0" || $4 == "::" || $4 == "NXDOMAIN" ||
			$4 ~ /^NODATA/ ? "blocked" : "rewritten", 1)
		next
	}
	/^(gravity|exactly|regex|special|\/etc\/pihole\/[a-z]+\.list)/ {
		for (w = 1; w <= NF; w++)
			if ($w == "is")
				name = $(w - 1)
		if (!settle("blocked", 1)) {
			n++
			host[n] = ""
			fate[n] = "blocked"
		}
	}
	END {
		for (i = 1; i <= n; i++)
			by[fate[i] == "" ? "unknown" : fate[i]]++
		print n, by["allowed"] + 0, by["blocked"] + 0,
			by["rewritten"] + 0, by["error"] + 0,
			by["unknown"] + 0, 0
	}' "$1"
}

# "reply error" without a query that waits belongs to nobody.
for file in "$logs"/pihole-log/*.log "$logs"/dnsmasq/*.log; do
	case $file in
	*pihole_v6*) sed '/reply error is/d' "$file" >"$work/plain" ;;
	*) cp "$file" "$work/plain" ;;
	esac
	check "$file" "$(count_dnsmasq "$work/plain")" \
		--tz Europe/Paris --year 2026
done

# unknown N: a count of records of which no disposition is told.
unknown() { echo "$1 0 0 0 0 $1 0"; }

for file in "$logs"/android/logcat*.txt; do
	check "$file" "$(unknown "$(grep -c 'notification_enqueue: \[' "$file")")" \
		--tz Europe/Paris --year 2018
done
for file in "$logs"/android/dumpsys*.txt; do
	check "$file" "$(unknown "$(grep -c 'NotificationRecord(' "$file")")"
done
# A notification of the history is a field 4 or 5 of bytes.
for file in "$logs"/android/*.pb; do
	check "$file" "$(unknown "$(python3 -c '
import sys
data = open(sys.argv[1], "rb").read()
at = count = 0
def varint():
    global at
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value
while at < len(data):
    key = varint()
    value = varint()
    if key & 7 == 2:
        at += value
        count += key >> 3 in (4, 5)
print(count)' "$file")")"
done
for file in "$logs"/gadgetbridge/*.log; do
	check "$file" "$(unknown "$(grep -c 'Processing notification' "$file")")" \
		--tz Europe/Paris
done

# Databases, counted by sqlite3 on its own; the status of a query by the table
# of Pi-hole's documentation.
for file in "$logs"/pihole-db/*.db; do
	check "$file" "$(sqlite3 -separator ' ' "$file" "SELECT count(*),
		sum(status IN (2, 3, 12, 13, 14, 17)),
		sum(status IN (1, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 18)),
		0, 0, sum(status NOT BETWEEN 1 AND 18), 0
		FROM query_storage")"
done
for file in "$logs"/rethinkdns/*.rbk "$logs"/rethinkdns/*.db; do
	plain=$file
	case $file in
	*.rbk)
		plain=$work/rethink.db
		python3 -c 'import sys, zipfile
open(sys.argv[2], "wb").write(
    zipfile.ZipFile(sys.argv[1]).read("rethink_logs.db"))' "$file" "$plain"
		;;
	esac
	check "$file" "$(sqlite3 -separator ' ' "$plain" "WITH fate(f) AS (
		SELECT CASE WHEN isBlocked OR upstreamBlock THEN 'b'
			WHEN status <> 'COMPLETE' OR response = 'NXDOMAIN'
			THEN 'e' ELSE 'a' END FROM DnsLogs
		UNION ALL SELECT CASE WHEN isBlocked THEN 'b' ELSE 'a' END
			FROM ConnectionTracker)
		SELECT count(*), sum(f = 'a'), sum(f = 'b'), 0, sum(f = 'e'), 0,
			0 FROM fate")"
done
for file in "$logs"/technitium/*.db; do
	check "$file" "$(sqlite3 -separator ' ' "$file" "SELECT count(*),
		sum(response_type IN (1, 2, 3)),
		sum(response_type BETWEEN 4 AND 6), 0, sum(response_type = 7),
		sum(response_type NOT BETWEEN 1 AND 7), 0 FROM dns_logs")"
done
for file in "$logs"/netguard/*.xml; do
	check "$file" "$(unknown "$(grep -c '<dns ' "$file")")"
done
# One row for each query; a local zone's action on that name and type is its
# verdict, else the last word of a reply: of one that came from the cache (or
# from a local zone) only once such an action was seen.
for file in "$logs"/unbound/*.log; do
	wanted=$(sed -n 's/^.* info: //p' "$file" | awk '
	$2 ~ /^(static|deny|refuse|redirect|always_|inform_deny)/ &&
		$3 ~ /@/ { acts = 1; fate[last[$4 $5]] = "blocked"; next }
	$4 == "IN" && NF == 4 { n++; last[$2 $3] = n; next }
	$4 == "IN" && NF > 4 {
		i = last[$2 $3]
		if (fate[i] == "")
			fate[i] = $5 == "NOERROR" && (!$7 || acts) \
				? "allowed" : "?"
	}
	END {
		for (i = 1; i <= n; i++)
			by[fate[i]]++
		print n, by["allowed"] + 0, by["blocked"] + 0, 0, 0,
			by[""] + by["?"] + 0, 0
	}')
	check "$file" "$wanted" --tz Europe/Paris --year 2026
done

# One row for each query; a policy names the client's port.
for file in "$logs"/bind/*.log; do
	wanted=$(awk '
	{ match($0, /[0-9.]+#[0-9]+/); who = substr($0, RSTART, RLENGTH) }
	/: query: / { n++; last[who] = n }
	/: rpz .* (NXDOMAIN|NODATA|DROP) rewrite / { hit[last[who]] = 1 }
	END {
		for (i in hit)
			blocked++
		print n, 0, blocked + 0, 0, 0, n - blocked, 0
	}' "$file")
	check "$file" "$wanted" --tz Europe/Paris
done

for file in "$logs"/blocky/*.log; do
	wanted=$(awk -F'\t' '
	{ n++; by[$9]++ }
	END {
		blocked = by["BLOCKED"] + by["FILTERED"]
		blocked += by["NOTFQDN"] + by["SPECIAL"]
		print n, n - blocked, blocked, 0, 0, 0, 0
	}' "$file")
	check "$file" "$wanted" --tz Europe/Paris
done

# Query logs say what was returned, in a field or behind a label; each line of
# the others is a block.
for file in "$logs"/dnscrypt-proxy/*.log; do
	wanted=$(awk -F'\t' '
	{ n++ }
	/\t(return:)?(REJECT|DROP)(\t|$)/ || FILENAME ~ /blocked-names/ {
		blocked++
		next
	}
	/\t(return:)?(PASS|FORWARD)(\t|$)/ { allowed++ }
	END { print n, allowed + 0, blocked + 0, 0, 0, 0, 0 }' "$file")
	check "$file" "$wanted" --tz Europe/Paris
done
# Under a name that says nothing they are what the form is that of; under that
# of allowed names these (a line more, so that it is another file).
for file in "$logs"/dnscrypt-proxy/blocked-names*; do
	cp "$file" "$work/names"
	printf '[2026-07-16 09:22:40]\t192.0.2.7\tx.example\t*.example\n' \
		>>"$work/names"
	n=$(wc -l <"$work/names")
	check "$work/names" "$n 0 $n 0 0 0 0" --tz Europe/Paris
	printf '[2026-07-16 09:22:41]\t192.0.2.7\tx.example\t*.example\n' |
		cat "$work/names" - >"$work/allowed-names.log"
	check "$work/allowed-names.log" "$((n + 1)) $((n + 1)) 0 0 0 0 0" \
		--tz Europe/Paris
done

for file in "$logs"/pfblockerng/*.log; do
	wanted=$(awk -F, '
	/^DNSBL-/ { blocked++ }
	/^DNS-reply/ { allowed++ }
	END { print NR, allowed + 0, blocked + 0, 0, 0, 0, 0 }' "$file")
	check "$file" "$wanted" --tz Europe/Paris --year 2018
done

# A row for each question; the answer right behind it tells its fate.
for file in "$logs"/personaldnsfilter/*.log; do
	wanted=$(tr -d '\r' <"$file" | awk -F', ' '
	$3 ~ /^Q-/ { n++; host = $4 }
	$3 ~ /^A-/ && $4 == host && $5 ~ /^127/ { blocked++; next }
	$3 ~ /^A-/ { allowed++ }
	END { print n, allowed + 0, blocked + 0, 0, 0, 0, 0 }')
	check "$file" "$wanted" --tz Europe/Paris
done

for file in "$logs"/dns66/*.txt; do
	check "$file" "$(grep -c 'DNS Name' "$file") \
$(grep -c 'Allowed, sending' "$file") $(grep -c 'Blocked!' "$file") 0 0 0 0" \
		--tz Europe/Paris --year 2018
done

for file in "$logs"/adaway/*.txt; do
	n=$(grep -cE ' (A|AAAA)\? [^ ]+\. ' "$file")
	check "$file" "$n 0 0 0 0 $n 0"
done

# The verdicts stand in a field, a line or a cell of their own. One row of the
# samples is of a rule that worked on the page: no request.
for file in "$logs"/ublock/*.txt; do
	wanted=$(tr '|\t' '\n\n' <"$file" | sed 's/^ *//; s/ *$//' | awk '
	/^\+[0-9]+$/ { n++ }
	/^--$/ { blocked++ }
	/^<<$/ { rewritten++ }
	/^dom$/ { page++ }
	END {
		print n, n - blocked - rewritten - page, blocked,
			rewritten + 0, 0, page, 0
	}')
	check "$file" "$wanted" --tz Europe/Paris --date 2018-07-16
done

# Every sample is known by its content: whatever it is called, packed, with
# Windows line ends or a byte order mark, and cut anywhere.
known() {
	got=$("$CONSTAT" --json detect "$2" 2>/dev/null | jq -r .format)
	[ "$got" = "$1" ] || {
		echo "$3, $4: taken for '$got'"
		failed=1
	}
}
for name in adaway bind blocky dns66 dnscrypt-proxy personaldnsfilter \
	pfblockerng ublock unbound; do
	for file in "$logs"/$name/*; do
		size=$(wc -c <"$file")
		cp "$file" "$work/any"
		known $name "$work/any" "$file" renamed
		gzip -c "$file" >"$work/any"
		known $name "$work/any" "$file" packed
		tr -d '\r' <"$file" | sed 's/$/\r/' >"$work/any"
		known $name "$work/any" "$file" "with CRLF"
		{ printf '\357\273\277' && cat "$file"; } >"$work/any"
		known $name "$work/any" "$file" "with a BOM"
		{ printf '\377\376' && iconv -t UTF-16LE "$file"; } >"$work/any"
		known $name "$work/any" "$file" "in UTF-16"
		head -c $((size * 7 / 9)) "$file" >"$work/any"
		known $name "$work/any" "$file" cut
	done
done

# count FILE PROGRAM: of an array of dispositions as jq makes it of a file's
# lines or text, "rows allowed blocked rewritten error unknown 0".
count() {
	jq -rs "$2"' | [length, (["allowed", "blocked", "rewritten", "error",
		"unknown"][] as $d | map(select(. == $d)) | length), 0] |
		map(tostring) | join(" ")' "$1"
}

agh='(if (.Result.IsFiltered and ((.Result.Reason // 0) |
		. == 3 or . == 4 or . == 5 or . == 6 or . == 8)) then "blocked"
	elif ((.Result.Reason // 0) | . == 7 or . >= 9) then "rewritten"
	else "allowed" end)'
for file in "$logs"/adguardhome/querylog*; do
	check "$file" "$(count "$file" "map($agh)")"
done
for file in "$logs"/adguardhome/api-*; do
	check "$file" "$(count "$file" '.[0].data | map(if .reason ==
		"FilteredBlackList" then "blocked" else "allowed" end)')"
done
for file in "$logs"/ios-app-privacy-report/*; do
	check "$file" "$(count "$file" 'map(select(.type == "networkActivity"
		or .type == "access") | "unknown")')"
done
for file in "$logs"/controld/*; do
	check "$file" "$(count "$file" 'map(if .answers.ips == ["0.0.0.0"]
		then "blocked" else "unknown" end)')"
done
check "$logs/pihole-api/queries_v6_SYNTHETIC.json" "$(count \
	"$logs/pihole-api/queries_v6_SYNTHETIC.json" '.[0].queries |
	map(if .status == "DENYLIST" then "blocked" else "allowed" end)')"
check "$logs/pihole-api/api_db_getAllQueries_v5_SYNTHETIC.json" "$(count \
	"$logs/pihole-api/api_db_getAllQueries_v5_SYNTHETIC.json" '.[0].data |
	map(if .[4] == 5 then "blocked" else "allowed" end)')"
check "$logs/blokada/blokada5_stats_SYNTHETIC.json" "$(count \
	"$logs/blokada/blokada5_stats_SYNTHETIC.json" '.[0].entries | keys |
	map(if test(";blocked") then "blocked" else "allowed" end)')"
check "$logs/blokada/blokada6_activity_SYNTHETIC.json" "$(count \
	"$logs/blokada/blokada6_activity_SYNTHETIC.json" '.[0].activity |
	map(if .action == "block" then "blocked" else "allowed" end)')"

# A look-up is a query, or answers with the flow and id of none before.
for file in "$logs"/suricata/*; do
	check "$file" "$(count "$file" '
	(map(select(.event_type == "dns")) | group_by([.flow_id, .dns.id]) |
	 map((map(select(.dns.type == "query" or .dns.type == "request")) |
		length) as $asked |
		range([$asked, 1] | max) | "unknown")) +
	map(select(.event_type | IN("http", "tls", "quic", "flow", "alert")) |
		.alert.action // "unknown")')"
done
for file in "$logs"/zeek/*.ndjson; do
	nowhere='all(IN("0.0.0.0", "::", "127.0.0.1", "::1"))'
	check "$file" "$(count "$file" '
	map([(.answers // [])[] | select(test("^[0-9.]+$|:"))] as $a |
		if ($a | length > 0 and '"$nowhere"') then "blocked"
		elif .rcode_name == "SERVFAIL" or .rcode_name == "REFUSED" or
			.rejected then "error" else "unknown" end)')"
done
for file in "$logs"/zeek/zed_ssl*; do
	check "$file" "$(awk '!/^#/ { n++ } END { print n, 0, 0, 0, 0, n, 0 }' \
		"$file")"
done
for file in "$logs"/nextdns/*.csv; do
	check "$file" "$(awk -F, 'NR > 1 { n[$7]++; rows++ } END {
		print rows, n[""] + n["allowed"] + 0, n["blocked"] + 0, 0, 0,
			0, 0 }' "$file")"
done
for file in "$logs"/technitium/*.csv; do
	check "$file" "$(awk -F, 'NR > 1 { rows++; blocked += $5 ~ /Blocked/ }
		END { print rows, rows - blocked, blocked, 0, 0, 0, 0 }' \
		"$file")"
done
for file in "$logs"/littlesnitch/*.csv; do
	check "$file" "$(awk -F, 'NR > 1 { rows++; blocked += $9 > 0 }
		END { print rows, rows - blocked, blocked, 0, 0, 0, 0 }' \
		"$file")"
done
for file in "$logs"/pcapdroid/*.csv "$logs"/trackercontrol/*.csv; do
	check "$file" "$(awk 'NR > 1 { n++ } END { print n, 0, 0, 0, 0, n, 0 }' \
		"$file")"
done
for file in "$logs"/attribution/*.lst "$logs"/attribution/nextdns*; do
	check "$file" "$(awk 'NF > 0 && !/^#/ { n++ }
		END { print n, 0, 0, 0, 0, n, 0 }' "$file")"
done
# A row for each entry of a HAR file. The bodies' digests, beside what Python
# finds; and of no cookie, and no header that authorises, a value in a row.
count_har() {
	jq -r '[.log.entries[] | ([._error, .response._error] | map(strings) |
			join(" ")) as $error |
		if (.response.status // 0) >= 100 then "allowed"
		elif $error | test("ERR_BLOCKED") then "blocked"
		else "error" end] |
		[length, (["allowed", "blocked", "rewritten", "error",
			"unknown"][] as $d | map(select(. == $d)) | length), 0] |
		map(tostring) | join(" ")' "$1"
}
digests_har() {
	python3 -c '
import base64, hashlib, json, sys
for e in json.load(open(sys.argv[1], encoding="utf-8-sig"))["log"]["entries"]:
    for half, key in (("request", "postData"), ("response", "content")):
        c = (e.get(half) or {}).get(key) or {}
        if c.get("text"):
            b = c["text"].encode()
            if c.get("encoding") == "base64":
                b = base64.b64decode(c["text"])
            print(half, "sha256:" + hashlib.sha256(b).hexdigest())
' "$1" | sort
}
secrets_har() {
	jq -r '.log.entries[] | (.request, .response) | objects |
		(.cookies[]?.value), (.headers[]? | select(.name |
			ascii_downcase | test("cookie|authorization")) | .value) |
		select(length > 5)' "$1"
}
for file in "$logs"/har/*.har; do
	check "$file" "$(count_har "$file")"
	exhibit=$("$CONSTAT" -C "$work/case" --json import "$file" |
		jq .exhibit)
	"$CONSTAT" -C "$work/case" observations --exhibit "$exhibit" \
		>"$work/rows"
	jq -r '(."ev.request_body" // empty | "request " + .),
		(."ev.response_body" // empty | "response " + .)' \
		"$work/rows" | sort >"$work/digests"
	digests_har "$file" | cmp -s - "$work/digests" || {
		echo "$(basename "$file"): other digests of bodies"
		failed=1
	}
	secrets_har "$file" >"$work/secrets"
	if [ -s "$work/secrets" ] && grep -qFf "$work/secrets" "$work/rows"; then
		echo "$(basename "$file"): a secret stands in a row"
		failed=1
	fi
done

# again FILE WANTED: the same under another name, with a byte order mark, with
# CRLF, packed; and cut it gives no more rows.
again() {
	gzip -c "$1" >"$work/x1"
	zstd -q -c "$1" >"$work/x2" 2>/dev/null || cp "$1" "$work/x2"
	{ printf '\357\273\277' && sed 's/$/\r/' "$1"; } >"$work/x3"
	check "$work/x1" "$2"
	check "$work/x2" "$2"
	check "$work/x3" "$2"
}
for file in "$logs"/har/*.har; do
	again "$file" "$(count_har "$file")"
done

# Findings: all unknown. Third parties, beacons, cookies and entries of local
# storage; trackers and permissions.
findings() {
	echo "$1 0 0 0 0 $1 0"
}
for file in "$logs"/wec/*inspection*.json; do
	n=$(jq '(.hosts.requests.thirdParty | length) + (.beacons | length) +
		(.cookies | length) + ([.localStorage[] | length] | add // 0)' \
		"$file")
	check "$file" "$(findings "$n")"
	again "$file" "$(findings "$n")"
done
for file in "$logs"/wec/*eventdata*.json; do
	n=$(jq '[.[] | if .type == "Request.Tracking" then 1
		elif .type | startswith("Cookie.") then
			[.data[] | select(.domain != "")] | length
		elif .type | startswith("Storage.") then .data | length
		else 0 end] | add' "$file")
	bad=$(jq '[.[] | select(.type | startswith("Cookie.")) | .data[] |
		select(.domain == "")] | length' "$file")
	check "$file" "$n 0 0 0 0 $n $bad"
done
for file in "$logs"/exodus/*.json; do
	n=$(jq '(.trackers | length) + (.application.permissions | length)' \
		"$file")
	check "$file" "$(findings "$n")"
	again "$file" "$(findings "$n")"
done

# Flows of mitmproxy, by a reading of the whole file in Python: with a status
# let through, with an error and none failed, else unknown.
count_mitmproxy() {
	python3 -c '
import sys
def value(b, i):
    j = b.index(b":", i)
    n = int(b[i:j])
    d, t, e = b[j + 1:j + 1 + n], b[j + 1 + n:j + 2 + n], j + 2 + n
    if t in b"}]":
        items, k = [], 0
        while k < len(d):
            item, k = value(d, k)
            items.append(item)
        if t == b"]":
            return items, e
        keys = [k.decode() if isinstance(k, bytes) else k for k in items[::2]]
        return dict(zip(keys, items[1::2])), e
    if t == b"~":
        return None, e
    return (d if t == b"," else d.decode() if t == b";" else
        int(d) if t == b"#" else float(d) if t == b"^" else d == b"true"), e
b, i, by = open(sys.argv[1], "rb").read(), 0, []
while i < len(b):
    f, i = value(b, i)
    r = f.get("response") or {}
    by.append("allowed" if (r.get("status_code") or r.get("code") or 0) >= 100
        else "error" if f.get("error") else "unknown")
print(len(by), *(by.count(d) for d in
    ("allowed", "blocked", "rewritten", "error", "unknown")), 0)
' "$1"
}
for file in "$logs"/mitmproxy/*.mitm; do
	wanted=$(count_mitmproxy "$file")
	check "$file" "$wanted"
	gzip -c "$file" >"$work/x1"
	check "$work/x1" "$wanted"
done
# The same two flows as mitmproxy itself wrote them as HAR: hosts, times and
# bodies agree.
for stem in error_log successful_log; do
	for kind in har mitmproxy; do
		file=$logs/$kind/mitmproxy-flows_$stem
		[ "$kind" = har ] && file=$file.har || file=$file.mitm
		exhibit=$("$CONSTAT" -C "$work/case" --json import "$file" |
			jq .exhibit)
		"$CONSTAT" -C "$work/case" observations --exhibit "$exhibit" |
			jq -c '[(."@timestamp" | .[:26]), ."destination.domain",
			."http.response.status_code", ."ev.request_body",
			."ev.response_body"]' >"$work/$kind.rows"
	done
	cmp -s "$work/har.rows" "$work/mitmproxy.rows" || {
		echo "$stem: HAR and flows differ"
		diff "$work/har.rows" "$work/mitmproxy.rows" | head
		failed=1
	}
done

# cut FILE ROWS: cut anywhere it gives no more rows, and tells of the rest, or
# says that nothing could be read.
cut_anywhere() {
	size=$(wc -c <"$1")
	for part in 1 3 5 7; do
		head -c $((size * part / 8)) "$1" >"$work/part"
		status=0
		"$CONSTAT" -C "$work/case" --json import "$work/part" \
			>"$work/out" 2>"$work/err" || status=$?
		if [ "$status" = 2 ] && [ -s "$work/err" ]; then
			continue
		fi
		jq -e --argjson rows "$2" \
			'.rows <= $rows and .bad_lines == 1' \
			"$work/out" >/dev/null || {
			echo "$(basename "$1"): cut at $part/8: status $status"
			failed=1
		}
	done
}
for file in "$logs"/har/*.har "$logs"/mitmproxy/*.mitm \
	"$logs"/wec/*inspection*.json "$logs"/exodus/*.json; do
	rows=$("$CONSTAT" -C "$work/case" --json import "$file" | jq .rows)
	cut_anywhere "$file" "$rows"
done

# mapped FILE ROWS BLOCKED: read by the mapping on standard input, it gives as
# many rows, good or bad, and as many blocked ones.
mapped() {
	cat >"$work/mapping"
	got=$("$CONSTAT" -C "$work/case" --json import "$1" \
		--tz Europe/Paris --mapping "$work/mapping" |
		jq -r '"\(.rows + .bad_lines) \(.dispositions.blocked)"')
	if [ "$got" = "$2 $3" ]; then
		echo "$(basename "$1"), mapped: $got"
	else
		echo "$(basename "$1"), mapped: got '$got', wanted '$2 $3'"
		failed=1
	fi
}
for file in "$logs"/nextdns/*.csv; do
	mapped "$file" $(awk -F, 'NR > 1 { n++; b += $7 == "blocked" }
		END { print n, b + 0 }' "$file") <<'MAPPING'
time = timestamp ; host = domain ; client = client_ip
verdict = status ; blocked = blocked
MAPPING
done
for file in "$logs"/adguardhome/querylog_v0.107*.json; do
	mapped "$file" $(jq -s -r '"\(length) \([.[] | .Result.Reason |
		select(. == 3 or . == 8)] | length)"' "$file") <<'MAPPING'
format = jsonl ; time = T ; host = QH ; client = IP ; type = QT
disposition = Result.Reason ; blocked = 3,8 ; allowed = 1 ; rewritten = 7,9
rule = Result.Rules[0].Text
MAPPING
done
for file in "$logs"/zeek/zed_ssl*.log; do
	mapped "$file" "$(grep -vc '^#' "$file")" 0 <<'MAPPING'
format = tsv ; header = no ; comment = # ; kind = connection
time = 1 ; time_format = epoch ; client = 3 ; host = 10
MAPPING
done
for file in "$logs"/dnscrypt-proxy/query_ltsv*.log; do
	mapped "$file" "$(grep -c . "$file")" \
		"$(grep -c 'return:REJECT' "$file")" <<'MAPPING'
format = ltsv ; time = time ; time_format = epoch-s ; host = message
client = host ; type = type ; disposition = return ; blocked = REJECT
MAPPING
done
for file in "$logs"/dnscrypt-proxy/query_*tsv*.log; do
	case $file in *ltsv*) continue ;; esac
	mapped "$file" "$(grep -c . "$file")" \
		"$(grep -c '	REJECT	' "$file")" <<'MAPPING'
format = regex
time_format = %Y-%m-%d %H:%M:%S
pattern = ^\[(?<time>[^]]+)\]\t(?<client>\S+)\t(?<host>\S+)\t(?<type>\S+)\t(?<disposition>\S+)
blocked = REJECT
MAPPING
done

"$CONSTAT" -q verify "$work/case" >/dev/null || failed=1
exit $failed
