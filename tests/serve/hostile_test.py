#!/usr/bin/env python3
"""Hostile input from outside, at every address of the real program: each is refused with a problem document,
tells nothing of how the program is made, and changes nothing. What is attacked is read from the description
of the API, so that a new route is attacked as soon as it is there.

  hostile_test.py            all families
  hostile_test.py FAMILY …   these alone
"""

import datetime
import json
import pathlib
import re
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hostile import PAYLOADS, Holdings, Wire, discreet, json_text, percent, refused  # noqa: E402
from serving import CHANGED, Node, Office, Person, first_sign_in  # noqa: E402

TODAY = datetime.date.today()
TOMORROW = (TODAY + datetime.timedelta(days=1)).isoformat()
JSON = ("Content-Type", "application/json")

# A request that would be done, by operation: one field at a time is then a hostile one.
BODIES = {
    "make_account": {"login": "newcomer", "name": "Người mới"},
    "rename_account": {"login": "hanh", "name": "hanh"},
    "link_identity": {"subject": "s-42"},
    "make_grant": {"account": "hanh", "role": "department", "extent": "units", "units": ["w26734"],
                   "reason": "as ordered"},
    "end_grant": {"reason": "as ordered"},
    "make_delegation": {"grant": "{grant}", "to": "hanh", "powers": ["read_values"], "form": "kt",
                        "until": TOMORROW, "reason": "as ordered"},
    "make_hand_over": {"leaving": "hanh", "taking": "binh", "day": TOMORROW, "reason": "moved"},
    "make_token": {"name": "nightly", "powers": ["read_units"], "until": TOMORROW},
    "save_values": {"values": [{"indicator": "motorbikes", "period": "2023", "unit": "w26734", "value": "7",
                                "source": "generator"}]},
    "move_clock": {"to": "next_day"},
    "sign_in": {"login": "nobody", "password": "nothing of it"},
    "give_code": {"code": "123456"},
    "start_identity_link": {"return_to": "/"},
    "change_password": {"old_password": "nothing of it", "new_password": "as good as any other"},
    "confirm_second_factor": {"code": "123456"},
    "renew_recovery_codes": {"password": "nothing of it", "code": "123456"},
    "remove_second_factor": {"password": "nothing of it", "code": "123456"},
    "unlock_session": {"password": "nothing of it"},
    "end_delegation": {},
    "reset_password": {},
}
# Texts in somebody's own words, in which anything may stand: see what_is_text_stays_text.
FREE = {("make_account", "name"), ("rename_account", "name"), ("make_grant", "reason"), ("end_grant", "reason"),
        ("make_delegation", "reason"), ("make_hand_over", "reason"), ("make_token", "name"),
        ("save_values", "note"), ("make_account", "password"), ("reset_password", "password")}
# What is looked for: where nothing is like it the list is empty.
LOOKED_FOR = {("list_accounts", "text"), ("list_audit", "actor"), ("list_audit", "action"),
              ("list_audit", "subject"), ("list_values", "indicator"), ("list_hand_overs", "account")}
QUERY = {"period": "2023", "unit": "w26734", "account": "u-000001"}


class Attack:
    def __init__(self, work):
        self.office = Office("--data", work / "office")
        self.office.load()
        roles = {"chi": "officer", "quan": "administrator", "dung": "leader", "kiem": "auditor", "hanh": "officer",
                 "binh": "officer"}
        for login, role in roles.items():
            self.office.add(login, role)
        self.node = Node(self.office, "--rate", "0")
        self.people = {login: first_sign_in(self.node, login) for login in ("chi", "quan", "dung", "kiem")}
        self.powers = {login: person.ask("GET", "/session")["powers"] for login, person in self.people.items()}
        accounts = self.people["quan"].ask("GET", "/accounts")["accounts"]
        self.ids = {one["login"]: one["id"] for one in accounts}
        held = self.people["quan"].ask("GET", "/accounts/" + self.ids["chi"])
        BODIES["make_delegation"]["grant"] = held["holds"]["grants"][0]["id"]
        self.wire = Wire(self.node.port)
        described = self.wire.ask("GET", "/api/v1/openapi.json").json()
        self.operations = [(method.upper(), path, one) for path, methods in described["paths"].items()
                           for method, one in methods.items()]
        self.holdings = Holdings(work / "office")
        self.count = 0

    def person_for(self, path, operation):
        needs = re.search(r"power (\w+)", operation.get("description", ""))
        if needs:
            able = [login for login, powers in self.powers.items() if needs[1] in powers]
            return self.people[able[0] if able else "chi"]
        return self.people["quan" if path.startswith(("/accounts", "/hand_overs")) else "chi"]

    @staticmethod
    def signs(person, csrf=True):
        headers = [("Cookie", person.cookie)]
        return headers + [("X-CSRF-Token", person.csrf)] if csrf else headers

    def target(self, path, replaced="", by=""):
        """With ids of things that are there: what is hostile is one place alone."""
        there = {"account": self.ids["hanh"], "grant": "g-000005", "unit": "w26734", "delegation": "d-000001",
                 "hand_over": "h-000001", "door": "can-bo"}

        def one(found):
            return by if found[1] == replaced else there.get(found[1], "999999")

        return "/api/v1" + re.sub(r"\{(\w+)\}", one, path)

    def ask(self, method, target, headers=(), body=None):
        self.count += 1
        return self.wire.ask(method, target, headers, body)

    def bodies(self):
        return [(method, path, one) for method, path, one in self.operations
                if "application/json" in one.get("requestBody", {}).get("content", {})]

    def changing(self):
        return [(method, path, one) for method, path, one in self.operations
                if method != "GET" and one.get("security") != []]

    # ── Families ───────────────────────────────────────────────────────────────────────────────────

    def every_parameter(self):
        for method, path, operation in self.operations:
            signs = self.signs(self.person_for(path, operation))
            for parameter in operation.get("parameters", []):
                for name, payload in PAYLOADS.items():
                    self.one_parameter(method, path, operation, parameter, name, payload, signs)

    def one_parameter(self, method, path, operation, parameter, name, payload, signs):
        called, where = parameter["name"], parameter["in"]
        what = f"{method} {path} {called}: {name}"
        body = BODIES.get(operation["operationId"])
        headers, data = list(signs), None
        if body is not None:
            headers, data = headers + [JSON], json.dumps(body).encode()
        target = self.target(path)
        if where == "path":
            target = self.target(path, called, percent(payload))
        elif where == "query":
            query = {**{key: QUERY[key] for key in QUERY if any(key == other["name"] for other in
                                                               operation["parameters"])}}
            query = {key: percent(value.encode()) for key, value in query.items()} | {called: percent(payload)}
            target += "?" + "&".join(f"{key}={value}" for key, value in query.items())
        else:
            if payload.isascii() and all(32 < byte < 127 for byte in payload) and len(payload) <= 200:
                return  # a key like any other
            if b"\n" in payload:
                return  # that is a header more: see heads
            headers.append((called, payload.decode("latin-1")))
        answer = self.ask(method, target, headers, data)
        if answer.status == 200 and (operation["operationId"], called) in LOOKED_FOR:
            assert all(value in (0, [], None) or not isinstance(value, (list, int)) or key == "revision"
                       for key, value in answer.json().items() if key != "labels"), f"{what}: {answer}"
            discreet(answer, what, payload)
        else:
            refused(answer, what, sent=payload)

    def every_field(self):
        for method, path, operation in self.bodies():
            signs = [*self.signs(self.person_for(path, operation)), JSON]
            fields = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
            body = BODIES[operation["operationId"]]
            for field, schema in fields.items():
                if schema.get("type") == "array" and "properties" in schema.get("items", {}):
                    for inner, of in schema["items"]["properties"].items():
                        self.one_field(method, path, operation, signs, inner, of,
                                       lambda value, inner=inner: {field: [body[field][0] | {inner: value}]})
                else:
                    self.one_field(method, path, operation, signs, field, schema,
                                   lambda value, field=field: body | {field: value})

    def one_field(self, method, path, operation, signs, field, schema, body_with):
        if (operation["operationId"], field) in FREE:
            return
        for name, payload in PAYLOADS.items():
            if field == "login" and operation["operationId"] != "sign_in" and re.fullmatch(rb"[\w.-]{3,64}", payload):
                continue  # somebody may be called that
            data = json_text(payload)
            if schema.get("type") == "array":
                data = b"[" + data + b"]"
            body = json.dumps(body_with("PAYLOAD")).encode().replace(b'"PAYLOAD"', data)
            answer = self.ask(method, self.target(path), signs, body)
            refused(answer, f"{method} {path} {field}: {name}", sent=payload)

    def every_body(self):
        """Bodies that are no JSON, or not this JSON."""
        deep = b"[" * 1_000 + b"]" * 1_000
        for method, path, operation in self.bodies():
            signs = [*self.signs(self.person_for(path, operation)), JSON]
            good = json.dumps(BODIES[operation["operationId"]]).encode()
            inside = good[1:-1] + (b"," if good != b"{}" else b"")
            bodies = [b"", b"null", b"[]", b'"text"', b"1", b"{", good + b"x", good + good, b"\xef\xbb\xbf" + good,
                      deep, b'{"a":' * 1_000 + b"1" + b"}" * 1_000, b"[" * 100_000, b"{" + inside + b'"a":' + deep + b"}",
                      b"{" + inside + b'"__proto__":{"powers":["backup"]}}', b"{" + inside + b'"id":1}',
                      b"{" + inside + b'"a":1e400}', b"{" + inside + b'"a":NaN}', b"{" + inside + b'"a":"\\ud800"}',
                      b"{" + inside + b'"a":"\x00"}', b"{" + inside + b'"a":1,"a":2}', b"{'a':1}", b"/**/" + good,
                      b"<a/>", b"a=1&b=2", b"\x1f\x8b\x08\x00", b"\x00" * 100,
                      b"{" + b",".join(b'"f%d":1' % i for i in range(20_000)) + b"}"]
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            for field in schema["properties"]:
                wrong = [1, 1.5, True, {}, {"$ne": ""}, [[]], [{"a": 1}]]
                wrong += [None] if field in schema["required"] else []
                bodies += [json.dumps(BODIES[operation["operationId"]] | {field: value}).encode() for value in wrong]
            for body in bodies:
                answer = self.ask(method, self.target(path), signs, body)
                refused(answer, f"{method} {path}: {body[:80]}")

    def kinds_of_bodies(self):
        """No other type, no other character set, nothing compressed."""
        types = [[], [("Content-Type", "")]] + [[("Content-Type", one)] for one in (
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/xml",
            "application/json-patch+json", "application/jsonp", "text/plain; application/json",
            "application/json; charset=utf-16", "application/json; charset=utf-7", "*/*")]
        codings = [[JSON, ("Content-Encoding", one)] for one in ("gzip", "deflate", "br", "zstd", "gzip, gzip", "x")]
        for method, path, operation in self.bodies():
            signs = self.signs(self.person_for(path, operation))
            good = json.dumps(BODIES[operation["operationId"]]).encode()
            for headers in types + codings:
                answer = self.ask(method, self.target(path), signs + headers, good)
                refused(answer, f"{method} {path}: {headers}", {415})
        csv = b"indicator,period,unit,value,source\nmotorbikes,2023,w26734,7,generator\n"
        signs = self.signs(self.people["chi"])
        for headers in ([], [JSON], [("Content-Type", "text/plain")], [("Content-Type", "text/csv; charset=utf-16")],
                        [("Content-Type", "text/csv"), ("Content-Encoding", "gzip")]):
            refused(self.ask("POST", "/api/v1/imports", signs + headers, csv), f"import: {headers}", {415})

    def forged_requests(self):
        """A page of another origin, or without the page's own token."""
        for method, path, operation in self.changing():
            person = self.person_for(path, operation)
            other = self.people["dung"]
            good = json.dumps(BODIES.get(operation["operationId"], {})).encode()
            cookie = [*self.signs(person, csrf=False), JSON]
            token = [("X-CSRF-Token", person.csrf)]
            for headers in ([], [("X-CSRF-Token", "")], [("X-CSRF-Token", "0" * len(person.csrf))],
                            [("X-CSRF-Token", other.csrf)], [("X-CSRF-Token", person.csrf[:-1])], token + token,
                            token + [("Sec-Fetch-Site", "cross-site")], token + [("Sec-Fetch-Site", "same-site")]):
                code = refused(self.ask(method, self.target(path), cookie + headers, good),
                               f"{method} {path} {headers}", {403})
                assert code in ("csrf_token", "other_origin"), code
        body = json.dumps({"login": "chi", "password": CHANGED}).encode()
        refused(self.ask("POST", "/api/v1/session", [JSON, ("Sec-Fetch-Site", "cross-site")], body), "sign in", {403})

    def sessions(self):
        """A token that was brought along is never adopted, and what was spoofed is not believed."""
        chosen = "A" * 43
        body = json.dumps({"login": "dung", "password": CHANGED}).encode()
        said = [JSON, ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"),
                ("X-Real-IP", "203.0.113.9"), ("X-Forwarded-Host", "evil.example")]
        answer = self.ask("POST", "/api/v1/session", [*said, ("Cookie", f"exemplar={chosen}")], body)
        assert answer.status == 201, answer
        cookie = answer.header("set-cookie")
        assert chosen not in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie
        refused(self.ask("GET", "/api/v1/session", [("Cookie", f"exemplar={chosen}")]), "chosen", {401})
        mine = cookie.split(";")[0]
        listed = self.ask("GET", "/api/v1/sessions", [("Cookie", mine)]).json()["sessions"]
        assert {one["address"] for one in listed} == {"127.0.0.1"}, listed
        # Of another person at the same browser: a new one, and the one that was brought has ended.
        other = json.dumps({"login": "kiem", "password": CHANGED}).encode()
        answer = self.ask("POST", "/api/v1/session", [JSON, ("Cookie", mine)], other)
        assert answer.status == 201 and mine.split("=")[1] not in answer.header("set-cookie"), answer
        refused(self.ask("GET", "/api/v1/session", [("Cookie", mine)]), "ended", {401})
        self.holdings.last = self.holdings.now()  # two have signed in, and one has ended

    def heads(self):
        """Cookies, hosts and headers that are none, or twice there."""
        cookie = self.people["chi"].cookie
        for headers in ([("Cookie", f"exemplar=evil; {cookie}")], [("Cookie", f"{cookie}; exemplar=evil")],
                        [("Cookie", cookie), ("Cookie", "exemplar=evil")], [("Cookie", f"{cookie}; {cookie}")],
                        [("Cookie", "exemplar=" + "A" * 9_000)], [("Cookie", "exemplar=" + "A" * 40_000)],
                        [("Cookie", f"Exemplar={cookie.split('=')[1]}")], [("Cookie", "exemplar=' OR 1=1 --")],
                        [("Cookie", "; ;=;exemplar")], [("Cookie", f"$Version=1; {cookie};{cookie}")],
                        [("Authorization", "Bearer ' OR 1=1 --")], [("Authorization", "Bearer " + "A" * 9_000)],
                        [("Authorization", "Basic Y2hpOmNoaQ==")],
                        [("Authorization", "Bearer exm_" + "A" * 43), ("Cookie", cookie)],
                        *([(f"X{i}", "a")] * 1 + [("Cookie", "a=b")] * 200 for i in range(1))):
            refused(self.ask("GET", "/api/v1/session", headers), f"{str(headers)[:200]}", {400, 401, 431})
        get = "GET /api/v1/session HTTP/1.1\r\n"
        signed = f"Cookie: {cookie}\r\n\r\n"
        for head, status in ((f"{get}Host: localhost\r\nHost: evil.example\r\n", 400), (f"{get}Host: evil.example\r\n", 421),
                             (f"{get}Host: localhost.evil.example\r\n", 421), (f"{get}Host: localhost@evil\r\n", 400),
                             (f"{get}Host: localhost/evil\r\n", 400), (f"{get}Host:\r\n", 400), (get, 400),
                             (f"{get}Host: evil.example\r\nX-Forwarded-Host: localhost\r\n", 421),
                             (f"{get}Host: localhost\r\nX: a\rb\r\n", 400), (f"{get}Host: localhost\r\nX: a\nb\r\n", 400),
                             (f"{get}Host: localhost\r\nX: a\0b\r\n", 400), (f"{get}Host: localhost\r\n X: a\r\n", 400),
                             (f"{get}Host: localhost\r\nX : a\r\n", 400), (f"{get}Host: localhost\r\n: a\r\n", 400),
                             (get.replace("session", "sess%0d%0aion") + "Host: localhost\r\n", 400),
                             (get.replace("session", "..%2f..%2fetc%2fpasswd") + "Host: localhost\r\n", 400),
                             (get.replace("/api/v1/session", "http://evil.example/") + "Host: localhost\r\n", 400)):
            self.alone(head + signed, {status})
        # A second value of one parameter is not chosen from.
        for query in ("period=2023&period=2022", "period=2023&status=decided&status=reported"):
            refused(self.ask("GET", f"/api/v1/assessments?{query}", self.signs(self.people["dung"])), query, {400, 422})

    def alone(self, data, statuses):
        """One answer, and then the end of the connection: nothing behind it is answered."""
        wire = Wire(self.node.port)
        self.count += 1
        wire.send(data.encode("latin-1"))
        answer = wire.answer()
        assert answer, data[:300]
        refused(answer, data[:300], statuses)
        if answer.header("connection") == "close":
            assert wire.rest == b"", f"{data[:300]}: {wire.rest[:300]}"
        wire.close()

    def smuggling(self):
        """What one reader takes for a body and another for a request is refused: nobody signs out here."""
        person = self.people["chi"]
        signs = f"Cookie: {person.cookie}\r\nX-CSRF-Token: {person.csrf}\r\n"
        smuggled = f"DELETE /api/v1/session HTTP/1.1\r\nHost: localhost\r\n{signs}\r\n"
        head = f"POST /api/v1/session/unlock HTTP/1.1\r\nHost: localhost\r\n{signs}Content-Type: application/json\r\n"
        chunked = "Transfer-Encoding: chunked\r\n"
        for framing, body in (
                ("Content-Length: 5\r\n" + chunked, "0\r\n\r\n"), (chunked + "Content-Length: 5\r\n", "0\r\n\r\n"),
                ("Content-Length: 0\r\nContent-Length: 44\r\n", ""), ("Content-Length: 0, 44\r\n", ""),
                ("Content-Length: +0\r\n", ""), ("Content-Length: 0x0\r\n", ""), ("Content-Length: -1\r\n", ""),
                ("Content-Length: 99999999999999999999\r\n", ""), ("Content-Length : 0\r\n", ""),
                (chunked + chunked, "0\r\n\r\n"), ("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                ("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), ("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
                ("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n"), ("Transfer-Encoding:\x0bchunked\r\n", "0\r\n\r\n"),
                ("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), ("X: a\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                ("X: a\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), (chunked, "0\n\n"), (chunked, "0x0\r\n\r\n"),
                (chunked, "-0\r\n\r\n"), (chunked, " 0\r\n\r\n"), (chunked, "1\r\nab\r\n0\r\n\r\n"),
                (chunked, "fffffffffffffffff\r\n\r\n"), (chunked, "0\r\nX\r\n\r\n")):
            # 501 is what RFC 9112 asks for where a transfer coding is not known.
            self.alone(head + framing + "\r\n" + body + smuggled, {400, 413, 501})
        self.alone(head.replace("1.1", "1.0") + chunked + "\r\n0\r\n\r\n" + smuggled, {400})
        assert person.ask("GET", "/session")["state"] == "open"

    def methods(self):
        """A method is what the request line says; of others nothing is known."""
        paths = {}
        for method, path, operation in self.operations:
            paths.setdefault(path, {})[method] = operation
        for path, of in paths.items():
            one = next(iter(of.values()))
            signs = self.signs(self.person_for(path, one))
            if "GET" in of and len(of) > 1:
                plain = self.ask("GET", self.target(path), signs).status
                for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
                    for method in ("DELETE", "PATCH", "POST"):
                        assert self.ask("GET", self.target(path), [*signs, (name, method)]).status == plain, path
                assert self.ask("GET", self.target(path) + "?_method=DELETE", signs).status == plain, path
            for method in ("PUT", "TRACE", "PROPFIND", "get", "DEBUG"):
                refused(self.ask(method, self.target(path), signs), f"{method} {path}", {404, 405})

    def too_much(self):
        """A body over the limit is told so, though all of it is sent before the answer is read."""
        large = b'{"login":"' + b"A" * (3 << 20) + b'"}'
        refused(self.ask("POST", "/api/v1/session", [JSON], large), "3 MiB", {413})
        signs = self.signs(self.people["chi"])
        refused(self.ask("POST", "/api/v1/values", [*signs, JSON], large), "3 MiB of values", {413})
        csv = ("Content-Type", "text/csv")
        refused(self.ask("POST", "/api/v1/imports", [csv], large), "3 MiB by nobody", {413})
        self.alone("POST /api/v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                   f"Cookie: {self.people['chi'].cookie}\r\nContent-Length: {65 << 20}\r\n\r\n", {413})

    def half_open(self):
        """Three hundred that say half of what they want to: nobody waits for them."""
        waiting = []
        for i in range(300):
            wire = Wire(self.node.port)
            wire.send((b"GET /api/v1/sess", b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n"
                       b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{", b"")[i % 3])
            waiting.append(wire)
        for _ in range(50):
            begin = time.monotonic()
            self.people["dung"].ask("GET", "/office")
            assert time.monotonic() - begin < 2, "somebody waits for half a request"
        for wire in waiting:
            wire.close()

    def what_is_text_stays_text(self):
        """What somebody writes in their own words is kept as it is, and means nothing anywhere."""
        quan, chi = self.people["quan"], self.people["chi"]
        texts = [payload.decode() for name, payload in PAYLOADS.items()
                 if payload.isascii() and len(payload) <= 200 and min(payload) >= 32]
        assert len(texts) > 15
        for text in texts:
            quan.ask("PATCH", "/accounts/" + self.ids["hanh"], {"name": text}, expect=204)
            assert quan.ask("GET", "/accounts/" + self.ids["hanh"])["name"] == text
            chi.save("w26734", "7", note=text)
            values = chi.ask("GET", "/values?period=2023&unit=w26734&indicator=motorbikes")["values"]
            assert values[-1]["note"] == text, values[-1]
        sheet = self.ask("GET", "/api/v1/values?period=2023&unit=w26734&indicator=motorbikes",
                         [*self.signs(chi), ("Accept", "text/csv")])
        assert b"'=HYPERLINK" in sheet.body and not re.search(rb'(^|,)"?[=@]', sheet.body, re.MULTILINE), sheet
        markup = "<script>alert(1)</script>"
        quan.ask("PATCH", "/accounts/" + self.ids["hanh"], {"name": markup}, expect=204)
        done = quan.ask("POST", "/hand_overs", BODIES["make_hand_over"] | {"reason": markup}, expect=201)
        page = self.ask("GET", f"/api/v1/hand_overs/{done['id']}", [*self.signs(quan), ("Accept", "text/html")])
        assert page.header("content-type").startswith("text/html") and b"<script" not in page.body, page
        assert b"&lt;script&gt;" in page.body and "default-src 'none'" in page.header("content-security-policy"), page
        self.holdings.last = self.holdings.now()

    # What fails to sign in waits longer and longer: the families in which nobody signs in come last.
    FAMILIES = ("sessions", "what_is_text_stays_text", "heads", "smuggling", "methods", "forged_requests",
                "kinds_of_bodies", "too_much", "half_open", "every_body", "every_parameter", "every_field")

    def run(self, chosen):
        slow = [Wire(self.node.port), Wire(self.node.port)]
        slow[0].send(b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        slow[1].send(b"GET /api/v1/session HTT")
        for family in chosen or self.FAMILIES:
            begin, before = time.monotonic(), self.count
            getattr(self, family)()
            self.holdings.unchanged(family)
            print(f"{family}: {self.count - before} requests, {time.monotonic() - begin:.1f} s", flush=True)
        for wire in slow:
            refused(wire.answer(), "slow", {408})
        assert self.people["chi"].ask("GET", "/session")["state"] == "open"
        said = self.node.said()
        assert "terminate" not in said and len(said) < 10_000, said[:2_000]
        self.node.end()
        self.office.verify()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="exemplar-hostile-", ignore_cleanup_errors=True) as folder:
        attack = Attack(pathlib.Path(folder))
        attack.run(sys.argv[1:])
        print(f"{attack.count} requests")
