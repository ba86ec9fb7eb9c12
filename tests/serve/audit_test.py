#!/usr/bin/env python3
"""The audit log from an office to whoever proves it without the office: checkpoints that leave the machine by
themselves and on demand, the log as a file, and every change to that file found."""

import json
import os
import pathlib
import random
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from serving import Node, Office, Person, exemplar, first_sign_in  # noqa: E402

BYTES_OF_A_BIG_LOG = 200 if os.environ.get("EXEMPLAR_ALL") else 12
BYTES_OF_A_SMALL_LOG = 2000 if os.environ.get("EXEMPLAR_ALL") else 100


def verify(file, *more, code=0):
    return json.loads(exemplar("audit", "verify", file, *more, "--format", "json", code=code))


def codes(answer):
    return [one["code"] for one in answer["findings"]]


def wait_for(what):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it does not come")


def every_altered_byte_is_found(work, log, witness, chance, count):
    """Behind the first line, which no hash covers. Of a small log tests/programme/audit tries every byte."""
    text = log.read_bytes()
    begin = text.index(b"\n") + 1
    places = sorted(chance.sample(range(begin, len(text)), min(count, len(text) - begin)))
    altered = work / "altered.jsonl"
    for place in places:
        other = chance.choice([byte for byte in range(256) if byte != text[place]])
        altered.write_bytes(text[:place] + bytes([other]) + text[place + 1:])
        answer = verify(altered, *witness, code=1)
        assert answer["findings_total"] > 0, place
    return len(places)


def what_is_done_to_entries_is_found(work, log, witness):
    header, *lines = log.read_text().splitlines(keepends=True)
    altered = work / "altered.jsonl"

    def found(entries, *more, code=1):
        altered.write_text(header + "".join(entries))
        return codes(verify(altered, *more, code=code))

    middle = len(lines) // 2
    assert found(lines[:middle] + lines[middle + 1:], *witness) == ["number_missing"]
    assert found([lines[1], lines[0]] + lines[2:], *witness)
    assert "number_repeated" in found(lines + [lines[middle]], *witness)
    assert found(lines[:3], *witness) == ["tail_missing"]
    # Without a checkpoint a cut tail cannot be seen, and it is said so.
    altered.write_text(header + "".join(lines[:3]))
    answer = verify(altered)
    assert answer["findings_total"] == 0 and answer["not_covered"] == 3 and answer["covered_to"] == 0
    # A part is one only where it is expected.
    assert found(lines[2:], *witness) == ["number_missing"]
    assert found(lines[2:], *witness, "--part", code=0) == []


def main(work):
    chance = random.Random(int(os.environ.get("EXEMPLAR_SEED", "20240116")))
    where = ["--data", work / "office"]
    office = Office(*where)
    office.load()
    for login, role in [("chi", "officer"), ("anna", "administrator"), ("kim", "auditor")]:
        office.add(login, role)
    elsewhere = work / "elsewhere"
    elsewhere.mkdir()
    file = elsewhere / "checkpoints.jsonl"

    # What cannot be appended to is told at the start.
    said = exemplar("serve", *where, "--port", "0", "--checkpoints", elsewhere / "no" / "c.jsonl", code=1)
    assert said == ""
    node = Node(office, "--checkpoints", file)
    # The night's checkpoint, which nobody has asked for: the office has never had one.
    wait_for(lambda: file.read_text().count("\n") == 1)
    admin, officer, auditor = (first_sign_in(node, login) for login in ("anna", "chi", "kim"))
    for value in range(5):
        officer.save("w26734", str(value))
    officer.ask("POST", "/checkpoints", expect=403)
    auditor.ask("POST", "/checkpoints", expect=403)
    made = admin.ask("POST", "/checkpoints", expect=201)
    told = auditor.ask("GET", "/checkpoints")
    assert told["newest"]["line"] == made["line"] and told["public_key"] == made["key"]
    assert len(told["checkpoints"]) == 2, told
    wait_for(lambda: file.read_text().splitlines()[-1] == made["line"])
    metrics = node.text("/metrics")
    assert 'exemplar_job_days_done_total{job="cleanup"} 1' in metrics, metrics
    assert "exemplar_checkpoint_file_behind 0" in metrics
    # The share goes away for a while: seen in the metrics, and made good.
    file.rename(elsewhere / "away")
    file.mkdir()
    admin.ask("POST", "/checkpoints", expect=201)
    wait_for(lambda: "exemplar_checkpoint_file_behind 1" in node.text("/metrics"))
    file.rmdir()
    (elsewhere / "away").rename(file)
    wait_for(lambda: file.read_text().count("\n") == 3)
    officer.save("w26734", "9")
    node.end()
    assert "checkpoints cannot be appended" in node.said(), node.said()

    # Without payloads unless asked; with them the export is an entry.
    log, key = work / "log.jsonl", ["--key", made["key"]]
    witness = ["--checkpoint", file, *key]
    exemplar("audit", "export", log, *where)
    assert '"payload":' not in log.read_text()
    answer = verify(log, *witness)
    assert answer["findings_total"] == 0 and answer["not_covered"] == 2, answer
    assert answer["payloads_absent"] == answer["entries"]
    exemplar("audit", "export", log, *where, code=1)  # nothing is overwritten
    full = work / "full.jsonl"
    exemplar("audit", "export", full, *where, "--payloads")
    assert full.read_text().splitlines()[-1].count('"action":"audit.exported"') == 1
    assert verify(full, *witness)["payloads_absent"] == 0
    assert exemplar("audit", "export", "-", *where) == exemplar("audit", "export", "-", *where)
    tomorrow = time.strftime("%Y-%m-%d", time.localtime(time.time() + 2 * 86400))
    part = exemplar("audit", "export", "-", *where, "--from", tomorrow)
    assert part.count("\n") == 1, part

    # One more from the command line covers all of it; every byte of it counts.
    exemplar("audit", "checkpoint", file, *where)
    full.unlink()
    exemplar("audit", "export", full, *where, "--payloads")
    answer = verify(full, *witness)
    assert answer["findings_total"] == 0 and answer["not_covered"] == 2, answer
    small = work / "small.jsonl"
    small.write_text("".join(full.read_text().splitlines(keepends=True)[:4]))
    small_altered = every_altered_byte_is_found(work, small, [], chance, BYTES_OF_A_SMALL_LOG)
    big_altered = every_altered_byte_is_found(work, full, witness, chance, BYTES_OF_A_BIG_LOG)
    what_is_done_to_entries_is_found(work, full, witness)

    # A payload that the law took away: the chain is whole, and who decided it is an entry.
    header, *lines = full.read_text().splitlines(keepends=True)
    entry = json.loads(lines[1])
    for name in ("salt", "payload"):
        del entry[name]
    lines[1] = json.dumps(entry, separators=(",", ":"), ensure_ascii=False) + "\n"
    (work / "lawful.jsonl").write_text(header + "".join(lines))
    answer = verify(work / "lawful.jsonl", *witness)
    assert answer["findings_total"] == 0 and answer["payloads_absent"] == 1
    # The office itself fits what was kept elsewhere.
    exemplar("verify", *where, *witness)
    print(f"proof: audit log: {small_altered + big_altered} altered bytes of an exported log, each found")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="exemplar-audit-", ignore_cleanup_errors=True) as folder:
        main(pathlib.Path(folder))
