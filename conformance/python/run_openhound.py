"""openhound reads the whole org, as it does for BloodHound, and writes tables. Their ids are those that the org has."""

import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile

from programs import ORG, TOKEN, check, finish, whole

NAME = "openhound"


def rows(folder, table):
    """The rows of a table, in all of its files."""
    found = []
    for file in glob.glob(os.path.join(folder, "**", table, "*.jsonl*"), recursive=True):
        opened = gzip.open(file, "rt") if file.endswith(".gz") else open(file, encoding="utf-8")
        with opened:
            found += [json.loads(line) for line in opened]
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "SOURCES__OKTA__CREDENTIALS__BASE_URL": ORG,
            "SOURCES__OKTA__CREDENTIALS__TOKEN": TOKEN,
            "SOURCES__SOURCE__OKTA__CREDENTIALS__BASE_URL": ORG,
            "SOURCES__SOURCE__OKTA__CREDENTIALS__TOKEN": TOKEN,
            "HOME": folder,
            "RUNTIME__DLTHUB_TELEMETRY": "false",
        }
        command = [os.path.join(os.path.dirname(sys.executable), "openhound"), "collect", "okta", folder + "/out", "--progress", "log"]
        ran = subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        check(NAME, "it collects", ran.returncode, 0)
        if ran.returncode:
            print("#", "\n# ".join(ran.stdout.splitlines()[-20:]))
        groups = whole("/api/v1/groups?limit=200")
        members = [(group["id"], user["id"]) for group in groups for user in whole(f"/api/v1/groups/{group['id']}/users?limit=200")]
        for table, path in {
            "users": "/api/v1/users?limit=200",
            "groups": "/api/v1/groups?limit=200",
            "applications": "/api/v1/apps?limit=200",
        }.items():
            held = sorted(item["id"] for item in whole(path))
            check(NAME, f"{table}: {len(held)} are read", sorted({row["id"] for row in rows(folder, table)}), held)
        check(NAME, f"{len(members)} memberships are read", len(rows(folder, "group_memberships")), len(members))
        tables = sorted({os.path.basename(os.path.dirname(file)) for file in glob.glob(folder + "/out/**/*.jsonl*", recursive=True)})
        print("# " + ", ".join(f"{table} {len(rows(folder, table))}" for table in tables))
    finish()


main()
