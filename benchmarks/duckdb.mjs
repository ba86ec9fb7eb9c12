// DuckDB's side of two comparisons with the engine:  node benchmarks/duckdb.mjs [--scale 0.1] [--repeat N]
//
//   wide   1,000,000 units × 50 columns     min-max of each column, weighted mean of the 50, sorted by it
//   long   100,000 units × 50 indicators × 12 periods, as rows: the same index per unit and period
//
// Two threads, in memory, the median of five; timed is the query alone, which writes its result to a
// table. What both sides compute from:
//   value(u, j, p) = (7919 u + 104729 j + 1299709 p + 12345) mod 100003     (p = 0 in the wide table)
//   weight(j) = 1 + j mod 5
// One JSON line for each: seconds, processor (of both threads: what a busy machine lengthens less) and a digest that the other side can compare (the sum of the index
// over all units, for each period, and the index of the units 0, 1 and 999).
//
// Form. An index is Σ w (x − min) ÷ (max − min) ÷ Σ w. Written as one product and one constant a column,
// Σ x·a + b with a = w ÷ ((max − min) Σ w), the wide query is one pass for the extremes and one for the
// sums; as a chain of additions it is faster than list_sum or UNPIVOT. In the long form the extremes are
// joined by (indicator, period), which DuckDB does as a lookup while it aggregates; units as integers.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '..', 'tests', 'sql', 'package.json'));
let DuckDBInstance;
try {
  ({ DuckDBInstance } = require('@duckdb/node-api'));
} catch {
  console.error('skipped: DuckDB is not installed: tools/setup sql');
  process.exit(77);
}

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const scale = option('scale', 1);
const repeat = option('repeat', 5);
const columns = 50;
const periods = 12;
const weight = (j) => 1 + (j % 5);
const all = [...Array(columns).keys()];
const weights = all.reduce((sum, j) => sum + weight(j), 0);
const value = (u, j, p) => `((${u} * 7919 + ${j} * 104729 + ${p} * 1299709 + 12345) % 100003)`;

const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const timed = async (statements) => {
  const runs = [];
  const busy = [];
  for (let i = 0; i < repeat; ++i) {
    await connection.run('DROP TABLE IF EXISTS result');
    const before = process.cpuUsage();
    const start = performance.now();
    for (const sql of statements) await connection.run(sql);
    runs.push((performance.now() - start) / 1000);
    const used = process.cpuUsage(before);
    busy.push((used.user + used.system) / 1e6);
  }
  return { runs, busy };
};
const report = (work, { runs, busy }, digest) =>
  console.log(JSON.stringify({ work, beside: 'duckdb', seconds: Number(median(runs).toFixed(4)),
                               processor: Number(median(busy).toFixed(4)), runs: runs.map((s) => Number(s.toFixed(4))), ...digest }));

async function wide(units) {
  await connection.run(`CREATE TABLE wide AS SELECT CAST(u AS INTEGER) AS unit,
    ${all.map((j) => `CAST(${value('u', j, 0)} AS DOUBLE) AS c${j}`).join(', ')} FROM range(${units}) t(u)`);
  // A column without spread counts for nothing: its span is taken as infinite.
  const extremes = `SELECT ${all.map((j) => `min(c${j}) AS low${j}, max(c${j}) AS high${j}`).join(', ')} FROM wide`;
  const factors = `SELECT ${all.map((j) => `COALESCE(${weight(j)} / ${weights} / NULLIF(high${j} - low${j}, 0), 0) AS a${j}`).join(', ')},
    ${all.map((j) => `COALESCE(low${j} * (${weight(j)} / ${weights} / NULLIF(high${j} - low${j}, 0)), 0)`).join(' + ')} AS below FROM (${extremes})`;
  const index = all.map((j) => `c${j} * a${j}`).join(' + ') + ' - below';
  const query = `CREATE TABLE result AS SELECT unit, ${index} AS index FROM wide CROSS JOIN (${factors})`;
  const digest = async () => {
    const [[sum]] = await rows('SELECT fsum(index) FROM result');
    const some = await rows('SELECT index FROM result WHERE unit IN (0, 1, 999) ORDER BY unit');
    return { sum, units: some.map(([one]) => one) };
  };
  report(`index of ${units} units x ${columns} columns`, await timed([query]), await digest());
  const ranked = `CREATE TABLE result AS SELECT unit, index, rank() OVER (ORDER BY index DESC) AS place
    FROM (SELECT unit, ${index} AS index FROM wide CROSS JOIN (${factors}))`;
  const runs = await timed([ranked]);
  const places = await rows('SELECT place FROM result WHERE unit IN (0, 1, 999) ORDER BY unit');
  report(`index and rank of ${units} units x ${columns} columns`, runs,
         { ...(await digest()), places: places.map(([one]) => Number(one)) });
  await connection.run('DROP TABLE wide');
}

async function long(units) {
  await connection.run(`CREATE TABLE long AS SELECT CAST(u AS INTEGER) AS unit, CAST(j AS TINYINT) AS indicator,
      CAST(p AS TINYINT) AS period, CAST(${value('u', 'j', 'p')} AS DOUBLE) AS value
    FROM range(${periods}) a(p), range(${columns}) b(j), range(${units}) c(u)`);
  const query = `CREATE TABLE result AS
    WITH factor AS (
      SELECT indicator, period, low, COALESCE((1 + indicator % 5) / ${weights} / NULLIF(high - low, 0), 0) AS a
      FROM (SELECT indicator, period, min(value) AS low, max(value) AS high FROM long GROUP BY indicator, period)
    ), indexed AS (
      SELECT l.period, l.unit, sum((l.value - f.low) * f.a) AS index
      FROM long l JOIN factor f ON f.indicator = l.indicator AND f.period = l.period
      GROUP BY l.period, l.unit
    )
    SELECT period, unit, index, rank() OVER (PARTITION BY period ORDER BY index DESC) AS place FROM indexed`;
  const runs = await timed([query]);
  const sums = await rows('SELECT fsum(index) FROM result GROUP BY period ORDER BY period');
  const some = await rows('SELECT index FROM result WHERE unit IN (0, 1, 999) ORDER BY period, unit');
  const places = await rows('SELECT place FROM result WHERE unit IN (0, 1, 999) ORDER BY period, unit');
  report(`index and rank of ${units} units x ${columns} indicators x ${periods} periods, long`, runs,
         { sum: sums.map(([one]) => one), units: some.map(([one]) => one), places: places.map(([one]) => Number(one)) });
  await connection.run('DROP TABLE long');
}

// Groups are looked up by position, not by hash, where their keys span few values (17 + 4 bits here).
await connection.run("SET perfect_ht_threshold = 24");
await wide(Math.round(1_000_000 * scale));
await long(Math.round(100_000 * scale));
