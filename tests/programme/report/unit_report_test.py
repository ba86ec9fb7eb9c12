"""One unit's page: its figures are those of assess and compare for that unit and of the pack's tables; and
what it refuses: nothing is written then, and a page that was there stays as it was.
"""

import os
import pathlib
import sys
import tempfile
import unittest

from pages import ANSWERS, HCMC, OFFICE, ROOT, Pack, answer, exemplar, page_data, text_of
from review_figures_test import WORDS, Rule, Words, differences

# Near with one obstacle; a fictitious ward that takes no part; wards whose standing is open.
UNITS = [(HCMC, "27139", "2023"), (HCMC, "X1", "2023"), (HCMC, "X4", "2023"), (HCMC, "X2", "2023"), (HCMC, "27151", "2023"), (HCMC, "27139", "2022"),
         (OFFICE, "301", "2023"), (OFFICE, "102", "2023")]


def report(folder, pack, code, period, *options):
    out = pathlib.Path(folder) / "unit.html"
    done = exemplar("report", pack, "--unit", code, "--period", period, "--out", out, *options)
    return done, out


class UnitFigures(unittest.TestCase):
    maxDiff = None

    def walk(self, folder, code, period):
        with tempfile.TemporaryDirectory() as out:
            done, page = report(out, folder, code, period)
            self.assertEqual(done.returncode, 0, done.stderr)
            data = page_data(page.read_text(encoding="utf-8"))
        pack = Pack(folder, period)
        said = answer("assess", folder, "--unit", code, "--period", period)
        everyone = answer("assess", folder, "--period", period)
        ids = [one["criterion"] for one in said["criteria"]]
        answers = "".join(str(ANSWERS.index(one["answer"])) for one in said["criteria"])
        decided = {kind: code in pack.decided(kind) for kind in ["registered", "proposed", "recognised"]}
        self.assertEqual(data["kind"], "unit")
        self.assertEqual(data["period"]["id"], period)
        self.assertEqual([one["id"] for one in data["criteria"]], ids)
        self.assertEqual({one["standing"]: data["counts"][one["standing"]] for one in everyone["standings"]}, {one["standing"]: one["units"] for one in everyone["standings"]})
        for one, counted in zip(data["criteria"], everyone["criteria"]):
            self.assertEqual({answer: one[answer] for answer in ANSWERS}, {answer: counted[answer] for answer in ANSWERS})
        explained = answer("explain", folder, "--unit", code, "--period", period)
        way = explained["nearest_way"]
        steps = [{"criterion": ids.index(step["criterion"]), "kind": step["kind"], "what": Rule(lambda value, step=step: text_of(value) == step["text"])} for step in (way or {}).get("steps", [])]
        group = data["groups"][0]
        expected = {
            "groups": [{"name": WORDS, "units": 1, **{standing: int(standing == said["standing"]) for standing in data["counts"] if standing in group},
                        **{kind: int(is_so) for kind, is_so in decided.items()}}],
            "units": [{"code": code, "name": WORDS, "full": Rule(lambda value: text_of(value) == said["unit_name"]), "group": 0, "standing": said["standing"], "answers": answers, "level": WORDS,
                       **decided, "takes_part": said["takes_part"],
                       "way": {**{key: way[key] for key in ["solved", "verified", "reaches"]}, "steps": steps} if steps and not way["reached"] else None}],
            "reasons": {f"0:{c}": WORDS for c, one in enumerate(answers) if one != "2"},
            "trend": self.trend(folder, pack, code, period),
        }
        registered = expected["groups"][0]
        registered.update({key: group[key] for key in group.keys() - registered.keys() if group[key] == 0})
        self.assertEqual(differences(expected, {key: data[key] for key in expected})[:20], [])
        by_name = lambda one: text_of(one["name"] if isinstance(one["name"], (str, list)) else one["name"].text)
        self.assertEqual(differences(sorted(self.profile(pack, code), key=by_name), sorted(data["profile"], key=by_name)), [])
        self.check_comparison(folder, pack, code, period, data["comparison"])
        self.check_obstacles(pack, code, data)

    @staticmethod
    def profile(pack, code):
        unit_of = {code: unit for unit, code in pack.code_of.items()}
        definitions = pack.office.get("attribute", [])
        found = []
        for one in definitions:
            for row in pack.table("unit_attributes.csv"):
                here = row["unit"] in (unit_of[code], code) and row["attribute"] == one["id"]
                if here and (row["from"] or "0") <= pack.last_day <= (row["until"] or "9"):
                    value = {"number": float(row["value"]), "unit": one.get("unit", "")} if one["type"] == "number" else WORDS
                    found.append({"id": one["id"], "name": Words(one["name"]), "value": value, "from": row["from"] or None})
        return found

    @staticmethod
    def trend(folder, pack, code, period):
        found, year = [], int(period)
        while str(year) in pack.years_with_values() and (said := answer("assess", folder, "--unit", code, "--period", year)) is not None:
            answers = [(one["criterion"], ANSWERS.index(one["answer"])) for one in said["criteria"]]
            found.insert(0, {"period": str(year), "standing": said["standing"], "met": sum(one == 2 for _, one in answers), "judged": sum(one != 3 for _, one in answers),
                             "open": [{"id": id, "answer": one} for id, one in answers if one < 2]})
            year -= 1
        return found

    def check_comparison(self, folder, pack, code, period, comparison):
        said = answer("compare", folder, "--to", period, "--unit", code)
        rows = [one for one in said["comparison"] if pack.shown_beside(one["indicator"])]
        shown = {one["indicator"]: one for one in (comparison or {"rows": []})["rows"]}
        # Numbers of people are withheld from a unit's own page.
        people = {one["indicator"] for one in rows if pack.indicators[one["indicator"]].get("about") == "people"}
        self.assertEqual(set(shown), {one["indicator"] for one in rows} - people)
        for one in rows:
            if one["indicator"] in shown:
                keys = ["value", "base", "base_period", "change", "interval_low", "interval_high"]
                self.assertEqual({key: shown[one["indicator"]][key] for key in keys}, {key: one[key] for key in keys}, one["indicator"])

    def check_obstacles(self, pack, code, data):
        stands = [one for one in pack.table("obstacles.csv") if pack.code_of.get(one["unit"]) == code and one["state"] not in ("solved", "refused")
                  and (not one["since"] or one["since"] <= pack.last_day)]
        if not stands:
            self.assertIsNone(data["obstacles"])
            return
        ids = [one["id"] for one in data["criteria"]]
        rows = data["obstacles"]["rows"]
        self.assertEqual([(one["id"], one["cost"], one["state"], one["since"]) for one in rows],
                         [(one["id"], int(one["cost"]) if one["cost"] else None, one["state"], one["since"] or None) for one in stands])
        self.assertEqual([[ids[c] for c in one["criteria"]] for one in rows], [[c.strip() for c in one["criteria"].split(";") if c.strip()] for one in stands])
        self.assertEqual(data["obstacles"]["cost"], sum(int(one["cost"] or 0) for one in stands))

    def test_figures(self):
        for folder, code, period in UNITS:
            with self.subTest(f"{code} {period}"):
                self.walk(folder, code, period)


class Refusals(unittest.TestCase):
    """Exit code 1, one line that says why, and no file: neither a new one nor a changed one."""

    def refused(self, verb, pack, words, *options):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "page.html"
            for before in [None, "the page of last week"]:
                if before is not None:
                    out.write_text(before, encoding="utf-8")
                done = exemplar(verb, pack, "--out", out, "--lang", "en", *options)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertIn(words, done.stderr)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1)
                self.assertEqual(os.listdir(folder), [] if before is None else ["page.html"])
                if before is not None:
                    self.assertEqual(out.read_text(encoding="utf-8"), before)

    def test_units(self):
        self.refused("report", HCMC, "99999", "--unit", "99999", "--period", "2023")
        self.refused("report", HCMC, "criteria judge units of the kind ward", "--unit", "760", "--period", "2023")

    def test_periods_and_sets(self):
        for verb, unit in [("review", []), ("report", ["--unit", "27139"])]:
            with self.subTest(verb):
                self.refused(verb, HCMC, "no criteria set", "--period", "2019", *unit)
                self.refused(verb, HCMC, "nothing", "--period", "2023", "--criteria-set", "nothing", *unit)
        self.refused("review", ROOT / "packs" / "human-development", "has no criteria", "--period", "2019")

    def test_a_file_that_cannot_be_written(self):
        with tempfile.TemporaryDirectory() as folder:
            for out, words in [(pathlib.Path(folder) / "nowhere" / "page.html", "nowhere"), (pathlib.Path(folder), "folder")]:
                for verb, unit in [("review", []), ("report", ["--unit", "102"])]:
                    done = exemplar(verb, OFFICE, "--out", out, "--period", "2023", "--lang", "en", *unit)
                    self.assertEqual(done.returncode, 1)
                    self.assertIn(words, done.stderr)
                    self.assertEqual(os.listdir(folder), [])

    def test_a_page_is_replaced_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "unit.html"
            out.write_text("x" * 3_000_000, encoding="utf-8")
            done, page = report(folder, OFFICE, "102", "2023")
            self.assertEqual(done.returncode, 0, done.stderr)
            text = page.read_text(encoding="utf-8")
            self.assertTrue(text.startswith("<!doctype html>") or text.startswith("<!DOCTYPE html>"), text[:40])
            self.assertTrue(text.rstrip().endswith("</html>"))
            self.assertEqual(os.listdir(folder), ["unit.html"])


class Weight(unittest.TestCase):
    def test_the_review_of_a_city_weighs_at_most_2_mb(self):
        with tempfile.TemporaryDirectory() as folder:
            for period in ["2022", "2023"]:
                out = pathlib.Path(folder) / "review.html"
                done = exemplar("review", HCMC, "--period", period, "--out", out)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertLessEqual(out.stat().st_size, 2_000_000)


if __name__ == "__main__":
    sys.exit(unittest.main())
