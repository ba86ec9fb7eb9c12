"""A browser that can be asked what it did, and providers of identities that run beside it."""

import atexit
import http.cookiejar
import json
import pathlib
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def missing():
    """Why the proofs cannot run on this machine; nothing where they can."""
    if shutil.which("node") is None:
        return "Node.js is not installed: tools/setup oidc"
    for module in ("oidc-provider", "oauth2-mock-server"):
        if not (HERE / "node_modules" / module).is_dir():
            return f"{module} is not installed: tools/setup oidc"
    return None


class Provider:
    """A provider's process, which is told things on its standard input; ended by its own id."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen(["node", str(HERE / script), *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        atexit.register(self.process.kill)
        self.issuer = f"http://localhost:{self._heard()['port']}"

    def _heard(self):
        while True:  # modules may print lines of their own
            line = self.process.stdout.readline()
            assert line, "the provider has ended"
            if line.startswith("{"):
                return json.loads(line)

    def tell(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self._heard()

    def end(self):
        self.process.kill()
        self.process.wait(30)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Answer:
    def __init__(self, url, response):
        self.url = url
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def location(self):
        return urllib.parse.urljoin(self.url, self.headers["Location"])

    @property
    def json(self):
        return json.loads(self.text)


class Browser:
    """Keeps cookies; follows redirects only when told to."""

    def __init__(self, server):
        self.server = server  # http://127.0.0.1:8080
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), _NoRedirects(), urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, url, form=None, accept="application/json"):
        url = urllib.parse.urljoin(self.server + "/", url)
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(url, data=data, headers={"Accept": accept, "Accept-Language": "en"})
        try:
            return Answer(url, self.opener.open(request, timeout=60))
        except urllib.error.HTTPError as answer:
            return Answer(url, answer)

    def cookie(self, name):
        return next((one.value for one in self.jar if one.name == name), None)

    def start(self, return_to="/units"):
        return self.get("/api/v1/session/oidc?" + urllib.parse.urlencode({"return_to": return_to}))

    def at_provider(self, url, login=None):
        """What a person does there: signs in, agrees. The address of this server that it ends at."""
        for _ in range(20):
            if url.startswith(self.server + "/"):
                return url
            answer = self.get(url, accept="text/html")
            if answer.status in (302, 303):
                url = answer.location
                continue
            assert answer.status == 200, f"{answer.status} {answer.text[:500]}"
            action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)[1]
            prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)[1]
            assert login, "nobody was to be asked"
            if login == "nobody":
                url = action + "/abort"
                continue
            url = self.get(action, form={"prompt": prompt, "login": login, "password": "x"}).location
        raise AssertionError(f"no end of redirects: {url}")

    def sign_on(self, login=None, return_to="/units"):
        """All of it; the answer to the callback."""
        started = self.start(return_to)
        assert started.status == 303, f"{started.status} {started.text}"
        return self.get(self.at_provider(started.location, login))

    def session(self):
        """Whose it is; None where nobody has signed in."""
        answer = self.get("/api/v1/session")
        return answer.json["login"] if answer.status == 200 else None
