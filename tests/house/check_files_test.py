"""tools/check_files finds each breach of the house rules."""

import unittest

from tree import CheckTest


class CheckFiles(CheckTest):
    tool = "check_files"

    def test_good(self):
        files = {
            "src/a.hpp": "// Explains a.\n#pragma once\n",
            "src/a.cpp": '#include "a.hpp"\n',
            "tools/x": "see https://example.org/work/a and ./home/b\n",
            "build/b.cpp": "// TODO in a build folder is nobody's\n",
        }
        self.assertEqual(self.findings(files), [])

    def test_bad(self):
        for path, text, words in [
            ("README.md", "\nTODO: more", "finish it"),
            ("src/a.cpp", "// a\nint x; // FIXME", "finish it"),
            ("docs/a.md", "\nget it from registry.npmjs.org", "choose the registry"),
            ("tools/a", "\nln -s /home/me/exemplar", "a path of one machine"),
            ("tools/a", "\n--prefix=/work/main", "a path of one machine"),
        ]:
            with self.subTest(text):
                self.assert_one_finding({path: text}, path + ":2", words)

    def test_a_file_begins_by_explaining_its_idea(self):
        self.assert_one_finding({"src/a.hpp": "#pragma once\n"}, "src/a.hpp:1", "begin the file")
        self.assert_one_finding({"src/b.cpp": "int b;\n"}, "src/b.cpp:1", "begin the file")


if __name__ == "__main__":
    unittest.main()
