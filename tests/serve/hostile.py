"""For hostile_test.py: what is sent, a client that sends any bytes, and what an office holds while it is attacked."""

import hashlib
import json
import pathlib
import socket
import sqlite3

# What no field of any route means. Bytes, because some of them are no text.
PAYLOADS = {
    "quote": b"'",
    "two quotes": b"\"'`",
    "statement": b"'; DROP TABLE account; --",
    "always true": b"' OR '1'='1' --",
    "union": b"x' UNION SELECT hash FROM password --",
    "dollar quotes": b"$$; SELECT pg_sleep(9); $$",
    "wildcard": b"%_%",
    "path": b"../../../../etc/passwd",
    "path of Windows": b"..\\..\\windows\\win.ini",
    "NUL": b"a\x00b",
    "escaped NUL": b"%00",
    "line ends": b"a\r\nSet-Cookie: exemplar=evil\r\n\r\n<html>",
    "overlong": b"\xc0\xaf\xc0\xae",
    "surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "right to left": "\u202egnp.exe\u202c".encode(),
    "long": b"A" * 100_000,
    "huge number": b"9" * 400,
    "beyond 64 bits": b"18446744073709551616",
    "negative": b"-9223372036854775809",
    "exponent": b"1e999999999",
    "prototype": b"__proto__",
    "constructor": b"constructor.prototype",
    "formula": b"=HYPERLINK(\"http://evil.example\";1+1)",
    "command": b"@SUM(1)|cmd /c calc",
    "markup": b"<script>alert(1)</script>",
    "template": b"{{7*7}}${7*7}{}",
    "format": b"%s%n{0}",
    "address": b"http://169.254.169.254/latest",
    "shell": b"$(id);`id`|id",
}

# What must stand in no answer, whatever was asked: SQL, places in the source, this machine's files.
TELLTALES = ("sqlite", "SQLSTATE", "SELECT ", "INSERT INTO", "terminate called", "std::", "boost",
             ".cpp", ".hpp", "/src/", "root:x:", "argon2", "Traceback")


def percent(payload):
    """Each byte escaped: what an attacker's tool sends."""
    return "".join(f"%{byte:02X}" for byte in payload)


def json_text(payload):
    """As a JSON text: where the bytes are no UTF-8 they are sent as they are, as no library would."""
    try:
        return json.dumps(payload.decode()).encode()
    except UnicodeDecodeError:
        return b'"' + payload + b'"'


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        values = [value for key, value in self.headers if key == name.lower()]
        return values[0] if values else None

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:600]}"


class Wire:
    """A connection on which any bytes go out; kept as long as the server keeps it."""

    def __init__(self, port):
        self.port, self.socket, self.file = port, None, None

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.file = self.socket.makefile("rb")

    def close(self):
        if self.socket:
            self.file.close()
            self.socket.close()
        self.socket = None

    def send(self, data):
        if not self.socket:
            self.open()
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the answer may be there already

    def answer(self):
        """The next answer; nothing where the server has ended the connection."""
        line = self.file.readline()
        if not line:
            return None
        assert line.startswith(b"HTTP/1.1 "), line
        headers = []
        while (line_of_header := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line_of_header.decode("latin-1").partition(":")
            headers.append((name.lower(), value.strip()))
        answer = Answer(int(line.split()[1]), headers, b"")
        length = answer.header("content-length")
        answer.body = self.file.read(int(length)) if length else b""
        if answer.header("connection") == "close":
            self.rest = self.file.read()
            self.close()
        return answer

    def ask(self, method, target, headers=(), body=None):
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers)]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        data = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")
        fresh = self.socket is None
        self.send(data)
        try:
            answer = self.answer()
        except ConnectionResetError:
            answer = None
        if answer is None and not fresh:  # it was closed while it was idle
            self.close()
            self.send(data)
            answer = self.answer()
        assert answer is not None, f"{method} {target[:200]}: no answer"
        return answer


def refused(answer, what, statuses=range(400, 500), sent=b""):
    """A problem document with a code, and nothing in it that is nobody's business."""
    assert answer.status in statuses, f"{what}: {answer}"
    assert (answer.header("content-type") or "").startswith("application/problem+json"), f"{what}: {answer}"
    problem = json.loads(answer.body)
    assert problem["code"] and problem["status"] == answer.status, f"{what}: {answer}"
    discreet(answer, what, sent)
    return problem["code"]


def discreet(answer, what, sent=b""):
    """What was sent may be told back; of what the program is made nothing is told."""
    text = answer.body.decode("utf-8", "replace")
    for telltale in TELLTALES:
        assert telltale not in text or telltale.encode() in sent, f"{what}: {telltale}: {answer}"
    assert answer.header("set-cookie") is None or answer.status < 300, f"{what}: {answer}"
    assert answer.header("server") is None and answer.header("x-powered-by") is None, f"{what}: {answer}"


class Holdings:
    """All that the office's database holds, but what it writes by itself when it is read or refuses."""

    OF_ITS_OWN = {"ledger", "audit_entry", "audit_payload", "sign_in_failure", "job_lease", "job_day", "checkpoint"}
    TOUCHED = {"account_session": {"last_used"}, "api_token": {"last_used"}}
    ACTIONS = {"personal.read", "sign_in.failed", "job.done", "checkpoint.made"}

    def __init__(self, folder):
        self.path = pathlib.Path(folder) / "office.db"
        self.last = self.now()

    def now(self):
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        connection.execute("BEGIN")
        tables = [name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        digests = {}
        for table in sorted(set(tables) - self.OF_ITS_OWN):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(one for one in columns if one not in self.TOUCHED.get(table, ()))
            digest = hashlib.sha256()
            for row in connection.execute(f"SELECT {chosen} FROM {table}"):
                digest.update(repr(row).encode())
            digests[table] = digest.hexdigest()
        entries = [action for action, in connection.execute("SELECT action FROM audit_entry ORDER BY number")]
        revision = connection.execute("SELECT max(revision) FROM ledger").fetchone()[0]
        told = connection.execute("SELECT count(DISTINCT revision) FROM audit_entry").fetchone()[0]
        connection.close()
        return digests, entries, revision - told

    def unchanged(self, what):
        """Not a row is another one; revisions are those of what the office notes when it refuses or shows."""
        before, after = self.last, self.now()
        for table, digest in after[0].items():
            assert digest == before[0].get(table), f"{what}: {table} was changed"
        new = after[1][len(before[1]):]
        assert set(new) <= self.ACTIONS, f"{what}: {new}"
        assert before[2] == after[2], f"{what}: a revision without an entry"
        self.last = after
