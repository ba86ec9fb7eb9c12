#!/usr/bin/env python3
"""The same bytes whichever variants of its functions the C library chooses:  same_bytes_test.py EXEMPLAR TEST_AGREEMENT

glibc picks variants of exp, log, pow … by the processor (with fused multiply-add, with AVX2), and they
differ in the last bit. With the variants and without, the same bytes must come from

    assess and explain of the packs that are shipped, in every period that they have values for, and a review
    the digest of 200 random programmes and of every function of the language (digest_test.cpp)

A control proves that the switch acts: Python's own exp, sin and pow, which are the C library's, give
other bits under it. Where they do not (a processor without fused multiply-add), the test is skipped: 77.
"""

import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
SKIPPED = 77
SWITCHED_OFF = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL"
CONTROL = """
import hashlib, math, struct
numbers = [i * 0.0037 for i in range(1, 20000)]
print(*(hashlib.sha256(b"".join(struct.pack("d", f(x)) for x in numbers)).hexdigest()
        for f in (math.exp, math.sin, lambda x: math.pow(x, 1.7))))
"""
PUBLISHED = ROOT / ".." / "shared" / "data" / "undp_hdi" / "hdr2023_24_composite_indices_complete_time_series.csv"


def output(command, switched_off):
    """What a command writes and its exit code, with the variants or without."""
    environment = {key: value for key, value in os.environ.items() if key != "GLIBC_TUNABLES"}
    if switched_off:
        environment["GLIBC_TUNABLES"] = SWITCHED_OFF
    done = subprocess.run([str(word) for word in command], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


class Comparison:
    def __init__(self):
        self.compared = 0
        self.failures = []

    def same(self, name, command, written=None, only=None, code=0):
        """`written`: a file that the command writes, compared with its output; `only`: what of the output."""
        results = []
        for switched_off in (False, True):
            returned, told = output(command, switched_off)
            if returned != code:
                self.failures.append(f"{name}: exit code {returned}, {told[-500:].decode(errors='replace')}")
                return
            if only is not None:
                told = b"\n".join(re.findall(only, told))
            results.append(told + (written.read_bytes() if written else b""))
        self.compared += 1
        if results[0] == b"":
            self.failures.append(f"{name}: nothing was written")
        if results[0] != results[1]:
            self.failures.append(f"{name}: other bytes without the variants of the C library")


def imported(folder):
    """packs/human-development with the published values, where they are beside the project."""
    pack = folder / "human-development"
    subprocess.run(["cp", "-r", str(ROOT / "packs" / "human-development"), str(pack)], check=True)
    if PUBLISHED.is_file():
        (pack / "values").mkdir(exist_ok=True)
        subprocess.run([sys.executable, str(ROOT / "tools" / "import_hdi"), str(PUBLISHED),
                        str(pack / "values" / "1990-2022.csv")], stdout=subprocess.DEVNULL, check=True)
    return pack


def main():
    exemplar, agreement = sys.argv[1:3]
    control = [output([sys.executable, "-c", CONTROL], switched_off)[1].split() for switched_off in (False, True)]
    if any(with_variants == without for with_variants, without in zip(*control)):
        print(f"skipped: this C library ({' '.join(platform.libc_ver())}) computes the same with its variants and without")
        return SKIPPED
    comparison = Comparison()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wards = ROOT / "packs" / "hcmc-ward-police"
        for year in (2021, 2022, 2023):
            comparison.same(f"assess {year}", [exemplar, "assess", wards, "--period", year, "--units", "--format", "json"])
        comparison.same("explain", [exemplar, "explain", wards, "--period", 2023, "--unit", "26734", "--format", "json"])
        page = folder / "review.html"
        comparison.same("review", [exemplar, "review", wards, "--period", 2023, "--out", page], written=page)
        countries = imported(folder)
        for year in range(1990, 2023, 4):
            comparison.same(f"assess countries {year}",
                            [exemplar, "assess", countries, "--period", year, "--units", "--format", "json"])
        comparison.same("explain a country", [exemplar, "explain", countries, "--period", 2022, "--unit", "VNM", "--format", "json"])
        # The template has no values, and says what is to fill.
        comparison.same("check the template", [exemplar, "check", ROOT / "packs" / "empty-template"], code=1)
    comparison.same("digest", [agreement, "--gtest_filter=Digest.*"], only=rb"digest [0-9a-f]{16} of .*")
    for failure in comparison.failures:
        print(failure)
    print(f"{comparison.compared} outputs compared, the control differs in exp, sin and pow")
    return 1 if comparison.failures else 0


if __name__ == "__main__":
    sys.exit(main())
