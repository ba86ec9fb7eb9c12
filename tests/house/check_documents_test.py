"""tools/check_documents finds wrong names of every kind in a document, and none in a good one."""

import pathlib
import stat
import tempfile
import unittest

from tree import CheckTest

# Answers --help as the real binary does: an unknown verb gets the general text.
BINARY = """#!/bin/sh
case "$1" in
  assess) echo "assess PACK"; echo "  --period TEXT"; echo "  --unit CODE" ;;
  overview) echo "overview PACK" ;;
  *) echo "exemplar VERB"; echo "  --lang TEXT"; echo "Verbs:"; echo "  assess  which units" ;;
esac
"""

PROJECT = {
    "test": "case $1 in --all) ;; esac\n",
    "run": "exec exemplar overview\n",
    "tools/setup": "groups\n",
    "tools/check": "--fix\n",
    "src/engine/formula/functions.cpp": '    {Share, "share", Answers, 1, 1},\n    {Group, "group", Criteria, 1, -1},\n',
    "src/programme/pack/pack.cpp": 'read("when_not_applicable"); struct OfficePack; load_pack(x);\n',
    "packs/a/units.csv": "code\n",
    "packs/a/programmes/p/criteria/one.toml": "",
}


class CheckDocuments(CheckTest):
    tool = "check_documents"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.binary = pathlib.Path(folder.name, "exemplar")
        self.binary.write_text(BINARY)
        self.binary.chmod(self.binary.stat().st_mode | stat.S_IXUSR)

    def of(self, document):
        return self.findings({**PROJECT, "README.md": document}, "--binary", str(self.binary))

    def test_good(self):
        document = """
`./test`, `./test --all`, `./run --lang en`, `tools/setup`, `packs/a/`, `units.csv`, `engine/formula`,
`programmes/ID/criteria/*.toml`, `build/release/src/exemplar`, `/usr/share/doc`, `../shared/data`,
`exemplar assess PACK --period 2023 [--unit CODE] --lang en`, `exemplar VERB --help`, `--period`,
`share(met of group_x) >= 50 %`, `when_not_applicable = "unknown"`, `OfficePack`, `load_pack(x)`,
`dd/mm/yyyy`, `a / b`, `16/01/2024`, `"any text_in quotes(x)"`, `--fix`
```
$ exemplar assess packs/a --period 2023 | head
./test --all   # everything
some output of_it()
```
```toml
[[criterion]]
when_not_applicable = "met"
```
"""
        document = document.replace("group_x", 'group("x")').replace("[[criterion]]", "")
        self.assertEqual(self.of(document), [])

    def test_wrong_names(self):
        for text, words in [
            ("`./tset`", "there is no ./tset"),
            ("`./test --al`", "./test knows no --al"),
            ("`tools/setpu`", "there is no tools/setpu"),
            ("`tools/check --fxi`", "tools/check knows no --fxi"),
            ("`packs/b/`", "there is no packs/b/"),
            ("`unit.csv`", "there is no unit.csv"),
            ("`programmes/ID/criterai/*.toml`", "there is no programmes/ID/criterai/*.toml"),
            ("`exemplar asess PACK`", "no verb 'asess'"),
            ("`exemplar assess PACK --perod 2023`", "exemplar assess knows no --perod"),
            ("`exemplar overview P --period 2023`", "exemplar overview knows no --period"),
            ("`--perod`", "nothing knows --perod"),
            ("`shar(x)`", "there is no function shar()"),
            ("`1 + shar(x)`", "there is no function shar()"),
            ("`when_not_aplicable`", "nothing is called when_not_aplicable"),
            ("`OficePack`", "nothing is called OficePack"),
            ("\n```\nexemplar asess packs/a\n```\n", "no verb 'asess'"),
            ("\n```toml\nwhen_not_aplicable = 1\n```\n", "nothing reads the setting when_not_aplicable"),
        ]:
            with self.subTest(text):
                lines = self.of(text)
                self.assertEqual(len(lines), 1, lines)
                self.assertIn(words, lines[0])

    def test_the_place_is_the_line(self):
        self.assertTrue(self.of("a\n\n`unit.csv`")[0].startswith("README.md:3: "))
        self.assertTrue(self.of("a\n```\nb\n./tset\n```\n")[0].startswith("README.md:4: "))


if __name__ == "__main__":
    unittest.main()
