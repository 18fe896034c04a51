// SPDX-License-Identifier: GPL-3.0-or-later
// Prints "offset sha256 url" of every response's payload, as warcio decodes
// it: node warc_payload.mjs FILE, with warcio in NODE_PATH's folder.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pathToFileURL } from "node:url";

const { WARCParser } = await import(
	pathToFileURL(`${process.env.WARCIO}/dist/index.js`).href);

for await (const record of new WARCParser(createReadStream(process.argv[2]))) {
	if (record.warcType !== "response")
		continue;
	const hash = createHash("sha256");
	for await (const piece of record)
		hash.update(piece);
	console.log(hash.digest("hex"), record.warcTargetURI);
}
