"""docs/audit.md is enough to write a verifier: its Python, run on a log that the program wrote
(the seeds of the fuzz target), gives that log's hashes."""

import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Document(unittest.TestCase):
    def setUp(self):
        text = (ROOT / "docs/audit.md").read_text(encoding="utf-8")
        self.said = {}
        exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], self.said)
        lines = (ROOT / "fuzz/corpus/audit/log.jsonl").read_text(encoding="utf-8").splitlines()
        self.header, *self.entries = map(json.loads, lines)
        self.assertEqual(self.header, {"format": "exemplar-audit", "version": 1, "office": "hcmc"})
        self.assertEqual(len(self.entries), 3)

    def test_entry_hashes(self):
        previous = bytes(32)
        for entry in self.entries:
            day, clock = entry["at"].rstrip("Z").split("T")
            self.assertEqual(day, "2024-01-16")
            hour, minute, second = clock.split(":")
            second, fraction = second.split(".")
            of_day = (int(hour) * 60 + int(minute)) * 60 + int(second)
            at = (19_738 * 86_400 + of_day) * 1_000_000 + int(fraction)
            computed = self.said["entry_hash"](
                entry["number"],
                entry["revision"],
                at,
                *(entry[name].encode() for name in ("actor", "action", "subject")),
                bytes.fromhex(entry["payload_hash"]),
                previous,
            )
            self.assertEqual(entry["previous"], previous.hex())
            self.assertEqual(entry["hash"], computed.hex())
            previous = computed

    def test_payload_hashes(self):
        there = [entry for entry in self.entries if "payload" in entry]
        self.assertEqual([entry["number"] for entry in there], [1, 3])
        for entry in there:
            computed = self.said["payload_hash"](
                bytes.fromhex(entry["salt"]), entry["payload"].encode()
            )
            self.assertEqual(entry["payload_hash"], computed.hex())


if __name__ == "__main__":
    unittest.main()
