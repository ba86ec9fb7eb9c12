"""The table of ./bench from what its programs once told: aims met and missed, a program that did not run,
two sides that differ, and the part of the document that is written."""

import copy
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import table  # noqa: E402


def repeated(name, unit, *times, **counters):
    """As Google Benchmark writes it: each repetition, then what it makes of them, which is not ours."""
    found = [{"name": f"{name}/real_time", "run_type": "iteration", "real_time": one, "time_unit": unit, **counters} for one in times]
    return [*found, {"name": f"{name}/real_time_median", "run_type": "aggregate", "real_time": 0, "time_unit": unit}]


def google(*benchmarks):
    return {"context": {}, "benchmarks": [one for every in benchmarks for one in every]}


INDEX = {"sum": 500026.25, "unit_0": 0.5, "unit_1": 0.25, "unit_999": 0.75, "read_once_ms": 20.0, "GB_per_s": 20.0}
UNITS = [0.5, 0.25, 0.75]
TOLD = {
    "columns": google(repeated("Wide", "ms", 60.0, 50.0, 55.0, 52.0, 70.0, **INDEX),
                      repeated("WideWithPlaces", "ms", 100.0, 110.0, 120.0, **INDEX),
                      repeated("PeriodsWithPlaces", "ms", 150.0, 160.0, 170.0, **INDEX)),
    "duckdb": [
        {"work": "index of 1000000 units x 50 columns", "runs": [0.58, 0.55, 0.66], "sum": 500026.25, "units": UNITS},
        {"work": "index and rank of 1000000 units x 50 columns", "runs": [0.715], "sum": 500026.25, "units": UNITS},
        {"work": "index and rank of 100000 units x 50 indicators x 12 periods, long", "runs": [2.4],
         "sum": [500000.0, 26.25], "units": [*UNITS, 0.1, 0.1, 0.1]},
    ],
    "assess": google(repeated("Assess/iterations:1/manual_time", "s", 4.0, 5.0, 6.0, months=36)),
    "sql": [{"beside": "duckdb", "months": 3, "of_months": 36, "runs": [5.0, 6.0, 7.0]},
            {"beside": "postgresql", "months": 3, "of_months": 36, "runs": [30.0]}],
    "live": google(
        repeated("OneValueChanged/iterations:1/manual_time", "us", 90.0, median_us=90.0, p99_us=3000.0, worst_us=9000.0, full_ms=150.0,
                 **{"changed_a_result_%": 40.0, "of_several_units_%": 5.0, "moved_a_unit_%": 2.0}),
        repeated("OneValueOfManyChanged/compared_by:0/iterations:1/manual_time", "us", 50.0, median_us=50.0, p99_us=190.0,
                 full_ms=100.0, moved_median_us=48.0, moved_p99_us=200.0, **{"of_other_units_%": 1.5, "moved_in_common_%": 98.0}),
        repeated("OneValueOfManyChanged/compared_by:2/iterations:1/manual_time", "us", 300.0, median_us=300.0, p99_us=3000.0,
                 full_ms=100.0, **{"of_other_units_%": 2.0}),
        repeated("OneWardExplained/iterations:1/manual_time", "ms", 1.5, explained_median_ms=1.5, way_median_ms=2.0)),
    "load": [{"file": "full", "load_mb_per_s": 210.0, "read_mb_per_s": 2700.0}, {"file": "one in ten", "load_mb_per_s": 80.0, "read_mb_per_s": 2000.0}],
    "server": [{"work": "flat out", "requests_per_s": 2500.0, "saves_per_s": 500.0, "p50_ms": 70.0, "p99_ms": 150.0, "errors": 0},
               {"work": "by the day", "requests_per_s": 200.0, "saves_per_s": 40.0, "p50_ms": 2.0, "p99_ms": 12.0, "errors": 3},
               {"work": "hello", "requests_per_s": 50000.0, "p99_ms": 6.0}, {"work": "commits", "commits_per_s": 6700.0}],
    "review": [{"work": "249 × 22", "seconds": 0.54, "runs": [0.45, 0.54, 0.62], "megabytes": 1.25, "written": 1.2},
               {"work": "3,321 × 22", "skipped": "the list is not there"}],
}


def row(made, beginning):
    return next(one for one in made if one.work.startswith(beginning))


class BenchTable(unittest.TestCase):
    def setUp(self):
        self.told = copy.deepcopy(TOLD)

    def test_an_aim_that_is_met(self):
        one = row(table.rows(self.told), "1,000,000 units")
        self.assertEqual(one.ours, "55 ms (50 ms–70 ms)")
        self.assertEqual(one.beside, "DuckDB, wide table 580 ms (550 ms–660 ms)")
        self.assertEqual((one.ratio, one.aim, one.met, one.verdict), ("10.5×", "≥ 9×", True, "met"))

    def test_an_aim_that_is_missed_says_by_how_much(self):
        made = table.rows(self.told)
        # 2.4 s beside 160 ms is 15; 72 s of all months from 3 of them beside 5 s is 14.4.
        self.assertTrue(row(made, "100,000 units").met)
        self.assertEqual(row(made, "22 criteria").ratio, "14.4×")
        self.assertEqual(row(made, "loading 4 million").verdict, "missed by 20 %: 80 MB/s of 100 MB/s")
        self.assertEqual(row(made, "one value changed until its standing is right, 99th").verdict, "missed by 50 %: 3 ms for 2 ms")
        self.told["duckdb"][0]["runs"] = [0.396]
        self.assertEqual(row(table.rows(self.told), "1,000,000 units").verdict, "missed by 20 %: 7.2× of 9×")
        self.told["columns"] = google(repeated("Wide", "ms", 80.0, **INDEX))
        self.assertEqual(row(table.rows(self.told), "the index, beside").verdict, "missed by 25 %: 2× for 1.6×")

    def test_compared_units_have_rows_of_their_own(self):
        made = table.rows(self.told)
        self.assertEqual((row(made, "with units compared by place").verdict, row(made, "with units compared by place").ratio), ("met", "2,000×"))
        self.assertEqual(row(made, "with units compared by their mean").verdict,
                         "missed by 50 %: 300 µs for 200 µs; missed by 50 %: 3 ms for 2 ms")
        self.assertIn("98 % where compared by place (such an edit took 48 µs, 99th percentile 200 µs).", table.edits(self.told))
        self.assertIn("1.5 % where compared by place, 2 % where compared by their mean", table.edits(self.told))

    def test_exactly_the_aim_is_met(self):
        self.assertEqual(table.at_least(9, 9), (True, "met"))
        self.assertEqual(table.at_most(1.6, 1.6), (True, "met"))

    def test_months_that_stand_for_all_are_said(self):
        self.assertIn("3 of the months, scaled", row(table.rows(self.told), "22 criteria").beside)
        self.told["sql"][0] = {"beside": "duckdb", "months": 36, "of_months": 36, "runs": [70.0]}
        self.assertNotIn("scaled", row(table.rows(self.told), "22 criteria").beside)

    def test_a_program_that_did_not_run_says_why(self):
        self.told["duckdb"] = {"skipped": "DuckDB is not installed"}
        self.told["load"] = {"skipped": "too little room"}
        del self.told["live"]
        made = table.rows(self.told)
        self.assertEqual((row(made, "1,000,000 units").ours, row(made, "1,000,000 units").met), ("55 ms (50 ms–70 ms)", None))
        self.assertIn("DuckDB is not installed", row(made, "1,000,000 units").beside)
        self.assertTrue(row(made, "the index, beside").verdict, "met")
        self.assertEqual(row(made, "loading 40 million").verdict, "not measured: too little room")
        self.assertEqual(row(made, "one value changed").verdict, "not measured: not run")
        self.assertEqual(row(made, "opening the review of 3,321").verdict, "not measured: the list is not there")

    def test_a_benchmark_that_refuses_says_why(self):
        self.told["assess"] = google([{"name": "Assess", "error_occurred": True, "error_message": "no list", "real_time": 0, "time_unit": "s"}])
        self.assertEqual(row(table.rows(self.told), "22 criteria").verdict, "not measured: no list")

    def test_results_that_differ_make_no_table(self):
        for change in (lambda lines: lines[0].update(sum=500026.25 * (1 + 3e-9)),
                       lambda lines: lines[1]["units"].__setitem__(2, 0.7500001),
                       lambda lines: lines[2]["sum"].__setitem__(0, 500001.0)):
            with self.subTest():
                told = copy.deepcopy(TOLD)
                change(told["duckdb"])
                with self.assertRaises(table.Differs):
                    table.rows(told)
        # Another order of the same additions is none.
        self.told["duckdb"][0]["sum"] *= 1 + 1e-13
        table.rows(self.told)

    def test_people_at_once_are_missed_by_time_or_by_errors(self):
        made = table.rows(self.told)
        self.assertEqual(row(made, "200 people at once, each asking as").verdict, "missed by 50 %: 150 ms for 100 ms")
        self.assertEqual(row(made, "200 people at once, each asking once").verdict, "missed: 3 errors")
        self.assertIn("SQLite 6,700 commits/s", row(made, "200 people at once, each asking as").beside)
        self.assertEqual(row(made, "the same beside 300 slow").verdict, "not measured: not run")

    def test_one_program_alone(self):
        self.assertEqual([one.work for one in table.rows({"load": TOLD["load"]}, "load")],
                         ["loading 40 million values from CSV", "loading 4 million, one cell in ten, from CSV"])

    def test_the_document_keeps_its_prose(self):
        text = table.generated(self.told, table.rows(self.told), [("date", "2026-01-01")])
        self.assertIn("| memory bandwidth | 20 GB/s", text)
        self.assertIn("5 % changed one result of several units", text)
        self.assertIn("missed, ", text.splitlines()[-1])
        document = f"# Title\n\n{table.BEGIN}\nold\n{table.END}\n\nWhy it is missed.\n"
        self.assertEqual(table.replaced(document, "new"), document.replace("old", "new"))
        with self.assertRaises(ValueError):
            table.replaced("# Title\n", "new")

    def test_the_document_of_the_project_has_the_marks(self):
        table.replaced((ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8"), "")


if __name__ == "__main__":
    unittest.main()
