#!/usr/bin/env python3
"""docs/terms.md is true: its types are declared in src/, its pack files stand in docs/pack.md."""
import pathlib
import re
import sys


def rows(text):
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] not in ("term", "---"):
            yield cells


def problems(terms, sources, pack):
    found = []
    seen = set()
    for term, vietnamese, type_cell, file_cell in rows(terms):
        if term in seen:
            found.append(f"{term}: stands twice")
        seen.add(term)
        if not vietnamese:
            found.append(f"{term}: has no Vietnamese")
        for name in re.findall(r"`([^`]+)`", type_cell):
            if not re.search(r"\b(struct|class|enum class|using) " + name + r"\b", sources):
                found.append(f"{term}: no type {name} in src/")
        for name in re.findall(r"`([^`]+)`", file_cell):
            if name not in pack:
                found.append(f"{term}: docs/pack.md does not know {name}")
    if not seen:
        found.append("no table of terms")
    return found


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    sources = "\n".join(path.read_text() for path in (root / "src").rglob("*.hpp"))
    pack = (root / "docs/pack.md").read_text()
    # The check itself must be able to fail.
    bad = "| a |  | `NoSuchTypeAtAll` | `nowhere.csv` |\n| a | b | – | – |\n"
    assert len(problems(bad, sources, pack)) == 4, problems(bad, sources, pack)
    assert problems("", sources, pack) == ["no table of terms"]
    found = problems((root / "docs/terms.md").read_text(), sources, pack)
    for line in found:
        print("docs/terms.md:", line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
