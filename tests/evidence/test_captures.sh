#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Imports the captures of the shared data and compares with what tshark, and
# for the push channel a decoder of a few lines in Python, say of the same
# files: names asked for by DNS (how often each), names in TLS and QUIC
# hellos, hosts of requests, bytes of payload, servers' hellos, push frames.
# Each file also packed, and cut in the middle.
set -eu
[ -n "${CONSTAT_SHARED:-}" ] || {
	echo "skipped: CONSTAT_SHARED is not set"
	exit 77
}
command -v tshark >/dev/null || {
	echo "skipped: tshark is not installed"
	exit 77
}
logs=$CONSTAT_SHARED/logs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
number=0

# rows FILE: imports it whole into a new case; its observations in $work/rows.
rows() {
	number=$((number + 1))
	"$CONSTAT" -q init "$work/case$number"
	"$CONSTAT" -C "$work/case$number" --json import --keep whole "$1" \
		>"$work/import" 2>"$work/err" || return 1
	"$CONSTAT" -C "$work/case$number" --json observations >"$work/rows"
}

# fields FILE FILTER FIELD…: of tshark, one packet a line.
fields() {
	file=$1 filter=$2
	shift 2
	set -- $(printf ' -e %s' "$@")
	tshark -r "$file" -Y "$filter" -T fields -E separator=' ' "$@" \
		2>/dev/null
}

# same WHAT: whether $work/ours and $work/theirs are equal.
same() {
	if ! cmp -s "$work/ours" "$work/theirs"; then
		echo "$name: $1 differ (ours <, tshark's >)"
		diff "$work/ours" "$work/theirs" || true
		failed=1
	fi
}

lower() {
	tr '[:upper:]' '[:lower:]'
}

compare() {
	fields "$1" 'dns.flags.response == 0 && !llmnr' dns.qry.name |
		tr ',' '\n' | lower | sort >"$work/theirs"
	jq -r 'select(.["dns.type"] == "query") | .["dns.question.name"]' \
		"$work/rows" | sort >"$work/ours"
	same "names asked for"
	names=$(wc -l <"$work/theirs")

	fields "$1" 'tls.handshake.type == 1 || gquic' \
		tls.handshake.extensions_server_name gquic.tag.sni |
		tr ', ' '\n\n' | lower | sed '/^$/d' | sort -u >"$work/theirs"
	jq -r '.["tls.client.server_name"] // empty' "$work/rows" |
		sort -u >"$work/ours"
	same "names in hellos"
	hellos=$(wc -l <"$work/theirs")

	fields "$1" 'http.request && tcp && frame.len == frame.cap_len' \
		http.request.method http.host |
		sed 's/:[0-9]*$//' | lower | sort >"$work/theirs"
	jq -r 'select(.["http.request.method"]) |
		.["http.request.method"] + " " + .["destination.domain"]' \
		"$work/rows" | lower | sort >"$work/ours"
	same "requests"

	{
		fields "$1" 'tcp && !icmp && tcp.port != 53' tcp.len
		fields "$1" 'udp && !icmp && !dns && !mdns && !llmnr' \
			udp.length | awk '{ print $1 - 8 }'
	} | awk '{ n += $1 } END { print n + 0 }' >"$work/theirs"
	jq -r 'select(.["event.action"] == "connection") |
		(.["source.bytes"] // 0) + (.["destination.bytes"] // 0)' \
		"$work/rows" | awk '{ n += $1 } END { print n + 0 }' \
		>"$work/ours"
	same "bytes"

	fields "$1" 'tls.handshake.type == 2' tls.handshake.ciphersuite |
		wc -l >"$work/theirs"
	jq -r '.["tls.cipher"] // empty' "$work/rows" | wc -l >"$work/ours"
	same "servers' hellos"
}

# Frames of the push channel in whole payloads: all, and those whose
# checksum is right.
count_push() {
	fields "$1" 'tcp.len > 0' tcp.stream tcp.srcport tcp.payload |
		python3 -c '
import sys, zlib
streams = {}
for line in sys.stdin:
    stream, port, payload = line.split()
    key = stream, port
    streams[key] = streams.get(key, b"") + bytes.fromhex(payload)
frames = right = sent = 0
for (stream, port), data in streams.items():
    while data[:4] == b"\xc2\xfe\x00\x05":
        end = 8 + int.from_bytes(data[4:8], "big")
        frames += 1
        right += data[end:end + 4] == \
            zlib.adler32(data[:end]).to_bytes(4, "big")
        sent += port != "5222" and end > 8
        data = data[end + 4:]
print(frames, right, sent)'
}

push() {
	jq -s -r '[map(.["ev.push.frames"] // 0), map(
		.["ev.push.checksum_right"] // 0), map(
		if .["ev.push.frame"] then 1 else 0 end)] | map(add) |
		join(" ")' "$work/rows" >"$work/ours"
	count_push "$1" >"$work/theirs"
	same "push frames"
	frames=$(cat "$work/theirs")
}

for file in "$logs"/pcap/*.pcap "$logs"/pcap/*.pcapng \
	"$logs"/pcapdroid/*.pcap "$logs"/pcapdroid/*.pcapng \
	"$logs"/netguard/*.pcap; do
	name=$(basename "$file")
	rows "$file" || {
		echo "$name: $(cat "$work/err")"
		failed=1
		continue
	}
	compare "$file"
	frames='-'
	case $name in
	netguard_*) ;; # no payload is whole there
	*) push "$file" ;;
	esac
	echo "$name: $(wc -l <"$work/rows") rows, $names names asked for," \
		"$hellos names in hellos, push frames: $frames"
	case $name in
	*xiaomi*)
		[ "${frames% *}" = "28 28" ] || {
			echo "$name: not 28 push frames with a right checksum"
			failed=1
		}
		;;
	esac

	jq -c 'del(.["ev.exhibit"])' "$work/rows" >"$work/whole"
	gzip -c "$file" >"$work/another name"
	rows "$work/another name"
	jq -c 'del(.["ev.exhibit"])' "$work/rows" | cmp - "$work/whole" || {
		echo "$name: packed, it gives other rows"
		failed=1
	}
	size=$(wc -c <"$file")
	head -c $((size * 2 / 3 + number)) "$file" >"$work/cut"
	if rows "$work/cut"; then
		[ "$(wc -l <"$work/rows")" -le "$(wc -l <"$work/whole")" ] || {
			echo "$name: cut, it gives more rows"
			failed=1
		}
	fi
done

# What PCAPdroid adds names the apps.
rows "$logs"/pcapdroid/xiaomi_with_pcapdroid_trailer_SYNTHETIC-wrap.pcap
trailer=$(jq -r '.["process.name"] // empty' "$work/rows" | sort | uniq -c)
rows "$logs"/pcapdroid/xiaomi_pcapdroid_ext_SYNTHETIC-wrap.pcapng
blocks=$(jq -r '.["process.name"] // empty' "$work/rows" | sort | uniq -c)
[ -n "$trailer" ] && [ -n "$blocks" ] || {
	echo "no app is named: '$trailer', '$blocks'"
	failed=1
}

"$CONSTAT" -q verify "$work/case1" >/dev/null || failed=1
exit $failed
