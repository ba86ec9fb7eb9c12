#!/usr/bin/env python3
"""A day of a served office, from outside: filled, entered, corrected, read as it was, copied while people
write, restored, on two nodes where it is in PostgreSQL; at its end standings are those of `exemplar assess`
on the exported pack.

  office_day_test.py               an office in a folder
  office_day_test.py --database    in the PostgreSQL server of EXEMPLAR_POSTGRESQL
"""

import csv
import datetime
import json
import os
import pathlib
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from serving import CHANGED, PACK, Node, Office, Person, exemplar, first_sign_in  # noqa: E402

MERGED = ["w26737-2025-07", "w26740-2025-07"]
WARDS = ["w26734", "w26737", "w26740", "w26743"]


def standings(person):
    answer = person.ask("GET", "/assessments?period=2023")
    assert answer["next"] is None
    return answer


def same_as_the_pack(person, folder, where):
    exemplar("export-pack", *where, "--out", folder)
    told = json.loads(exemplar("assess", folder, "--period", "2023", "--units", "--format", "json"))
    of_pack = {row["code"]: row["standing"] for row in told["units"]}
    of_api = {row["code"]: row["standing"] for row in standings(person)["units"]}
    assert of_api == of_pack and len(of_api) == 249, f"{len(of_api)} {len(of_pack)}"


def days_ago(count):
    return datetime.date.today() - datetime.timedelta(days=count)


def with_a_merge(folder):
    """The pack, in which two wards become one on 1 January 2026. No such thing was decided: made up for this test."""
    day, last, merged = "2026-01-01", "2025-12-31", "w26737-2026"
    shutil.copytree(PACK, folder)

    def edit(name, change):
        with open(folder / name, encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        rows = change(heading, rows)
        with open(folder / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([heading, *rows])

    def ended(heading, rows, unit):
        until = heading.index("until")
        for row in rows:
            if row[heading.index(unit)] in MERGED:
                assert row[until] == "", row
                row[until] = last
        return rows

    edit("units.csv", lambda heading, rows: ended(heading, rows, "id")
         + [[merged, "26737", "Phường Tân Định", "Tân Định Ward", "ward", day, ""]])
    edit("hierarchies.csv", lambda heading, rows: ended(heading, rows, "unit")
         + [[hierarchy, merged, "c79-2025-07", day, ""] for hierarchy in ("territory", "police")])
    edit("unit_events.csv", lambda heading, rows: rows
         + [[day, "merge", unit, merged, "", "", "", "giả định"] for unit in MERGED])
    return merged


def a_merge_is_declared(office, officer, leader, work):
    """While it serves: from then on units of later days are other ones; what was known before is what it was."""
    then = "2026-06-01"
    before = leader.ask("GET", f"/units?at={then}")
    known = f"known_on={days_ago(2)}"
    past = {target: leader.ask("GET", target) for target in (
        f"/units?at={then}&{known}", f"/assessments?period=2023&{known}",
        f"/assessments?period=2023&geography={then}&{known}")}
    revision = officer.save("w26734", "12")["revision"]
    merged = with_a_merge(work / "merged")
    office.load(work / "merged")
    end = time.monotonic() + 10
    while leader.ask("GET", "/office")["revision"] <= revision:
        assert time.monotonic() < end, "the loaded pack is not taken up"
        time.sleep(0.02)
    after = leader.ask("GET", f"/units?at={then}")
    ids = [{unit["id"] for unit in answer["units"]} for answer in (before, after)]
    assert ids[0] - ids[1] == set(MERGED) and ids[1] - ids[0] == {merged}, ids[0] ^ ids[1]
    # The day before it the two are what they were; and so is everything as it was known then.
    assert {unit["id"] for unit in leader.ask("GET", "/units?at=2025-12-31")["units"]} >= set(MERGED)
    for target, answer in past.items():
        assert leader.ask("GET", target) == answer, target
    # In the new geography the values of both are those of the one.
    rows = leader.ask("GET", f"/assessments?period=2023&geography={then}")["units"]
    assert merged in {row["unit"] for row in rows} and not set(MERGED) & {row["unit"] for row in rows}


def events_of(node, login, told, ready):
    """Collects what the stream tells until it ends."""
    person = Person(node, login, CHANGED)
    person.connection.request("GET", "/api/v1/events", headers={"Cookie": person.cookie})
    stream = person.connection.getresponse()
    assert stream.status == 200
    ready.set()
    while line := stream.fp.readline():
        if line.startswith(b"id: "):
            told.append(int(line[4:]))


def wait_for(written, count):
    end = time.monotonic() + 60
    while len(written) < count and time.monotonic() < end:
        time.sleep(0.01)
    assert len(written) >= count, "the writers do not come on"


def main(work):
    if "--database" in sys.argv:
        where = ["--database", os.environ["EXEMPLAR_POSTGRESQL"]]
        office = Office(*where, keys=work)
    else:
        where = ["--data", work / "office"]
        office = Office(*where)
    office.load()
    office.add("chi", "officer")
    office.add("dung", "leader")
    office.make_older(days=3)
    node = Node(office)
    officer, leader = first_sign_in(node, "chi"), first_sign_in(node, "dung")
    told, ready = [], threading.Event()
    listening = threading.Thread(target=events_of, args=(node, "dung", told, ready), daemon=True)
    listening.start()
    assert ready.wait(30)

    # Enter, correct; whoever has an older version in hand is told.
    before = standings(leader)
    first = officer.save("w26734", "7")
    second = officer.save("w26734", "9", expected=first["revision"])
    officer.save("w26734", "11", expected=first["revision"], expect=409)
    officer.save("w26734", "many", expect=422)
    leader.save("w26734", "7", expect=403)
    values = officer.ask("GET", "/values?period=2023&unit=w26734&indicator=motorbikes")["values"]
    assert [value["value"] for value in values][-2:] == [7, 9], values

    # As it was known before it was loaded: nothing was. As of today: all of it.
    leader.ask("GET", f"/assessments?period=2023&known_on={days_ago(5)}", expect=404)
    assert leader.ask("GET", f"/assessments?period=2023&known_on={days_ago(-1)}")["revision"] >= second["revision"]
    a_merge_is_declared(office, officer, leader, work)

    # Enough to move a ward, and the standing is right at once.
    area = leader.ask("GET", "/explanations/w26734?period=2023&criterion=8&at_least=0")
    assert area["text"], area
    officer.save("w26734", "900", indicator="office_area")
    same_as_the_pack(leader, work / "pack-1", where)
    assert standings(leader)["revision"] > before["revision"]

    # A file of values, by the machine itself: the server shows it within a second; again it is nothing new.
    table = work / "values.csv"
    table.write_text("indicator,period,unit,value,reported_on,source\n"
                     "motorbikes,2020,w26734,4,2021-01-05,generator\n", encoding="utf-8")
    begin = time.monotonic()
    done = json.loads(exemplar("import", table, *where, "--format", "json"))
    assert done["written"] and done["accepted"] == 1, done
    while leader.ask("GET", "/office")["revision"] < done["revision"]:
        assert time.monotonic() - begin < 60
        time.sleep(0.005)
    again = json.loads(exemplar("import", table, *where, "--format", "json"))
    assert not again["written"] and again["unchanged"] == 1, again
    table.write_text("indicator,period,unit,value,source\nmotorbikes,2020,w27139,4,generator\n", encoding="utf-8")
    exemplar("import", table, *where, "--as", "chi", "--dry-run")

    # Copied while people write; what the copy says, it proves.
    stop = threading.Event()
    written = []

    def write_on():
        person = Person(node)
        person.cookie, person.csrf = officer.cookie, officer.csrf
        while not stop.is_set():
            written.append(person.save(WARDS[len(written) % len(WARDS)], str(len(written) % 9))["revision"])
            time.sleep(0.05)

    writers = [threading.Thread(target=write_on, daemon=True) for _ in range(3)]
    for writer in writers:
        writer.start()
    wait_for(written, 10)
    exemplar("backup", work / "copy.db", *where)
    wait_for(written, 30)
    stop.set()
    for writer in writers:
        writer.join()
    assert len(set(written)) == len(written), "two writes had one revision"
    exemplar("restore", work / "copy.db", "--data", work / "restored")
    exemplar("verify", "--data", work / "restored")

    # A second node shows what was written on the first within a second, and both come to the same.
    if "--database" in sys.argv:
        other = Node(office)
        officer_there, leader_there = Person(other, "chi"), Person(other, "dung")
        slowest = 0
        for i in range(10):
            revision = officer.save("w26737", str(i))["revision"]
            begin = time.monotonic()
            while leader_there.ask("GET", "/office")["revision"] < revision:
                time.sleep(0.005)
            slowest = max(slowest, time.monotonic() - begin)
        print(f"a change was seen on the other node after {slowest * 1000:.0f} ms at the most")
        assert slowest < 1, slowest
        revision = officer_there.save("w26737", "3")["revision"]
        assert leader.ask("GET", f"/assessments?period=2023&at_least={revision}")["revision"] >= revision
        a, b = standings(leader), standings(leader_there)
        assert a == b
        other.kill()  # nothing that it acknowledged is lost
        assert leader.ask("GET", f"/assessments?period=2023&at_least={revision}")["revision"] >= revision

    same_as_the_pack(leader, work / "pack-2", where)
    newest = leader.ask("GET", "/office")["revision"]
    node.end()  # which ends the stream
    listening.join(30)
    assert told == sorted(told) and told[-1] == newest, (told[-3:], newest)
    office.verify()

    # What was written stands after a new start.
    again = Node(office)
    assert Person(again, "dung").ask("GET", "/office")["revision"] >= newest
    again.end()
    print(f"{len(told)} events, {len(written)} values while it was copied, revision {newest}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="exemplar-day-", ignore_cleanup_errors=True) as folder:
        main(pathlib.Path(folder))
