"""The tables of packs/hcmc-ward-police and the expected answers are as tools/generate_hcmc writes
them, byte for byte; a changed byte is found. Skipped (exit code 77) without the public unit lists.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "facts"


def generate(*arguments):
    command = [sys.executable, str(ROOT / "tools" / "generate_hcmc"), "--facts", str(FACTS)]
    return subprocess.run(command + list(arguments), capture_output=True, text=True, check=False)


def finds_a_changed_byte():
    with tempfile.TemporaryDirectory() as folder:
        pack = pathlib.Path(folder) / "pack"
        shutil.copytree(ROOT / "packs" / "hcmc-ward-police", pack)
        values = pack / "values" / "2023.csv"
        text = values.read_bytes()
        values.write_bytes(text.replace(b",62\n", b",63\n", 1))
        if values.read_bytes() == text:
            return "no value to change was found"
        found = generate("--check", "--out", str(pack))
        if found.returncode != 1 or "2023.csv" not in found.stdout:
            return "a changed value was not found: " + found.stdout
    return ""


def main():
    if not (FACTS / "units-2024-02-01.csv").is_file():
        print("skipped: the public unit lists (../shared/facts) are not there")
        return 77
    checked = generate("--check")
    print(checked.stdout + checked.stderr)
    if checked.returncode != 0:
        return 1
    wrong = finds_a_changed_byte()
    print(wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
