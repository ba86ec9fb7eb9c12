// DuckDB's side of sql_national.py:  node sql_national.mjs FOLDER "[0, 1]" REPEAT QUERY
// Tables loaded once, each month's script in a connection of its own. Prints
// {runs, processor, standings}: of each month its REPEAT seconds, and how many units stand where.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '..', 'tests', 'sql', 'package.json'));
const { DuckDBInstance } = require('@duckdb/node-api');
const [folder, months, repeat, counted] = process.argv.slice(2);

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
process.chdir(path.join(folder, 'tables'));
const loading = await instance.connect();
await loading.run(readFileSync('load_duckdb.sql', 'utf8'));
loading.closeSync();

const runs = [];
const processor = [];
const standings = [];
for (const month of JSON.parse(months)) {
  const script = readFileSync(path.join(folder, `duckdb-${month}.sql`), 'utf8');
  const seconds = [];
  const busy = [];
  let rows = [];
  for (let i = 0; i < Number(repeat); ++i) {
    const connection = await instance.connect();
    const start = performance.now();
    const before = process.cpuUsage();
    await (await connection.run(script)).getRows();
    rows = (await connection.runAndReadAll(counted)).getRows();
    seconds.push((performance.now() - start) / 1000);
    const used = process.cpuUsage(before);
    busy.push((used.user + used.system) / 1e6);
    connection.closeSync();
  }
  runs.push(seconds);
  processor.push(busy);
  standings.push(rows.map(([name, units]) => [name, Number(units)]));
}
console.log(JSON.stringify({ runs, processor, standings }));
