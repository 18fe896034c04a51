#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One word in five places: every module has its header and its test; every
# command is in the table and has its tests; every importer is in its table;
# every parser that the list below names has a fuzz target with a corpus.
set -eu
cd "${CONSTAT_SOURCE:-.}"
bad=0
say() {
	echo "$*"
	bad=1
}

for file in base/*.c archive/*.c scrapers/*.c evidence/*.c templates/*.c \
	cases/*.c; do
	[ -e "$file" ] || continue
	room=${file%%/*}
	stem=$(basename "$file" .c)
	[ -e "$room/$stem.h" ] || case $stem in
	import_*) ;;
	*) say "$file has no header" ;;
	esac
	[ -e "tests/$room/test_$stem.c" ] || say "$file has no test"
done
for file in cli/cmd_*.c; do
	stem=$(basename "$file" .c)
	grep -q "&$stem," cli/cmds.c || say "$file is not in cli/cmds.c"
	[ -e "tests/cli/test_$stem.sh" ] || [ -d "tests/cli/$stem" ] ||
		say "$file has no test"
done
for file in cli/export_*.c cli/import_history_*.c; do
	kind=$(basename "$file" .c)
	verb=$(echo "${kind%_*}" | tr _ -) kind=${kind##*_}
	grep -rq "$verb $kind\|$verb.*\"$kind\"" tests ||
		say "$file has no test"
done
for file in evidence/import_*.c; do
	[ -e "$file" ] || continue
	stem=$(basename "$file" .c)
	grep -q "&$stem\b\|&importer_${stem#import_}\b" evidence/importer.c ||
		say "$file is not in the table of evidence/importer.c"
done
for target in tests/*/fuzz_*.c; do
	corpus=${target%.c}
	[ -d "$corpus" ] && [ -n "$(ls "$corpus")" ] ||
		say "$target has no corpus"
done
for parser in archive/checkpoint archive/delta base/http_header \
	base/http_pool base/json base/markdown cases/case_json evidence/csv \
	evidence/dns_wire evidence/http_head evidence/mapping evidence/packet \
	evidence/push_frame evidence/quic_initial evidence/stream \
	evidence/tls_hello \
	scrapers/cdp scrapers/css scrapers/declaration scrapers/extract \
	scrapers/fetch scrapers/lint scrapers/ota_log scrapers/pdftext_layout \
	scrapers/robots scrapers/wall scrapers/warc scrapers/wayback_cdx \
	templates/mustache; do
	[ -e "tests/${parser%/*}/fuzz_${parser#*/}.c" ] ||
		say "the parser $parser has no fuzz target"
done
exit $bad
