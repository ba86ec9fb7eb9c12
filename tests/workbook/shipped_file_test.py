"""The file that `exemplar workbook` writes, read as its bytes: every formula carries a result, and the
results of the sheet of results are those of `exemplar assess`.

    python3 tests/workbook/shipped_file_test.py path/to/exemplar
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = ROOT / "packs" / "hcmc-ward-police"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ANSWERS = {"not_met": 0.0, "unknown": 1.0, "met": 2.0, "not_applicable": 3.0}
FIRST_ROW = 8  # of units, in the sheet of results
BINARY = None


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        strings = xml.fromstring(self.zip.read("xl/sharedStrings.xml"))
        self.strings = ["".join(part.text or "" for part in one.iter(MAIN + "t")) for one in strings]
        sheets = xml.fromstring(self.zip.read("xl/workbook.xml")).iter(MAIN + "sheet")
        self.sheets = [one.get("name") for one in sheets]

    def cells(self, sheet):
        """(row, column) → (formula or None, result as number or text or None)."""
        number = self.sheets.index(sheet) + 1
        for cell in xml.fromstring(self.zip.read(f"xl/worksheets/sheet{number}.xml")).iter(MAIN + "c"):
            letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r")).groups()
            value, formula = cell.find(MAIN + "v"), cell.find(MAIN + "f")
            result = None
            if value is not None and value.text is not None:
                kind = cell.get("t")
                result = self.strings[int(value.text)] if kind == "s" else value.text if kind == "str" else float(value.text)
            yield (int(row), column_number(letters)), (None if formula is None else formula.text, result)


class ShippedFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(cls.folder.name) / "book.xlsx"
        run = lambda *words: subprocess.run([BINARY, *map(str, words)], check=True, capture_output=True).stdout
        run("workbook", PACK, "--period", "2023", "--out", path)
        cls.book = Book(path)
        cls.assessed = json.loads(run("assess", PACK, "--period", "2023", "--format", "json"))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_formula_carries_a_result(self):
        formulas = 0
        for sheet in self.book.sheets:
            for where, (formula, result) in self.book.cells(sheet):
                if formula is None:
                    continue
                formulas += 1
                # An empty text is a result too; it is written without one.
                if result is None:
                    self.assertIn('""', formula, (sheet, where))
        self.assertGreater(formulas, 30_000)

    def test_the_results_are_those_of_the_assessment(self):
        cells = dict(self.book.cells("Kết quả"))
        criteria = [one["criterion"] for one in self.assessed["criteria"]]
        last = max(column for (row, column), (formula, _) in cells.items() if row == FIRST_ROW and formula)
        first = last + 1 - len(criteria)
        compared = 0
        by_code = {one["code"]: one for one in self.assessed["units"]}
        for row in range(FIRST_ROW, FIRST_ROW + len(by_code)):
            own = by_code.pop(cells[row, 1][1])
            for place, criterion in enumerate(criteria):
                formula, result = cells[row, first + place]
                self.assertIsNotNone(formula)
                self.assertEqual(result, ANSWERS[own["criterion_" + criterion]], (own["code"], criterion))
                compared += 1
        self.assertEqual((compared, by_code), (249 * 22, {}))


if __name__ == "__main__":
    BINARY = sys.argv.pop(1)
    unittest.main()
