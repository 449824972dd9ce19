"""The life of a user and of a group at a SCIM server that somebody else wrote, told by the org that provisions to it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ORG = os.environ["OKTA_CLIENT_ORGURL"]
TOKEN = os.environ["OKTA_CLIENT_TOKEN"]
PATIENCE = 30
failed = 0


def is_(step, found, expected):
    global failed
    if found == expected:
        print(f"ok scim {step}", flush=True)
    else:
        failed += 1
        print(f"not ok scim {step}\n    expected {expected!r}, found {found!r}", flush=True)


def ask(method, url, body=None, authorization=None):
    """The status and the JSON of an answer."""
    headers = {"content-type": "application/scim+json" if "/scim" in url and "_local" not in url else "application/json"}
    if authorization:
        headers["authorization"] = authorization
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text.strip() else None


def org(method, path, body=None):
    status, answer = ask(method, ORG + path, body, f"SSWS {TOKEN}")
    if status >= 400:
        raise RuntimeError(f"{method} {path} answers {status}: {answer}")
    return answer


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A program that serves SCIM."""

    def __init__(self, command, base_url, authorization, environment=None):
        self.base_url, self.authorization = base_url, authorization
        self.process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=sys.stderr)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if self.ask("GET", "/Users?startIndex=1&count=2")[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > end or self.process.poll() is not None:
                self.stop()
                raise RuntimeError(f"{command[0]} does not serve")
            time.sleep(0.1)

    def ask(self, method, path, body=None):
        return ask(method, self.base_url + path, body, self.authorization)

    def user(self, name):
        query = urllib.parse.quote(f'userName eq "{name}"')
        found = self.ask("GET", f"/Users?filter={query}")[1].get("Resources") or [None]
        return found[0]

    def group(self, name):
        # Not every server finds groups by a filter.
        listed = self.ask("GET", "/Groups?startIndex=1&count=100")[1].get("Resources") or []
        found = [group for group in listed if group.get("displayName") == name]
        return self.ask("GET", f"/Groups/{found[0]['id']}")[1] if found else None

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


def settle():
    end = time.monotonic() + PATIENCE
    while org("GET", "/_local/scim")["waiting"]:
        if time.monotonic() > end:
            raise RuntimeError("the org is not done")
        time.sleep(0.02)


def changed(method, path, body=None):
    answer = org(method, path, body)
    settle()
    return answer


def members(group):
    return sorted(member["value"] for member in (group or {}).get("members") or [])


def wizard(label):
    sign_on = {
        "ssoAcsUrl": "https://x.example/acs", "recipient": "https://x.example/acs", "destination": "https://x.example/acs",
        "audience": "https://x.example", "idpIssuer": "$http://www.okta.com/${org.externalKey}",
        "subjectNameIdTemplate": "${user.userName}", "responseSigned": True, "assertionSigned": True,
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", "honorForceAuthn": True,
        "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    }
    return org("POST", "/api/v1/apps", {"label": label, "signOnMode": "SAML_2_0", "settings": {"signOn": sign_on}})["id"]


def tell(name, server, connection, patch, removes=True, keeps_members=True):
    """Tells the story of an app whose server takes whole objects, or PATCH.

    Some servers cannot remove a single member with PATCH, and some do not keep the members that PUT brings.
    """
    story = f"{name}, {'with PATCH' if patch else 'whole objects'}:"
    tag = f"{name.split('-')[0]}{'p' if patch else 'w'}"
    app = wizard(f"{name} {patch}")
    connected = org("POST", "/_local/scim/connections", {"app": app, "baseUrl": server.base_url, "patch": patch, **connection})
    is_(f"{story} the connection is tested", connected["tested"], True)
    users = []
    for first in ("Ada", "Bob"):
        login = f"{tag}.{first.lower()}@example.com"
        profile = {"login": login, "email": login, "firstName": first, "lastName": "Example"}
        users.append(org("POST", "/api/v1/users?activate=true", {"profile": profile, "credentials": {"password": {"value": "Correct-Horse-7"}}})["id"])
        changed("POST", f"/api/v1/apps/{app}/users", {"id": users[-1]})
    ada = f"{tag}.ada@example.com"

    def has(step, name, expected):
        group = server.group(name)
        is_(f"{story} {step}", members(group) if keeps_members else group is not None, expected if keeps_members else True)

    def assigned():
        return org("GET", f"/api/v1/apps/{app}/users/{users[0]}")

    found = server.user(ada)
    is_(f"{story} a new user is created", (found or {}).get("name", {}).get("familyName"), "Example")
    is_(f"{story} the assignment knows the user's id", assigned()["externalId"], (found or {}).get("id"))
    is_(f"{story} and is in sync", assigned()["syncState"], "SYNCHRONIZED")
    changed("POST", f"/api/v1/users/{users[0]}", {"profile": {"firstName": "Augusta"}})
    is_(f"{story} a changed name arrives", server.user(ada)["name"]["givenName"], "Augusta")
    changed("DELETE", f"/api/v1/apps/{app}/users/{users[0]}")
    is_(f"{story} who loses the app is switched off", server.user(ada)["active"], False)
    changed("POST", f"/api/v1/apps/{app}/users", {"id": users[0]})
    is_(f"{story} and on again", server.user(ada)["active"], True)
    is_(f"{story} as the same user", assigned()["externalId"], found["id"])

    ids = [org("GET", f"/api/v1/apps/{app}/users/{user}")["externalId"] for user in users]
    label = f"{tag} team"
    group = org("POST", "/api/v1/groups", {"profile": {"name": label}})["id"]
    org("PUT", f"/api/v1/groups/{group}/users/{users[0]}")
    mapping = changed("POST", f"/api/v1/apps/{app}/group-push/mappings", {"sourceGroupId": group, "targetGroupName": label})["id"]
    has("a group is pushed with its member", label, [ids[0]])
    changed("PUT", f"/api/v1/groups/{group}/users/{users[1]}")
    has("another member comes", label, sorted(ids))
    changed("DELETE", f"/api/v1/groups/{group}/users/{users[0]}")
    if not removes:
        state = org("GET", f"/api/v1/apps/{app}/group-push/mappings/{mapping}")
        is_(f"{story} a member that cannot be removed is told at the mapping", (state["status"], "Not Implemented" in state.get("errorSummary", "")), ("ERROR", True))
        return
    has("and one goes", label, [ids[1]])
    changed("PUT", f"/api/v1/groups/{group}", {"profile": {"name": f"{label} 2"}})
    has("the group is renamed", f"{label} 2", [ids[1]])
    state = org("GET", f"/api/v1/apps/{app}/group-push/mappings/{mapping}")
    is_(f"{story} the mapping is well", (state["status"], state.get("errorSummary")), ("ACTIVE", None))
    org("PATCH", f"/api/v1/apps/{app}/group-push/mappings/{mapping}", {"status": "INACTIVE"})
    changed("DELETE", f"/api/v1/apps/{app}/group-push/mappings/{mapping}?deleteTargetGroup=true")
    is_(f"{story} the group goes with its mapping", server.group(f"{label} 2"), None)

    org("POST", "/_local/scim/imports", {"app": app})
    settle()
    apps = org("GET", "/_local/scim")["apps"]
    result = next(one["import"] for one in apps if one["app"] == app)
    is_(f"{story} an import finds both", (result["error"], result["users"]["unchanged"] + result["users"]["updated"]), (None, 2))


def ended():
    return 1 if failed else 0
