/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/network.h"

#include "cli/args.h"

struct fetch_options network_fetch(struct network *n)
{
	return (struct fetch_options){ .allow_private = n->allow_private,
		.ca_file = n->ca_file,
		.proxy = n->proxy,
		.language = n->language,
		.resolve = args_list(&n->resolve) };
}
