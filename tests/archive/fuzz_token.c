/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "archive/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A root that signs nothing here: no input can be accepted. */
static const char root[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBVjCB/qADAgECAgEBMAoGCCqGSM49BAMCMCsxEDAOBgNVBAoMB0V4ZW1wbGUx\n"
	"FzAVBgNVBAMMDlJhY2luZSBkZSB0ZXN0MB4XDTI2MTEyMzEzMTc0NloXDTI2MTIy\n"
	"NDEzMTc0NlowKzEQMA4GA1UECgwHRXhlbXBsZTEXMBUGA1UEAwwOUmFjaW5lIGRl\n"
	"IHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQrf4/Hf0LcBG/W5J8qPB3H\n"
	"z/RP1HgEjYRwqTjwb5FX0lIle+5XT5WfdRBKowyAhnjOy8ok4JFwPp/YJuT7xgR4\n"
	"oxMwETAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIBPMzkR+SvlP\n"
	"8WLEy18GwJgRb93t8eXMFZu1RlKRLXrbAiAvKqHjL4NM98cp4tcOTov+T6lyCK9k\n"
	"G33gu9xFrdEwOA==\n"
	"-----END CERTIFICATE-----\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct token_info info = { 0 };
	struct digest imprint;
	struct str ca = { 0 };

	str_puts(&ca, root);
	digest_of(&imprint, "checkpoint", 10);
	if (token_verify(&info, &(struct token_check){
					data, size, &imprint, NULL, &ca }) == 0)
		abort();
	str_release(&ca);
	return 0;
}
