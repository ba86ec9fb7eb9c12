"""What the review says of reasons and ways is what exemplar explain says of each unit:

  the nearest way of every unit, step by step; no step moves what its definition does not declare a lever,
  and none moves a number of people, of events, or of what others bring in; and in a copy of the pack in
  which every step has been taken, assess finds the criteria met and the level reached
  why a criterion fails: the conditions that decide, counted again from the explanations, and the line
  beside each cell; the level and its bounds; and for who is at risk how the year before was
"""

import collections
import concurrent.futures
import csv
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from pages import HCMC, OFFICE, Pack, answer, exemplar, page_data, review_page, text_of

# In the long form every ward is asked for, else every fourth; a build with sanitizers, many times
# slower, asks for every eighth.
EVERY = int(os.environ.get("EXEMPLAR_EVERY", "1" if os.environ.get("EXEMPLAR_ALL") else "4"))


def explained(folder, period, codes):
    one = lambda code: answer("explain", folder, "--unit", code, "--period", period)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(codes, pool.map(one, codes)))


def failing(node, negated=False):
    """The comparisons and conditions that decide why a rule is not met."""
    if not node["decides"]:
        return
    turned = not negated if node["kind"] == "not" else negated
    # Where one of several would do, they are one condition.
    choice = node["kind"] == ("all" if negated else "any") and len(node.get("children", [])) > 1
    if node["kind"] in ("comparison", "indicator") or choice:
        if node["value"]["answer"] == ("met" if negated else "not_met"):
            yield node["formula"]
        return
    for child in node.get("children", []):
        if child["value"].get("exact") is None:
            yield from failing(child, turned)


def figures_in(text):
    return re.findall(r"\d+(?:[.,/–]\d+)*", text)


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def assessed_after(folder, pack, told):
    """The units once every change that their nearest ways name has been made, by code."""
    unit_of = {code: unit for unit, code in pack.code_of.items()}
    changes = {}
    for code, said in told.items():
        for step in (said["nearest_way"] or {}).get("steps", []):
            if step["kind"] == "change":
                digits = pack.indicators[step["indicator"]].get("digits", 0)
                changes[(unit_of[code], step["indicator"])] = f"{step['to']:.{digits}f}"
    with tempfile.TemporaryDirectory() as out:
        copy = pathlib.Path(out) / "pack"
        shutil.copytree(folder, copy)
        for path in sorted((copy / "values").glob(f"{pack.period}*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                columns, rows = reader.fieldnames, list(reader)
            for row in rows:
                if "indicator" in row:
                    row["value"] = changes.get((row["unit"], row["indicator"]), row["value"])
                for column in columns:
                    row[column] = changes.get((row["unit"], column), row[column])
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return {one["code"]: one for one in answer("assess", copy, "--period", pack.period, "--units")["units"]}


class Explanations(unittest.TestCase):
    def check_steps_taken(self, folder, pack, told):
        after = assessed_after(folder, pack, told)
        reached = 0
        for code, said in told.items():
            way = said["nearest_way"] or {"steps": [], "reaches": False}
            with self.subTest(code):
                for step in way["steps"]:
                    if step["kind"] == "change":
                        self.assertEqual(after[code][f"criterion_{step['criterion']}"], "met", step["text"])
                # Whether a unit is assessed at all is no part of the level.
                if way["reaches"] and said["standing"] != "not_assessable":
                    self.assertEqual(after[code]["standing"], "meets_all")
                    reached += 1
        return reached

    def check_ways(self, pack, data, told):
        levers = {id for id, one in pack.indicators.items() if one.get("lever")}
        forbidden = {id for id, one in pack.indicators.items() if one.get("about") in ("people", "event") or one.get("receipts")}
        self.assertFalse(levers & forbidden, "the definitions themselves")
        ids = [one["id"] for one in data["criteria"]]
        changes = 0
        for unit in (one for one in data["units"] if one["code"] in told):
            said = told[unit["code"]]["nearest_way"]
            with self.subTest(unit["code"]):
                if unit["way"] is None:
                    self.assertTrue(not said or said["reached"] or not said["steps"], said)
                    continue
                self.assertFalse(said["reached"])
                for key in ["solved", "verified", "reaches"]:
                    self.assertEqual(unit["way"][key], said[key], key)
                shown = [(ids[step["criterion"]], step["kind"], text_of(step["what"])) for step in unit["way"]["steps"]]
                self.assertEqual(shown, [(step["criterion"], step["kind"], step["text"]) for step in said["steps"]])
                self.assertTrue(unit["way"]["verified"], "assessed again with the changed values")
                for step in said["steps"]:
                    if step["kind"] != "change":
                        continue
                    changes += 1
                    self.assertIn(step["indicator"], levers)
                    self.assertNotIn(step["indicator"], forbidden)
                    self.assertEqual(pack.indicators[step["indicator"]]["lever"], step["direction"])
                    self.assertGreater((step["to"] - step["from"]) * (1 if step["direction"] == "raise" else -1), 0)
                for step, (_, _, words) in zip(said["steps"], shown):
                    for id in forbidden:
                        name = pack.indicators[id]["name"]
                        self.assertNotIn(name["vi"] if step["kind"] == "change" else "\0", words)
        return changes

    def check_why(self, data, told):
        for index, criterion in enumerate(data["criteria"]):
            counted = collections.Counter()
            for said in told.values():
                one = said["criteria"][index]
                if one["raw_answer"] == "not_met":
                    counted.update(set(failing(one["tree"])))
            with self.subTest(criterion["id"]):
                self.assertEqual(sorted(one["count"] for one in criterion["why"]), sorted(counted.values()), counted)

    def check_reasons(self, pack, data, told):
        """A line for each cell that is not met, with what fails by its names and not by ids; where
        nothing is known or applicable too, and never a condition that holds."""
        units = {one["code"]: index for index, one in enumerate(data["units"])}
        for code, said in told.items():
            for c, one in enumerate(said["criteria"]):
                reason = data["reasons"].get(f"{units[code]}:{c}")
                with self.subTest(code=code, criterion=one["criterion"]):
                    if one["answer"] == "met":
                        self.assertIsNone(reason)
                        continue
                    for words in text_of(reason, 0), text_of(reason, 1):
                        self.assertTrue(words)
                        self.assertNotIn("✓", words)
                    if one["raw_answer"] != "not_met":
                        continue
                    for formula in list(failing(one["tree"]))[:3]:
                        for id in re.findall(r"[a-z_0-9]+", re.sub(r'"[^"]*"', "", formula)):
                            if id in pack.indicators:
                                self.assertIn(pack.indicators[id]["name"]["vi"], text_of(reason))
                                self.assertNotIn(id + " ", text_of(reason))

    def check_levels(self, folder, period, data, every):
        for unit in data["units"][::every]:
            done = exemplar("explain", folder, "--unit", unit["code"], "--period", period)
            self.assertIn(one_line(text_of(unit["level"])), one_line(done.stdout), unit["code"])

    def check_year_before(self, folder, data):
        """What is at risk is shown beside what explain says of the year before."""
        for row in data["flow"]["at_risk"]:
            code = data["units"][row["unit"]]["code"]
            for criterion, lines in zip(row["criteria"], row["before"]):
                id = data["criteria"][criterion]["id"]
                done = exemplar("explain", folder, "--unit", code, "--period", data["flow"]["against"], "--criterion", id)
                # By names here, by ids there: the same figures and days.
                told = set(figures_in(done.stdout))
                self.assertTrue(lines["vi"])
                for line in lines["vi"]:
                    self.assertLessEqual(set(figures_in(line)), told, line)
        return len(data["flow"]["at_risk"])

    def walk(self, folder, period, every):
        with tempfile.TemporaryDirectory() as out:
            data = page_data(review_page(out, folder, period))
        each = EVERY if len(data["units"]) > 100 else 1
        told = explained(folder, period, [one["code"] for one in data["units"][::each]])
        changes = self.check_ways(Pack(folder, period), data, told)
        self.assertGreater(changes, 0, "no way with a change: nothing was proved")
        self.assertGreater(self.check_steps_taken(folder, Pack(folder, period), told), 0)
        if each == 1:
            self.check_why(data, told)
        self.check_reasons(Pack(folder, period), data, told)
        self.check_levels(folder, period, data, every)
        return self.check_year_before(folder, data)

    def test_hcmc(self):
        self.assertGreater(self.walk(HCMC, "2023", 10), 0, "nobody is at risk: nothing was proved")

    def test_small_office(self):
        self.walk(OFFICE, "2023", 1)


if __name__ == "__main__":
    sys.exit(unittest.main())
