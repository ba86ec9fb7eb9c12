// For each folder named on the standard input: a database in memory, its tables loaded, duckdb.sql run,
// the assessment written to duckdb.csv.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const folders = readFileSync(0, 'utf8').split('\n').filter(Boolean);
for (const folder of folders) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    process.chdir(folder);
    await connection.run(readFileSync('load_duckdb.sql', 'utf8'));
    await connection.run(readFileSync('duckdb.sql', 'utf8'));
    await connection.run(`COPY (SELECT * FROM "assessment" ORDER BY unit) TO 'duckdb.csv' (HEADER)`);
  } catch (error) {
    console.error(`${folder}: ${error.message}`);
    process.exit(1);
  }
  connection.closeSync();
  instance.closeSync();
}
