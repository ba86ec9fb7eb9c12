"""What the tests of the pages share: running exemplar, the data inside a page, and a pack's own tables
read by this file alone, so that the pages are compared with what people wrote and not with the reader
of the program.
"""

import csv
import datetime
import json
import os
import pathlib
import re
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[3]
HCMC = ROOT / "packs" / "hcmc-ward-police"
OFFICE = pathlib.Path(__file__).resolve().parent / "office"
EXEMPLAR = os.environ.get("EXEMPLAR_BINARY", "exemplar")

STANDINGS = ["meets_all", "near", "not_yet", "undetermined", "not_assessable"]
ANSWERS = ["not_met", "unknown", "met", "not_applicable"]
FLOORS = ["draft", "reported", "verified", "decided"]


def exemplar(*arguments):
    """The finished process; refusals are for the caller to look at."""
    return subprocess.run([EXEMPLAR, *map(str, arguments)], capture_output=True, text=True, check=False)


def answer(*arguments):
    """What a verb says as JSON; None where it refuses."""
    done = exemplar(*arguments, "--format", "json")
    return json.loads(done.stdout) if done.returncode == 0 else None


def page_data(text):
    """The data inside a page, with the texts that many places share put back where they are said. It
    stands between its mark and the first end of a script element."""
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])
    texts = data.pop("texts")
    data["reasons"] = {cell: texts[place] for cell, place in data["reasons"].items()}
    for unit in data["units"]:
        unit["level"] = texts[unit["level"]]
        for step in (unit["way"] or {}).get("steps", []):
            step["what"] = texts[step["what"]]
    return data


def review_page(folder, pack, period, *options):
    out = pathlib.Path(folder) / f"review-{period}.html"
    done = exemplar("review", pack, "--period", period, "--out", out, *options)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return out.read_text(encoding="utf-8")


def leaves(value, path=""):
    """Every number, text, truth and null with its path: units[3].way.steps[0].what[1]."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from leaves(member, f"{path}[{index}]")
    else:
        yield path, value


def text_of(value, language=0):
    """A text of the page's data: one for both languages, or [Vietnamese, English]."""
    return value if isinstance(value, str) else value[language]


class Pack:
    """A pack's tables as rows of text, and what can be said of them without the program."""

    def __init__(self, folder, period):
        self.folder = folder
        self.period = period
        self.first_day = f"{period}-01-01"
        self.last_day = f"{period}-12-31"
        self.programme = next(iter((folder / "programmes").iterdir()))
        self.sets = [tomllib.loads(p.read_text(encoding="utf-8")) for p in (self.programme / "criteria").glob("*.toml")]
        self.set = next(s for s in self.sets if self.judges(s["set"]))
        self.indicators = {one["id"]: one for one in self.toml("indicators.toml")["indicator"]}
        self.office = self.toml("office.toml")
        self.code_of = {}
        self.name_of = {}
        for row in self.table("units.csv"):
            if (row["from"] or "0") <= self.last_day <= (row["until"] or "9"):
                self.code_of[row["id"]] = row["code"]
                self.name_of[row["id"]] = [row["name"], row["name_en"] or row["name"]]

    def shown_beside(self, indicator):
        """Context, and how many events others reported."""
        one = self.indicators[indicator]
        return one.get("context", False) or one.get("receipts", False) and one.get("about") == "event"

    def judges(self, criteria_set):
        first, last = str(criteria_set.get("from", "0")), str(criteria_set.get("until", "9"))
        return first <= self.last_day <= last

    def toml(self, name):
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))

    def table(self, name):
        path = self.folder / name
        if not path.is_file():
            path = self.programme / name
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def years_with_values(self):
        years = {row["period"][:4] for row in self.table("quotas.csv")}
        for file in (self.folder / "values").glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as rows:
                years |= {row["period"][:4] for row in csv.DictReader(rows)}
        return years

    def decided(self, decision, period=None):
        """Codes of the units for which the decision stands for that year; revoked ones are not recognised."""
        newest = {}
        for row in self.table("decisions.csv"):
            kinds = ["recognised", "revoked"] if decision == "recognised" else [decision]
            if row["period"] != (period or self.period) or row["decision"] not in kinds:
                continue
            if row["unit"] not in newest or row["date"] >= newest[row["unit"]][0]:
                newest[row["unit"]] = (row["date"], row["decision"])
        return {self.code_of.get(unit, unit) for unit, (_, kind) in newest.items() if kind == decision}


def whole_months(first, last):
    """Whole months from one day to another, both as texts."""
    a, b = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return (b.year - a.year) * 12 + b.month - a.month - (1 if b.day < a.day else 0)


class Facts:
    """The newest value of each cell at or above a floor of status, from the pack's values and quotas."""

    DAYS = ["reported_on", "verified_on", "decided_on"]
    OF_A_LINE = {"indicator", "period", "unit", "category", "value", "source", "by", "note", *DAYS}

    def __init__(self, pack, floor):
        self.cells = {}
        self.periods = {}
        quotas = {one["id"]: one for one in pack.toml("indicators.toml").get("quota", [])}
        rank = FLOORS.index(floor)
        for row in pack.table("quotas.csv"):
            quota = quotas[row["quota"]]
            self.add(row, quota["assigned"], row["assigned"], rank)
            self.add(row, quota["done"], row["done"], rank)
        for file in sorted((pack.folder / "values").glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    if row.get("category"):
                        continue
                    if "indicator" in row:
                        self.add(row, row["indicator"], row["value"], rank)
                    for column in row.keys() - self.OF_A_LINE:
                        self.add(row, column, row[column], rank)

    def add(self, row, indicator, value, floor):
        status = max([at + 1 for at, day in enumerate(self.DAYS) if row.get(day)], default=0)
        if value == "":
            return
        self.periods.setdefault(indicator, set()).add(row["period"])
        if status >= floor:
            self.cells[(indicator, row["period"], row["unit"])] = value

    def number(self, indicator, period, unit):
        value = self.cells.get((indicator, period, unit))
        return None if value is None else float(value)

    def known(self, indicator, year, unit):
        """Whether a value is known for every one of the indicator's own periods of the year."""
        periods = [one for one in self.periods.get(indicator, ()) if one.startswith(year)]
        return bool(periods) and all((indicator, one, unit) in self.cells for one in periods)
