/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ADDR_H
#define BASE_ADDR_H

/*
 * The address guard: which IP addresses a page may make us connect to. Only
 * those that the IANA special-purpose registries (RFC 6890 and updates) call
 * globally reachable unicast; so neither loopback, private (RFC 1918, ULA),
 * link-local (169.254.169.254 of clouds), CGNAT (100.64/10), multicast,
 * documentation, nor an IPv6 form that embeds such an IPv4 address (mapped,
 * 6to4, NAT64, Teredo).
 */

#include <stdbool.h>
#include <sys/socket.h>

/* Why an address is not public: a short word in English for messages and
 * records ("loopback", "private", "link-local", "shared", ...); NULL when it
 * is public. */
const char *addr_why_private(const struct sockaddr *address, socklen_t len);

/* The same of an address written as text ("192.0.2.1", "2001:db8::1", with or
 * without a zone "%eth0"); never NULL for anything else. */
const char *addr_why_private_text(const char *text);

/* Writes "192.0.2.1" or "2001:db8::1" (no port); room for 64 bytes. */
void addr_text(char out[64], const struct sockaddr *address, socklen_t len);

#endif
