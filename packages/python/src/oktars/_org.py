"""A local org as a process of its own, and what a test asks of it."""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Type, Union
from urllib.parse import urlsplit

from ._binary import binary
from ._version import VERSION

__all__ = ["App", "Clock", "Faults", "Mail", "Org", "OrgError", "StartError", "start_org"]

# How long the command may take to make its org, and to end before it is killed, in seconds.
PATIENCE = 60.0
LAST_PATIENCE = 3.0


class StartError(RuntimeError):
    """The org did not start."""


class OrgError(RuntimeError):
    """The org refused what a test asked for."""

    def __init__(self, message: str, status: int, body: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class App(NamedTuple):
    """What an app and who signs in to it need."""

    kind: str
    issuer: str
    client_id: str
    client_secret: Optional[str]
    redirect_uri: Optional[str]
    login: Optional[str]
    password: Optional[str]
    scope: Optional[str]


class Mail(NamedTuple):
    """A mail or another message that Okta would have sent."""

    kind: str
    to: str
    user_id: str
    token: str
    url: str
    sent: str


class Clock:
    """The clock of an org."""

    def __init__(self, org: "Org") -> None:
        self._org = org

    def now(self) -> datetime:
        return _time(self._org._control("GET", "clock"))

    def advance(self, time: Union[timedelta, float]) -> datetime:
        """Moves the clock on, by seconds or by a timedelta."""
        seconds = time.total_seconds() if isinstance(time, timedelta) else time
        whole = int(seconds) if float(seconds).is_integer() else seconds
        return _time(self._org._control("POST", "clock", {"advance": whole}))

    def set(self, time: datetime, *, stop: bool = False) -> datetime:
        """Sets the clock. A time without a zone is local time."""
        return _time(self._org._control("POST", "clock", {"set": time.astimezone().isoformat(), "stop": stop}))

    def reset(self) -> datetime:
        return _time(self._org._control("POST", "clock", {"reset": True}))


class Faults:
    """What goes wrong at an org."""

    def __init__(self, org: "Org") -> None:
        self._org = org

    def add(self, **fault: Any) -> None:
        """Plays a fault: `org.faults.add(path="/api/v1/users/*", status=503, times=1)`."""
        self._org._control("POST", "faults", fault)

    def list(self) -> List[Dict[str, Any]]:
        found: List[Dict[str, Any]] = self._org._control("GET", "faults")
        return found

    def clear(self) -> None:
        self._org._control("DELETE", "faults")


class Org:
    """A local org that is running."""

    def __init__(self, process: "subprocess.Popen[str]", ready: Mapping[str, Any]) -> None:
        self._process = process
        self.url: str = ready["url"]
        self.token: str = ready["token"]
        self.version: str = ready["version"]
        self.ca: Optional[str] = ready.get("ca")
        self.apps: List[App] = [_app(app) for app in ready.get("apps", [])]
        self.clock = Clock(self)
        self.faults = Faults(self)
        handlers: List[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if self.ca:
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=self.ca)))
        self._client = urllib.request.build_opener(*handlers)

    @property
    def app(self) -> App:
        """The first app."""
        if not self.apps:
            raise LookupError("the org was started without an app")
        return self.apps[0]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def config(self) -> Dict[str, str]:
        """What Okta's SDK takes: `Client(org.config)`."""
        return {"orgUrl": self.url, "token": self.token}

    @property
    def env(self) -> Dict[str, str]:
        """The variables that Okta's SDKs read."""
        return {"OKTA_CLIENT_ORGURL": self.url, "OKTA_CLIENT_TOKEN": self.token}

    def outbox(self) -> List[Mail]:
        """The mails and messages that Okta would have sent, oldest first."""
        mails = self._control("GET", "outbox")
        return [Mail(m["kind"], m["to"], m["userId"], m["token"], m["url"], m["sent"]) for m in mails]

    def clear_outbox(self) -> None:
        self._control("DELETE", "outbox")

    def requests(self) -> List[Dict[str, Any]]:
        """The requests that came, without their secrets."""
        found: List[Dict[str, Any]] = self._control("GET", "requests")
        return found

    def clear_requests(self) -> None:
        self._control("DELETE", "requests")

    def reset(self) -> None:
        """Makes the org again, as it was at the start."""
        self._control("POST", "reset", {})

    def snapshot(self, name: str = "default") -> None:
        """Keeps the state under a name."""
        self._control("POST", "snapshot", {"name": name})

    def restore(self, name: str = "default") -> None:
        """Goes back to a state that was kept."""
        self._control("POST", "restore", {"name": name})

    def api_token(self, user: str) -> str:
        """A new API token of a user: it may do what the user's roles allow."""
        token: str = self._control("POST", "tokens", {"user": user})["token"]
        return token

    def sign_in(self, user: Optional[str] = None, client: Optional[str] = None, **more: Any) -> Dict[str, Any]:
        """Signs somebody in without a browser, and answers with tokens or a code.

        Without a user or a client it is the person or the client of the org's first app.
        """
        user = user or self.app.login
        client = client or self.app.client_id
        if not user:
            raise ValueError("sign_in needs a user, since nobody signs in to the org's first app")
        # Tokens name the host that was asked, so ask under the one that the app knows.
        issuers = [urlsplit(app.issuer) for app in self.apps if app.client_id == client]
        base = f"{issuers[0].scheme}://{issuers[0].netloc}" if issuers else self.url
        names = {"redirect_uri": "redirectUri", "code_challenge": "codeChallenge", "response_type": "responseType"}
        asked = {names.get(name, name): value for name, value in more.items()}
        answer: Dict[str, Any] = self._send("POST", f"{base}/_local/sign-in", {"user": user, "client": client, **asked})
        return answer

    def api(self, request: str, body: Any = None) -> Any:
        """A request with the API token: `org.api("GET /api/v1/users")`."""
        verb, _, path = request.rpartition(" ")
        return self._send((verb or "GET").upper(), self.url + path, body)

    def stop(self) -> None:
        """Ends the org."""
        self._process.terminate()
        try:
            self._process.wait(LAST_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def __enter__(self) -> "Org":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.stop()

    def _control(self, verb: str, name: str, body: Any = None) -> Any:
        return self._send(verb, f"{self.url}/_local/{name}", body)

    def _send(self, verb: str, url: str, body: Any) -> Any:
        headers = {"Accept": "application/json", "Authorization": f"SSWS {self.token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body is not None else b"" if verb in ("POST", "PUT") else None
        request = urllib.request.Request(url, content, headers, method=verb)
        try:
            with self._client.open(request) as answer:
                return _parsed(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                said = _parsed(error.read())
            words = said if isinstance(said, dict) else {}
            why = words.get("errorSummary") or words.get("error_description") or words.get("error") or said
            text = f"{verb} {urlsplit(url).path} was refused with {error.code}: {why}"
            raise OrgError(text, error.code, said) from None


def start_org(
    *,
    seed: Union[str, int, Mapping[str, Any], "os.PathLike[str]", None] = None,
    app: Union[str, Sequence[str], None] = None,
    store: Union[str, "os.PathLike[str]", None] = None,
    from_: Union[str, "os.PathLike[str]", None] = None,
    port: Optional[int] = None,
    tls: bool = False,
    token: Optional[str] = None,
    rate_limits: Union[str, float, None] = None,
    sign_in_as: Optional[str] = None,
    features: Sequence[str] = (),
    args: Sequence[str] = (),
    timeout: float = PATIENCE,
) -> Org:
    """Starts a local org: a process that ends with this one.

    `seed` is "empty", "demo", a number of users, a file, or a mapping with users, groups and apps. An `app` is
    "web=http://localhost:3000/callback", "spa=..", "native=.." or "service".
    """
    command = [str(binary()), "org", "serve"]
    if sys.platform != "win32":
        command.append("--exit-with-parent")
    given = {"store": store, "from": from_, "port": port, "rate-limits": rate_limits, "sign-in-as": sign_in_as}
    command += [f"--{name}={value}" for name, value in given.items() if value is not None]
    command += [f"--app={one}" for one in ([app] if isinstance(app, str) else app or ())]
    command += [f"--feature={one}" for one in features]
    command += ["--tls"] if tls else []
    command += args
    if isinstance(seed, Mapping):
        with tempfile.TemporaryDirectory(prefix="oktars-") as folder:
            file = Path(folder, "seed.json")
            file.write_text(json.dumps(seed))
            return _launch([*command, f"--seed={file}"], token, timeout)
    if isinstance(seed, os.PathLike):
        # A name without a dot or a slash would be taken for a word.
        seed = os.path.abspath(seed)
    return _launch(command if seed is None else [*command, f"--seed={seed}"], token, timeout)


def _launch(command: Sequence[str], token: Optional[str], timeout: float) -> Org:
    # Other users of the machine can read arguments, and not the environment.
    environment = {name: value for name, value in os.environ.items() if name != "OKTARS_LOCAL_TOKEN"}
    if token is not None:
        environment["OKTARS_LOCAL_TOKEN"] = token
    with tempfile.TemporaryFile("w+") as complaints:
        try:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, text=True
            )
        except OSError as error:
            raise StartError(f"{command[0]} cannot be started: {error}") from error
        assert process.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, end)
        timer.start()
        try:
            line = process.stdout.readline()
        finally:
            timer.cancel()
        try:
            if late.is_set():
                raise StartError(f"the org was not ready after {timeout:g} s")
            ready = _ready(line, process, complaints)
            if ready.get("version") != VERSION:
                raise StartError(
                    f"the package oktars has version {VERSION}, and the command {command[0]} has version "
                    f"{ready.get('version', 'before 0.1.0')}. Use the two with the same version: see the variable OKTARS"
                )
        except BaseException:
            process.kill()
            process.wait()
            process.stdout.close()
            raise
    return Org(process, ready)


def _ready(line: str, process: "subprocess.Popen[str]", complaints: Any) -> Dict[str, Any]:
    try:
        ready: Dict[str, Any] = json.loads(line)
        return ready
    except ValueError:
        code = process.wait()
        complaints.seek(0)
        said = complaints.read().strip()
        text = f"the command ended with status {code}, and did not say where its org is"
        raise StartError(f"{text}\n{said}" if said else text) from None


def _app(app: Mapping[str, Any]) -> App:
    names = ("kind", "issuer", "clientId", "clientSecret", "redirectUri", "login", "password", "scope")
    return App(*(app.get(name) for name in names))  # type: ignore[arg-type]


def _time(clock: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(clock["now"].replace("Z", "+00:00"))


def _parsed(content: bytes) -> Any:
    text = content.decode(errors="replace")
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
