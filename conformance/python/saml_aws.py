"""Tools of the command line that get credentials of AWS through Okta: each as its users run it, with its own command.

The tools want an org at the usual port of https, and they send what they got to AWS. So they run behind a proxy that
leads to the local org and nowhere else, and a stand-in for the token service of AWS takes the assertion.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from story import ORG, PREFIX, made, oidc_app, tell

CLIENT = "saml-aws"
BIN = os.path.dirname(sys.executable)
# The org as the tools know it: without a port, since tokendito sets cookies for the name with the port.
HOST = "127.0.0.1"
SEEN_ORG = f"https://{HOST}"
PASSWORD = "Correct-Horse-7-Battery"
PROVIDER = "arn:aws:iam::123456789012:saml-provider/Okta"
PATIENCE = 60
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def role(name):
    return f"arn:aws:iam::123456789012:role/{name}"


class Tunnel(threading.Thread):
    """A proxy for https: what is for the org goes there, and nothing else goes anywhere."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.refused = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(4096)
            if not part:
                return
            head += part
        words = head.split(b"\r\n")[0].decode().split()
        if words[:2] != ["CONNECT", f"{HOST}:443"]:
            self.refused.append(" ".join(words[:2]))
            client.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            client.close()
            return
        org = socket.create_connection((HOST, urllib.parse.urlsplit(ORG).port))
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        both = {client: org, org: client}
        while True:
            for one in select.select(list(both), [], [])[0]:
                part = one.recv(65536)
                if not part:
                    client.close()
                    org.close()
                    return
                both[one].sendall(part)


class TokenService(BaseHTTPRequestHandler):
    """Takes an assertion as AWS does, and gives credentials that open nothing."""

    taken = []

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        action = form["Action"][0]
        if action == "AssumeRoleWithSAML":
            TokenService.taken.append({name: values[0] for name, values in form.items()})
            inner = (
                "<Credentials><AccessKeyId>ASIAEXAMPLEEXAMPLE</AccessKeyId><SecretAccessKey>none</SecretAccessKey>"
                "<SessionToken>none</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
            )
        else:
            inner = f"<Arn>{role('admin')}</Arn><UserId>AROA</UserId><Account>123456789012</Account>"
        space = "https://sts.amazonaws.com/doc/2011-06-15/"
        text = f'<{action}Response xmlns="{space}"><{action}Result>{inner}</{action}Result></{action}Response>'
        self.send_response(200)
        self.send_header("content-type", "text/xml")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


TUNNEL = Tunnel()
SERVICE = ThreadingHTTPServer(("127.0.0.1", 0), TokenService)
HOME = tempfile.TemporaryDirectory()


def environment(more):
    """No proxy of this machine, no keyring, no files of whoever runs this, and no way to AWS."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy") and not name.startswith("AWS_")}
    return {
        **kept,
        "HOME": HOME.name,
        "HTTPS_PROXY": TUNNEL.address,
        "AWS_ENDPOINT_URL_STS": f"http://127.0.0.1:{SERVICE.server_port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


class Tool:
    """A command without a terminal: it reads what it asks for from its input."""

    def __init__(self, words, more):
        command = [os.path.join(BIN, words[0]), *words[1:]]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, env=environment(more), text=True, start_new_session=True, **pipes)
        self.text = ""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.text += line

    def until(self, pattern):
        """Waits until this was said."""
        for _ in range(10 * PATIENCE):
            if found := re.search(pattern, self.text):
                return found
            time.sleep(0.1)
        self.process.kill()
        raise RuntimeError(f"it did not say {pattern}:\n{self.text}")

    def type(self, text):
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()

    def ended(self):
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stdin.close()
        self.reader.join()
        return self.process.wait()


def person(name, app, roles):
    login = f"{PREFIX}-{name}@example.com"
    profile = {"firstName": name.title(), "lastName": "Acme", "email": login, "login": login}
    body = {"profile": profile, "credentials": {"password": {"value": PASSWORD}}}
    user = made("POST", "/api/v1/users?activate=true", body)
    made("POST", f"/api/v1/apps/{app['id']}/users", {"id": user["id"], "profile": {"samlRoles": roles}})
    return user


def email_factor(user):
    body = {"factorType": "email", "provider": "OKTA", "profile": {"email": user["profile"]["email"]}}
    made("POST", f"/api/v1/users/{user['id']}/factors?activate=true", body)


def now():
    return time.mktime(time.strptime(made("GET", "/_local/clock")["now"][:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone


def totp(secret):
    """The code that an app shows now, after a step of its own: the org takes none of an old step twice."""
    made("POST", "/_local/clock", {"advance": 30})
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(now()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def totp_factor(user):
    path = f"/api/v1/users/{user['id']}/factors"
    factor = made("POST", path, {"factorType": "token:software:totp", "provider": "GOOGLE"})
    secret = factor["_embedded"]["activation"]["sharedSecret"]
    made("POST", f"{path}/{factor['id']}/lifecycle/activate", {"passCode": totp(secret)})
    return secret


def mailed_code(user, before):
    """The code of the mail that came after these."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        mails = [mail for mail in made("GET", "/_local/outbox")[before:] if mail["to"] == user["profile"]["email"]]
        if mails:
            return mails[-1]["token"]
        time.sleep(0.1)
    raise RuntimeError("no code was sent")


def client(label, user, grants, redirect_uris):
    settings = {"application_type": "native", "grant_types": grants, "redirect_uris": redirect_uris}
    return oidc_app(label, user, "none", settings)["id"]


def aws_app():
    body = {
        "name": "amazon_aws",
        "label": f"{PREFIX} AWS",
        "signOnMode": "SAML_2_0",
        "settings": {"app": {"identityProviderArn": PROVIDER, "sessionDuration": 3600}},
    }
    app = made("POST", "/api/v1/apps", body)
    roles = {"title": "SAML roles", "type": "array", "items": {"type": "string"}}
    made("POST", f"/api/v1/meta/schemas/apps/{app['id']}/default", {"definitions": {"custom": {"properties": {"samlRoles": roles}}}})
    app["link"] = f"{SEEN_ORG}/home/amazon_aws/{app['id']}/272"
    return app


def ask_for_a_factor():
    policy = made("GET", "/api/v1/policies?type=OKTA_SIGN_ON")[0]["id"]
    signon = {"access": "ALLOW", "requireFactor": True, "factorPromptMode": "ALWAYS"}
    made("POST", f"/api/v1/policies/{policy}/rules", {"name": "Second factor", "type": "SIGN_ON", "actions": {"signon": signon}})


def holds(t, tool, user, roles, chosen):
    """The tool ended well, and AWS got the assertion that Okta made for this user."""
    status = tool.ended()
    t.report("the tool ends well", f"status {status}:\n{tool.text[-3000:]}" if status else "", status)
    sent = TokenService.taken.pop() if TokenService.taken else None
    t.equal("AWS gets one assertion", (sent is not None, TokenService.taken), (True, []))
    if sent is None:
        return
    t.equal("for the role that was chosen", (sent["RoleArn"], sent["PrincipalArn"]), (role(chosen), PROVIDER))
    root = ElementTree.fromstring(base64.b64decode(sent["SAMLAssertion"]))
    name = root.find(f".//{SAML}NameID").text
    told = {one.get("Name").rsplit("/", 1)[-1]: [value.text for value in one] for one in root.iter(f"{SAML}Attribute")}
    expected = {
        "Role": [f"{PROVIDER},{role(one)}" for one in roles],
        "RoleSessionName": [user["profile"]["login"]],
        "SessionDuration": ["3600"],
    }
    t.equal("it says who and with which roles", (name, told), (user["profile"]["login"], expected))


def gimme_configuration(more):
    values = {
        "okta_org_url": SEEN_ORG,
        "okta_auth_server": "",
        "client_id": "",
        "gimme_creds_server": "appurl",
        "aws_appname": "",
        "aws_rolename": role("admin"),
        "write_aws_creds": "False",
        "cred_profile": "role",
        "resolve_aws_alias": "False",
        "include_path": "False",
        "remember_device": "False",
        "aws_default_duration": "3600",
        "force_classic": "False",
        "output_format": "json",
        **more,
    }
    path = os.path.join(HOME.name, "gimme")
    with open(path, "w", encoding="utf-8") as file:
        file.write("[DEFAULT]\n" + "".join(f"{name} = {value}\n" for name, value in values.items()))
    return {"OKTA_CONFIG": path}


async def gimme_classic(t):
    user = person("gimme", APP, ["admin", "reader"])
    email_factor(user)
    config = {"app_url": APP["link"], "okta_username": user["profile"]["login"], "force_classic": "True", "preferred_mfa_type": "email"}
    before = len(made("GET", "/_local/outbox"))
    tool = Tool(["gimme-aws-creds"], {**gimme_configuration(config), "OKTA_PASSWORD": PASSWORD})
    tool.type(mailed_code(user, before))
    holds(t, tool, user, ["admin", "reader"], "admin")


def sign_in_for_device(address, user):
    """What a person does in a browser with the address that the tool shows."""
    browser = requests.Session()
    browser.verify = os.environ.get("SSL_CERT_FILE", True)
    before = len(made("GET", "/_local/outbox"))
    page = browser.get(address.replace(SEEN_ORG, ORG))
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["user_code"][0]
    answers = {
        "userCode": lambda: code,
        "identifier": lambda: user["profile"]["login"],
        "credentials.passcode": lambda: mailed_code(user, before) if "otp" in done else PASSWORD,
    }
    done = set()
    for _ in range(8):
        if "Device activated" in page.text:
            return
        fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text))
        for name, answer in answers.items():
            if f'name="{name}"' in page.text:
                fields[name] = answer()
                done.add("otp" if name == "credentials.passcode" else name)
        if button := re.search(r'<button[^>]*class="[^"]*select-factor[^"]*"[^>]*name="([^"]*)" value="([^"]*)"', page.text):
            fields[button[1]] = button[2]
        page = browser.post(f"{ORG}/login/step", data=fields)
    raise RuntimeError(f"the device is not let in: {page.text[-2000:]}")


async def gimme_identity_engine(t):
    user = person("gimme-idx", APP, ["admin"])
    email_factor(user)
    config = {"app_url": APP["link"], "client_id": client("gimme", user, ["authorization_code", DEVICE, EXCHANGE], ["http://localhost/none"])}
    tool = Tool(["gimme-aws-creds"], gimme_configuration(config))
    address = tool.until(r"https://\S+user_code=\w+")[0]
    # The tool asks every two seconds, and takes the hint to ask less often for an error.
    tool.process.send_signal(signal.SIGSTOP)
    sign_in_for_device(address, user)
    made("POST", "/_local/clock", {"advance": 10})
    tool.process.send_signal(signal.SIGCONT)
    holds(t, tool, user, ["admin"], "admin")


async def processor(t):
    user = person("processor", APP, ["reader"])
    secret = totp_factor(user)
    words = ["aws-okta-processor", "authenticate", "--no-okta-cache", "--no-aws-cache"]
    words += ["--user", user["profile"]["login"], "--organization", HOST, "--factor", "token:software:totp:google"]
    # With the address of the app, and with the app that it finds on the dashboard.
    for more in (["--application", APP["link"]], []):
        tool = Tool(words + more, {"AWS_OKTA_PASS": PASSWORD})
        tool.type(totp(secret))
        holds(t, tool, user, ["reader"], "reader")


async def tokendito(t):
    user = person("tokendito", APP, ["admin", "reader"])
    secret = totp_factor(user)
    id = client("tokendito", user, ["authorization_code"], [f"{SEEN_ORG}/enduser/callback"])
    words = ["tokendito", "--quiet", "--username", user["profile"]["login"], "--password", PASSWORD]
    words += ["--okta-tile", APP["link"], "--okta-client-id", id]
    words += ["--okta-mfa", "token:software:totp", "--okta-mfa-response", totp(secret)]
    words += ["--aws-role-arn", role("admin"), "--aws-profile", "local", "--aws-region", "us-east-1", "--aws-output", "json"]
    holds(t, Tool(words, {}), user, ["admin", "reader"], "admin")


async def nowhere_else(t):
    t.equal("no tool wanted to go anywhere else", TUNNEL.refused, [])


async def main():
    TUNNEL.start()
    threading.Thread(target=SERVICE.serve_forever, daemon=True).start()
    stories = [
        ("gimme-aws-creds on Classic", gimme_classic),
        ("gimme-aws-creds on Identity Engine", gimme_identity_engine),
        ("aws-okta-processor", processor),
        ("tokendito", tokendito),
        ("all", nowhere_else),
    ]
    return sum([await tell(CLIENT, name, story) for name, story in stories])


if __name__ == "__main__":
    APP = aws_app()
    ask_for_a_factor()
    sys.exit(1 if asyncio.run(main()) else 0)
