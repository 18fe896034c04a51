// SPDX-License-Identifier: GPL-3.0-or-later
// How long DuckDB takes to read eight columns of a log into a table of a
// database file, in seconds: node duckdb.mjs csv|json LOG DATABASE. The
// package @duckdb/node-api is looked for in the folder DUCKDB (see import.sh).
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.DUCKDB, 'package.json'));
const { DuckDBInstance } = require('@duckdb/node-api');
const [kind, log, database] = process.argv.slice(2);
const quoted = log.replaceAll("'", "''");
const select = {
	csv: `timestamp, domain, query_type, protocol, client_ip, status, reasons,
		device_name FROM read_csv('${quoted}', header = true)`,
	json: `"T", "QH", "QT", "CP", "IP", "Answer", "Upstream", "Result"
		FROM read_json('${quoted}', format = 'newline_delimited')`,
};
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
const from = process.hrtime.bigint();

await connection.run(`CREATE TABLE log AS SELECT ${select[kind]}`);
await connection.run('CHECKPOINT');
console.log((Number(process.hrtime.bigint() - from) / 1e9).toFixed(3));
