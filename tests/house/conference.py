"""docs/conference.md is true: its rows are all there, and every command of it runs.

    conference.py BINARY      from the project's root; what commands write goes to a folder of its own
"""

import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROWS = [f"S{number}" for number in range(1, 17)]
HISTORY = [f"H{number}" for number in range(1, 12)]
COMMAND = re.compile(r"`(exemplar [^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")


def rows_of(text):
    """The tables' rows: name and cells."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"[SH]\d+", cells[0]):
            yield cells[0], cells[1:]


def problems(text, folder):
    """What is wrong with the page; `folder` is where its links begin."""
    rows = list(rows_of(text))
    names = [name for name, _ in rows]
    if names != ROWS + HISTORY:
        yield f"the rows are {' '.join(names)}; write S1 to S16, then H1 to H{len(HISTORY)}, in order"
    for name, cells in rows:
        if len(cells) != 3 or not all(cells):
            yield f"{name}: four columns are needed, none empty"
            continue
        see = cells[-1]
        if not (COMMAND.search(see) or LINK.search(see) or "not yet" in " ".join(cells).lower()):
            yield f"{name}: name a command or a document, or say *not yet*"
    for link in LINK.findall(text):
        if not (folder / link).exists():
            yield f"there is no {link}"


def commands(text):
    return list(dict.fromkeys(COMMAND.findall(text)))


def failure(binary, command, folder):
    """Why the command does not show what it should; None: it does."""
    words = [str(binary)] + shlex.split(command)[1:]
    written = None
    if "--out" in words:
        at = words.index("--out") + 1
        written = pathlib.Path(folder, pathlib.Path(words[at]).name)
        words[at] = str(written)
    run = subprocess.run(words, capture_output=True, text=True)
    if run.returncode != 0:
        return f"exit code {run.returncode}: {run.stderr.strip()}"
    if not run.stdout.strip():
        return "it says nothing"
    if written and (not written.exists() or written.stat().st_size == 0):
        return "it writes nothing"
    return None


def check_the_check(binary, page, text, folder):
    """A page spoilt in each way is found."""
    spoilt = {
        "the rows are": text.replace("| S7 |", "| S17 |"),
        "S13: name a command": re.sub(r"\| S13 \|.*", "| S13 | a | b | c |", text),
        "S2: four columns": re.sub(r"\| S2 \|.*", "| S2 | a | b |", text),
        "there is no": text.replace("(pack.md)", "(pakc.md)"),
    }
    for words, bad in spoilt.items():
        found = list(problems(bad, page.parent))
        assert any(words in one for one in found), (words, found)
    for bad in ("exemplar asess x", "exemplar targets nowhere --period 2023"):
        assert failure(binary, bad, folder), bad


def main():
    binary = pathlib.Path(sys.argv[1])
    page = pathlib.Path("docs/conference.md")
    text = page.read_text(encoding="utf-8")
    found = list(problems(text, page.parent))
    with tempfile.TemporaryDirectory() as folder:
        check_the_check(binary, page, text, folder)
        if len(commands(text)) < 12:
            found.append("fewer than 12 commands: does the page still show anything?")
        for command in commands(text):
            why = failure(binary, command, folder)
            if why:
                found.append(f"`{command}`: {why}")
    for one in found:
        print(f"{page}: {one}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
