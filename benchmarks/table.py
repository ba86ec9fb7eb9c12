"""What ./bench prints and writes: a table of what the measuring programs told.

    told = {"columns": …, "duckdb": …, "assess": …, "sql": …, "live": …, "load": …, "import": …,
            "server": …, "review": …}

Of a program that could not run it is {"skipped": why}; of a Google Benchmark its JSON; of the others
their JSON lines. Nothing is run here. A row without its program says so; a comparison without the other
side has no ratio; and where both sides computed different results, no table is made at all.
"""

import dataclasses
import statistics

PRECISE = 1e-9  # relative: both sides compute the same formula in floating point, in another order


class Differs(Exception):
    """Two programs that should compute the same do not."""


@dataclasses.dataclass
class Row:
    work: str
    ours: str
    beside: str
    ratio: str
    aim: str
    met: bool | None  # none: there is no telling
    verdict: str


# What programs told.

def skipped(told, name):
    """Why there is nothing of that program, or none."""
    if name not in told:
        return "not run"
    return told[name].get("skipped") if isinstance(told[name], dict) else None


def repetitions(told, name, benchmark):
    """Of one Google Benchmark its repetitions, each a dictionary of its counters and real_time."""
    every = [one for one in told[name]["benchmarks"] if one.get("run_type", "iteration") == "iteration"]
    return [one for one in every if f"{one['name']}/".startswith(f"{benchmark}/")]


def failed(found):
    """The reason a benchmark gives for not having run, or none."""
    return next((one.get("error_message", "failed") for one in found if one.get("error_occurred")), None)


SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def seconds(found):
    return [one["real_time"] * SECONDS[one["time_unit"]] for one in found]


def median_of(found, counter):
    return statistics.median(one[counter] for one in found)


def line(told, name, beginning, key="work"):
    return next((one for one in told[name] if one[key].startswith(beginning)), None)


def bandwidth(told):
    """Gigabytes read from memory in a second, by both processors, as measured; none where not."""
    if skipped(told, "columns"):
        return None
    found = [one["GB_per_s"] for one in repetitions(told, "columns", "Wide") if "GB_per_s" in one]
    return statistics.median(found) if found else None


# How figures are written.

def duration(value):
    for unit, least in (("s", 1), ("ms", 1e-3)):
        if value >= least:
            return f"{value / least:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def spread(values):
    return f"{duration(statistics.median(values))} ({duration(min(values))}–{duration(max(values))})"


def times(ratio):
    return f"{ratio:,.0f}×" if ratio >= 100 else f"{ratio:.3g}×"


def at_least(ratio, aim, what="×"):
    """Met, and the verdict, where `ratio` should be at least `aim`."""
    if ratio >= aim:
        return True, "met"
    return False, f"missed by {100 * (1 - ratio / aim):.0f} %: {ratio:.3g}{what} of {aim:.3g}{what}"


def at_most(value, aim, shown=lambda one: f"{one:.3g}×"):
    if value <= aim:
        return True, "met"
    return False, f"missed by {100 * (value / aim - 1):.0f} %: {shown(value)} for {shown(aim)}"


def absent(work, aim, reason):
    return Row(work, "–", "–", "–", aim, None, f"not measured: {reason}")


def faster(work, ours, other, aim, name):
    """A row for `aim` times as fast as the other side; `other` may be a reason why there is none."""
    if isinstance(other, str):
        return Row(work, spread(ours), f"{name}: {other}", "–", f"≥ {aim}×", None, "no comparison")
    ratio = statistics.median(other) / statistics.median(ours)
    met, verdict = at_least(ratio, aim)
    return Row(work, spread(ours), f"{name} {spread(other)}", times(ratio), f"≥ {aim}×", met, verdict)


# The rows.

def same_results(told):
    """Both sides of the index computed the same: raises Differs where they did not."""
    if skipped(told, "columns") or skipped(told, "duckdb"):
        return
    for benchmark in COLUMNS:
        ours = repetitions(told, "columns", benchmark)
        other = other_line(told, benchmark)
        if not ours or other is None:
            continue
        sums = other["sum"] if isinstance(other["sum"], list) else [other["sum"]]
        pairs = {"sum": sum(sums)} | {f"unit_{unit}": other["units"][i] for i, unit in enumerate((0, 1, 999))}
        for counter, theirs in pairs.items():
            mine = ours[0][counter]
            if abs(mine - theirs) > PRECISE * max(abs(mine), abs(theirs)):
                raise Differs(f"{benchmark}: {counter} is {mine!r} here and {theirs!r} in DuckDB")


COLUMNS = {"Wide": "index of", "WideWithPlaces": "index and rank of", "PeriodsWithPlaces": "index and rank of"}


def other_line(told, benchmark):
    if skipped(told, "duckdb"):
        return None
    of_rows = benchmark == "PeriodsWithPlaces"
    return next((one for one in told["duckdb"] if one["work"].startswith(COLUMNS[benchmark])
                 and ("periods" in one["work"]) == of_rows), None)


def columns_rows(told):
    works = {"Wide": ("1,000,000 units × 50 indicators: index", 9), "WideWithPlaces": ("1,000,000 units × 50 indicators: index and rank", 6),
             "PeriodsWithPlaces": ("100,000 units × 50 × 12 periods, rank in each", 15)}
    for benchmark, (work, aim) in works.items():
        why = skipped(told, "columns")
        found = [] if why else repetitions(told, "columns", benchmark)
        why = why or failed(found) or (None if found else "not run")
        if why:
            yield absent(work, f"≥ {aim}×", why)
            continue
        other = other_line(told, benchmark)
        reason = skipped(told, "duckdb") or "no such work"
        table = "long table" if benchmark == "PeriodsWithPlaces" else "wide table"
        yield faster(work, seconds(found), other["runs"] if other else reason, aim, f"DuckDB, {table}")
        if benchmark == "Wide":
            twice = [2e-3 * one["read_once_ms"] for one in found]
            ratio = statistics.median(seconds(found)) / statistics.median(twice)
            yield Row("the index, beside reading its values twice", spread(seconds(found)), f"reading twice {spread(twice)}",
                      times(ratio), "≤ 1.6×", *at_most(ratio, 1.6))


def assess_rows(told):
    work = "22 criteria, 10,598 units × 36 months"
    why = skipped(told, "assess")
    found = [] if why else repetitions(told, "assess", "Assess")
    why = why or failed(found) or (None if found else "not run")
    for database, name in (("duckdb", "our SQL in DuckDB"), ("postgresql", "our SQL in PostgreSQL")):
        if why:
            yield absent(work, "≥ 10×", why)
            continue
        other = skipped(told, "sql")
        if other is None:
            one = line(told, "sql", database, "beside")
            # A sample of months stands for all those that ours assessed.
            scale = found[0]["months"] / one["months"] if one else 1
            other = [scale * run for run in one["runs"]] if one else "not run"
            if one and scale != 1:
                name += f", {one['months']} of the months, scaled"
        yield faster(work, seconds(found), other, 10, name)


COMPARED = ("place", "extremes", "their mean", "the three in turn")


def both(median, slowest):
    """One verdict of two."""
    missed = [text for met, text in (median, slowest) if met is not True]
    return (True, median[1]) if not missed else (False, "; ".join(missed))


def live_rows(told):
    work = "one value changed until its standing is right"
    why = skipped(told, "live")
    found = [] if why else repetitions(told, "live", "OneValueChanged")
    why = why or failed(found) or (None if found else "not run")
    if why:
        yield absent(work, "median ≤ 200 µs, p99 ≤ 2 ms", why)
    else:
        full = [1e-3 * one["full_ms"] for one in found]
        for name, counter, aim in (("median", "median_us", 200e-6), ("99th percentile", "p99_us", 2e-3)):
            ours = [1e-6 * one[counter] for one in found]
            yield Row(f"{work}, {name}", spread(ours), f"full recomputation {spread(full)}",
                      times(statistics.median(full) / statistics.median(ours)), f"≤ {duration(aim)}",
                      *at_most(statistics.median(ours), aim, duration))
    for which, name in enumerate(COMPARED):
        found = [] if skipped(told, "live") else repetitions(told, "live", f"OneValueOfManyChanged/compared_by:{which}")
        if found and not failed(found):
            ours = [1e-6 * one["median_us"] for one in found]
            full = [1e-3 * one["full_ms"] for one in found]
            slow = 1e-6 * statistics.median(one["p99_us"] for one in found)
            yield Row(f"with units compared by {name}, one such value changed, median", spread(ours),
                      f"full recomputation {spread(full)}", times(statistics.median(full) / statistics.median(ours)),
                      "≤ 200 µs, p99 ≤ 2 ms", *both(at_most(statistics.median(ours), 200e-6, duration),
                                                    at_most(slow, 2e-3, duration)))
    found = [] if skipped(told, "live") else repetitions(told, "live", "OneWardExplained")
    if found and not failed(found):
        ours = [1e-3 * one["explained_median_ms"] for one in found]
        way = median_of(found, "way_median_ms") * 1e-3
        yield Row("one ward explained, on demand", spread(ours), f"its nearest way {duration(way)}", "–", "≤ 5 ms",
                  *at_most(statistics.median(ours), 5e-3, duration))


def load_rows(told):
    for name, work in (("full", "loading 40 million values from CSV"), ("one in ten", "loading 4 million, one cell in ten, from CSV")):
        why = skipped(told, "load")
        found = [] if why else [one for one in told["load"] if one["file"] == name]
        if not found:
            yield absent(work, "≥ 100 MB/s", why or "not run")
            continue
        rates = [one["load_mb_per_s"] for one in found]
        reading = statistics.median(one["read_mb_per_s"] for one in found)
        rate = statistics.median(rates)
        met, verdict = at_least(rate, 100, " MB/s")
        yield Row(work, f"{rate:.0f} MB/s ({min(rates):.0f}–{max(rates):.0f})", f"reading the file {reading:.0f} MB/s",
                  f"1/{reading / rate:.3g}", "≥ 100 MB/s", met, verdict)


def import_rows(told):
    for name, beside in (("SQLite", "multi-row inserts"), ("PostgreSQL", "COPY")):
        work = f"importing 1,000,000 values from CSV, {name}"
        why = skipped(told, "import")
        found = [] if why else [one for one in told["import"] if one["database"] == name]
        if not found:
            yield absent(work, "≤ 3× a bare load", why or "not run")
            continue
        ours = [one["import_s"] for one in found]
        bare = [one["bare_s"] for one in found]
        ratio = statistics.median(ours) / statistics.median(bare)
        yield Row(work, spread(ours), f"{beside} of the same rows {spread(bare)}", times(ratio), "≤ 3× a bare load",
                  *at_most(ratio, 3, times))


AT_ONCE = (("flat out", "200 people at once, each asking as soon as answered"), ("slow", "the same beside 300 slow clients"),
           ("by the day", "200 people at once, each asking once a second"))


def server_rows(told):
    for name, work in AT_ONCE:
        why = skipped(told, "server")
        found = None if why else line(told, "server", name)
        if found is None:
            yield absent(work, "p99 ≤ 100 ms, no errors", why or "not run")
            continue
        hello, commits = line(told, "server", "hello"), line(told, "server", "commits")
        ours = (f"{found['requests_per_s']:,.0f} requests/s, of them {found['saves_per_s']:,.0f} saves; median {found['p50_ms']:.3g} ms, "
                f"p99 {found['p99_ms']:.3g} ms, {found['errors']} errors")
        beside = f"hello {hello['requests_per_s']:,.0f} requests/s, p99 {hello['p99_ms']:.3g} ms; SQLite {commits['commits_per_s']:,.0f} commits/s"
        met, verdict = at_most(found["p99_ms"] / 1e3, 0.1, duration)
        if found["errors"]:
            met, verdict = False, f"missed: {found['errors']} errors"
        yield Row(work, ours, beside, "–", "p99 ≤ 100 ms, no errors", met, verdict)


def review_rows(told):
    for name, asked in (("249 × 22", 1), ("3,321 × 22", 3)):
        work = f"opening the review of {name}"
        why = skipped(told, "review")
        one = None if why else line(told, "review", name)
        why = why or ("not run" if one is None else one.get("skipped"))
        if why:
            yield absent(work, f"≤ {asked} s", why)
            continue
        yield Row(work, spread(one["runs"]), f"{one['megabytes']} MB, written in {duration(one['written'])}", "–",
                  f"≤ {asked} s", *at_most(one["seconds"], asked, duration))


ROWS = {"columns": columns_rows, "duckdb": None, "assess": assess_rows, "sql": None, "live": live_rows, "load": load_rows,
        "import": import_rows, "server": server_rows, "review": review_rows}


def rows(told, only=None):
    """Every row, or those that need the program `only`; raises Differs."""
    same_results(told)
    wanted = {"duckdb": "columns", "sql": "assess"}.get(only, only)
    return [row for name, make in ROWS.items() if make and wanted in (None, name) for row in make(told)]


def edits(told):
    """What the changed values did, as a sentence; nothing where they were not measured."""
    found = [] if skipped(told, "live") else repetitions(told, "live", "OneValueChanged")
    if not found or failed(found):
        return ""
    share = {name: median_of(found, counter) for name, counter in (
        ("result", "changed_a_result_%"), ("several", "of_several_units_%"), ("moved", "moved_a_unit_%"))}
    text = (f"Of the changed values {share['result']:.3g} % changed a result, {share['several']:.3g} % changed one result of "
            f"several units (what is added up for the units above, for one), {share['moved']:.3g} % moved a unit to another standing; the slowest took "
            f"{duration(1e-6 * max(one['worst_us'] for one in found))}.")
    shared, cuts = [], []
    for which, name in enumerate(COMPARED):
        found = repetitions(told, "live", f"OneValueOfManyChanged/compared_by:{which}")
        if not found or failed(found):
            continue
        cuts.append(f"{median_of(found, 'of_other_units_%'):.3g} % where compared by {name}")
        if all("moved_p99_us" in one for one in found):
            shared.append(f"{median_of(found, 'moved_in_common_%'):.3g} % where compared by {name} (such an edit took "
                          f"{duration(1e-6 * median_of(found, 'moved_median_us'))}, 99th percentile "
                          f"{duration(1e-6 * median_of(found, 'moved_p99_us'))})")
    if shared:
        text += f" Of the edits among compared units, so many moved another unit's place, an extreme or the mean: {', '.join(shared)}."
    if cuts:
        text += f" They changed the answer of another unit: {', '.join(cuts)}."
    return text


HEADINGS = ("work", "ours, median (lowest–highest)", "beside it, in the same run", "ratio", "aim", "")


def markdown(made):
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---" * len(HEADINGS) + "|"]
    for row in made:
        lines.append(f"| {row.work} | {row.ours} | {row.beside} | {row.ratio} | {row.aim} | {row.verdict} |")
    return "\n".join(lines)


def summary(made):
    met, missed, untold = (sum(row.met is value for row in made) for value in (True, False, None))
    return f"{met} aims met, {missed} missed, {untold} without a measurement"


# The document.

BEGIN, END = "<!-- written by ./bench -->", "<!-- end of what ./bench writes -->"


def generated(told, made, machine):
    """`machine`: lines of what it ran on, each (name, text)."""
    figure = bandwidth(told)
    lines = [*machine, ("memory bandwidth", f"{figure:.3g} GB/s, reading with all processors" if figure else "not measured")]
    parts = ["| | |\n|---|---|\n" + "\n".join(f"| {name} | {text} |" for name, text in lines), markdown(made)]
    return "\n\n".join(part for part in [*parts, edits(told), f"{summary(made)}.".capitalize()] if part)


def replaced(document, text):
    """The document with what stands between the two marks replaced."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document lacks the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"
