// SPDX-License-Identifier: GPL-3.0-or-later
// CPU seconds that Open Terms Archive's engine takes to extract pages, its
// start aside. Run where the package is installed, by tests/bench/extract.sh:
//
//	node extract_ota.mjs FOLDER N	(FOLDER/1.html, FOLDER/1.decl, …)
import fs from 'node:fs';

const { default: extract } = await import('@opentermsarchive/engine/extract');
const { default: SourceDocument } =
	await import('@opentermsarchive/engine/sourceDocument');
const [folder, n] = process.argv.slice(2);
const documents = [];

for (let i = 1; i <= Number(n); i++) {
	const part = JSON.parse(fs.readFileSync(`${folder}/${i}.decl`, 'utf8'));

	documents.push(new SourceDocument({
		location: part.fetch,
		contentSelectors: part.select,
		insignificantContentSelectors: part.remove,
		content: fs.readFileSync(`${folder}/${i}.html`, 'utf8'),
		mimeType: 'text/html',
	}));
}
const before = process.cpuUsage();

for (const document of documents)
	await extract(document).catch(() => {});
const { user, system } = process.cpuUsage(before);

console.log(((user + system) / 1e6).toFixed(4));
