#!/usr/bin/env python3
"""The facts of the reference pack on two PostgreSQL servers, the script unchanged: the same assessment.

  server A: unit, unit_link, unit_attribute, period       server B
            fact ─┬─ fact_here   units before the cut
                  └─ fact_there  units from it on  ── postgres_fdw ──> fact
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import databases  # noqa: E402

ROOT = pathlib.Path(os.environ["EXEMPLAR_ROOT"])
BINARY = os.environ["EXEMPLAR_BINARY"]
PACK = ROOT / "packs" / "hcmc-ward-police"
COPY = "WITH (FORMAT csv, HEADER, FORCE_NOT_NULL (category, text))"
COLUMNS = """indicator text NOT NULL, period text NOT NULL, unit text COLLATE "C" NOT NULL,
  category text NOT NULL, revision bigint NOT NULL, status smallint NOT NULL, kind text NOT NULL,
  number bigint NOT NULL, digits smallint NOT NULL, text text NOT NULL"""


def exemplar(*arguments, out=None):
    subprocess.run([BINARY, *map(str, arguments)], stdout=out or subprocess.DEVNULL, check=True)


def split_facts(folder):
    """fact.csv as fact_here.csv and fact_there.csv, at the unit in the middle."""
    with open(folder / "fact.csv", newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    unit = header.index("unit")
    units = sorted({row[unit] for row in rows})
    cut = units[len(units) // 2]
    for name, part in (("here", [row for row in rows if row[unit] < cut]),
                       ("there", [row for row in rows if row[unit] >= cut])):
        with open(folder / f"fact_{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *part])
    return cut


def spread(folder, here, there, cut):
    """The tables on `here`, half of the facts on `there`."""
    there.psql(
        f"CREATE TABLE fact ({COLUMNS}, PRIMARY KEY (indicator, period, unit, category, revision));\n"
        f"\\copy fact FROM 'fact_there.csv' {COPY}\nANALYZE fact;\n", cwd=folder)
    load = (folder / "load_postgresql.sql").read_text()
    others = "\n".join(line for line in load.splitlines()
                       if not line.startswith(("\\copy fact", "ANALYZE fact")))
    here.psql(
        f"{others}\nDROP TABLE fact;\n"
        "CREATE EXTENSION postgres_fdw;\n"
        f"CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{there.folder}', "
        "dbname 'postgres', fetch_size '10000');\n"
        "CREATE USER MAPPING FOR CURRENT_USER SERVER there OPTIONS (user 'exemplar');\n"
        f"CREATE TABLE fact ({COLUMNS}) PARTITION BY RANGE (unit);\n"
        f"CREATE TABLE fact_here PARTITION OF fact FOR VALUES FROM (MINVALUE) TO ('{cut}');\n"
        "CREATE UNIQUE INDEX ON fact_here (indicator, period, unit, category, revision);\n"
        f"CREATE FOREIGN TABLE fact_there PARTITION OF fact FOR VALUES FROM ('{cut}') TO (MAXVALUE)\n"
        "  SERVER there OPTIONS (table_name 'fact');\n"
        f"\\copy fact_here FROM 'fact_here.csv' {COPY}\nANALYZE;\n", cwd=folder)


def assessed(server, folder, script):
    return server.psql(
        f"\\o /dev/null\n\\i {script}\n\\o\n"
        "COPY (SELECT * FROM \"assessment\" ORDER BY unit) TO STDOUT WITH (FORMAT csv, HEADER);\n",
        cwd=folder)


def main():
    why_not = databases.missing()
    if why_not:
        print(why_not)
        return databases.SKIPPED
    with tempfile.TemporaryDirectory(prefix="exemplar-fdw-") as name:
        folder = pathlib.Path(name)
        exemplar("export", PACK, "--out", folder)
        with open(folder / "postgresql.sql", "wb") as file:
            exemplar("sql", PACK, "--dialect", "postgresql", out=file)
        cut = split_facts(folder)
        with databases.PostgreSql() as here, databases.PostgreSql() as there:
            spread(folder, here, there, cut)
            start = time.monotonic()
            over_two = assessed(here, folder, "postgresql.sql")
            seconds = time.monotonic() - start
            local = int(here.psql("SELECT count(*) FROM fact_here"))
            remote = int(there.psql("SELECT count(*) FROM fact"))
            both = int(here.psql("SELECT count(*) FROM fact"))
            plan = here.psql("EXPLAIN (VERBOSE) SELECT * FROM fact WHERE status >= 1 AND indicator IN "
                             "('areas', 'areas_recognised')")
            # One server alone, for the same rows.
            there.psql("DROP TABLE fact;")
            there.psql("\\i load_postgresql.sql\n", cwd=folder)
            start = time.monotonic()
            alone = assessed(there, folder, "postgresql.sql")
            seconds_alone = time.monotonic() - start
    rows = alone.count("\n") - 1
    print(f"{rows} units; {local} facts here, {remote} there; {seconds:.1f} s over two servers, "
          f"{seconds_alone:.1f} s on one")
    assert local > 0 and remote > 0 and local + remote == both, (local, remote, both)
    remote_sql = next(line for line in plan.splitlines() if "Remote SQL" in line)
    assert "status >= 1" in remote_sql and "areas" in remote_sql, plan
    assert rows > 200, rows
    assert over_two == alone, "the assessment over two servers differs from the one on one server"
    return 0


if __name__ == "__main__":
    sys.exit(main())
