"""Tells stories with a client, and holds what it understood against what the org says over plain HTTP.

Every step prints `ok` or `not ok`, and what it saw goes to $CONFORMANCE_OBSERVED, one JSON line a step, so
that two orgs can be compared.
"""

import asyncio
import json
import os
import traceback
import urllib.error
import urllib.request

ORG = os.environ["OKTA_CLIENT_ORGURL"]
TOKEN = os.environ["OKTA_CLIENT_TOKEN"]
# Whether the org is a real one, whose search lags behind and which has no `/_local/`.
LIVE = os.environ.get("CONFORMANCE_LIVE") == "1"
# Stands at the start of the name of everything that a story creates.
PREFIX = os.environ.get("CONFORMANCE_PREFIX", "oktars-python")

OBSERVED = os.environ.get("CONFORMANCE_OBSERVED")


class Refused(Exception):
    """What a client made of an error that the org sent."""

    def __init__(self, status, code, summary, causes):
        super().__init__(f"{status} {code} {summary} {causes}")
        self.found = {"status": status, "code": code, "summary": summary, "causes": causes}


def http(method, path, body=None, headers=None):
    """Asks the org itself, without the client: status and JSON."""
    request = urllib.request.Request(path if path.startswith("http") else ORG + path, method=method)
    request.add_header("Accept", "application/json")
    request.add_header("Authorization", f"SSWS {TOKEN}")
    data = b"" if method in ("POST", "PUT") else None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, data) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text else None


def made(method, path, body=None):
    """What the org itself answers, which must not refuse."""
    status, answer = http(method, path, body)
    if status not in (200, 201):
        raise RuntimeError(f"{method} {path} answers {status}: {answer}")
    return answer


def oidc_app(label, user, method, settings):
    """An app that this user has, whose client shows itself with this method."""
    body = {
        "name": "oidc_client",
        "label": f"{PREFIX} {label}",
        "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": method}},
        "settings": {"oauthClient": {"response_types": ["code"], **settings}},
    }
    app = made("POST", "/api/v1/apps", body)
    made("POST", f"/api/v1/apps/{app['id']}/users", {"id": user["id"]})
    return app


def differences(understood, truth, path=""):
    """Where the client's value says something else than the truth. Absent, null and empty are alike."""
    if understood is None:
        return [] if truth is None else [f"{path} is lost"]
    if isinstance(understood, list):
        if not understood and truth is None:
            return []
        if not isinstance(truth, list) or len(truth) != len(understood):
            return [f"{path} has another length"]
        pairs = enumerate(zip(understood, truth))
        return [wrong for at, (one, other) in pairs for wrong in differences(one, other, f"{path}[{at}]")]
    if isinstance(understood, dict):
        if not isinstance(truth, dict):
            return [] if not any(understood.values()) else [f"{path} is no object"]
        return [
            wrong
            for name, value in understood.items()
            if value is not None
            for wrong in differences(value, truth.get(name), f"{path}.{name}".lstrip("."))
        ]
    return [] if understood == truth else [f"{path} is {understood!r}, the org says {truth!r}"]


class Story:
    def __init__(self, client, name):
        self.client, self.name, self.failed, self.undo = client, name, 0, []

    def report(self, step, wrong, saw):
        self.failed += bool(wrong)
        indented = "\n    " + wrong.replace("\n", "\n    ") if wrong else ""
        print(f"{'not ok' if wrong else 'ok'} {self.client} {self.name}: {step}{indented}", flush=True)
        if OBSERVED:
            line = {"client": self.client, "story": self.name, "step": step, "saw": saw}
            with open(OBSERVED, "a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def equal(self, step, value, expected):
        """The value is the expected one."""
        self.report(step, "" if value == expected else f"expected {expected!r}, found {value!r}", value)

    def holds(self, step, understood, path):
        """What the client understood is what the org says at `path`."""
        status, body = http("GET", path)
        wrong = differences(understood, body) if status == 200 else [f"GET {path} answers {status}"]
        if not understood:
            wrong.append("the client understood nothing")
        self.report(step, "; ".join(wrong), body)

    async def refused(self, step, asked, **expected):
        """The org refuses, as expected: status, code, summary and causes, as far as they are given."""
        try:
            value = await asked
        except Refused as error:
            found = {name: error.found[name] for name in expected}
            self.report(step, "" if found == expected else f"expected {expected}, found {error.found}", error.found)
        else:
            self.report(step, f"expected {expected}, but it was done: {value}", value)

    async def becomes(self, step, ask, expected):
        """An index may lag behind in a real org: asks until the answer is the expected one, or for half a minute."""
        for _ in range(30 if LIVE else 1):
            found = await ask()
            if found == expected:
                break
            if LIVE:
                await asyncio.sleep(1)
        self.equal(step, found, expected)

    def at_last(self, *request):
        """Makes this request at the end, whatever happens, last things first."""
        self.undo.append(request)


async def tell(client, name, story):
    """Tells a story; the number of failed steps. What is raised fails it."""
    told = Story(client, name)
    try:
        await story(told)
    except Exception:
        told.report("is told to its end", traceback.format_exc(limit=-2).strip(), None)
    for request in reversed(told.undo):
        http(*request)
    return told.failed
