"""What the clients have in common that run a whole program: what the org holds, over plain HTTP, and the checks."""

import json
import os
import re
import sys
import urllib.request

ORG = os.environ["OKTA_CLIENT_ORGURL"]
TOKEN = os.environ["OKTA_CLIENT_TOKEN"]
failed = 0


def whole(path):
    """A list of the org with all of its pages."""
    found, url = [], ORG + path
    while url:
        request = urllib.request.Request(url, headers={"Authorization": f"SSWS {TOKEN}", "Accept": "application/json"})
        with urllib.request.urlopen(request) as answer:
            found += json.load(answer)
            links = answer.headers.get_all("Link") or []
        more = [re.match(r'<(.*)>; rel="next"', link) for link in links]
        url = next((link[1] for link in more if link), None)
    return found


def one(method, path, body=None):
    """A single request."""
    request = urllib.request.Request(ORG + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Authorization", f"SSWS {TOKEN}")
    request.add_header("Accept", "application/json")
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def every_user():
    """A list of users leaves out those who are deprovisioned, and some programs ask for them too."""
    return whole("/api/v1/users?limit=200") + whole("/api/v1/users?limit=200&filter=status+eq+%22DEPROVISIONED%22")


def check(program, step, found, expected=True):
    global failed
    same = found == expected
    failed += not same
    if isinstance(found, list) and isinstance(expected, list):
        expected, found = [one for one in expected if one not in found][:5], [one for one in found if one not in expected][:5]
    print(f"{'ok' if same else 'not ok'} {program}: {step}" + ("" if same else f"\n    expected {expected!r}, found {found!r}"), flush=True)


def finish():
    sys.exit(1 if failed else 0)
