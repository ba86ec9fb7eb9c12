"""PostgreSQL servers and DuckDB for the proofs of `exemplar sql`.

A server lives in a temporary folder and listens on a Unix socket there; it is stopped by its own
data folder. initdb refuses root, so that as root everything of it runs as the user postgres.
"""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def postgresql_binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return pathlib.Path(found[-1]).parent if found else None


def missing():
    """Why the proofs cannot run on this machine; nothing where they can."""
    if postgresql_binaries() is None or shutil.which("psql") is None:
        return "PostgreSQL is not installed: tools/setup sql"
    if not (HERE / "node_modules" / "@duckdb").is_dir():
        return "DuckDB is not installed: tools/setup sql"
    return None


# For many small databases that nobody keeps.
FOR_PROOFS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off",
    "max_connections": "20", "max_locks_per_transaction": "512", "client_min_messages": "warning",
}


class PostgreSql:
    def __init__(self, settings=FOR_PROOFS):
        self.settings = settings
        self.bin = postgresql_binaries()
        self.folder = tempfile.mkdtemp(prefix="exemplar-pg-")
        self.as_owner = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.as_owner = ["runuser", "-u", "postgres", "--"]
        os.chmod(self.folder, 0o755)

    def _run(self, *command):
        done = subprocess.run(
            [*self.as_owner, *map(str, command)],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stdout.decode(errors="replace"))

    @property
    def address(self):
        return f"postgresql://exemplar@/postgres?host={self.folder}"

    def start(self):
        settings = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        options = f"-k {self.folder} -c listen_addresses='' {settings}"
        # The server must not hold our pipe open: its words go to a file.
        self._run(self.bin / "pg_ctl", "start", "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log",
                  "-o", options)

    def stop_at_once(self):
        """Without finishing anything: what was not on the disk is to be found in the log when it starts anew."""
        self._run(self.bin / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", f"{self.folder}/data")

    def kill(self):
        """kill -9 of the server's first process, by the id that it wrote down itself; the others follow it."""
        with open(f"{self.folder}/data/postmaster.pid", encoding="utf-8") as file:
            os.kill(int(file.readline()), signal.SIGKILL)

    def start_after_kill(self):
        """As soon as the last process of the one killed has gone."""
        end = time.monotonic() + 60
        while True:
            try:
                return self.start()
            except RuntimeError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def __enter__(self):
        self._run(self.bin / "initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "exemplar", "-N",
                  "-E", "UTF8", "--locale=C")
        self.start()
        return self

    def __exit__(self, *_):
        self.stop_at_once()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, script, cwd="/"):
        """Runs psql's commands; its output. Stops at the first error."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
             "-U", "exemplar", "-d", "postgres", "-f", "-"],
            input=script.encode(), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        if done.returncode != 0:
            raise RuntimeError(f"psql, in {cwd}: {done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout.decode()


def assess_in_postgresql(server, folders):
    """In each folder: loads its tables, runs postgresql.sql, writes postgresql.csv. Leaves nothing."""
    script = ""
    for folder in folders:
        script += (
            f"\\cd '{folder}'\n\\set VERBOSITY terse\n\\warn {folder}\nBEGIN;\n\\i load_postgresql.sql\n\\o /dev/null\n\\i postgresql.sql\n\\o\n"
            "\\copy (SELECT * FROM \"assessment\" ORDER BY unit) TO 'postgresql.csv' "
            "WITH (FORMAT csv, HEADER)\nROLLBACK;\n"
        )
    return server.psql(script)


def assess_in_duckdb(folders):
    """The same with duckdb.sql and duckdb.csv, all in one process."""
    done = subprocess.run(
        ["node", str(HERE / "duckdb.mjs")], input="\n".join(map(str, folders)).encode(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    if done.returncode != 0:
        raise RuntimeError(f"DuckDB: {done.stderr.decode(errors='replace')[:4000]}")
