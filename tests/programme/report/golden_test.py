"""The data of the review and of a unit's page of the small office, whole, beside what it was: a change of
what the pages say shows as a difference to be read. EXEMPLAR_UPDATE_EXPECTED=1 writes the files anew;
read the difference before keeping it.
"""

import base64
import difflib
import json
import os
import pathlib
import re
import sys
import tempfile
import unittest
import zlib

from pages import OFFICE, exemplar, page_data

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
PAGES = {
    "review-2023.json": ["review", OFFICE, "--period", "2023"],
    "review-2022.json": ["review", OFFICE, "--period", "2022"],
    "unit-102.json": ["report", OFFICE, "--unit", "102", "--period", "2023"],
    "unit-301.json": ["report", OFFICE, "--unit", "301", "--period", "2023"],
}


def everything_in(page):
    """The data of a page, then its explanations, which the page keeps packed until they are asked for."""
    found = {"data": page_data(page)}
    for id, packed in re.findall(r'<script type="application/octet-stream" id="([^"]+)">(.*?)</script>', page, re.S):
        found[id] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


class Golden(unittest.TestCase):
    def test_pages(self):
        update = os.environ.get("EXEMPLAR_UPDATE_EXPECTED")
        for name, arguments in PAGES.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                out = pathlib.Path(folder) / "page.html"
                done = exemplar(*arguments, "--out", out)
                self.assertEqual(done.returncode, 0, done.stderr)
                text = everything_in(out.read_text(encoding="utf-8"))
                file = GOLDEN / name
                if update:
                    GOLDEN.mkdir(exist_ok=True)
                    file.write_text(text, encoding="utf-8")
                    continue
                before = file.read_text(encoding="utf-8") if file.is_file() else ""
                changed = list(difflib.unified_diff(before.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="", n=2))
                self.assertEqual(changed[:60], [], "\n".join(changed[:60]) + "\nEXEMPLAR_UPDATE_EXPECTED=1 writes the file anew")


if __name__ == "__main__":
    sys.exit(unittest.main())
