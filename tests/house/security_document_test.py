#!/usr/bin/env python3
"""docs/security.md answers every requirement of ASVS 4.0.3 of level 1 and 2, once and in order; what it names
exists; and its own counts are right."""

import collections
import pathlib
import re
import sys

ANSWERS = ("test", "by construction", "not applicable", "not done")
# Of each section the requirements that level 2 has.
REQUIREMENTS = """
1.1:1-7 1.2:1-4 1.4:1,4,5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6
2.1:1-12 2.2:1-3 2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4
3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1
4.1:1-3,5 4.2:1-2 4.3:1-3
5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4
6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2
7.1:1-4 7.2:1-2 7.3:1,3-4 7.4:1-3
8.1:1-4 8.2:1-3 8.3:1-8
9.1:1-3 9.2:1-4
10.2:1-2 10.3:1-3
11.1:1-8
12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2 12.6:1
13.1:1,3-5 13.2:1-3,5-6 13.3:1-2 13.4:1-2
14.1:1-4 14.2:1-6 14.3:2-3 14.4:1-7 14.5:1-4
"""


def numbers():
    for section, ranges in re.findall(r"(\d+\.\d+):(\S+)", REQUIREMENTS):
        for part in ranges.split(","):
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                yield f"{section}.{number}"


def rows(text):
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(r"\d+\.\d+\.\d+", cells[0]):
            yield cells


def problems(text, exists):
    found = []
    answers = list(rows(text))
    wanted, given = list(numbers()), [cells[0] for cells in answers]
    for number in wanted:
        if given.count(number) != 1:
            found.append(f"{number}: stands {given.count(number)} times")
    found += [f"{number}: is no requirement of level 2" for number in given if number not in wanted]
    if not found and given != wanted:
        found.append("the requirements are not in their order")
    counts = collections.Counter()
    for cells in answers:
        if len(cells) != 4:
            found.append(f"{cells[0]}: has {len(cells)} cells")
            continue
        number, gist, answer, where = cells
        counts[answer] += 1
        paths = re.findall(r"`([\w./-]+/[\w./-]*)`", where)
        if answer not in ANSWERS:
            found.append(f"{number}: '{answer}' is none of the four answers")
        if not gist or not where:
            found.append(f"{number}: says too little")
        if answer == "test" and not any(path.startswith("tests/") for path in paths):
            found.append(f"{number}: names no test")
        if answer == "by construction" and not paths:
            found.append(f"{number}: names no place")
        found += [f"{number}: there is no {path}" for path in paths if not exists(path)]
    for answer in ANSWERS:
        told = re.search(rf"^\| {answer} \| (\d+) \|", text, re.MULTILINE)
        if not told or int(told[1]) != counts[answer]:
            found.append(f"'{answer}' counts {counts[answer]}, the document says {told and told[1]}")
    return found


def good_table():
    lines = [f"| {number} | a | not done | b |" for number in numbers()]
    total = {"test": 0, "by construction": 0, "not applicable": 0, "not done": len(lines)}
    return "\n".join([f"| {answer} | {count} |" for answer, count in total.items()] + lines)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    # The check itself must be able to fail.
    good = good_table()
    assert not problems(good, lambda path: True)
    for old, new in (("| 1.1.1 | a |", "| 1.1.1 | |"), ("| 5.3.4 | a |", "| 5.3.5 | a |"), ("| 9.1.1 |", "| 9.9.1 |"),
                     ("| 2.1.1 | a | not done | b |", "| 2.1.1 | a | test | b |"),
                     ("| 2.1.1 | a | not done | b |", "| 2.1.1 | a | by construction | b |"),
                     ("| 2.1.1 | a | not done | b |", "| 2.1.1 | a | perhaps | b |"),
                     ("| 2.1.1 | a | not done | b |", "| 2.1.1 | a | not done | `src/nowhere.cpp` |"),
                     ("| test | 0 |", "| test | 1 |")):
        assert old in good and problems(good.replace(old, new, 1), lambda path: path != "src/nowhere.cpp"), new
    found = problems((root / "docs/security.md").read_text(encoding="utf-8"), lambda path: (root / path).exists())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
