#!/usr/bin/env python3
"""Kills a serving office at random moments while people write: whatever was acknowledged is there
afterwards, `exemplar verify` finds nothing, and the next process serves.

A kill proves that nothing is half-written; that what was acknowledged is on the disk is proved by
tests/store/durability_test.cpp.
"""

import http.client
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from serving import Node, Office, Person, exemplar, first_sign_in  # noqa: E402

ROUNDS = 200 if os.environ.get("EXEMPLAR_ALL") else 6
WRITERS = 4
WARDS = ["w26734", "w26737", "w26740", "w26743"]


def write_until_it_dies(node, number, session, acknowledged, round_number):
    try:
        person = Person(node)  # at another tab of the same browser
        person.cookie, person.csrf = session.cookie, session.csrf
        value = 0
        while True:
            value += 1
            note = f"round {round_number}, writer {number}, value {value}"
            person.save(WARDS[number], str(value % 1000), note=note)
            acknowledged.append((WARDS[number], note))
    except (OSError, http.client.HTTPException):
        pass  # it was killed


def all_values(person, ward):
    values, after = [], 0
    while after is not None:
        page = person.ask("GET", f"/values?period=2023&unit={ward}&indicator=motorbikes&after={after}")
        values += page["values"]
        after = page["next"]
    return values


def main(work):
    seed = int(os.environ.get("EXEMPLAR_SEED", "20240116"))
    chance = random.Random(seed)
    office = Office("--data", work / "office")
    office.load()
    office.add("chi", "officer")
    node = Node(office)
    session = first_sign_in(node, "chi")
    total = 0
    for round_number in range(ROUNDS):
        acknowledged = []
        writers = [threading.Thread(target=write_until_it_dies, args=(node, n, session, acknowledged, round_number),
                                    daemon=True)
                   for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        end = time.monotonic() + 60
        while not acknowledged and time.monotonic() < end:
            time.sleep(0.005)
        assert acknowledged, "nothing was acknowledged within a minute"
        time.sleep(chance.uniform(0, 0.4))
        node.kill()
        for writer in writers:
            writer.join()
        node = Node(office)
        person = Person(node)  # a session outlives the process
        person.cookie, person.csrf = session.cookie, session.csrf
        for ward in WARDS:
            values = all_values(person, ward)
            there = {value["note"] for value in values}
            lost = [one for one in acknowledged if one[0] == ward and one[1] not in there]
            assert not lost, f"round {round_number}, seed {seed}: lost {lost}"
        if round_number % 10 == 0 or round_number == ROUNDS - 1:
            exemplar("verify", "--data", work / "office")
        total += len(acknowledged)
    node.end()
    assert total > ROUNDS * 2, total
    print(f"proof: {ROUNDS} kills, {total} acknowledged writes, none lost; verified clean")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="exemplar-kill-", ignore_cleanup_errors=True) as folder:
        main(pathlib.Path(folder))
