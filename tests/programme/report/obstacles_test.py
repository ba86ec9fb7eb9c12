"""“The wards that it would free” against the world in which it is solved: a copy of the pack in which the
values behind the blocked criteria are changed until they are met, assessed by exemplar assess. Each
obstacle alone, then everything that one department owes.
"""

import csv
import pathlib
import shutil
import sys
import tempfile
import unittest

from pages import HCMC, Pack, answer, page_data, review_page

# What meets a criterion of the pack's set 2023 whatever the ward: more than any ward has to have.
MEETS = {
    "4": {"command_complete": "true", "staffing_at_norm": "true"},
    "8": {"office_area": "2000.0"},
    "9": {"motorbikes": "90", "computers": "90", "scanners": "90", "reception_desks": "90", "fire_kits": "90", "first_aid_kits": "90"},
}


def assessed_with(folder, met):
    """Codes of the wards that meet all once the criteria are met: { unit id: criteria }."""
    with tempfile.TemporaryDirectory() as out:
        copy = pathlib.Path(out) / "pack"
        shutil.copytree(folder, copy)
        path = copy / "values" / "2023.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = reader.fieldnames, list(reader)
        changed = set()
        for row in rows:
            for criterion in met.get(row["unit"], ()):
                row.update(MEETS[criterion])
                changed.add((row["unit"], criterion))
        missing = {(unit, one) for unit, criteria in met.items() for one in criteria} - changed
        assert not missing, missing
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        # Corrections of single values come after and would undo the change.
        single = copy / "values" / "2023-single.csv"
        lines = single.read_text(encoding="utf-8").splitlines(keepends=True)
        values = {name for one in MEETS.values() for name in one}
        kept = [line for line in lines if not (line.split(",")[0] in values and line.split(",")[2] in met)]
        single.write_text("".join(kept), encoding="utf-8")
        said = answer("assess", copy, "--period", "2023", "--units")
        return {one["code"]: one for one in said["units"]}


class Obstacles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as out:
            cls.data = page_data(review_page(out, HCMC, "2023"))
        cls.unit_of = {code: unit for unit, code in Pack(HCMC, "2023").code_of.items()}
        cls.ids = [one["id"] for one in cls.data["criteria"]]

    def code(self, index):
        return self.data["units"][index]["code"]

    def criteria(self, row):
        return [self.ids[index] for index in row["criteria"]]

    def test_each_obstacle_alone(self):
        open_rows = list(self.data["obstacles"]["rows"])
        checked = 0
        while open_rows:
            # At most one obstacle of a ward in each world.
            world, later = {}, []
            for row in open_rows:
                (later.append(row) if row["unit"] in world else world.__setitem__(row["unit"], row))
            after = assessed_with(HCMC, {self.unit_of[self.code(unit)]: self.criteria(row) for unit, row in world.items()})
            for unit, row in world.items():
                frees = after[self.code(unit)]["standing"] == "meets_all" and self.data["units"][unit]["standing"] != "meets_all"
                for criterion in self.criteria(row):
                    self.assertEqual(after[self.code(unit)][f"criterion_{criterion}"], "met", row["id"])
                self.assertEqual(row["frees"], frees, row["id"])
                checked += 1
            open_rows = later
        self.assertEqual(checked, self.data["obstacles"]["open"])

    def test_each_department(self):
        freed_by_any = 0
        for index, department in enumerate(self.data["obstacles"]["departments"]):
            met = {}
            for row in self.data["obstacles"]["rows"]:
                if row["department"] == index:
                    met.setdefault(row["unit"], set()).update(self.criteria(row))
            after = assessed_with(HCMC, {self.unit_of[self.code(unit)]: criteria for unit, criteria in met.items()})
            freed = [unit for unit in sorted(met) if after[self.code(unit)]["standing"] == "meets_all"
                     and self.data["units"][unit]["standing"] != "meets_all"]
            self.assertEqual(department["freed"], freed, department["name"])
            freed_by_any += len(freed)
        self.assertGreater(freed_by_any, 0)

    def test_all_together(self):
        met = {}
        for row in self.data["obstacles"]["rows"]:
            met.setdefault(row["unit"], set()).update(self.criteria(row))
        after = assessed_with(HCMC, {self.unit_of[self.code(unit)]: criteria for unit, criteria in met.items()})
        becomes = lambda unit: after[self.code(unit)]["standing"] if self.data["units"][unit]["standing"] != "meets_all" else ""
        self.assertEqual(self.data["obstacles"]["together"], [unit for unit in sorted(met) if becomes(unit) == "meets_all"])
        waits = lambda unit: becomes(unit) and after[self.code(unit)]["not_met"] == 0 and after[self.code(unit)]["unknown"] > 0
        self.assertEqual(self.data["obstacles"]["together_undetermined"], [unit for unit in sorted(met) if waits(unit)])


if __name__ == "__main__":
    sys.exit(unittest.main())
