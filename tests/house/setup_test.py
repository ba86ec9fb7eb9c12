"""tools/setup against stand-ins for dpkg-query, apt-get, id and sudo: what is asked for is installed
once, nothing is done where nothing is missing, and each failure is one line that says what to do."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from tree import ROOT

PACKAGES = "g++ cmake ninja-build ccache mold libfmt-dev libboost1.81-dev libicu-dev libtomlplusplus-dev libcli11-dev libsleef-dev zlib1g-dev libexpat1-dev libxlsxwriter-dev libsqlite3-dev libpq-dev libsodium-dev libssl-dev libcurl4-openssl-dev"


class Setup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("bash", "sed", "grep", "env"):
            found = next(p for p in os.get_exec_path() if pathlib.Path(p, name).exists())
            (self.folder / name).symlink_to(pathlib.Path(found, name))

    def program(self, name, text):
        path = self.folder / name
        path.write_text("#!/bin/bash\n" + text + "\n")
        path.chmod(0o755)

    def machine(self, installed, user, apt="exit 0"):
        lines = "".join(f"installed {name}\\n" for name in installed.split())
        self.program("dpkg-query", f"printf '{lines}'")
        self.program("id", f"echo {user}")
        self.program("apt-get", f'echo "$@" >> {self.folder}/asked; {apt}')

    def run_setup(self, *groups):
        run = subprocess.run(
            [ROOT / "tools/setup", *groups],
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
        )
        asked = self.folder / "asked"
        return run.returncode, run.stderr.splitlines(), asked.read_text() if asked.exists() else ""

    def test_nothing_is_done_where_nothing_is_missing(self):
        self.machine(PACKAGES, 1000)
        self.assertEqual(self.run_setup("build"), (0, [], ""))

    def test_what_is_missing_is_installed(self):
        self.machine(PACKAGES.replace("mold ", "").replace("cmake ", ""), 0)
        code, lines, asked = self.run_setup("build")
        self.assertEqual(code, 0)
        self.assertEqual(lines[0], "setup: installing 2 packages: cmake mold")
        self.assertIn("update", asked.splitlines()[0])
        self.assertTrue(asked.splitlines()[1].endswith("install --no-install-recommends cmake mold"))

    def test_sudo_is_used_by_others_than_root(self):
        self.machine("", 1000)
        self.program("sudo", f'echo sudo >> {self.folder}/asked; exec "$@"')
        code, _, asked = self.run_setup("bench")
        self.assertEqual(code, 0)
        self.assertEqual(asked.splitlines()[0], "sudo")

    def test_neither_root_nor_sudo(self):
        self.machine("", 1000)
        code, lines, asked = self.run_setup("bench")
        self.assertEqual(code, 1)
        self.assertEqual(
            lines,
            [
                "setup: neither root nor sudo; as root, run: "
                "apt-get install libbenchmark-dev libboost1.81-dev"
            ],
        )
        self.assertEqual(asked, "")

    def test_no_network(self):
        self.machine("", 0, "exit 100")
        code, lines, _ = self.run_setup("bench")
        self.assertEqual(code, 1)
        self.assertIn("once the machine reaches a Debian 12 mirror, run this again", lines[-1])

    def test_another_system(self):
        code, lines, _ = self.run_setup("build")
        self.assertEqual(code, 1)
        self.assertIn("this is not Debian; install by hand", lines[0])

    def test_an_unknown_group(self):
        code, lines, _ = self.run_setup("biuld")
        self.assertEqual((code, len(lines)), (1, 1))
        self.assertIn("the groups are: build, test, browser, bench, sql, oidc, office, all", lines[0])


class Scripts(unittest.TestCase):
    def test_an_unknown_option_of_test_is_wrong_usage(self):
        run = subprocess.run([ROOT / "test", "--al"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertEqual(run.stderr, "test: unknown option '--al'; usage: ./test [--all]\n")


if __name__ == "__main__":
    unittest.main()
