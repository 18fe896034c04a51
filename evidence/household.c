/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/household.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "evidence/host.h"

enum { ADDRESS_MAX = 64 };

static bool is_private4(uint32_t a)
{
	static const struct {
		uint32_t net;
		int bits;
	} nets[] = { { 0x0A000000, 8 }, { 0xAC100000, 12 }, { 0xC0A80000, 16 },
		{ 0xA9FE0000, 16 }, { 0x64400000, 10 }, { 0x7F000000, 8 } };

	for (size_t i = 0; i < sizeof(nets) / sizeof(nets[0]); i++)
		if ((a ^ nets[i].net) >> (32 - nets[i].bits) == 0)
			return true;
	return false;
}

static uint32_t word(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | b[3];
}

static bool is_private6(const unsigned char b[16])
{
	static const unsigned char mapped[12] = { [10] = 0xFF, [11] = 0xFF };
	static const unsigned char loopback[16] = { [15] = 1 };

	if (memcmp(b, mapped, sizeof(mapped)) == 0)
		return is_private4(word(b + 12));
	return (b[0] & 0xFE) == 0xFC || (b[0] == 0xFE && b[1] >> 6 == 2) ||
	       memcmp(b, loopback, sizeof(loopback)) == 0;
}

static bool is_address(const char *text, bool *is_private)
{
	unsigned char b[16];
	char plain[ADDRESS_MAX];
	size_t n = strcspn(text, "%"); /* fe80::1%wlan0 */

	if (n == 0 || n >= sizeof(plain))
		return false;
	memcpy(plain, text, n);
	plain[n] = '\0';
	if (inet_pton(AF_INET, plain, b) == 1)
		*is_private = is_private4(word(b));
	else if (inet_pton(AF_INET6, plain, b) == 1)
		*is_private = is_private6(b);
	else
		return false;
	return true;
}

bool household_is_private(const char *address)
{
	bool is_private = false;

	return is_address(address, &is_private) && is_private;
}

bool household_is_local(const char *host)
{
	bool is_private = false;

	if (host[0] == '\0')
		return false;
	return is_address(host, &is_private) ? is_private : host_is_local(host);
}

void household_init(struct household *h)
{
	names_init(&h->clients);
}

void household_release(struct household *h)
{
	names_release(&h->clients);
}

int household_learn(struct household *h, const char *client)
{
	uint32_t id;
	int rc = client[0] != '\0' ? names_add(&h->clients, &id, client) : 0;

	h->learnt = h->clients.n;
	return rc;
}

/* The number of a client that was learnt, from 1. */
static bool find(uint32_t *id, struct household *h, const char *client)
{
	return client[0] != '\0' && names_add(&h->clients, id, client) == 0 &&
	       *id < h->learnt;
}

void household_letter(
	char out[HOUSEHOLD_DEVICE], struct household *h, const char *client)
{
	char letters[8];
	size_t at = sizeof(letters) - 1;
	uint32_t id = 0;

	if (!find(&id, h, client)) {
		snprintf(out, HOUSEHOLD_DEVICE, "a device");
		return;
	}
	letters[at] = '\0';
	for (uint64_t n = id; n > 0; n = (n - 1) / 26)
		letters[--at] = (char)('A' + (n - 1) % 26);
	snprintf(out, HOUSEHOLD_DEVICE, "device %s", letters + at);
}

int household_hide(struct str *out, struct household *h, const char *text)
{
	char one[ADDRESS_MAX], letter[HOUSEHOLD_DEVICE];
	int rc = 0;

	while (*text != '\0' && rc == 0) {
		size_t n = strcspn(text, " ");

		snprintf(
			one, sizeof(one), "%.*s", (int)(n < 63 ? n : 63), text);
		if (n > 0 && n < sizeof(one) && household_is_private(one)) {
			household_letter(letter, h, one);
			rc = str_puts(out, strcmp(letter, "a device") == 0
						   ? "local address"
						   : letter);
		} else {
			rc = str_add(out, text, n);
		}
		text += n;
		if (rc == 0 && *text == ' ') {
			rc = str_putc(out, ' ');
			text++;
		}
	}
	return rc;
}
