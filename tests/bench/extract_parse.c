/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU seconds that libxml2's HTML parser takes for the files named, read
 * before and parsed one after the other: the peer of tests/bench/extract.sh. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			    HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
	struct str *pages = mem_new((size_t)argc, sizeof(*pages));
	double began;

	for (int i = 1; i < argc; i++)
		if (file_read(&pages[i], argv[i]) != 0) {
			fprintf(stderr, "%s\n", err_message());
			return 2;
		}
	began = cpu_seconds();
	for (int i = 1; i < argc; i++)
		xmlFreeDoc(htmlReadMemory(
			pages[i].p, (int)pages[i].len, NULL, "UTF-8", options));
	printf("%.4f\n", cpu_seconds() - began);
	for (int i = 1; i < argc; i++)
		str_release(&pages[i]);
	free(pages);
	return 0;
}
