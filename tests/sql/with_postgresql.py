"""Runs a command beside a PostgreSQL server of its own, whose address it finds in EXEMPLAR_POSTGRESQL:

    python3 tests/sql/with_postgresql.py [--set NAME=VALUE]... COMMAND [ARGUMENT]...

The server keeps what it acknowledges, unless told otherwise. Exit code: that of the command; 77 where
PostgreSQL is not installed.
"""

import os
import subprocess
import sys

import databases

DURABLE = {"client_min_messages": "warning", "max_connections": "40"}


def main(words):
    settings = dict(DURABLE)
    while words and words[0] == "--set":
        name, value = words[1].split("=", 1)
        settings[name] = value
        words = words[2:]
    if databases.postgresql_binaries() is None:
        print("PostgreSQL is not installed: tools/setup sql")
        return databases.SKIPPED
    with databases.PostgreSql(settings) as server:
        return subprocess.run(words, env={**os.environ, "EXEMPLAR_POSTGRESQL": server.address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
