"""tools/check_layers finds each kind of breach in a small tree, and nothing in a good one."""

import unittest

from tree import CheckTest

GOOD = {
    "src/base/CMakeLists.txt": "exemplar_library(base LIBRARIES ICU::uc)\n",
    "src/base/text.hpp": "// Text.\n#pragma once\n#include <string>\n",
    "src/base/text.cpp": '#include "base/text.hpp"\n#include <unicode/unistr.h>\n',
    "src/engine/formula/CMakeLists.txt": "exemplar_library(formula DEPENDS base)\n",
    "src/engine/formula/parser.hpp": '#include "base/text.hpp"\n',
    "src/engine/compute/CMakeLists.txt": "exemplar_library(compute DEPENDS formula)\n",
    "src/engine/compute/graph.hpp": '#include "engine/formula/parser.hpp"\n',
    "src/programme/period/CMakeLists.txt": "exemplar_library(period DEPENDS base)\n",
    "src/programme/period/period.hpp": '#include "base/text.hpp"\n',
    "src/programme/pack/CMakeLists.txt": "exemplar_library(pack DEPENDS period)\n",
    "src/programme/pack/pack.cpp": '#include "programme/period/period.hpp"\n#include <toml++/toml.h>\n',
    "src/main.cpp": '#include "programme/pack/pack.cpp"\n',
}


class CheckLayers(CheckTest):
    tool = "check_layers"

    def breach(self, path, text, place, words):
        self.assert_one_finding({**GOOD, path: text}, place, words)

    def test_a_good_tree_has_no_finding(self):
        self.assertEqual(self.findings(GOOD), [])

    def test_a_use_that_is_not_declared(self):
        self.breach(
            "src/engine/compute/graph.cpp",
            '\n#include "base/text.hpp"\n',
            "src/engine/compute/graph.cpp:2",
            "add base to DEPENDS in src/engine/compute/CMakeLists.txt",
        )

    def test_a_declaration_that_nothing_uses(self):
        self.breach(
            "src/engine/compute/CMakeLists.txt",
            "exemplar_library(compute\n  DEPENDS formula base  # both\n)\n",
            "src/engine/compute/CMakeLists.txt:1",
            "DEPENDS base, but nothing",
        )

    def test_a_declaration_of_what_does_not_exist(self):
        self.breach(
            "src/base/CMakeLists.txt",
            "exemplar_library(base DEPENDS nothing)\n",
            "src/base/CMakeLists.txt:1",
            "there is no such library",
        )

    def test_a_use_against_the_layers(self):
        lines = self.findings(
            {
                **GOOD,
                "src/base/CMakeLists.txt": "exemplar_library(base DEPENDS period)\n",
                "src/base/up.hpp": '#include "programme/period/period.hpp"\n',
            }
        )
        self.assertEqual(len(lines), 1, lines)
        self.assertIn("base may not use programme (only nothing)", lines[0])

    def test_a_use_against_the_ranks(self):
        lines = self.findings(
            {
                **GOOD,
                "src/programme/period/CMakeLists.txt": "exemplar_library(period DEPENDS base pack)\n",
                "src/programme/pack/pack.hpp": "",
                "src/programme/period/up.cpp": '#include "programme/pack/pack.hpp"\n',
            }
        )
        self.assertEqual(len(lines), 1, lines)
        self.assertIn("programme/period (rank 1) may not use programme/pack (rank 8)", lines[0])

    def test_equal_ranks_may_not_use_each_other(self):
        lines = self.findings(
            {
                **GOOD,
                "src/programme/audit/CMakeLists.txt": "exemplar_library(audit DEPENDS period)\n",
                "src/programme/audit/audit.hpp": '#include "programme/period/period.hpp"\n',
            }
        )
        self.assertEqual(len(lines), 1, lines)
        self.assertIn("only lower ranks", lines[0])

    def test_the_engine_parts_have_an_order(self):
        lines = self.findings(
            {
                **GOOD,
                "src/engine/formula/CMakeLists.txt": "exemplar_library(formula DEPENDS base compute)\n",
                "src/engine/formula/up.cpp": '#include "engine/compute/graph.hpp"\n',
            }
        )
        self.assertEqual(len(lines), 1, lines)
        self.assertIn("engine/formula (rank 3) may not use engine/compute (rank 4)", lines[0])

    def test_a_concept_without_a_rank(self):
        self.breach(
            "src/programme/weather/CMakeLists.txt",
            "exemplar_library(weather)\n",
            "src/programme/weather/CMakeLists.txt:1",
            "has no rank",
        )

    def test_a_file_outside_every_library(self):
        self.breach("src/attic/old.cpp", "", "src/attic/old.cpp", "belongs to no library")

    def test_an_include_that_is_not_written_from_src(self):
        self.breach(
            "src/base/date.cpp", '#include "text.hpp"\n', "src/base/date.cpp:1", "write includes from src/"
        )

    def test_what_must_not_occur(self):
        engine = "src/engine/formula/bad.cpp"
        for path, text, words in [
            ("src/base/bad.hpp", "#include <unicode/unistr.h>", "keep ICU out of headers"),
            (engine, "#include <toml++/toml.h>", "TOML is read in programme/pack only"),
            (engine, "#include <fstream>", "engine does no input or output"),
            ("src/base/bad.cpp", "#include <filesystem>", "base does no input or output"),
            (engine, "auto t = std::chrono::system_clock::now();", "engine has no clock"),
            (engine, "auto t = steady_clock::now();", "engine has no clock"),
            (engine, "auto t = std::time(nullptr);", "engine has no clock"),
            (engine, "#include <sqlite3.h>", "databases are spoken to in store"),
            ("src/programme/period/bad.cpp", 'run("SELECT 1 FROM t");', "SQL is written in store"),
            (engine, "int ward_count;", "knows no domain word"),
            (engine, "struct PoliceStation {};", "knows no domain word"),
            ("src/base/bad.cpp", 'auto x = "tips_received";', "knows no domain word"),
            ("src/base/bad.cpp", 'auto x = "Công an";', "knows no domain word"),
        ]:
            with self.subTest(text):
                self.breach(path, "\n" + text + "\n", path + ":2", words)

    def test_comments_and_other_words_are_free(self):
        text = "// SELECT a FROM b, system_clock, ward\n/* Phường 1 */ int forward, rewarded, tooltip;\n"
        self.assertEqual(self.findings({**GOOD, "src/engine/formula/fine.cpp": text}), [])


if __name__ == "__main__":
    unittest.main()
