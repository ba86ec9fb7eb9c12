#!/usr/bin/env python3
"""Kills the PostgreSQL server under a serving office at random moments while people write. Whatever was
acknowledged is there afterwards, `exemplar verify` finds nothing, and the node, which nobody has told
anything, goes on by itself once the database is back: saving, reading, explaining.
"""

import http.client
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "sql")]
import databases  # noqa: E402
from kill_test import WARDS, all_values  # noqa: E402
from serving import Node, Office, Person, first_sign_in  # noqa: E402

ROUNDS = 20 if os.environ.get("EXEMPLAR_ALL") else 3


class Writer(threading.Thread):
    """Saves on and on, whatever it is answered; what was acknowledged it keeps."""

    def __init__(self, node, session, number, round_number):
        super().__init__(daemon=True)
        self.node, self.session, self.number, self.round_number = node, session, number, round_number
        self.acknowledged, self.refused, self.fault = [], 0, None
        self.stop = threading.Event()

    def run(self):
        person = None
        value = 0
        while not self.stop.is_set():
            if person is None:
                person = Person(self.node)
                person.cookie, person.csrf = self.session.cookie, self.session.csrf
            value += 1
            note = f"round {self.round_number}, writer {self.number}, value {value}"
            try:
                person.save(WARDS[self.number], str(value % 1000), note=note)
                self.acknowledged.append(note)
            except (OSError, http.client.HTTPException):
                person = None  # the node must not do this, but then it is no lost write either
                self.refused += 1
            except AssertionError as refused:
                if ": 503 " not in str(refused):
                    self.fault = refused
                    return
                self.refused += 1
                time.sleep(0.02)  # as Retry-After asks, in small


def until(what, seconds=60):
    begin = time.monotonic()
    while not what():
        assert time.monotonic() - begin < seconds, "it does not come"
        time.sleep(0.01)
    return time.monotonic() - begin


def one_round(server, node, session, chance, round_number):
    writers = [Writer(node, session, number, round_number) for number in range(len(WARDS))]
    for writer in writers:
        writer.start()
    until(lambda: all(writer.acknowledged for writer in writers))
    time.sleep(chance.uniform(0, 0.4))
    if round_number % 2 == 0:
        server.kill()
        until(lambda: node.text("/readyz") == "the database cannot be reached\n")
        server.start_after_kill()
    else:
        server.stop_at_once()
        until(lambda: node.text("/readyz") == "the database cannot be reached\n")
        server.start()
    before = [len(writer.acknowledged) for writer in writers]
    recovered = until(lambda: all(len(writer.acknowledged) > count or writer.fault
                                  for writer, count in zip(writers, before)), 30)
    for writer in writers:
        writer.stop.set()
    for writer in writers:
        writer.join(60)
        assert writer.fault is None, writer.fault
    person = Person(node)
    person.cookie, person.csrf = session.cookie, session.csrf
    for writer in writers:
        ward = WARDS[writer.number]
        there = {value["note"] for value in all_values(person, ward)}
        lost = [note for note in writer.acknowledged if note not in there]
        assert not lost, f"round {round_number}: lost {lost}"
    assert person.ask("GET", f"/explanations/{WARDS[0]}?period=2023")["text"]
    assert node.text("/healthz") == "ok\n" and node.text("/readyz").startswith("revision ")
    return sum(len(writer.acknowledged) for writer in writers), recovered


def what_was_read_before_is_read_after(server, node, session):
    """A state that nothing has changed since still gets at its facts."""
    person = Person(node)
    person.cookie, person.csrf = session.cookie, session.csrf
    target = f"/explanations/{WARDS[0]}?period=2023"
    before = person.ask("GET", target)
    server.stop_at_once()
    server.start()

    def answers():
        try:
            return person.ask("GET", target) == before
        except AssertionError as refused:
            assert ": 503 " in str(refused), refused
            return False

    until(answers, 30)


def main(work):
    if databases.postgresql_binaries() is None:
        print("PostgreSQL is not installed: tools/setup sql")
        return databases.SKIPPED
    seed = int(os.environ.get("EXEMPLAR_SEED", "20240116"))
    chance = random.Random(seed)
    print(f"seed {seed}")
    with databases.PostgreSql({"client_min_messages": "warning", "max_connections": "40"}) as server:
        office = Office("--database", server.address, keys=work)
        office.load()
        office.add("chi", "officer")
        node = Node(office)
        session = first_sign_in(node, "chi")
        total, slowest = 0, 0
        for round_number in range(ROUNDS):
            written, recovered = one_round(server, node, session, chance, round_number)
            total, slowest = total + written, max(slowest, recovered)
            if round_number % 5 == 0 or round_number == ROUNDS - 1:
                office.verify()
        what_was_read_before_is_read_after(server, node, session)
        node.end()
    print(f"proof: {ROUNDS} kills of PostgreSQL, {total} acknowledged writes, none lost; verified clean; "
          f"saving again {slowest * 1000:.0f} ms after it was back, at the most")
    return 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="exemplar-pgkill-", ignore_cleanup_errors=True) as folder:
        sys.exit(main(pathlib.Path(folder)))
