"""tools/check_translations finds what is missing, unused, or shows other arguments."""

import unittest

from tree import CheckTest

SOURCE = "src/base/a.cpp"
PO = "translations/parts/a.po"


class CheckTranslations(CheckTest):
    tool = "check_translations"

    def test_good(self):
        files = {
            SOURCE: 'f(msg("two {} and {}", a, b), msg("one\\n" // why\n  "line \\"{}\\"", c));\n'
            'g(msg(R"(raw "{}")", d)); // msg("commented out")\n',
            PO: 'msgid "two {} and {}"\nmsgstr "hai {1} và {0}"\n\n'
            'msgid ""\n"one\\n"\n"line \\"{}\\""\nmsgstr ""\n"một\\n"\n"dòng \\"{}\\""\n\n'
            'msgid "raw \\"{}\\""\nmsgstr "thô \\"{}\\""\n',
            "translations/vi.po": 'msgid ""\nmsgstr "Language: vi"\n',
        }
        self.assertEqual(self.findings(files), [])

    def test_missing(self):
        self.assert_one_finding({SOURCE: '\nmsg("hello")'}, SOURCE + ":2", '"hello" has no Vietnamese')

    def test_empty(self):
        files = {SOURCE: 'msg("hello")', PO: 'msgid "hello"\nmsgstr ""\n'}
        self.assert_one_finding(files, PO + ":1", "write its msgstr")

    def test_unused(self):
        self.assert_one_finding({PO: '\nmsgid "hello"\nmsgstr "chào"\n'}, PO + ":2", "remove it")

    def test_other_placeholders(self):
        for english, vietnamese in [
            ("a {}", "a"),
            ("a", "a {}"),
            ("a {} {}", "a {}"),
            ("a {} {}", "a {0} {0}"),
            ("a {} {}", "a {1} {2}"),
            ("a {} {}", "a {} {1}"),
        ]:
            with self.subTest(vietnamese):
                files = {SOURCE: f'msg("{english}")', PO: f'msgid "{english}"\nmsgstr "{vietnamese}"\n'}
                self.assert_one_finding(files, PO + ":1", "other arguments")

    def test_a_pattern_that_is_no_literal(self):
        self.assert_one_finding({SOURCE: "msg(pattern, 1)"}, SOURCE + ":1", "without a literal")

    def test_a_placeholder_that_render_does_not_know(self):
        files = {SOURCE: 'msg("{:.2f}", x)', PO: 'msgid "{:.2f}"\nmsgstr "{:.2f}"\n'}
        self.assert_one_finding(files, SOURCE + ":1", "only {} or")

    def test_two_translations_of_one_pattern(self):
        files = {
            SOURCE: 'msg("hello")',
            PO: 'msgid "hello"\nmsgstr "chào"\n',
            "translations/parts/b.po": 'msgid "hello"\nmsgstr "xin chào"\n',
        }
        self.assert_one_finding(files, "translations/parts/b.po:1", "another translation")


if __name__ == "__main__":
    unittest.main()
