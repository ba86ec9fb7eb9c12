"""An office served by the real program, and people who ask it over HTTP. For the tests beside this file."""

import atexit
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile

BINARY = os.environ["EXEMPLAR_BINARY"]
ROOT = pathlib.Path(os.environ["EXEMPLAR_ROOT"])
PACK = ROOT / "packs" / "hcmc-ward-police"
PASSWORD = "trời hôm nay rất đẹp"
CHANGED = "ngày mai trời còn đẹp hơn"


def exemplar(*arguments, typed=None, code=0):
    """Runs a verb to its end; what it printed."""
    done = subprocess.run([BINARY, *map(str, arguments), "--lang", "en"], input=typed, text=True,
                          capture_output=True, timeout=300)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


class Office:
    """In a folder, or in a database: `where` are the options that name it."""

    def __init__(self, *where, keys=None):
        self.where = where
        self.keys = keys

    def load(self):
        exemplar("load", PACK, *self.where)

    def add(self, login, role):
        exemplar("account", "add", login, "--name", login, "--role", role, *self.where, typed=PASSWORD + "\n")

    def verify(self):
        exemplar("verify", *self.where)


class Node:
    """One process that serves; ended, or killed, by its own id."""

    def __init__(self, office, *options):
        arguments = [BINARY, "serve", *map(str, office.where), "--port", "0", "--lang", "en", *options]
        if office.keys:
            arguments += ["--keys", str(office.keys)]
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        atexit.register(self.process.kill)  # whatever fails, no server is left
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        if not found:
            self.process.wait(10)
            self.errors.seek(0)
            raise AssertionError(f"it does not serve: {said}{self.errors.read()}")
        self.port = int(found[1])

    def end(self):
        """As a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0

    def kill(self):
        self.process.kill()
        self.process.wait(30)


class Person:
    """Somebody at a browser, at one node."""

    def __init__(self, node, login=None, password=CHANGED):
        self.connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
        self.cookie, self.csrf = None, None
        if login:
            self.take(self.ask("POST", "/session", {"login": login, "password": password}, expect=201))

    def take(self, answer):
        self.csrf = answer["csrf_token"]

    def ask(self, method, target, body=None, expect=200, headers=None):
        headers = dict(headers or {})
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf:
            headers["X-CSRF-Token"] = self.csrf
        self.connection.request(method, "/api/v1" + target, json.dumps(body) if body is not None else None, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for value in response.headers.get_all("Set-Cookie") or []:
            self.cookie = value.split(";")[0]
        assert response.status == expect, f"{method} {target}: {response.status} {text[:2000]}"
        return json.loads(text) if text else None

    def change_password(self):
        self.take(self.ask("POST", "/session/password",
                           {"old_password": PASSWORD, "new_password": CHANGED}, expect=201))

    def save(self, unit, value, indicator="motorbikes", period="2023", expect=201, **more):
        entry = {"indicator": indicator, "period": period, "unit": unit, "value": value, "source": "generator"}
        return self.ask("POST", "/values", {"values": [entry | more]}, expect=expect)


def first_sign_in(node, login):
    """The password that somebody else has set is changed first."""
    person = Person(node, login, PASSWORD)
    person.ask("GET", "/office", expect=403)
    person.change_password()
    person.ask("GET", "/office")
    return person
