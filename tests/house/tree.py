"""Small bad trees for the tests of the checks."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class CheckTest(unittest.TestCase):
    """A test of tools/`tool`: writes files into a fresh folder and runs the check on it."""

    tool = ""

    def findings(self, files, *options):
        """The lines that the check prints for a tree of {path: text}; the exit code must agree."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = pathlib.Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            run = subprocess.run(
                [sys.executable, ROOT / "tools" / self.tool, "--root", folder, *options],
                capture_output=True,
                text=True,
            )
            self.assertEqual(run.stderr, "", run.stderr)
            lines = run.stdout.splitlines()
            self.assertEqual(run.returncode, 1 if lines else 0)
            return lines

    def assert_one_finding(self, files, place, words, *options):
        lines = self.findings(files, *options)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(place + ": "), lines[0])
        self.assertIn(words, lines[0])
