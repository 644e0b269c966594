// Runs duckdb.sql in the current folder through DuckDB's package for node (@duckdb/node-api, found by
// NODE_PATH).
//
//	node duckdb.js duckdb.sql THREADS
const fs = require('fs');
const { DuckDBInstance } = require('@duckdb/node-api');

async function main() {
	const [file, threads] = process.argv.slice(2);
	const instance = await DuckDBInstance.create(':memory:', { threads });
	const db = await instance.connect();

	for (const row of (await db.runAndReadAll(fs.readFileSync(file, 'utf8'))).getRows())
		console.log(row[0]);
	process.exit(0);
}
main();
