"""stix-shifter asks the System Log: it translates a pattern, sends it, follows the pages and translates what comes."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode, urlsplit

from programs import ORG, TOKEN, check, finish, one, whole

NAME = "stix-shifter"
# An org keeps its log for 90 days.
SINCE, UNTIL = ((datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for days in (-30, 1))
EVENT = "user.lifecycle.create"


def shifter(*arguments):
    command = [os.path.join(os.path.dirname(sys.executable), "stix-shifter"), *arguments]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        return json.loads(ran.stdout)
    except ValueError:
        return {"success": False, "printed": ran.stdout[-400:] + ran.stderr[-400:]}


def main():
    for number in range(3):
        login = f"shifted{number}@acme.example"
        profile = {"firstName": "Shifted", "lastName": str(number), "email": login, "login": login}
        one("POST", "/api/v1/users?activate=false", {"profile": profile})
    host = urlsplit(ORG).netloc
    connection = json.dumps({"host": host, "options": {"result_limit": 1000, "timeout": 30}})
    configuration = json.dumps({"auth": {"api_token": TOKEN}})
    ping = shifter("transmit", "okta", connection, configuration, "ping")
    check(NAME, "it reaches the org", ping.get("success"))
    pattern = f"[x-oca-event:action = '{EVENT}'] START t'{SINCE}' STOP t'{UNTIL}'"
    translated = shifter("translate", "okta", "query", "{}", pattern, "{}")
    check(NAME, "a pattern becomes one query", len(translated.get("queries", [])), 1)
    query = translated["queries"][0]
    told = shifter("transmit", "okta", connection, configuration, "results", query, "0", "1000")
    events = whole("/api/v1/logs?" + urlencode({"since": SINCE, "until": UNTIL, "filter": f'eventType eq "{EVENT}"', "limit": 1000}))
    check(NAME, "it reads the events that the org has", sorted(event["uuid"] for event in told.get("data", [])), sorted(event["uuid"] for event in events))
    check(NAME, "among them those of now", len(events) >= 3)
    identity = json.dumps({"type": "identity", "id": "identity--3532c56d-ea72-48be-a2ad-1a53f4c9c6d3", "name": "okta"})
    bundle = shifter("translate", "okta", "results", identity, json.dumps(told.get("data", [])), "{}")
    observed = [part for part in bundle.get("objects", []) if part["type"] == "observed-data"]
    check(NAME, "each becomes an observation", len(observed), len(events))
    finish()


main()
