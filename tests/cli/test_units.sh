#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The systemd units: installed where systemd looks, valid to its own checker,
# with the case folder's path arriving as it is, spaces included; and shut in
# as far as Chromium lets them.
set -eu
command -v systemd-analyze >/dev/null || {
	echo "skipped: no systemd-analyze"
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
fail() {
	echo "FAILED: $*"
	exit 1
}
# The program stands in its place for the checker, which looks for it.
DESTDIR=$work/root cmake --install "$CONSTAT_BUILD" >"$work/log" 2>&1 ||
	fail "install: $(tail -n 5 "$work/log")"
root=$work/root/usr/local
[ -x "$root/bin/constat" ] || root=$(dirname "$(dirname "$(
	find "$work/root" -name constat -path '*/bin/*')")")
for file in lib/systemd/system/constat@.service \
	lib/systemd/system/constat@.timer lib/systemd/user/constat@.service \
	lib/systemd/user/constat@.timer lib/sysusers.d/constat.conf \
	lib/tmpfiles.d/constat.conf; do
	[ -s "$root/$file" ] || fail "$file is not installed"
done

instance=$(systemd-escape --path "/srv/vie privée/a-b")
for scope in system user; do
	units=$work/$scope
	mkdir "$units"
	for kind in service timer; do
		sed "s#^ExecStart=[^ ]*#ExecStart=$CONSTAT#
			s#^User=constat#User=root#" \
			"$root/lib/systemd/$scope/constat@.$kind" \
			>"$units/constat@.$kind"
	done
	cp "$units/constat@.service" "$units/constat@$instance.service"
	cp "$units/constat@.timer" "$units/constat@$instance.timer"
	XDG_RUNTIME_DIR=$work SYSTEMD_LOG_LEVEL=warning SYSTEMD_UNIT_PATH=$units: \
		systemd-analyze verify --man=no --$scope \
		"$units/constat@$instance.service" \
		"$units/constat@$instance.timer" >"$work/said" 2>&1 ||
		fail "$scope: $(cat "$work/said")"
	[ ! -s "$work/said" ] || fail "$scope: $(cat "$work/said")"
	grep -q -- ' -C %f run --due ' "$units/constat@.service" ||
		fail "$scope: the folder is not %f"
done
systemd-analyze calendar '*:0/15' >/dev/null || fail "OnCalendar"
# 0 is shut in, 10 is open; what Chromium needs costs about two points.
systemd-analyze security --offline=true --threshold=45 \
	"$work/system/constat@$instance.service" >"$work/said" 2>&1 ||
	fail "too open: $(tail -n 1 "$work/said")"
tail -n 1 "$work/said"
