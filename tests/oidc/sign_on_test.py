#!/usr/bin/env python3
"""Single sign-on of the real program against a real provider (oidc-provider), by a browser that follows:
linking, signing in and out, what is used twice, a provider that is down, slow, or not who it says.
"""

import http.cookiejar
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "serve"))
from browser import SKIPPED, Browser, Provider, missing  # noqa: E402
from serving import BINARY, Node, Office, first_sign_in  # noqa: E402

SECRET = "a secret: of this server & its provider"
CALLBACK = "/api/v1/session/oidc/callback"


def code_of(answer):
    return answer.json["code"]


def refused(answer, status, code):
    assert answer.status == status and code_of(answer) == code, f"{answer.status} {answer.text}"


class Scene:
    def __init__(self, work):
        self.work = work
        self.office = Office("--data", work / "office")
        self.office.load()
        for login, role in (("lan", "officer"), ("admin", "administrator"), ("kiem", "auditor")):
            self.office.add(login, role)
        self.secret_file = work / "secret"
        self.secret_file.write_text(SECRET + "\n")
        self.secret_file.chmod(0o600)
        self.provider = Provider("provider.mjs", "localhost", "exemplar", SECRET)
        self.node = self.serve(self.provider.issuer)
        self.server = f"http://127.0.0.1:{self.node.port}"
        assert self.provider.tell(redirect=self.server + CALLBACK) == {"ready": True}
        self.an = first_sign_in(self.node, "lan")
        self.admin = first_sign_in(self.node, "admin")
        self.auditor = first_sign_in(self.node, "kiem")

    def serve(self, issuer):
        return Node(self.office, "--oidc-issuer", issuer, "--oidc-client-id", "exemplar",
                    "--oidc-client-secret-file", str(self.secret_file), "--oidc-name", "City ID")

    def browser(self):
        return Browser(self.server)

    def told(self):
        """Why sign-ins were refused, as the audit log has it; oldest first."""
        entries = self.auditor.ask("GET", "/audit?action=sign_in.failed")["entries"]
        return [json.loads(entry["payload"])["why"] for entry in reversed(entries)]


def unknown_identities_sign_nobody_in(scene):
    ways = scene.an.ask("GET", "/session/ways")["ways"]
    assert ways[1] == {"way": "oidc", "name": "City ID", "start": "/api/v1/session/oidc"}, ways
    browser = scene.browser()
    answer = browser.sign_on("alice")
    refused(answer, 403, "identity_unknown")
    assert "alice" in answer.json["detail"]
    assert browser.cookie("exemplar") is None and browser.session() is None
    page = scene.browser()
    callback = page.at_provider(page.start().location, "alice")
    answer = page.get(callback, accept="text/html")
    assert answer.status == 403 and "<h1>no account belongs to this identity</h1>" in answer.text, answer.text
    assert scene.told() == ["identity_unknown", "identity_unknown"], scene.told()


def a_person_links_and_signs_in_and_out(scene):
    # At the browser in which the person has signed in with the password.
    browser = scene.browser()
    location, flow = begin_link(scene.an)
    refused(scene.browser().get(browser.at_provider(location, "alice")), 403, "other_browser")
    location, flow = begin_link(scene.an)
    put_cookie(browser, flow)
    answer = browser.get(browser.at_provider(location, "alice"))
    assert answer.status == 303 and answer.headers["Location"] == "/me", f"{answer.status} {answer.text}"

    browser = scene.browser()
    answer = browser.sign_on("alice", "/units?at=2024-01-16")
    assert answer.status == 303 and answer.headers["Location"] == "/units?at=2024-01-16", answer.text
    assert browser.session() == "lan" and browser.cookie("exemplar-sign-in") is None
    first = browser.cookie("exemplar")
    # The provider remembers the person; the session here is another, and the one before ends.
    assert browser.sign_on().status == 303
    assert browser.session() == "lan" and browser.cookie("exemplar") != first
    old = scene.browser()
    put_cookie(old, "exemplar=" + first)
    assert old.get("/api/v1/session").status == 401
    return browser


def begin_link(person):
    """Where the browser is sent to, and the cookie with which it comes back."""
    session = person.cookie
    location = person.ask("POST", "/session/oidc/link", {"return_to": "/me"}, expect=201)["location"]
    flow, person.cookie = person.cookie, session
    assert flow.startswith("exemplar-sign-in="), flow
    return location, flow


def put_cookie(browser, pair):
    name, value = pair.split("=", 1)
    browser.jar.set_cookie(http.cookiejar.Cookie(
        0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, False, None, None, {}))


def signs_out(browser):
    session = browser.get("/api/v1/session").json
    request = urllib.request.Request(browser.server + "/api/v1/session", method="DELETE",
                                     headers={"X-CSRF-Token": session["csrf_token"]})
    assert browser.opener.open(request, timeout=60).status == 204
    assert browser.session() is None


def nothing_is_used_twice(scene):
    browser = scene.browser()
    callback = browser.at_provider(browser.start().location, "alice")
    assert browser.get(callback).status == 303
    refused(browser.get(callback), 401, "state_unknown")
    # The code of a sign-in that was finished, with the state of another.
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(callback).query)["code"][0]
    second = scene.browser()
    callback = second.at_provider(second.start().location, "alice")
    parts = urllib.parse.urlsplit(callback)
    query = urllib.parse.parse_qs(parts.query)
    assert query["iss"] == [scene.provider.issuer], query  # RFC 9207
    query["code"] = [code]
    refused(second.get(parts._replace(query=urllib.parse.urlencode(query, doseq=True)).geturl()), 401,
            "code_refused")
    # A code that was given to somebody else's browser: PKCE.
    theirs, mine = scene.browser(), scene.browser()
    stolen = urllib.parse.parse_qs(urllib.parse.urlsplit(
        theirs.at_provider(theirs.start().location, "alice")).query)["code"]
    parts = urllib.parse.urlsplit(mine.at_provider(mine.start().location, "mallory"))
    query = urllib.parse.parse_qs(parts.query) | {"code": stolen}
    refused(mine.get(parts._replace(query=urllib.parse.urlencode(query, doseq=True)).geturl()), 401,
            "code_refused")
    # Without the issuer's name, which this provider always gives.
    third = scene.browser()
    callback = third.at_provider(third.start().location, "alice")
    refused(third.get(callback.split("&iss=")[0]), 401, "response_issuer")
    for one in (second, mine, third):
        assert one.session() is None
    refused(scene.browser().sign_on("nobody"), 403, "denied")


def administrators_link_and_take_off(scene, browser):
    account = scene.an.ask("GET", "/session")["account"]
    identities = scene.admin.ask("GET", f"/accounts/{account}/identities")["identities"]
    assert [one["subject"] for one in identities] == ["alice"], identities
    scene.admin.ask("DELETE", f"/accounts/{account}/identities/{identities[0]['number']}", expect=204)
    assert browser.session() is None  # it came by that identity
    refused(browser.sign_on(), 403, "identity_unknown")
    scene.admin.ask("POST", f"/accounts/{account}/identities", {"subject": "bob"}, expect=201)
    other = scene.browser()
    assert other.sign_on("bob").status == 303 and other.session() == "lan"


def a_provider_in_trouble_is_told(scene):
    browser = scene.browser()
    callback = browser.at_provider(browser.start().location, "bob")
    scene.provider.end()
    refused(browser.get(callback), 503, "provider_unreachable")
    node = scene.serve(scene.provider.issuer)
    begin = time.monotonic()
    refused(Browser(f"http://127.0.0.1:{node.port}").start(), 503, "provider_unreachable")
    assert time.monotonic() - begin < 2  # nobody listens there
    node.end()


def a_slow_provider_holds_few_and_not_for_long(scene):
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        node = scene.serve(f"http://127.0.0.1:{silent.getsockname()[1]}")
        server = f"http://127.0.0.1:{node.port}"
        begin = time.monotonic()
        answers = []
        people = [threading.Thread(target=lambda: answers.append(Browser(server).start())) for _ in range(12)]
        for person in people:
            person.start()
        # Whoever signs in otherwise is not kept waiting.
        for _ in range(20):
            asked = time.monotonic()
            assert Browser(server).get("/api/v1/session/ways").status == 200
            assert time.monotonic() - asked < 1.5
        for person in people:
            person.join()
        took = time.monotonic() - begin
        codes = sorted(code_of(answer) for answer in answers)
        assert all(answer.status == 503 for answer in answers), codes
        assert codes.count("provider_unreachable") >= 1 and codes.count("busy") >= 1, codes
        assert took < 15, took
        node.end()
        print(f"proof: 12 at a silent provider were told within {took:.1f} s, {codes.count('busy')} at once")


def another_machine_in_its_place_is_not_believed(scene):
    """TLS with a certificate that nobody vouches for."""
    certificate, key = scene.work / "cert.pem", scene.work / "key.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], capture_output=True)
    assert made.returncode == 0, made.stderr
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    failures = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        def accept():
            connection, _ = listening.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    failures.append(f"it was believed, and asked: {secured.recv(100)}")
            except OSError as error:
                failures.append(error)
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        node = scene.serve(f"https://localhost:{listening.getsockname()[1]}")
        refused(Browser(f"http://127.0.0.1:{node.port}").start(), 503, "provider_unreachable")
        thread.join(30)
        assert len(failures) == 1 and isinstance(failures[0], OSError), failures
        node.end()


def nothing_secret_is_written_down(scene):
    scene.node.errors.seek(0)
    assert SECRET not in scene.node.errors.read()
    command = pathlib.Path(f"/proc/{scene.node.process.pid}/cmdline").read_bytes()
    assert SECRET.encode() not in command
    for path in (scene.work / "office").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    scene.secret_file.chmod(0o644)
    done = subprocess.run([BINARY, "serve", *map(str, scene.office.where), "--port", "0", "--lang", "en",
                           "--oidc-issuer", "https://id.example", "--oidc-client-id", "c",
                           "--oidc-client-secret-file", scene.secret_file], text=True, capture_output=True,
                          timeout=60)
    assert done.returncode == 1 and "may be read by others" in done.stderr, done.stderr


def main(work):
    scene = Scene(work)
    unknown_identities_sign_nobody_in(scene)
    browser = a_person_links_and_signs_in_and_out(scene)
    nothing_is_used_twice(scene)
    administrators_link_and_take_off(scene, browser)
    other = scene.browser()
    assert other.sign_on("bob").status == 303
    signs_out(other)
    a_provider_in_trouble_is_told(scene)
    a_slow_provider_holds_few_and_not_for_long(scene)
    another_machine_in_its_place_is_not_believed(scene)
    whys = scene.told()
    for why in ("identity_unknown", "other_browser", "state_unknown", "code_refused", "response_issuer"):
        assert why in whys, whys
    nothing_secret_is_written_down(scene)
    scene.node.end()
    scene.office.verify()


if __name__ == "__main__":
    if reason := missing():
        print(reason)
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="exemplar-oidc-", ignore_cleanup_errors=True) as folder:
        main(pathlib.Path(folder))
