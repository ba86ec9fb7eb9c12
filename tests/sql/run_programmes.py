#!/usr/bin/env python3
"""Assesses the programmes below FOLDER in PostgreSQL and DuckDB, one of each for all of them."""

import concurrent.futures
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import databases  # noqa: E402


def main():
    why_not = databases.missing()
    if why_not:
        print(why_not)
        return databases.SKIPPED
    folders = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir())
    start = time.monotonic()
    seconds = {}

    def in_postgresql():
        with databases.PostgreSql() as server:
            databases.assess_in_postgresql(server, folders)
        seconds["PostgreSQL"] = time.monotonic() - start

    def in_duckdb():
        databases.assess_in_duckdb(folders)
        seconds["DuckDB"] = time.monotonic() - start

    # Side by side: most of the time each waits for its own process.
    with concurrent.futures.ThreadPoolExecutor() as both:
        for done in [both.submit(in_postgresql), both.submit(in_duckdb)]:
            done.result()
    print(f"{len(folders)} assessments: PostgreSQL {seconds['PostgreSQL']:.1f} s, "
          f"DuckDB {seconds['DuckDB']:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
