"""Airbyte's connector checks the connection and reads all streams in full. Their ids are those that the org has.

The connector puts the URL together from a name and okta.com, so its manifest gets the URL of the org in place of that.
"""

import logging
import pkgutil
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode

import yaml
from airbyte_cdk.models import AirbyteMessage, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, Status, SyncMode, Type
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

from programs import ORG, TOKEN, check, every_user, finish, one, whole

NAME = "airbyte"
LOGGER = logging.getLogger("airbyte")
CREDENTIALS = {"auth_type": "api_token", "api_token": TOKEN}
CONFIG = {"domain": "acme", "start_date": "2020-01-01T00:00:00Z", "credentials": CREDENTIALS}
# An org keeps its log for 90 days.
OF_LATE = {**CONFIG, "start_date": (datetime.now(timezone.utc) - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")}


def source(config=CONFIG, catalog=None):
    manifest = pkgutil.get_data("source_okta", "manifest.yaml").decode()
    manifest = yaml.safe_load(manifest.replace("https://{{ config['domain'] }}.okta.com", ORG))
    return ConcurrentDeclarativeSource(catalog=catalog, config=config, state=[], source_config=manifest)


def read(config, chosen=None):
    """The rows of each stream."""
    streams = [stream for stream in source().discover(LOGGER, config).streams if chosen in (None, stream.name)]
    configured = [
        ConfiguredAirbyteStream(stream=stream, sync_mode=SyncMode.full_refresh, destination_sync_mode=DestinationSyncMode.overwrite)
        for stream in streams
    ]
    catalog = ConfiguredAirbyteCatalog(streams=configured)
    rows = {stream.name: [] for stream in streams}
    for message in source(config, catalog).read(LOGGER, config, catalog, []):
        if isinstance(message, AirbyteMessage) and message.type == Type.RECORD:
            rows[message.record.stream].append(message.record.data)
    return rows


def main():
    LOGGER.setLevel(logging.CRITICAL)
    role = one("POST", "/api/v1/iam/roles", {"label": "Readers", "description": "They read", "permissions": ["okta.users.read"]})
    checked = source().check(LOGGER, CONFIG)
    check(NAME, "it reaches the org", checked.status, Status.SUCCEEDED)
    rows = read(CONFIG)

    def ids(name):
        return sorted(row["id"] for row in rows[name])

    users, groups = every_user(), whole("/api/v1/groups?limit=200")
    members = sum(len(whole(f"/api/v1/groups/{group['id']}/users?limit=200")) for group in groups)
    check(NAME, f"users: {len(users)} are read", ids("users"), sorted(user["id"] for user in users))
    check(NAME, f"groups: {len(groups)} are read", ids("groups"), sorted(group["id"] for group in groups))
    check(NAME, f"group_members: {members} are read", len(rows["group_members"]), members)
    check(NAME, "custom_roles: the one that was made is read", ids("custom_roles"), [role["id"]])
    check(NAME, "permissions: hers are read", [row["label"] for row in rows["permissions"]], ["okta.users.read"])
    # It repeats `since` beside the cursor of the next page. The org refuses the two together, and the connector takes that for
    # the end of the list.
    logs = [row["uuid"] for row in read(OF_LATE, "logs")["logs"]]
    until = (datetime.now(timezone.utc) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    held = [event["uuid"] for event in whole("/api/v1/logs?" + urlencode({"since": OF_LATE["start_date"], "until": until, "limit": 1000}))]
    check(NAME, "logs: the first page is read", (len(held) > 200, logs), (True, held[:200]))
    print("# " + ", ".join(f"{name} {len(found)}" for name, found in sorted({**rows, "logs": logs}.items())) + f", {len(held)} events in the org")
    finish()


main()
