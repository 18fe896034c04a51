#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The way back of records of real logs: for rows drawn by lot, observations
# --raw gives the bytes of the log that name the row's host and hold its time;
# for databases the record as it is read again; for captures and protobuf the
# bytes at the offset, compared with the file. ROWS=1000 for more, SEED=n.
set -eu
logs=${CONSTAT_SHARED:-}/logs
if [ -z "${CONSTAT_SHARED:-}" ] || [ ! -d "$logs" ]; then
	echo "skipped: CONSTAT_SHARED names no folder with logs"
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CONSTAT" -q init "$work/case"

# Every log, whole, as it is and packed.
for file in "$logs"/*/*; do
	case $file in
	*.md | *.expected.txt | *.sql | */attribution/* | *-wal | *-shm) continue ;;
	esac
	size=$(wc -c <"$file")
	[ "$size" -lt 4000000 ] || continue
	"$CONSTAT" -q -C "$work/case" --json import --keep whole \
		--tz Europe/Paris --year 2018 "$file" >"$work/import" \
		2>/dev/null || continue
	jq -r --arg file "$file" '[.exhibit, .rows, .format, $file] |
		map(tostring) | join("\t")' "$work/import" >>"$work/exhibits"
done

python3 - "$CONSTAT" "$work" "${ROWS:-120}" "${SEED:-7}" <<'P'
import datetime, gzip, io, json, random, re, subprocess, sys, zipfile

program, work, wanted, seed = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
random.seed(seed)
print("seed", seed)
exhibits = [l.rstrip("\n").split("\t") for l in open(work + "/exhibits")]
databases = {"pihole-db", "rethinkdns", "netguard", "technitium",
             "trackercontrol"}


def run(*words):
    done = subprocess.run([program, "-C", work + "/case", *words],
                          capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr.decode()}")
    return done.stdout


def host_of(row):
    return row.get("dns.question.name") or row.get("destination.domain") or ""


# All ways in which a moment may be written: digits of its time of day, in any
# zone of whole quarters of an hour, or of its epoch.
def written(text, row):
    if "@timestamp" not in row or row["ev.time_precision"] in ("none", "window"):
        return True
    stamp = row["@timestamp"]
    at = datetime.datetime.fromisoformat(stamp[:19] + "+00:00")
    epoch = int(at.timestamp())
    flat = text.replace("\\/", "/")
    if str(epoch) in flat or any(str(epoch + d) in flat for d in (-1, 1)):
        return True
    if row["ev.time_precision"] in ("day", "hour"):
        return True
    for quarter in range(-56, 57):
        local = at + datetime.timedelta(minutes=15 * quarter)
        forms = ["%H:%M"] if row["ev.time_precision"] == "min" else \
            ["%H:%M:%S", "%H%M%S", "%I:%M:%S", "%-I:%M:%S", "%-H:%M:%S"]
        if any(local.strftime(f) in flat for f in forms):
            return True
    return False


def named(text, host):
    low = text.lower().replace("\\/", "/")
    if host in low:
        return True
    # Names in the wire form, and with the labels of a look-up by address.
    return all(part in low for part in host.split(".")) or \
        host.encode().decode("idna" if "xn--" in host else "ascii") in low


def member_bytes(path, member):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:4] == b"PK\x03\x04":
        return zipfile.ZipFile(io.BytesIO(data)).read(member)
    return data


total, bad, seen = 0, 0, {}
share = max(1, wanted // len(exhibits) + 1)
for exhibit, rows, form, path in exhibits:
    listed = [json.loads(l) for l in
              run("observations", "--exhibit", exhibit).splitlines()]
    assert len(listed) == int(rows), (path, len(listed), rows)
    for i in sorted(random.sample(range(len(listed)),
                                  min(share, len(listed)))):
        row = listed[i]
        raw = run("observations", "--exhibit", exhibit, "--raw", str(i + 1))
        total += 1
        seen[form] = seen.get(form, 0) + 1
        table = row.get("ev.member", "")
        if raw[:1] == b"{" and form in databases and b'"ev.row"' in raw:
            same = json.loads(raw)
            same.pop("ev.origin"), row.pop("ev.origin")
            ok = same == row
        else:
            data = member_bytes(path, table)
            at = row["log.offset"]
            ok = len(raw) > 0 and data[at:at + len(raw)] == raw
            if ok and form not in ("pcap", "android", "mitmproxy"):
                text = raw.decode("utf-8", "replace")
                if raw[1:2] == b"\0":
                    text = raw.decode("utf-16-le", "replace")
                host = host_of(row)
                told = named(text, host) and written(text, row)
                if not told:
                    print(form, path, i + 1, host, row.get("@timestamp"),
                          text[:300])
                ok = ok and told
            elif ok and form == "android" and raw[:1].isdigit():
                ok = row["process.name"].encode() in raw
        if not ok:
            bad += 1
            print(f"{form} {path} row {i + 1}: {raw[:200]!r} is not {row}")
print(total, "rows of", len(seen), "formats:",
      ", ".join(f"{k} {v}" for k, v in sorted(seen.items())))
sys.exit(bad > 0 or len(seen) < 10)
P
