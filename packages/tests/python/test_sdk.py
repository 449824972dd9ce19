"""The package `oktars` with Okta's own SDK for Python."""

import asyncio
import base64
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from okta.client import Client

import oktars
from oktars import Org, OrgError, StartError, start_org

os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"


def status_of(org: Org, login: str) -> str:
    user, _, error = asyncio.run(Client(org.config).get_user(login))
    assert error is None, error
    return str(user.status.value if hasattr(user.status, "value") else user.status)


def is_up(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/.well-known/okta-organization").close()
        return True
    except (urllib.error.URLError, ConnectionError):
        return False


def gone(url: str) -> bool:
    end = time.monotonic() + 10
    while is_up(url) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_up(url)


@pytest.mark.parametrize("time", range(4))
def test_each_test_begins_with_the_same_state(oktars_org: Org, time: int) -> None:
    assert status_of(oktars_org, "ann@tried.example") == "ACTIVE"
    oktars_org.api("POST /api/v1/users/ann@tried.example/lifecycle/suspend")
    assert status_of(oktars_org, "ann@tried.example") == "SUSPENDED"


def test_what_a_test_asks_of_an_org(oktars_org: Org) -> None:
    before = oktars_org.clock.now()
    after = oktars_org.clock.advance(timedelta(hours=3))
    assert timedelta(hours=3) <= after - before < timedelta(hours=3, minutes=1)
    token = oktars_org.sign_in(scopes=["openid", "email"])["access_token"]
    part = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    assert (claims["iss"], claims["sub"]) == (oktars_org.app.issuer, oktars_org.app.login)
    oktars_org.clear_outbox()
    oktars_org.api("POST /api/v1/users/ann@tried.example/lifecycle/reset_password?sendEmail=true")
    assert [mail.to for mail in oktars_org.outbox()] == ["ann@tried.example"]
    oktars_org.faults.add(path="/api/v1/users/*", status=503, times=1)
    with pytest.raises(OrgError) as refused:
        oktars_org.api("GET /api/v1/users/ann@tried.example")
    assert refused.value.status == 503
    assert oktars_org.requests()[-1]["status"] == 503


@pytest.mark.oktars(seed="demo")
def test_a_mark_gives_an_org_of_its_own(oktars_org: Org, oktars_session_org: Org) -> None:
    assert oktars_org.url != oktars_session_org.url
    assert len(oktars_org.api("GET /api/v1/users?limit=200")) == 200


def test_contents_tls_and_a_token() -> None:
    users = [{"profile": {"firstName": "Bob", "lastName": "Ray", "email": "bob@tried.example", "login": "bob@tried.example"}}]
    with start_org(seed={"users": users}, token="00tried-token", tls=True) as org:
        assert org.token == "00tried-token" and org.url.startswith("https:")
        assert org.api("GET /api/v1/users/bob@tried.example")["profile"]["lastName"] == "Ray"
        url = org.url.replace("https", "http")
    assert not is_up(url)


def test_a_killed_program_leaves_nothing_behind() -> None:
    program = "import oktars, time; print(oktars.start_org().url, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        url = child.stdout.readline().strip()
        assert is_up(url)
        child.kill()
    assert gone(url)


def test_what_is_wrong_is_named(tmp_path, monkeypatch) -> None:
    with pytest.raises(StartError, match="write `empty`, `demo`"):
        start_org(seed="many")
    other = tmp_path / "oktars"
    other.write_text('#!/bin/sh\necho \'{"url":"http://127.0.0.1:1","token":"t","version":"9.9.9"}\'\nsleep 5\n')
    other.chmod(0o755)
    monkeypatch.setenv("OKTARS", str(other))
    with pytest.raises(StartError, match=r"has version 9\.9\.9"):
        start_org()
    monkeypatch.setenv("OKTARS", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match="which does not exist"):
        start_org()


def test_the_command_is_beside_python() -> None:
    folder = os.path.dirname(sys.executable)
    said = subprocess.run([os.path.join(folder, "oktars"), "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"oktars {oktars.__version__}"
