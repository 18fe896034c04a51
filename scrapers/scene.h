/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SCENE_H
#define SCRAPERS_SCENE_H

/*
 * Where, with what and by whom captures are made: the part of a capture
 * record that is the same for a whole run, gathered once. The fields are
 * those that the good practices for findings on the web ask for (NF Z67-147,
 * ISO/IEC 27037): operator and purpose, machine and system, program and
 * libraries, network, proxies, trusted authorities.
 *
 *	struct scene *scene = scene_new(&(struct scene_options){
 *		.fetch = &options, .person = "A. Martin" });
 *
 *	scene_add(record, scene);
 *	...
 *	scene_free(scene);
 *
 * What cannot be read on this machine is left out, never guessed. No name of
 * the machine or its user stands in it but what the person states.
 */

#include <cjson/cJSON.h>

#include "scrapers/fetch.h"

struct scene;

/* Borrowed while scene_new() runs; NULL: not stated. */
struct scene_options {
	const struct fetch_options *fetch;
	const char *person;  /* who captures, as they call themselves */
	const char *purpose; /* why, in their words */
};

struct scene *scene_new(const struct scene_options *o);
void scene_free(struct scene *s);

/* Adds "operator", "tool", "libraries", "machine", "network", "trust" to the
 * record, which must not outlive the scene. */
void scene_add(cJSON *record, const struct scene *s);

#endif
