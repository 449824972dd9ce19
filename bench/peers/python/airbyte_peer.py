"""airbyte-source-okta reads users, groups and members of groups; what it would hand to a database is counted."""

import json
import logging
import os
import sys
import tempfile
import time

import requests

ORG = os.environ["OKTA_CLIENT_ORGURL"]
SEND = requests.Session.send


def send(session, request, **options):
    # The source knows orgs by their name at Okta.
    request.url = request.url.replace("https://bench.okta.com", ORG)
    return SEND(session, request, **options)


requests.Session.send = send

from source_okta.source import SourceOkta  # noqa: E402  (the source takes its session from what was changed above)

CONFIG = {"domain": "bench", "start_date": "1970-01-01T00:00:00Z",
          "credentials": {"auth_type": "api_token", "api_token": os.environ["OKTA_CLIENT_TOKEN"]}}
STREAMS = {"users": "users", "groups": "groups", "group_members": "memberships"}


def catalog():
    streams = [{"stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
                "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"} for name in STREAMS]
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"streams": streams}, file)
    return SourceOkta.read_catalog(file.name)


def main():
    rows = dict.fromkeys(STREAMS.values(), 0)
    told = time.monotonic()
    read = catalog()
    source = SourceOkta(read, CONFIG, None)
    logger = logging.getLogger("airbyte")
    logger.setLevel(logging.ERROR)
    for message in source.read(logger, CONFIG, read, None):
        if message.record:
            rows[STREAMS[message.record.stream]] += 1
            if time.monotonic() - told > 1:
                told = time.monotonic()
                print(json.dumps({"rows": rows}).replace(" ", ""), flush=True)
    print(json.dumps({"rows": rows}).replace(" ", ""), flush=True)


if __name__ == "__main__":
    sys.exit(main())
