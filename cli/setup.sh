#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that are missing.
#
#   sh cli/setup.sh build         what the program needs to be built and run
#   sh cli/setup.sh build test    and what its tests need
#
# Asks the system for nothing when all is there; else uses apt-get, as root
# or through sudo.
set -eu

build='build-essential cmake ninja-build pkg-config gettext git
libmodest-dev libxml2-dev libcurl4-openssl-dev libcjson-dev libhpdf-dev
libsqlite3-dev libssl-dev libzstd-dev libqpdf-dev libcmark-gfm-dev
libcmark-gfm-extensions-dev libunibreak-dev libunistring-dev libidn2-dev
libpsl-dev libarchive-dev libpcap-dev libpcre2-dev zlib1g-dev publicsuffix fonts-liberation fonts-dejavu-core tzdata
ca-certificates nginx-light openssl poppler-utils curl'

test='libcmocka-dev clang libclang-rt-14-dev sqlite3 qpdf jq mandoc
universal-ctags libxml2-utils dnsmasq-base chromium default-jre-headless
libpdfbox2-java libjaxb-api-java libactivation-java libcommons-io-java
python3 wget tshark tcpdump'

wanted=''
for set in "$@"; do
	case $set in
	build) wanted="$wanted $build" ;;
	test) wanted="$wanted $test" ;;
	*)
		echo "setup.sh: there is no set '$set'; there is build, test" >&2
		exit 2
		;;
	esac
done

missing=''
for package in $wanted; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
		2>/dev/null || true)
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=''
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || {
		echo "setup.sh: these packages are missing, and there is no" \
			"sudo to install them:$missing" >&2
		exit 2
	}
	as_root='sudo'
fi
echo "installing:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
	--no-install-recommends $missing
