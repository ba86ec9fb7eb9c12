"""The measuring programs of ./bench, run one after the other; what each told, as benchmarks/table.py reads it.

    columns   bench_columns       Google Benchmark      duckdb   duckdb.mjs        JSON lines
    assess    bench_assess        Google Benchmark      sql      sql_national.py   JSON lines
    live      bench_live          Google Benchmark      load     bench_load        JSON lines
    review    open_review.mjs     JSON lines            import   bench_import      JSON lines
    server    bench_server        JSON lines

A program that ends with 77 says in its last line why it did not run; any other failure ends everything.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SKIPPED = 77
# One month of each year: from the second on a month also looks at the one of the year before.
SAMPLE = (5, 17, 29)
QUICK_SCALE = 0.1


class Failed(Exception):
    """A program ended with an error; its own words are already on the screen."""


def commands(build, repeat, quick, all_months):
    """Of each program its command, in the order in which they run."""
    google = ["--benchmark_format=json", f"--benchmark_repetitions={repeat}"]
    here = ROOT / "benchmarks"
    programs = build / "benchmarks"
    exemplar = build / "src" / "exemplar"
    months = [] if all_months else ["--run", *SAMPLE]
    sizes = {
        "columns": ["--benchmark_min_time=0.05"] if quick else [],
        "duckdb": ["--scale", QUICK_SCALE] if quick else [],
        "sql": ["--months", 3] if quick else months,
        "load": ["--values=1000000"] if quick else [],
        "import": ["--values=20000"] if quick else [],
        "server": ["--seconds=6"] if quick else [],
    }
    return {
        "columns": [programs / "bench_columns", *google, *sizes["columns"]],
        "duckdb": ["node", here / "duckdb.mjs", "--repeat", repeat, *sizes["duckdb"]],
        "assess": [programs / "bench_assess", *google],
        "sql": [sys.executable, here / "sql_national.py", exemplar, "--repeat", repeat, *sizes["sql"]],
        "live": [programs / "bench_live", *google],
        "load": [programs / "bench_load", f"--repeat={repeat}", *sizes["load"]],
        "import": [sys.executable, ROOT / "tests" / "sql" / "with_postgresql.py", programs / "bench_import", f"--repeat={repeat}",
                   *sizes["import"]],
        "server": [programs / "bench_server", exemplar, *sizes["server"]],
        "review": ["node", here / "open_review.mjs", exemplar, 2 if quick else 7],
    }


def run(name, command, quick):
    """What the program told; its progress goes on to the standard error output."""
    command = [str(word) for word in command]
    print(f"bench: {name}: {' '.join(pathlib.Path(word).name if '/' in word else word for word in command)}", file=sys.stderr, flush=True)
    start = time.monotonic()
    environment = dict(os.environ)
    if quick:
        environment["EXEMPLAR_BENCH_SCALE"] = str(QUICK_SCALE)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    sys.stderr.write("".join(f"  {line}\n" for line in done.stderr.splitlines()))
    print(f"bench: {name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    if done.returncode == SKIPPED:
        words = (done.stdout + done.stderr).strip().splitlines()
        return {"skipped": words[-1].removeprefix("skipped: ") if words else "no reason given"}
    if done.returncode != 0:
        raise Failed(f"{name} ended with {done.returncode}: {' '.join(command)}\n{done.stdout[-1000:]}")
    if "--benchmark_format=json" in command:
        return json.loads(done.stdout)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def first_of(path, beginning):
    """What follows the colon on the first line of a file that begins so."""
    try:
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(beginning)), "unknown")


def machine(busy):
    """(name, text) of what the programs ran on; `busy`: how many processors were at work before."""
    memory = first_of("/proc/meminfo", "MemTotal").split()[0]
    compiler = subprocess.run(["g++", "-dumpfullversion"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    return [
        ("date", time.strftime("%Y-%m-%d")),
        ("processors", f"{os.cpu_count()} × {first_of('/proc/cpuinfo', 'model name')}"),
        ("memory", f"{int(memory) / 1048576:.0f} GiB" if memory.isdigit() else "unknown"),
        ("compiler", f"g++ {compiler}, -O2"),
        ("at work before it began", f"{busy:.1f} of {os.cpu_count()} processors"),
    ]
