#!/usr/bin/env python3
"""A provider that lies (oauth2-mock-server): each lie is refused with its own code, nobody is signed in,
and the audit log says so.
"""

import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "serve"))
from browser import SKIPPED, Browser, Provider, missing  # noqa: E402
from serving import Node, Office, first_sign_in  # noqa: E402

# What the provider does, what comes of it, and whether it is told in the audit log.
LIES = [
    ("issuer", 401, "token_issuer", True),
    ("audience", 401, "token_audience", True),
    ("audiences", 401, "token_audience", True),
    ("party", 401, "token_party", True),
    ("nonce", 401, "token_nonce", True),
    ("no_nonce", 401, "token_nonce", True),
    ("expired", 401, "token_expired", True),
    ("future", 401, "token_issued_at", True),
    ("old", 401, "token_issued_at", True),
    ("no_subject", 401, "token_subject", True),
    ("long_ago", 401, "token_authenticated_at", True),
    ("access_hash", 401, "token_access_hash", True),
    ("alg_none", 401, "token_algorithm", True),
    ("alg_hs256", 401, "token_algorithm", True),
    ("withdrawn_key", 401, "token_key", True),
    ("forged", 401, "token_signature", True),
    ("no_token", 401, "token_malformed", True),
    ("garbage", 401, "token_malformed", True),
    ("answers_for_another", 401, "response_issuer", True),
    ("denied", 403, "denied", False),
    ("down", 503, "provider_unreachable", False),
]


def main(work):
    provider = Provider("faults.mjs")
    office = Office("--data", work / "office")
    office.load()
    for login, role in (("lan", "officer"), ("admin", "administrator"), ("kiem", "auditor")):
        office.add(login, role)
    node = Node(office, "--oidc-issuer", provider.issuer, "--oidc-client-id", "exemplar")
    server = f"http://127.0.0.1:{node.port}"
    admin, auditor = first_sign_in(node, "admin"), first_sign_in(node, "kiem")
    an = first_sign_in(node, "lan").ask("GET", "/session")["account"]
    admin.ask("POST", f"/accounts/{an}/identities", {"subject": "johndoe"}, expect=201)

    def sign_on(fault):
        assert provider.tell(fault=fault) == {"fault": fault}
        browser = Browser(server)
        return browser, browser.sign_on()

    browser, answer = sign_on("none")
    assert answer.status == 303 and browser.session() == "lan", answer.text
    started = 'session.started'
    sessions = len(auditor.ask("GET", f"/audit?action={started}")["entries"])
    for fault, status, code, is_told in LIES:
        browser, answer = sign_on(fault)
        said = f"{fault}: {answer.status} {answer.text}"
        assert answer.status == status and answer.json["code"] == code, said
        assert browser.cookie("exemplar") is None and browser.session() is None, said
        entries = auditor.ask("GET", "/audit?action=sign_in.failed")["entries"]
        told = [json.loads(entry["payload"])["why"] for entry in entries]
        assert (code in told) == is_told, f"{fault}: {told}"
    assert len(auditor.ask("GET", f"/audit?action={started}")["entries"]) == sessions
    # None of that has hurt whoever signs in as it should be.
    for fault in ("none", "several_factors"):
        browser, answer = sign_on(fault)
        assert answer.status == 303 and browser.session() == "lan", answer.text
    provider.end()
    node.end()
    office.verify()
    print(f"proof: {len(LIES)} lies of a provider refused")


if __name__ == "__main__":
    if reason := missing():
        print(reason)
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="exemplar-oidc-", ignore_cleanup_errors=True) as folder:
        main(pathlib.Path(folder))
