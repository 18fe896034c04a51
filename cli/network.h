/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_NETWORK_H
#define CLI_NETWORK_H

/*
 * The options of all commands that fetch, in one place. A command puts them
 * into its table, and hands what was said to the room that fetches:
 *
 *	static struct network network;
 *	static const struct opt options[] = {
 *		NETWORK_OPTIONS(network),
 *		{ 0 },
 *	};
 *	...
 *	struct fetch_options fetch = network_fetch(&network);
 */

#include "cli/cmd.h"
#include "scrapers/fetch.h"

struct network {
	bool allow_private;
	const char *ca_file, *proxy, *language;
	struct opt_list resolve;
};

#define NETWORK_OPTIONS(n)                                                     \
	{ "allow-private", 0, OPT_FLAG, NULL,                                  \
		N_("let addresses of your own network be fetched too"),        \
		&(n).allow_private },                                          \
		{ "ca", 0, OPT_TEXT, N_("FILE"),                               \
			N_("trust the certificate authorities in FILE (PEM) "  \
			   "instead of the system's"),                         \
			&(n).ca_file },                                        \
		{ "proxy", 0, OPT_TEXT, N_("URL"),                             \
			N_("fetch through this proxy (the environment's is "   \
			   "ignored)"),                                        \
			&(n).proxy },                                          \
		{ "language", 0, OPT_TEXT, N_("LANG"),                         \
			N_("ask for pages in this language, like fr"),         \
			&(n).language },                                       \
	{                                                                      \
		"resolve", 0, OPT_LIST, N_("HOST:PORT:ADDRESS"),               \
			N_("take ADDRESS for this name instead of asking for " \
			   "it (recorded)"),                                   \
			&(n).resolve                                           \
	}

/* What was said; the lists are the network's, which must stay. */
struct fetch_options network_fetch(struct network *n);

#endif
