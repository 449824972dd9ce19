"""What `oktars mirror export` writes, as DuckDB, pyarrow, polars and PostgreSQL read it."""

import atexit
import datetime
import glob
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import duckdb
import polars
import pyarrow.parquet

OKTARS = os.path.abspath(os.environ["OKTARS"])
PAGE = open(os.path.join(os.path.dirname(__file__), "../../docs/exports.md"), encoding="utf-8").read()
FOLDER = tempfile.TemporaryDirectory()
BIN = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
# A server does not run as root.
ACCOUNT = "oktars_pg" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
PASSWORD = "pass:word\\42"
# Tables that both forms have under one name.
TABLES = ["users", "groups", "memberships", "apps", "app_users", "app_groups", "policies", "policy_rules", "app_use", "status", "log"]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """A PostgreSQL on loopback, which ends when this program does, however that ends."""

    def __init__(self):
        if os.getuid() == 0 and subprocess.run(["id", ACCOUNT], capture_output=True).returncode:
            subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
        self.home = tempfile.mkdtemp()
        os.chmod(self.home, 0o711)
        self.data, self.port, self.process = os.path.join(self.home, "data"), free_port(), None
        self.certificates()
        shutil.chown(self.home, ACCOUNT)
        for name in os.listdir(self.home):
            shutil.chown(os.path.join(self.home, name), ACCOUNT)
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        rules = f"local all all trust\nhost all analyst 127.0.0.1/32 scram-sha-256\nhost all analyst ::1/128 scram-sha-256\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n"
        with open(os.path.join(self.data, "pg_hba.conf"), "w", encoding="utf-8") as file:
            file.write(rules)
        settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=localhost", "ssl=on"]
        settings += [f"ssl_cert_file={self.home}/server.crt", f"ssl_key_file={self.home}/server.key"]
        options = [part for setting in settings for part in ("-c", setting)]
        log = open(os.path.join(self.home, "log"), "w", encoding="utf-8")
        # The kernel tells the server when its parent is gone.
        command = self.as_account("--pdeathsig", "TERM")
        command += [f"{BIN}/postgres", "-D", self.data, "-k", self.home, "-p", str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment(), cwd=self.home)
        atexit.register(self.stop)
        for _ in range(200):
            if subprocess.run([f"{BIN}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start: " + open(log.name, encoding="utf-8").read())

    def certificates(self):
        """An authority, a certificate for `localhost`, and another authority that signed nothing."""
        at = lambda name: os.path.join(self.home, name)
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.home)
        for name in ("root", "other"):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.crt")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
        with open(at("names"), "w", encoding="utf-8") as file:
            file.write("subjectAltName=DNS:localhost\n")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "root.crt", "-CAkey", "root.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.crt")
        os.chmod(at("server.key"), 0o600)
        os.chmod(at("root.crt"), 0o644)
        os.chmod(at("other.crt"), 0o644)

    def environment(self):
        return {"PATH": f"{BIN}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": self.home}

    def as_account(self, *more):
        if os.getuid():
            return ["setpriv", *more] if more else []
        user = pwd.getpwnam(ACCOUNT)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *more]

    def run(self, *command):
        subprocess.run([*self.as_account(), f"{BIN}/{command[0]}", *command[1:]], check=True, capture_output=True, env=self.environment(), cwd=self.home)

    def stop(self):
        if self.process:
            # An immediate end: nothing of it is needed any more.
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None
        shutil.rmtree(self.home, ignore_errors=True)

    def ask(self, sql, database="warehouse", schema="okta"):
        """What psql prints."""
        environment = {**self.environment(), "PGOPTIONS": f"-c search_path={schema} -c timezone=UTC"}
        command = [f"{BIN}/psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", ACCOUNT, database, "-c", sql]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout

    def rows(self, sql):
        return json.loads(self.ask(f"select coalesce(json_agg(row_to_json(q)), '[]') from ({sql}) q"))

    def address(self, user=ACCOUNT, host="127.0.0.1", database="warehouse", more=""):
        return f"postgres://{user}@{host}:{self.port}/{database}{more}"


def environment(**more):
    own = {"PATH": os.pathsep.join([os.path.dirname(OKTARS), BIN, os.environ["PATH"]]), "HOME": FOLDER.name}
    own |= {"OKTARS_CONFIG_DIR": os.path.join(FOLDER.name, "config"), "XDG_DATA_HOME": FOLDER.name, "OKTARS_ORG": "local"}
    return own | {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGUSER": ACCOUNT} | more


def oktars(*arguments, code=0, **more):
    """What the command prints: on stdout, or on stderr where it is to fail with this code."""
    done = subprocess.run([OKTARS, *arguments], env=environment(**more), cwd=FOLDER.name, capture_output=True, text=True, timeout=300)
    if done.returncode != code:
        raise RuntimeError(f"oktars {' '.join(arguments)} ends with {done.returncode}: {done.stderr}")
    return done.stderr if code else done.stdout


def written(*arguments, **more):
    """How many rows of each table an export wrote."""
    printed = oktars("mirror", "export", "acme.db", *arguments, "-o", "json", **more)
    return {row["table"]: row["written"] for row in json.loads(printed)}


def of_mirror(sql):
    return json.loads(oktars("mirror", "sql", "acme.db", sql, "-o", "json"))


TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?")


def plain(value):
    """A value that is the same whichever program gave it."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds")
    if isinstance(value, str) and TIME.fullmatch(value):
        return plain(datetime.datetime.fromisoformat(value.replace("Z", "+00:00")))
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.dumps(plain(json.loads(value)), sort_keys=True)
        except ValueError:
            return value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def same(rows):
    """Rows without regard to the order, and to how a program writes the names of columns."""
    def row(found):
        found = {name.lower(): plain(value) for name, value in found.items()}
        found = {name: json.dumps(value, sort_keys=True) if isinstance(value, (dict, list)) else value for name, value in found.items()}
        # A true is a 1 in SQLite.
        return json.dumps({name: int(value) if isinstance(value, bool) else value for name, value in sorted(found.items())})
    return sorted(row(found) for found in rows)


def lake():
    """The program of the page, up to where it asks."""
    [program] = [block for block in blocks("python") if "import duckdb" in block]
    known = {}
    before = os.getcwd()
    os.chdir(FOLDER.name)
    try:
        exec(program[: program.index("print(")], known)
    finally:
        os.chdir(before)
    return known["lake"]


def of_duckdb(sql):
    before = os.getcwd()
    os.chdir(FOLDER.name)
    try:
        asked = lake().sql(sql)
        return [dict(zip(asked.columns, row)) for row in asked.fetchall()]
    finally:
        os.chdir(before)


def of_polars(sql):
    names = [name for name in os.listdir(f"{FOLDER.name}/lake") if os.path.isdir(f"{FOLDER.name}/lake/{name}")]
    frames = {name: polars.scan_parquet(f"{FOLDER.name}/lake/{name}/", hive_partitioning=True) for name in names}
    return polars.SQLContext(frames).execute(sql, eager=True).to_dicts()


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.S | re.M)


def expect(found, wanted):
    if found != wanted:
        first = next(((a, b) for a, b in zip(found, wanted) if a != b), (len(found), len(wanted)))
        raise AssertionError(f"{first[0]!r} and not {first[1]!r}"[:600])


failed = 0


def check(told, what):
    global failed
    try:
        what()
        print(f"ok exports: {told}", flush=True)
    except Exception as error:
        failed += 1
        print(f"not ok exports: {told}: {error!r}", flush=True)


def the_page():
    """Runs every command and program of the page, in its order."""
    server.ask("create database warehouse", database="postgres")
    exports = ""
    for kind, text in re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE, re.S | re.M):
        command = ["sh", "-e", "-c", exports + text] if kind == "sh" else [sys.executable, "-c", text]
        done = subprocess.run(command, env=environment(), cwd=FOLDER.name, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(f"{text}\n{done.stdout}{done.stderr}")
        if kind == "sh":
            exports += "".join(f"{line}\n" for line in text.splitlines() if line.startswith("export "))


def question(sql, ask):
    rows = same(of_mirror(sql))
    # An empty answer would be equal to any other.
    assert rows, "the mirror has no answer"
    expect(same(ask(sql)), rows)


def every_value(ask):
    """All columns of all rows, documents too."""
    for table in TABLES:
        columns = [row["column"] for row in json.loads(oktars("mirror", "schema", "acme.db", table, "-o", "json"))]
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = same(of_mirror(f"select {listed} from {table}"))
        assert rows, table
        try:
            expect(same(ask(table, columns)), rows)
        except AssertionError as error:
            raise AssertionError(f"{table}: {error}") from error


def with_pyarrow(table, columns):
    # The folder of a day says which one it is.
    read = pyarrow.parquet.read_table(f"{FOLDER.name}/lake/{table}").select(columns)
    rows = read.to_pylist()
    # What has no time zone is in UTC.
    return rows


def with_postgres(table, columns):
    listed = ", ".join(f'"{column.lower()}"' for column in columns)
    return server.rows(f"select {listed} from {table}")


def the_past():
    for name in ["users_history", "groups_history"]:
        sql = f"select key, valid_from, valid_to, event, actor, end_event, end_actor, json from {name}"
        rows = same(of_mirror(sql))
        assert rows, name
        expect(same(of_duckdb(sql)), rows)
        expect(same(server.rows(sql)), rows)


def files_of_the_log():
    found = glob.glob(f"{FOLDER.name}/lake/log/**/*.parquet", recursive=True)
    return {os.path.relpath(path, FOLDER.name): os.stat(path).st_mtime_ns for path in found}


def nothing_new():
    before = files_of_the_log()
    assert len(before) > 5, before
    assert written("lake", "--form", "parquet").get("log") == 0
    expect(files_of_the_log(), before)
    expect({table: count for table, count in written(server.address()).items() if count}, {})


def what_changed():
    before = files_of_the_log()
    login = of_mirror("select login from users where status = 'ACTIVE' order by login limit 1")[0]["login"]
    oktars("users", "update", login, "--set", "title=Exported \\\\N \t é", "--yes")
    oktars("groups", "delete", "Auditors", "--yes")
    oktars("mirror", "sync", "acme.db")
    counts = written(server.address())
    assert counts["users"] == 1 and counts["groups"] == 1, counts
    assert 0 < counts["log"] < 20, counts
    written("lake", "--form", "parquet")
    changed = {path for path, time in files_of_the_log().items() if before.get(path) != time}
    assert len(changed) == 1, changed
    every_value(with_postgres)
    every_value(with_pyarrow)
    the_past()


def what_is_pruned():
    count = of_mirror("select count(*) as n from log")[0]["n"]
    oktars("mirror", "prune", "acme.db", "--log", "1m")
    assert of_mirror("select count(*) as n from log")[0]["n"] < count
    oktars("groups", "create", "--name", "After")
    oktars("mirror", "sync", "acme.db")
    new = of_mirror("select uuid from log where eventType = 'group.lifecycle.create' and target = 'After' or eventType like 'group.%'")
    assert new
    written(server.address())
    written("lake", "--form", "parquet")
    uuids = {row["uuid"] for row in of_duckdb("select uuid from log")}
    assert len(of_duckdb("select uuid from log")) == len(uuids) >= count + 1, (len(uuids), count)
    assert len(server.rows("select uuid from log")) == len(uuids)


def what_is_left_out():
    had = server.rows("select count(title) as n from users")[0]["n"]
    assert had > 0
    oktars("mirror", "sync", "acme.db", "--without-attribute", "title")
    written(server.address())
    written("lake", "--form", "parquet")
    assert server.rows("select count(title) as n from users")[0]["n"] == 0
    for rows in [server.rows("select json from users_history"), of_duckdb("select json from users_history")]:
        assert all(json.loads(plain(row["json"]) if isinstance(row["json"], str) else json.dumps(row["json"]))["profile"].get("title") is None for row in rows)


def kept_apart():
    """Other tables, other files and other orgs are left alone."""
    server.ask("create schema taken; create table taken.users (id int)")
    told = oktars("mirror", "export", "acme.db", server.address(), "--schema", "taken", code=1)
    assert "holds other tables" in told, told
    os.makedirs(f"{FOLDER.name}/full", exist_ok=True)
    open(f"{FOLDER.name}/full/letter.txt", "w").close()
    told = oktars("mirror", "export", "acme.db", "full", "--form", "parquet", code=2)
    assert "other files" in told and os.listdir(f"{FOLDER.name}/full") == ["letter.txt"], told
    other = {"OKTARS_LOCAL_STORE": os.path.join(FOLDER.name, "other.redb")}
    oktars("mirror", "sync", "other.db", "--only", "zones", **other)
    told = oktars("mirror", "export", "other.db", "lake", "--form", "parquet", code=2)
    assert "another org" in told, told
    told = oktars("mirror", "export", "other.db", server.address(), code=1)
    assert "another org" in told, told
    told = oktars("mirror", "export", "acme.db", "x.csv", code=2)
    assert "--form parquet" in told, told


def passwords():
    secret = PASSWORD.replace("'", "''")
    server.ask(f"create role analyst login password '{secret}'; grant create on database warehouse to analyst", schema="public")
    address = server.address(user="analyst")
    told = oktars("mirror", "export", "acme.db", address, "--schema", "own", code=1)
    assert "password" in told, told
    told = oktars("mirror", "export", "acme.db", address, "--schema", "own", code=1, PGPASSWORD="wrong")
    assert "wrong" not in told.replace("authentication failed", ""), told
    assert written(address, "--schema", "own", PGPASSWORD=PASSWORD)["users"] > 0
    passfile = os.path.join(FOLDER.name, "passes")
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    with open(passfile, "w", encoding="utf-8") as file:
        file.write(f"127.0.0.1:{server.port}:*:analyst:{escaped}\n")
    os.chmod(passfile, 0o600)
    assert written(address, "--schema", "own", PGPASSFILE=passfile).get("users") == 0
    services = os.path.join(FOLDER.name, "services")
    with open(services, "w", encoding="utf-8") as file:
        file.write(f"[acme]\nhost=127.0.0.1\nport={server.port}\nuser=analyst\ndbname=warehouse\npassword={PASSWORD}\n")
    only = {"PGSERVICEFILE": services, "PGHOST": "", "PGPORT": "", "PGUSER": ""}
    assert written("postgres:///?service=acme", "--schema", "own", **only).get("users") == 0
    for bad in [f"postgres://analyst:s3cret@127.0.0.1:{server.port}/warehouse", "postgres://h/d?password=s3cret"]:
        told = oktars("mirror", "export", "acme.db", bad, code=2)
        assert "PGPASSWORD" in told and "s3cret" not in told, told


def ssl_modes():
    right, wrong = f"{server.home}/root.crt", f"{server.home}/other.crt"
    used = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
    cases = [
        ("127.0.0.1", "disable", None, True),
        ("127.0.0.1", "allow", None, True),
        ("127.0.0.1", "prefer", None, True),
        ("127.0.0.1", "require", None, True),
        ("127.0.0.1", "verify-ca", right, True),
        ("127.0.0.1", "verify-ca", wrong, False),
        # The certificate is for a name.
        ("127.0.0.1", "verify-full", right, False),
        ("localhost", "verify-full", right, True),
        ("localhost", "verify-full", wrong, False),
        # The authorities of the system did not sign it.
        ("localhost", "verify-full", "system", False),
        # As libpq does, a named authority is asked.
        ("localhost", "require", wrong, False),
        ("localhost", "none", None, False),
    ]
    for host, mode, authority, works in cases:
        more = f"?sslmode={mode}" + (f"&sslrootcert={authority}" if authority else "")
        done = subprocess.run([OKTARS, "mirror", "export", "acme.db", server.address(host=host, more=more)], env=environment(), cwd=FOLDER.name, capture_output=True, text=True, timeout=120)
        assert (done.returncode == 0) == works, (host, mode, authority, done.returncode, done.stderr)
    rules = os.path.join(server.data, "pg_hba.conf")
    text = open(rules, encoding="utf-8").read()
    # A server that insists on TLS, and one that has none.
    with open(rules, "w", encoding="utf-8") as file:
        file.write(text.replace("host all all", "hostssl all all"))
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    for mode, works in [("disable", False), ("allow", True), ("prefer", True), ("require", True)]:
        done = subprocess.run([OKTARS, "mirror", "export", "acme.db", server.address(more=f"?sslmode={mode}")], env=environment(), cwd=FOLDER.name, capture_output=True, text=True, timeout=120)
        assert (done.returncode == 0) == works, (mode, done.stderr)
    with open(rules, "w", encoding="utf-8") as file:
        file.write(text)
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)


def killed():
    """Readers see the tables as they were, and the next export goes on."""
    before = server.rows("select count(*) as n from users")
    oktars("users", "create", "--login", "late@acme.example", "--email", "late@acme.example", "--first-name", "La", "--last-name", "Te")
    oktars("mirror", "sync", "acme.db")
    # The export waits behind this lock, in its transaction, until it is killed.
    holder = subprocess.Popen([f"{BIN}/psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(server.port), "-U", ACCOUNT, "warehouse", "-c", "begin; lock table okta.zones in access exclusive mode; select pg_sleep(60)"], env=server.environment(), stdout=subprocess.DEVNULL)
    time.sleep(1)
    export = subprocess.Popen([OKTARS, "mirror", "export", "acme.db", server.address()], env=environment(), cwd=FOLDER.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    assert export.poll() is None
    export.kill()
    export.wait()
    holder.kill()
    holder.wait()
    server.ask("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()")
    expect(server.rows("select count(*) as n from users"), before)
    assert written(server.address())["users"] == 1


server = Server()
try:
    check("every command of the page", the_page)
    questions = blocks("sql")
    for number, sql in enumerate(questions, 1):
        check(f"question {number} to DuckDB", lambda: question(sql, of_duckdb))
        check(f"question {number} to polars", lambda: question(sql, of_polars))
        check(f"question {number} to PostgreSQL", lambda: question(sql, server.rows))
    check("every value with pyarrow", lambda: every_value(with_pyarrow))
    check("every value with PostgreSQL", lambda: every_value(with_postgres))
    check("the past", the_past)
    check("nothing new, nothing written", nothing_new)
    check("what changed is sent", what_changed)
    check("what is pruned stays", what_is_pruned)
    check("what is left out goes", what_is_left_out)
    check("other tables and files are left alone", kept_apart)
    check("passwords", passwords)
    check("the modes of TLS", ssl_modes)
    check("an export that was killed", killed)
finally:
    server.stop()
sys.exit(failed > 0)
