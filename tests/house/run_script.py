"""./run in a small copy: the overview and where to look first in at most 30 lines, then the address of the
demonstration; twice.

    run_script.py BINARY      the copy has this binary in the place of a build, and the real packs
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


def copy_of_the_project(folder, binary):
    (folder / "tools").mkdir()
    for name in ("setup", "build"):
        tool = folder / "tools" / name
        tool.write_text("#!/bin/sh\n")
        tool.chmod(0o755)
    built = folder / "build/run/src/exemplar"
    built.parent.mkdir(parents=True)
    built.symlink_to(binary)
    (folder / "packs").symlink_to(ROOT / "packs")
    script = folder / "run"
    script.write_bytes((ROOT / "run").read_bytes())
    script.chmod(0o755)
    return script


def said(script, *options):
    run = subprocess.run([script, *options], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def served(script, *options):
    """What it says until it serves; then it is told to end."""
    with subprocess.Popen([script, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as run:
        lines = []
        try:
            for line in run.stdout:
                lines.append(line.rstrip("\n"))
                if lines[-1].startswith(("a demonstration:", "bản trình diễn:")):
                    break
            address = next((word for word in lines[-1].split() if word.startswith("http://127.0.0.1:")), None)
            assert address, lines[-3:] + [run.stderr.read()]
            with urllib.request.urlopen(address + "/api/v1/demonstration", timeout=30) as answer:
                assert b'"day":"2024-01-16","time":"08:00"' in answer.read()
        finally:
            run.terminate()
            run.wait(30)
        assert run.returncode == 0, run.returncode
    return lines[:-2]


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        script = copy_of_the_project(folder, binary)
        page = folder / "out/review-2023.html"
        for options, last in [((), "Xem trước tiên: out/review-2023.html"),
                              (("--lang", "en"), "Look here first: out/review-2023.html"),
                              (("--lang=en",), "Look here first: out/review-2023.html")]:
            lines = served(script, *options)
            assert len(lines) <= 30, len(lines)
            assert lines[-1].startswith(last), lines[-1]
            assert page.stat().st_size > 100_000
            written = page.stat().st_mtime_ns
            os.utime(page, ns=(0, 0))
            assert served(script, *options) == lines, "a second call says the same"
            assert page.stat().st_mtime_ns > 0 and written, "a second call writes the page anew"
            page.unlink()
        assert served(script, "--period", "2022")[-1].startswith("Xem trước tiên: out/review-2022.html")
        # What is for machines, or about the verb, stays as it is.
        for options in (("--format", "json"), ("--format=csv",), ("--help",)):
            assert not any("out/review" in line for line in said(script, *options)), options
        assert not page.exists()
        refused = subprocess.run([script, "--period", "1850"], capture_output=True, text=True, timeout=120)
        assert refused.returncode != 0 and not (folder / "out/review-1850.html").exists()


if __name__ == "__main__":
    main()
