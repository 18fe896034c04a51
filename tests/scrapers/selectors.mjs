// SPDX-License-Identifier: GPL-3.0-or-later
// The reference of tests/scrapers/test_selectors.sh, by jsdom:
//
//	node selectors.mjs page SELECTORS	a page with elements for them
//	node selectors.mjs match PAGE SELECTORS	as scrapers_selectors answers
import fs from 'node:fs';
import { JSDOM, VirtualConsole } from 'jsdom';

const lines = (file) => fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
const parse = (html) => new JSDOM(html, {
	virtualConsole: new VirtualConsole(),
}).window.document;

// One element for a compound like "p.note[lang=en]"; pseudo-classes are left
// to chance.
function element(document, compound) {
	const name = /^[\w-]+/.exec(compound)?.[0] ?? 'div';
	const e = document.createElement(name);
	const plain = (text) => text.replace(/\\(.)/g, '$1');
	let rest = compound.replace(/^([\w-]+|\*)/, '')
		.replace(/:[\w-]+(\([^)]*\)?)?/g, '');

	rest = rest.replace(
		/\[\s*([\w-]+)\s*(?:[~|^$*]?=\s*("[^"]*"?|'[^']*'?|[^\]\s]*))?[^\]]*\]?/g,
		(whole, attribute, value = '') => {
			e.setAttribute(attribute,
				plain(value.replace(/^["']|["']$/g, '')));
			return '';
		});
	for (const [, kind, word] of
		rest.matchAll(/([.#])((?:\\.|[^.#\\\s])+)/g)) {
		if (kind === '#')
			e.id = plain(word);
		else
			e.classList.add(plain(word));
	}
	return e;
}

// A tree for each alternative of a selector: "a > b + c" nests and follows.
function build(document, selector) {
	for (const chain of selector.split(/,(?![^[(]*[\])])/)) {
		let at = document.body;
		let sibling = false;

		for (const part of chain.trim().split(
			/(?<!\\)\s*([>+~\s])\s*(?![^[(]*[\])])/)) {
			if (part === '' || /^[>\s]$/.test(part)) {
				sibling = false;
			} else if (/^[+~]$/.test(part)) {
				sibling = true;
			} else {
				const e = element(document, part);

				e.append('x');
				(sibling ? at.parentNode : at).append(e);
				at = e;
			}
		}
	}
}

// Where jsdom departs from the standards, it is asked in other words: it finds
// nothing for a value without quotes that holds an escape, nor for characters
// beyond U+FFFF unless they are escaped, and refuses a string that the end of the selector closes (CSS
// Syntax Level 3, 4.3.5), as two current declarations leave it.
function reworded(selector) {
	const bare = /^([^'"]*=)([^'"\]]*(?:\\.|[^\x00-\x7F])[^'"\]]*)\]$/u
		.exec(selector);

	if (bare)
		return `${bare[1]}"${bare[2].replace(/[^\x00-\uFFFF]/gu, (c) =>
			`\\${c.codePointAt(0).toString(16)} `)}"]`;
	return /^[^']*'[^']*$/.test(selector) ? `${selector}']` : selector;
}

const [task, ...files] = process.argv.slice(2);

if (task === 'page') {
	const document = parse('<!DOCTYPE html><title>t</title><body>');

	for (const selector of lines(files[0])) {
		try {
			build(document, selector);
		} catch { /* no element has such a name */ }
	}
	process.stdout.write('<!DOCTYPE html>' +
		document.documentElement.outerHTML);
} else {
	const document = parse(fs.readFileSync(files[0], 'utf8'));
	const place = new Map();

	document.querySelectorAll('*').forEach((e) => place.set(e, place.size));
	for (const selector of lines(files[1])) {
		try {
			const found = document.querySelectorAll(
				reworded(selector));

			console.log([...found].map((e) => place.get(e))
				.join(' '));
		} catch {
			console.log('refused');
		}
	}
}
