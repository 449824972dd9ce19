"""cartography reads the whole org, as it does before it writes the graph. A stand-in takes what it would write to Neo4j,
as in the tests of cartography itself, and counts the rows of each kind of node.

cartography puts the URL of the org together from a name and a domain.
"""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from cartography.config import Config
from cartography.intel import okta
from neo4j import SummaryCounters

from programs import ORG, TOKEN, check, every_user, finish, one, whole


class Result:
    """The graph is empty: a question finds nothing."""

    def __iter__(self):
        return iter(())

    def single(self):
        return None

    def values(self):
        return []

    def data(self):
        return []

    def consume(self):
        return self

    @property
    def counters(self):
        return SummaryCounters({})


class Graph:
    """A session of Neo4j, and a transaction."""

    def __init__(self):
        self.rows = defaultdict(list)

    def run(self, query, parameters=None, **more):
        given = {**(parameters or {}), **more}
        kind = re.search(r"MERGE \(i:(\w+)", query)
        if kind and "DictList" in given:
            self.rows[kind[1]] += given["DictList"]
        return Result()

    def execute_write(self, function, *arguments, **named):
        return function(self, *arguments, **named)

    execute_read = execute_write


def main():
    scopes = [{"type": "CORS"}, {"type": "REDIRECT"}]
    one("POST", "/api/v1/trustedOrigins", {"name": "A page", "origin": "https://page.acme.example", "scopes": scopes})
    name, domain = urlsplit(ORG).netloc.split(".", 1)
    graph = Graph()
    config = Config(neo4j_uri="bolt://127.0.0.1:1", update_tag=1)
    config.okta_org_id, config.okta_base_domain, config.okta_api_key = name, domain, TOKEN
    config.okta_saml_role_regex = "^aws#.*"
    okta.start_okta_ingestion(graph, config)

    def ids(kind):
        return sorted({row["id"] for row in graph.rows[kind]})

    for kind, held in {
        "OktaUser": every_user(),
        "OktaGroup": whole("/api/v1/groups?limit=200"),
        "OktaApplication": whole("/api/v1/apps?limit=200"),
        "OktaTrustedOrigin": whole("/api/v1/trustedOrigins"),
        "OktaNetworkZone": whole("/api/v1/zones"),
        "OktaAuthenticator": whole("/api/v1/authenticators"),
        "OktaUserType": whole("/api/v1/meta/types/user"),
        "OktaApiToken": whole("/api/v1/api-tokens"),
    }.items():
        check("cartography", f"{kind}: {len(held)} are read", ids(kind), sorted({item["id"] for item in held}))
    print("# " + ", ".join(f"{kind} {len(rows)}" for kind, rows in sorted(graph.rows.items())))
    finish()


main()
