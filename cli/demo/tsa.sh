#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the keys and the configuration of a local time-stamping authority in
# FOLDER (ca.pem is what verifiers need), for demonstrations and tests.
#
#   sh tsa.sh FOLDER
set -eu
cd "$1"
cat >tsa.cnf <<'CNF'
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = Autorite de demonstration
[ ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ tsa_cert ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
certs = ./ca.pem
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
CNF
echo 01 >serial
{
	openssl req -x509 -config tsa.cnf -extensions ca -newkey rsa:2048 \
		-nodes -keyout ca.key -out ca.pem -days 3650 \
		-subj "/CN=Autorite de demonstration (racine)"
	openssl req -new -config tsa.cnf -newkey rsa:2048 -nodes \
		-keyout tsa.key -out tsa.csr \
		-subj "/CN=Horodatage de demonstration"
	openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key \
		-CAcreateserial -extfile tsa.cnf -extensions tsa_cert \
		-days 3650 -out tsa.pem
} >setup.log 2>&1 || {
	cat setup.log >&2
	exit 1
}
