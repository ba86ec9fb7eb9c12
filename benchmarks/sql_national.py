#!/usr/bin/env python3
"""The country assessed by `exemplar sql` inside databases:  benchmarks/sql_national.py [EXEMPLAR] [--months N] [--repeat N]

  make_national_pack ─ 10,598 units, 22 criteria, 36 months ─┬─ exemplar export ─ five tables ─ loaded once
                                                             └─ exemplar sql ─ a script a month ─ run, timed

DuckDB with two threads, in memory, and PostgreSQL with its own settings but for those printed; it is
started here, listens on a Unix socket in a temporary folder and is stopped by its data folder. Loading is
not timed. Every script is a session of its own; timed is the whole of it, with reading the list it ends
with; `processor` is the processor time of it, which a busy machine does not lengthen (of PostgreSQL that
of the session's own process). The tables hold every month: from the second year on a script also assesses the same month of the
year before, as the criteria ask. The standings of --check (a month) must be those of `exemplar assess`.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "sql"))
import databases  # noqa: E402

SETTINGS = {"shared_buffers": "2GB", "work_mem": "128MB", "temp_buffers": "256MB", "maintenance_work_mem": "512MB"}
TICKS = os.sysconf("SC_CLK_TCK")
COUNTED = "SELECT standing, count(*) FROM \"assessment\" WHERE takes_part = 1 GROUP BY standing ORDER BY standing"


def run(*command, out=None):
    subprocess.run([str(part) for part in command], stdout=out or subprocess.DEVNULL, check=True)


def month_of(index):
    return f"{2021 + index // 12}-{index % 12 + 1:02}"


def tables(exemplar, folder, months):
    """The five tables of all the months, and a script for each month and database."""
    pack = folder / "pack"
    values = folder / "values.csv"
    run(sys.executable, ROOT / "benchmarks" / "make_national_pack", pack, "--months", months, "--valued", 1, "--fact-table", values)
    run(exemplar, "export", pack, "--out", folder / "tables")
    # What export adds to the values, beside the values of the one unit that has them in the pack.
    with (folder / "tables" / "fact.csv").open() as exported, values.open("a") as file:
        file.writelines(line for line in exported if line.startswith("#"))
    values.replace(folder / "tables" / "fact.csv")
    for index in range(months):
        for database in ("duckdb", "postgresql"):
            with (folder / f"{database}-{index}.sql").open("wb") as file:
                run(exemplar, "sql", pack, "--dialect", database, "--period", month_of(index), out=file)


def assessed(exemplar, folder, index):
    """How many units stand where, by the engine."""
    pack = folder / "checked"
    run(sys.executable, ROOT / "benchmarks" / "make_national_pack", pack, "--from", month_of(index))
    done = subprocess.run([exemplar, "assess", str(pack), "--period", month_of(index), "--format", "json"],
                          stdout=subprocess.PIPE, check=True)
    standings = json.loads(done.stdout)["standings"]
    return {one["standing"]: one["units"] for one in standings if one["units"] > 0}


def in_postgresql(folder, months, repeat):
    """Of each month its seconds, `repeat` of them, their processor time, and the standings."""
    load = (folder / "tables" / "load_postgresql.sql").read_text()
    runs, processor, standings = [], [], {}
    with databases.PostgreSql(SETTINGS) as server:
        server.psql(load, cwd=folder / "tables")
        for index in months:
            script = (folder / f"postgresql-{index}.sql").read_text()
            seconds, busy = [], []
            for _ in range(repeat):
                start = time.monotonic()
                told = server.psql(f"\\o /dev/null\n{script}\\o\n\\echo @\n{COUNTED};\n\\echo @\nSELECT pg_read_file('/proc/self/stat');\n")
                seconds.append(time.monotonic() - start)
                _, counts, process = told.split("@\n")
                user, system = process.rpartition(")")[2].split()[11:13]
                busy.append((int(user) + int(system)) / TICKS)
            standings[index] = {name: int(count) for name, count in (row.split("|") for row in counts.split())}
            runs.append(seconds)
            processor.append(busy)
    return runs, processor, standings


def in_duckdb(folder, months, repeat):
    done = subprocess.run(["node", str(ROOT / "benchmarks" / "sql_national.mjs"), str(folder), json.dumps(months), str(repeat), COUNTED],
                          stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    return told["runs"], told["processor"], {index: dict(rows) for index, rows in zip(months, told["standings"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exemplar", nargs="?", default=str(ROOT / "build" / "bench" / "src" / "exemplar"))
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--check", type=int, metavar="INDEX", help="0: January 2021; the first that is run")
    parser.add_argument("--run", type=int, nargs="+", metavar="INDEX", help="only these of the months that are loaded")
    parser.add_argument("--only", choices=("duckdb", "postgresql"))
    arguments = parser.parse_args()
    months = arguments.run or list(range(arguments.months))
    if arguments.check is None:
        arguments.check = months[0]
    if arguments.check not in months:
        parser.error("--check must be one of the months that are run")
    why_not = databases.missing()
    if not (ROOT.parent / "shared" / "facts" / "units-2024-02-01.csv").is_file():
        why_not = "the public list of units is not there"
    if why_not:
        print(f"skipped: {why_not}")
        return databases.SKIPPED
    with tempfile.TemporaryDirectory(prefix="exemplar-national-") as name:
        folder = pathlib.Path(name)
        os.chmod(folder, 0o755)
        start = time.monotonic()
        tables(arguments.exemplar, folder, arguments.months)
        expected = assessed(arguments.exemplar, folder, arguments.check)
        print(f"{arguments.months} months prepared in {time.monotonic() - start:.0f} s; {month_of(arguments.check)}: {expected}", file=sys.stderr)
        for database, engine in (("duckdb", in_duckdb), ("postgresql", in_postgresql)):
            if arguments.only not in (None, database):
                continue
            runs, processor, standings = engine(folder, months, arguments.repeat)
            if standings[arguments.check] != expected:
                print(f"{database}: {month_of(arguments.check)} is {standings[arguments.check]} in SQL, {expected} by exemplar assess", file=sys.stderr)
                return 1
            # Each repetition is the sum of its months, so that a sample of them is scaled as a whole.
            repeated = [round(sum(month), 3) for month in zip(*runs)]
            told = {"work": f"10598 units x 22 criteria x {len(months)} months of {arguments.months}", "beside": database,
                    "months": len(months), "of_months": arguments.months, "seconds": round(statistics.median(repeated), 3),
                    "runs": repeated, "processor": round(sum(map(statistics.median, processor)), 2),
                    "each_month": [round(statistics.median(month), 3) for month in runs]}
            if database == "postgresql":
                told["settings"] = SETTINGS
            print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
